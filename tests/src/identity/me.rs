//! What people see and change of themselves.

use frontdesk::auth::token::Kind;
use serde_json::{Value, json};

use super::{PASSWORD, claims, registration, session_as, set_status};
use crate::TestApp;

#[tokio::test]
async fn somebody_sees_who_they_are_and_where_they_work() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.visitor().post("/auth/register", registration("osin", "ada@vesna.example", PASSWORD)).await.expect(201);
    set_status(&app, "osin", "suspended").await;

    let answer = ada.get("/me").await;

    assert_eq!(answer.header("etag"), Some("\"1\""));
    let mut me = answer.expect(200);
    assert_eq!(me["id"], json!(claims(&ada).sub));
    for company in me["companies"].as_array_mut().expect("companies") {
        company.as_object_mut().expect("a company").remove("company_id");
    }
    me.as_object_mut().expect("somebody").remove("id");
    let company =
        |slug: &str, name: &str, status: &str| json!({ "slug": slug, "name": name, "role": "admin", "status": status });
    let companies = [company("vesna", "Company vesna", "active"), company("osin", "Studio", "suspended")];
    let ada = json!({
        "name": "Ada", "email": "ada@vesna.example", "email_verified": false, "language": "en", "has_password": true,
        "kind": "staff", "companies": companies, "version": 1,
    });
    assert_eq!(me, ada);
}

#[tokio::test]
async fn name_and_language_change_by_version() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let me = ada.patch("/me", 1, json!({ "name": " Ada Lovelace ", "language": "uk" })).await.expect(200);
    let stale = ada.patch("/me", 1, json!({ "name": "Eve" })).await;
    let blind = ada.send(poem::http::Method::PATCH, "/me", &[], Some(json!({ "name": "Eve" }))).await;

    assert_eq!((&me["name"], &me["language"], &me["version"]), (&json!("Ada Lovelace"), &json!("uk"), &json!(2)));
    assert_eq!(stale.problem(412), "stale_version");
    assert_eq!(blind.problem(428), "version_required");
    let same = ada.patch("/me", 2, json!({})).await.expect(200);
    assert_eq!((&same["name"], &same["language"]), (&json!("Ada Lovelace"), &json!("uk")));
}

#[tokio::test]
async fn what_is_no_name_and_no_language_is_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let bad = [
        (json!({ "name": " " }), "name", "required"),
        (json!({ "name": "a\nb" }), "name", "control_character"),
        (json!({ "language": "tlh" }), "language", "unknown_language"),
        (json!({ "email": "eve@example.com" }), "email", "unknown_field"),
        (json!({ "name": null }), "name", "wrong_type"),
    ];
    for (patch, field, code) in bad {
        let errors = ada.patch("/me", 1, patch.clone()).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())], "{patch}");
    }

    assert_eq!(ada.get("/me").await.expect(200)["version"], 1);
}

#[tokio::test]
async fn every_kind_of_caller_is_somebody_and_a_customer_sees_no_companies() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for (kind, companies) in [(Kind::Staff, 1), (Kind::Customer, 0), (Kind::Operator, 1)] {
        let me = session_as(&ada, kind).await.get("/me").await.expect(200);
        assert_eq!(me["kind"], kind.as_str());
        assert_eq!(me["companies"].as_array().map(Vec::len), Some(companies), "{me}");
    }
}

#[tokio::test]
async fn a_token_that_says_another_kind_than_its_session_is_nobodys() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let mut eve = session_as(&ada, Kind::Customer).await;

    let (claims, staff) = (claims(&eve), claims(&ada).holder);
    let token = app.app.tokens().issue(claims.sub, claims.session, staff, app.app.now()).expect("a token");
    eve.access_token = Some(token);

    assert_eq!(eve.get("/me").await.problem(401), "unauthenticated");
    assert_eq!(eve.get("/company").await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_nobody() {
    let app = TestApp::start().await;
    let (visitor, none) = (app.visitor(), Value::Null);

    for path in ["/me", "/me/sessions"] {
        assert_eq!(visitor.get(path).await.problem(401), "unauthenticated");
    }
    assert_eq!(visitor.post("/auth/sign-out", none).await.problem(401), "unauthenticated");
}
