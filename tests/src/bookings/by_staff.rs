//! Bookings that staff make, and why a time is not free.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use super::grace;
use crate::{Person, TestApp};

const TEN: &str = "2026-11-24T08:00:00Z";

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

async fn client(ada: &Person) -> Value {
    ada.post("/clients", json!({ "name": "Alan", "email": "alan@example.com" })).await.expect(201)["id"].clone()
}

#[tokio::test]
async fn staff_book_for_a_client_at_any_minute_and_it_is_confirmed_and_told() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "confirmation": "manual" })).await.expect(200);
    let new = json!({ "client_id": client(&ada).await, "service_id": service["id"], "starts_at": "2026-11-24T08:07:00Z", "staff_notes": "By phone" });

    let booked = ada.post("/bookings", new).await.expect(201);
    app.run_jobs().await;

    assert_eq!((&booked["status"], &booked["staff"]["id"]), (&json!("confirmed"), &staff["id"]));
    assert_eq!((&booked["staff_notes"], &booked["total"]["amount"]), (&json!("By phone"), &json!(150_000)));
    assert_eq!(app.mails()[0].subject(), Some("Booking confirmed: Haircut at Company vesna"));
    assert_eq!(app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.problem(409), "slot_taken");
}

#[tokio::test]
async fn whoever_may_goes_beyond_hours_and_notice_and_nobody_takes_what_is_taken() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let alan = client(&ada).await;
    let at = |time: &str, over: bool| json!({ "client_id": alan, "service_id": service["id"], "starts_at": time, "override_rules": over });
    let role =
        json!({ "key": "clerk", "name": "Clerk", "permissions": ["bookings:create", "bookings:read", "clients:read"] });
    ada.post("/roles", role).await.expect(201);
    let clerk = app.member(&ada, Role::Custom("clerk".into())).await;

    assert_eq!(ada.post("/bookings", at("2026-11-24T18:00:00Z", false)).await.problem(409), "slot_taken");
    ada.post("/bookings", at("2026-11-24T18:00:00Z", true)).await.expect(201);
    assert_eq!(ada.post("/bookings", at("2026-11-24T18:30:00Z", true)).await.problem(409), "slot_taken");
    assert_eq!(ada.post("/bookings", at("2026-11-23T06:10:00Z", false)).await.invalid()[0].1, "too_soon");
    ada.post("/bookings", at("2026-11-23T06:10:00Z", true)).await.expect(201);
    assert_eq!(clerk.post("/bookings", at("2026-11-24T20:00:00Z", true)).await.problem(403), "forbidden");
    clerk.post("/bookings", at(TEN, false)).await.expect(201);
}

#[tokio::test]
async fn what_is_wrong_with_a_booking_of_staffs_is_told_by_its_field() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.company("vesna").await, app.company("osin").await);
    let (service, _) = app.bookable(&ada).await;
    let (alan, stranger) = (client(&ada).await, client(&bea).await);
    let asset = bea
        .post(
            &format!("/clients/{}/assets", stranger.as_str().expect("an id")),
            json!({ "kind": "pet", "name": "Rex" }),
        )
        .await
        .expect(201);
    let with = |field: &str, value: &Value| {
        let mut new = json!({ "client_id": alan, "service_id": service["id"], "starts_at": TEN });
        new[field] = value.clone();
        new
    };

    for (field, value) in [
        ("client_id", &stranger),
        ("service_id", &stranger),
        ("staff_id", &stranger),
        ("asset_id", &asset["id"]),
        ("location_id", &stranger),
    ] {
        let errors = ada.post("/bookings", with(field, value)).await.invalid();
        assert_eq!(errors, [(field.to_owned(), "not_found".to_owned())], "{field}");
    }
    assert_eq!(app.db.number("select count(*) from allocations").await, 0, "nothing is half done");
}

#[tokio::test]
async fn an_employee_books_in_their_own_name_and_sees_what_they_made() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let bea = app.member(&ada, Role::Employee).await;
    let member = bea.member(&ada).await;
    let path = format!("/staff/{}", id(&staff));
    let version = ada.get(&path).await.expect(200)["version"].as_i64().expect("a version");
    ada.patch(&path, version, json!({ "member_id": member["id"] })).await.expect(200);
    let booked = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
    let theirs = bea.get("/clients").await.expect(200)["data"][0]["id"].clone();

    let new = json!({ "client_id": theirs, "service_id": service["id"], "starts_at": "2026-11-24T10:00:00Z" });
    bea.post("/bookings", new).await.expect(201);
    let started = bea.post(&format!("/bookings/{}/start", id(&booked)), json!({})).await.expect(200);

    assert_eq!(started["status"], "in_progress");
    assert_eq!(bea.get("/bookings").await.expect(200)["data"].as_array().map(Vec::len), Some(2));
    let to = json!({ "staff_id": staff["id"] });
    assert_eq!(bea.post(&format!("/bookings/{}/assign", id(&booked)), to).await.problem(403), "forbidden");
}

#[tokio::test]
async fn why_a_time_is_not_free_names_who_has_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let booked = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
    let why =
        async |at: &str| ada.get(&format!("/availability/{at}/why?service_id={}", id(&service))).await.expect(200);

    let taken = why(TEN).await;
    let closed = why("2026-11-24T20:00:00Z").await;

    assert_eq!((&taken["free"], &taken["reasons"][0]["kind"]), (&json!(false), &json!("taken")));
    assert_eq!(taken["reasons"][0]["booking"]["name"], booked["reference"]);
    assert_eq!(taken["reasons"][0]["staff"]["name"], "Iryna");
    assert_eq!(closed["reasons"][0]["kind"], "not_working");
    assert_eq!(why("2026-11-24T10:00:00Z").await["free"], true);
    assert_eq!(why("2026-11-23T06:10:00Z").await["reasons"][0]["kind"], "too_soon");
}
