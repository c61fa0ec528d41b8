//! One person, several companies: another company is another token.

use frontdesk::auth::token::Kind;
use serde_json::{Value, json};

use super::{PASSWORD, registration, session_as, set_status};
use crate::{Answer, Person, TestApp};

async fn switch(person: &Person, company: &str) -> Answer {
    person.post("/me/switch-company", json!({ "company": company })).await
}

/// Ada, in the first of her two companies.
async fn ada_of_two(app: &TestApp) -> Person {
    let ada = app.company("vesna").await;
    app.visitor().post("/auth/register", registration("osin", "ada@vesna.example", PASSWORD)).await.expect(201);
    ada
}

#[tokio::test]
async fn the_tokens_are_for_the_other_company_and_the_old_ones_stay() {
    let app = TestApp::start().await;
    let ada = ada_of_two(&app).await;

    let answer = switch(&ada, "osin").await.expect(200);

    let there = Person::new(app.clone(), "osin", Some(&answer));
    assert_eq!(answer["company"]["slug"], "osin");
    assert_eq!(there.get("/company").await.expect(200)["slug"], "osin");
    assert_eq!(ada.get("/company").await.expect(200)["slug"], "vesna");
    let body = json!({ "refresh_token": there.refresh_token });
    let renewed = app.visitor().post("/auth/refresh", body).await.expect(200);
    assert_eq!(renewed["company"]["slug"], "osin");
}

#[tokio::test]
async fn a_browser_gets_the_token_in_its_cookie() {
    let app = TestApp::start().await;
    let ada = ada_of_two(&app).await;

    let answer = ada.post("/me/switch-company", json!({ "company": "osin", "remember": "cookie" })).await;

    assert!(answer.header("set-cookie").is_some_and(|cookie| cookie.starts_with("fd_staff=fdr_")));
    assert_eq!(answer.expect(200)["refresh_token"], Value::Null);
}

#[tokio::test]
async fn a_company_that_is_not_theirs_does_not_exist() {
    let app = TestApp::start().await;
    let ada = ada_of_two(&app).await;
    app.company("lyra").await;

    for slug in ["lyra", "nowhere", "", "o'; drop table users"] {
        let errors = switch(&ada, slug).await.invalid();
        assert_eq!(errors, [("company".to_owned(), "not_found".to_owned())], "{slug}");
    }
    set_status(&app, "osin", "removed").await;

    assert_eq!(switch(&ada, "osin").await.status.as_u16(), 422, "who was removed is nobody there");
}

#[tokio::test]
async fn a_company_where_they_are_suspended_stays_shut() {
    let app = TestApp::start().await;
    let ada = ada_of_two(&app).await;

    set_status(&app, "osin", "suspended").await;
    assert_eq!(switch(&ada, "osin").await.problem(403), "suspended");
    set_status(&app, "osin", "active").await;
    app.db.execute("update companies set status = 'suspended', suspended_reason = 'spam' where slug = 'osin'").await;

    assert_eq!(switch(&ada, "osin").await.problem(403), "company_suspended");
}

#[tokio::test]
async fn customers_and_operators_switch_to_nothing() {
    let app = TestApp::start().await;
    let ada = ada_of_two(&app).await;

    for kind in [Kind::Customer, Kind::Operator] {
        let other = session_as(&ada, kind).await;
        assert_eq!(switch(&other, "osin").await.problem(403), "forbidden");
    }
}
