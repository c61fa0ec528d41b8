//! Time: whose is free when, and how it is taken. `availability` decides, over plain data; `store` loads that data and takes.

pub mod availability;
pub mod blocks;
pub mod capacity;
pub mod model;
pub mod store;
pub mod week;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

pub use model::{CalendarId, Slot};

use crate::{
    companies::Company,
    db::TenantTx,
    error::{Alternative, Error, Result},
    services::Service,
    staff::StaffId,
};
pub use availability::Request;
use availability::Span;
use store::Bookable;

/// How many free times are offered instead of one that is taken.
const ALTERNATIVES: usize = 5;

/// What is asked for a service: its length and buffers, under the company's policy, on these days (`to` exclusive).
pub fn request(company: &Company, service: &Service, from: NaiveDate, to: NaiveDate, now: DateTime<Utc>) -> Request {
    Request {
        from,
        to,
        time_zone: company.zone(),
        duration: TimeDelta::minutes(service.duration_minutes.into()),
        buffer_before: TimeDelta::minutes(service.buffer_before_minutes.into()),
        buffer_after: TimeDelta::minutes(service.buffer_after_minutes.into()),
        step: TimeDelta::minutes(company.slot_step_minutes.into()),
        now,
        minimum_notice: company.minimum_notice(),
        horizon: company.horizon(),
    }
}

/// The time that a booking blocks: with its buffers.
pub fn blocked(request: &Request, starts_at: DateTime<Utc>) -> Span {
    Span { starts_at: starts_at - request.buffer_before, ends_at: starts_at + request.duration + request.buffer_after }
}

/// When a service can be booked, and with whom; of one member of staff, or of any.
pub async fn free_slots(tx: &mut TenantTx, request: &Request, staff: Option<StaffId>) -> Result<Vec<Slot>> {
    Ok(slots(request, &store::load(tx, request, staff).await?))
}

/// When a service can be booked with one of these people.
pub fn slots(request: &Request, people: &[Bookable]) -> Vec<Slot> {
    let calendars: Vec<_> = people.iter().map(|person| person.calendar.clone()).collect();
    let who = |id: &CalendarId| people.iter().find(|person| person.calendar.id == *id).map(|person| person.staff);
    let starts = availability::free_starts(request, &calendars);
    let slot = |start: availability::Start| Slot {
        starts_at: start.starts_at,
        ends_at: start.starts_at + request.duration,
        staff_ids: start.calendars.iter().filter_map(who).collect(),
    };
    starts.into_iter().map(slot).collect()
}

/// Who could take a booking at this very moment, the least busy first.
pub async fn candidates(
    tx: &mut TenantTx,
    request: &Request,
    starts_at: DateTime<Utc>,
    staff: Option<StaffId>,
) -> Result<Vec<Bookable>> {
    let people = store::load(tx, request, staff).await?;
    if staff.is_some() && people.is_empty() {
        return Err(Error::invalid("staff_id", "not_found", "is not a member of staff who takes bookings"));
    }
    let calendars: Vec<_> = people.iter().map(|person| person.calendar.clone()).collect();
    let free = availability::free_at(request, &calendars, starts_at);
    let mut people: Vec<_> = people.into_iter().filter(|person| free.contains(&person.calendar.id)).collect();
    people.sort_by_key(|person| (person.calendar.taken.len(), person.calendar.id));
    Ok(people)
}

/// Whether whoever is asked for has time that can be booked at all; true where nobody in particular is.
pub async fn anybody(tx: &mut TenantTx, request: &Request, staff: Option<StaffId>) -> Result<bool> {
    Ok(staff.is_none() || !store::load(tx, request, staff).await?.is_empty())
}

/// The free times nearest to one that is not.
pub async fn alternatives(
    tx: &mut TenantTx,
    company: &Company,
    service: &Service,
    staff: Option<StaffId>,
    wanted: DateTime<Utc>,
) -> Result<Vec<Alternative>> {
    let day = wanted.with_timezone(&company.zone()).date_naive();
    let from = day.checked_sub_days(Days::new(3)).unwrap_or(day);
    let to = day.checked_add_days(Days::new(11)).unwrap_or(day);
    let mut slots = free_slots(tx, &request(company, service, from, to, tx.now()), staff).await?;
    slots.sort_by_key(|slot| (slot.starts_at - wanted).abs());
    slots.truncate(ALTERNATIVES);
    slots.sort_by_key(|slot| slot.starts_at);
    Ok(slots.into_iter().map(|slot| Alternative { starts_at: slot.starts_at, ends_at: slot.ends_at }).collect())
}
