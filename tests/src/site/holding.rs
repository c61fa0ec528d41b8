//! A time that is chosen is kept for whoever chose it: over reloads, until it runs out, and for one booking.

use chrono::TimeDelta;
use serde_json::json;

use super::{Browser, GRACE, Page, form_at};
use crate::TestApp;

/// The form, with ten o'clock held.
async fn held(app: &TestApp) -> Page {
    let times = Browser::new(app).open("/b/vesna").await.follow("Haircut").await;
    times.follow("Tuesday, 24 November 2026").await.press("10:00").await.expect(200)
}

async fn holds(app: &TestApp) -> i64 {
    app.db.number("select count(*) from allocations where hold_id is not null").await
}

async fn bookings(app: &TestApp) -> i64 {
    app.db.number("select count(*) from bookings").await
}

#[tokio::test]
async fn a_chosen_time_is_kept_over_a_reload_and_nobody_else_gets_it() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = held(&app).await;

    let again = form.browser.open(form.url.as_str()).await.expect(200);
    let other = form_at_any(&app).await.expect(409);
    let done = again.submit(GRACE).await.expect(200);

    assert!(form.text("#held span").starts_with("Kept for you until ") && again.all("#held").len() == 1);
    assert_eq!(other.text("[role=alert] h2"), "This time cannot be booked any more");
    assert_eq!(done.text("h1"), "Your booking is confirmed");
    assert_eq!((holds(&app).await, bookings(&app).await), (0, 1));
}

/// The form for ten o'clock, as somebody else opens it.
async fn form_at_any(app: &TestApp) -> Page {
    let times = Browser::new(app).open("/b/vesna").await.follow("Haircut").await;
    let url = format!("{}/book?starts_at=2026-11-24T08:00:00Z", times.url.path());
    times.browser.open(&url).await
}

#[tokio::test]
async fn a_hold_that_ran_out_still_books_while_the_time_is_free() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = held(&app).await;
    app.clock.advance(TimeDelta::hours(1));

    let late = form.browser.open(form.url.as_str()).await.expect(200);
    let done = form.submit(GRACE).await.expect(200);

    assert_eq!(late.text("[role=alert] h2"), "This time is not kept for you any more");
    assert!(late.all("#held").is_empty());
    assert_eq!(done.text("h1"), "Your booking is confirmed");
    assert_eq!(bookings(&app).await, 1);
}

#[tokio::test]
async fn a_hold_that_ran_out_and_was_taken_brings_other_times() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = held(&app).await;
    app.clock.advance(TimeDelta::hours(1));
    form_at(&app, "vesna", "2026-11-24T08:00:00Z").await.submit(GRACE).await.expect(200);

    let taken = form.submit(&[("name", "Joan"), ("email", "joan@example.com")]).await.expect(409);
    let other = taken.all("input[type=radio][name=starts_at]")[0].attr("value").expect("a time").to_owned();
    taken.submit(&[("starts_at", &other)]).await.expect(200);

    assert_eq!(taken.text("[role=alert] h2"), "This time has just been taken");
    assert_eq!(taken.value("name"), "Joan");
    assert_eq!(bookings(&app).await, 2);
}

#[tokio::test]
async fn whoever_comes_back_after_booking_sees_the_booking() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = held(&app).await;
    let done = form.submit(GRACE).await.expect(200);

    let back = form.browser.open(form.url.as_str()).await.expect(200);
    let twice = form.submit(GRACE).await.expect(200);

    assert_eq!(
        (back.text(".reference dd"), twice.text(".reference dd")),
        (done.text(".reference dd"), done.text(".reference dd"))
    );
    assert_eq!(bookings(&app).await, 1);
}

#[tokio::test]
async fn a_form_with_a_hold_that_is_sent_twice_books_once() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = held(&app).await;

    let (first, second) = tokio::join!(form.submit(GRACE), form.submit(GRACE));

    assert_eq!((first.status.as_u16(), second.status.as_u16()), (200, 200));
    assert_eq!(first.text(".reference dd"), second.text(".reference dd"));
    assert_eq!(bookings(&app).await, 1);
}

#[tokio::test]
async fn another_time_gives_the_first_one_back() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = held(&app).await;

    let times = form.follow("Back").await.expect(200);
    let other = times.press("12:30").await.expect(200);

    assert!(times.text(".held").contains("Tuesday, 24 November 2026, 10:00"), "{}", times.source);
    assert_eq!(holds(&app).await, 1);
    other.submit(GRACE).await.expect(200);
    let starts = app.db.rows("select starts_at from bookings").await;
    assert!(starts[0]["starts_at"].as_str().is_some_and(|at| at.contains("10:30")), "{starts:?}");
}

#[tokio::test]
async fn somebody_elses_hold_on_another_time_books_nothing_with_it() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = held(&app).await;

    let typed = [GRACE, &[("starts_at", "2026-11-24T12:00:00Z")]].concat();
    let asked = form.submit(&typed).await.expect(409);
    let done = asked.submit(&[]).await.expect(200);

    assert_eq!(asked.text("[role=alert] h2"), "This time is not kept for you any more");
    assert_eq!(done.text("h1"), "Your booking is confirmed");
    assert_eq!((holds(&app).await, bookings(&app).await), (1, 1));
}

#[tokio::test]
async fn a_time_that_has_gone_before_it_is_chosen_brings_others() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let times = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;
    let day = times.follow("Tuesday, 24 November 2026").await;
    form_at(&app, "vesna", "2026-11-24T08:00:00Z").await.submit(GRACE).await.expect(200);

    let gone = day.press("10:00").await.expect(409);

    assert!(gone.all("input[type=radio]").len() >= 3);
    assert_eq!(holds(&app).await, 0);
    assert_eq!(ada.get("/bookings").await.expect(200)["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn words_in_place_of_a_hold_are_none() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = held(&app).await;

    for secret in ["x", "'; drop table holds; --", "%00", &"y".repeat(3000)] {
        let mut url = form.url.clone();
        let at = [("starts_at", "2026-11-24T12:00:00Z"), ("hold", secret)];
        url.query_pairs_mut().clear().extend_pairs(at);
        let page = form.browser.open(url.as_str()).await.expect(200);
        assert_eq!(page.text("[role=alert] h2"), "This time is not kept for you any more", "{secret}");
    }
    assert_eq!(json!(holds(&app).await), json!(1));
}
