//! Bookings: time that somebody has taken. The ways to one are here: a visitor's, which the API and the site share, a
//! customer's, and staff's. What becomes of one afterwards is in `changes` and `moving`.

pub mod api;
pub mod basket;
pub mod changes;
pub mod chosen;
pub mod events;
mod held;
pub mod holds;
pub mod input;
pub mod jobs;
pub mod model;
pub mod moving;
pub mod store;

use chrono::{DateTime, TimeDelta, Utc};

use basket::Basket;
use events::{BookingCreated, BookingExpired};
pub use held::may_still_change;
use input::Contact;
pub use input::{NewGuestBooking, NewOwnBooking, NewStaffBooking};
pub use model::{Booked, Booking, BookingId, Status};
use model::{Named, new_reference};

use crate::{
    assets,
    auth::token,
    clients::{self, ClientId},
    companies::{self, Company, Confirmation},
    db::TenantTx,
    error::{Error, Result},
    http::limits::{Limit, Limits},
    messages::{self, Happening},
    orders,
    scheduling::{self, Placed, Rules, Wanted, store::Taker},
};

/// Books for a visitor: takes the time, then writes everything that a booking is, in one transaction.
pub async fn book_as_guest(limits: &Limits, tx: &mut TenantTx, new: &NewGuestBooking) -> Result<Booked> {
    let company = companies::store::current(tx).await?;
    let basket = Basket::fill(tx, &company, &new.choice).await?;
    let contact = new.contact(&company)?;
    limit(limits, &company, &contact).await?;
    let id = BookingId::new();
    let language = new.language.clone().unwrap_or_else(|| company.language.clone());
    let client =
        clients::store::for_guest(tx, &new.name, contact.email.as_deref(), contact.phone.as_deref(), &language).await?;
    let (placed, expires_at) = take(tx, id, &company, &basket, new.hold.as_deref(), new.starts_at).await?;
    let asset = match &new.asset {
        Some(asset) => Some(assets::store::for_guest(tx, client, asset).await?.0),
        None => None,
    };
    let writing = Writing { basket: &basket, client, placed, expires_at, source: "website", language: &language };
    let rest = Rest { address: new.address.as_ref(), asset, notes: &new.notes, staff_notes: "" };
    write(tx, id, &writing, &rest).await
}

/// Books for a customer who is signed in, on the card that they have.
pub async fn book_as_customer(limits: &Limits, tx: &mut TenantTx, new: &NewOwnBooking) -> Result<BookingId> {
    let company = companies::store::current(tx).await?;
    let basket = Basket::fill(tx, &company, &new.choice).await?;
    let own = clients::store::own(tx).await?;
    limits.hit(Limit::PublicBookingContact, &format!("{}:{}", company.id, own.id)).await?;
    let id = BookingId::new();
    let (placed, expires_at) = take(tx, id, &company, &basket, new.hold.as_deref(), new.starts_at).await?;
    let language = own.language.unwrap_or_else(|| company.language.clone());
    let writing =
        Writing { basket: &basket, client: own.id, placed, expires_at, source: "customer", language: &language };
    let rest = Rest { address: new.address.as_ref(), asset: new.asset, notes: &new.notes, staff_notes: "" };
    write(tx, id, &writing, &rest).await?;
    Ok(id)
}

/// Books for a client at staff's word: confirmed at once, and at any minute.
pub async fn book_as_staff(tx: &mut TenantTx, new: &NewStaffBooking) -> Result<Booking> {
    let company = companies::store::current(tx).await?;
    let client = clients::store::find(tx, new.client).await.map_err(|error| match error {
        Error::NotFound(_) => Error::invalid("client_id", "not_found", "is not a client of this company"),
        other => other,
    })?;
    if client.archived_at.is_some() {
        return Err(Error::invalid("client_id", "archived", "is archived: bring the card back first"));
    }
    let basket = Basket::fill(tx, &company, &new.choice).await?;
    let rules = if new.override_rules { Rules::OnlyTaken } else { Rules::AnyMinute };
    let wanted = basket.wanted(rules);
    wanted.check_window(tx.now(), new.starts_at)?;
    let id = BookingId::new();
    let placed = place(tx, &wanted, new.starts_at, Taker::Booking(id), None).await?;
    let language = client.language.clone().unwrap_or_else(|| company.language.clone());
    let writing =
        Writing { basket: &basket, client: client.id, placed, expires_at: None, source: "staff", language: &language };
    let rest =
        Rest { address: new.address.as_ref(), asset: new.asset, notes: &new.notes, staff_notes: &new.staff_notes };
    write(tx, id, &writing, &rest).await?;
    store::find(tx, id).await
}

