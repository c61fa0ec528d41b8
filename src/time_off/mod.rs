//! Time off: somebody of the staff asks for it, somebody decides, and once it is approved they cannot be booked then.

pub mod api;
pub mod model;
pub mod store;

pub use model::TimeOffShown;
use model::{NewTimeOff, TimeOff, TimeOffApproved, TimeOffCancelled, TimeOffDeclined, TimeOffRequested};

use crate::{
    db::TenantTx,
    error::{Error, Result},
    scheduling::{
        CalendarId,
        availability::Span,
        blocks::{self, BlockId, BlockStatus, Kind},
    },
};

/// Asks for time off, or gives it at once.
pub async fn create(tx: &mut TenantTx, new: &NewTimeOff) -> Result<TimeOffShown> {
    let calendar = store::calendar_of(tx, new.staff_id).await?;
    let status = if new.approve { BlockStatus::Active } else { BlockStatus::Requested };
    if new.approve {
        blocks::lock(tx, calendar, new.span).await?;
    }
    let id = blocks::insert(tx, calendar, Kind::TimeOff, status, new.span, &new.reason).await?;
    tx.emit(&TimeOffRequested { block_id: id, staff_id: new.staff_id }).await?;
    if new.approve {
        blocks::fill(tx, id).await?;
        tx.emit(&TimeOffApproved { block_id: id, staff_id: new.staff_id }).await?;
    }
    show(tx, id).await
}

/// With the bookings in its way, as of now: while it can still come about.
pub async fn show(tx: &mut TenantTx, id: BlockId) -> Result<TimeOffShown> {
    let (time_off, calendar) = store::find(tx, id).await?;
    let (collisions, collision_count) = match time_off.status {
        BlockStatus::Requested | BlockStatus::Active => blocks::collisions(tx, calendar, span(&time_off)).await?,
        BlockStatus::Declined | BlockStatus::Cancelled => (vec![], 0),
    };
    Ok(TimeOffShown { time_off, collisions, collision_count })
}

/// Takes the time that is asked for.
pub async fn approve(tx: &mut TenantTx, id: BlockId) -> Result<TimeOffShown> {
    let before = locked(tx, id).await?;
    if !store::decide(tx, id, BlockStatus::Active, None).await? {
        return Err(not_requested());
    }
    blocks::fill(tx, id).await?;
    tx.emit(&TimeOffApproved { block_id: id, staff_id: before.staff_id }).await?;
    show(tx, id).await
}

pub async fn decline(tx: &mut TenantTx, id: BlockId, reason: &str) -> Result<TimeOffShown> {
    let before = locked(tx, id).await?;
    if !store::decide(tx, id, BlockStatus::Declined, Some(reason)).await? {
        return Err(not_requested());
    }
    tx.emit(&TimeOffDeclined { block_id: id, staff_id: before.staff_id }).await?;
    show(tx, id).await
}

/// Gives back what it has taken.
pub async fn cancel(tx: &mut TenantTx, id: BlockId) -> Result<TimeOffShown> {
    let before = locked(tx, id).await?;
    if !store::cancel(tx, id).await? {
        let detail = "It is declined or cancelled already.";
        return Err(Error::Conflict("not_open", detail.into()));
    }
    blocks::clear(tx, id).await?;
    tx.emit(&TimeOffCancelled { block_id: id, staff_id: before.staff_id }).await?;
    show(tx, id).await
}

/// Time is locked before the row of a block, always: whoever did it the other way round would wait in a circle.
async fn locked(tx: &mut TenantTx, id: BlockId) -> Result<TimeOff> {
    let (time_off, calendar): (TimeOff, CalendarId) = store::find(tx, id).await?;
    blocks::lock(tx, calendar, span(&time_off)).await?;
    Ok(time_off)
}

fn not_requested() -> Error {
    Error::Conflict("not_requested", "It has been decided on, or cancelled, already.".into())
}

fn span(time_off: &TimeOff) -> Span {
    Span { starts_at: time_off.starts_at, ends_at: time_off.ends_at }
}
