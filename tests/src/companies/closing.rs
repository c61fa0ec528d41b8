//! A company that closes: gone from the web at once, gone altogether when its grace is over, and not before.

use chrono::TimeDelta;
use serde_json::json;

use crate::{TestApp, proofs::walls, proofs::world::World};

#[tokio::test]
async fn what_closing_means_is_said_beforehand() {
    let app = TestApp::start().await;
    let ada = World::found(&app, "vesna").await.admin;

    let closing = ada.get("/company/closing").await.expect(200);

    assert_eq!((&closing["status"], &closing["grace_days"]), (&json!("active"), &json!(30)));
    assert_eq!(closing["erased_at"], "2026-12-23T06:00:00Z");
    assert_eq!((&closing["erases"]["bookings"], &closing["erases"]["bookings_ahead"]), (&json!(1), &json!(1)));
    assert_eq!((&closing["erases"]["staff"], &closing["erases"]["clients"]), (&json!(2), &json!(2)));
}

#[tokio::test]
async fn a_closing_company_is_gone_from_the_web_and_its_admin_can_reopen_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;

    let closed = ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);
    app.run_jobs().await;

    assert_eq!((&closed["status"], &closed["closes_at"]), (&json!("closing"), &json!("2026-12-23T06:00:00Z")));
    assert_eq!(app.visitor().get("/public/vesna").await.problem(404), "not_found");
    assert!(app.mails()[0].subject().unwrap_or_default().contains("Company vesna"), "{:?}", app.mails()[0].subject());
    let again = ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);
    assert_eq!(again["version"], closed["version"]);

    let open = ada.post("/company/reopen", json!({})).await.expect(200);
    app.run_jobs().await;

    assert_eq!((&open["status"], &open["closes_at"]), (&json!("active"), &json!(null)));
    app.visitor().get("/public/vesna").await.expect(200);
    assert_eq!(app.mails().len(), 2);
}

#[tokio::test]
async fn nobody_closes_a_company_by_accident() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.company("osin").await;

    let wrong = ada.post("/company/close", json!({ "slug": "osin" })).await.invalid();

    assert_eq!(wrong, [("slug".to_owned(), "other_company".to_owned())]);
    assert_eq!(ada.get("/company").await.expect(200)["status"], "active");
}

#[tokio::test]
async fn when_the_grace_is_over_nothing_is_left_and_the_company_next_door_is_untouched() {
    let app = TestApp::start().await;
    let ada = World::found(&app, "vesna").await.admin;
    World::found(&app, "osin").await;
    ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);
    // What is told next door, and tried again, is a change that has nothing to do with it.
    app.db.execute("update webhooks set enabled = false").await;

    app.clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
    app.run_jobs().await;
    assert_eq!(app.db.number("select count(*) from companies").await, 2);
    let before = walls::snapshot(&app.db, "osin").await;
    app.clock.advance(TimeDelta::seconds(1));
    app.run_jobs().await;

    let osin = "(select id from companies where slug = 'osin')";
    for (table, column) in walls::company_tables(&app.db).await {
        let left = app.db.number(&format!("select count(*) from {table} where {column} <> {osin}")).await;
        assert_eq!(left, 0, "{table}");
    }
    assert_eq!(app.db.number(&format!("select count(*) from sessions where company_id <> {osin}")).await, 0);
    assert_eq!(walls::snapshot(&app.db, "osin").await, before);
    assert_eq!(ada.get("/company").await.problem(401), "unauthenticated");
    app.company_of("vesna", "grace@example.com").await;
}

#[tokio::test]
async fn what_was_given_up_in_the_queue_goes_with_its_company_alone() {
    let app = TestApp::start().await;
    let ada = World::found(&app, "vesna").await.admin;
    World::found(&app, "osin").await;
    app.db.execute("update apalis.jobs set status = 'Failed' where metadata -> 'company_id' is not null").await;
    let of = |slug| {
        format!(
            "select count(*) from apalis.jobs j where status = 'Failed'
               and exists (select from companies c where slug = '{slug}' and c.id::text = j.metadata -> 'company_id')"
        )
    };
    let (vesnas, osins) = (app.db.number(&of("vesna")).await, app.db.number(&of("osin")).await);
    assert!(vesnas > 0 && osins > 0);

    ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);
    app.clock.advance(TimeDelta::days(30));
    app.run_jobs().await;

    assert_eq!(app.db.number("select count(*) from companies").await, 1);
    assert_eq!(app.db.number(&of("osin")).await, osins);
    assert_eq!(app.db.number("select count(*) from apalis.jobs where status = 'Failed'").await, osins);
}

#[tokio::test]
async fn a_company_that_is_reopened_in_time_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);
    ada.post("/company/reopen", json!({})).await.expect(200);

    app.clock.advance(TimeDelta::days(60));
    app.run_jobs().await;

    assert_eq!(app.db.number("select count(*) from companies").await, 1);
}
