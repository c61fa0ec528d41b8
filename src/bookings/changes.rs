//! What becomes of a booking: its states, other people, other add-ons. Each change holds the row, so of two that do not go
//! together one is told so.

use chrono::TimeDelta;
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    basket::{Addon, Basket, Choice},
    events::{
        BookingAssigned, BookingCancelled, BookingCompleted, BookingConfirmed, BookingDeclined, BookingItemsChanged,
        BookingNoShow, BookingStarted,
    },
    held::{Held, expired, hold},
    model::{Booking, BookingId, Status},
    store,
};
use crate::{
    addons::AddonId,
    clients, companies,
    db::TenantTx,
    error::{Error, Result},
    http::{Fields, Parse},
    messages::{self, Happening},
    orders,
    scheduling::{self, Rules, Wanted, store::Taker},
    staff::StaffId,
};

/// Why.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct Because {
    /// Kept in the history.
    #[oai(nullable, validator(max_length = 500))]
    pub reason: Option<String>,
}

impl Example for Because {
    fn example() -> Self {
        Self { reason: Some("The client called.".into()) }
    }
}

impl Parse for Because {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self { reason: fields.optional_line("reason", input.reason.as_deref(), 500) })
    }
}

/// Who is to do it.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct Assign {
    pub staff_id: StaffId,
    /// Outside their working hours too. Needs the permission `bookings:override`.
    #[serde(default)]
    #[oai(default)]
    pub override_rules: bool,
}

impl Example for Assign {
    fn example() -> Self {
        Self { staff_id: StaffId(Uuid::nil()), override_rules: true }
    }
}

impl Parse for Assign {
    type Input = Self;

    fn parse(input: Self, _: &mut Fields) -> Option<Self> {
        Some(input)
    }
}

/// Which add-ons it is to have, all of them.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct AddAddons {
    /// Add-ons of its services that it does not have yet; 1 to 10.
    #[oai(validator(min_items = 1, max_items = 10))]
    pub addon_ids: Vec<AddonId>,
}

impl Example for AddAddons {
    fn example() -> Self {
        Self { addon_ids: vec![AddonId(Uuid::nil())] }
    }
}

impl Parse for AddAddons {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        if !(1..=10).contains(&input.addon_ids.len()) {
            fields.fail("addon_ids", "out_of_range", "must be 1 to 10");
        }
        input.addon_ids.sort_unstable();
        input.addon_ids.dedup();
        Some(input)
    }
}

/// Moves a booking from where it stands to `next`, if that may follow.
pub async fn set_status(tx: &mut TenantTx, id: BookingId, next: Status, reason: Option<&str>) -> Result<Booking> {
    let held = hold(tx, id).await?;
    step(tx, &held, next, reason).await?;
    store::find(tx, id).await
}

async fn step(tx: &mut TenantTx, held: &Held, next: Status, reason: Option<&str>) -> Result<()> {
    let id = held.id;
    if !held.status.may_become(next) {
        return Err(wrong_status(held.status, next));
    }
    if next == Status::Confirmed && (held.has_expired(tx.now()) || !scheduling::store::keep(tx, id).await?) {
        return Err(expired());
    }
    store::set_status(tx, id, next).await?;
    store::insert_history(tx, id, Some(held.status), next, reason).await?;
    if next.is_over() {
        scheduling::store::release(tx, id, matches!(next, Status::Completed | Status::NoShow)).await?;
        messages::store::cancel_scheduled(tx, id).await?;
    }
    match next {
        Status::Confirmed => {
            messages::tell(tx, id, Happening::Confirmed).await?;
            tx.emit(&BookingConfirmed { booking_id: id }).await
        }
        Status::Declined => {
            messages::tell(tx, id, Happening::Declined).await?;
            tx.emit(&BookingDeclined { booking_id: id }).await
        }
        Status::Cancelled => {
            messages::tell(tx, id, Happening::Cancelled).await?;
            tx.emit(&BookingCancelled { booking_id: id }).await
        }
        Status::InProgress => tx.emit(&BookingStarted { booking_id: id }).await,
        Status::Completed => tx.emit(&BookingCompleted { booking_id: id }).await,
        Status::NoShow => tx.emit(&BookingNoShow { booking_id: id }).await,
        Status::Pending | Status::Expired => Ok(()),
    }
}

