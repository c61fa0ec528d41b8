//! SQL that writes bookings and their history.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::super::{
    basket::{Addon, Basket},
    model::{Address, BookingId, BookingPatch, Status},
};
use super::find;
use crate::{
    clients::ClientId,
    db::{Actor, TenantTx},
    error::{Error, OnConstraint, Result},
    locations::LocationId,
    scheduling::Placed,
    staff::StaffId,
};

/// Everything that a new booking is.
pub struct NewRow<'a> {
    pub id: BookingId,
    pub reference: &'a str,
    pub client: ClientId,
    pub basket: &'a Basket,
    pub staff: Option<StaffId>,
    pub status: Status,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub source: &'a str,
    pub language: &'a str,
    pub address: Option<&'a Address>,
    pub asset: Option<Uuid>,
    pub notes: &'a str,
    pub staff_notes: &'a str,
}

/// Writes a booking, its items, and the first line of its history.
pub async fn insert(tx: &mut TenantTx, new: &NewRow<'_>) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let zone = new.basket.zone();
    let (actor_kind, actor_id) = actor(tx);
    let created_by = (actor_kind == "staff").then_some(actor_id).flatten();
    let items = Items::of(new.basket);
    let choice = new.basket.choice();
    sqlx::query!(
        "insert into bookings (company_id, id, reference, client_id, service_id, staff_id, status, starts_at, ends_at,
                               time_zone, wall_starts_at, source, language, notes, expires_at, created_at, created_by,
                               location_id, party_size, place, street, city, zip, country, asset_id, express, staff_notes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
                 $24, $25, $26, $27)",
        company.0,
        new.id.0,
        new.reference,
        new.client.0,
        choice.services.first().map(|service| service.0),
        new.staff.map(|staff| staff.0),
        new.status.as_str(),
        new.starts_at,
        new.ends_at,
        zone.name(),
        new.starts_at.with_timezone(&zone).naive_local(),
        new.source,
        new.language,
        new.notes,
        new.expires_at,
        now,
        created_by,
        new.basket.location.as_ref().map(|location| location.id.0),
        choice.party_size,
        if choice.on_site { "on_site" } else { "location" },
        new.address.map(|address| &*address.street),
        new.address.map(|address| &*address.city),
        new.address.and_then(|address| address.zip.as_deref()),
        new.address.and_then(|address| address.country.as_deref()),
        new.asset,
        choice.express,
        new.staff_notes
    )
    .execute(tx.db())
    .await
    .on_constraints([
        ("bookings_reference_key", Error::Unavailable(anyhow::anyhow!("a booking reference came up twice"))),
        ("bookings_asset_fkey", Error::invalid("asset_id", "not_found", "is nothing of the client's")),
    ])?;
    // Whose they are is seen from the booking, which has to be there for that.
    sqlx::query!(
        "with items as (
             insert into booking_items (company_id, id, booking_id, position, service_id, addon_id, duration_minutes)
             select $1, i.id, $2, i.position, i.service, i.addon, i.minutes
             from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::integer[])
                  with ordinality as i (id, service, addon, minutes, position)
         )
         insert into booking_history (company_id, id, booking_id, to_status, actor_kind, actor_id, at)
         values ($1, $7, $2, $8, $9, $10, $11)",
        company.0,
        new.id.0,
        &items.ids,
        &items.services,
        &items.addons as &[Option<Uuid>],
        &items.minutes,
        Uuid::now_v7(),
        new.status.as_str(),
        actor_kind,
        actor_id,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Items as columns.
#[derive(Default)]
struct Items {
    ids: Vec<Uuid>,
    services: Vec<Uuid>,
    addons: Vec<Option<Uuid>>,
    minutes: Vec<i32>,
}

impl Items {
    fn of(basket: &Basket) -> Self {
        let mut columns = Self::default();
        for item in basket.items() {
            columns.ids.push(Uuid::now_v7());
            columns.services.push(item.service_id.0);
            columns.addons.push(item.addon_id.map(|id| id.0));
            columns.minutes.push(item.duration_minutes);
        }
        columns
    }
}

