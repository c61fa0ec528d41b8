//! What pages are drawn and moved with: the style sheet, a company's colours, the script, and what other sites load to frame
//! them.

use std::sync::LazyLock;

use poem::{Response, handler};
use sha2::{Digest, Sha256};

use super::{
    asked::Asked,
    brand::{self, Color},
};
use crate::companies::Company;

const CSS: &str = include_str!("site.css");
const SCRIPT: &str = include_str!("site.js");
const WIDGET: &str = include_str!("widget.js");

/// Their addresses change with them, so that they can be kept for ever.
pub static CSS_HREF: LazyLock<String> = LazyLock::new(|| format!("/b/-/site.css?v={}", version(CSS)));
pub static SCRIPT_HREF: LazyLock<String> = LazyLock::new(|| format!("/b/-/site.js?v={}", version(SCRIPT)));

fn version(text: &str) -> String {
    hex::encode(&Sha256::digest(text)[..6])
}

/// Where a company's colours are; nowhere where it has none.
pub fn colors(company: &Company) -> Option<String> {
    let color = company.brand_color.as_deref().filter(|color| Color::parse(color).is_some())?;
    Some(format!("/b/-/brand.css?color={}&v={}", color.trim_start_matches('#'), version(&brand::css(None))))
}

fn kept(content_type: &str, body: impl Into<poem::Body>) -> Response {
    let response = Response::builder().content_type(content_type);
    response.header("cache-control", "public, max-age=31536000, immutable").body(body)
}

#[handler]
pub fn css() -> Response {
    kept("text/css; charset=utf-8", CSS)
}

#[handler]
pub fn brand_css(asked: Asked) -> Response {
    kept("text/css; charset=utf-8", brand::css(asked.query.get("color").and_then(Color::parse)))
}

#[handler]
pub fn script() -> Response {
    kept("text/javascript; charset=utf-8", SCRIPT)
}

/// At an address that never changes, for pages of any other origin.
#[handler]
pub fn widget() -> Response {
    Response::builder()
        .content_type("text/javascript; charset=utf-8")
        .header("cache-control", "public, max-age=3600")
        .header("cross-origin-resource-policy", "cross-origin")
        .body(WIDGET)
}
