//! Sign-ins that were refused: the companies of the person hear of them, and nobody else.

use std::net::IpAddr;

use chrono::TimeDelta;
use frontdesk::auth::Role;
use poem::http::Method;
use serde_json::{Value, json};

use super::{
    PASSWORD,
    neutral::{counts, grown, said},
};
use crate::{Answer, Person, TestApp};

const THIEF: &str = "192.0.2.1";
const WRONG: &str = "a wrong password";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

async fn proxied() -> TestApp {
    TestApp::start_with(|config| config.trusted_proxies = vec![IpAddr::from([0, 0, 0, 0])]).await
}

async fn post_from(app: &TestApp, address: &str, path: &str, body: Value) -> Answer {
    let headers = [("x-forwarded-for", address), ("user-agent", FIREFOX)];
    app.visitor().send(Method::POST, path, &headers, Some(body)).await
}

async fn guess(app: &TestApp, address: &str, email: &str) -> Answer {
    post_from(app, address, "/auth/sign-in", json!({ "email": email, "password": WRONG })).await
}

/// The minute is over, and the schedule looks.
async fn tell(app: &TestApp) {
    app.clock.advance(TimeDelta::minutes(1));
    frontdesk_jobs::tick(&app.app).await.expect("a tick");
}

/// What a company's log says of them, newest first.
async fn told(admin: &Person) -> Vec<Value> {
    let found = admin.get("/audit-log?table=refused_sign_ins").await.expect(200);
    found["data"].as_array().expect("rows").clone()
}

#[tokio::test]
async fn a_members_companies_learn_who_was_refused_when_and_from_where() {
    let app = proxied().await;
    let (ada, osin) = (app.company("vesna").await, app.company("osin").await);

    guess(&app, THIEF, "ada@vesna.example").await.expect(401);
    tell(&app).await;

    let rows = told(&ada).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["actor"], &rows[0]["actor_id"], &rows[0]["address"]),
        (&json!("person"), &Value::Null, &json!(THIEF))
    );
    assert_eq!(rows[0]["row_id"], ada.get("/me").await.expect(200)["id"]);
    assert_eq!(rows[0]["at"], "2026-11-23T06:00:00Z");
    let changes = json!({
        "attempts": [null, 1], "device": [null, "Firefox on Linux"], "email": [null, "ada@vesna.example"],
        "reason": [null, "wrong_password"],
    });
    assert_eq!(rows[0]["changes"], changes);
    assert!(rows[0]["request_id"].is_string());
    assert_eq!(told(&osin).await, Vec::<Value>::new());
    assert_eq!(app.db.number("select count(*) from refused_sign_ins").await, 0);
    app.seal("vesna").await;
    assert_eq!(ada.get("/audit-log/verification").await.expect(200)["ok"], true);
}

#[tokio::test]
async fn a_refusal_is_answered_and_written_alike_for_somebody_and_for_nobody() {
    let app = proxied().await;
    let ada = app.company("vesna").await;

    let before = counts(&app).await;
    let somebody = guess(&app, THIEF, "ada@vesna.example").await;
    let between = counts(&app).await;
    let nobody = guess(&app, THIEF, "nobody@vesna.example").await;
    let after = counts(&app).await;

    assert_eq!(said(&somebody), said(&nobody));
    assert_eq!(grown(&before, &between), [("public.refused_sign_ins".into(), 1)]);
    assert_eq!(grown(&between, &after), grown(&before, &between));
    tell(&app).await;
    assert_eq!(told(&ada).await.len(), 1);
    assert_eq!(app.db.number("select count(*) from refused_sign_ins").await, 0);
    let of_nobody = "select count(*) from audit_log where changes::text like '%nobody@%'";
    assert_eq!(app.db.number(of_nobody).await, 0);
}

