//! Customers book for themselves: on their own card, by the company's rules.

use poem::http::Method;
use serde_json::{Value, json};

use super::{GRACE, customer};
use crate::{Person, TestApp};

const TEN: &str = "2026-11-24T08:00:00Z";
const ELEVEN: &str = "2026-11-24T09:00:00Z";

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

/// A company, its admin, and a customer who has a service to book.
async fn at_vesna(app: &TestApp) -> (Person, Person, Value) {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    (ada, customer(app, "vesna", GRACE).await, service)
}

fn haircut(service: &Value, at: &str) -> Value {
    json!({ "service_id": service["id"], "starts_at": at })
}

#[tokio::test]
async fn a_customer_books_without_saying_who_they_are_and_the_staff_see_who_it_was() {
    let app = TestApp::start().await;
    let (ada, grace, service) = at_vesna(&app).await;
    grace.patch("/portal/profile", 1, json!({ "name": "Grace Hopper", "language": "uk" })).await.expect(200);

    let booked = grace.post("/portal/bookings", haircut(&service, TEN)).await.expect(201);
    app.run_jobs().await;

    assert_eq!((&booked["status"], &booked["total"]["amount"]), (&json!("confirmed"), &json!(150_000)));
    assert_eq!(grace.get(&format!("/portal/bookings/{}", id(&booked))).await.expect(200), booked);
    let seen = ada.get(&format!("/bookings/{}", id(&booked))).await.expect(200);
    assert_eq!(seen["client"]["name"], "Grace Hopper");
    let history = ada.get(&format!("/bookings/{}/history", id(&booked))).await.expect(200)["data"].clone();
    assert_eq!((&history[0]["to"], &history[0]["actor"]), (&json!("confirmed"), &json!("customer")));
    assert_eq!(app.db.number("select count(*) from bookings where source = 'customer' and language = 'uk'").await, 1);
    assert_eq!(app.db.number("select count(*) from clients").await, 1);
    let mail =
        "select count(*) from messages where recipient = 'grace@example.com' and status in ('sent', 'scheduled')";
    assert_eq!(app.db.number(mail).await, 2, "a confirmation that went out, and a reminder");
}

#[tokio::test]
async fn a_time_that_is_taken_is_refused_with_what_is_free_and_one_against_the_rules_is_no_time() {
    let app = TestApp::start().await;
    let (_, grace, service) = at_vesna(&app).await;
    super::book(&app, "vesna", &service, 8, "alan@example.com").await;

    let taken = grace.post("/portal/bookings", haircut(&service, TEN)).await;
    let soon = grace.post("/portal/bookings", haircut(&service, "2026-11-23T06:30:00Z")).await;
    let far = grace.post("/portal/bookings", haircut(&service, "2027-03-24T08:00:00Z")).await;
    let closed = grace.post("/portal/bookings", haircut(&service, "2026-11-24T20:00:00Z")).await;

    assert_eq!(taken.body["alternatives"].as_array().map(Vec::len), Some(5));
    assert_eq!((taken.problem(409), closed.problem(409)), ("slot_taken".into(), "slot_taken".into()));
    assert_eq!(soon.invalid(), [("starts_at".to_owned(), "too_soon".to_owned())]);
    assert_eq!(far.invalid(), [("starts_at".to_owned(), "too_far".to_owned())]);
    assert_eq!(app.db.number("select count(*) from bookings").await, 1);
}

#[tokio::test]
async fn a_booking_is_about_an_asset_of_ones_own_and_of_nobody_elses() {
    let app = TestApp::start().await;
    let (ada, grace, service) = at_vesna(&app).await;
    let alan = ada.post("/clients", json!({ "name": "Alan" })).await.expect(201);
    let clients = ada.get("/clients").await.expect(200)["data"].clone();
    let card = clients.as_array().expect("rows").iter().find(|card| card["email"] == GRACE).expect("her card");
    let car = json!({ "kind": "vehicle", "name": "The blue one" });
    let own = ada.post(&format!("/clients/{}/assets", id(card)), car.clone()).await.expect(201);
    let theirs = ada.post(&format!("/clients/{}/assets", id(&alan)), car).await.expect(201);
    let about = |asset: &Value| json!({ "service_id": service["id"], "starts_at": TEN, "asset_id": asset["id"] });

    let refused = grace.post("/portal/bookings", about(&theirs)).await;
    let booked = grace.post("/portal/bookings", about(&own)).await.expect(201);

    assert_eq!(refused.invalid(), [("asset_id".to_owned(), "not_found".to_owned())]);
    let seen = ada.get(&format!("/bookings/{}", id(&booked))).await.expect(200);
    assert_eq!(seen["asset"]["id"], own["id"]);
}

