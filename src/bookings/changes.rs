//! What becomes of a booking: its states, another time, other people, other add-ons. Each change holds the row, so of two
//! that do not go together one is told so.

use chrono::{DateTime, TimeDelta, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    basket::{Addon, Basket, Choice},
    events::{
        BookingAssigned, BookingCancelled, BookingCompleted, BookingConfirmed, BookingDeclined, BookingItemsChanged,
        BookingNoShow, BookingRescheduled, BookingStarted,
    },
    model::{Booking, BookingId, Place, Status},
    store,
};
use crate::{
    addons::AddonId,
    clients::{self, ClientId},
    companies,
    db::TenantTx,
    error::{Error, Result},
    http::{Fields, Parse},
    locations::LocationId,
    messages::{self, Happening},
    orders,
    scheduling::{self, Rules, Wanted, store::Taker},
    services::ServiceId,
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

/// Gives it another time, all at once: it has the old one or the new one.
pub async fn reschedule(tx: &mut TenantTx, id: BookingId, to: &Reschedule) -> Result<Booking> {
    let held = hold(tx, id).await?;
    held.must_be_open(tx.now())?;
    let rules = if to.override_rules { Rules::OnlyTaken } else { Rules::AnyMinute };
    let mut wanted = held.wanted(tx, to.location_id, rules).await?;
    wanted.duration = match to.duration_minutes {
        Some(minutes) => TimeDelta::minutes(minutes.into()),
        None => held.ends_at - held.starts_at,
    };
    wanted.staff = to.staff_id.or(held.staff);
    wanted.check_window(tx.now(), to.starts_at)?;
    let placed = super::place(tx, &wanted, to.starts_at, Taker::Moving(id), held.expires_at).await?;
    store::set_time(tx, id, &placed, wanted.location, wanted.zone).await?;
    if let Some((staff, _)) = &placed.staff {
        clients::store::assign(tx, held.client, *staff).await?;
    }
    let details = json!({
        "from": { "starts_at": held.starts_at, "ends_at": held.ends_at, "staff_id": held.staff },
        "to": { "starts_at": placed.starts_at, "ends_at": placed.ends_at, "staff_id": placed.staff.map(|(id, _)| id) },
    });
    store::insert_change(tx, id, held.status, "time", details, to.reason.as_deref()).await?;
    messages::store::cancel_scheduled(tx, id).await?;
    messages::tell(tx, id, Happening::Rescheduled).await?;
    tx.emit(&BookingRescheduled { booking_id: id }).await?;
    store::find(tx, id).await
}

/// Gives it to somebody else at the same time: 409 `staff_busy` where they have something else then.
pub async fn assign(tx: &mut TenantTx, id: BookingId, to: &Assign) -> Result<Booking> {
    let held = hold(tx, id).await?;
    held.must_be_open(tx.now())?;
    let rules = if to.override_rules { Rules::OnlyTaken } else { Rules::AnyMinute };
    let wanted = Wanted {
        staff: Some(to.staff_id),
        duration: held.ends_at - held.starts_at,
        minimum_notice: TimeDelta::MIN,
        horizon: TimeDelta::MAX,
        ..held.wanted(tx, None, rules).await?
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
    if held.status == Status::Pending && companies::store::current(tx).await?.assignment_confirms {
        step(tx, &held, Status::Confirmed, None).await?;
    }
    store::find(tx, id).await
}

/// Adds add-ons at the price of now: it gets longer by their time, if that is free, and dearer by their price.
pub async fn add_addons(tx: &mut TenantTx, id: BookingId, new: &AddAddons) -> Result<Booking> {
    let held = hold(tx, id).await?;
    held.must_be_open(tx.now())?;
    if new.addon_ids.iter().any(|addon| held.items.iter().any(|item| item.addon == Some(*addon))) {
        return Err(Error::invalid("addon_ids", "twice", "is part of the booking already"));
    }
    let company = companies::store::current(tx).await?;
    let choice = Choice { addons: new.addon_ids.clone(), ..held.choice() };
    let addons = Basket::fill(tx, &company, &choice).await?.addons;
    let minutes: i64 = addons.iter().map(|addon| i64::from(addon.duration_minutes)).sum();
    if minutes > 0 {
        let mut wanted = held.wanted(tx, None, Rules::OnlyTaken).await?;
        wanted.duration = held.ends_at - held.starts_at + TimeDelta::minutes(minutes);
        wanted.staff = held.staff;
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

/// A booking that nobody else changes until the end of the transaction.
pub struct Held {
    pub id: BookingId,
    pub status: Status,
    pub client: ClientId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub staff: Option<StaffId>,
    location: Option<LocationId>,
    party_size: i32,
    place: Place,
    express: bool,
    items: Vec<HeldItem>,
}

#[derive(Clone, Debug, Deserialize)]
struct HeldItem {
    service: ServiceId,
    addon: Option<AddonId>,
}

async fn hold(tx: &mut TenantTx, id: BookingId) -> Result<Held> {
    let company = tx.company();
    let row = sqlx::query!(
        r#"select b.status, b.client_id, b.starts_at, b.ends_at, b.expires_at, b.staff_id as "staff_id: StaffId",
                  b.location_id as "location_id: LocationId", b.party_size, b.place, b.express,
                  (select json_agg(json_build_object('service', i.service_id, 'addon', i.addon_id) order by i.position)
                   from booking_items i where i.company_id = $1 and i.booking_id = b.id) as "items: Json<Vec<HeldItem>>"
           from bookings b where b.company_id = $1 and b.id = $2 for no key update of b"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("booking"))?;
    Ok(Held {
        id,
        status: row.status,
        client: row.client_id,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        expires_at: row.expires_at,
        staff: row.staff_id,
        location: row.location_id,
        party_size: row.party_size,
        place: row.place,
        express: row.express,
        items: row.items.map(|items| items.0).unwrap_or_default(),
    })
}

impl Held {
    fn has_expired(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }

    /// Whether it can still be given another time or other people.
    fn must_be_open(&self, now: DateTime<Utc>) -> Result<()> {
        if self.has_expired(now) {
            return Err(expired());
        }
        match self.status {
            Status::Pending | Status::Confirmed | Status::InProgress => Ok(()),
            over => Err(Error::Conflict("wrong_status", format!("It is {}.", over.as_str()))),
        }
    }

    /// What was chosen, without its add-ons: these keep the time they took.
    fn choice(&self) -> Choice {
        let services = self.items.iter().filter(|item| item.addon.is_none()).map(|item| item.service);
        Choice {
            services: services.collect(),
            addons: vec![],
            staff: None,
            location: self.location,
            party_size: self.party_size,
            on_site: self.place == Place::OnSite,
            express: self.express,
        }
    }

    /// What it takes time of, also where a service of it is archived by now.
    async fn wanted(&self, tx: &mut TenantTx, location: Option<LocationId>, rules: Rules) -> Result<Wanted> {
        let company = companies::store::current(tx).await?;
        let mut choice = self.choice();
        choice.location = location.or(choice.location);
        Ok(Basket::refill(tx, &company, &choice).await?.wanted(rules))
    }
}

fn expired() -> Error {
    Error::Conflict("expired", "Nobody confirmed it in time, and its time is free again.".into())
}

fn wrong_status(from: Status, to: Status) -> Error {
    Error::Conflict("wrong_status", format!("It is {}, which cannot become {}.", from.as_str(), to.as_str()))
}
