//! Bookings that take more than somebody's time: places, resources, a day's limit; several services; somewhere else.

use serde_json::{Value, json};

use super::grace;
use crate::{Person, TestApp, at_once};

const TEN: &str = "2026-11-24T08:00:00Z";

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

/// A service of an hour that needs a place and nobody.
async fn workshop(ada: &Person, capacity: i64) -> (Value, Value) {
    let location = ada.post("/locations", json!({ "name": "Workshop", "capacity": capacity })).await.expect(201);
    let week = json!({ "hours": [{ "weekday": "tuesday", "starts": "09:00", "ends": "12:00" }] });
    ada.put(&format!("/locations/{}/opening-hours", id(&location)), week).await.expect(200);
    let service = json!({
        "name": "Oil change", "duration_minutes": 60, "price": { "amount": 10_000, "currency": "UAH" },
        "needs_staff": false, "needs_place": true,
    });
    (ada.post("/services", service).await.expect(201), location)
}

async fn change(ada: &Person, service: &Value, patch: Value) {
    let path = format!("/services/{}", id(service));
    let version = ada.get(&path).await.expect(200)["version"].as_i64().expect("a version");
    ada.patch(&path, version, patch).await.expect(200);
}

async fn starts(app: &TestApp, service: &Value, more: &str) -> Vec<String> {
    let path = format!("/public/vesna/availability?service_id={}&from=2026-11-24&to=2026-11-25{more}", id(service));
    let slots = app.visitor().get(&path).await.expect(200)["slots"].clone();
    let start = |slot: &Value| slot["starts_at"].as_str().expect("a time")[11..16].to_owned();
    slots.as_array().expect("slots").iter().map(start).collect()
}

#[tokio::test]
async fn twenty_who_want_the_last_place_at_once_make_three_of_three() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, location) = workshop(&ada, 3).await;
    for _ in 0..2 {
        let booked = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
        assert_eq!((&booked["staff"], &booked["location"]["id"]), (&json!(null), &location["id"]));
    }
    app.warm_up().await;

    let statuses = at_once((0..20).map(|_| {
        let (visitor, new) = (app.visitor(), grace(&service, TEN));
        async move { visitor.post("/public/vesna/bookings", new).await.status.as_u16() }
    }))
    .await;

    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert_eq!(app.db.number("select count(*) from bookings").await, 3);
    let day = ada.get(&format!("/locations/{}/places?date=2026-11-24&minutes=60", id(&location))).await.expect(200);
    let rows = day["rows"].as_array().expect("rows");
    let row = |n: usize| (rows[n]["taken"].clone(), rows[n]["capacity"].clone(), rows[n]["full"].clone());
    assert_eq!((row(0), row(1)), ((json!(0), json!(3), json!(false)), (json!(3), json!(3), json!(true))));
    assert_eq!(starts(&app, &service, "").await.iter().filter(|start| *start == "08:00").count(), 0);
}

#[tokio::test]
async fn a_party_takes_as_many_places_and_no_more_than_the_service_is_for() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = workshop(&ada, 5).await;
    change(&ada, &service, json!({ "max_party_size": 4, "per_person": true })).await;
    let party = |size: i64| {
        let mut new = grace(&service, TEN);
        new["party_size"] = json!(size);
        new
    };

    let four = app.visitor().post("/public/vesna/bookings", party(4)).await.expect(201);

    assert_eq!(four["total"]["amount"], 40_000);
    assert_eq!(app.visitor().post("/public/vesna/bookings", party(2)).await.problem(409), "slot_taken");
    app.visitor().post("/public/vesna/bookings", party(1)).await.expect(201);
    let errors = app.visitor().post("/public/vesna/bookings", party(5)).await.invalid();
    assert_eq!(errors[0], ("party_size".into(), "too_large".into()));
}

#[tokio::test]
async fn a_room_of_the_kind_is_taken_with_the_booking_and_free_after_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let olena = ada.post("/staff", json!({ "name": "Olena" })).await.expect(201);
    let week = json!({ "hours": [{ "weekday": "tuesday", "starts": "09:00", "ends": "17:00" }] });
    ada.put(&format!("/staff/{}/working-hours", id(&olena)), week).await.expect(200);
    let room = ada.post("/resources", json!({ "kind": "room", "name": "Room 1" })).await.expect(201);
    change(&ada, &service, json!({ "resources": [{ "kind": "room", "quantity": 1 }] })).await;

    let booked = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);

    assert_eq!(app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.problem(409), "slot_taken");
    let state = async |at: &str| ada.get(&format!("/resources?at={at}")).await.expect(200)["data"][0]["state"].clone();
    assert_eq!(
        (state("2026-11-24T08:30:00Z").await, state("2026-11-24T09:00:00Z").await),
        (json!("busy"), json!("free"))
    );
    let maintenance =
        json!({ "starts_at": "2026-11-24T07:00:00Z", "ends_at": "2026-11-24T12:00:00Z", "reason": "Paint" });
    let block = ada.post(&format!("/resources/{}/maintenance", id(&room)), maintenance).await.expect(201);
    assert_eq!(block["collisions"][0]["reference"], booked["reference"]);
    assert_eq!(starts(&app, &service, "").await.first().map(String::as_str), Some("12:00"));
    ada.post(&format!("/bookings/{}/cancel", id(&booked)), json!({})).await.expect(200);
    assert_eq!(app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.problem(409), "slot_taken");
}

