//! Whoever forgot their password gets a link to choose another.

use chrono::TimeDelta;
use serde_json::json;

use super::{OTHER, PASSWORD, again, invalid_link, reset_link, sign_in};
use crate::{Person, TestApp, at_once};

const ADA: &str = "ada@vesna.example";

async fn reset(app: &TestApp, token: &str) -> crate::Answer {
    app.visitor().post("/auth/password/reset", json!({ "token": token, "password": OTHER })).await
}

#[tokio::test]
async fn the_link_sets_another_password_and_ends_every_session_in_every_process() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let phone = again(&app, "vesna").await;
    let elsewhere = Person { app: app.second_process().await, ..phone.clone() };
    elsewhere.get("/company").await.expect(200);
    let token = reset_link(&app, "vesna").await;

    reset(&app, &token).await.expect(204);

    for person in [&ada, &elsewhere] {
        assert_eq!(person.get("/company").await.problem(401), "unauthenticated");
        let body = json!({ "refresh_token": person.refresh_token });
        assert_eq!(person.app.visitor().post("/auth/refresh", body).await.problem(401), "unauthenticated");
    }
    assert_eq!((sign_in(&app, ADA, PASSWORD).await, sign_in(&app, ADA, OTHER).await), (401, 200));
    let why = app.db.rows("select distinct revoked_because as why from sessions where revoked_at is not null").await;
    assert_eq!(why, [json!({ "why": "password reset" })]);
}

#[tokio::test]
async fn following_it_shows_that_the_address_is_theirs() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let token = reset_link(&app, "vesna").await;

    reset(&app, &token).await.expect(204);

    let verified = "select count(*) from users where email_verified_at is not null";
    assert_eq!(app.db.number(verified).await, 1);
}

#[tokio::test]
async fn a_link_works_once_and_takes_its_brothers_along() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let (first, second) = (reset_link(&app, "vesna").await, reset_link(&app, "vesna").await);
    assert_ne!(first, second);

    reset(&app, &second).await.expect(204);

    assert_eq!(reset(&app, &second).await.invalid(), invalid_link());
    assert_eq!(reset(&app, &first).await.invalid(), invalid_link());
}

#[tokio::test]
async fn a_link_runs_out_after_an_hour() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let (early, late) = (reset_link(&app, "vesna").await, reset_link(&app, "vesna").await);

    app.clock.advance(TimeDelta::minutes(60));

    for token in [early, late] {
        assert_eq!(reset(&app, &token).await.invalid(), invalid_link());
    }
    app.clock.advance(TimeDelta::minutes(-1));
    let token = reset_link(&app, "vesna").await;
    app.clock.advance(TimeDelta::minutes(59));
    reset(&app, &token).await.expect(204);
}

#[tokio::test]
async fn of_those_who_follow_it_at_once_exactly_one_wins() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let token = reset_link(&app, "vesna").await;

    app.warm_up().await;
    let answers = at_once((0..6).map(|_| {
        let (app, token) = (app.clone(), token.clone());
        async move { reset(&app, &token).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 204).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 422).count(), 5, "{answers:?}");
}

#[tokio::test]
async fn a_link_for_something_else_resets_nothing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    ada.send(poem::http::Method::POST, "/me/email/verification", &[], None).await.expect(202);
    let token = super::link_to(&app, ADA).await;

    for token in [token.as_str(), "", "\0", "x", &"x".repeat(10_000)] {
        assert_eq!(reset(&app, token).await.invalid(), invalid_link());
    }

    assert_eq!(sign_in(&app, ADA, PASSWORD).await, 200);
    app.visitor().post("/auth/email/verify", json!({ "token": token, "password": PASSWORD })).await.expect(204);
}

#[tokio::test]
async fn a_password_that_is_too_short_leaves_the_link_good() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let token = reset_link(&app, "vesna").await;

    let short = json!({ "token": token, "password": "short" });
    let errors = app.visitor().post("/auth/password/reset", short).await.invalid();

    assert_eq!(errors, [("password".to_owned(), "too_short".to_owned())]);
    reset(&app, &token).await.expect(204);
}

#[tokio::test]
async fn somebody_without_a_password_gets_their_first() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.db.execute("delete from credentials").await;
    assert_eq!(sign_in(&app, ADA, PASSWORD).await, 401);

    let token = reset_link(&app, "vesna").await;
    reset(&app, &token).await.expect(204);

    assert_eq!(sign_in(&app, ADA, OTHER).await, 200);
}

#[tokio::test]
async fn a_link_whose_key_is_gone_is_given_up() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.visitor().post("/auth/password/forgot", json!({ "email": ADA })).await.expect(202);
    app.db.execute("update one_time_tokens set hash = sha256(id::text::bytea)").await;

    let work = app.work();
    let ran = frontdesk_jobs::run_due(&work).await;

    assert_eq!(ran.expect_err("given up").to_string(), "the key that made the link is gone");
    assert!(app.mails().is_empty());
}
