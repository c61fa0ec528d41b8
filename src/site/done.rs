//! The last page: what was booked.
//!
//! Visitors cannot read bookings. What was answered to the request that made one is kept beside its idempotency key for a
//! day, and the key, 256 random bits that only the visitor's own form held, is the address of this page: nothing about
//! anybody stands in it, it cannot be guessed, and a reload shows the same.

use askama::Template;
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use super::page::{self, Asked, Page, Visit};
use crate::{
    app::App,
    bookings::{Booked, Status},
    error::{Error, Result},
    http::IdempotencyKey,
    i18n,
};

/// What bookings of the site are kept under.
pub const OPERATION: &str = "site_book";

#[derive(Template)]
#[template(path = "site/done.html")]
struct Done {
    page: Page,
    confirmed: bool,
    reference: String,
    /// What it is called, and what it is.
    facts: Vec<(String, String)>,
}

#[handler]
pub async fn show(Data(app): Data<&App>, asked: Asked, Path((slug, key)): Path<(String, String)>) -> Result<Response> {
    let key = IdempotencyKey::parse(Some(&key)).map_err(|_| Error::NotFound("page"))?;
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let booked: Booked = tx.recall(OPERATION, &key).await?.ok_or(Error::NotFound("page"))?;
    page::answer(StatusCode::OK, &done(&visit, booked))
}

fn done(visit: &Visit, booked: Booked) -> Done {
    let language = visit.language;
    let t = |key: &str| i18n::text(language, key, &[]);
    let confirmed = booked.status == Status::Confirmed;
    let title = t(if confirmed { "site.confirmed_title" } else { "site.requested_title" });
    let starts_at = booked.starts_at.with_timezone(&booked.time_zone.parse().unwrap_or_else(|_| visit.company.zone()));
    let minutes = (booked.ends_at - booked.starts_at).num_minutes();
    Done {
        page: visit.page(&title, &[]),
        confirmed,
        reference: booked.reference,
        facts: [
            Some((t("mail.booking.service"), booked.service.name)),
            booked.staff.map(|staff| (t("mail.booking.with"), staff.name)),
            Some((t("mail.booking.when"), i18n::date_time(language, starts_at))),
            Some((t("mail.booking.duration"), i18n::duration(language, minutes))),
            Some((t("mail.booking.price"), booked.total.words(language))),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}
