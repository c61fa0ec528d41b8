//! One booking: what it says, what it writes, and what a taken time is answered with.

use serde_json::{Value, json};

use super::grace;
use crate::TestApp;

const TEN: &str = "2026-11-24T08:00:00Z";

#[tokio::test]
async fn a_booking_is_confirmed_or_pending_by_the_companys_setting() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;

    let confirmed = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
    ada.patch("/company", 1, json!({ "confirmation": "manual", "pending_minutes": 90 })).await.expect(200);
    let pending =
        app.visitor().post("/public/vesna/bookings", grace(&service, "2026-11-24T09:00:00Z")).await.expect(201);

    assert_eq!((&confirmed["status"], &confirmed["expires_at"]), (&json!("confirmed"), &json!(null)));
    assert_eq!((&pending["status"], &pending["expires_at"]), (&json!("pending"), &json!("2026-11-23T07:30:00Z")));
    assert_eq!((&confirmed["starts_at"], &confirmed["ends_at"]), (&json!(TEN), &json!("2026-11-24T09:00:00Z")));
    assert_eq!((&confirmed["staff"]["id"], &confirmed["time_zone"]), (&staff["id"], &json!("Europe/Kyiv")));
}

#[tokio::test]
async fn the_staff_see_what_was_booked_with_its_time_on_the_wall() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let mut new = grace(&service, TEN);
    new["notes"] = json!("First visit\nShort, please");

    let booked = app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    let shown = ada.get(&format!("/bookings/{}", booked["id"].as_str().expect("an id"))).await.expect(200);

    assert_eq!(shown["client"]["name"], "Grace");
    assert_eq!(shown["wall_starts_at"], "2026-11-24T10:00:00");
    assert_eq!(shown["notes"], "First visit\nShort, please");
    assert_eq!(ada.get("/bookings").await.expect(200)["data"], json!([shown]));
    let bea = app.company("osin").await;
    assert_eq!(bea.get("/bookings").await.expect(200)["data"], json!([]));
    assert_eq!(bea.get(&format!("/bookings/{}", shown["id"].as_str().expect("an id"))).await.problem(404), "not_found");
}

#[tokio::test]
async fn lists_are_filtered_by_time_status_person_and_client() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    for hour in 8..11 {
        let new = grace(&service, &format!("2026-11-24T{hour:02}:00:00Z"));
        app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    }
    let client = ada.get("/bookings").await.expect(200)["data"][0]["client"]["id"].clone();
    let id = |value: &Value| value.as_str().expect("an id").to_owned();

    for (filter, expected) in [
        ("from=2026-11-24T09:00:00Z".to_owned(), 2),
        ("to=2026-11-24T09:00:00Z".to_owned(), 1),
        ("from=1900-01-01T00:00:00Z&to=9999-12-31T23:59:59Z".to_owned(), 3),
        ("status=confirmed".to_owned(), 3),
        ("status=pending".to_owned(), 0),
        (format!("staff_id={}", id(&staff["id"])), 3),
        (format!("staff_id={}", id(&service["id"])), 0),
        (format!("client_id={}", id(&client)), 3),
        (format!("client_id={}", id(&staff["id"])), 0),
    ] {
        assert_eq!(ada.pages(&format!("/bookings?{filter}"), 2).await.concat().len(), expected, "{filter}");
    }
    for bad in
        ["from=%2B262142-12-31T23:59:59Z", "to=-262143-01-01T00:00:00Z", "from=yesterday", "status=lost", "client_id=1"]
    {
        let errors = ada.get(&format!("/bookings?{bad}")).await.invalid();
        assert_eq!(errors[0].0, bad.split('=').next().unwrap_or_default());
    }
}

#[tokio::test]
async fn the_order_and_its_line_keep_the_price_of_that_moment() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let booked = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);

    let path = format!("/services/{}", service["id"].as_str().expect("an id"));
    let patch = json!({ "name": "Trim", "price": { "amount": 1, "currency": "UAH" } });
    ada.patch(&path, 1, patch).await.expect(200);

    assert_eq!(booked["total"]["amount"], 150_000);
    assert_eq!(ada.get("/bookings").await.expect(200)["data"][0]["total"]["amount"], 150_000);
    let lines = app
        .db
        .rows(
            "select l.description, l.quantity, l.unit_amount, l.amount, o.currency, o.booking_id
             from order_lines l join orders o on o.company_id = l.company_id and o.id = l.order_id",
        )
        .await;
    assert_eq!(
        lines,
        [json!({
            "description": "Haircut", "quantity": 1, "unit_amount": 150_000, "amount": 150_000, "currency": "UAH",
            "booking_id": booked["id"],
        })]
    );
}

#[tokio::test]
async fn a_booking_writes_its_history_and_what_happened() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    let booked = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await;
    let request = booked.header("x-request-id").expect("an id").to_owned();
    let booked = booked.expect(201);

    let history =
        app.db.rows("select booking_id, from_status, to_status, actor_kind, actor_id from booking_history").await;
    assert_eq!(
        history,
        [json!({
            "booking_id": booked["id"], "from_status": null, "to_status": "confirmed", "actor_kind": "guest", "actor_id": null,
        })]
    );
    let events =
        app.db.rows("select kind, payload ->> 'booking_id' as booking, actor_user_id, request_id from events").await;
    assert_eq!(
        events,
        [json!({
            "kind": "booking.created", "booking": booked["id"], "actor_user_id": null, "request_id": request,
        })]
    );
}

#[tokio::test]
async fn a_taken_time_is_answered_with_free_ones_that_can_be_booked() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);

    let taken = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(409);

    assert_eq!(taken["code"], "slot_taken");
    let alternatives = taken["alternatives"].as_array().expect("alternatives");
    assert_eq!(alternatives[0], json!({ "starts_at": "2026-11-24T07:00:00Z", "ends_at": "2026-11-24T08:00:00Z" }));
    assert_eq!(alternatives.len(), 5);
    for alternative in alternatives {
        let new = grace(&service, alternative["starts_at"].as_str().expect("a time"));
        let booked = app.visitor().post("/public/vesna/bookings", new).await.status.as_u16();
        assert_eq!(booked, 201, "{alternative}");
        app.db.execute("delete from allocations where starts_at <> '2026-11-24T08:00:00Z'").await;
    }
}

#[tokio::test]
async fn a_time_that_is_no_slot_is_refused_and_nothing_is_written() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let book = async |at: &str| app.visitor().post("/public/vesna/bookings", grace(&service, at)).await;

    for at in ["2026-11-24T08:07:00Z", "2026-11-24T08:00:01Z", "2026-11-24T15:00:00Z", "2026-11-29T08:00:00Z"] {
        assert_eq!(book(at).await.problem(409), "slot_taken", "{at}");
    }
    for at in ["1900-01-01T08:00:00Z", "2026-11-22T08:00:00Z", "9999-12-31T23:59:59Z", "+262142-12-31T23:59:59Z"] {
        assert_eq!(book(at).await.invalid()[0].0, "starts_at", "{at}");
    }
    for at in
        ["", "tomorrow", "2026-11-24", "2026-02-30T08:00:00Z", "+262143-01-01T00:00:00Z", "-262144-01-01T00:00:00Z"]
    {
        assert_eq!(book(at).await.invalid(), [("starts_at".to_owned(), "wrong_type".to_owned())], "{at}");
    }

    for table in ["bookings", "allocations", "clients", "orders", "messages", "events", "apalis.jobs"] {
        assert_eq!(app.db.number(&format!("select count(*) from {table}")).await, 0, "{table}");
    }
}
