//! On other people's websites: the way to a booking may be framed, and nothing else; and all of it is light.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use serde_json::json;

use super::{Browser, GRACE, Page};
use crate::TestApp;

impl Page {
    fn may_be_framed(&self) -> bool {
        let header = |name: &str| self.headers.get(name).and_then(|value| value.to_str().ok());
        let policy = header("content-security-policy").unwrap_or_default();
        let (by_all, by_nobody) = (policy.ends_with("frame-ancestors *"), policy.ends_with("frame-ancestors 'none'"));
        assert!(by_all != by_nobody, "{policy}");
        assert_eq!(header("x-frame-options"), if by_all { None } else { Some("DENY") }, "{}", self.url);
        by_all
    }
}

fn zipped(text: &str) -> usize {
    let mut zip = GzEncoder::new(Vec::new(), Compression::best());
    zip.write_all(text.as_bytes()).expect("a buffer");
    zip.finish().expect("a buffer").len()
}

#[tokio::test]
async fn the_way_to_a_booking_may_be_framed_where_it_is_asked_for_and_stays_in_the_frame() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;

    let services = Browser::new(&app).open("/b/vesna?embed=1&lang=en").await.expect(200);
    let times = services.follow("Haircut").await.expect(200);
    let held = times.follow("Tuesday, 24 November 2026").await.press("10:00").await.expect(200);
    let wrong = held.submit(&[("name", "Grace")]).await.expect(422);
    let done = wrong.submit(GRACE).await.expect(200);
    let gone = done.browser.open("/b/vesna/nothing?embed=1").await.expect(404);

    assert_eq!(done.text("h1"), "Your booking is confirmed");
    for page in [&services, &times, &held, &wrong, &done, &gone] {
        assert!(page.may_be_framed(), "{}", page.url);
        assert!(page.all("header, .languages").is_empty(), "{}", page.url);
    }
    assert!(done.browser.jar.lock().expect("a jar").is_empty(), "a frame on another site has no cookies");
    assert_eq!(
        done.all("a[href*='/account']")[0].attr("target"),
        Some("_blank"),
        "what may not be framed leaves the frame"
    );
}

#[tokio::test]
async fn signing_in_and_what_is_ones_own_is_framed_by_nobody() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    app.visitor().post("/portal/vesna/sign-in-link", json!({ "email": "grace@example.com" })).await.expect(202);
    let token = app.link_to("grace@example.com").await;
    let browser = Browser::new(&app);

    let link = browser.open(&format!("/b/vesna/sign-in?token={token}&embed=1")).await.expect(200);
    let list = link.submit(&[]).await.expect(200);
    let mut pages = vec![link, list];
    for path in ["/b/vesna/account?embed=1", "/b/vesna/account/x/move?embed=1", "/account/forgot?embed=1", "/b/vesna"] {
        pages.push(browser.open(path).await);
    }

    for page in &pages {
        assert!(!page.may_be_framed(), "{}", page.url);
    }
}

#[tokio::test]
async fn the_widget_can_be_loaded_from_anywhere() {
    let app = TestApp::start().await;

    let widget = Browser::new(&app).open("/widget.js").await.expect(200);

    assert_eq!(widget.headers["cross-origin-resource-policy"], "cross-origin");
    assert_eq!(widget.headers["content-type"], "text/javascript; charset=utf-8");
    let bytes = zipped(&widget.source);
    println!("widget.js: {bytes} bytes");
    assert!(bytes <= 2048, "{bytes} bytes");
    for needs_more in ["eval(", "innerHTML", "insertAdjacentHTML", "document.write", "setAttribute(\"style\""] {
        assert!(!widget.source.contains(needs_more), "{needs_more} is refused by a strict policy");
    }
}

#[tokio::test]
async fn a_page_with_all_that_it_loads_is_light() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let company = ada.get("/company").await.expect(200);
    let version = company["version"].as_i64().expect("a version");
    ada.patch("/company", version, json!({ "brand_color": "#ffcc00" })).await.expect(200);
    for number in 0..40 {
        let price = json!({ "amount": 1000 * number, "currency": "UAH" });
        let new = json!({ "name": format!("Service {number}"), "duration_minutes": 30, "price": price });
        ada.post("/services", new).await.expect(201);
    }
    let browser = Browser::new(&app);

    let services = browser.open("/b/vesna").await.expect(200);
    let times = services.follow("Haircut").await.expect(200);
    let form = times.follow("Tuesday, 24 November 2026").await.press("10:00").await.expect(200);

    let mut loaded = 0;
    for href in
        times.all("link[rel=stylesheet], script[src]").iter().filter_map(|one| one.attr("href").or(one.attr("src")))
    {
        let file = browser.open(href).await.expect(200);
        let bytes = zipped(&file.source);
        println!("{href}: {bytes} bytes");
        assert!(!href.contains("site.js") || bytes <= 15_000, "{href}: {bytes} bytes");
        loaded += bytes;
    }
    for page in [&services, &times, &form] {
        let bytes = zipped(&page.source) + loaded;
        println!("{}: {bytes} bytes with all that it loads", page.url.path());
        assert!(bytes <= 60_000, "{}: {bytes} bytes", page.url);
    }
}

#[tokio::test]
async fn a_companys_colour_is_a_style_sheet_of_its_own() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let version = ada.get("/company").await.expect(200)["version"].as_i64().expect("a version");
    let look = json!({ "brand_color": "#ffee00", "logo_url": "https://pictures.example/logo.svg" });
    ada.patch("/company", version, look).await.expect(200);

    let page = Browser::new(&app).open("/b/vesna").await.expect(200);
    let href = page.all("link[rel=stylesheet]")[1].attr("href").expect("an address").to_owned();
    let colors = Browser::new(&app).open(&href).await.expect(200);
    let evil = Browser::new(&app).open("/b/-/brand.css?color=red}body{display:none").await.expect(200);

    assert!(
        colors.source.starts_with(":root{--accent:#")
            && !colors.source.contains("--accent:#ffee00;--on-accent:#ffffff")
    );
    assert!(!evil.source.contains("body"), "{}", evil.source);
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.contains("img-src 'self' https://pictures.example;"), "{policy}");
    assert_eq!(page.all("img.logo")[0].attr("src"), Some("https://pictures.example/logo.svg"));
}
