//! The site: a company's pages, which need no script. Visitors book on them: services, a time that is kept for them, their
//! details, done; customers see what they have booked, move it and cancel it; and links in mails lead here.

mod account;
mod asked;
mod brand;
mod calendar;
mod chosen;
mod details;
mod done;
mod failure;
mod form;
mod hold;
mod invitation;
mod look;
mod offer;
mod page;
mod services;
mod summary;
mod times;
mod unsubscribe;
mod yours;
mod zones;

use poem::{Route, get, post};

pub use account::routes as account;
pub use asked::{Asked, Whole};
pub use failure::failure;
pub use look::widget;
use yours::{cancelling, list, moving, sign_in};

/// Everything below `/b`. No company's address is `-`.
pub fn routes() -> Route {
    Route::new()
        .at("/-/site.css", get(look::css))
        .at("/-/brand.css", get(look::brand_css))
        .at("/-/site.js", get(look::script))
        .at("/:slug", get(services::show))
        .at("/:slug/sign-in", get(sign_in::ask).post(sign_in::enter))
        .at("/:slug/account", get(list::show))
        .at("/:slug/account/link", post(sign_in::send))
        .at("/:slug/account/sign-out", post(sign_in::leave))
        .at("/:slug/account/:booking/move", get(moving::show).post(moving::change))
        .at("/:slug/account/:booking/cancel", get(cancelling::show).post(cancelling::cancel))
        .at("/:slug/booked/:key", get(done::show))
        .at("/:slug/booked/:key/calendar.ics", get(done::file))
        .at("/:slug/:service", get(times::show))
        .at("/:slug/:service/hold", post(hold::take))
        .at("/:slug/:service/book", get(details::show).post(details::book))
}

/// Whether an address is of a page, so that failures there are pages too.
pub fn has(path: &str) -> bool {
    ["/b", "/account"]
        .iter()
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}
