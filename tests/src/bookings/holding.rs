//! Somebody at the checkout: their time is theirs for a few minutes, and nobody's afterwards.

use serde_json::{Value, json};

use super::grace;
use crate::TestApp;

const TEN: &str = "2026-11-24T08:00:00Z";

async fn hold(app: &TestApp, service: &Value) -> Value {
    let new = json!({ "service_id": service["id"], "starts_at": TEN });
    app.visitor().post("/public/vesna/holds", new).await.expect(201)
}

fn with_hold(service: &Value, hold: &Value) -> Value {
    let mut new = grace(service, TEN);
    new["hold"] = hold["secret"].clone();
    new
}

#[tokio::test]
async fn what_is_held_is_booked_by_whoever_has_the_secret_and_by_nobody_else() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    let held = hold(&app, &service).await;
    let path = format!("/public/vesna/holds/{}", held["secret"].as_str().expect("a secret"));
    let shown = app.visitor().get(&path).await.expect(200);

    assert_eq!((&shown["total"]["amount"], &shown["staff"]["name"]), (&json!(150_000), &json!("Iryna")));
    assert_eq!((&shown["expires_at"], &shown["secret"]), (&json!("2026-11-23T06:10:00Z"), &json!(null)));
    assert_eq!(app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.problem(409), "slot_taken");
    app.company("osin").await;
    let elsewhere = path.replace("vesna", "osin");
    assert_eq!(app.visitor().get(&elsewhere).await.problem(404), "not_found");
    app.visitor().delete(&elsewhere).await.expect(204);
    let booked = app.visitor().post("/public/vesna/bookings", with_hold(&service, &held)).await.expect(201);
    assert_eq!(booked["staff"]["name"], "Iryna");
    assert_eq!(app.visitor().get(&path).await.problem(404), "not_found");
    assert_eq!(
        app.db.number("select count(*) from allocations where booking_id is not null and hold_id is null").await,
        1
    );
}

#[tokio::test]
async fn a_hold_that_has_run_out_or_was_let_go_holds_nothing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    let first = hold(&app, &service).await;
    let path = format!("/public/vesna/holds/{}", first["secret"].as_str().expect("a secret"));
    app.visitor().delete(&path).await.expect(204);
    app.visitor().delete(&path).await.expect(204);
    let second = hold(&app, &service).await;
    app.db
        .execute("update holds set expires_at = '2020-01-01'; update allocations set expires_at = '2020-01-01'")
        .await;
    let third = hold(&app, &service).await;

    assert_eq!(
        app.visitor().post("/public/vesna/bookings", with_hold(&service, &second)).await.problem(409),
        "slot_taken"
    );
    app.visitor().post("/public/vesna/bookings", with_hold(&service, &third)).await.expect(201);
}

#[tokio::test]
async fn a_hold_is_good_for_what_it_was_made_for() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let held = hold(&app, &service).await;

    let mut later = with_hold(&service, &held);
    later["starts_at"] = json!("2026-11-24T09:00:00Z");
    let mut chosen = with_hold(&service, &held);
    chosen["staff_id"] = staff["id"].clone();

    for other in [later, chosen] {
        let errors = app.visitor().post("/public/vesna/bookings", other).await.invalid();
        assert_eq!(errors[0], ("hold".into(), "other_choice".into()));
    }
    app.visitor().post("/public/vesna/bookings", with_hold(&service, &held)).await.expect(201);
}

#[tokio::test]
async fn of_two_who_come_with_one_secret_one_has_the_booking() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let held = hold(&app, &service).await;

    let answers = crate::at_once((0..8).map(|_| {
        let (visitor, new) = (app.visitor(), with_hold(&service, &held));
        async move { visitor.post("/public/vesna/bookings", new).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|status| [201, 409].contains(status)), "{answers:?}");
}

#[tokio::test]
async fn holds_that_ran_out_an_hour_ago_are_thrown_away_with_their_time() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    hold(&app, &service).await;
    let purged = async |expires_at: &str| {
        app.db.execute(&format!("update holds set expires_at = '{expires_at}'")).await;
        let mut tx = app.app.schedule().await.expect("the schedule's door");
        frontdesk::bookings::holds::purge(&mut tx).await.expect("purged");
        tx.commit().await.expect("committed");
        app.db.number("select (select count(*) from holds) * 10 + (select count(*) from allocations)").await
    };

    assert_eq!(purged("2026-11-23T05:01:00Z").await, 11);
    assert_eq!(purged("2026-11-23T04:59:00Z").await, 0);
}
