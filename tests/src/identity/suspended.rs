//! Whoever is suspended is told so, once the password is right.

use serde_json::{Value, json};

use super::{PASSWORD, registration, set_status};
use crate::{Answer, Person, TestApp};

const ADA: &str = "ada@vesna.example";

async fn enter(app: &TestApp, password: &str, company: Value) -> Answer {
    app.visitor().post("/auth/sign-in", json!({ "email": ADA, "password": password, "company": company })).await
}

#[tokio::test]
async fn a_suspended_member_with_the_right_password_is_told_so() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    set_status(&app, "vesna", "suspended").await;

    for company in [json!(null), json!("vesna")] {
        assert_eq!(enter(&app, PASSWORD, company.clone()).await.problem(403), "suspended");
        assert_eq!(enter(&app, "a wrong password", company).await.problem(401), "wrong_credentials");
    }
    assert_eq!(enter(&app, PASSWORD, json!("osin")).await.problem(401), "wrong_credentials");
    assert_eq!(app.db.number("select count(*) from sessions").await, 1, "the one of the registration");
}

#[tokio::test]
async fn members_of_a_suspended_company_are_told_so() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.db.execute("update companies set status = 'suspended', suspended_reason = 'spam'").await;

    assert_eq!(enter(&app, PASSWORD, json!(null)).await.problem(403), "company_suspended");
    assert_eq!(enter(&app, "a wrong password", json!(null)).await.problem(401), "wrong_credentials");
    assert_eq!(ada.get("/company").await.problem(403), "company_suspended");
    assert_eq!(ada.get("/me").await.expect(200)["companies"][0]["status"], "company_suspended");
}

#[tokio::test]
async fn who_is_suspended_in_one_company_signs_in_to_the_other() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.visitor().post("/auth/register", registration("osin", ADA, PASSWORD)).await.expect(201);
    set_status(&app, "vesna", "suspended").await;

    assert_eq!(enter(&app, PASSWORD, json!(null)).await.expect(200)["company"]["slug"], "osin");
    assert_eq!(enter(&app, PASSWORD, json!("vesna")).await.problem(403), "suspended");
    let answer = enter(&app, PASSWORD, json!("osin")).await.expect(200);
    let statuses: Vec<_> =
        answer["companies"].as_array().expect("companies").iter().map(|one| &one["status"]).collect();
    assert_eq!(statuses, ["suspended", "active"]);
}

#[tokio::test]
async fn whoever_was_removed_knows_nothing_any_more() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    set_status(&app, "vesna", "removed").await;

    assert_eq!(enter(&app, PASSWORD, json!("vesna")).await.problem(401), "wrong_credentials");
    assert_eq!(enter(&app, PASSWORD, json!(null)).await.problem(401), "wrong_credentials");
    let body = json!({ "refresh_token": ada.refresh_token });
    assert_eq!(app.visitor().post("/auth/refresh", body).await.problem(401), "unauthenticated");
    assert_eq!(ada.get("/me").await.expect(200)["companies"], json!([]));
}

#[tokio::test]
async fn a_company_that_is_closing_lets_its_members_in_until_it_is_gone() {
    let app = TestApp::start().await;
    app.company("vesna").await;

    app.db.execute("update companies set status = 'closing', closes_at = now() + interval '30 days'").await;

    let answer = enter(&app, PASSWORD, json!(null)).await.expect(200);
    assert_eq!(answer["company"]["status"], "closing");
    Person::new(app, "vesna", Some(&answer)).get("/company").await.expect(200);
}

#[tokio::test]
async fn a_session_goes_on_with_the_same_token_when_the_suspension_is_over() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let body = json!({ "refresh_token": ada.refresh_token });
    set_status(&app, "vesna", "suspended").await;
    assert_eq!(app.visitor().post("/auth/refresh", body.clone()).await.problem(403), "suspended");

    set_status(&app, "vesna", "active").await;

    app.visitor().post("/auth/refresh", body).await.expect(200);
}
