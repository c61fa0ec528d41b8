//! The last page: what was booked.
//!
//! Visitors cannot read bookings. What was answered to the request that made one is kept beside its idempotency key for a
//! day, and the key is the address of this page: 256 bits that only the visitor's own form held, of chance or made from the
//! secret of their hold. Nothing about anybody stands in it, it cannot be guessed, and a reload shows the same.

use askama::Template;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use poem::{
    IntoResponse, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::{
    asked::Asked,
    page::{Page, Visit},
    summary::{lines, when},
};
use crate::{
    app::App,
    bookings::{Booked, Status},
    calendar_files::{
        Method,
        model::{self, Organizer, Stand},
    },
    db::TenantTx,
    error::{Error, Result},
    http::IdempotencyKey,
    i18n,
    messages::model::Facts,
};

/// What bookings of the site are kept under.
pub const OPERATION: &str = "site_book";

#[derive(Template)]
#[template(path = "site/done.html")]
struct Done {
    page: Page,
    confirmed: bool,
    reference: String,
    title: String,
    /// What it is called, and what it is.
    facts: Vec<(String, String)>,
    lines: Vec<(String, String)>,
    total: String,
    /// Where a calendar takes it over: words and address, and whether that is a file.
    calendars: Vec<(String, String, bool)>,
    account: String,
}

/// The key of the booking that a hold becomes: the same however often the form is opened, and tells nothing of the secret.
pub fn key_of(secret: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::new_with_prefix("the booking of ").chain_update(secret).finalize())
}

pub fn link(visit: &Visit, key: &str, zone: Option<Tz>) -> String {
    visit.link(&format!("/booked/{key}"), &[("tz", zone.map(Tz::name).unwrap_or_default())])
}

/// What was booked with this key, if anything was.
pub async fn find(tx: &mut TenantTx, key: &str) -> Result<Option<Booked>> {
    tx.recall(OPERATION, &IdempotencyKey::parse(Some(key))?).await
}

async fn booked(tx: &mut TenantTx, key: &str) -> Result<Booked> {
    find(tx, key).await.map_err(|_| Error::NotFound("page"))?.ok_or(Error::NotFound("page"))
}

#[handler]
pub async fn show(Data(app): Data<&App>, asked: Asked, Path((slug, key)): Path<(String, String)>) -> Result<Response> {
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let done = done(&visit, &key, booked(&mut tx, &key).await?);
    done.page.answer(StatusCode::OK, &done)
}

/// For the visitor's calendar: the same event as in mails, which a later one of the booking changes.
#[handler]
pub async fn file(Data(app): Data<&App>, asked: Asked, Path((slug, key)): Path<(String, String)>) -> Result<Response> {
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let booked = booked(&mut tx, &key).await?;
    let stand = Stand { booking: booked.id, version: 1, was_confirmed: booked.status == Status::Confirmed };
    let facts = facts(&visit, booked);
    let organizer = Organizer::of(app);
    let file = model::file(Method::Publish, &stand, &facts, visit.language, &organizer, None, tx.now());
    Ok(file.into_response())
}

fn facts(visit: &Visit, booked: Booked) -> Facts {
    Facts {
        company: visit.company.name.clone(),
        client: String::new(),
        service: service(&booked),
        staff: booked.staff.map(|staff| staff.name),
        place: booked.location.map(|location| location.name),
        reference: booked.reference,
        status: booked.status,
        starts_at: booked.starts_at,
        minutes: (booked.ends_at - booked.starts_at).num_minutes(),
        time_zone: booked.time_zone,
        price: booked.total,
        notes: String::new(),
    }
}

/// Its services, in one line.
fn service(booked: &Booked) -> String {
    let services = booked.items.iter().filter(|item| item.addon_id.is_none());
    services.map(|item| item.name.as_str()).collect::<Vec<_>>().join(" + ")
}

fn done(visit: &Visit, key: &str, booked: Booked) -> Done {
    let confirmed = booked.status == Status::Confirmed;
    let title = visit.t(if confirmed { "site.confirmed_title" } else { "site.requested_title" });
    let home = booked.time_zone.parse().unwrap_or_else(|_| visit.company.zone());
    let zone = visit.asked.query.zone();
    let minutes = (booked.ends_at - booked.starts_at).num_minutes();
    let mut facts = when(visit, booked.starts_at, zone.unwrap_or(home), home);
    facts.extend(booked.staff.as_ref().map(|staff| (visit.t("mail.booking.with"), staff.name.clone())));
    facts.extend(booked.location.as_ref().map(|place| (visit.t("mail.booking.where"), place.name.clone())));
    facts.push((visit.t("mail.booking.duration"), i18n::duration(visit.language, minutes)));
    Done {
        page: visit.page(&title, &[("tz", zone.map(Tz::name).unwrap_or_default())]),
        confirmed,
        title: service(&booked),
        lines: lines(visit, &booked.lines, &booked.total.currency),
        total: booked.total.words(visit.language),
        calendars: if confirmed { calendars(visit, key, &booked) } else { vec![] },
        account: visit.link("/account", &[]),
        reference: booked.reference,
        facts,
    }
}

fn calendars(visit: &Visit, key: &str, booked: &Booked) -> Vec<(String, String, bool)> {
    let title = format!("{} ({})", service(booked), visit.company.name);
    let place = booked.location.as_ref().map(|place| place.name.as_str()).unwrap_or_default();
    let about = format!("{}: {}", visit.t("site.reference"), booked.reference);
    let basic = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let extended = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let address = |base: &str, params: &[(&str, &str)]| {
        format!("{base}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish())
    };
    let dates = format!("{}/{}", basic(booked.starts_at), basic(booked.ends_at));
    let google =
        [("action", "TEMPLATE"), ("text", &title), ("dates", &dates), ("details", &about), ("location", place)];
    let (starts, ends) = (extended(booked.starts_at), extended(booked.ends_at));
    let outlook = [
        ("path", "/calendar/action/compose"),
        ("rru", "addevent"),
        ("subject", &title),
        ("startdt", &starts),
        ("enddt", &ends),
        ("body", &about),
        ("location", place),
    ];
    vec![
        (visit.t("site.calendar_file"), visit.link(&format!("/booked/{key}/calendar.ics"), &[]), true),
        ("Google".into(), address("https://calendar.google.com/calendar/render", &google), false),
        ("Outlook".into(), address("https://outlook.live.com/calendar/0/deeplink/compose", &outlook), false),
    ]
}
