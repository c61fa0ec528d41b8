//! What holds for every page: escaped, framed by nobody, light, in the visitor's language, failures included.

use frontdesk::http::limits::Limit;
use serde_json::{Value, json};

use super::{Browser, GRACE, Page, form_at};
use crate::{Person, TestApp};

const EVIL: &str = r#""><script>alert(1)</script>'; drop table bookings; --{{company}}"#;
const AT: &str = "2026-11-24T08:00:00Z";

impl Page {
    pub fn own_script_alone(&self) -> bool {
        let ours = |script: &scraper::ElementRef<'_>| {
            script.attr("src").is_some_and(|src| src.starts_with("/b/-/site.js?v=")) && script.text().all(str::is_empty)
        };
        self.all("script").iter().all(ours) && self.all("script").len() == self.source.matches("<script").count()
    }
}

/// The five pages of a booking, and the form when it comes back.
async fn pages(browser: &Browser, slug: &str, service: &str, typed: &[(&str, &str)]) -> Vec<Page> {
    let services = browser.open(&format!("/b/{slug}")).await;
    let week = services.follow(service).await;
    let form = browser.open(&format!("{}/book?starts_at={AT}", week.url.path())).await;
    let wrong = form.submit(&[typed, &[("email", EVIL)]].concat()).await;
    let done = form.submit(typed).await;
    let taken = form.submit(&[typed, &[("key", "another")]].concat()).await;
    vec![services, week, form, wrong, done, taken]
}

async fn evil_company(app: &TestApp) -> Person {
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let rename = async |path: String, row: &Value, change| {
        let version = row["version"].as_i64().expect("a version");
        ada.patch(&path, version, change).await.expect(200);
    };
    rename("/company".into(), &ada.get("/company").await.expect(200), json!({ "name": EVIL })).await;
    let path = |kind: &str, row: &Value| format!("/{kind}/{}", row["id"].as_str().expect("an id"));
    rename(path("services", &service), &service, json!({ "name": EVIL, "description": EVIL })).await;
    let staff = ada.get(&path("staff", &staff)).await.expect(200);
    rename(path("staff", &staff), &staff, json!({ "name": EVIL })).await;
    ada
}

#[tokio::test]
async fn html_and_sql_in_every_field_are_text() {
    let app = TestApp::start().await;
    let ada = evil_company(&app).await;
    let typed = [("name", EVIL), ("email", "grace@example.com"), ("notes", EVIL)];

    let pages = pages(&Browser::new(&app), "vesna", "alert(1)", &typed).await;

    let statuses: Vec<_> = pages.iter().map(|page| page.status.as_u16()).collect();
    assert_eq!(statuses, [200, 200, 200, 422, 200, 409]);
    for page in &pages {
        assert!(page.own_script_alone(), "{}", page.source);
        assert!(page.text("title").contains(EVIL), "{}", page.source);
    }
    assert_eq!(pages[3].value("name"), EVIL);
    assert_eq!(pages[3].value("notes"), EVIL);
    let booking = &ada.get("/bookings").await.expect(200)["data"][0];
    assert_eq!((&booking["client"]["name"], &booking["notes"]), (&json!(EVIL), &json!(EVIL)));
}

#[tokio::test]
async fn every_page_is_whole_in_every_language() {
    let app = TestApp::start().await;
    for (language, slug) in [("en", "one"), ("uk", "two"), ("bn", "three"), ("id", "four")] {
        app.bookable(&app.company(slug).await).await;
        let browser = Browser::new(&app).preferring(language);

        let mut pages = pages(&browser, slug, "Haircut", GRACE).await;
        pages.push(browser.open(&format!("/b/{slug}/nothing")).await);

        for page in &pages {
            let source = &page.source;
            assert_eq!(page.all("html")[0].attr("lang"), Some(language), "{source}");
            let missing = ["site.", "mail.", "{{", "format."].iter().find(|left| source.contains(**left));
            assert!(
                missing.is_none_or(|left| source.replace("site.css", "").replace("site.js", "").find(left).is_none()),
                "{source}"
            );
            assert_eq!(page.all("h1").len(), 1, "{source}");
        }
    }
}

