//! Nobody finds out who has an account.

use std::{collections::BTreeMap, net::IpAddr};

use poem::http::Method;
use serde_json::{Value, json};

use super::{PASSWORD, link_to};
use crate::{Answer, TestApp};

/// How many rows each table has, the queue among them.
pub(super) async fn counts(app: &TestApp) -> BTreeMap<String, i64> {
    let tables = app
        .db
        .rows("select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'apalis')")
        .await;
    let mut counts = BTreeMap::new();
    for table in tables {
        let name = table["name"].as_str().expect("a name").to_owned();
        let count = app.db.number(&format!("select count(*) from {name}")).await;
        counts.insert(name, count);
    }
    counts
}

/// Which tables have more or fewer rows, and how many.
pub(super) fn grown(from: &BTreeMap<String, i64>, to: &BTreeMap<String, i64>) -> Vec<(String, i64)> {
    to.iter().map(|(name, count)| (name.clone(), count - from[name])).filter(|(_, more)| *more != 0).collect()
}

/// What an answer says, but for the id of the request.
pub(super) fn said(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
        .collect();
    headers.sort();
    (answer.status.as_u16(), headers, answer.text.clone())
}

#[tokio::test]
async fn a_forgotten_password_is_answered_and_written_alike_for_somebody_and_for_nobody() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let ask = async |email: &str| app.visitor().post("/auth/password/forgot", json!({ "email": email })).await;

    let before = counts(&app).await;
    let somebody = ask("ada@vesna.example").await;
    let between = counts(&app).await;
    let nobody = ask("nobody@vesna.example").await;
    let after = counts(&app).await;

    assert_eq!(said(&somebody), said(&nobody));
    assert_eq!((somebody.status.as_u16(), somebody.text.as_str()), (202, ""));
    assert_eq!(grown(&before, &between), grown(&between, &after));
    assert_eq!(grown(&before, &after), [("apalis.jobs".into(), 2), ("public.one_time_tokens".into(), 2)]);
    assert_eq!(app.run_jobs().await, 2);
    assert_eq!(app.mails().len(), 1);
    assert_eq!(app.mails()[0].to().and_then(|to| to.first()?.address()), Some("ada@vesna.example"));
}

#[tokio::test]
async fn a_new_address_is_answered_alike_whether_somebody_has_it_or_not() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.company("osin").await;
    let ask = async |email: &str| ada.post("/me/email", json!({ "email": email, "current_password": PASSWORD })).await;

    let taken = ask("ada@osin.example").await;
    let own = ask("ada@vesna.example").await;
    let free = ask("new@vesna.example").await;

    assert_eq!(said(&taken), said(&free));
    assert_eq!(said(&own), said(&free));
    let links = "select purpose, count(*) as n from one_time_tokens where purpose = 'change_email' group by purpose";
    assert_eq!(app.db.rows(links).await, [json!({ "purpose": "change_email", "n": 3 })]);
    link_to(&app, "new@vesna.example").await;
    assert_eq!(app.mails().len(), 1);
}

const THIEF: &str = "192.0.2.1";
const ADA: &str = "198.51.100.7";

async fn proxied() -> TestApp {
    let app = TestApp::start_with(|config| config.trusted_proxies = vec![IpAddr::from([0, 0, 0, 0])]).await;
    app.company("vesna").await;
    app
}

async fn post_from(app: &TestApp, address: &str, path: &str, body: Value) -> Answer {
    app.visitor().send(Method::POST, path, &[("x-forwarded-for", address)], Some(body)).await
}

#[tokio::test]
async fn whoever_asks_for_many_mails_has_to_wait_and_others_have_not() {
    let app = proxied().await;

    for n in 0..20 {
        let body = json!({ "email": format!("p{n}@example.com") });
        post_from(&app, THIEF, "/auth/password/forgot", body).await.expect(202);
    }
    let body = json!({ "email": "ada@vesna.example" });
    let refused = post_from(&app, THIEF, "/auth/password/forgot", body.clone()).await;

    assert_eq!(refused.header("retry-after"), Some("3600"));
    assert_eq!(refused.problem(429), "too_many_requests");
    post_from(&app, ADA, "/auth/password/forgot", body).await.expect(202);
}

#[tokio::test]
async fn a_mailbox_that_has_had_enough_gets_no_more_and_nobody_is_told() {
    let app = proxied().await;
    let body = json!({ "email": "ada@vesna.example" });

    for n in 0..12 {
        let answer = post_from(&app, &format!("192.0.2.{n}"), "/auth/password/forgot", body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (202, ""));
    }

    app.run_jobs().await;
    assert_eq!(app.mails().len(), 10);
}

#[tokio::test]
async fn whoever_guesses_links_is_cut_off_and_a_good_one_still_works() {
    let app = proxied().await;
    let token = super::reset_link(&app, "vesna").await;

    let mut statuses = Vec::new();
    for n in 0..110 {
        let guess = json!({ "token": format!("guess-{n}"), "password": super::OTHER });
        statuses.push(post_from(&app, THIEF, "/auth/password/reset", guess).await.status.as_u16());
    }

    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 100);
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 10);
    let link = json!({ "token": "another guess" });
    post_from(&app, THIEF, "/auth/email/confirm", link).await.problem(429);
    let link = json!({ "token": "another guess", "password": super::PASSWORD });
    post_from(&app, THIEF, "/auth/email/verify", link).await.problem(429);
    let right = json!({ "token": token, "password": super::OTHER });
    post_from(&app, THIEF, "/auth/password/reset", right).await.expect(204);
}
