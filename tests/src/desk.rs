//! The desk's page and files, as a browser gets them. What they do is tested in a browser, in `web/e2e`.

use poem::{Body, http::Method};
use scraper::{Html, Selector};

use crate::{Answer, Person, TestApp};

const PAGE: &[(&str, &str)] = &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];

async fn get(visitor: &Person, path: &str, headers: &[(&str, &str)]) -> Answer {
    visitor.send_raw(Method::GET, path, headers, Body::empty()).await
}

fn nonce(page: &Answer) -> String {
    let html = Html::parse_document(&page.text);
    let meta = Selector::parse("meta[name=csp-nonce]").expect("a selector");
    html.select(&meta).next().and_then(|meta| meta.attr("content")).expect("a nonce").to_owned()
}

#[tokio::test]
async fn every_address_that_is_nothing_else_is_the_desk() {
    let app = TestApp::start().await;
    let visitor = app.visitor();

    for path in ["/", "/calendar", "/clients/0198c5a2-0000-7000-8000-000000000000"] {
        let page = get(&visitor, path, PAGE).await;

        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains("<div id=\"root\">"), "{path}: {}", page.text);
        assert_eq!(page.header("cache-control"), Some("no-cache"), "{path}");
    }
}

#[tokio::test]
async fn a_page_names_the_styles_it_may_make_and_runs_its_own_scripts_alone() {
    let app = TestApp::start().await;
    let visitor = app.visitor();

    let (one, other) = (get(&visitor, "/", PAGE).await, get(&visitor, "/", PAGE).await);

    let policy = one.header("content-security-policy").expect("a policy").to_owned();
    assert!(policy.contains(&format!("style-src 'self' 'nonce-{}';", nonce(&one))), "{policy}");
    assert!(policy.contains("script-src 'self';"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_ne!(nonce(&one), nonce(&other));
}

#[tokio::test]
async fn the_files_a_page_names_are_there_and_may_be_kept() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let page = get(&visitor, "/", PAGE).await;
    let html = Html::parse_document(&page.text);
    let named = Selector::parse("script[src], link[rel=stylesheet]").expect("a selector");
    let files: Vec<_> = html.select(&named).filter_map(|one| one.attr("src").or(one.attr("href"))).collect();
    assert!(files.len() >= 2, "{}", page.text);

    for path in files {
        let file = get(&visitor, path, &[]).await;

        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"), "{path}");
        let kind = file.header("content-type").expect("a type");
        assert!(kind.starts_with("text/javascript") || kind.starts_with("text/css"), "{path}: {kind}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_the_desk() {
    let app = TestApp::start().await;
    let visitor = app.visitor();

    for (path, headers) in [
        ("/nope", &[("accept", "application/json")][..]),
        ("/api/nope", PAGE),
        ("/api/v1/nope", PAGE),
        ("/assets/nope.js", PAGE),
        ("/assets/../index.html", &[]),
        ("/assets/..%2f..%2fCargo.toml", &[]),
        ("/assets/%2e%2e/%2e%2e/%2e%2e/Cargo.toml", &[]),
    ] {
        let answer = get(&visitor, path, headers).await;

        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
    }
}
