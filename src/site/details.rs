//! The form: who comes. It books what is held, or comes back with what is wrong and everything that was typed.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    asked::{Asked, Params},
    chosen::{Chosen, moment, starts_at},
    done::{self, OPERATION},
    form::{Field, Sent, Trouble, Typed, from_the_top},
    offer::Offer,
    page::{self, Page, Visit},
    summary::{Summary, until, when},
    times,
};
use crate::{
    app::App,
    auth::token::random_secret,
    bookings::{
        self, NewGuestBooking,
        basket::Basket,
        holds::{self, Hold},
        input::GuestBookingInput,
        model::Place,
    },
    db::{Once, TenantTx},
    error::{Alternative, Error, FieldError, Result},
    http::{ClientAddress, Fields, IdempotencyKey, Parse, limits::Limit},
    i18n,
    scheduling::{self, Rules},
};

#[derive(Template)]
#[template(path = "site/details.html")]
struct Details {
    page: Page,
    action: String,
    hidden: Vec<(&'static str, String)>,
    notice: Option<Notice>,
    /// Until when the time is kept: seconds, and words.
    held: Option<(i64, String)>,
    /// Whether the time cannot be had.
    gone: bool,
    /// Free times instead: value and words.
    alternatives: Vec<(String, String)>,
    fields: Vec<Field>,
    /// Where to come to.
    address: Vec<Field>,
    /// What it is about.
    asset: Vec<Field>,
    asset_open: bool,
    summary: Summary,
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
struct Asking {
    chosen: Chosen,
    starts_at: DateTime<Utc>,
    /// The secret of what is held.
    secret: Option<String>,
}

impl Asking {
    /// None: not a time that any calendar has, so there is nothing to show.
    async fn find(tx: &mut TenantTx, service: &str, params: &Params) -> Result<(Chosen, Option<Self>)> {
        let mut chosen = Chosen::parse(service, params)?;
        Offer::find(tx, &mut chosen).await?;
        let secret = params.get("hold").map(str::to_owned);
        let asking = starts_at(params, tx.now()).map(|at| Self { chosen: chosen.clone(), starts_at: at, secret });
        Ok((chosen, asking))
    }
}

/// The empty form. A time that has gone meanwhile is told right here; what was booked with the hold already, too.
#[handler]
pub async fn show(Data(app): Data<&App>, asked: Asked, Path((slug, id)): Path<(String, String)>) -> Result<Response> {
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let (chosen, asking) = Asking::find(&mut tx, &id, &visit.asked.query).await?;
    let Some(asking) = asking else { return Ok(page::see_other(&chosen.link(&visit, "", &[]))) };
    if let Some(secret) = &asking.secret {
        let key = done::key_of(secret);
        if done::find(&mut tx, &key).await?.is_some() {
            return Ok(page::see_other(&done::link(&visit, &key, chosen.zone)));
        }
    }
    form(&mut tx, &visit, &asking, &Typed::default(), Trouble::None).await
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
    let (chosen, asking) = Asking::find(&mut tx, &id, &params).await?;
    let Some(mut asking) = asking else { return Ok(page::see_other(&chosen.link(&visit, "", &[]))) };
    drop(tx);
    let typed = Typed::of(&params);
    let key = IdempotencyKey::parse(Some(&form_key(&params)))?;
    let booked = async {
        let new = parse(&visit, &asking, &typed)?;
        app.limits().hit(Limit::PublicBooking, &from.network()).await?;
        let mut tx = app.begin_guest(&slug).await?;
        let once = Once { operation: OPERATION, key: &key, hash: &hash };
        tx.once(once, async |tx| bookings::book_as_guest(app.limits(), tx, &new).await).await?;
        tx.commit().await
    };
    let trouble = match booked.await {
        Ok(()) => return Ok(page::see_other(&done::link(&visit, &key.0.unwrap_or_default(), chosen.zone))),
        Err(error) => Trouble::of(error)?,
    };
    if matches!(trouble, Trouble::Unheld | Trouble::Again(_)) {
        asking.secret = None;
    }
    let mut tx = app.read_as_guest(&slug).await?;
    let mut response = form(&mut tx, &visit, &asking, &typed, trouble).await?;
    if response.status().is_success() {
        response.set_status(StatusCode::CONFLICT); // nothing is booked
    }
    Ok(response)
}

/// The key that the form was given; one that could not be part of an address is none of ours.
fn form_key(params: &Params) -> String {
    let safe = |key: &&str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    params.get("key").filter(safe).map_or_else(|| random_secret(""), str::to_owned)
}

/// By the API's own rules. The phone number is looked at too while other fields are wrong: all is told at once.
fn parse(visit: &Visit, asking: &Asking, typed: &Typed) -> Result<NewGuestBooking> {
    let said = asking.chosen.said();
    let input = GuestBookingInput {
        further_service_ids: said.further_service_ids,
        addon_ids: said.addon_ids,
        staff_id: said.staff_id,
        location_id: said.location_id,
        party_size: said.party_size,
        place: said.place,
        address: (said.place == Some(Place::OnSite)).then(|| typed.address()),
        asset: typed.asset(),
        hold: asking.secret.clone(),
        email: Some(typed.text("email")),
        phone: Some(typed.text("phone")),
        notes: Some(typed.text("notes")),
        language: Some(visit.language.code().into()),
        ..GuestBookingInput::of(said.service_id, asking.starts_at, &typed.text("name"))
    };
    let mut fields = Fields::default();
    let new = NewGuestBooking::parse(input, &mut fields);
    if let Some(Err(Error::Invalid(errors))) = new.as_ref().map(|new| new.contact(&visit.company)) {
        errors.iter().for_each(|error| fields.fail(&error.field, &error.code, &error.message));
    }
    fields.finish(new)
}

/// What is held by this secret, if it is still that time.
async fn held(tx: &mut TenantTx, asking: &Asking) -> Result<Option<Hold>> {
    let Some(secret) = &asking.secret else { return Ok(None) };
    match holds::show(tx, secret).await {
        Ok(hold) => Ok(Some(hold).filter(|hold| hold.starts_at == asking.starts_at)),
        Err(Error::NotFound(_) | Error::Invalid(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The page with the form, as it was typed.
async fn form(tx: &mut TenantTx, visit: &Visit, asking: &Asking, typed: &Typed, trouble: Trouble) -> Result<Response> {
    let basket = times::basket(tx, visit, &asking.chosen).await?;
    let wanted = basket.wanted(Rules::All);
    let request = wanted.at(asking.starts_at, tx.now());
    let loaded = scheduling::store::load(tx, &request, &wanted).await?;
    let hold = held(tx, asking).await?;
    let is_free = || scheduling::slots(&request, &loaded).iter().any(|slot| slot.starts_at == asking.starts_at);
    let trouble = match trouble {
        Trouble::Taken(_) | Trouble::Unavailable => trouble,
        _ if hold.is_none() && !is_free() => Trouble::Unavailable,
        Trouble::None if hold.is_none() && asking.secret.is_some() => Trouble::Unheld,
        other => other,
    };
    let alternatives = match &trouble {
        Trouble::Taken(free) => free.clone(),
        Trouble::Unavailable => scheduling::alternatives(tx, &wanted, asking.starts_at, None).await?,
        _ => vec![],
    };
    let known = asking.chosen.staff.and_then(|_| loaded.people().next()).map(|(_, name)| name.to_owned());
    let who = hold.as_ref().and_then(|hold| hold.staff.clone()).map(|staff| staff.name).or(known);
    let who = who.or_else(|| wanted.needs_staff.then(|| visit.t("site.any_staff")));
    let zone = asking.chosen.zone.unwrap_or(wanted.zone);
    let mut facts = when(visit, asking.starts_at, zone, wanted.zone);
    facts.extend(who.map(|who| (visit.t("mail.booking.with"), who)));
    let held = hold.map(|hold| until(visit, hold.expires_at, tx.now(), zone));
    let shown = Shown { visit, asking, typed, trouble: &trouble, basket: &basket, held, zone };
    let details = shown.details(facts, &alternatives)?;
    details.page.answer(trouble.status(), &details)
}

struct Shown<'a> {
    visit: &'a Visit,
    asking: &'a Asking,
    typed: &'a Typed,
    trouble: &'a Trouble,
    basket: &'a Basket,
    held: Option<(i64, String)>,
    zone: Tz,
}

impl Shown<'_> {
    fn details(&self, facts: Vec<(String, String)>, alternatives: &[Alternative]) -> Result<Details> {
        let (visit, chosen, language) = (self.visit, &self.asking.chosen, self.visit.language);
        let errors: &[FieldError] = self.trouble.errors();
        let starts_at = moment(self.asking.starts_at);
        let secret = self.asking.secret.clone().filter(|_| self.held.is_some());
        let day = self.asking.starts_at.with_timezone(&self.zone).date_naive().to_string();
        let mut back = vec![("day", day.as_str())];
        back.extend(secret.as_deref().map(|secret| ("hold", secret)));
        let back = chosen.link(visit, "", &back);
        let key = secret.as_deref().map_or_else(|| random_secret(""), done::key_of);
        let own = [("key", key), ("starts_at", starts_at.clone())];
        let kept = secret.clone().map(|secret| ("hold", secret));
        let asset = Field::asset(language, self.typed, errors);
        Ok(Details {
            page: self.page(&starts_at, secret.as_deref(), back.clone()),
            action: visit.link(&format!("/{}/book", chosen.service), &[]),
            hidden: chosen.params().into_iter().chain(own).chain(kept).collect(),
            notice: self.trouble.title().map(|(title, text)| Notice {
                heading: visit.t(title),
                text: text.map(|text| visit.t(text)).unwrap_or_default(),
                errors: from_the_top(language, errors),
            }),
            held: self
                .held
                .clone()
                .map(|(seconds, clock)| (seconds, i18n::text(language, "site.held_until", &[("time", &clock)]))),
            gone: matches!(self.trouble, Trouble::Taken(_) | Trouble::Unavailable),
            alternatives: alternatives.iter().map(|free| self.alternative(free)).collect(),
            fields: Field::all(language, self.typed, errors),
            address: if chosen.on_site { Field::address(language, self.typed, errors) } else { vec![] },
            asset_open: asset
                .iter()
                .any(|field| field.error.is_some() || field.options.is_empty() && !field.value.is_empty()),
            asset,
            summary: Summary::of(visit, self.basket, facts)?,
            all_times: back,
        })
    }

    fn page(&self, starts_at: &str, secret: Option<&str>, back: String) -> Page {
        let (visit, own) = (self.visit, self.asking.chosen.params());
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let more = [("starts_at", starts_at), ("hold", secret.unwrap_or_default())];
        let params: Vec<_> = own.chain(more).collect();
        let title = visit.t(self.trouble.title().map_or("site.your_details", |(title, _)| title));
        Page { back: Some(back), step: 3, ..visit.page(&title, &params) }
    }

    fn alternative(&self, free: &Alternative) -> (String, String) {
        let (language, at) = (self.visit.language, free.starts_at.with_timezone(&self.zone));
        let (day, time) = (at.date_naive(), i18n::time(language, at));
        let words = format!("{}, {}, {time}", i18n::weekday_short(language, day), i18n::date_short(language, day));
        (moment(free.starts_at), words)
    }
}

impl Trouble {
    fn status(&self) -> StatusCode {
        match self {
            Self::None | Self::Unheld => StatusCode::OK,
            Self::Fields(_) | Self::Again(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Taken(_) | Self::Unavailable | Self::Changed => StatusCode::CONFLICT,
        }
    }
}
