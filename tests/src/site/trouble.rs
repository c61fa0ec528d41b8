//! What goes wrong on the way, and that nothing typed is lost by it.

use poem::http::Method;
use serde_json::json;

use super::{Browser, GRACE, form_at};
use crate::TestApp;

const AT: &str = "2026-11-24T08:00:00Z";

#[tokio::test]
async fn a_time_that_somebody_was_faster_to_take_brings_others_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let form = form_at(&app, "vesna", AT).await;
    form_at(&app, "vesna", AT).await.submit(GRACE).await.expect(200);

    let taken = form.submit(&[("name", "Joan"), ("phone", "+380 44 123 4567"), ("notes", "By the window")]).await;
    let taken = taken.expect(409);
    let choices = taken.all("input[type=radio][name=starts_at]");
    let other = choices[0].attr("value").expect("a time").to_owned();
    let done = taken.submit(&[("starts_at", &other)]).await.expect(200);

    assert_eq!(taken.text("[role=alert] h2"), "This time has just been taken");
    assert_eq!((taken.value("name"), taken.value("notes")), ("Joan".into(), "By the window".into()));
    assert_eq!(done.text("h1"), "Your booking is confirmed");
    let bookings = ada.get("/bookings").await.expect(200);
    assert!(
        bookings["data"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|booking| booking["client"]["name"] == "Joan" && booking["starts_at"] == other)
    );
}

#[tokio::test]
async fn without_another_choice_a_taken_time_is_told_again() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = form_at(&app, "vesna", AT).await;
    form_at(&app, "vesna", AT).await.submit(GRACE).await.expect(200);
    let taken = form.submit(&[("name", "Joan"), ("phone", "+380 44 123 4567")]).await.expect(409);

    let again = taken.submit(&[]).await.expect(409);

    assert_eq!(again.value("name"), "Joan");
}

#[tokio::test]
async fn a_link_to_a_time_that_has_gone_says_so_before_anything_is_typed() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = form_at(&app, "vesna", AT).await;
    form.submit(GRACE).await.expect(200);

    let late = Browser::new(&app).open(form.url.as_str()).await.expect(409);
    let night =
        Browser::new(&app).open(&form.url.as_str().replace("08%3A00", "01%3A00").replace("08:00", "01:00")).await;

    assert_eq!(late.text("[role=alert] h2"), "This time cannot be booked any more");
    assert!(!late.all("input[type=radio]").is_empty());
    assert_eq!(night.expect(409).text("[role=alert] h2"), "This time cannot be booked any more");
}

#[tokio::test]
async fn a_time_too_far_away_or_none_at_all_books_nothing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let form = form_at(&app, "vesna", AT).await;

    let mut answers = vec![];
    for at in ["2027-11-24T08:00:00Z", "2020-11-24T08:00:00Z", "+262142-12-31T23:59:59Z", "", "noon"] {
        let typed = [GRACE, &[("starts_at", at)]].concat();
        answers.push(form.submit(&typed).await.status.as_u16());
    }

    assert_eq!(answers, [409, 200, 200, 200, 200], "far ahead, then four sent back to the times");
    assert_eq!(ada.get("/bookings").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let long = "x".repeat(1001);
    let typed = [("name", ""), ("email", "grace@"), ("phone", "12"), ("notes", &long)];

    let page = form_at(&app, "vesna", AT).await.submit(&typed).await.expect(422);

    let expected = [
        ("name", "Please fill this in."),
        ("email", "Please enter a full email address, such as name@example.com."),
        ("phone", "This does not look like a phone number. Please enter it with the country code, starting with +."),
        ("notes", "Please keep this to 1,000 characters."),
    ];
    for ((name, message), (_, value)) in expected.into_iter().zip(typed) {
        let field = page.all(&format!("#{name}"))[0];
        assert_eq!(page.text(&format!("#{name}-error")), message);
        assert_eq!(field.attr("aria-invalid"), Some("true"));
        assert!(field.attr("aria-describedby").is_some_and(|ids| ids.contains(&format!("{name}-error"))));
        assert_eq!(page.value(name), value);
        assert!(page.texts(&format!("[role=alert] a[href='#{name}']")).contains(&message.to_owned()));
    }
    assert_eq!(ada.get("/bookings").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn a_visitor_who_cannot_be_reached_is_asked_for_an_address() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;

    let page = form_at(&app, "vesna", AT).await.submit(&[("name", "Grace")]).await.expect(422);

    assert!(page.text("#email-error").starts_with("Please leave an email address or a phone number"));
    assert!(page.all("#name")[0].attr("aria-invalid").is_none());
}

#[tokio::test]
async fn a_form_that_is_sent_twice_books_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let form = form_at(&app, "vesna", AT).await;

    let (first, second) = tokio::join!(form.submit(GRACE), form.submit(GRACE));
    let third = form.submit(GRACE).await;

    assert_eq!((first.status.as_u16(), &first.source), (200, &second.source));
    assert_eq!(third.source, first.source);
    assert_eq!(ada.get("/bookings").await.expect(200)["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_form_that_is_changed_after_it_has_booked_asks_before_it_books_again() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let form = form_at(&app, "vesna", AT).await;
    form.submit(GRACE).await.expect(200);
    let changed = [GRACE, &[("starts_at", "2026-11-24T12:00:00Z")]].concat();

    let asked = form.submit(&changed).await.expect(422);
    let count = ada.get("/bookings").await.expect(200)["data"].as_array().map(Vec::len);
    asked.submit(&[]).await.expect(200);

    assert!(asked.text("[role=alert]").contains("You have already booked with this form"));
    assert_eq!(count, Some(1));
    assert_eq!(ada.get("/bookings").await.expect(200)["data"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_key_that_is_none_of_ours_leads_nowhere_else() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = form_at(&app, "vesna", AT).await;

    let done = form.submit(&[GRACE, &[("key", "../../next-door?x=\r\ny: z")]].concat()).await.expect(200);

    assert_eq!(done.text("h1"), "Your booking is confirmed");
    assert!(done.url.path().starts_with("/b/vesna/booked/"), "{}", done.url);
}

#[tokio::test]
async fn the_form_has_a_limit_in_size_and_one_shape() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = form_at(&app, "vesna", AT).await;
    let long = "x".repeat(300 * 1024);

    let large = form.submit(&[("notes", &long)]).await;
    let json = [("content-type", "application/json")];
    let json = app.visitor().send_raw(Method::POST, form.url.path(), &json, "{}".into()).await;

    assert_eq!((large.status.as_u16(), large.text("h1")), (413, "Something went wrong".into()));
    assert_eq!(json.status, 415);
    assert!(json.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
}

#[tokio::test]
async fn whoever_books_too_often_is_told_to_wait() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let form = form_at(&app, "vesna", AT).await;
    let too_soon = json!({
        "service_id": service["id"], "starts_at": "2026-11-23T06:00:00Z", "name": "Grace", "email": "grace@example.com",
    });
    for _ in 0..40 {
        app.visitor().post("/public/vesna/bookings", too_soon.clone()).await.expect(422);
    }

    let refused = form.submit(GRACE).await.expect(429);

    assert_eq!(refused.text("h1"), "Too many attempts");
    assert_eq!(refused.headers["retry-after"], "600");
    assert_eq!(app.db.number("select count(*) from bookings").await, 0);
    form_at(&app, "vesna", AT).await.submit(&[("name", "Joan"), ("email", "joan@example.com")]).await.expect(200);
}
