//! Time: what is free when, and how it is taken. `availability` decides, over plain data; `store` loads that data and takes.

pub mod api;
pub mod availability;
pub mod blocks;
pub mod capacity;
pub mod model;
pub mod store;
pub mod week;
pub mod why;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

pub use model::{CalendarId, Slot};

use crate::{
    bookings::BookingId,
    companies::Company,
    db::TenantTx,
    error::{Alternative, Error, Result},
    locations::LocationId,
    staff::StaffId,
};
use availability::Start;
pub use availability::{Request, Rules};
use store::{Loaded, Taker};

/// How many free times are offered instead of one that is taken.
const ALTERNATIVES: usize = 5;

/// How often somebody else may be faster before a time counts as taken.
const ATTEMPTS: usize = 8;

/// What a booking would take time of, and how long.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub duration: TimeDelta,
    pub buffer_before: TimeDelta,
    pub buffer_after: TimeDelta,
    pub step: TimeDelta,
    pub minimum_notice: TimeDelta,
    pub horizon: TimeDelta,
    /// The location's, or else the company's.
    pub zone: Tz,
    pub needs_staff: bool,
    /// All of which whoever does it has.
    pub skills: Vec<String>,
    /// Only this member of staff.
    pub staff: Option<StaffId>,
    pub location: Option<LocationId>,
    pub takes_place: bool,
    /// Kinds of resources, and how many of each.
    pub resources: BTreeMap<String, u16>,
    pub quotas: Vec<CalendarId>,
    /// How many places, and units of each resource.
    pub units: u16,
    pub rules: Rules,
}

impl Wanted {
    /// The same, asked for on these days (`to` exclusive).
    pub fn on(&self, from: NaiveDate, to: NaiveDate, now: DateTime<Utc>) -> Request {
        Request {
            from,
            to,
            time_zone: self.zone,
            duration: self.duration,
            buffer_before: self.buffer_before,
            buffer_after: self.buffer_after,
            step: self.step,
            now,
            minimum_notice: self.minimum_notice,
            horizon: self.horizon,
            rules: self.rules,
        }
    }

    /// The same, asked for on the day of this moment.
    pub fn at(&self, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Request {
        let day = starts_at.with_timezone(&self.zone).date_naive();
        self.on(day, day.checked_add_days(Days::new(1)).unwrap_or(day), now)
    }

    /// Times that no calendar could make bookable are wrong input, not somebody else's booking.
    pub fn check_window(&self, now: DateTime<Utc>, starts_at: DateTime<Utc>) -> Result<()> {
        if self.rules == Rules::OnlyTaken {
            let sane = now - TimeDelta::days(366)..now + TimeDelta::days(3660);
            let message = "must be within the year behind or the ten years ahead";
            return if sane.contains(&starts_at) {
                Ok(())
            } else {
                Err(Error::invalid("starts_at", "out_of_range", message))
            };
        }
        if starts_at < now + self.minimum_notice {
            let message = format!("must be at least {} minutes from now", self.minimum_notice.num_minutes());
            return Err(Error::invalid("starts_at", "too_soon", &message));
        }
        if starts_at > now + self.horizon {
            let message = format!("must be at most {} days from now", self.horizon.num_days());
            return Err(Error::invalid("starts_at", "too_far", &message));
        }
        Ok(())
    }
}

/// The length of the company's grid of starts.
pub fn step(company: &Company) -> TimeDelta {
    TimeDelta::minutes(company.slot_step_minutes.into())
}

/// When it can be booked.
pub async fn free_slots(tx: &mut TenantTx, wanted: &Wanted, from: NaiveDate, to: NaiveDate) -> Result<Vec<Slot>> {
    free_slots_moving(tx, wanted, None, from, to).await
}

/// The same, where a booking gives up the time that it has for it.
pub async fn free_slots_moving(
    tx: &mut TenantTx,
    wanted: &Wanted,
    moving: Option<BookingId>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Slot>> {
    let request = wanted.on(from, to, tx.now());
    let mut loaded = store::load(tx, &request, wanted).await?;
    if let Some(booking) = moving {
        store::leave_out(tx, &mut loaded.needs, booking).await?;
    }
    Ok(slots(&request, &loaded))
}

/// When it can be booked, by what has been loaded.
pub fn slots(request: &Request, loaded: &Loaded) -> Vec<Slot> {
    let slot = |start: Start| Slot {
        starts_at: start.starts_at,
        ends_at: start.starts_at + request.duration,
        staff_ids: start.calendars.iter().filter_map(|id| loaded.staff(*id)).map(|(staff, _)| staff).collect(),
    };
    availability::free_starts(request, &loaded.needs).into_iter().map(slot).collect()
}

/// What was taken for a booking.
#[derive(Clone, Debug)]
pub struct Placed {
    pub staff: Option<(StaffId, String)>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// Takes everything it needs at once, with whoever is least busy; `None` where it is not free. Whoever is slower than
/// somebody else looks again: there may be others who are free.
pub async fn place(
    tx: &mut TenantTx,
    wanted: &Wanted,
    starts_at: DateTime<Utc>,
    taker: Taker,
    expires_at: Option<DateTime<Utc>>,
) -> Result<Option<Placed>> {
    let request = wanted.at(starts_at, tx.now());
    for _ in 0..ATTEMPTS {
        let mut loaded = store::load(tx, &request, wanted).await?;
        if let Some(booking) = taker.moving() {
            store::leave_out(tx, &mut loaded.needs, booking).await?;
        }
        let Some(takings) = availability::choose(&request, &loaded.needs, starts_at) else { return Ok(None) };
        if store::take(tx, &takings, taker, expires_at).await? {
            let staff = takings.iter().find_map(|taking| loaded.staff(taking.calendar));
            let staff = staff.map(|(id, name)| (id, name.to_owned()));
            return Ok(Some(Placed { staff, starts_at, ends_at: starts_at + wanted.duration }));
        }
    }
    Ok(None)
}

/// Whether whoever is asked for could do it at all; true where nobody in particular is.
pub async fn anybody(tx: &mut TenantTx, wanted: &Wanted, starts_at: DateTime<Utc>) -> Result<bool> {
    if wanted.staff.is_none() {
        return Ok(true);
    }
    let request = wanted.at(starts_at, tx.now());
    let able = store::load(tx, &request, wanted).await?.people().next().is_some();
    Ok(able)
}

/// The free times nearest to one that is not.
pub async fn alternatives(
    tx: &mut TenantTx,
    wanted: &Wanted,
    at: DateTime<Utc>,
    moving: Option<BookingId>,
) -> Result<Vec<Alternative>> {
    let day = at.with_timezone(&wanted.zone).date_naive();
    let from = day.checked_sub_days(Days::new(3)).unwrap_or(day);
    let to = day.checked_add_days(Days::new(11)).unwrap_or(day);
    let wanted = Wanted { rules: Rules::All, ..wanted.clone() };
    let mut slots = free_slots_moving(tx, &wanted, moving, from, to).await?;
    slots.sort_by_key(|slot| (slot.starts_at - at).abs());
    slots.truncate(ALTERNATIVES);
    slots.sort_by_key(|slot| slot.starts_at);
    Ok(slots.into_iter().map(|slot| Alternative { starts_at: slot.starts_at, ends_at: slot.ends_at }).collect())
}
