//! What a customer has ahead of them, and what they had; or, for whoever is not signed in, how to get here.

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    session::{Known, visit},
    sign_in,
};
use crate::{
    app::App,
    bookings::may_still_change,
    error::Result,
    http::Limit,
    i18n,
    portal::{
        self,
        model::{CustomerBooking, When},
    },
    site::{
        asked::Asked,
        page::{Page, Visit},
    },
};

#[derive(Template)]
#[template(path = "site/yours/list.html")]
struct Yours {
    page: Page,
    /// What was done just now.
    done: Option<String>,
    bookings: Vec<Card>,
    past: Vec<Card>,
    /// Words of the link to the first page.
    book: String,
    sign_out: String,
}

/// A booking, in the reader's words.
pub struct Card {
    pub service: String,
    status: String,
    /// Whether it stands.
    stands: bool,
    pub facts: Vec<(String, String)>,
    /// Where it is moved, and where it is cancelled.
    change: Option<(String, String)>,
    /// Why it cannot be changed any more, where it could have been.
    late: Option<String>,
}

#[handler]
pub async fn show(Data(app): Data<&App>, known: Known, asked: Asked, Path(slug): Path<String>) -> Result<Response> {
    let (here, mut tx) = match known.enter(app, visit(app, asked, &slug).await?).await? {
        Ok(inside) => inside,
        Err(visit) => return sign_in::ask_for_link(&visit, "", &[]),
    };
    let visit = &here.visit;
    let bookings = portal::store::bookings(&mut tx, When::Upcoming, None, Limit::parse(Some(100))?).await?;
    let past = portal::store::bookings(&mut tx, When::Past, None, Limit::parse(Some(10))?).await?;
    let card = |booking: &CustomerBooking| Card::new(visit, booking, tx.now());
    let done = visit.asked.query.get("done").filter(|done| ["moved", "cancelled"].contains(done));
    let yours = Yours {
        page: visit.page(&visit.t("account.your_bookings"), &[]),
        done: done.map(|done| visit.t(&format!("account.done_{done}"))),
        bookings: bookings.iter().map(card).collect(),
        past: past.iter().map(card).collect(),
        book: i18n::text(visit.language, "site.title", &[("company", &visit.company.name)]),
        sign_out: visit.link("/account/sign-out", &[]),
    };
    here.stay(app, yours.page.answer(StatusCode::OK, &yours)?)
}

impl Card {
    pub fn new(visit: &Visit, booking: &CustomerBooking, now: DateTime<Utc>) -> Self {
        let language = visit.language;
        let at = booking.starts_at.with_timezone(&booking.time_zone.parse().unwrap_or(visit.company.zone()));
        let notice = visit.company.cancellation_notice_minutes;
        let change = may_still_change(booking.status, booking.starts_at, notice, now);
        let is_late = change.is_err()
            && booking.starts_at > now
            && may_still_change(booking.status, booking.starts_at, 0, now).is_ok();
        let path = |what: &str| visit.link(&format!("/account/{}/{what}", booking.id), &[]);
        let hours = i18n::duration(language, TimeDelta::minutes(notice.into()).num_minutes());
        Self {
            service: booking.service.name.clone(),
            status: visit.t(&format!("status.{}", booking.status.as_str())),
            stands: matches!(booking.status.as_str(), "pending" | "confirmed" | "in_progress"),
            facts: [
                Some((visit.t("mail.booking.when"), i18n::date_time(language, at))),
                booking.staff.as_ref().map(|staff| (visit.t("mail.booking.with"), staff.name.clone())),
                Some((visit.t("mail.booking.price"), booking.total.words(language))),
                Some((visit.t("site.reference"), booking.reference.clone())),
            ]
            .into_iter()
            .flatten()
            .collect(),
            change: change.is_ok().then(|| (path("move"), path("cancel"))),
            late: is_late.then(|| {
                i18n::text(language, "account.too_late", &[("time", &hours), ("company", &visit.company.name)])
            }),
        }
    }

    pub fn can_change(&self) -> bool {
        self.change.is_some()
    }

    /// Why it cannot be moved or cancelled.
    pub fn refusal(&self, visit: &Visit) -> String {
        self.late.clone().unwrap_or_else(|| visit.t("account.cannot_change"))
    }
}