#[tokio::test]
async fn what_only_staff_book_and_what_is_archived_is_not_found() {
    let app = TestApp::start().await;
    let (ada, grace, service) = at_vesna(&app).await;
    let path = format!("/services/{}", id(&service));
    let new = json!({ "client_id": ada.get("/clients").await.expect(200)["data"][0]["id"], "service_id": service["id"],
                      "starts_at": TEN });
    ada.post("/bookings", new).await.expect(201);

    ada.patch(&path, 1, json!({ "visibility": "internal" })).await.expect(200);
    let internal = grace.post("/portal/bookings", haircut(&service, ELEVEN)).await;
    ada.patch(&path, 2, json!({ "visibility": "unlisted" })).await.expect(200);
    ada.post(&format!("{path}/archive"), json!({})).await.expect(200);
    let archived = grace.post("/portal/bookings", haircut(&service, ELEVEN)).await;

    assert_eq!(internal.invalid(), [("service_id".to_owned(), "not_found".to_owned())]);
    assert_eq!(archived.invalid(), [("service_id".to_owned(), "not_found".to_owned())]);
}

#[tokio::test]
async fn the_same_key_books_once_and_a_hold_is_redeemed_by_a_customer_too() {
    let app = TestApp::start().await;
    let (_, grace, service) = at_vesna(&app).await;
    let held = app.visitor().post("/public/vesna/holds", haircut(&service, TEN)).await.expect(201);
    let mut new = haircut(&service, TEN);
    assert_eq!(grace.post("/portal/bookings", new.clone()).await.problem(409), "slot_taken");
    new["hold"] = held["secret"].clone();
    let key = [("idempotency-key", "k1")];

    let first = grace.send(Method::POST, "/portal/bookings", &key, Some(new.clone())).await.expect(201);
    let again = grace.send(Method::POST, "/portal/bookings", &key, Some(new)).await.expect(201);
    let other = grace.send(Method::POST, "/portal/bookings", &key, Some(haircut(&service, ELEVEN))).await;

    assert_eq!(first, again);
    assert_eq!(other.invalid(), [("Idempotency-Key".to_owned(), "key_reused".to_owned())]);
    assert_eq!(app.db.number("select count(*) from bookings").await, 1);
    assert_eq!(app.db.number("select count(*) from allocations where booking_id is not null").await, 1);
}

#[tokio::test]
async fn where_the_company_confirms_bookings_a_customers_is_pending_and_several_services_are_one_booking() {
    let app = TestApp::start().await;
    let (ada, grace, service) = at_vesna(&app).await;
    ada.patch("/company", 1, json!({ "confirmation": "manual" })).await.expect(200);
    let mut new = haircut(&service, TEN);
    new["further_service_ids"] = json!([service["id"]]);

    let booked = grace.post("/portal/bookings", new).await.expect(201);

    assert_eq!((&booked["status"], &booked["ends_at"]), (&json!("pending"), &json!("2026-11-24T10:00:00Z")));
    assert_eq!(booked["total"]["amount"], 300_000);
    assert!(booked["expires_at"].is_string());
    ada.post(&format!("/bookings/{}/confirm", id(&booked)), json!({})).await.expect(200);
}

#[tokio::test]
async fn what_is_said_of_a_price_or_a_client_is_an_unknown_field() {
    let app = TestApp::start().await;
    let (_, grace, service) = at_vesna(&app).await;

    for field in ["client_id", "price", "name", "email", "status"] {
        let mut new = haircut(&service, TEN);
        new[field] = json!("x");
        let refused = grace.post("/portal/bookings", new).await;
        assert_eq!(refused.invalid(), [(field.to_owned(), "unknown_field".to_owned())]);
    }
    let mut new = haircut(&service, TEN);
    new["party_size"] = json!("two");
    assert_eq!(
        grace.post("/portal/bookings", new).await.invalid(),
        [("party_size".to_owned(), "wrong_type".to_owned())]
    );
}
