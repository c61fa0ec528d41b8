//! Operators sign in at a door of their own, and nobody else's token opens what is behind it.

use poem::http::Method;
use serde_json::json;

use super::{PASSWORD, ROOT, make_operator, operator};
use crate::TestApp;

const PATHS: [&str; 3] = ["/platform/companies", "/platform/settings", "/platform/actions"];

#[tokio::test]
async fn whoever_is_no_operator_is_told_what_a_wrong_password_is_told() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    operator(&app).await;
    let sign_in = async |email: &str, password: &str| {
        let answer = app.visitor().post("/platform/sign-in", json!({ "email": email, "password": password })).await;
        (answer.status.as_u16(), answer.text)
    };

    let wrong = sign_in(ROOT, "a wrong password").await;

    assert_eq!(wrong.0, 401);
    assert_eq!(sign_in("ada@vesna.example", PASSWORD).await, wrong);
    assert_eq!(sign_in("nobody@example.com", PASSWORD).await, wrong);
    assert_eq!(app.db.number("select count(*) from sessions where kind = 'operator'").await, 1);
}

#[tokio::test]
async fn tokens_of_operators_members_and_customers_open_each_their_own_doors() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let root = operator(&app).await;

    for path in PATHS {
        root.get(path).await.expect(200);
        assert_eq!(ada.get(path).await.problem(403), "forbidden", "{path}");
        assert_eq!(app.visitor().get(path).await.problem(401), "unauthenticated", "{path}");
    }
    for path in ["/company", "/clients", "/bookings", "/portal/profile"] {
        assert_eq!(root.get(path).await.problem(403), "forbidden", "{path}");
    }
    let settings = json!({ "registration_open": false, "verification_required": false, "closing_grace_days": 1 });
    let put = ada.send(Method::PUT, "/platform/settings", &[("if-match", "\"1\"")], Some(settings)).await;
    assert_eq!(put.problem(403), "forbidden");
}

#[tokio::test]
async fn a_refresh_token_of_an_operator_is_nothing_elsewhere_and_the_other_way_round() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let root = operator(&app).await;
    let post = async |path: &str, token: &Option<String>| {
        app.visitor().post(path, json!({ "refresh_token": token })).await.status.as_u16()
    };

    for path in ["/auth/refresh", "/portal/refresh"] {
        assert_eq!(post(path, &root.refresh_token).await, 401, "{path}");
    }
    assert_eq!(post("/platform/refresh", &ada.refresh_token).await, 401);

    assert_eq!(post("/platform/refresh", &root.refresh_token).await, 200);
    assert_eq!(post("/auth/refresh", &ada.refresh_token).await, 200);
}

#[tokio::test]
async fn an_operator_who_is_none_any_more_stops_at_once_on_every_process() {
    let app = TestApp::start().await;
    let mut elsewhere = operator(&app).await;
    let root = elsewhere.clone();
    elsewhere.app = app.second_process().await;
    elsewhere.get("/platform/companies").await.expect(200);

    app.db.execute("delete from operators").await;

    for person in [&root, &elsewhere] {
        assert_eq!(person.get("/platform/companies").await.problem(401), "unauthenticated");
    }
    let refresh = json!({ "refresh_token": root.refresh_token });
    assert_eq!(app.visitor().post("/platform/refresh", refresh).await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie_away() {
    let app = TestApp::start().await;
    make_operator(&app, ROOT).await;
    let who = json!({ "email": ROOT, "password": PASSWORD, "remember": "cookie" });
    let signed_in = app.visitor().post("/platform/sign-in", who).await;
    let cookie =
        signed_in.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
    let root = crate::Person::new(app.clone(), "", Some(&signed_in.expect(200)));

    let out = root.post("/platform/sign-out", json!({})).await;

    assert!(cookie.starts_with("fd_operator=fdr_"), "{cookie}");
    assert!(out.header("set-cookie").is_some_and(|cookie| cookie.starts_with("fd_operator=; ")));
    out.expect(204);
    assert_eq!(root.get("/platform/companies").await.problem(401), "unauthenticated");
    let origin = app.app.config().public_url.origin().ascii_serialization();
    let headers = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
    let refreshed = app.visitor().send(Method::POST, "/platform/refresh", &headers, Some(json!({}))).await;
    assert_eq!(refreshed.problem(401), "unauthenticated");
}
