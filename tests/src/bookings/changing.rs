//! What becomes of a booking: its states, another time, other people, more add-ons.

use serde_json::{Value, json};

use super::grace;
use crate::{Person, TestApp};

const TEN: &str = "2026-11-24T08:00:00Z";
const ELEVEN: &str = "2026-11-24T09:00:00Z";

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

async fn book(app: &TestApp, service: &Value, at: &str) -> Value {
    app.visitor().post("/public/vesna/bookings", grace(service, at)).await.expect(201)
}

async fn act(person: &Person, booking: &Value, action: &str, body: Value) -> crate::Answer {
    person.post(&format!("/bookings/{}/{action}", id(booking)), body).await
}

async fn is_free(app: &TestApp, service: &Value, at: &str) -> bool {
    let path = format!("/public/vesna/availability?service_id={}&from=2026-11-24&to=2026-11-25", id(service));
    let slots = app.visitor().get(&path).await.expect(200)["slots"].clone();
    slots.as_array().expect("slots").iter().any(|slot| slot["starts_at"] == at)
}

async fn manual(ada: &Person) {
    ada.patch("/company", 1, json!({ "confirmation": "manual" })).await.expect(200);
}

#[tokio::test]
async fn a_booking_goes_from_pending_to_completed_step_by_step_and_its_history_says_who_and_why() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    manual(&ada).await;
    let booking = book(&app, &service, TEN).await;

    for (action, status) in [("confirm", "confirmed"), ("start", "in_progress"), ("complete", "completed")] {
        assert_eq!(act(&ada, &booking, action, json!({})).await.expect(200)["status"], status);
        assert_eq!(act(&ada, &booking, action, json!({})).await.problem(409), "wrong_status");
    }

    let history = ada.get(&format!("/bookings/{}/history", id(&booking))).await.expect(200)["data"].clone();
    let line = |n: usize| (history[n]["from"].clone(), history[n]["to"].clone(), history[n]["actor"].clone());
    assert_eq!(line(0), (json!(null), json!("pending"), json!("guest")));
    assert_eq!(line(1), (json!("pending"), json!("confirmed"), json!("staff")));
    assert_eq!(line(3), (json!("in_progress"), json!("completed"), json!("staff")));
    assert_eq!(history[3]["actor_name"], "Ada");
    assert!(is_free(&app, &service, TEN).await, "what is over takes no time");
}

#[tokio::test]
async fn what_may_not_follow_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let confirmed = book(&app, &service, TEN).await;
    manual(&ada).await;
    let pending = book(&app, &service, ELEVEN).await;
    let before = ada.get("/bookings").await.expect(200);

    for (booking, actions) in
        [(&confirmed, ["confirm", "decline", "complete"]), (&pending, ["start", "complete", "no-show"])]
    {
        for action in actions {
            assert_eq!(act(&ada, booking, action, json!({})).await.problem(409), "wrong_status", "{action}");
        }
    }

    assert_eq!(ada.get("/bookings").await.expect(200), before);
    act(&ada, &confirmed, "start", json!({})).await.expect(200);
    act(&ada, &confirmed, "complete", json!({})).await.expect(200);
    assert_eq!(act(&ada, &confirmed, "cancel", json!({})).await.problem(409), "wrong_status");
    let bea = app.company("osin").await;
    assert_eq!(act(&bea, &pending, "confirm", json!({})).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_declined_or_cancelled_booking_frees_its_time_at_once_and_the_client_is_told() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let cancelled = book(&app, &service, TEN).await;
    manual(&ada).await;
    let declined = book(&app, &service, ELEVEN).await;
    app.run_jobs().await;

    act(&ada, &cancelled, "cancel", json!({ "reason": "Iryna is ill" })).await.expect(200);
    act(&ada, &declined, "decline", json!({})).await.expect(200);
    app.run_jobs().await;

    assert!(is_free(&app, &service, TEN).await && is_free(&app, &service, ELEVEN).await);
    let mut subjects: Vec<_> = app.mails()[..2].iter().filter_map(|mail| mail.subject().map(str::to_owned)).collect();
    subjects.sort_unstable();
    assert_eq!(subjects, ["Booking cancelled: Haircut at Company vesna", "Booking declined: Haircut at Company vesna"]);
    assert!(app.mails()[0].body_text(0).expect("a text").contains("please ask Company vesna"));
    let history = ada.get(&format!("/bookings/{}/history", id(&cancelled))).await.expect(200)["data"].clone();
    assert_eq!(history[1]["reason"], "Iryna is ill");
    assert_eq!(
        app.db.number("select count(*) from messages where status = 'scheduled'").await,
        0,
        "no reminder is left"
    );
}

