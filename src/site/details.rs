//! The form: who comes. It books, or comes back with what is wrong and everything that was typed.

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use poem::{
    Response, handler,
    web::{Data, Path},
};

use super::{
    done::OPERATION,
    form::{Field, Sent, Trouble, Typed, anchor, message},
    page::{self, Asked, Page, Params, Visit},
};
use crate::{
    app::App,
    auth::token::random_secret,
    bookings::{
        self, NewGuestBooking,
        basket::{self, Basket},
        input::GuestBookingInput,
    },
    db::{Once, TenantTx},
    error::{Alternative, Error, FieldError, Result},
    http::{ClientAddress, Fields, IdempotencyKey, Parse, limits::Limit},
    i18n,
    scheduling::{self, Rules},
    services::{Service, ServiceId},
    staff::StaffId,
};

#[derive(Template)]
#[template(path = "site/details.html")]
struct Details {
    page: Page,
    action: String,
    /// Of this form alone: a double click books once.
    key: String,
    staff: String,
    starts_at: String,
    notice: Option<Notice>,
    /// Whether the time cannot be had.
    gone: bool,
    /// Free times instead: value and words.
    alternatives: Vec<(String, String)>,
    fields: Vec<Field>,
    /// What is being booked.
    service: String,
    facts: Vec<(String, String)>,
    all_times: String,
}

