//! What customers do with what they have booked: by the link in their mail, on plain pages.

use poem::http::Method;
use serde_json::{Value, json};

use super::{Browser, Page};
use crate::{Person, TestApp};

const GRACE: &str = "grace@example.com";

async fn book(app: &TestApp, service: &Value, starts_at: &str, email: &str) -> Value {
    let new = json!({ "service_id": service["id"], "starts_at": starts_at, "name": "Grace", "email": email });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201)
}

/// A company with a booking of Grace's on Wednesday at ten, and her list.
async fn grace(app: &TestApp) -> (Person, Value, Page) {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let booking = book(app, &service, "2026-11-25T08:00:00Z", GRACE).await;
    (ada, booking, sign_in(app, GRACE).await)
}

async fn sign_in(app: &TestApp, email: &str) -> Page {
    let asked = Browser::new(app).open("/b/vesna/account").await.expect(200);
    let sent = asked.submit(&[("email", email)]).await.expect(200);
    assert_eq!(sent.text("h1"), "Please check your mail");
    let token = app.link_to(email).await;
    let button = Browser::new(app).open(&format!("/b/vesna/sign-in?token={token}")).await.expect(200);
    button.submit(&[]).await.expect(200)
}

async fn status(ada: &Person, booking: &Value) -> Value {
    let path = format!("/bookings/{}", booking["id"].as_str().expect("an id"));
    ada.get(&path).await.expect(200)
}

#[tokio::test]
async fn a_booking_is_moved_by_links_and_a_button() {
    let app = TestApp::start().await;
    let (ada, booking, list) = grace(&app).await;

    let times = list.follow("Move").await.expect(200);
    let day = times.follow("Thursday, 26 November 2026").await.expect(200);
    let moved = day.press("12:30").await.expect(200);

    assert_eq!(moved.text(".notice"), "Your booking has a new time.");
    assert!(moved.texts("dd").contains(&"Thursday, 26 November 2026, 12:30 (Kyiv, GMT+2)".to_owned()));
    assert_eq!(status(&ada, &booking).await["starts_at"], "2026-11-26T10:30:00Z");
    assert_eq!(app.db.number("select count(*) from bookings").await, 1);
}

#[tokio::test]
async fn a_time_that_somebody_was_faster_to_take_leaves_the_booking_where_it_is() {
    let app = TestApp::start().await;
    let (ada, booking, list) = grace(&app).await;
    let day = list.follow("Move").await.follow("Thursday, 26 November 2026").await;
    let service = &app.visitor().get("/public/vesna/services").await.expect(200)["data"][0];
    book(&app, service, "2026-11-26T10:30:00Z", "joan@example.com").await;

    let taken = day.press("12:30").await.expect(409);

    assert_eq!(taken.text("[role=alert]"), "This time has just been taken");
    assert!(!taken.texts(".times button").is_empty());
    assert_eq!(status(&ada, &booking).await["starts_at"], "2026-11-25T08:00:00Z");
}

#[tokio::test]
async fn a_booking_is_cancelled_with_a_reason() {
    let app = TestApp::start().await;
    let (ada, booking, list) = grace(&app).await;

    let sure = list.follow("Cancel").await.expect(200);
    let long = sure.submit(&[("reason", &"x".repeat(501))]).await.expect(422);
    let before = status(&ada, &booking).await["status"].clone();
    let done = long.submit(&[("reason", "I am ill")]).await.expect(200);
    let again = sure.submit(&[("reason", "")]).await.expect(409);

    assert_eq!(before, "confirmed");
    assert_eq!(done.text(".notice"), "Your booking has been cancelled.");
    assert_eq!(done.texts(".status"), ["Cancelled"]);
    assert!(done.texts(".actions a").is_empty());
    assert_eq!(again.text("[role=alert]"), "This booking cannot be changed any more.");
    assert_eq!(status(&ada, &booking).await["status"], "cancelled");
    let reasons = app.db.rows("select reason from booking_history where to_status = 'cancelled'").await;
    assert_eq!(reasons, [json!({ "reason": "I am ill" })]);
}

#[tokio::test]
async fn too_late_it_is_the_companys_to_change() {
    let app = TestApp::start().await;
    let (_, _, list) = grace(&app).await;
    let (move_it, cancel) = (list.follow("Move").await, list.follow("Cancel").await);
    app.clock.advance(chrono::TimeDelta::hours(36));

    let later = sign_in(&app, GRACE).await;
    let mut refused = Vec::new();
    for page in [&move_it, &cancel] {
        let url = page.url.as_str();
        refused.push(later.browser.open(url).await.expect(409).text("[role=alert]"));
    }
    let (url, body) = cancel.filled(&[]);
    later.browser.send(Method::POST, url, &body).await.expect(409);

    assert!(later.text(".card .hint").contains("until 24 h before it starts"), "{}", later.source);
    assert!(later.texts(".actions a").is_empty());
    assert!(refused.iter().all(|words| words.contains("until 24 h before it starts")), "{refused:?}");
    assert_eq!(app.db.number("select count(*) from bookings where status = 'confirmed'").await, 1);
}