#[tokio::test]
async fn nothing_on_a_page_runs_but_our_own_script_and_nobody_frames_it() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;

    let pages = pages(&Browser::new(&app), "vesna", "Haircut", GRACE).await;
    let failure = Browser::new(&app).open("/b/nobody").await;

    for page in pages.iter().chain([&failure]) {
        let header = |name: &str| page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{policy}");
        assert_eq!((header("x-frame-options"), header("cache-control")), ("DENY", "no-store"));
        assert!(page.own_script_alone() && page.all("[style], [onclick]").is_empty());
        assert!(page.source.len() < 50_000, "{} has {} bytes", page.url, page.source.len());
    }
}

#[tokio::test]
async fn the_style_sheet_is_small_and_kept() {
    let app = TestApp::start().await;
    app.company("vesna").await;

    let page = Browser::new(&app).open("/b/vesna").await;
    let href = page.all("link[rel=stylesheet]")[0].attr("href").expect("an address").to_owned();
    let css = Browser::new(&app).open(&href).await.expect(200);

    assert_eq!(css.headers["content-type"], "text/css; charset=utf-8");
    assert!(css.headers["cache-control"].to_str().is_ok_and(|cache| cache.contains("immutable")));
    assert!(css.source.len() <= 18_000, "{} bytes", css.source.len());
}

#[tokio::test]
async fn the_language_is_the_chosen_one_then_the_browsers_then_the_companys() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let version = ada.get("/company").await.expect(200)["version"].as_i64().expect("a version");
    ada.patch("/company", version, json!({ "language": "uk" })).await.expect(200);
    let language = async |accept, address| {
        let page = Browser::new(&app).preferring(accept).open(address).await.expect(200);
        page.all("html")[0].attr("lang").map(str::to_owned)
    };

    let (chosen, browsers, companys) = (
        language("id,en;q=0.5", "/b/vesna?lang=bn").await,
        language("id,en;q=0.5", "/b/vesna?lang=xx").await,
        language("de", "/b/vesna").await,
    );

    assert_eq!((chosen.as_deref(), browsers.as_deref(), companys.as_deref()), (Some("bn"), Some("id"), Some("uk")));
}

#[tokio::test]
async fn what_is_not_there_is_a_page_that_says_so() {
    let app = TestApp::start().await;
    let (vesna, other) = (app.company("vesna").await, app.company("other").await);
    app.bookable(&vesna).await;
    let (service, _) = app.bookable(&other).await;
    let theirs = service["id"].as_str().expect("an id");

    let addresses = [
        "/b/nobody".into(),
        "/b/No!".into(),
        "/b".into(),
        "/b/vesna/nothing".into(),
        "/b/vesna/booked/%00".into(),
        "/b/vesna/booked/0123456789".into(),
        format!("/b/vesna/{theirs}"),
        format!("/b/vesna/{theirs}/book?starts_at={AT}"),
        format!("/b/vesna/{theirs}/and/more"),
    ];

    for address in addresses {
        let page = Browser::new(&app).preferring("id").open(&address).await;
        assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (404, "Halaman tidak ditemukan"), "{address}");
        assert!(!page.source.contains("Haircut"));
    }
}

#[tokio::test]
async fn another_companys_service_cannot_be_booked_here() {
    let app = TestApp::start().await;
    let (vesna, other) = (app.company("vesna").await, app.company("other").await);
    app.bookable(&vesna).await;
    app.bookable(&other).await;
    let (url, body) = form_at(&app, "other", AT).await.filled(GRACE);
    let url = url.as_str().replace("/b/other/", "/b/vesna/").parse().expect("an address");

    let page = Browser::new(&app).send(poem::http::Method::POST, url, &body).await;

    assert_eq!(page.status, 404);
    assert_eq!(vesna.get("/bookings").await.expect(200)["data"], json!([]));
    assert_eq!(other.get("/bookings").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn too_many_bookings_from_one_address_are_told_when_to_try_again() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let form = form_at(&app, "vesna", AT).await;
    while app.app.limits().hit(Limit::PublicBooking, "0.0.0.0").await.is_ok() {}

    let page = form.submit(GRACE).await.expect(429);

    assert_eq!(page.text("h1"), "Too many attempts");
    assert_eq!(page.headers["retry-after"], "600");
}

#[tokio::test]
async fn a_fault_of_ours_is_a_page_with_a_number_and_no_cause() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.db.execute("alter table services rename to elsewhere").await;

    let page = Browser::new(&app).preferring("uk").open("/b/vesna").await.expect(500);

    let id = page.headers["x-request-id"].to_str().expect("an id").to_owned();
    assert_eq!(page.text("h1"), "Щось пішло не так");
    assert!(page.source.contains(&id));
    assert!(!page.source.contains("relation") && !page.source.contains("services"));
}
