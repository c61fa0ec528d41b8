//! The company's own settings.

use serde_json::json;

use crate::{TestApp, proofs::world::World};

#[tokio::test]
async fn settings_are_changed_one_by_one_and_the_rest_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let before = ada.get("/company").await.expect(200);

    let changed = ada.patch("/company", 1, json!({ "confirmation": "manual", "horizon_days": 7 })).await.expect(200);

    let mut expected = before;
    expected["confirmation"] = json!("manual");
    expected["horizon_days"] = json!(7);
    expected["version"] = json!(2);
    assert_eq!(changed, expected);
    assert_eq!(ada.patch("/company", 1, json!({ "horizon_days": 9 })).await.problem(412), "stale_version");
    assert_eq!(ada.get("/company").await.expect(200), expected);
}

#[tokio::test]
async fn settings_out_of_bounds_and_those_that_cannot_change_are_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bad = [
        (json!({ "slot_step_minutes": 4 }), "slot_step_minutes", "out_of_range"),
        (json!({ "slot_step_minutes": 241 }), "slot_step_minutes", "out_of_range"),
        (json!({ "minimum_notice_minutes": -1 }), "minimum_notice_minutes", "out_of_range"),
        (json!({ "horizon_days": 0 }), "horizon_days", "out_of_range"),
        (json!({ "horizon_days": 366 }), "horizon_days", "out_of_range"),
        (json!({ "pending_minutes": 4 }), "pending_minutes", "out_of_range"),
        (json!({ "reminder_leads": [1440, 43201] }), "reminder_leads[1]", "out_of_range"),
        (json!({ "reminder_leads": [60, 60] }), "reminder_leads[1]", "duplicate"),
        (json!({ "quiet_from": "9:00" }), "quiet_from", "invalid_time"),
        (json!({ "quiet_from": "21:00" }), "quiet_to", "not_a_stretch"),
        (json!({ "channels": ["pigeon"] }), "channels[0]", "unknown_channel"),
        (json!({ "language": "tlh" }), "language", "unknown_language"),
        (json!({ "confirmation": "maybe" }), "confirmation", "unknown_value"),
        (json!({ "currency": "XXY" }), "currency", "unknown_currency"),
        (json!({ "time_zone": "Europe/Atlantis" }), "time_zone", "unknown_time_zone"),
        (json!({ "languages": ["uk"] }), "languages", "without_language"),
        (json!({ "languages": [] }), "languages", "required"),
        (json!({ "languages": ["en", "en"] }), "languages[1]", "duplicate"),
        (json!({ "brand_color": "red" }), "brand_color", "invalid_color"),
        (json!({ "logo_url": "http://example.com/logo.png" }), "logo_url", "invalid_url"),
        (json!({ "website": "javascript:alert(1)" }), "website", "invalid_url"),
        (json!({ "contact_email": "nobody" }), "contact_email", "invalid_email"),
        (json!({ "slug": "osin" }), "slug", "unknown_field"),
        (json!({ "status": "suspended" }), "status", "unknown_field"),
    ];

    for (patch, field, code) in bad {
        let errors = ada.patch("/company", 1, patch).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())]);
    }

    assert_eq!(ada.get("/company").await.expect(200)["version"], 1);
}

#[tokio::test]
async fn a_company_has_a_face_and_can_put_it_off_again() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let face = json!({
        "brand_color": "#7A3E9D", "logo_url": "https://vesna.example/logo.svg", "website": "https://vesna.example",
        "contact_email": "Hello@Vesna.example", "contact_phone": "+380 44 123 4567", "languages": ["uk", "en"],
    });

    ada.patch("/company", 1, face).await.expect(200);
    let shown = app.visitor().get("/public/vesna").await.expect(200);
    let bare = ada.patch("/company", 2, json!({ "brand_color": null, "logo_url": null })).await.expect(200);

    assert_eq!((&shown["brand_color"], &shown["contact_email"]), (&json!("#7a3e9d"), &json!("hello@vesna.example")));
    assert_eq!((&shown["contact_phone"], &shown["languages"]), (&json!("+380441234567"), &json!(["uk", "en"])));
    assert_eq!((&bare["brand_color"], &bare["website"]), (&json!(null), &json!("https://vesna.example/")));
}

#[tokio::test]
async fn a_new_zone_takes_the_calendars_along_and_leaves_bookings_where_they_are() {
    let app = TestApp::start().await;
    let ada = World::found(&app, "vesna").await.admin;
    let before = ada.get("/bookings").await.expect(200)["data"][0]["starts_at"].clone();

    ada.patch("/company", 1, json!({ "time_zone": "Asia/Dhaka" })).await.expect(200);

    assert_eq!(ada.get("/bookings").await.expect(200)["data"][0]["starts_at"], before);
    assert_eq!(app.db.rows("select distinct time_zone from calendars").await, [json!({ "time_zone": "Asia/Dhaka" })]);
}

#[tokio::test]
async fn the_currency_stays_once_something_has_a_price() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    ada.patch("/company", 1, json!({ "currency": "PLN" })).await.expect(200);
    let service = json!({ "name": "Haircut", "duration_minutes": 60, "price": { "amount": 1, "currency": "PLN" } });
    ada.post("/services", service).await.expect(201);

    assert_eq!(ada.patch("/company", 2, json!({ "currency": "EUR" })).await.problem(409), "currency_in_use");
    ada.patch("/company", 2, json!({ "currency": "PLN" })).await.expect(200);
}
