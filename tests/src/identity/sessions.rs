//! Sessions live on while they are used, and end at once.

use chrono::TimeDelta;
use frontdesk::auth::Role;
use serde_json::json;

use super::PASSWORD;
use crate::{Answer, Person, TestApp, at_once};

async fn refresh(app: &TestApp, token: Option<&str>) -> Answer {
    app.visitor().post("/auth/refresh", json!({ "refresh_token": token })).await
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_for_new_tokens_that_work() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.clock.advance(TimeDelta::days(29));

    let answer = refresh(&app, ada.refresh_token.as_deref()).await.expect(200);

    let renewed = Person::new(app.clone(), "vesna", Some(&answer));
    assert_ne!(renewed.refresh_token, ada.refresh_token);
    renewed.get("/company").await.expect(200);
    app.clock.advance(TimeDelta::days(29));
    refresh(&app, renewed.refresh_token.as_deref()).await.expect(200);
}

#[tokio::test]
async fn a_refresh_token_that_comes_back_ends_the_session_for_whoever_has_the_newest() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let answer = refresh(&app, ada.refresh_token.as_deref()).await.expect(200);
    let renewed = Person::new(app.clone(), "vesna", Some(&answer));

    let reused = refresh(&app, ada.refresh_token.as_deref()).await;

    assert_eq!(reused.problem(401), "unauthenticated");
    assert_eq!(refresh(&app, renewed.refresh_token.as_deref()).await.problem(401), "unauthenticated");
    assert_eq!(renewed.get("/company").await.problem(401), "unauthenticated");
    let why = app.db.rows("select revoked_because from sessions").await;
    assert_eq!(why, [json!({ "revoked_because": "refresh token reused" })]);
}

#[tokio::test]
async fn of_those_who_refresh_with_one_token_at_once_exactly_one_wins() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    app.warm_up().await;
    let answers = at_once((0..6).map(|_| {
        let (app, token) = (app.clone(), ada.refresh_token.clone());
        async move { refresh(&app, token.as_deref()).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 5, "{answers:?}");
}

#[tokio::test]
async fn a_session_that_nobody_used_for_a_month_is_over() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    app.clock.advance(TimeDelta::days(30));

    assert_eq!(refresh(&app, ada.refresh_token.as_deref()).await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn a_revoked_session_stops_at_once_in_every_process() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let elsewhere = Person { app: app.second_process().await, ..ada.clone() };
    elsewhere.get("/company").await.expect(200);

    app.db.execute("update sessions set revoked_at = now()").await;

    assert_eq!(ada.get("/company").await.problem(401), "unauthenticated");
    assert_eq!(elsewhere.get("/company").await.problem(401), "unauthenticated");
    assert_eq!(refresh(&app, ada.refresh_token.as_deref()).await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn whoever_loses_a_role_or_the_company_loses_the_token_at_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let changes = [
        ("update memberships set role = 'employee' where role = 'manager'", 401, "unauthenticated"),
        ("update memberships set status = 'suspended' where role = 'manager'", 403, "suspended"),
        ("delete from memberships where role = 'manager'", 401, "unauthenticated"),
        ("update companies set status = 'suspended', suspended_reason = 'spam'", 403, "company_suspended"),
    ];

    for (change, status, code) in changes {
        let manager = app.member(&ada, Role::Manager).await;
        manager.get("/services").await.expect(200);
        app.db.execute(change).await;
        assert_eq!(manager.get("/services").await.problem(status), code, "{change}");
    }

    assert_eq!(refresh(&app, ada.refresh_token.as_deref()).await.problem(403), "company_suspended");
}

#[tokio::test]
async fn a_new_role_comes_with_the_next_token() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Manager).await;

    app.db.execute("update memberships set role = 'employee' where role = 'manager'").await;
    let answer = refresh(&app, bea.refresh_token.as_deref()).await.expect(200);

    assert_eq!(answer["company"]["role"], "employee");
    let bea = Person::new(app, "vesna", Some(&answer));
    assert_eq!(bea.post("/staff", json!({ "name": "Zoe" })).await.problem(403), "forbidden");
}

#[tokio::test]
async fn secrets_are_kept_as_hashes_alone() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let refresh_token = ada.refresh_token.expect("a token");

    let rows = app
        .db
        .rows(&format!(
            "select * from credentials c, refresh_tokens r
             where c.password_hash not like '$argon2id$%' or c.password_hash like '%{PASSWORD}%'
                or encode(r.hash, 'escape') like '%{refresh_token}%'"
        ))
        .await;

    assert!(rows.is_empty(), "{rows:?}");
    assert_eq!(app.db.number("select count(*) from refresh_tokens").await, 1);
}
