//! A service's page: what can be chosen with it, and its free times: a month, one day of it, everybody or one of the staff.

use askama::Template;
use chrono::{DateTime, Utc};
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    asked::Asked,
    calendar::{Calendar, View},
    chosen::Chosen,
    form::message,
    offer::{Offer, Options},
    page::{Page, Visit},
    summary::{Summary, until},
};
use crate::{
    app::App,
    bookings::{basket::Basket, holds},
    db::TenantTx,
    error::{Error, FieldError, Result},
    i18n,
    scheduling::{self, Rules, Wanted},
    staff::StaffId,
};

#[derive(Template)]
#[template(path = "site/times.html")]
struct Times {
    page: Page,
    title: String,
    options: Options,
    /// Where the form with the options leads.
    action: String,
    /// Why there are no times for what was chosen.
    problems: Vec<String>,
    /// What it comes to, and when it can be.
    found: Option<Found>,
    /// What is kept for this visitor already: in words, and where it goes on.
    held: Option<(String, String)>,
}

struct Found {
    summary: Summary,
    /// Whom to see; empty where there is no choice.
    staff: Vec<Link>,
    calendar: Calendar,
}

struct Link {
    text: String,
    href: String,
    current: bool,
}

#[handler]
pub async fn show(Data(app): Data<&App>, asked: Asked, Path((slug, id)): Path<(String, String)>) -> Result<Response> {
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let mut chosen = Chosen::parse(&id, &visit.asked.query)?;
    let offer = Offer::find(&mut tx, &mut chosen).await?;
    let (found, problems) = match basket(&mut tx, &visit, &chosen).await {
        Ok(basket) => (Some(found(&mut tx, &visit, &mut chosen, &basket).await?), vec![]),
        Err(Error::Invalid(errors)) => (None, errors),
        Err(other) => return Err(other),
    };
    let held = held(&mut tx, &visit, &chosen).await?;
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = offer.services.first().map(|service| service.name.clone()).unwrap_or_default();
    let times = Times {
        page: page(&visit, &chosen, &title),
        options: offer.options(&visit, &chosen),
        action: visit.asked.link(&format!("/b/{slug}/{}", chosen.service), &[]),
        title,
        problems: problems.iter().map(|error: &FieldError| message(visit.language, error)).collect(),
        found,
        held,
    };
    times.page.answer(status, &times)
}

/// What was chosen, as it is offered; what is wrong with it is told.
pub async fn basket(tx: &mut TenantTx, visit: &Visit, chosen: &Chosen) -> Result<Basket> {
    Basket::fill(tx, &visit.company, &chosen.choice()?).await
}

fn page(visit: &Visit, chosen: &Chosen, name: &str) -> Page {
    let get = |name| visit.asked.query.get(name).unwrap_or_default();
    let own = chosen.params();
    let own = own.iter().map(|(name, value)| (*name, value.as_str()));
    let params: Vec<_> = own.chain(["month", "day", "hold"].map(|name| (name, get(name)))).collect();
    let page = visit.page(&format!("{}: {name}", visit.t("site.choose_time")), &params);
    Page { back: Some(visit.link("", &[])), step: 2, listed: true, ..page }
}

