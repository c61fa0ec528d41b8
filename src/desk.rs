//! The desk: what staff work in. It is built in `web/` and stands in the binary; all that is served here is its files.

use poem::{IntoResponse, Request, Response, handler, http::header};
use rand::distr::{Alphanumeric, SampleString};

use crate::error::{Error, Result};

/// What `web/` was built into; nothing in a checkout where nobody did.
#[derive(rust_embed::Embed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Files;

/// Where the page wants the word by which it may make styles.
const NONCE: &str = "__CSP_NONCE__";

/// The one page of the desk, at whatever address: its script reads that. Only for who asks for a page, so that what a program
/// asks for in vain is not found.
#[handler]
pub fn page(request: &Request) -> Result<Response> {
    let wanted = request.header(header::ACCEPT).is_some_and(|accept| accept.contains("text/html"));
    if !wanted || request.uri().path().starts_with("/api/") {
        return Err(Error::NotFound("page"));
    }
    let Some(page) = Files::get("index.html") else {
        let missing = "This build has no desk: build it with `make up`, or `npm run build` in web/.";
        return Ok(missing.with_status(poem::http::StatusCode::NOT_FOUND).into_response());
    };
    let nonce = Alphanumeric.sample_string(&mut rand::rng(), 24);
    let body = String::from_utf8_lossy(&page.data).replace(NONCE, &nonce);
    Ok(Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, policy(&nonce))
        .header(header::CACHE_CONTROL, "no-cache")
        .body(body))
}

/// A file of the desk. What is in `assets/` has a name that changes with it, so that it can be kept for ever.
#[handler]
pub fn file(request: &Request) -> Result<Response> {
    let path = request.uri().path().trim_start_matches('/');
    let file = Files::get(path).filter(|_| !path.contains("..")).ok_or(Error::NotFound("file"))?;
    let kept =
        if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "public, max-age=86400" };
    Ok(Response::builder()
        .content_type(content_type(path))
        .header(header::CACHE_CONTROL, kept)
        .body(file.data.into_owned()))
}

/// Its own scripts, its own styles, logos from anywhere, and nobody's frame.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: https:; \
         font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
