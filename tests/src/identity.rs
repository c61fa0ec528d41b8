//! Signing up, signing in, staying signed in, and what people change of themselves.

use frontdesk::{
    auth::token::{Claims, Holder, Kind},
    http::{ClientAddress, Device},
    identity::store,
};
use serde_json::{Value, json};

use crate::{Person, TestApp};

mod cookies;
mod crowds;
mod emails;
mod forged;
mod limits;
mod mails;
mod me;
mod neutral;
mod passwords;
mod refused;
mod registering;
mod resetting;
mod secrets;
mod sessions;
mod signed_in;
mod suspended;
mod switching;
mod tokens;

const PASSWORD: &str = "correct horse battery";
const OTHER: &str = "battery staple horse";

fn registration(slug: &str, email: &str, password: &str) -> Value {
    json!({
        "company": {
            "name": "Studio", "slug": slug, "time_zone": "Europe/Kyiv", "currency": "UAH", "language": "en",
        },
        "admin": { "name": "Ada", "email": email, "password": password },
    })
}

/// The status of a sign-in.
async fn sign_in(app: &TestApp, email: &str, password: &str) -> u16 {
    let who = json!({ "email": email, "password": password });
    app.visitor().post("/auth/sign-in", who).await.status.as_u16()
}

/// Another session of the one who registered `slug`.
async fn again(app: &TestApp, slug: &str) -> Person {
    let who = json!({ "email": format!("ada@{slug}.example"), "password": PASSWORD });
    let answer = app.visitor().post("/auth/sign-in", who).await.expect(200);
    Person::new(app.clone(), slug, Some(&answer))
}

fn claims(person: &Person) -> Claims {
    let token = person.access_token.as_deref().expect("a token");
    person.app.app.tokens().verify(token, person.app.app.now()).expect("a token of ours")
}

/// A session of the same person as another kind of caller.
async fn session_as(person: &Person, kind: Kind) -> Person {
    let (app, claims) = (&person.app.app, claims(person));
    let Holder::Staff { company, role } = claims.holder else { panic!("not staff") };
    let (place, holder) = match kind {
        Kind::Staff => (Some(company), Holder::Staff { company, role }),
        Kind::Customer => (Some(company), Holder::Customer { company }),
        Kind::Operator => (None, Holder::Operator {}),
    };
    let device = Device { address: ClientAddress([192, 0, 2, 7].into()), user_agent: None };
    let mut tx = app.identity().await.expect("a transaction");
    let opened = store::open_session(&mut tx, claims.sub, kind, place, &device).await;
    let (session, refresh_token) = opened.expect("a session");
    tx.commit().await.expect("a session");
    let access_token = app.tokens().issue(claims.sub, session, holder, app.now()).expect("a token");
    Person { access_token: Some(access_token), refresh_token: Some(refresh_token), ..person.clone() }
}

/// Runs the jobs, and gives the secret of the newest link to this address.
async fn link_to(app: &TestApp, email: &str) -> String {
    app.run_jobs().await;
    let mails = app.mails();
    let to = |mail: &&mail_parser::Message| mail.to().and_then(|to| to.first()?.address()) == Some(email);
    let texts = mails.iter().filter(to).filter_map(|mail| mail.body_text(0));
    let mut secrets =
        texts.filter_map(|text| Some(text.split("?token=").nth(1)?.split_whitespace().next()?.to_owned()));
    secrets.next().expect("a mail with a link")
}

/// Makes Ada's membership what it cannot become while she is the only admin.
async fn set_status(app: &TestApp, slug: &str, status: &str) {
    let sql = format!(
        "alter table memberships disable trigger user;
         update memberships m set status = '{status}' from companies c where c.id = m.company_id and c.slug = '{slug}';
         alter table memberships enable trigger user"
    );
    app.db.execute(&sql).await;
}

/// The secret of a link that resets the password of whoever registered `slug`.
async fn reset_link(app: &TestApp, slug: &str) -> String {
    let email = format!("ada@{slug}.example");
    app.visitor().post("/auth/password/forgot", json!({ "email": email })).await.expect(202);
    link_to(app, &email).await
}

fn invalid_link() -> Vec<(String, String)> {
    vec![("token".to_owned(), "invalid_link".to_owned())]
}