async fn found(tx: &mut TenantTx, visit: &Visit, chosen: &mut Chosen, basket: &Basket) -> Result<Found> {
    let wanted = Wanted { staff: None, ..basket.wanted(Rules::All) };
    let home = wanted.zone;
    let query = &visit.asked.query;
    let (view, asked) = View::new(
        visit.language,
        (chosen.zone.unwrap_or(home), home),
        (query.get("month"), query.get("day")),
        (tx.now(), tx.now() + wanted.horizon),
    );
    let (from, to) = view.range();
    let request = wanted.on(from, to, tx.now());
    let loaded = scheduling::store::load(tx, &request, &wanted).await?;
    let people: Vec<_> = loaded.people_who_work().map(|(id, name)| (id, name.to_owned())).collect();
    // Whoever is not there any more is asked for no longer.
    chosen.staff = chosen.staff.filter(|asked| people.iter().any(|(person, _)| person == asked));
    let slots = match chosen.staff {
        Some(staff) => scheduling::slots(&request, &loaded.with(staff)),
        None => scheduling::slots(&request, &loaded),
    };
    let mut starts: Vec<_> = slots.into_iter().map(|slot| slot.starts_at).collect();
    let (mut view, mut later) = (view, None);
    if !starts.iter().any(|at| super::calendar::first(view.date(*at)) == view.month) {
        starts = rest(tx, &Wanted { staff: chosen.staff, ..wanted }, &view).await?;
        match starts.first() {
            Some(at) if !asked => view = view.at(*at),
            first => later = first.copied(),
        }
    }
    let hold = query.get("hold").unwrap_or_default();
    let href = |month: &str, day: &str| chosen.link(visit, "", &[("month", month), ("day", day), ("hold", hold)]);
    let calendar = view.calendar(&starts, later, href);
    Ok(Found {
        summary: Summary::of(visit, basket, vec![])?,
        staff: staff(visit, chosen, &people),
        calendar: Calendar {
            action: chosen.link(visit, "/hold", &[]),
            hidden: vec![("hold", hold.to_owned())],
            kept: kept(visit, chosen, &view),
            ..calendar
        },
    })
}

/// The free times after the month, as far as any can be booked.
async fn rest(tx: &mut TenantTx, wanted: &Wanted, view: &View) -> Result<Vec<DateTime<Utc>>> {
    let (from, to) = view.rest();
    if from >= to {
        return Ok(vec![]);
    }
    let slots = scheduling::free_slots(tx, wanted, from, to).await?;
    Ok(slots.into_iter().map(|slot| slot.starts_at).collect())
}

/// What goes along when another zone is chosen.
fn kept(visit: &Visit, chosen: &Chosen, view: &View) -> Vec<(&'static str, String)> {
    let own = chosen.params().into_iter().filter(|(name, _)| *name != "tz");
    let asked = visit.asked.carried().into_iter().map(|(name, value)| (name, value.to_owned()));
    let day = view.day.map(|day| ("day", day.to_string()));
    let hold = visit.asked.query.get("hold").map(|hold| ("hold", hold.to_owned()));
    let month = view.month.format("%Y-%m").to_string();
    own.chain(asked).chain(day).chain(hold).chain([("month", month)]).collect()
}

fn staff(visit: &Visit, chosen: &Chosen, people: &[(StaffId, String)]) -> Vec<Link> {
    if people.len() < 2 {
        return vec![];
    }
    let [month, hold] = ["month", "hold"].map(|name| visit.asked.query.get(name).unwrap_or_default());
    let link = |text: String, staff| Link {
        text,
        href: Chosen { staff, ..chosen.clone() }.link(visit, "", &[("month", month), ("hold", hold)]),
        current: chosen.staff == staff,
    };
    let anyone = link(visit.t("site.any_staff"), None);
    std::iter::once(anyone).chain(people.iter().map(|(staff, name)| link(name.clone(), Some(*staff)))).collect()
}

/// Whoever comes back to the times still has the one that is kept for them.
async fn held(tx: &mut TenantTx, visit: &Visit, chosen: &Chosen) -> Result<Option<(String, String)>> {
    let Some(secret) = visit.asked.query.get("hold") else { return Ok(None) };
    let Ok(hold) = holds::show(tx, secret).await else { return Ok(None) };
    let zone = chosen.zone.unwrap_or(visit.company.zone());
    let when = i18n::date_time(visit.language, hold.starts_at.with_timezone(&zone));
    let (_, clock) = until(visit, hold.expires_at, tx.now(), zone);
    let words = i18n::text(visit.language, "site.held_until", &[("time", &clock)]);
    let at = super::chosen::moment(hold.starts_at);
    Ok(Some((format!("{when}. {words}"), chosen.link(visit, "/book", &[("starts_at", &at), ("hold", secret)]))))
}
