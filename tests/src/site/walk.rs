//! The way to a booking.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Browser, GRACE, form_at};
use crate::TestApp;

#[tokio::test]
async fn a_visitor_books_by_the_links_and_the_form_alone() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;

    let services = Browser::new(&app).open("/b/vesna").await.expect(200);
    let week = services.follow("Haircut").await.expect(200);
    let day = week.follow("Tuesday, 24 November 2026").await.expect(200);
    let form = day.press("10:15").await.expect(200);
    let done = form.submit(&[("name", "Grace"), ("email", "grace@example.com"), ("notes", "Two\r\nlines")]).await;
    let done = done.expect(200);

    let booking = &ada.get("/bookings").await.expect(200)["data"][0];
    assert_eq!(done.text("h1"), "Your booking is confirmed");
    assert_eq!(json!(done.text(".reference dd")), booking["reference"]);
    assert_eq!(booking["starts_at"], "2026-11-24T08:15:00Z");
    assert_eq!(booking["client"]["name"], "Grace");
    assert_eq!(booking["notes"], "Two\nlines");
    let facts = done.texts("dd");
    for fact in ["Haircut", "Iryna", "Tuesday, 24 November 2026, 10:15 (Kyiv, GMT+2)", "1 h"] {
        assert!(facts.iter().any(|found| found == fact), "{fact}: {facts:?}");
    }
    assert_eq!(done.texts(".bill td"), ["₴1,500.00", "₴1,500.00"]);
}

#[tokio::test]
async fn the_confirmation_survives_a_reload_and_names_nobody_in_its_address() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    app.company("next-door").await;
    let done = form_at(&app, "vesna", "2026-11-24T08:00:00Z").await.submit(GRACE).await.expect(200);

    let again = Browser::new(&app).open(done.url.as_str()).await.expect(200);
    let elsewhere = done.url.as_str().replace("/vesna/", "/next-door/");
    let elsewhere = Browser::new(&app).open(&elsewhere).await;

    assert_eq!(again.source, done.source);
    assert_eq!(elsewhere.status, 404);
    assert!(!done.url.as_str().to_lowercase().contains("grace"), "{}", done.url);
    assert!(!done.source.contains("grace@example.com"));
}

#[tokio::test]
async fn the_language_chosen_goes_all_the_way_and_into_the_mail() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;

    let services = Browser::new(&app).open("/b/vesna").await.follow("Українська").await.expect(200);
    let week = services.follow("Haircut").await;
    let form = week.follow("вівторок, 24 листопада").await.press("10:00").await;
    let wrong = form.submit(&[("name", "Грейс")]).await.expect(422);
    let done = wrong.submit(GRACE).await.expect(200);
    app.run_jobs().await;

    for page in [&services, &week, &form, &wrong, &done] {
        assert_eq!(page.all("html")[0].attr("lang"), Some("uk"), "{}", page.url);
    }
    assert_eq!(done.text("h1"), "Ваш запис підтверджено");
    let mails = app.mails();
    assert!(
        mails[0].subject().is_some_and(|subject| subject.starts_with("Запис підтверджено")),
        "{:?}",
        mails[0].subject()
    );
}

#[tokio::test]
async fn a_visitor_chooses_whom_to_see() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let alone = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;
    let oleh = ada.post("/staff", json!({ "name": "Oleh" })).await.expect(201);
    let hours = json!({ "hours": [{ "weekday": "thursday", "starts": "12:00", "ends": "13:00" }] });
    let path = format!("/staff/{}/working-hours", oleh["id"].as_str().expect("an id"));
    ada.put(&path, hours).await.expect(200);

    let anyone = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;
    let his = anyone.follow("Oleh").await.expect(200);
    let form = his.press("12:00").await.expect(200);
    form.submit(GRACE).await.expect(200);

    assert!(alone.texts(".staff a").is_empty());
    assert_eq!(anyone.texts(".staff a"), ["Anyone available", "Iryna", "Oleh"]);
    assert_eq!(his.texts(".times button"), ["12:00"]);
    assert!(form.texts("dd").contains(&"Oleh".to_owned()));
    let booking = &ada.get("/bookings").await.expect(200)["data"][0];
    assert_eq!(booking["staff"]["name"], "Oleh");
}

#[tokio::test]
async fn where_the_company_confirms_itself_the_visitor_is_told_so() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let version = ada.get("/company").await.expect(200)["version"].as_i64().expect("a version");
    ada.patch("/company", version, json!({ "confirmation": "manual" })).await.expect(200);

    let done = form_at(&app, "vesna", "2026-11-24T08:00:00Z").await.submit(GRACE).await.expect(200);

    assert_eq!(done.text("h1"), "Your request has been sent");
}

#[tokio::test]
async fn months_turn_from_this_one_to_the_last_that_can_be_booked() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let version = ada.get("/company").await.expect(200)["version"].as_i64().expect("a version");
    ada.patch("/company", version, json!({ "horizon_days": 10 })).await.expect(200);

    let this = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;
    let next = this.follow("Next month").await.expect(200);
    let far = this.url.join("?month=9999-12").expect("an address");
    let past = this.url.join("?month=1900-01&day=1900-01-02").expect("an address");
    let (far, past) = (next.browser.open(far.as_str()).await, next.browser.open(past.as_str()).await);

    assert!(!this.source.contains("Previous month") && this.source.contains("Next month"));
    assert!(next.source.contains("Previous month") && !next.source.contains("Next month"));
    assert_eq!(next.text(".turns p"), "December 2026");
    assert_eq!((far.text(".turns p"), past.text(".turns p")), (next.text(".turns p"), this.text(".turns p")));
    let closed: Vec<Value> = this.texts(".days .none:not(.past) .sr").into_iter().map(Value::from).collect();
    let weekend = ["Saturday, 28 November 2026: No free times", "Sunday, 29 November 2026: No free times"];
    assert_eq!(closed, weekend);
}

#[tokio::test]
async fn a_month_without_times_leads_to_the_next_day_that_has_some() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    app.clock.advance(TimeDelta::hours(7 * 24 + 12));

    let opened = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await.expect(200);
    let november = opened.follow("Previous month").await.expect(200);
    let tuesday = november.follow("Next free time: Tuesday, 1 December 2026").await.expect(200);

    assert_eq!(opened.text("#times"), "Tuesday, 1 December 2026", "nobody has to look for it");
    assert!(november.texts(".times button").is_empty());
    assert_eq!(tuesday.text("#times"), "Tuesday, 1 December 2026");
    assert!(tuesday.texts(".times button").contains(&"09:00".to_owned()));
}
