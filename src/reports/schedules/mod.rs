//! Reports that are made whenever a day, a week or a month has ended, and sent to members.

pub mod api;
pub mod model;
pub mod store;

pub use model::{Period, Schedule, ScheduleId};

use crate::{
    companies,
    db::TenantTx,
    error::Result,
    reports::{jobs::MakeReport, store as reports},
    shifts::midnight,
};

/// Asks for the report of the period that has just ended, once: whoever comes second waits, and finds that it is done. What
/// was missed before that one is not made up for. A schedule that is not due, or gone, is nothing to do.
pub async fn run(tx: &mut TenantTx, id: ScheduleId) -> Result<()> {
    let Some(due) = store::take(tx, id).await? else { return Ok(()) };
    let (zone, now) = (companies::store::current(tx).await?.zone(), tx.now());
    let today = now.with_timezone(&zone).date_naive();
    let ended = due.period.ended(today);
    let report = reports::insert_scheduled(tx, id, (due.kind, due.filters), ended, zone.name()).await?;
    store::put_off(tx, id, midnight(zone, due.period.of(today).1)).await?;
    match report {
        Some(report) => tx.enqueue(&MakeReport { report }).await,
        None => Ok(()),
    }
}
