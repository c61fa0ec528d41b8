//! Maintenance: time in which a resource or a location cannot be booked.

pub mod api;
pub mod model;
pub mod store;

pub use model::Planned;
use model::{
    Maintenance, MaintenanceCancelled, MaintenanceChanged, MaintenancePatch, MaintenancePlanned, NewMaintenance,
};

use crate::{
    db::TenantTx,
    error::{Error, Result},
    scheduling::{
        CalendarId,
        availability::Span,
        blocks::{self, BlockId, BlockStatus, Kind},
    },
};

/// Blocks a calendar: what is free in that time is taken at once, the rest as soon as it is given back.
pub async fn plan(tx: &mut TenantTx, calendar: CalendarId, new: &NewMaintenance) -> Result<Planned> {
    blocks::lock(tx, calendar, new.span).await?;
    let id = blocks::insert(tx, calendar, Kind::Maintenance, BlockStatus::Active, new.span, &new.reason).await?;
    blocks::fill(tx, id).await?;
    tx.emit(&MaintenancePlanned { block_id: id, starts_at: new.span.starts_at, ends_at: new.span.ends_at }).await?;
    show(tx, calendar, id).await
}

/// With what collides with it as of now; nothing does once it is cancelled.
pub async fn show(tx: &mut TenantTx, calendar: CalendarId, id: BlockId) -> Result<Planned> {
    let maintenance = store::find(tx, calendar, id).await?;
    let (collisions, collision_count) = match maintenance.status {
        BlockStatus::Active => blocks::collisions(tx, calendar, span(&maintenance)).await?,
        _ => (vec![], 0),
    };
    Ok(Planned { maintenance, collisions, collision_count })
}

/// Gives its time back, and takes the time that it has now.
pub async fn change(
    tx: &mut TenantTx,
    calendar: CalendarId,
    id: BlockId,
    patch: &MaintenancePatch,
    version: i32,
) -> Result<Planned> {
    let before = store::find(tx, calendar, id).await?;
    let after = patch.of(&before)?;
    let both = Span { starts_at: before.starts_at.min(after.starts_at), ends_at: before.ends_at.max(after.ends_at) };
    blocks::lock(tx, calendar, both).await?;
    if !store::update(tx, id, after, patch.reason.as_deref(), version).await? {
        return Err(match store::find(tx, calendar, id).await? {
            Maintenance { version: now, .. } if now != version => Error::Stale,
            _ => is_cancelled(),
        });
    }
    blocks::clear(tx, id).await?;
    blocks::fill(tx, id).await?;
    tx.emit(&MaintenanceChanged { block_id: id, starts_at: after.starts_at, ends_at: after.ends_at }).await?;
    show(tx, calendar, id).await
}

/// Gives its time back.
pub async fn cancel(tx: &mut TenantTx, calendar: CalendarId, id: BlockId) -> Result<Planned> {
    let before = store::find(tx, calendar, id).await?;
    blocks::lock(tx, calendar, span(&before)).await?;
    if !store::cancel(tx, id).await? {
        return Err(is_cancelled());
    }
    blocks::clear(tx, id).await?;
    tx.emit(&MaintenanceCancelled { block_id: id }).await?;
    show(tx, calendar, id).await
}

fn is_cancelled() -> Error {
    Error::Conflict("cancelled", "This maintenance is cancelled: plan another.".into())
}

fn span(maintenance: &Maintenance) -> Span {
    Span { starts_at: maintenance.starts_at, ends_at: maintenance.ends_at }
}
