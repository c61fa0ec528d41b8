//! The same event, fetched by staff.

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
