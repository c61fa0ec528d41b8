//! A company that is suspended: its people, its customers and its pages, on every process, at once.

use chrono::TimeDelta;
use serde_json::json;

use super::{PASSWORD, ROOT, actions, operator, path_of};
use crate::{Person, TestApp};

const REASON: &str = "The invoices are open.";

async fn suspend(root: &Person, slug: &str) -> String {
    let path = path_of(root, slug).await;
    root.post(&format!("{path}/suspend"), json!({ "reason": REASON })).await.expect(200);
    path
}

#[tokio::test]
async fn its_people_are_refused_at_once_on_every_process_until_it_is_restored() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let neighbour = app.company("osin").await;
    let mut elsewhere = ada.clone();
    elsewhere.app = app.second_process().await;
    elsewhere.get("/company").await.expect(200);
    let root = operator(&app).await;

    let path = suspend(&root, "vesna").await;

    for person in [&ada, &elsewhere] {
        assert_eq!(person.get("/company").await.problem(403), "company_suspended");
    }
    neighbour.get("/company").await.expect(200);
    root.post(&format!("{path}/restore"), json!({})).await.expect(200);
    for person in [&ada, &elsewhere] {
        person.get("/company").await.expect(200);
    }
}

#[tokio::test]
async fn its_pages_are_gone_at_once_where_its_address_is_remembered_too() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let elsewhere = app.second_process().await;
    let paths = ["/public/vesna", "/public/vesna/services"];
    for process in [&app, &elsewhere] {
        process.visitor().get(paths[0]).await.expect(200);
    }
    let root = operator(&app).await;

    let path = suspend(&root, "vesna").await;

    for process in [&app, &elsewhere] {
        for public in paths {
            assert_eq!(process.visitor().get(public).await.problem(404), "not_found", "{public}");
        }
        let new = json!({
            "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com",
        });
        assert_eq!(process.visitor().post("/public/vesna/bookings", new).await.problem(404), "not_found");
        let page = process.visitor().send_raw(poem::http::Method::GET, "/b/vesna", &[], poem::Body::empty()).await;
        assert_eq!(page.status.as_u16(), 404);
    }
    root.post(&format!("{path}/restore"), json!({})).await.expect(200);
    elsewhere.visitor().get(paths[0]).await.expect(200);
}

#[tokio::test]
async fn suspending_and_restoring_twice_changes_nothing_more() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let root = operator(&app).await;
    let path = suspend(&root, "vesna").await;

    suspend(&root, "vesna").await;
    let shown = root.get(&path).await.expect(200);
    let first = root.post(&format!("{path}/restore"), json!({})).await.expect(200);
    let second = root.post(&format!("{path}/restore"), json!({})).await.expect(200);

    assert_eq!((&shown["status"], &shown["suspended_reason"]), (&json!("suspended"), &json!(REASON)));
    assert_eq!((&first["status"], &first["suspended_reason"]), (&json!("active"), &json!(null)));
    assert_eq!(first, second);
    let done: Vec<_> = actions(&root, "").await.iter().map(|one| one["action"].clone()).collect();
    assert_eq!(done, ["company.restore", "company.suspend", "operator.sign_in", "operator.create"]);
}

#[tokio::test]
async fn a_company_that_is_closing_is_suspended_and_goes_on_closing_when_it_is_restored() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let root = operator(&app).await;
    let closing = ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);

    let path = suspend(&root, "vesna").await;
    let suspended = root.get(&path).await.expect(200);
    let refused = ada.post("/company/reopen", json!({})).await.problem(403);
    let restored = root.post(&format!("{path}/restore"), json!({})).await.expect(200);
    let again = root.post(&format!("{path}/restore"), json!({})).await.expect(200);

    assert_eq!((&suspended["status"], &suspended["closes_at"]), (&json!("suspended"), &closing["closes_at"]));
    assert_eq!(refused, "company_suspended");
    assert_eq!((&restored["status"], &restored["closes_at"]), (&json!("closing"), &closing["closes_at"]));
    assert_eq!((&restored["suspended_reason"], &again), (&json!(null), &restored));
    let open = ada.post("/company/reopen", json!({})).await.expect(200);
    assert_eq!((&open["status"], &open["closes_at"]), (&json!("active"), &json!(null)));
}

#[tokio::test]
async fn a_company_is_not_erased_while_it_is_suspended() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);
    let path = suspend(&operator(&app).await, "vesna").await;

    app.clock.advance(TimeDelta::days(60));
    app.run_jobs().await;
    assert_eq!(app.db.number("select count(*) from companies").await, 1);
    let again = json!({ "email": ROOT, "password": PASSWORD });
    let again = app.visitor().post("/platform/sign-in", again).await.expect(200);
    let root = Person::new(app.clone(), "", Some(&again));
    root.post(&format!("{path}/restore"), json!({})).await.expect(200);
    app.run_jobs().await;

    assert_eq!(app.db.number("select count(*) from companies").await, 0);
}

#[tokio::test]
async fn a_suspension_says_why() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let root = operator(&app).await;
    let path = path_of(&root, "vesna").await;

    let refused = root.post(&format!("{path}/suspend"), json!({ "reason": " " })).await;

    assert_eq!(refused.invalid(), [("reason".to_owned(), "required".to_owned())]);
    assert_eq!(root.get(&path).await.expect(200)["status"], "active");
}
