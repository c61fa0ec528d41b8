//! Reminders: ready from the start, sent once, and never in vain.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{Person, TestApp, at_once};

/// A booking for Thursday, 10:00 in Kyiv, three days and two hours from now.
async fn booked(app: &TestApp, settings: Value) -> Person {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, settings).await.expect(200);
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;
    ada
}

async fn reminders(app: &TestApp) -> Vec<Value> {
    app.db.rows("select status, send_at from messages where kind = 'booking_reminder'").await
}

fn reminders_sent(app: &TestApp) -> usize {
    app.mails().iter().filter(|mail| mail.subject() == Some("Reminder: Haircut at Company vesna")).count()
}

#[tokio::test]
async fn a_reminder_stands_ready_and_goes_out_once_at_its_time() {
    let app = TestApp::start().await;
    booked(&app, json!({ "reminder_lead_minutes": 120 })).await;
    assert_eq!(reminders(&app).await, [json!({ "status": "scheduled", "send_at": "2026-11-26T06:00:00+00:00" })]);

    app.clock.advance(TimeDelta::days(3) - TimeDelta::seconds(1));
    app.run_jobs().await;
    let before = reminders_sent(&app);
    app.clock.advance(TimeDelta::seconds(1));
    app.run_jobs().await;
    app.run_jobs().await;

    assert_eq!((before, reminders_sent(&app)), (0, 1));
    assert_eq!(reminders(&app).await[0]["status"], "sent");
}

#[tokio::test]
async fn schedules_that_look_at_once_send_one_reminder() {
    let app = TestApp::start().await;
    booked(&app, json!({ "reminder_lead_minutes": 120 })).await;
    let other = app.second_process().await;
    app.clock.advance(TimeDelta::days(3));

    let looks = at_once([&app, &other, &app, &other].map(|process| {
        let app = process.app.clone();
        async move { frontdesk_jobs::tick(&app).await.is_ok() }
    }))
    .await;
    app.run_jobs().await;
    other.run_jobs().await;

    assert_eq!(looks, [true; 4]);
    assert_eq!(reminders_sent(&app), 1);
}

#[tokio::test]
async fn a_reminder_of_what_has_begun_is_not_sent() {
    let app = TestApp::start().await;
    booked(&app, json!({ "reminder_lead_minutes": 120 })).await;

    app.clock.advance(TimeDelta::days(3) + TimeDelta::hours(2));
    app.run_jobs().await;

    assert_eq!(reminders(&app).await[0]["status"], "cancelled");
    assert_eq!(reminders_sent(&app), 0);
}

#[tokio::test]
async fn a_booking_that_expired_is_not_reminded_of() {
    let app = TestApp::start().await;
    booked(&app, json!({ "reminder_lead_minutes": 120, "confirmation": "manual", "pending_minutes": 60 })).await;

    app.clock.advance(TimeDelta::hours(1));
    app.run_jobs().await;
    app.clock.advance(TimeDelta::days(3) - TimeDelta::hours(1));
    app.run_jobs().await;

    assert_eq!(reminders(&app).await[0]["status"], "cancelled");
    assert_eq!(reminders_sent(&app), 0);
}

#[tokio::test]
async fn where_expiry_and_reminder_fall_due_together_nothing_is_sent() {
    let app = TestApp::start().await;
    // pending for longer than until the reminder: both are found by the same look
    booked(&app, json!({ "reminder_lead_minutes": 4200, "confirmation": "manual", "pending_minutes": 60 })).await;

    app.clock.advance(TimeDelta::hours(5));
    app.run_jobs().await;
    app.run_jobs().await;

    assert_eq!(app.db.number("select count(*) from bookings where status = 'expired'").await, 1);
    assert_eq!(reminders_sent(&app), 0);
}

#[tokio::test]
async fn no_reminder_is_made_where_none_is_wanted_or_its_time_has_passed() {
    for lead in [0, 5000] {
        let app = TestApp::start().await;
        booked(&app, json!({ "reminder_lead_minutes": lead })).await;
        assert!(reminders(&app).await.is_empty(), "{lead}");
        assert_eq!(app.mails().len(), 1);
    }
}