/// Gives it to somebody else at the same time: 409 `staff_busy` where they have something else then.
pub async fn assign(tx: &mut TenantTx, id: BookingId, to: &Assign) -> Result<Booking> {
    let held = hold(tx, id).await?;
    held.must_be_open(tx.now())?;
    let company = companies::store::current(tx).await?;
    let rules = if to.override_rules { Rules::OnlyTaken } else { Rules::AnyMinute };
    let wanted = Wanted {
        staff: Some(to.staff_id),
        minimum_notice: TimeDelta::MIN,
        horizon: TimeDelta::MAX,
        ..held.wanted(tx, &company, None, rules).await?
    };
    let expires_at = held.expires_at;
    let Some(placed) = scheduling::place(tx, &wanted, held.starts_at, Taker::Moving(id), expires_at).await? else {
        if !scheduling::anybody(tx, &wanted, held.starts_at).await? {
            return Err(Error::invalid("staff_id", "not_found", "is nobody whose time can be booked for this"));
        }
        return Err(Error::Conflict("staff_busy", "They do not work then, or have something else.".into()));
    };
    store::set_time(tx, id, &placed, wanted.location, wanted.zone).await?;
    clients::store::assign(tx, held.client, to.staff_id).await?;
    let details = json!({ "from": { "staff_id": held.staff }, "to": { "staff_id": to.staff_id } });
    store::insert_change(tx, id, held.status, "staff", details, None).await?;
    messages::tell(tx, id, Happening::Assigned).await?;
    tx.emit(&BookingAssigned { booking_id: id }).await?;
    if held.status == Status::Pending && company.assignment_confirms {
        step(tx, &held, Status::Confirmed, None).await?;
    }
    store::find(tx, id).await
}

/// Adds add-ons at the price of now: it gets longer by their time, if that is free, and dearer by their price.
pub async fn add_addons(tx: &mut TenantTx, id: BookingId, new: &AddAddons) -> Result<Booking> {
    let held = hold(tx, id).await?;
    held.must_be_open(tx.now())?;
    if new.addon_ids.iter().any(|addon| held.has_addon(*addon)) {
        return Err(Error::invalid("addon_ids", "twice", "is part of the booking already"));
    }
    let company = companies::store::current(tx).await?;
    let choice = Choice { addons: new.addon_ids.clone(), ..held.choice() };
    let addons = Basket::fill(tx, &company, &choice).await?.addons;
    let minutes: i64 = addons.iter().map(|addon| i64::from(addon.duration_minutes)).sum();
    if minutes > 0 {
        let mut wanted = held.wanted(tx, &company, None, Rules::OnlyTaken).await?;
        wanted.duration += TimeDelta::minutes(minutes);
        let placed = super::place(tx, &wanted, held.starts_at, Taker::Moving(id), held.expires_at).await?;
        store::set_time(tx, id, &placed, wanted.location, wanted.zone).await?;
    }
    store::insert_items(tx, id, &addons).await?;
    let lines: Vec<_> = addons.iter().map(Addon::line).collect();
    orders::add_lines(tx, id, &lines).await?;
    let details = json!({ "added": { "addon_ids": new.addon_ids } });
    store::insert_change(tx, id, held.status, "items", details, None).await?;
    tx.emit(&BookingItemsChanged { booking_id: id }).await?;
    store::find(tx, id).await
}

fn wrong_status(from: Status, to: Status) -> Error {
    Error::Conflict("wrong_status", format!("It is {}, which cannot become {}.", from.as_str(), to.as_str()))
}
