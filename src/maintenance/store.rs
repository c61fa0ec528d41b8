//! SQL on maintenance. That its time is locked, taken and given back is `scheduling::blocks`' part.

use chrono::{DateTime, Utc};

use super::model::Maintenance;
use crate::{
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
    scheduling::{
        CalendarId,
        availability::Span,
        blocks::{self, BlockId},
    },
};

pub async fn find(tx: &mut TenantTx, calendar: CalendarId, id: BlockId) -> Result<Maintenance> {
    let company = tx.company();
    sqlx::query_as!(
        Maintenance,
        "select id, status, reason, starts_at, ends_at, time_zone, wall_starts_at, wall_ends_at, version, created_at
         from blocks where company_id = $1 and calendar_id = $2 and id = $3 and kind = 'maintenance'",
        company.0,
        calendar.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("maintenance"))
}

/// Which maintenance a list is of: what touches the time between two moments.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    /// Cancelled maintenance too.
    pub cancelled: bool,
}

/// In the order it starts.
pub async fn list(
    tx: &mut TenantTx,
    calendar: CalendarId,
    filter: Filter,
    after: Option<(DateTime<Utc>, BlockId)>,
    limit: Limit,
) -> Result<Vec<Maintenance>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Maintenance,
        "select id, status, reason, starts_at, ends_at, time_zone, wall_starts_at, wall_ends_at, version, created_at
         from blocks
         where company_id = $1 and calendar_id = $2 and kind = 'maintenance' and ($3 or status = 'active')
           and ($4::timestamptz is null or ends_at > $4) and ($5::timestamptz is null or starts_at < $5)
           and ($6::timestamptz is null or (starts_at, id) > ($6, $7::uuid))
         order by starts_at, id limit $8",
        company.0,
        calendar.0,
        filter.cancelled,
        filter.from,
        filter.to,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Changes what is active, if `version` is still the current one. `false`: it is not, or was cancelled.
pub async fn update(tx: &mut TenantTx, id: BlockId, span: Span, reason: Option<&str>, version: i32) -> Result<bool> {
    let company = tx.company();
    let changed = sqlx::query!(
        "update blocks set
             starts_at = $4, ends_at = $5, wall_starts_at = $4::timestamptz at time zone time_zone,
             wall_ends_at = $5::timestamptz at time zone time_zone, reason = coalesce($6, reason), version = version + 1
         where company_id = $1 and id = $2 and version = $3 and status = 'active'",
        company.0,
        id.0,
        version,
        span.starts_at,
        span.ends_at,
        reason
    )
    .execute(tx.db())
    .await
    .on_constraint("blocks_no_overlap", blocks::overlap)?;
    Ok(changed.rows_affected() == 1)
}

/// Cancels what is active. `false`: it is not any more.
pub async fn cancel(tx: &mut TenantTx, id: BlockId) -> Result<bool> {
    let company = tx.company();
    let changed = sqlx::query!(
        "update blocks set status = 'cancelled', version = version + 1
         where company_id = $1 and id = $2 and status = 'active'",
        company.0,
        id.0
    )
    .execute(tx.db())
    .await?;
    Ok(changed.rows_affected() == 1)
}
