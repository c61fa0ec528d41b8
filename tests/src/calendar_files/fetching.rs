//! The same event, fetched by staff, and by whoever booked it.

use serde_json::json;

use super::{booked, read};
use crate::TestApp;

#[tokio::test]
async fn staff_fetch_the_same_event_that_was_mailed() {
    let app = TestApp::start().await;
    let (ada, booking) = booked(&app, json!({})).await;
    let uid = |text: &str| read(text).components.iter().find_map(|component| component.uid().map(str::to_owned));

    let fetched = ada.get(&format!("/bookings/{booking}/calendar.ics")).await;

    assert_eq!(fetched.header("content-type"), Some("text/calendar; charset=utf-8"));
    let text = &fetched.text;
    let mailed = super::files(&app)[0].clone().expect("a file");
    assert_eq!(uid(text), uid(&mailed));
    assert!(text.contains("METHOD:PUBLISH\r\n") && !text.contains("ATTENDEE"), "{text}");
}

#[tokio::test]
async fn customers_fetch_their_own_booking_and_no_other() {
    let app = TestApp::start().await;
    let (ada, booking) = booked(&app, json!({})).await;
    let grace = app.customer("vesna", "g@example.com").await;
    let stranger = app.customer("vesna", "stranger@example.com").await;
    let path = format!("/portal/bookings/{booking}/calendar.ics");

    let fetched = grace.get(&path).await;

    let staffs = ada.get(&format!("/bookings/{booking}/calendar.ics")).await;
    assert_eq!(fetched.header("content-type"), Some("text/calendar; charset=utf-8"));
    let uid = |text: &str| read(text).components.iter().find_map(|component| component.uid().map(str::to_owned));
    assert_eq!(uid(&fetched.text), uid(&staffs.text));
    assert!(
        fetched.text.contains("METHOD:PUBLISH\r\n") && fetched.text.contains("Послуга: Haircut"),
        "{}",
        fetched.text
    );
    assert_eq!(stranger.get(&path).await.problem(404), "not_found");
    assert_eq!(ada.get(&path).await.status, 403);
}
