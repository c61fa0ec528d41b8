//! Browsers keep the refresh token in a cookie that nobody else gets at.

use frontdesk::auth::token::Kind;
use poem::http::Method;
use serde_json::{Value, json};

use super::{PASSWORD, claims, registration, session_as};
use crate::{Answer, Person, TestApp};

const OURS: (&str, &str) = ("origin", "http://127.0.0.1:8080");

async fn refresh(app: &TestApp, headers: &[(&str, &str)]) -> Answer {
    app.visitor().send(Method::POST, "/auth/refresh", headers, Some(json!({}))).await
}

/// The cookie as a browser sends it back.
fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie").expect("a cookie");
    set.split(';').next().expect("a name and a value").to_owned()
}

async fn remembered(app: &TestApp) -> (Answer, String) {
    let who = json!({ "email": "ada@vesna.example", "password": PASSWORD, "remember": "cookie" });
    let answer = app.visitor().post("/auth/sign-in", who).await;
    let cookie = cookie(&answer);
    (answer, cookie)
}

#[tokio::test]
async fn whoever_asks_for_a_cookie_gets_the_refresh_token_there_and_nowhere_else() {
    let app = TestApp::start_with(|config| config.public_url = "https://desk.example".parse().expect("a URL")).await;

    let mut new = registration("vesna", "ada@vesna.example", PASSWORD);
    new["remember"] = json!("cookie");
    let registered = app.visitor().post("/auth/register", new).await;
    let (signed_in, _) = remembered(&app).await;

    for answer in [registered, signed_in] {
        let set = answer.header("set-cookie").expect("a cookie").to_owned();
        let (token, attributes) = set.split_once("; ").expect("attributes");
        assert!(token.starts_with("fd_staff=fdr_"), "{token}");
        assert_eq!(attributes, "Path=/api/v1/auth; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure");
        assert_eq!(answer.body["refresh_token"], Value::Null);
        assert!(!answer.text.contains("fdr_"), "{}", answer.text);
    }
}

#[tokio::test]
async fn without_asking_there_is_no_cookie() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let body = json!({ "refresh_token": ada.refresh_token });
    let answer = app.visitor().post("/auth/refresh", body).await;

    assert_eq!(answer.header("set-cookie"), None);
    assert!(answer.expect(200)["refresh_token"].is_string());
}

#[tokio::test]
async fn a_cookie_is_exchanged_for_the_next_one() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let (_, first) = remembered(&app).await;

    let answer = refresh(&app, &[OURS, ("cookie", &first)]).await;

    let second = cookie(&answer);
    assert_ne!(second, first);
    let renewed = Person::new(app.clone(), "vesna", Some(&answer.expect(200)));
    assert_eq!(renewed.refresh_token, None);
    renewed.get("/company").await.expect(200);
    refresh(&app, &[OURS, ("cookie", &second)]).await.expect(200);
    assert_eq!(refresh(&app, &[OURS, ("cookie", &first)]).await.problem(401), "unauthenticated");
    assert_eq!(renewed.get("/company").await.problem(401), "unauthenticated", "a cookie was stolen");
}

#[tokio::test]
async fn a_token_can_move_into_a_cookie() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let body = json!({ "refresh_token": ada.refresh_token, "remember": "cookie" });
    let answer = app.visitor().post("/auth/refresh", body).await;

    refresh(&app, &[OURS, ("cookie", &cookie(&answer))]).await.expect(200);
    assert_eq!(answer.expect(200)["refresh_token"], Value::Null);
}

#[tokio::test]
async fn another_site_cannot_use_the_cookie_and_the_session_lives_on() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let (_, cookie) = remembered(&app).await;
    let sent = ("cookie", cookie.as_str());

    for headers in [
        vec![sent, ("origin", "https://evil.example")],
        vec![sent, ("origin", "http://127.0.0.1:8081")],
        vec![sent, ("origin", "null")],
        vec![sent, ("sec-fetch-site", "same-site")],
        vec![sent],
    ] {
        let refused = refresh(&app, &headers).await;
        assert_eq!(refused.header("set-cookie"), None, "{headers:?}");
        assert_eq!(refused.problem(403), "cross_origin", "{headers:?}");
    }

    refresh(&app, &[OURS, sent]).await.expect(200);
}

#[tokio::test]
async fn no_token_at_all_is_not_signed_in() {
    let app = TestApp::start().await;

    assert_eq!(refresh(&app, &[OURS]).await.problem(401), "unauthenticated");
    assert_eq!(refresh(&app, &[OURS, ("cookie", "fd_staff=")]).await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn cookies_and_tokens_of_customers_and_operators_are_nothing_to_staff() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for (kind, name) in [(Kind::Customer, "fd_customer"), (Kind::Operator, "fd_operator")] {
        let other = session_as(&ada, kind).await;
        let token = other.refresh_token.clone().expect("a token");
        for cookie in [format!("{name}={token}"), format!("fd_staff={token}")] {
            let answer = refresh(&app, &[OURS, ("cookie", &cookie)]).await;
            assert_eq!(answer.problem(401), "unauthenticated", "{name}");
        }
        let body = json!({ "refresh_token": token });
        assert_eq!(app.visitor().post("/auth/refresh", body).await.problem(401), "unauthenticated");
        assert_eq!(other.get("/company").await.problem(403), "forbidden");
        other.get("/me").await.expect(200);
    }

    let staff = ada.refresh_token.as_deref().expect("a token");
    let answer = refresh(&app, &[OURS, ("cookie", &format!("fd_customer={staff}"))]).await;
    assert_eq!(answer.problem(401), "unauthenticated");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie_away() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let (answer, cookie) = remembered(&app).await;
    let ada = Person::new(app.clone(), "vesna", Some(&answer.expect(200)));
    let elsewhere = Person { app: app.second_process().await, ..ada.clone() };

    let out = ada.send(Method::POST, "/auth/sign-out", &[], None).await;

    let set = out.header("set-cookie").expect("a cookie").to_owned();
    assert_eq!(set, "fd_staff=; Path=/api/v1/auth; Max-Age=0; HttpOnly; SameSite=Strict");
    assert_eq!((out.status.as_u16(), out.text.as_str()), (204, ""));
    assert_eq!(elsewhere.get("/company").await.problem(401), "unauthenticated");
    assert_eq!(refresh(&app, &[OURS, ("cookie", &cookie)]).await.problem(401), "unauthenticated");
    let id = claims(&ada).session;
    let why = app.db.rows(&format!("select revoked_because from sessions where id = '{id}'")).await;
    assert_eq!(why, [json!({ "revoked_because": "signed out" })]);
}

#[tokio::test]
async fn only_staff_sign_out_here() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for kind in [Kind::Customer, Kind::Operator] {
        let other = session_as(&ada, kind).await;
        let out = other.send(Method::POST, "/auth/sign-out", &[], None).await;
        assert_eq!(out.problem(403), "forbidden");
        other.get("/me").await.expect(200);
    }
}
