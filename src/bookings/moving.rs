//! Another time for a booking: as staff will have it, or as its customer may, by all the company's rules.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use poem_openapi::{Object, types::Example};
use serde::Deserialize;
use serde_json::json;

use super::{
    events::BookingRescheduled,
    held::{Held, hold, look, may_still_change},
    model::{Booking, BookingId},
    store,
};
use crate::{
    clients, companies,
    db::TenantTx,
    error::Result,
    http::{Fields, Parse},
    locations::LocationId,
    messages::{self, Happening},
    public::model::Availability,
    scheduling::{self, Rules, Wanted, store::Taker},
    staff::StaffId,
};

/// Another time, length, place or person. What is absent stays.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct Reschedule {
    /// RFC 3339.
    pub starts_at: DateTime<Utc>,
    /// How long it takes, instead of what its services take together: 5 to 2880.
    #[serde(default)]
    #[oai(nullable, validator(minimum(value = "5"), maximum(value = "2880")))]
    pub duration_minutes: Option<i32>,
    /// Absent: whoever has it now.
    #[serde(default)]
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
    #[serde(default)]
    #[oai(nullable)]
    pub location_id: Option<LocationId>,
    /// Outside working hours, notice and horizon too. Needs the permission `bookings:override`.
    #[serde(default)]
    #[oai(default)]
    pub override_rules: bool,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 500))]
    pub reason: Option<String>,
}

impl Example for Reschedule {
    fn example() -> Self {
        Self {
            starts_at: DateTime::UNIX_EPOCH,
            duration_minutes: None,
            staff_id: None,
            location_id: None,
            override_rules: false,
            reason: Some("The client asked for a later hour.".into()),
        }
    }
}

impl Parse for Reschedule {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        if let Some(minutes) = input.duration_minutes {
            fields.range("duration_minutes", minutes, 5..=2880);
        }
        input.reason = fields.optional_line("reason", input.reason.as_deref(), 500);
        Some(input)
    }
}

/// Another time for what is one's own; it takes as long as before, and is where it was.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct OwnReschedule {
    /// RFC 3339: the `starts_at` of a free slot.
    pub starts_at: DateTime<Utc>,
    /// Absent: whoever has it now.
    #[serde(default)]
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
}

impl Example for OwnReschedule {
    fn example() -> Self {
        Self { starts_at: DateTime::UNIX_EPOCH, staff_id: None }
    }
}

impl Parse for OwnReschedule {
    type Input = Self;

    fn parse(input: Self, _: &mut Fields) -> Option<Self> {
        Some(input)
    }
}

/// Gives it another time, all at once: it has the old one or the new one.
pub async fn reschedule(tx: &mut TenantTx, id: BookingId, to: &Reschedule) -> Result<Booking> {
    let held = hold(tx, id).await?;
    held.must_be_open(tx.now())?;
    let company = companies::store::current(tx).await?;
    let rules = if to.override_rules { Rules::OnlyTaken } else { Rules::AnyMinute };
    let mut wanted = held.wanted(tx, &company, to.location_id, rules).await?;
    if let Some(minutes) = to.duration_minutes {
        wanted.duration = TimeDelta::minutes(minutes.into());
    }
    wanted.staff = to.staff_id.or(wanted.staff);
    give(tx, &held, &wanted, to.starts_at, to.reason.as_deref()).await?;
    store::find(tx, id).await
}

/// The same at its customer's word: as long as they could cancel it, and to what they could book.
pub async fn reschedule_own(tx: &mut TenantTx, id: BookingId, to: &OwnReschedule) -> Result<()> {
    let held = hold(tx, id).await?;
    held.must_be_open(tx.now())?;
    let company = companies::store::current(tx).await?;
    may_still_change(held.status, held.starts_at, company.cancellation_notice_minutes, tx.now())?;
    let mut wanted = held.wanted(tx, &company, None, Rules::All).await?;
    wanted.staff = to.staff_id.or(wanted.staff);
    give(tx, &held, &wanted, to.starts_at, None).await
}

async fn give(
    tx: &mut TenantTx,
    held: &Held,
    wanted: &Wanted,
    starts_at: DateTime<Utc>,
    reason: Option<&str>,
) -> Result<()> {
    let id = held.id;
    wanted.check_window(tx.now(), starts_at)?;
    let placed = super::place(tx, wanted, starts_at, Taker::Moving(id), held.expires_at).await?;
    store::set_time(tx, id, &placed, wanted.location, wanted.zone).await?;
    if let Some((staff, _)) = &placed.staff {
        clients::store::assign(tx, held.client, *staff).await?;
    }
    let details = json!({
        "from": { "starts_at": held.starts_at, "ends_at": held.ends_at, "staff_id": held.staff },
        "to": { "starts_at": placed.starts_at, "ends_at": placed.ends_at, "staff_id": placed.staff.map(|(id, _)| id) },
    });
    store::insert_change(tx, id, held.status, "time", details, reason).await?;
    messages::store::cancel_scheduled(tx, id).await?;
    messages::tell(tx, id, Happening::Rescheduled).await?;
    tx.emit(&BookingRescheduled { booking_id: id }).await
}

/// When it could be instead: the time that it has now is not in its own way.
pub async fn availability(
    tx: &mut TenantTx,
    id: BookingId,
    staff: Option<StaffId>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Availability> {
    let held = look(tx, id).await?;
    held.must_be_open(tx.now())?;
    let company = companies::store::current(tx).await?;
    let mut wanted = held.wanted(tx, &company, None, Rules::All).await?;
    wanted.staff = staff.or(wanted.staff);
    let slots = scheduling::free_slots_moving(tx, &wanted, Some(id), from, to).await?;
    let service_id = held.choice().services[0];
    Ok(Availability { service_id, time_zone: wanted.zone.name().to_owned(), from, to, slots })
}
