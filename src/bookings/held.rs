//! A booking as those find it who change it: where it stands, what it is of, and what it takes time of.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use sqlx::types::Json;

use super::{
    basket::{Basket, Choice},
    model::{BookingId, Place, Status},
};
use crate::{
    addons::AddonId,
    clients::ClientId,
    companies::Company,
    db::TenantTx,
    error::{Error, Result},
    locations::LocationId,
    scheduling::{Rules, Wanted},
    services::ServiceId,
    staff::StaffId,
};

/// A booking that somebody is about to change.
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
    items: Json<Vec<HeldItem>>,
}

#[derive(Clone, Debug, Deserialize)]
struct HeldItem {
    service: ServiceId,
    addon: Option<AddonId>,
}

/// `$1` is the company, `$2` the booking.
macro_rules! select {
    ($lock:tt, $company:expr, $id:expr) => {
        sqlx::query_as!(
            Held,
            r#"select b.id, b.status, b.client_id as client, b.starts_at, b.ends_at, b.expires_at,
                      b.staff_id as "staff: StaffId", b.location_id as "location: LocationId", b.party_size, b.place, b.express,
                      (select coalesce(json_agg(json_build_object('service', i.service_id, 'addon', i.addon_id)
                                                order by i.position), '[]')
                       from booking_items i where i.company_id = $1 and i.booking_id = b.id) as "items!: Json<Vec<HeldItem>>"
               from bookings b where b.company_id = $1 and b.id = $2 "# + $lock,
            $company.0,
            $id.0
        )
    };
}

/// The booking, as nobody else changes it until the end of the transaction.
pub async fn hold(tx: &mut TenantTx, id: BookingId) -> Result<Held> {
    let company = tx.company();
    let held = select!("for no key update of b", company, id).fetch_optional(tx.db()).await?;
    held.ok_or(Error::NotFound("booking"))
}

/// The booking, for whoever only looks what it could become.
pub async fn look(tx: &mut TenantTx, id: BookingId) -> Result<Held> {
    let company = tx.company();
    select!("", company, id).fetch_optional(tx.db()).await?.ok_or(Error::NotFound("booking"))
}

impl Held {
    pub fn has_expired(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }

    /// Whether it can still be given another time or other people.
    pub fn must_be_open(&self, now: DateTime<Utc>) -> Result<()> {
        if self.has_expired(now) {
            return Err(expired());
        }
        match self.status {
            Status::Pending | Status::Confirmed | Status::InProgress => Ok(()),
            over => Err(Error::Conflict("wrong_status", format!("It is {}.", over.as_str()))),
        }
    }

    pub fn has_addon(&self, addon: AddonId) -> bool {
        self.items.iter().any(|item| item.addon == Some(addon))
    }

    /// What was chosen, without its add-ons: these keep the time they took.
    pub fn choice(&self) -> Choice {
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

    /// What it takes time of, as long as now and with whom it is now, also where a service of it is archived by now.
    pub async fn wanted(
        &self,
        tx: &mut TenantTx,
        company: &Company,
        location: Option<LocationId>,
        rules: Rules,
    ) -> Result<Wanted> {
        let mut choice = self.choice();
        choice.location = location.or(choice.location);
        let wanted = Basket::refill(tx, company, &choice).await?.wanted(rules);
        Ok(Wanted { duration: self.ends_at - self.starts_at, staff: self.staff, ..wanted })
    }
}

/// Whether a customer may still cancel or move what is theirs: it is open, and not too near.
pub fn may_still_change(
    status: Status,
    starts_at: DateTime<Utc>,
    notice_minutes: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    if !status.may_become(Status::Cancelled) {
        return Err(Error::Conflict("wrong_status", format!("It is {}.", status.as_str())));
    }
    if starts_at < now + TimeDelta::minutes(notice_minutes.into()) {
        return Err(Error::Conflict("too_late", "It is too soon before it starts: please ask the company.".into()));
    }
    Ok(())
}

pub fn expired() -> Error {
    Error::Conflict("expired", "Nobody confirmed it in time, and its time is free again.".into())
}