#[tokio::test]
async fn only_whoever_has_the_skills_is_asked() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, iryna) = app.bookable(&ada).await;
    change(&ada, &service, json!({ "skills": ["colour"] })).await;

    assert_eq!(starts(&app, &service, "").await, [] as [&str; 0]);
    let path = format!("/staff/{}", id(&iryna));
    let version = ada.get(&path).await.expect(200)["version"].as_i64().expect("a version");
    ada.patch(&path, version, json!({ "skills": ["colour", "cut"] })).await.expect(200);

    assert!(!starts(&app, &service, "").await.is_empty());
}

#[tokio::test]
async fn a_days_limit_holds_however_many_want_it_at_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = workshop(&ada, 50).await;
    change(&ada, &service, json!({ "daily_limit": 2 })).await;
    app.warm_up().await;

    let statuses = at_once((0..12).map(|n| {
        let (visitor, new) =
            (app.visitor(), grace(&service, ["2026-11-24T07:00:00Z", TEN, "2026-11-24T09:00:00Z"][n % 3]));
        async move { visitor.post("/public/vesna/bookings", new).await.status.as_u16() }
    }))
    .await;

    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 2, "{statuses:?}");
    assert_eq!(starts(&app, &service, "").await, [] as [&str; 0]);
}

#[tokio::test]
async fn several_services_are_one_booking_one_after_the_other() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let beard = json!({ "name": "Beard", "duration_minutes": 30, "price": { "amount": 40_000, "currency": "UAH" } });
    let beard = ada.post("/services", beard).await.expect(201);
    let mut new = grace(&service, TEN);
    new["further_service_ids"] = json!([beard["id"]]);

    let booked = app.visitor().post("/public/vesna/bookings", new).await.expect(201);

    assert_eq!((&booked["ends_at"], &booked["total"]["amount"]), (&json!("2026-11-24T09:30:00Z"), &json!(190_000)));
    app.run_jobs().await;
    assert!(app.mails()[0].body_text(0).expect("a text").contains("Service: Haircut, Beard"));
    let shown = ada.get(&format!("/bookings/{}", id(&booked))).await.expect(200);
    let names: Vec<_> = shown["items"].as_array().expect("items").iter().map(|item| item["name"].clone()).collect();
    assert_eq!(names, ["Haircut", "Beard"]);
    let longest = starts(&app, &service, &format!("&further_service_ids={}", id(&beard))).await;
    assert_eq!(longest.last().map(String::as_str), Some("13:30"), "both end by closing time");
}

#[tokio::test]
async fn a_booking_on_site_says_where_and_costs_what_the_service_says() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    change(
        &ada,
        &service,
        json!({
            "place": "either", "on_site_surcharge": { "amount": 20_000, "currency": "UAH" },
            "express_surcharge": { "amount": 5_000, "currency": "UAH" },
        }),
    )
    .await;
    let mut new = grace(&service, TEN);
    new["place"] = json!("on_site");
    let errors = app.visitor().post("/public/vesna/bookings", new.clone()).await.invalid();
    assert_eq!(errors[0], ("address".into(), "required".into()));

    new["address"] = json!({ "street": "Khreshchatyk 1", "city": "Kyiv", "country": "UA" });
    new["express"] = json!(true);
    new["asset"] = json!({ "name": "Family car", "make": "Skoda", "year": 2019 });
    let booked = app.visitor().post("/public/vesna/bookings", new.clone()).await.expect(201);

    assert_eq!(booked["total"]["amount"], 175_000);
    app.run_jobs().await;
    assert!(app.mails()[0].body_text(0).expect("a text").contains("Where: Khreshchatyk 1, Kyiv"));
    let shown = ada.get(&format!("/bookings/{}", id(&booked))).await.expect(200);
    assert_eq!(
        (&shown["address"]["street"], &shown["asset"]["name"]),
        (&json!("Khreshchatyk 1"), &json!("Family car"))
    );
    change(&ada, &service, json!({ "place": "location" })).await;
    let errors = app.visitor().post("/public/vesna/bookings", new).await.invalid();
    assert_eq!(errors[0], ("place".into(), "not_offered".into()));
}

#[tokio::test]
async fn a_total_is_the_companys_to_say() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let mut new = grace(&service, TEN);
    new["total"] = json!({ "amount": 1, "currency": "UAH" });

    let errors = app.visitor().post("/public/vesna/bookings", new).await.invalid();

    assert_eq!(errors[0], ("total".into(), "unknown_field".into()));
}
