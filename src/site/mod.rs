//! The booking site: plain pages that a visitor can use without JavaScript.

use poem::{Response, Route};

pub fn routes() -> Route {
    Route::new()
}

/// A failure, as a page.
pub fn failure(error: poem::Error) -> Response {
    crate::http::problem::from_framework(error)
}
