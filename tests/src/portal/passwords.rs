//! Customers who have set a password, and sessions of theirs.

use poem::http::Method;
use serde_json::{Value, json};

use super::{GRACE, customer};
use crate::{Answer, Person, TestApp};

/// A customer of Vesna with a password. Setting one is not the portal's, so the row is put there.
async fn with_password(app: &TestApp) -> Person {
    app.company("vesna").await;
    let grace = customer(app, "vesna", GRACE).await;
    let copy = "insert into credentials (user_id, password_hash)
        select u.id, c.password_hash from users u, credentials c where u.email = 'grace@example.com'";
    app.db.execute(copy).await;
    grace
}

async fn sign_in(app: &TestApp, slug: &str, password: &str) -> Answer {
    let who = json!({ "email": GRACE, "password": password });
    app.visitor().post(&format!("/portal/{slug}/sign-in"), who).await
}

const PASSWORD: &str = "correct horse battery";

#[tokio::test]
async fn a_password_signs_in_to_any_company_and_makes_the_card_there() {
    let app = TestApp::start().await;
    with_password(&app).await;
    app.company("osin").await;

    let here = sign_in(&app, "vesna", PASSWORD).await.expect(200);
    let there = sign_in(&app, "osin", PASSWORD).await.expect(200);

    assert_eq!((&here["company"]["slug"], &there["company"]["slug"]), (&json!("vesna"), &json!("osin")));
    let profile = Person::new(app.clone(), "osin", Some(&there)).get("/portal/profile").await.expect(200);
    assert_eq!(profile["email"], GRACE);
    assert_eq!(app.db.number("select count(*) from clients").await, 2);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_refused_alike_and_counted() {
    let app = TestApp::start().await;
    with_password(&app).await;

    for _ in 0..10 {
        assert_eq!(sign_in(&app, "vesna", "a wrong password").await.problem(401), "wrong_credentials");
    }
    let nobody = json!({ "email": "nobody@example.com", "password": "a wrong password" });
    let nobody = app.visitor().post("/portal/vesna/sign-in", nobody).await;

    assert_eq!(nobody.problem(401), "wrong_credentials");
    assert_eq!(sign_in(&app, "vesna", PASSWORD).await.problem(429), "too_many_requests");
}

#[tokio::test]
async fn an_address_that_nobody_has_shown_to_be_theirs_opens_nothing() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let who = json!({ "email": "ada@vesna.example", "password": PASSWORD });

    let refused = app.visitor().post("/portal/vesna/sign-in", who).await;

    assert_eq!(refused.problem(403), "email_not_verified");
    assert_eq!(app.db.number("select count(*) from clients").await, 0);
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_once_and_ends_the_session_when_it_comes_back() {
    let app = TestApp::start().await;
    let grace = with_password(&app).await;
    let refresh = async |token: &Value| app.visitor().post("/portal/refresh", json!({ "refresh_token": token })).await;

    let first = json!(grace.refresh_token);
    let second = refresh(&first).await.expect(200);
    refresh(&first).await.expect(401);

    refresh(&second["refresh_token"]).await.expect(401);
    assert_eq!(grace.get("/portal/profile").await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn a_cookie_carries_the_session_from_sign_in_to_sign_out() {
    let app = TestApp::start().await;
    with_password(&app).await;
    let who = json!({ "email": GRACE, "password": PASSWORD, "remember": "cookie" });
    let origin = app.app.config().public_url.origin().ascii_serialization();
    let send = async |path: &str, cookie: &str| {
        let headers = [("cookie", cookie), ("origin", origin.as_str())];
        app.visitor().send(Method::POST, path, &headers, Some(json!({}))).await
    };
    let cookie = |answer: &Answer| answer.header("set-cookie").expect("a cookie").split(';').next().map(str::to_owned);

    let signed_in = app.visitor().post("/portal/vesna/sign-in", who).await;
    let first = cookie(&signed_in).expect("a name and a value");
    let refreshed = send("/portal/refresh", &first).await;
    let second = cookie(&refreshed).expect("a name and a value");
    let refreshed = refreshed.expect(200);
    let person = Person::new(app.clone(), "vesna", Some(&refreshed));
    let out = person.post("/portal/sign-out", json!({})).await;

    assert!(first.starts_with("fd_customer=fdr_") && second.starts_with("fd_customer=fdr_"), "{first} {second}");
    assert_eq!(signed_in.expect(200)["refresh_token"], json!(null));
    assert_eq!(refreshed["refresh_token"], json!(null));
    assert_eq!(cookie(&out).as_deref(), Some("fd_customer="));
    out.expect(204);
    assert_eq!(person.get("/portal/profile").await.problem(401), "unauthenticated");
    assert_eq!(send("/portal/refresh", &second).await.problem(401), "unauthenticated");
}
