//! The headers of every answer that tell a browser what it must not do with it.

use poem::{
    Response,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};

use crate::config::Config;

/// For what is not a page: nothing in it is ever run, loaded or framed.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

/// None of our pages needs any of these, and nothing on them may ask for one.
const NO_FEATURES: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
                           fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
                           payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), \
                           usb=(), xr-spatial-tracking=()";

const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// A year of nothing but https, where the installation is reached that way.
#[derive(Clone, Copy, Debug)]
pub struct Transport {
    https: bool,
}

impl Transport {
    pub fn of(config: &Config) -> Self {
        Self { https: config.public_url.scheme() == "https" }
    }
}

/// Puts them on the answer to a request for `path`. What an endpoint has set itself stays.
pub fn put(response: &mut Response, path: &str, transport: Transport) {
    let headers = response.headers_mut();
    let readers = if path.starts_with("/api/v1/public/") { "cross-origin" } else { "same-origin" };
    unless_set(headers, header::CONTENT_SECURITY_POLICY, NO_PAGE);
    if !may_be_framed(headers) {
        unless_set(headers, header::X_FRAME_OPTIONS, "DENY");
    }
    unless_set(headers, header::CACHE_CONTROL, "no-store");
    unless_set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    unless_set(headers, header::REFERRER_POLICY, "same-origin");
    unless_set(headers, PERMISSIONS_POLICY, NO_FEATURES);
    unless_set(headers, CROSS_ORIGIN_OPENER_POLICY, "same-origin");
    unless_set(headers, CROSS_ORIGIN_RESOURCE_POLICY, readers);
    if transport.https {
        unless_set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// What any site may frame says so in its policy; `X-Frame-Options` has no word for that.
fn may_be_framed(headers: &HeaderMap) -> bool {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    policy.is_some_and(|policy| policy.ends_with("frame-ancestors *"))
}

fn unless_set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