#[tokio::test]
async fn many_from_one_network_in_a_minute_are_one_row_with_their_number() {
    let app = proxied().await;
    let ada = app.company("vesna").await;

    for _ in 0..3 {
        guess(&app, THIEF, "ada@vesna.example").await.expect(401);
    }
    for address in ["2001:db8::1", "2001:db8::2"] {
        guess(&app, address, "ada@vesna.example").await.expect(401);
    }
    frontdesk_jobs::tick(&app.app).await.expect("a tick");
    assert_eq!(told(&ada).await, Vec::<Value>::new(), "before the minute is over");
    tell(&app).await;
    guess(&app, THIEF, "ada@vesna.example").await.expect(401);
    tell(&app).await;

    let rows = told(&ada).await;
    let mut said: Vec<_> =
        rows.iter().map(|row| (row["address"].clone(), row["changes"]["attempts"][1].clone())).collect();
    assert_eq!(said.remove(0), (json!(THIEF), json!(1)));
    said.sort_by_key(|(address, _)| address.to_string());
    assert_eq!(said, [(json!(THIEF), json!(3)), (json!("2001:db8::2"), json!(2))]);
}

#[tokio::test]
async fn guessing_ends_as_soon_as_ever_and_what_was_guessed_is_nowhere() {
    let app = proxied().await;
    app.company("vesna").await;

    for _ in 0..10 {
        guess(&app, THIEF, "ada@vesna.example").await.expect(401);
    }
    assert_eq!(guess(&app, THIEF, "ada@vesna.example").await.problem(429), "too_many_requests");
    let written = "select count(*) from refused_sign_ins r where r::text like '%wrong password%'";
    assert_eq!(app.db.number(written).await, 0);
    tell(&app).await;

    let kept = "select count(*) from audit_log a where a::text like '%wrong password%'";
    assert_eq!(app.db.number(kept).await, 0);
}

#[tokio::test]
async fn a_right_password_at_a_door_that_is_not_theirs_is_told_too() {
    let app = proxied().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Employee).await;
    let (member, me) = (bea.member(&ada).await, bea.get("/me").await.expect(200));
    let email = me["email"].as_str().expect("an address");
    let suspend = format!("/members/{}/suspend", member["id"].as_str().expect("an id"));
    ada.post(&suspend, json!({})).await.expect(200);

    let who = json!({ "email": email, "password": PASSWORD });
    post_from(&app, THIEF, "/auth/sign-in", who.clone()).await.problem(403);
    post_from(&app, THIEF, "/platform/sign-in", who).await.problem(401);
    tell(&app).await;

    let rows = told(&ada).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["row_id"], me["id"]);
    assert_eq!(rows[0]["changes"]["reason"], json!([null, "not_admitted"]));
    assert_eq!(rows[0]["changes"]["attempts"], json!([null, 2]));
}

#[tokio::test]
async fn a_wrong_password_of_somebody_who_is_signed_in_is_told_too() {
    let app = proxied().await;
    let ada = app.company("vesna").await;

    let change = json!({ "current_password": WRONG, "new_password": super::OTHER });
    assert_eq!(ada.put("/me/password", change).await.invalid()[0].1, "wrong_password");
    tell(&app).await;

    assert_eq!(told(&ada).await.len(), 1);
}

#[tokio::test]
async fn with_somebody_who_is_erased_it_is_forgotten_where_they_were_refused() {
    let app = proxied().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Employee).await;
    let (member, me) = (bea.member(&ada).await, bea.get("/me").await.expect(200));
    guess(&app, THIEF, me["email"].as_str().expect("an address")).await.expect(401);
    tell(&app).await;

    let path = format!("/members/{}", member["id"].as_str().expect("an id"));
    ada.delete(&path).await.expect(200);
    ada.post(&format!("{path}/erase"), json!({})).await.expect(200);

    assert_eq!(told(&ada).await[0]["changes"], Value::Null);
    app.seal("vesna").await;
    assert_eq!(ada.get("/audit-log/verification").await.expect(200)["ok"], true);
}
