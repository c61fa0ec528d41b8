//! What every answer tells a browser not to do with it.

use base64::{Engine, engine::general_purpose::STANDARD};
use poem::{Body, http::Method};
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};

use crate::{Answer, Person, TestApp};

const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

/// A company with something to book, whose member asks.
async fn ada(app: &TestApp) -> Person {
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    ada
}

async fn at(person: &Person, path: &str) -> Answer {
    person.send_raw(Method::GET, path, &[], Body::empty()).await
}

/// Every family of paths, and every kind of failure, with the status it has.
async fn answers(app: &TestApp) -> Vec<(String, Answer)> {
    let (ada, visitor) = (ada(app).await, app.visitor());
    let mut answers = Vec::new();
    for (path, status) in [
        ("/api/v1/services", 200),
        ("/api/v1/nope", 404),
        ("/api/v1/services?archived=maybe", 422),
        ("/api/v1/public/vesna/services", 200),
        ("/api/v1/public/nobody", 404),
        ("/b/vesna", 200),
        ("/b/nobody", 404),
        ("/b/-/site.css", 200),
        ("/docs", 200),
        ("/docs/nope", 404),
        ("/openapi.json", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/metrics", 200),
        ("/nope", 404),
    ] {
        let answer = at(&ada, path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        answers.push((path.to_owned(), answer));
    }
    let refused = at(&visitor, "/api/v1/services").await;
    app.db.execute("alter table services rename to gone").await;
    for (path, answer) in [
        ("/api/v1/services, refused", refused),
        ("/api/v1/services, broken", at(&ada, "/api/v1/services").await),
        ("/api/v1/public/vesna/services, broken", at(&visitor, "/api/v1/public/vesna/services").await),
        ("/b/vesna, broken", at(&visitor, "/b/vesna").await),
    ] {
        let status = if path.ends_with("refused") { 401 } else { 500 };
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        answers.push((path.to_owned(), answer));
    }
    answers
}

#[tokio::test]
async fn every_answer_is_fenced_in_whatever_became_of_the_request() {
    let app = TestApp::start().await;

    for (path, answer) in answers(&app).await {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
        let features = answer.header("permissions-policy").unwrap_or_default();
        assert!(features.contains("camera=()") && features.contains("geolocation=()"), "{path}: {features}");
        assert!(features.split(", ").all(|feature| feature.ends_with("=()")), "{path}: {features}");
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none';"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.header("strict-transport-security"), None, "{path}");
    }
}

#[tokio::test]
async fn only_a_page_may_load_anything() {
    let app = TestApp::start().await;

    for (path, answer) in answers(&app).await {
        let is_page = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        let policy = answer.header("content-security-policy");
        assert_eq!(policy == Some(NO_PAGE), !is_page, "{path}: {policy:?}");
        assert_eq!(path.starts_with("/b/") && !path.ends_with(".css") || path == "/docs", is_page, "{path}");
    }
}

#[tokio::test]
async fn other_sites_may_use_the_public_api_alone() {
    let app = TestApp::start().await;

    for (path, answer) in answers(&app).await {
        let readers = if path.starts_with("/api/v1/public/") { "cross-origin" } else { "same-origin" };
        assert_eq!(answer.header("cross-origin-resource-policy"), Some(readers), "{path}");
    }
}

#[tokio::test]
async fn an_installation_reached_over_https_is_reached_no_other_way() {
    let https = |config: &mut frontdesk::config::Config| {
        config.public_url = "https://desk.example".parse().expect("an address");
    };
    let app = TestApp::start_with(https).await;

    for (path, answer) in answers(&app).await {
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"), "{path}");
    }
}

#[tokio::test]
async fn the_api_documentation_runs_its_own_scripts_and_no_others() {
    let app = TestApp::start().await;

    let page = at(&app.visitor(), "/docs").await;

    let policy = page.header("content-security-policy").expect("a policy").to_owned();
    let document = Html::parse_document(&page.text);
    let scripts: Vec<String> = document
        .select(&Selector::parse("script").expect("a selector"))
        .map(|script| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script.text().collect::<String>()))))
        .collect();
    assert!(scripts.len() == 2 && policy.contains(&format!("script-src {};", scripts.join(" "))), "{policy}");
    assert!(document.select(&Selector::parse("[src], link[href], [onclick]").expect("a selector")).next().is_none());
    assert!(policy.contains("connect-src 'self';"), "{policy}");
}
