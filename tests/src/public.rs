//! What visitors see: what is published, and free times.

use serde_json::{Value, json};

use crate::{Person, TestApp};

mod availability;
mod limits;
mod services;

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

/// The times a service is free, from one day to another.
async fn starts(visitor: &Person, service: &Value, days: &str) -> Vec<String> {
    let path = format!("/public/vesna/availability?service_id={}&{days}", id(service));
    let answer = visitor.get(&path).await.expect(200);
    let slots = answer["slots"].as_array().expect("slots");
    slots.iter().map(|slot| slot["starts_at"].as_str().expect("a time").to_owned()).collect()
}

#[tokio::test]
async fn a_visitor_sees_what_is_published_and_nothing_else() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let visitor = app.visitor();

    let company = visitor.get("/public/vesna").await.expect(200);
    let services = visitor.get("/public/vesna/services").await.expect(200);
    let days = "from=2026-11-24&to=2026-11-25";
    let free = visitor.get(&format!("/public/vesna/availability?service_id={}&{days}", id(&service))).await.expect(200);
    let new =
        json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "phone": "0441234567" });
    let booked = visitor.post("/public/vesna/bookings", new).await.expect(201);

    let shown = [
        "brand_color",
        "cancellation_notice_minutes",
        "confirmation",
        "contact_email",
        "contact_phone",
        "currency",
        "language",
        "languages",
        "logo_url",
        "name",
        "slug",
        "time_zone",
        "website",
    ];
    assert_eq!(keys(&company), shown);
    let fields =
        ["addons", "category", "description", "duration_minutes", "id", "max_party_size", "name", "place", "price"];
    assert_eq!(keys(&services["data"][0]), fields);
    assert_eq!(keys(&free), ["from", "service_id", "slots", "time_zone", "to"]);
    assert_eq!(keys(&free["slots"][0]), ["ends_at", "staff_ids", "starts_at"]);
    assert_eq!(free["slots"][0]["staff_ids"], json!([staff["id"]]));
    assert_eq!(
        keys(&booked),
        [
            "ends_at",
            "expires_at",
            "id",
            "items",
            "lines",
            "location",
            "reference",
            "service",
            "staff",
            "starts_at",
            "status",
            "time_zone",
            "total",
        ]
    );
    assert_eq!((keys(&booked["service"]), keys(&booked["staff"])), (vec!["id", "name"], vec!["id", "name"]));
}

#[tokio::test]
async fn a_company_that_is_not_there_or_suspended_has_no_public_page() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.db.execute("update companies set status = 'suspended', suspended_reason = 'spam'").await;

    for slug in ["vesna", "nowhere", "VESNA", "a'b", "%00", "весна", "..%2fclients", &"a".repeat(4000)] {
        for path in ["", "/services"] {
            let answer = app.visitor().get(&format!("/public/{slug}{path}")).await;
            assert_eq!(answer.problem(404), "not_found", "{slug}{path}");
        }
    }
}

#[tokio::test]
async fn a_service_of_the_company_next_door_is_no_service_here() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let bea = app.company("osin").await;
    let (theirs, their_staff) = app.bookable(&bea).await;
    let days = "from=2026-11-24&to=2026-11-25";

    let free = app.visitor().get(&format!("/public/vesna/availability?service_id={}&{days}", id(&theirs))).await;
    let new = json!({ "service_id": theirs["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });
    let booked = app.visitor().post("/public/vesna/bookings", new).await;
    let ours = &app.visitor().get("/public/vesna/services").await.expect(200)["data"][0];
    let with = json!({
        "service_id": ours["id"], "staff_id": their_staff["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G",
        "email": "g@example.com",
    });
    let with_them = app.visitor().post("/public/vesna/bookings", with).await;

    assert_eq!(free.problem(404), "not_found");
    assert_eq!(booked.invalid(), [("service_id".to_owned(), "not_found".to_owned())]);
    assert_eq!(with_them.invalid(), [("staff_id".to_owned(), "not_found".to_owned())]);
    assert_eq!(app.db.number("select count(*) from bookings").await, 0);
    assert_eq!(app.db.number("select count(*) from clients").await, 0);
}
