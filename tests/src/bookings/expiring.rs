//! Pending bookings hold their time, and let go of it.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::grace;
use crate::{Person, TestApp};

const TEN: &str = "2026-11-24T08:00:00Z";

/// A company that confirms by hand, and a booking that waits for that.
async fn pending(app: &TestApp) -> (Person, Value, Value) {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "confirmation": "manual", "pending_minutes": 60 })).await.expect(200);
    let booked = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
    (ada, service, booked)
}

#[tokio::test]
async fn a_pending_booking_blocks_its_time_until_it_expires() {
    let app = TestApp::start().await;
    let (ada, service, booked) = pending(&app).await;
    let path = format!("/bookings/{}", booked["id"].as_str().expect("an id"));
    assert_eq!(app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.problem(409), "slot_taken");

    app.clock.advance(TimeDelta::minutes(59));
    app.run_jobs().await;
    let before = app.db.number("select count(*) from bookings where status = 'pending'").await;
    app.clock.advance(TimeDelta::minutes(1));
    app.run_jobs().await;

    assert_eq!(before, 1);
    let ada = sign_in_again(&app, &ada).await;
    let shown = ada.get(&path).await.expect(200);
    assert_eq!(
        (&shown["status"], &shown["expires_at"], &shown["version"]),
        (&json!("expired"), &json!(null), &json!(2))
    );
    assert_eq!(app.db.number("select count(*) from allocations").await, 0);
    app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
}

#[tokio::test]
async fn an_expiry_is_written_down_once_however_often_jobs_run() {
    let app = TestApp::start().await;
    let (_, _, booked) = pending(&app).await;
    app.clock.advance(TimeDelta::minutes(60));

    frontdesk_jobs::tick(&app.app).await.expect("the schedule");
    frontdesk_jobs::tick(&app.app).await.expect("the schedule");
    app.run_jobs().await;
    app.run_jobs().await;

    let history =
        app.db.rows("select from_status, to_status, actor_kind, reason from booking_history order by at, id").await;
    assert_eq!(
        history[1..],
        [json!({
            "from_status": "pending", "to_status": "expired", "actor_kind": "system", "reason": "not confirmed in time",
        })]
    );
    let events = "select kind, payload ->> 'booking_id' as booking from events where kind like 'booking.%'
                  order by created_at, id";
    let events = app.db.rows(events).await;
    assert_eq!(events[1..], [json!({ "kind": "booking.expired", "booking": booked["id"] })]);
    let reminders = app.db.rows("select status from messages where kind = 'booking_reminder'").await;
    assert!(reminders.is_empty(), "{reminders:?}");
}

#[tokio::test]
async fn time_that_ran_out_is_free_even_before_the_job_has_run() {
    let app = TestApp::start().await;
    let (ada, service, booked) = pending(&app).await;

    app.clock.advance(TimeDelta::minutes(60));
    let id = service["id"].as_str().expect("an id");
    let days = "from=2026-11-24&to=2026-11-25";
    let free = app.visitor().get(&format!("/public/vesna/availability?service_id={id}&{days}")).await.expect(200);
    let taken = app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
    app.run_jobs().await;

    assert!(free["slots"].as_array().expect("slots").iter().any(|slot| slot["starts_at"] == TEN));
    let ada = sign_in_again(&app, &ada).await;
    for (booking, status) in [(&booked, "expired"), (&taken, "pending")] {
        let shown = ada.get(&format!("/bookings/{}", booking["id"].as_str().expect("an id"))).await.expect(200);
        assert_eq!(shown["status"], status);
    }
    let holders = app.db.rows("select booking_id from allocations").await;
    assert_eq!(holders, [json!({ "booking_id": taken["id"] })], "the new holder keeps its time");
}

/// Her token has run out meanwhile.
async fn sign_in_again(app: &TestApp, person: &Person) -> Person {
    let who = json!({ "email": format!("ada@{}.example", person.slug), "password": "correct horse battery" });
    let answer = app.visitor().post("/auth/sign-in", who).await.expect(200);
    Person::new(app.clone(), &person.slug, Some(&answer))
}
