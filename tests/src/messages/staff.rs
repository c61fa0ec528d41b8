//! What members are told of bookings, and who of them.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use super::recipient;
use crate::{Person, TestApp};

/// A company with a member whose time is booked.
async fn company(app: &TestApp) -> (Person, Person, Value) {
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let iryna = app.member(&ada, Role::Employee).await;
    let member = iryna.member(&ada).await;
    let path = format!("/staff/{}", staff["id"].as_str().expect("an id"));
    ada.patch(&path, 2, json!({ "member_id": member["id"] })).await.expect(200);
    app.db.execute("delete from apalis.jobs").await;
    (ada, iryna, service)
}

async fn book(app: &TestApp, service: &Value) -> String {
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "Grace", "email": "g@example.com" });
    let booked = app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    booked["id"].as_str().expect("an id").to_owned()
}

/// Which kinds went by which channel to whom, as the rows say.
async fn told(app: &TestApp) -> Vec<Value> {
    app.db
        .rows(
            "select kind, channel, recipient from messages where member_id is not null
             order by created_at, recipient, channel",
        )
        .await
}

#[tokio::test]
async fn whose_calendar_it_is_on_hears_of_a_booking_by_mail_and_in_the_desk() {
    let app = TestApp::start().await;
    let (ada, iryna, service) = company(&app).await;
    let address = iryna.member(&ada).await["email"].clone();

    book(&app, &service).await;
    app.run_jobs().await;

    let row = |channel| json!({ "kind": "staff_booking_confirmed", "channel": channel, "recipient": address });
    assert_eq!(told(&app).await, [row("email"), row("in_app")]);
    let mails = app.mails();
    let mail = mails.iter().find(|mail| recipient(mail) == address).expect("a mail");
    assert_eq!(mail.subject(), Some("New booking: Haircut for Grace"));
}

#[tokio::test]
async fn a_request_goes_to_whoever_may_confirm_it() {
    let app = TestApp::start().await;
    let (ada, iryna, service) = company(&app).await;
    app.member(&ada, Role::Employee).await;
    let max = app.member(&ada, Role::Manager).await;
    ada.patch("/company", 1, json!({ "confirmation": "manual" })).await.expect(200);

    book(&app, &service).await;
    app.run_jobs().await;

    let mut asked: Vec<_> = told(&app).await.into_iter().map(|row| row["recipient"].to_string()).collect();
    asked.dedup();
    let mut expected = vec![];
    for person in [&ada, &iryna, &max] {
        expected.push(person.member(&ada).await["email"].to_string());
    }
    expected.sort();
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn who_did_it_is_not_told_of_it() {
    let app = TestApp::start().await;
    let (ada, iryna, service) = company(&app).await;
    let booking = book(&app, &service).await;
    app.run_jobs().await;

    iryna.post(&format!("/bookings/{booking}/cancel"), json!({})).await.expect(200);
    app.run_jobs().await;
    let by_herself = told(&app).await.len();
    let again = book(&app, &service).await;
    ada.post(&format!("/bookings/{again}/cancel"), json!({})).await.expect(200);
    app.run_jobs().await;

    assert_eq!(by_herself, 2, "the booking alone");
    let cancelled = told(&app).await.iter().filter(|row| row["kind"] == "staff_booking_cancelled").count();
    assert_eq!(cancelled, 2);
}

#[tokio::test]
async fn a_customer_who_cancels_is_told_and_so_is_the_company() {
    let app = TestApp::start().await;
    let (_, _, service) = company(&app).await;
    let booking = book(&app, &service).await;
    app.run_jobs().await;

    let grace = app.customer("vesna", "g@example.com").await;
    grace.post(&format!("/portal/bookings/{booking}/cancel"), json!({})).await.expect(200);
    app.run_jobs().await;

    let subjects: Vec<_> = app.mails().iter().filter_map(|mail| mail.subject().map(str::to_owned)).collect();
    assert!(subjects.contains(&"Booking cancelled: Haircut at Company vesna".to_owned()), "{subjects:?}");
    assert!(subjects.contains(&"Booking cancelled: Haircut for Grace".to_owned()), "{subjects:?}");
}

#[tokio::test]
async fn a_client_is_told_that_nobody_confirmed_in_time() {
    let app = TestApp::start().await;
    let (ada, _, service) = company(&app).await;
    ada.patch("/company", 1, json!({ "confirmation": "manual", "pending_minutes": 60 })).await.expect(200);
    book(&app, &service).await;

    app.clock.advance(chrono::TimeDelta::hours(2));
    app.run_jobs().await;

    let subjects: Vec<_> = app.mails().iter().filter_map(|mail| mail.subject().map(str::to_owned)).collect();
    assert!(subjects.contains(&"Booking not confirmed: Haircut at Company vesna".to_owned()), "{subjects:?}");
}