/// Takes the time for somebody who books by all the company's rules: what they hold, or what is free. Also says until when
/// it is theirs, where the company confirms each booking itself.
async fn take(
    tx: &mut TenantTx,
    id: BookingId,
    company: &Company,
    basket: &Basket,
    hold: Option<&str>,
    starts_at: DateTime<Utc>,
) -> Result<(Placed, Option<DateTime<Utc>>)> {
    let wanted = basket.wanted(Rules::All);
    let expires_at = match company.confirmation {
        Confirmation::Automatic => None,
        Confirmation::Manual => Some(tx.now() + TimeDelta::minutes(company.pending_minutes.into())),
    };
    if let Some(secret) = hold {
        let held = holds::redeem(tx, secret, basket.choice(), starts_at, wanted.duration, id, expires_at).await?;
        if let Some(placed) = held {
            return Ok((placed, expires_at));
        }
    }
    wanted.check_window(tx.now(), starts_at)?;
    Ok((place(tx, &wanted, starts_at, Taker::Booking(id), expires_at).await?, expires_at))
}

/// Takes the time, or says what is free instead.
async fn place(
    tx: &mut TenantTx,
    wanted: &Wanted,
    starts_at: DateTime<Utc>,
    taker: Taker,
    expires_at: Option<DateTime<Utc>>,
) -> Result<Placed> {
    if let Some(placed) = scheduling::place(tx, wanted, starts_at, taker, expires_at).await? {
        return Ok(placed);
    }
    if !scheduling::anybody(tx, wanted, starts_at).await? {
        return Err(Error::invalid("staff_id", "not_found", "is nobody whose time can be booked for this"));
    }
    Err(Error::SlotTaken(scheduling::alternatives(tx, wanted, starts_at, taker.moving()).await?))
}

/// A booking whose time is taken.
struct Writing<'a> {
    basket: &'a Basket,
    client: ClientId,
    placed: Placed,
    expires_at: Option<DateTime<Utc>>,
    source: &'a str,
    language: &'a str,
}

/// What else it says.
struct Rest<'a> {
    address: Option<&'a model::Address>,
    asset: Option<uuid::Uuid>,
    notes: &'a str,
    staff_notes: &'a str,
}

/// Writes everything that a booking is: itself, its order, what happened, and what is to be said about it.
async fn write(tx: &mut TenantTx, id: BookingId, new: &Writing<'_>, rest: &Rest<'_>) -> Result<Booked> {
    let (reference, placed) = (new_reference(), &new.placed);
    let status = if new.expires_at.is_some() { Status::Pending } else { Status::Confirmed };
    if let Some((staff, _)) = &placed.staff {
        clients::store::assign(tx, new.client, *staff).await?;
    }
    let row = store::NewRow {
        id,
        reference: &reference,
        client: new.client,
        basket: new.basket,
        staff: placed.staff.as_ref().map(|(staff, _)| *staff),
        status,
        starts_at: placed.starts_at,
        ends_at: placed.ends_at,
        expires_at: new.expires_at,
        source: new.source,
        language: new.language,
        address: rest.address,
        asset: rest.asset,
        notes: rest.notes,
        staff_notes: rest.staff_notes,
    };
    store::insert(tx, &row).await?;
    let total = new.basket.total()?;
    orders::insert_for_booking(tx, id, new.client, &total.currency, &new.basket.lines()).await?;
    tx.emit(&BookingCreated { booking_id: id, client_id: new.client, status, starts_at: placed.starts_at }).await?;
    let service = new.basket.services.first().map(|service| Named { id: service.id.0, name: service.name.clone() });
    let booked = Booked {
        id,
        reference,
        status,
        service: service.ok_or_else(|| anyhow::anyhow!("a booking of no service"))?,
        items: new.basket.items(),
        staff: placed.staff.clone().map(|(id, name)| Named { id: id.0, name }),
        location: new.basket.location.as_ref().map(|at| Named { id: at.id.0, name: at.name.clone() }),
        starts_at: placed.starts_at,
        ends_at: placed.ends_at,
        time_zone: new.basket.zone().name().to_owned(),
        total,
        lines: new.basket.lines().into_iter().map(Into::into).collect(),
        expires_at: new.expires_at,
    };
    let happening = if status == Status::Pending { Happening::Requested } else { Happening::Confirmed };
    messages::tell(tx, id, happening).await?;
    Ok(booked)
}

/// Whoever books from everywhere still says who they are.
async fn limit(limits: &Limits, company: &Company, contact: &Contact) -> Result<()> {
    for one in [&contact.email, &contact.phone].into_iter().flatten() {
        let who = format!("{}:{}", company.id, hex::encode(token::secret_hash(one)));
        limits.hit(Limit::PublicBookingContact, &who).await?;
    }
    Ok(())
}

/// Ends a pending booking whose time to be confirmed has run out. One that is not pending any more stays as it is.
pub async fn expire(tx: &mut TenantTx, id: BookingId) -> Result<()> {
    if !store::expire(tx, id).await? {
        return Ok(());
    }
    store::insert_history(tx, id, Some(Status::Pending), Status::Expired, Some("not confirmed in time")).await?;
    scheduling::store::release(tx, id, false).await?;
    messages::store::cancel_scheduled(tx, id).await?;
    messages::tell(tx, id, Happening::Expired).await?;
    tx.emit(&BookingExpired { booking_id: id }).await
}