#[tokio::test]
async fn a_pending_booking_that_has_run_out_cannot_be_confirmed_any_more() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    manual(&ada).await;
    let booking = book(&app, &service, TEN).await;

    app.db
        .execute("update bookings set expires_at = created_at; update allocations set expires_at = '2020-01-01'")
        .await;

    assert_eq!(act(&ada, &booking, "confirm", json!({})).await.problem(409), "expired");
    let to = json!({ "starts_at": ELEVEN });
    assert_eq!(act(&ada, &booking, "reschedule", to).await.problem(409), "expired");
    assert!(is_free(&app, &service, TEN).await);
}

#[tokio::test]
async fn a_rescheduled_booking_has_the_new_time_and_not_the_old_and_its_reminder_moves_along() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let booking = book(&app, &service, TEN).await;

    let to = json!({ "starts_at": "2026-11-24T10:30:00Z", "duration_minutes": 90, "reason": "The train is late" });
    let moved = act(&ada, &booking, "reschedule", to).await.expect(200);
    app.run_jobs().await;

    assert_eq!(
        (&moved["starts_at"], &moved["ends_at"]),
        (&json!("2026-11-24T10:30:00Z"), &json!("2026-11-24T12:00:00Z"))
    );
    assert_eq!(moved["wall_starts_at"], "2026-11-24T12:30:00");
    assert!(is_free(&app, &service, TEN).await);
    assert!(!is_free(&app, &service, "2026-11-24T11:00:00Z").await);
    let reminder = "select send_at::text as at from messages where status = 'scheduled'";
    assert_eq!(app.db.rows(reminder).await, [json!({ "at": "2026-11-23 10:30:00+00" })]);
    let history = ada.get(&format!("/bookings/{}/history", id(&booking))).await.expect(200)["data"].clone();
    assert_eq!((&history[1]["kind"], &history[1]["details"]["from"]["starts_at"]), (&json!("time"), &json!(TEN)));
}

#[tokio::test]
async fn a_booking_that_cannot_have_the_new_time_keeps_the_old() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let (booking, _) = (book(&app, &service, TEN).await, book(&app, &service, ELEVEN).await);
    let before = (ada.get("/bookings").await.expect(200), app.db.rows("select * from allocations order by id").await);

    let taken = act(&ada, &booking, "reschedule", json!({ "starts_at": ELEVEN })).await;
    let longer = act(&ada, &booking, "reschedule", json!({ "starts_at": TEN, "duration_minutes": 61 })).await;
    let closed = act(&ada, &booking, "reschedule", json!({ "starts_at": "2026-11-24T20:00:00Z" })).await;

    assert_eq!(
        (taken.problem(409), longer.problem(409), closed.problem(409)),
        ("slot_taken".into(), "slot_taken".into(), "slot_taken".into())
    );
    assert_eq!(
        (ada.get("/bookings").await.expect(200), app.db.rows("select * from allocations order by id").await),
        before
    );
    let over = json!({ "starts_at": "2026-11-24T20:00:00Z", "override_rules": true });
    act(&ada, &booking, "reschedule", over).await.expect(200);
    assert!(is_free(&app, &service, TEN).await);
}

