//! An address is somebody's once mail to it reaches them.

use chrono::TimeDelta;
use poem::http::Method;
use serde_json::{Value, json};

use super::{OTHER, PASSWORD, invalid_link, link_to, registration, reset_link, sign_in};
use crate::{Answer, Person, TestApp, at_once};

const ADA: &str = "ada@vesna.example";
const NEW: &str = "ada.new@vesna.example";

async fn verify(app: &TestApp, token: &str) -> Answer {
    app.visitor().post("/auth/email/verify", json!({ "token": token, "password": PASSWORD })).await
}

async fn confirm(app: &TestApp, token: &str) -> Answer {
    app.visitor().post("/auth/email/confirm", json!({ "token": token })).await
}

async fn again(ada: &Person) {
    ada.send(Method::POST, "/me/email/verification", &[], None).await.expect(202);
}

/// The secret of the link to an address that Ada wants.
async fn change_to(ada: &Person, email: &str) -> String {
    ada.post("/me/email", json!({ "email": email, "current_password": PASSWORD })).await.expect(202);
    link_to(&ada.app, email).await
}

#[tokio::test]
async fn somebody_new_verifies_the_address_by_the_mail_of_the_registration() {
    let app = TestApp::start().await;
    let answer = app.visitor().post("/auth/register", registration("vesna", ADA, PASSWORD)).await.expect(201);
    let ada = Person::new(app.clone(), "vesna", Some(&answer));
    assert_eq!(ada.get("/me").await.expect(200)["email_verified"], false);
    let token = link_to(&app, ADA).await;

    verify(&app, &token).await.expect(204);

    assert_eq!(ada.get("/me").await.expect(200)["email_verified"], true);
    assert_eq!(verify(&app, &token).await.invalid(), invalid_link(), "a link works once");
    app.visitor().post("/auth/register", registration("osin", ADA, PASSWORD)).await.expect(201);
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 1, "who is known is not asked again");
}

#[tokio::test]
async fn the_link_is_sent_again_until_it_was_followed_and_runs_out_after_three_days() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    again(&ada).await;
    let first = link_to(&app, ADA).await;
    app.clock.advance(TimeDelta::hours(72));
    assert_eq!(verify(&app, &first).await.invalid(), invalid_link());
    let ada = super::again(&app, "vesna").await;

    again(&ada).await;
    verify(&app, &link_to(&app, ADA).await).await.expect(204);
    again(&ada).await;

    app.run_jobs().await;
    assert_eq!(app.mails().len(), 2);
}

#[tokio::test]
async fn a_new_address_is_theirs_once_its_link_is_followed_and_the_old_one_is_told() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.visitor().post("/auth/register", registration("osin", ADA, PASSWORD)).await.expect(201);
    let token = change_to(&ada, NEW).await;
    assert_eq!(ada.get("/me").await.expect(200)["email"], ADA);

    confirm(&app, &token).await.expect(204);

    let me = ada.get("/me").await.expect(200);
    assert_eq!((&me["email"], &me["email_verified"]), (&json!(NEW), &json!(true)));
    assert_eq!((sign_in(&app, ADA, PASSWORD).await, sign_in(&app, NEW, PASSWORD).await), (401, 200));
    let known = app.db.rows("select email, version from memberships").await;
    assert_eq!(known, vec![json!({ "email": NEW, "version": 2 }); 2]);
    app.run_jobs().await;
    let told = app.mails().remove(0);
    assert_eq!(told.to().and_then(|to| to.first()?.address()), Some(ADA));
    assert_eq!(told.subject(), Some("Your email address has been changed"));
    assert!(told.body_text(0).is_some_and(|text| text.contains(NEW)));
    assert_eq!(confirm(&app, &token).await.invalid(), invalid_link(), "a link works once");
}

#[tokio::test]
async fn an_address_that_somebody_has_taken_meanwhile_stays_theirs() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let token = change_to(&ada, NEW).await;
    app.visitor().post("/auth/register", registration("osin", NEW, OTHER)).await.expect(201);

    assert_eq!(confirm(&app, &token).await.invalid(), invalid_link());

    assert_eq!(ada.get("/me").await.expect(200)["email"], ADA);
    assert_eq!((sign_in(&app, ADA, PASSWORD).await, sign_in(&app, NEW, OTHER).await), (200, 200));
}

#[tokio::test]
async fn of_two_who_confirm_one_address_at_once_one_gets_it() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.company("vesna").await, app.company("osin").await);
    ada.post("/me/email", json!({ "email": NEW, "current_password": PASSWORD })).await.expect(202);
    let first = link_to(&app, NEW).await;
    let tokens = [first, change_to(&bea, NEW).await];

    app.warm_up().await;
    let answers = at_once(tokens.map(|token| {
        let app = app.clone();
        async move { confirm(&app, &token).await.status.as_u16() }
    }))
    .await;

    assert!(answers == [204, 422] || answers == [422, 204], "{answers:?}");
    let emails: Vec<Value> = vec![ada.get("/me").await.expect(200), bea.get("/me").await.expect(200)];
    assert_eq!(emails.iter().filter(|me| me["email"] == NEW).count(), 1);
}

#[tokio::test]
async fn what_was_sent_to_the_old_address_works_no_more() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    again(&ada).await;
    let verification = link_to(&app, ADA).await;
    let reset = reset_link(&app, "vesna").await;
    let elsewhere = change_to(&ada, "ada.elsewhere@vesna.example").await;

    confirm(&app, &change_to(&ada, NEW).await).await.expect(204);

    assert_eq!(verify(&app, &verification).await.invalid(), invalid_link());
    assert_eq!(confirm(&app, &elsewhere).await.invalid(), invalid_link());
    let body = json!({ "token": reset, "password": OTHER });
    assert_eq!(app.visitor().post("/auth/password/reset", body).await.invalid(), invalid_link());
}

#[tokio::test]
async fn the_link_to_a_new_address_runs_out_after_a_day() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let token = change_to(&ada, NEW).await;

    app.clock.advance(TimeDelta::hours(24));

    assert_eq!(confirm(&app, &token).await.invalid(), invalid_link());
}

#[tokio::test]
async fn whoever_has_only_the_session_cannot_change_the_address() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for (password, code) in [(json!(null), "required"), (json!("a wrong password"), "wrong_password")] {
        let errors = ada.post("/me/email", json!({ "email": NEW, "current_password": password })).await.invalid();
        assert_eq!(errors, [("current_password".to_owned(), code.to_owned())]);
    }

    assert_eq!(app.db.number("select count(*) from one_time_tokens where purpose = 'change_email'").await, 0);
}

#[tokio::test]
async fn a_wrong_password_verifies_nothing_and_leaves_the_link_good() {
    let app = TestApp::start().await;
    let answer = app.visitor().post("/auth/register", registration("vesna", ADA, PASSWORD)).await.expect(201);
    let ada = Person::new(app.clone(), "vesna", Some(&answer));
    let token = link_to(&app, ADA).await;

    let wrong = json!({ "token": token, "password": "a wrong password" });
    let refused = app.visitor().post("/auth/email/verify", wrong).await.invalid();

    assert_eq!(refused, [("password".to_owned(), "wrong_password".to_owned())]);
    assert_eq!(ada.get("/me").await.expect(200)["email_verified"], false);
    verify(&app, &token).await.expect(204);
    assert_eq!(ada.get("/me").await.expect(200)["email_verified"], true);
}
