//! Taking bookings.

use serde_json::{Value, json};

use crate::TestApp;

mod by_staff;
mod changing;
mod expiring;
mod holding;
mod needing;
mod once;
mod people;
mod racing;
mod taking;

/// Grace books the service at this time.
fn grace(service: &Value, starts_at: &str) -> Value {
    json!({ "service_id": service["id"], "starts_at": starts_at, "name": "Grace", "email": "grace@example.com" })
}

#[tokio::test]
async fn a_visitor_books_and_the_staff_see_it_and_a_mail_goes_out() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    let new = grace(&service, "2026-11-24T08:00:00Z");
    let booked = app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;

    assert_eq!(booked["status"], "confirmed");
    let list = ada.get("/bookings").await.expect(200);
    assert_eq!(list["data"][0]["reference"], booked["reference"]);
    assert_eq!(list["data"][0]["total"], json!({ "amount": 150_000, "currency": "UAH" }));
    assert_eq!(app.mails()[0].subject(), Some("Booking confirmed: Haircut at Company vesna"));
}
