//! The booking site: plain pages that a visitor can use without JavaScript: a service, a time, their details, done.

mod details;
mod done;
mod failure;
mod form;
mod page;
mod services;
mod times;

use poem::{Response, Route, get, handler};

pub use failure::failure;
pub use page::Asked;

/// Everything below `/b`. No company's address is `-`.
pub fn routes() -> Route {
    Route::new()
        .at("/-/site.css", get(css))
        .at("/:slug", get(services::show))
        .at("/:slug/:service", get(times::show))
        .at("/:slug/:service/book", get(details::show).post(details::book))
        .at("/:slug/booked/:key", get(done::show))
}

/// Its address changes with it, so that it can be kept for ever.
#[handler]
fn css() -> Response {
    Response::builder()
        .content_type("text/css; charset=utf-8")
        .header("cache-control", "public, max-age=31536000, immutable")
        .body(page::CSS)
}
