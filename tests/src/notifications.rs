//! Notifications: one's own, read once, and live.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use crate::{Person, TestApp};

/// A company whose admin is asked to confirm one booking.
async fn asked(app: &TestApp) -> Person {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "confirmation": "manual" })).await.expect(200);
    book(app, &service, "2026-11-26T08:00:00Z").await;
    ada
}

async fn book(app: &TestApp, service: &Value, starts_at: &str) {
    let new = json!({ "service_id": service["id"], "starts_at": starts_at, "name": "Grace", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;
}

#[tokio::test]
async fn a_notification_says_what_happened_and_is_read_once() {
    let app = TestApp::start().await;
    let ada = asked(&app).await;

    let list = ada.get("/notifications").await.expect(200);
    let (one, before) = (list["data"][0].clone(), ada.get("/notifications/unread").await.expect(200));
    let path = format!("/notifications/{}/read", one["id"].as_str().expect("an id"));
    let read = ada.post(&path, json!({})).await.expect(200);
    app.clock.advance(chrono::TimeDelta::minutes(1));
    let again = ada.post(&path, json!({})).await.expect(200);

    assert_eq!((&one["kind"], &one["read_at"]), (&json!("staff_booking_requested"), &json!(null)));
    assert_eq!(one["text"], "Grace asks for Haircut, Thu 26 Nov, 10:00");
    assert_eq!(before["unread"], 1);
    assert_eq!((read["read_at"].is_string(), &read["read_at"]), (true, &again["read_at"]));
    assert_eq!(ada.get("/notifications/unread").await.expect(200)["unread"], 0);
    assert_eq!(ada.get("/notifications?unread=true").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn nobody_sees_or_reads_anothers_not_even_an_admin() {
    let app = TestApp::start().await;
    let ada = asked(&app).await;
    let other = app.member(&ada, Role::Admin).await;
    let id = ada.get("/notifications").await.expect(200)["data"][0]["id"].clone();

    let (list, unread) = (other.get("/notifications").await.expect(200), other.get("/notifications/unread").await);
    let read = other.post(&format!("/notifications/{}/read", id.as_str().expect("an id")), json!({})).await;
    other.post("/notifications/read-all", json!({})).await.expect(200);

    assert_eq!((&list["data"], unread.expect(200)["unread"].clone()), (&json!([]), json!(0)));
    assert_eq!(read.problem(404), "not_found");
    assert_eq!(ada.get("/notifications/unread").await.expect(200)["unread"], 1, "still unread");
}

#[tokio::test]
async fn all_are_read_at_once_and_listed_newest_first() {
    let app = TestApp::start().await;
    let ada = asked(&app).await;
    let service = ada.get("/services").await.expect(200)["data"][0].clone();
    app.clock.advance(chrono::TimeDelta::minutes(1));
    book(&app, &service, "2026-11-26T10:00:00Z").await;

    let pages = ada.pages("/notifications", 1).await;
    let unread = ada.post("/notifications/read-all", json!({})).await.expect(200);

    let texts: Vec<_> = pages.concat().iter().map(|one| one["text"].clone()).collect();
    assert_eq!(texts, ["Grace asks for Haircut, Thu 26 Nov, 12:00", "Grace asks for Haircut, Thu 26 Nov, 10:00"]);
    assert_eq!(unread["unread"], 0);
}

#[tokio::test]
async fn what_an_erased_client_was_called_is_in_no_notification() {
    let app = TestApp::start().await;
    let ada = asked(&app).await;
    let booking = ada.get("/bookings").await.expect(200)["data"][0].clone();
    ada.post(&format!("/bookings/{}/decline", booking["id"].as_str().expect("an id")), json!({})).await.expect(200);
    let client = ada.get("/clients").await.expect(200)["data"][0]["id"].as_str().expect("an id").to_owned();

    ada.post(&format!("/clients/{client}/archive"), json!({})).await.expect(200);
    ada.post(&format!("/clients/{client}/erase"), json!({})).await.expect(200);

    let list = ada.get("/notifications").await.expect(200);
    assert_eq!((list["data"].as_array().map(Vec::len), &list["data"][0]["text"]), (Some(1), &json!(null)));
}
