//! A customer gives what is theirs another time: the free ones by all the company's rules, its own time not in the way.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    list::Card,
    session::{Here, Known, visit},
    sign_in::{self, FromHere},
};
use crate::{
    app::App,
    auth::token::random_secret,
    bookings::{
        BookingId,
        moving::{OwnReschedule, availability},
    },
    db::{Once, TenantTx},
    error::{Error, Result},
    http::IdempotencyKey,
    portal,
    site::{
        asked::Asked,
        calendar::{Calendar, View, first},
        chosen::starts_at,
        form::Sent,
        page::Page,
    },
};

#[derive(Template)]
#[template(path = "site/yours/move.html")]
struct Moving {
    page: Page,
    booking: Card,
    /// Why the time that was chosen, or any other, cannot be had.
    refused: Option<String>,
    calendar: Option<Calendar>,
    list: String,
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    known: Known,
    asked: Asked,
    Path((slug, id)): Path<(String, BookingId)>,
) -> Result<Response> {
    match known.enter(app, visit(app, asked, &slug).await?).await? {
        Ok((here, tx)) => times(app, &here, tx, id, None).await,
        Err(visit) => sign_in::ask_for_link(&visit, "", &[]),
    }
}

#[handler]
pub async fn change(
    Data(app): Data<&App>,
    known: Known,
    asked: Asked,
    Path((slug, id)): Path<(String, BookingId)>,
    _: FromHere,
    Sent { params, hash }: Sent,
) -> Result<Response> {
    let here = match known.enter(app, visit(app, asked, &slug).await?).await? {
        Ok((here, _)) => here,
        Err(visit) => return sign_in::ask_for_link(&visit, "", &[]),
    };
    let Some(starts_at) = starts_at(&params, app.now()) else { return here.back(app, "") };
    let key = IdempotencyKey::parse(params.get("key"))?;
    let moved = async {
        let mut tx = app.begin_customer(&here.customer).await?;
        let operation = format!("reschedule_own_booking {id}");
        let once = Once { operation: &operation, key: &key, hash: &hash };
        let to = OwnReschedule { starts_at, staff_id: None };
        tx.once(once, async |tx| portal::reschedule(tx, id, &to).await).await?;
        tx.commit().await
    };
    let refused = match moved.await {
        Ok(()) => return here.back(app, "moved"),
        Err(Error::SlotTaken(_)) => "site.taken_title",
        Err(Error::Invalid(_)) => "site.unavailable_title",
        Err(Error::Conflict(..)) => "account.cannot_change",
        Err(other) => return Err(other),
    };
    let tx = app.read_as_customer(&here.customer).await?;
    times(app, &here, tx, id, Some(refused)).await
}

async fn times(app: &App, here: &Here, mut tx: TenantTx, id: BookingId, refused: Option<&str>) -> Result<Response> {
    let visit = &here.visit;
    let found = portal::store::booking(&mut tx, id).await?;
    let booking = Card::new(visit, &found, tx.now());
    let list = visit.link("/account", &[]);
    let calendar = if booking.can_change() { Some(calendar(here, &mut tx, id, &found.time_zone).await?) } else { None };
    let own = if calendar.is_none() { Some(booking.refusal(visit)) } else { None };
    let moving = Moving {
        page: Page { back: Some(list.clone()), ..visit.page(&visit.t("account.move_title"), &[]) },
        refused: own.or_else(|| refused.map(|key| visit.t(key))),
        booking,
        calendar,
        list,
    };
    let status = if moving.refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    here.stay(app, moving.page.answer(status, &moving)?)
}

async fn calendar(here: &Here, tx: &mut TenantTx, id: BookingId, zone: &str) -> Result<Calendar> {
    let (visit, query) = (&here.visit, &here.visit.asked.query);
    let home = zone.parse().unwrap_or(visit.company.zone());
    let (mut view, asked) = View::new(
        visit.language,
        (query.zone().unwrap_or(home), home),
        (query.get("month"), query.get("day")),
        (tx.now(), tx.now() + visit.company.horizon()),
    );
    let mut starts = free(tx, id, view.range()).await?;
    let mut later = None;
    if !starts.iter().any(|at| first(view.date(*at)) == view.month) {
        starts = free(tx, id, view.rest()).await?;
        match starts.first() {
            Some(at) if !asked => view = view.at(*at),
            first => later = first.copied(),
        }
    }
    let path = format!("/account/{id}/move");
    let zone = query.get("tz").unwrap_or_default();
    let calendar =
        view.calendar(&starts, later, |month, day| visit.link(&path, &[("tz", zone), ("month", month), ("day", day)]));
    let asked = visit.asked.carried().into_iter().map(|(name, value)| (name, value.to_owned()));
    Ok(Calendar {
        action: visit.link(&path, &[("tz", zone)]),
        hidden: vec![("key", random_secret(""))],
        kept: asked.chain([("month", view.month.format("%Y-%m").to_string())]).collect(),
        ..calendar
    })
}

async fn free(tx: &mut TenantTx, id: BookingId, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<DateTime<Utc>>> {
    if from >= to {
        return Ok(vec![]);
    }
    let slots = availability(tx, id, None, from, to).await?.slots;
    Ok(slots.into_iter().map(|slot| slot.starts_at).collect())
}