/// What stands above the form when it comes back.
struct Notice {
    heading: String,
    text: String,
    /// Each with the field it is about, if it is about one.
    errors: Vec<(Option<&'static str>, String)>,
}

/// What the form is about.
#[derive(Clone, Copy)]
struct Choice {
    starts_at: DateTime<Utc>,
    staff: Option<StaffId>,
}

impl Choice {
    /// None: not a time that any calendar has, so there is nothing to show.
    fn parse(params: &Params, now: DateTime<Utc>) -> Result<Option<Self>> {
        let starts_at = params.get("starts_at").and_then(|at| at.parse::<DateTime<Utc>>().ok());
        let sane = starts_at.filter(|at| (*at - now).abs() < TimeDelta::days(400));
        let staff = params.get("staff").map(str::parse).transpose();
        let staff = staff.map_err(|_| Error::NotFound("member of staff"))?.map(StaffId);
        Ok(sane.map(|starts_at| Self { starts_at, staff }))
    }
}

/// The empty form. A time that has gone meanwhile is told right here.
#[handler]
pub async fn show(Data(app): Data<&App>, asked: Asked, Path((slug, id)): Path<(String, String)>) -> Result<Response> {
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let service = page::service(&mut tx, &id).await?;
    let Some(choice) = Choice::parse(&visit.asked.query, tx.now())? else {
        return Ok(page::see_other(&visit.link(&format!("/{}", service.id), &[])));
    };
    form(&mut tx, &visit, &service, choice, &Typed::default(), Trouble::None).await
}

/// Books, and goes on to the page that says so.
#[handler]
pub async fn book(
    Data(app): Data<&App>,
    from: ClientAddress,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    Sent { params, hash }: Sent,
) -> Result<Response> {
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let service = page::service(&mut tx, &id).await?;
    let Some(choice) = Choice::parse(&params, tx.now())? else {
        return Ok(page::see_other(&visit.link(&format!("/{}", service.id), &[])));
    };
    drop(tx);
    let typed = Typed::of(&params);
    let key = IdempotencyKey::parse(Some(&form_key(&params)))?;
    let booked = async {
        let new = parse(&visit, service.id, choice, &typed)?;
        app.limits().hit(Limit::PublicBooking, &from.network()).await?;
        let mut tx = app.begin_guest(&slug).await?;
        let once = Once { operation: OPERATION, key: &key, hash: &hash };
        tx.once(once, async |tx| bookings::book_as_guest(app.limits(), tx, &new).await).await?;
        tx.commit().await
    };
    let trouble = match booked.await {
        Ok(()) => return Ok(page::see_other(&visit.link(&format!("/booked/{}", key.0.unwrap_or_default()), &[]))),
        Err(error) => Trouble::of(error)?,
    };
    let mut tx = app.read_as_guest(&slug).await?;
    form(&mut tx, &visit, &service, choice, &typed, trouble).await
}

/// The key that the form was given; one that could not be part of an address is none of ours.
fn form_key(params: &Params) -> String {
    let safe = |key: &&str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    params.get("key").filter(safe).map_or_else(|| random_secret(""), str::to_owned)
}

/// By the API's own rules. The phone number is looked at too while other fields are wrong: all is told at once.
fn parse(visit: &Visit, service_id: ServiceId, choice: Choice, typed: &Typed) -> Result<NewGuestBooking> {
    let input = GuestBookingInput {
        staff_id: choice.staff,
        email: Some(typed.email.clone()),
        phone: Some(typed.phone.clone()),
        notes: Some(typed.notes.clone()),
        language: Some(visit.language.code().into()),
        ..GuestBookingInput::of(service_id, choice.starts_at, &typed.name)
    };
    let mut fields = Fields::default();
    let new = NewGuestBooking::parse(input, &mut fields);
    if let Some(Err(Error::Invalid(errors))) = new.as_ref().map(|new| new.contact(&visit.company)) {
        errors.iter().for_each(|error| fields.fail(&error.field, &error.code, &error.message));
    }
    fields.finish(new)
}

/// The page with the form, as it was typed.
async fn form(
    tx: &mut TenantTx,
    visit: &Visit,
    service: &Service,
    choice: Choice,
    typed: &Typed,
    trouble: Trouble,
) -> Result<Response> {
    let chosen = basket::Choice { staff: choice.staff, ..basket::Choice::of(service.id) };
    let wanted = Basket::fill(tx, &visit.company, &chosen).await?.wanted(Rules::All);
    let request = wanted.at(choice.starts_at, tx.now());
    let loaded = scheduling::store::load(tx, &request, &wanted).await?;
    let free = scheduling::slots(&request, &loaded).iter().any(|slot| slot.starts_at == choice.starts_at);
    let trouble = match trouble {
        Trouble::None | Trouble::Fields(_) if !free => Trouble::Unavailable,
        other => other,
    };
    let alternatives = match &trouble {
        Trouble::Taken(free) => free.clone(),
        Trouble::Unavailable => scheduling::alternatives(tx, &wanted, choice.starts_at, None).await?,
        Trouble::None | Trouble::Fields(_) => vec![],
    };
    let who = choice.staff.and_then(|_| loaded.people().next()).map(|(_, name)| name.to_owned());
    let status = trouble.status();
    page::answer(status, &details(visit, service, choice, typed, &trouble, &alternatives, who))
}

fn details(
    visit: &Visit,
    service: &Service,
    choice: Choice,
    typed: &Typed,
    trouble: &Trouble,
    alternatives: &[Alternative],
    who: Option<String>,
) -> Details {
    let (language, zone) = (visit.language, visit.company.zone());
    let t = |key: &str| i18n::text(language, key, &[]);
    let errors: &[FieldError] = if let Trouble::Fields(errors) = trouble { errors } else { &[] };
    let starts_at = choice.starts_at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let staff = choice.staff.map(|staff| staff.to_string()).unwrap_or_default();
    let times = visit.link(
        &format!("/{}", service.id),
        &[
            ("week", &choice.starts_at.with_timezone(&zone).date_naive().to_string()),
            ("day", &choice.starts_at.with_timezone(&zone).date_naive().to_string()),
            ("staff", &staff),
        ],
    );
    let mut facts = vec![(t("mail.booking.when"), i18n::date_time(language, choice.starts_at.with_timezone(&zone)))];
    facts.push((t("mail.booking.with"), who.unwrap_or_else(|| t("site.any_staff"))));
    facts.push((t("site.duration"), i18n::duration(language, service.duration_minutes.into())));
    facts.push((t("site.price"), service.price.words(language)));
    let title = trouble.title().map_or_else(|| t("site.your_details"), |(title, _)| t(title));
    let page = visit.page(&title, &[("starts_at", &starts_at), ("staff", &staff)]);
    Details {
        page: Page { back: Some(times.clone()), step: 3, ..page },
        action: visit.link(&format!("/{}/book", service.id), &[]),
        key: random_secret(""),
        staff,
        starts_at,
        notice: trouble.title().map(|(title, text)| Notice {
            heading: t(title),
            text: text.map(t).unwrap_or_default(),
            errors: errors.iter().map(|error| (anchor(&error.field), message(language, error))).collect(),
        }),
        gone: matches!(trouble, Trouble::Taken(_) | Trouble::Unavailable),
        alternatives: alternatives.iter().map(|free| alternative(visit, free)).collect(),
        fields: Field::all(language, typed, errors),
        service: service.name.clone(),
        facts,
        all_times: times,
    }
}

fn alternative(visit: &Visit, free: &Alternative) -> (String, String) {
    let (language, at) = (visit.language, free.starts_at.with_timezone(&visit.company.zone()));
    let (weekday, date) = (i18n::weekday_short(language, at.date_naive()), i18n::date_short(language, at.date_naive()));
    let words = format!("{weekday}, {date}, {}", i18n::time(language, at));
    (free.starts_at.format("%Y-%m-%dT%H:%M:%SZ").to_string(), words)
}
