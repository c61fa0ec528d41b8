//! Customers move what they have booked: to a free time, in time, and never anybody else's.

use chrono::TimeDelta;
use poem::http::Method;
use serde_json::{Value, json};

use super::{GRACE, book, customer};
use crate::{Answer, Person, TestApp, at_once};

const TEN: &str = "2026-11-24T08:00:00Z";
const NOON: &str = "2026-11-24T10:00:00Z";

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

async fn to(person: &Person, booking: &Value, at: &str) -> Answer {
    person.post(&format!("/portal/bookings/{}/reschedule", id(booking)), json!({ "starts_at": at })).await
}

async fn free(person: &Person, path: &str) -> Vec<String> {
    let slots = person.get(path).await.expect(200)["slots"].clone();
    let slots = slots.as_array().expect("slots").iter();
    slots.filter_map(|slot| slot["starts_at"].as_str().map(str::to_owned)).collect()
}

/// A company, its admin, a service, and a customer who has it tomorrow at ten.
async fn at_vesna(app: &TestApp) -> (Person, Person, Value, Value) {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let booking = book(app, "vesna", &service, 8, GRACE).await;
    (ada, customer(app, "vesna", GRACE).await, service, booking)
}

#[tokio::test]
async fn a_customer_moves_their_booking_and_its_reminder_its_history_and_their_mail_say_so() {
    let app = TestApp::start().await;
    let (ada, grace, service, booking) = at_vesna(&app).await;
    app.run_jobs().await;

    let moved = to(&grace, &booking, NOON).await.expect(200);
    app.run_jobs().await;

    assert_eq!((&moved["starts_at"], &moved["ends_at"]), (&json!(NOON), &json!("2026-11-24T11:00:00Z")));
    assert_eq!(grace.get(&format!("/portal/bookings/{}", id(&booking))).await.expect(200), moved);
    let path = format!("/public/vesna/availability?service_id={}&from=2026-11-24&to=2026-11-25", id(&service));
    let times = free(&app.visitor(), &path).await;
    assert!(times.contains(&TEN.to_owned()) && !times.contains(&NOON.to_owned()), "{times:?}");
    let reminder = "select send_at::text as at from messages where status = 'scheduled'";
    assert_eq!(app.db.rows(reminder).await, [json!({ "at": "2026-11-23 10:00:00+00" })]);
    let history = ada.get(&format!("/bookings/{}/history", id(&booking))).await.expect(200)["data"][1].clone();
    assert_eq!((&history["kind"], &history["actor"]), (&json!("time"), &json!("customer")));
    let details = &history["details"];
    assert_eq!((&details["from"]["starts_at"], &details["to"]["starts_at"]), (&json!(TEN), &json!(NOON)));
    let seen = ada.get(&format!("/bookings/{}", id(&booking))).await.expect(200);
    assert_eq!((&seen["wall_starts_at"], &seen["version"]), (&json!("2026-11-24T12:00:00"), &json!(2)));
    let sent = "select count(*) from messages where kind = 'booking_rescheduled' and status = 'sent'";
    assert_eq!(app.db.number(sent).await, 1);
}

#[tokio::test]
async fn another_customers_booking_is_not_there_to_be_moved() {
    let app = TestApp::start().await;
    let (_, _, _, booking) = at_vesna(&app).await;
    let before = app.db.rows("select * from allocations").await;
    let alan = customer(&app, "vesna", "alan@example.com").await;

    assert_eq!(to(&alan, &booking, NOON).await.problem(404), "not_found");
    let path = format!("/portal/bookings/{}/availability?from=2026-11-24&to=2026-11-25", id(&booking));
    assert_eq!(alan.get(&path).await.problem(404), "not_found");
    assert_eq!(app.db.rows("select * from allocations").await, before);
}

#[tokio::test]
async fn a_booking_that_cannot_have_the_new_time_keeps_the_old_and_hears_what_is_free() {
    let app = TestApp::start().await;
    let (ada, grace, service, booking) = at_vesna(&app).await;
    book(&app, "vesna", &service, 10, "alan@example.com").await;
    let everything =
        async || (ada.get("/bookings").await.expect(200), app.db.rows("select * from allocations order by id").await);
    let before = everything().await;

    let taken = to(&grace, &booking, NOON).await;
    let overlapping = to(&grace, &booking, "2026-11-24T09:30:00Z").await;
    let closed = to(&grace, &booking, "2026-11-24T20:00:00Z").await;
    let off_the_grid = to(&grace, &booking, "2026-11-24T12:07:00Z").await;
    let soon = to(&grace, &booking, "2026-11-23T06:30:00Z").await;
    let far = to(&grace, &booking, "2027-03-24T08:00:00Z").await;

    assert_eq!(taken.body["alternatives"].as_array().map(Vec::len), Some(5));
    for answer in [taken, overlapping, closed, off_the_grid] {
        assert_eq!(answer.problem(409), "slot_taken");
    }
    assert_eq!(soon.invalid(), [("starts_at".to_owned(), "too_soon".to_owned())]);
    assert_eq!(far.invalid(), [("starts_at".to_owned(), "too_far".to_owned())]);
    assert_eq!(everything().await, before);
    to(&grace, &booking, "2026-11-24T07:30:00Z").await.expect(200); // over a part of its own time
}

