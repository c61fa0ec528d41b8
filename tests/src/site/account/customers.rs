//! A customer's link: to one company, where it shows what is theirs.

use poem::http::Method;
use serde_json::{Value, json};

use super::{GRACE, customer_link};
use crate::{
    TestApp,
    site::{Browser, Page},
};

async fn open(app: &TestApp, slug: &str, token: &str) -> Page {
    Browser::new(app).open(&format!("/b/{slug}/sign-in?token={token}")).await
}

async fn book(app: &TestApp, slug: &str, service: &Value, starts_at: &str, email: &str) -> Value {
    let new = json!({ "service_id": service["id"], "starts_at": starts_at, "name": "Grace", "email": email });
    app.visitor().post(&format!("/public/{slug}/bookings"), new).await.expect(201)
}

#[tokio::test]
async fn the_button_signs_in_and_shows_what_is_ahead_of_this_customer_here() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    let ((service, _), (other, _)) = (app.bookable(&ada).await, app.bookable(&olga).await);
    let late = book(&app, "vesna", &service, "2026-11-25T08:00:00Z", GRACE).await;
    let early = book(&app, "vesna", &service, "2026-11-24T08:00:00Z", GRACE).await;
    book(&app, "vesna", &service, "2026-11-24T10:00:00Z", "alan@example.com").await;
    book(&app, "osin", &other, "2026-11-24T08:00:00Z", GRACE).await;
    let page = open(&app, "vesna", &customer_link(&app, "vesna", GRACE).await).await.expect(200);

    let yours = page.submit(&[]).await.expect(200);

    assert_eq!(page.text("h1"), "Sign in to Company vesna");
    assert_eq!(yours.text("h1"), "Your bookings");
    let facts = |at: &str, booking: &Value| {
        let reference = booking["reference"].as_str().expect("a reference").to_owned();
        [at.to_owned(), "Iryna".into(), "₴1,500.00".into(), reference]
    };
    let wanted = [
        facts("Tuesday, 24 November 2026, 10:00 (Kyiv, GMT+2)", &early),
        facts("Wednesday, 25 November 2026, 10:00 (Kyiv, GMT+2)", &late),
    ];
    assert_eq!(yours.texts(".card dd"), wanted.concat());
    assert_eq!(yours.texts(".card h2"), ["Haircut", "Haircut"]);
    assert_eq!(yours.texts(".card .facts"), ["Confirmed", "Confirmed"]);
    page.submit(&[]).await.dead();
}

#[tokio::test]
async fn the_cookie_is_the_apis_own() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let page = open(&app, "vesna", &customer_link(&app, "vesna", GRACE).await).await.expect(200);

    let yours = page.submit(&[]).await.expect(200);

    let cookie = yours.cookies.iter().find(|cookie| cookie.starts_with("fd_customer=")).expect("a cookie");
    let (token, rest) = cookie.split_once("; ").expect("attributes");
    assert_eq!(rest, "Path=/api/v1/portal; Max-Age=2592000; HttpOnly; SameSite=Strict");
    let headers = [("cookie", token), ("origin", "http://127.0.0.1:8080")];
    let answer = app.visitor().send(Method::POST, "/portal/refresh", &headers, Some(json!({}))).await.expect(200);
    assert_eq!(answer["company"]["slug"], "vesna");
    assert!(!yours.source.contains(token.trim_start_matches("fd_customer=")));
}

#[tokio::test]
async fn where_nothing_is_ahead_the_page_says_so_and_leads_to_booking() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    book(&app, "vesna", &service, "2026-11-23T12:00:00Z", GRACE).await;
    app.clock.advance(chrono::TimeDelta::days(1));
    let page = open(&app, "vesna", &customer_link(&app, "vesna", GRACE).await).await.expect(200);

    let yours = page.submit(&[]).await.expect(200);

    assert_eq!(yours.text(".empty"), "There is nothing ahead of you here.");
    assert_eq!(yours.follow("Book with Company vesna").await.expect(200).url.path(), "/b/vesna");
}

#[tokio::test]
async fn a_link_to_another_company_opens_nothing_here_and_stays_good_there() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.company("osin").await;
    let token = customer_link(&app, "osin", GRACE).await;
    let theirs = open(&app, "osin", &token).await.expect(200);
    let (url, body) = theirs.filled(&[]);
    let here = url.as_str().replace("/osin/", "/vesna/").parse().expect("an address");

    open(&app, "vesna", &token).await.dead();
    let sent = theirs.browser.send(Method::POST, here, &body).await.dead();

    assert!(sent.cookies.is_empty());
    assert_eq!(app.db.number("select count(*) from clients").await, 0);
    theirs.submit(&[]).await.expect(200);
}

#[tokio::test]
async fn another_site_signs_nobody_in() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let page = open(&app, "vesna", &customer_link(&app, "vesna", GRACE).await).await.expect(200);
    let (_, body) = page.filled(&[]);
    let send = async |site| {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers = [kind, ("origin", "null"), ("sec-fetch-site", site)];
        app.visitor().send_raw(Method::POST, "/b/vesna/sign-in", &headers, body.clone().into()).await
    };

    let refused = [send("cross-site").await, send("same-site").await];
    let own = send("same-origin").await;

    for answer in refused {
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (403, None));
    }
    assert_eq!(own.status, 303);
}

#[tokio::test]
async fn there_is_nothing_at_a_company_that_is_not_there() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let token = customer_link(&app, "vesna", GRACE).await;

    let page = open(&app, "nobody", &token).await.expect(404);

    assert_eq!(page.text("h1"), "Page not found");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    open(&app, "vesna", &token).await.expect(200);
}
