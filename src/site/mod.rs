//! The site: plain pages that need no JavaScript. Visitors book on them: a service, a time, their details, done; and links
//! in mails lead to them.

mod account;
mod details;
mod done;
mod failure;
mod form;
mod invitation;
mod page;
mod services;
mod sign_in;
mod times;
mod unsubscribe;

use poem::{Response, Route, get, handler};

pub use account::routes as account;
pub use failure::failure;
pub use page::Asked;

/// Everything below `/b`. No company's address is `-`.
pub fn routes() -> Route {
    Route::new()
        .at("/-/site.css", get(css))
        .at("/:slug", get(services::show))
        .at("/:slug/sign-in", get(sign_in::ask).post(sign_in::enter))
        .at("/:slug/:service", get(times::show))
        .at("/:slug/:service/book", get(details::show).post(details::book))
        .at("/:slug/booked/:key", get(done::show))
}

/// Whether an address is of a page, so that failures there are pages too.
pub fn has(path: &str) -> bool {
    ["/b", "/account"]
        .iter()
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Its address changes with it, so that it can be kept for ever.
#[handler]
fn css() -> Response {
    Response::builder()
        .content_type("text/css; charset=utf-8")
        .header("cache-control", "public, max-age=31536000, immutable")
        .body(page::CSS)
}