/// Who acts, as history has it.
fn actor(tx: &TenantTx) -> (&'static str, Option<Uuid>) {
    match tx.actor() {
        Actor::Staff(user) => ("staff", Some(user.0)),
        Actor::Customer(user) => ("customer", Some(user.0)),
        Actor::Guest => ("guest", None),
        Actor::System => ("system", None),
    }
}

/// Adds a line to a booking's history; nothing ever changes one.
pub async fn insert_history(
    tx: &mut TenantTx,
    booking: BookingId,
    from: Option<Status>,
    to: Status,
    reason: Option<&str>,
) -> Result<()> {
    let (actor_kind, actor_id) = actor(tx);
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "insert into booking_history (company_id, id, booking_id, from_status, to_status, actor_kind, actor_id, reason, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        company.0,
        Uuid::now_v7(),
        booking.0,
        from.map(Status::as_str),
        to.as_str(),
        actor_kind,
        actor_id,
        reason,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Where it stands from now on; only a pending one expires.
pub async fn set_status(tx: &mut TenantTx, id: BookingId, status: Status) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update bookings set status = $3, expires_at = null, version = version + 1 where company_id = $1 and id = $2",
        company.0,
        id.0,
        status.as_str()
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// When, where and by whom it is done from now on.
pub async fn set_time(
    tx: &mut TenantTx,
    id: BookingId,
    placed: &Placed,
    location: Option<LocationId>,
    zone: Tz,
) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update bookings set starts_at = $3, ends_at = $4, time_zone = $5, wall_starts_at = $6, staff_id = $7, location_id = $8,
             version = version + 1
         where company_id = $1 and id = $2",
        company.0,
        id.0,
        placed.starts_at,
        placed.ends_at,
        zone.name(),
        placed.starts_at.with_timezone(&zone).naive_local(),
        placed.staff.as_ref().map(|(staff, _)| staff.0),
        location.map(|location| location.0)
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Adds a line to a booking's history that is not about where it stands.
pub async fn insert_change(
    tx: &mut TenantTx,
    id: BookingId,
    status: Status,
    kind: &str,
    details: serde_json::Value,
    reason: Option<&str>,
) -> Result<()> {
    let (actor_kind, actor_id) = actor(tx);
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "insert into booking_history (company_id, id, booking_id, kind, from_status, to_status, details, actor_kind, actor_id,
                                      reason, at)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)",
        company.0,
        Uuid::now_v7(),
        id.0,
        kind,
        status.as_str(),
        details,
        actor_kind,
        actor_id,
        reason,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Adds add-ons after everything that the booking has.
pub async fn insert_items(tx: &mut TenantTx, id: BookingId, addons: &[Addon]) -> Result<()> {
    let company = tx.company();
    let ids: Vec<_> = addons.iter().map(|_| Uuid::now_v7()).collect();
    let services: Vec<_> = addons.iter().map(|addon| addon.service.0).collect();
    let addon_ids: Vec<_> = addons.iter().map(|addon| addon.id.0).collect();
    let minutes: Vec<_> = addons.iter().map(|addon| addon.duration_minutes).collect();
    sqlx::query!(
        "insert into booking_items (company_id, id, booking_id, position, service_id, addon_id, duration_minutes)
         select $1, n.id, $2, n.position + (select max(i.position) from booking_items i
                                            where i.company_id = $1 and i.booking_id = $2), n.service, n.addon, n.minutes
         from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::integer[])
              with ordinality as n (id, service, addon, minutes, position)",
        company.0,
        id.0,
        &ids,
        &services,
        &addon_ids,
        &minutes
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// What the company keeps beside a booking, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: BookingId, patch: &BookingPatch, version: i32) -> Result<()> {
    let company = tx.company();
    let changed = sqlx::query!(
        "update bookings set notes = coalesce($4, notes), staff_notes = coalesce($5, staff_notes), version = version + 1
         where company_id = $1 and id = $2 and version = $3",
        company.0,
        id.0,
        version,
        patch.notes,
        patch.staff_notes
    )
    .execute(tx.db())
    .await?;
    if changed.rows_affected() == 0 {
        return find(tx, id).await.and(Err(Error::Stale));
    }
    Ok(())
}
