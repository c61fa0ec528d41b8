//! Bookings: time that somebody has taken. A visitor's way to one is here, since the API and the site both use it.

pub mod api;
pub mod jobs;
pub mod model;
pub mod store;

use chrono::{DateTime, Days, TimeDelta, Utc};

pub use model::{Booked, Booking, BookingId, NewGuestBooking, Status};

use crate::{
    auth::token,
    clients,
    companies::{self, Company, Confirmation},
    db::TenantTx,
    error::{Error, Result},
    http::limits::{Limit, Limits},
    messages, orders,
    scheduling::{self, availability::Request, store::Bookable},
    services::{self, Service},
    staff::StaffId,
};
use model::{BookingCreated, BookingExpired, Contact};

/// Books for a visitor: takes the time, then writes everything that a booking is, in one transaction.
pub async fn book_as_guest(limits: &Limits, tx: &mut TenantTx, new: &NewGuestBooking) -> Result<Booked> {
    let company = companies::store::current(tx).await?;
    let service = services::store::find(tx, new.service_id).await.map_err(|error| match error {
        Error::NotFound(_) => Error::invalid("service_id", "not_found", "is not a service of this company"),
        other => other,
    })?;
    let contact = new.contact(&company)?;
    limit(limits, &company, &contact).await?;
    check_window(&company, tx.now(), new.starts_at)?;
    let day = new.starts_at.with_timezone(&company.zone()).date_naive();
    let request = scheduling::request(&company, &service, day, day + Days::new(1), tx.now());

    let language = new.language.clone().unwrap_or_else(|| company.language.clone());
    let client =
        clients::store::for_guest(tx, &new.name, contact.email.as_deref(), contact.phone.as_deref(), &language).await?;
    let id = BookingId::new();
    let expires_at = match company.confirmation {
        Confirmation::Automatic => None,
        Confirmation::Manual => Some(tx.now() + TimeDelta::minutes(company.pending_minutes.into())),
    };
    let Some(person) = take(tx, &request, new.starts_at, new.staff_id, id, expires_at).await? else {
        if !scheduling::anybody(tx, &request, new.staff_id).await? {
            return Err(Error::invalid("staff_id", "not_found", "is nobody whose time can be booked here"));
        }
        let free = scheduling::alternatives(tx, &company, &service, new.staff_id, new.starts_at).await?;
        return Err(Error::SlotTaken(free));
    };

    clients::store::assign(tx, client, person.staff).await?;
    let booked = Booked::new(id, &company, &service, &person, new.starts_at, expires_at);
    store::insert(tx, &booked, client, &language, &new.notes).await?;
    orders::insert_for_booking(tx, id, client, &service).await?;
    tx.emit(&BookingCreated { booking_id: id, client_id: client, status: booked.status, starts_at: booked.starts_at })
        .await?;
    if let Some(email) = &contact.email {
        messages::for_new_booking(tx, &booked, &company, client, email, &language).await?;
    }
    Ok(booked)
}

/// Takes the time with whoever is free, the least busy first.
async fn take(
    tx: &mut TenantTx,
    request: &Request,
    starts_at: DateTime<Utc>,
    staff: Option<StaffId>,
    booking: BookingId,
    expires_at: Option<DateTime<Utc>>,
) -> Result<Option<Bookable>> {
    let span = scheduling::blocked(request, starts_at);
    let people = scheduling::candidates(tx, request, starts_at, staff).await?;
    let calendars: Vec<_> = people.iter().map(|person| person.calendar.id.0).collect();
    scheduling::store::release_expired(tx, &calendars, span).await?;
    for person in people {
        if scheduling::store::take(tx, &person.calendar, span, booking, expires_at).await? {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// Whoever books from everywhere still says who they are.
async fn limit(limits: &Limits, company: &Company, contact: &Contact) -> Result<()> {
    for one in [&contact.email, &contact.phone].into_iter().flatten() {
        let who = format!("{}:{}", company.id, hex::encode(token::secret_hash(one)));
        limits.hit(Limit::PublicBookingContact, &who).await?;
    }
    Ok(())
}

/// Times that no calendar could make bookable are wrong input, not somebody else's booking.
fn check_window(company: &Company, now: DateTime<Utc>, starts_at: DateTime<Utc>) -> Result<()> {
    if starts_at < now + company.minimum_notice() {
        let message = format!("must be at least {} minutes from now", company.minimum_notice_minutes);
        return Err(Error::invalid("starts_at", "too_soon", &message));
    }
    if starts_at > now + company.horizon() {
        let message = format!("must be at most {} days from now", company.horizon_days);
        return Err(Error::invalid("starts_at", "too_far", &message));
    }
    Ok(())
}

/// Ends a pending booking whose time to be confirmed has run out. One that is not pending any more stays as it is.
pub async fn expire(tx: &mut TenantTx, id: BookingId) -> Result<()> {
    if !store::expire(tx, id).await? {
        return Ok(());
    }
    store::insert_history(tx, id, Some(Status::Pending), Status::Expired, Some("not confirmed in time")).await?;
    scheduling::store::release(tx, id).await?;
    messages::store::cancel_scheduled(tx, id).await?;
    tx.emit(&BookingExpired { booking_id: id }).await
}

/// What a service costs and how long it takes, beside the booking of it.
pub(crate) fn ends_at(service: &Service, starts_at: DateTime<Utc>) -> DateTime<Utc> {
    starts_at + TimeDelta::minutes(service.duration_minutes.into())
}