#[tokio::test]
async fn a_booking_is_given_to_somebody_who_is_free_and_that_confirms_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let olena = ada.post("/staff", json!({ "name": "Olena" })).await.expect(201);
    let week = json!({ "hours": [{ "weekday": "tuesday", "starts": "09:00", "ends": "17:00" }] });
    ada.put(&format!("/staff/{}/working-hours", id(&olena)), week).await.expect(200);
    manual(&ada).await;
    let mut new = grace(&service, TEN);
    new["staff_id"] = olena["id"].clone();
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    let theirs = book(&app, &service, TEN).await;
    let later = book(&app, &service, ELEVEN).await;

    let to = json!({ "staff_id": olena["id"] });
    assert_eq!(act(&ada, &theirs, "assign", to.clone()).await.problem(409), "staff_busy");
    let given = act(&ada, &later, "assign", to).await.expect(200);

    assert_eq!((&given["staff"]["name"], &given["status"]), (&json!("Olena"), &json!("confirmed")));
    let nobody = json!({ "staff_id": service["id"] });
    assert_eq!(act(&ada, &later, "assign", nobody).await.invalid()[0], ("staff_id".into(), "not_found".into()));
}

#[tokio::test]
async fn add_ons_make_a_booking_longer_and_dearer_at_the_prices_of_the_moment() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let addon = json!({ "name": "Wax", "duration_minutes": 30, "price": { "amount": 50_000, "currency": "UAH" } });
    let addon = ada.post("/addons", addon).await.expect(201);
    let path = format!("/services/{}", id(&service));
    ada.patch(&path, 1, json!({ "addon_ids": [addon["id"]] })).await.expect(200);
    let mut new = grace(&service, TEN);
    new["addon_ids"] = json!([addon["id"]]);
    let whole = app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    let plain = book(&app, &service, "2026-11-24T10:00:00Z").await;

    ada.patch(&path, 2, json!({ "price": { "amount": 900_000, "currency": "UAH" } })).await.expect(200);
    let more = act(&ada, &plain, "addons", json!({ "addon_ids": [addon["id"]] })).await.expect(200);

    assert_eq!((&whole["total"]["amount"], &whole["ends_at"]), (&json!(200_000), &json!("2026-11-24T09:30:00Z")));
    assert_eq!((&more["total"]["amount"], &more["ends_at"]), (&json!(200_000), &json!("2026-11-24T11:30:00Z")));
    let twice = act(&ada, &plain, "addons", json!({ "addon_ids": [addon["id"]] })).await.invalid();
    assert_eq!(twice[0], ("addon_ids".into(), "twice".into()));
    let strange =
        ada.post("/addons", json!({ "name": "X", "price": { "amount": 1, "currency": "UAH" } })).await.expect(201);
    let errors = act(&ada, &plain, "addons", json!({ "addon_ids": [strange["id"]] })).await.invalid();
    assert_eq!(errors[0], ("addon_ids".into(), "not_found".into()));
}

#[tokio::test]
async fn a_customer_cancels_their_own_booking_as_long_as_there_is_time() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let (booking, theirs) = (book(&app, &service, TEN).await, {
        let mut new = grace(&service, ELEVEN);
        new["email"] = json!("alan@example.com");
        app.visitor().post("/public/vesna/bookings", new).await.expect(201)
    });
    let grace = app.customer("vesna", "grace@example.com").await;
    let cancel =
        async |booking: &Value| grace.post(&format!("/portal/bookings/{}/cancel", id(booking)), json!({})).await;

    assert_eq!(cancel(&theirs).await.problem(404), "not_found");
    ada.patch("/company", 1, json!({ "cancellation_notice_minutes": 43_200 })).await.expect(200);
    assert_eq!(cancel(&booking).await.problem(409), "too_late");
    ada.patch("/company", 2, json!({ "cancellation_notice_minutes": 60 })).await.expect(200);
    assert_eq!(cancel(&booking).await.expect(200)["status"], "cancelled");

    assert_eq!(cancel(&booking).await.problem(409), "wrong_status");
    assert!(is_free(&app, &service, TEN).await && !is_free(&app, &service, ELEVEN).await);
    let history = ada.get(&format!("/bookings/{}/history", id(&booking))).await.expect(200)["data"].clone();
    assert_eq!((&history[1]["actor"], &history[1]["to"]), (&json!("customer"), &json!("cancelled")));
    app.run_jobs().await;
    assert_eq!(app.db.number("select count(*) from messages where status = 'scheduled'").await, 1, "Alan's reminder");
}
