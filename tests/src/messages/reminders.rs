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
    app.db.rows("select status, send_at from messages where kind = 'booking_reminder' order by send_at").await
}

fn reminders_sent(app: &TestApp) -> usize {
    app.mails().iter().filter(|mail| mail.subject() == Some("Reminder: Haircut at Company vesna")).count()
}

#[tokio::test]
async fn a_reminder_stands_ready_and_goes_out_once_at_its_time() {
    let app = TestApp::start().await;
    booked(&app, json!({ "reminder_leads": [120] })).await;
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
    booked(&app, json!({ "reminder_leads": [120] })).await;
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
    booked(&app, json!({ "reminder_leads": [120] })).await;

    app.clock.advance(TimeDelta::days(3) + TimeDelta::hours(2));
    app.run_jobs().await;

    assert_eq!(reminders(&app).await[0]["status"], "cancelled");
    assert_eq!(reminders_sent(&app), 0);
}

#[tokio::test]
async fn a_booking_gets_its_reminders_once_it_is_confirmed() {
    let app = TestApp::start().await;
    let ada = booked(&app, json!({ "reminder_leads": [1440, 120], "confirmation": "manual" })).await;
    let before = reminders(&app).await;

    let booking = ada.get("/bookings").await.expect(200)["data"][0]["id"].clone();
    let path = format!("/bookings/{}/confirm", booking.as_str().expect("an id"));
    ada.post(&path, json!({})).await.expect(200);
    app.run_jobs().await;

    assert!(before.is_empty(), "{before:?}");
    let times: Vec<_> = reminders(&app).await.into_iter().map(|row| row["send_at"].clone()).collect();
    assert_eq!(times, ["2026-11-25T08:00:00+00:00", "2026-11-26T06:00:00+00:00"]);
}

#[tokio::test]
async fn each_lead_is_one_reminder() {
    let app = TestApp::start().await;
    booked(&app, json!({ "reminder_leads": [1440, 120, 30] })).await;

    let mut sent = vec![];
    for minutes in [50 * 60, 22 * 60, 90] {
        app.clock.advance(TimeDelta::minutes(minutes));
        app.run_jobs().await;
        sent.push(reminders_sent(&app));
    }

    assert_eq!(sent, [1, 2, 3]);
}

#[tokio::test]
async fn reminders_move_with_their_booking_and_die_with_it() {
    let app = TestApp::start().await;
    let ada = booked(&app, json!({ "reminder_leads": [1440, 120] })).await;
    let booking = ada.get("/bookings").await.expect(200)["data"][0]["id"].as_str().expect("an id").to_owned();
    let waiting = "select send_at::text as at from messages where status = 'scheduled' order by 1";

    let to = json!({ "starts_at": "2026-11-27T09:00:00Z" });
    ada.post(&format!("/bookings/{booking}/reschedule"), to).await.expect(200);
    app.run_jobs().await;
    let moved = app.db.rows(waiting).await;
    ada.post(&format!("/bookings/{booking}/cancel"), json!({})).await.expect(200);
    let killed = app.db.rows(waiting).await;
    app.clock.advance(TimeDelta::days(10));
    app.run_jobs().await;

    assert_eq!(moved, [json!({ "at": "2026-11-26 09:00:00+00" }), json!({ "at": "2026-11-27 07:00:00+00" })]);
    assert!(killed.is_empty(), "{killed:?}");
    assert_eq!(reminders_sent(&app), 0);
}

#[tokio::test]
async fn a_job_that_plans_twice_tells_nobody_twice() {
    let app = TestApp::start().await;
    booked(&app, json!({ "reminder_leads": [120] })).await;
    let mails = app.mails().len();

    app.db.execute("update apalis.jobs set status = 'Pending', run_at = now() where job_type = 'messages.plan'").await;
    let ran = app.run_jobs().await;

    assert_eq!((ran, app.mails().len(), reminders(&app).await.len()), (1, mails, 1));
}

#[tokio::test]
async fn nobody_is_reminded_in_quiet_hours_by_their_own_clock() {
    // due at 06:00 in UTC: 08:00 in Kyiv, where the company is, and 01:00 in New York
    for (zone, at) in
        [(json!(null), "2026-11-26T06:00:00+00:00"), (json!("America/New_York"), "2026-11-26T01:59:00+00:00")]
    {
        let app = TestApp::start().await;
        let ada = app.company("vesna").await;
        let (service, staff) = app.bookable(&ada).await;
        let quiet = json!({ "reminder_leads": [120], "quiet_from": "21:00", "quiet_to": "08:00" });
        ada.patch("/company", 1, quiet).await.expect(200);
        let new = json!({ "name": "G", "email": "g@example.com", "time_zone": zone });
        let client = ada.post("/clients", new).await.expect(201);

        let new = json!({
            "client_id": client["id"], "service_id": service["id"], "staff_id": staff["id"], "starts_at": "2026-11-26T08:00:00Z",
        });
        ada.post("/bookings", new).await.expect(201);
        app.run_jobs().await;

        assert_eq!(reminders(&app).await, [json!({ "status": "scheduled", "send_at": at })], "{zone}");
    }
}

#[tokio::test]
async fn a_reminder_that_is_late_waits_until_quiet_hours_are_over() {
    let app = TestApp::start().await;
    booked(&app, json!({ "reminder_leads": [780], "quiet_from": "22:00", "quiet_to": "08:00" })).await;

    // due at 21:00 in Kyiv; nobody looked until 23:00
    app.clock.advance(TimeDelta::hours(74 - 11));
    app.run_jobs().await;
    let waiting = reminders(&app).await;
    app.clock.advance(TimeDelta::hours(9));
    app.run_jobs().await;

    assert_eq!(waiting, [json!({ "status": "scheduled", "send_at": "2026-11-26T06:00:00+00:00" })]);
    assert_eq!((reminders_sent(&app), reminders(&app).await[0]["status"].clone()), (1, json!("sent")));
}

#[tokio::test]
async fn no_reminder_is_made_where_none_is_wanted_or_its_time_has_passed() {
    for leads in [json!([]), json!([5000])] {
        let app = TestApp::start().await;
        booked(&app, json!({ "reminder_leads": leads })).await;
        assert!(reminders(&app).await.is_empty(), "{leads}");
        assert_eq!(app.mails().len(), 1);
    }
}