#[tokio::test]
async fn what_is_too_near_or_over_or_has_run_out_is_not_moved() {
    let app = TestApp::start().await;
    let (ada, grace, _, booking) = at_vesna(&app).await;
    ada.patch("/company", 1, json!({ "cancellation_notice_minutes": 26 * 60 })).await.expect(200);
    to(&grace, &booking, "2026-11-25T08:00:00Z").await.expect(200);
    app.clock.advance(TimeDelta::hours(24) + TimeDelta::minutes(1));
    let grace = customer(&app, "vesna", GRACE).await;

    assert_eq!(to(&grace, &booking, "2026-11-26T08:00:00Z").await.problem(409), "too_late");
    app.db.execute("update bookings set status = 'pending', expires_at = created_at").await;
    assert_eq!(to(&grace, &booking, "2026-11-26T08:00:00Z").await.problem(409), "expired");
    for status in ["in_progress", "completed", "cancelled", "no_show"] {
        app.db.execute(&format!("update bookings set status = '{status}', expires_at = null")).await;
        assert_eq!(to(&grace, &booking, "2026-11-26T08:00:00Z").await.problem(409), "wrong_status", "{status}");
    }
}

#[tokio::test]
async fn of_two_who_move_to_one_time_one_gets_it_and_the_other_keeps_what_they_had() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let mut movers = Vec::new();
    for (n, hour) in [7, 8, 9, 12, 13].into_iter().enumerate() {
        let email = format!("p{n}@example.com");
        let booking = book(&app, "vesna", &service, hour, &email).await;
        movers.push((customer(&app, "vesna", &email).await, booking));
    }
    let before = app.db.rows("select id, starts_at from bookings order by id").await;

    app.warm_up().await;
    let answers =
        at_once(movers.iter().cloned().map(|(person, booking)| async move { to(&person, &booking, NOON).await })).await;

    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 4));
    for answer in lost {
        assert_eq!(answer.problem(409), "slot_taken");
    }
    let after = app.db.rows("select id, starts_at from bookings order by id").await;
    assert_eq!(before.iter().zip(&after).filter(|(before, after)| before != after).count(), 1);
    let apart =
        "select count(*) from bookings b join allocations a on a.booking_id = b.id and a.starts_at = b.starts_at";
    assert_eq!(app.db.number(apart).await, 5, "each has the time that it says, and no other");
    assert_eq!(app.db.number("select count(*) from allocations").await, 5);
}

#[tokio::test]
async fn a_move_that_is_sent_twice_happens_once() {
    let app = TestApp::start().await;
    let (_, grace, _, booking) = at_vesna(&app).await;
    let path = format!("/portal/bookings/{}/reschedule", id(&booking));
    let (key, body) = ([("idempotency-key", "k1")], json!({ "starts_at": NOON }));

    let first = grace.send(Method::POST, &path, &key, Some(body.clone())).await.expect(200);
    let again = grace.send(Method::POST, &path, &key, Some(body)).await.expect(200);

    assert_eq!(first, again);
    assert_eq!(app.db.number("select count(*) from booking_history where kind = 'time'").await, 1);
}

#[tokio::test]
async fn free_times_of_a_booking_count_its_own_time_for_its_customer_and_for_staff() {
    let app = TestApp::start().await;
    let (ada, grace, service, booking) = at_vesna(&app).await;
    book(&app, "vesna", &service, 12, "alan@example.com").await;
    let range = "availability?from=2026-11-24&to=2026-11-25";

    let own = free(&grace, &format!("/portal/bookings/{}/{range}", id(&booking))).await;
    let staff = free(&ada, &format!("/bookings/{}/{range}", id(&booking))).await;

    assert_eq!(own, staff);
    assert!(own.contains(&TEN.to_owned()) && own.contains(&"2026-11-24T07:30:00Z".to_owned()), "{own:?}");
    assert!(!own.contains(&"2026-11-24T12:00:00Z".to_owned()), "{own:?}");
    for time in ["2026-11-24T13:00:00Z", "2026-11-24T07:30:00Z"] {
        assert!(own.contains(&time.to_owned()));
        to(&grace, &booking, time).await.expect(200);
    }
}

#[tokio::test]
async fn a_customer_may_ask_for_somebody_else_and_another_companys_staff_is_nobody() {
    let app = TestApp::start().await;
    let (ada, grace, _, booking) = at_vesna(&app).await;
    let (_, olena) = app.bookable(&ada).await;
    let (_, stranger) = app.bookable(&app.company("osin").await).await;
    let path = format!("/portal/bookings/{}/reschedule", id(&booking));

    let moved = grace.post(&path, json!({ "starts_at": TEN, "staff_id": olena["id"] })).await.expect(200);
    let nobody = grace.post(&path, json!({ "starts_at": NOON, "staff_id": stranger["id"] })).await;

    assert_eq!((&moved["staff"]["id"], &moved["starts_at"]), (&olena["id"], &json!(TEN)));
    assert_eq!(nobody.invalid(), [("staff_id".to_owned(), "not_found".to_owned())]);
}