#[tokio::test]
async fn nobody_sees_or_changes_what_is_somebody_elses() {
    let app = TestApp::start().await;
    let (ada, booking, list) = grace(&app).await;
    let cancel = list.follow("Cancel").await;
    let (url, body) = cancel.filled(&[("reason", "")]);
    let joan = sign_in(&app, "joan@example.com").await;
    let stranger = Browser::new(&app);

    let seen = joan.browser.open(url.as_str()).await.expect(404);
    let sent = joan.browser.send(Method::POST, url.clone(), &body).await.expect(404);
    let asked = stranger.send(Method::POST, url, &body).await.expect(200);

    assert!(joan.texts(".card h2").is_empty());
    assert!(!seen.source.contains("Haircut") && !sent.source.contains("Haircut"));
    assert_eq!(asked.text("main form label"), "Email");
    assert_eq!(status(&ada, &booking).await["status"], "confirmed");
}

#[tokio::test]
async fn another_companys_customer_is_a_stranger_here() {
    let app = TestApp::start().await;
    let (_, _, list) = grace(&app).await;
    app.company("osin").await;
    let token = list.browser.jar.lock().expect("a jar")["fd_pages"].0.clone();
    let there = Browser::new(&app);
    let cookie = (token, "/b/osin/account".to_owned());
    there.jar.lock().expect("a jar").insert("fd_pages".into(), cookie);

    let asked = there.open("/b/osin/account").await.expect(200);

    assert_eq!(asked.text("main form label"), "Email");
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let app = TestApp::start().await;
    let (ada, booking, list) = grace(&app).await;
    let cancel = list.follow("Cancel").await;
    let (url, body) = cancel.filled(&[]);
    let cookie = list.browser.cookies(url.path());

    for site in ["cross-site", "same-site"] {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers = [kind, ("cookie", cookie.as_str()), ("sec-fetch-site", site)];
        let refused = app.visitor().send_raw(Method::POST, url.path(), &headers, body.clone().into()).await;
        assert_eq!(refused.status, 403, "{site}");
    }

    assert_eq!(status(&ada, &booking).await["status"], "confirmed");
}

#[tokio::test]
async fn the_cookie_goes_to_these_pages_alone_and_ends_with_the_session() {
    let app = TestApp::start().await;
    let (_, _, list) = grace(&app).await;
    let cookie = list.cookies.iter().find(|cookie| cookie.starts_with("fd_pages=")).expect("a cookie").clone();

    let jar = list.browser.jar.lock().expect("a jar").clone();
    let gone = list.press("Sign out").await.expect(200);
    list.browser.jar.lock().expect("a jar").extend(jar);
    let replayed = list.browser.open("/b/vesna/account").await.expect(200);

    assert!(cookie.ends_with("; Path=/b/vesna/account; Max-Age=900; HttpOnly; SameSite=Lax"), "{cookie}");
    assert_eq!(gone.url.path(), "/b/vesna");
    assert_eq!(replayed.text("main form label"), "Email");
}

#[tokio::test]
async fn after_a_quarter_of_an_hour_without_a_page_a_new_link_is_asked_for() {
    let app = TestApp::start().await;
    let (_, _, list) = grace(&app).await;
    app.clock.advance(chrono::TimeDelta::minutes(10));
    let still = list.browser.open("/b/vesna/account").await.expect(200);
    app.clock.advance(chrono::TimeDelta::minutes(10));
    let again = list.browser.open("/b/vesna/account").await.expect(200);
    app.clock.advance(chrono::TimeDelta::minutes(16));

    let asked = list.browser.open("/b/vesna/account").await.expect(200);

    assert_eq!((still.texts(".card h2").len(), again.texts(".card h2").len()), (1, 1));
    assert_eq!(asked.text("main form label"), "Email");
}

#[tokio::test]
async fn every_page_is_whole_in_every_language() {
    let app = TestApp::start().await;
    let (_, _, list) = grace(&app).await;

    for language in ["uk", "bn", "id"] {
        let browser = Browser { accept_language: language, ..list.browser.clone() };
        let list = browser.open("/b/vesna/account").await.expect(200);
        let link =
            |part: &str| list.all(&format!(".actions a[href$='{part}']"))[0].attr("href").expect("a link").to_owned();
        let pages = [browser.open(&link("/move")).await, browser.open(&link("/cancel")).await, list];
        for page in &pages {
            let source = page.source.replace("site.css", "").replace("site.js", "");
            assert_eq!(page.all("html")[0].attr("lang"), Some(language), "{source}");
            let left = ["site.", "mail.", "account.", "status.", "{{"].iter().find(|left| source.contains(**left));
            assert!(left.is_none(), "{left:?} in {source}");
            assert_eq!(page.all("h1").len(), 1, "{source}");
        }
    }
}
