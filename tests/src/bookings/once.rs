//! A booking that is asked for twice with one key is made once.

use chrono::TimeDelta;
use poem::http::Method;
use serde_json::{Value, json};

use super::grace;
use crate::{Answer, TestApp, at_once};

const TEN: &str = "2026-11-24T08:00:00Z";

async fn book(app: &TestApp, slug: &str, key: &str, new: &Value) -> Answer {
    let path = format!("/public/{slug}/bookings");
    app.visitor().send(Method::POST, &path, &[("idempotency-key", key)], Some(new.clone())).await
}

#[tokio::test]
async fn the_same_key_and_body_get_the_same_answer_and_one_booking() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let new = grace(&service, TEN);

    let first = book(&app, "vesna", "key-1", &new).await.expect(201);
    let again = book(&app, "vesna", "key-1", &new).await.expect(201);
    app.run_jobs().await;

    assert_eq!(again, first);
    assert_eq!(ada.pages("/bookings", 10).await.concat().len(), 1);
    assert_eq!(app.mails().len(), 1);
}

#[tokio::test]
async fn twenty_at_once_with_one_key_are_one_booking() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    app.warm_up().await;
    let answers = at_once((0..20).map(|_| {
        let (app, new) = (app.clone(), grace(&service, TEN));
        async move { book(&app, "vesna", "key-1", &new).await.expect(201) }
    }))
    .await;

    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(app.db.number("select count(*) from bookings").await, 1);
    app.run_jobs().await;
    assert_eq!(app.db.number("select count(*) from messages where kind = 'booking_confirmed'").await, 1);
}

#[tokio::test]
async fn a_key_that_was_used_for_something_else_is_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    book(&app, "vesna", "key-1", &grace(&service, TEN)).await.expect(201);

    let other = book(&app, "vesna", "key-1", &grace(&service, "2026-11-24T09:00:00Z")).await;

    assert_eq!(other.invalid(), [("Idempotency-Key".to_owned(), "key_reused".to_owned())]);
    assert_eq!(app.db.number("select count(*) from bookings").await, 1);
}

#[tokio::test]
async fn a_failure_is_not_kept() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);

    let taken = book(&app, "vesna", "key-1", &grace(&service, TEN)).await;
    app.db.execute("delete from allocations").await;
    let free = book(&app, "vesna", "key-1", &grace(&service, TEN)).await;

    assert_eq!(taken.problem(409), "slot_taken");
    assert_eq!(free.expect(201)["status"], "confirmed");
}

#[tokio::test]
async fn keys_of_two_companies_never_meet() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.company("vesna").await, app.company("osin").await);
    let ((ours, _), (theirs, _)) = (app.bookable(&ada).await, app.bookable(&bea).await);

    book(&app, "vesna", "key-1", &grace(&ours, TEN)).await.expect(201);
    let next_door = book(&app, "osin", "key-1", &grace(&theirs, TEN)).await.expect(201);

    assert_eq!(next_door["service"]["id"], theirs["id"]);
    assert_eq!(bea.pages("/bookings", 10).await.concat().len(), 1);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let purge = async || {
        let mut tx = app.app.schedule().await.expect("a transaction");
        frontdesk::db::purge_answers(&mut tx).await.expect("purged");
        tx.commit().await.expect("committed");
        app.db.number("select count(*) from idempotency_keys").await
    };
    book(&app, "vesna", "key-1", &grace(&service, TEN)).await.expect(201);

    app.clock.advance(TimeDelta::hours(24));
    let after_a_day = purge().await;
    app.clock.advance(TimeDelta::seconds(1));

    assert_eq!(after_a_day, 1);
    assert_eq!(purge().await, 0);
    let other = grace(&service, "2026-11-25T08:00:00Z");
    assert_eq!(book(&app, "vesna", "key-1", &other).await.expect(201)["starts_at"], "2026-11-25T08:00:00Z");
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    for key in ["", "two words", "ключ", &"k".repeat(256)] {
        let answer = book(&app, "vesna", key, &grace(&service, TEN)).await;
        assert_eq!(answer.invalid(), [("Idempotency-Key".to_owned(), "invalid_key".to_owned())], "{key}");
    }

    assert_eq!(json!(app.db.number("select count(*) from bookings").await), json!(0));
}
