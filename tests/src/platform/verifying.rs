//! Companies that an operator has to look at first: nothing of them is published before that.

use poem::http::Method;
use serde_json::json;

use super::{actions, operator, path_of};
use crate::{Answer, Person, TestApp};

const PAGES: [&str; 2] = ["/public/vesna", "/public/vesna/services"];

/// The installation demands it from now on.
async fn demand(root: &Person) {
    let settings = json!({ "registration_open": true, "verification_required": true, "closing_grace_days": 30 });
    root.send(Method::PUT, "/platform/settings", &[("if-match", "\"1\"")], Some(settings)).await.expect(200);
}

async fn page(app: &TestApp) -> Answer {
    app.visitor().send_raw(Method::GET, "/b/vesna", &[], poem::Body::empty()).await
}

#[tokio::test]
async fn its_services_stay_unpublished_until_it_is_verified_and_its_staff_work_meanwhile() {
    let app = TestApp::start().await;
    let elsewhere = app.second_process().await;
    let root = operator(&app).await;
    demand(&root).await;

    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com",
    });

    assert_eq!(ada.get("/company").await.expect(200)["verified_at"], json!(null));
    for path in PAGES {
        assert_eq!(app.visitor().get(path).await.problem(404), "not_found", "{path}");
    }
    assert_eq!(page(&app).await.status.as_u16(), 404);
    assert_eq!(app.visitor().post("/public/vesna/bookings", new.clone()).await.problem(404), "not_found");
    let client = ada.post("/clients", json!({ "name": "Grace", "email": "grace@example.com" })).await.expect(201);
    let walk_in =
        json!({ "service_id": service["id"], "starts_at": "2026-11-24T09:00:00Z", "client_id": client["id"] });
    ada.post("/bookings", walk_in).await.expect(201);

    let waiting = root.get("/platform/companies?verified=false").await.expect(200);
    assert_eq!(waiting["data"].as_array().map(Vec::len), Some(1));
    let path = path_of(&root, "vesna").await;
    let verified = root.post(&format!("{path}/verify"), json!({})).await.expect(200);

    assert_eq!(verified["verified_at"], "2026-11-23T06:00:00Z");
    for process in [&app, &elsewhere] {
        for path in PAGES {
            process.visitor().get(path).await.expect(200);
        }
    }
    assert_eq!(page(&app).await.status.as_u16(), 200);
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    assert_eq!(root.get("/platform/companies?verified=false").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn its_admins_are_told_once_and_both_steps_are_in_the_operators_log() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    demand(&root).await;
    app.company("vesna").await;
    app.run_jobs().await;
    let before = app.mails().len();
    let path = path_of(&root, "vesna").await;

    root.post(&format!("{path}/verify"), json!({})).await.expect(200);
    root.post(&format!("{path}/verify"), json!({})).await.expect(200);
    app.run_jobs().await;
    let mails = app.mails();
    root.post(&format!("{path}/unverify"), json!({})).await.expect(200);
    root.post(&format!("{path}/unverify"), json!({})).await.expect(200);

    assert_eq!(mails.len(), before + 1);
    let told = mails.first().expect("a mail");
    assert_eq!(told.subject(), Some("Company vesna is verified"));
    assert!(told.body_text(0).expect("a text").contains("/b/vesna"));
    let done: Vec<_> = actions(&root, "?limit=2").await.iter().map(|row| row["action"].clone()).collect();
    assert_eq!(done, ["company.unverify", "company.verify"]);
}

#[tokio::test]
async fn its_customers_book_nothing_more_where_that_is_taken_back_and_keep_what_they_have() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let grace = app.customer("vesna", "grace@example.com").await;
    let at = |hour| json!({ "service_id": service["id"], "starts_at": format!("2026-11-24T{hour}:00:00Z") });
    grace.post("/portal/bookings", at("08")).await.expect(201);

    let path = path_of(&root, "vesna").await;
    root.post(&format!("{path}/unverify"), json!({})).await.expect(200);

    let refused = grace.post("/portal/bookings", at("09")).await.invalid();
    assert_eq!(refused, [("service_id".to_owned(), "not_found".to_owned())]);
    assert_eq!(grace.get("/portal/bookings").await.expect(200)["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(app.visitor().get(PAGES[0]).await.problem(404), "not_found");
}

#[tokio::test]
async fn who_was_there_before_it_was_demanded_stays_published_and_nobody_verifies_themselves() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let ada = app.company("vesna").await;
    demand(&root).await;
    app.company("osin").await;

    app.visitor().get(PAGES[0]).await.expect(200);
    assert_eq!(app.visitor().get("/public/osin").await.problem(404), "not_found");
    let patch = json!({ "verified_at": "2026-11-23T06:00:00Z" });
    let refused = ada.patch("/company", 1, patch).await.invalid();
    assert_eq!(refused, [("verified_at".to_owned(), "unknown_field".to_owned())]);
    let by_staff = "begin; set local role frontdesk_tenant; update companies set verified_at = now()";
    assert_eq!(app.db.attempt_as_app(by_staff).await, Err("42501".into()));
}
