//! SQL on time off. That its time is locked, taken and given back is `scheduling::blocks`' part.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::model::TimeOff;
use crate::{
    auth::UserId,
    db::{Actor, TenantTx},
    error::{Error, OnConstraint, Result},
    http::Limit,
    members::MemberId,
    scheduling::{
        CalendarId,
        blocks::{self, BlockId, BlockStatus},
    },
    staff::StaffId,
};

struct Row {
    id: BlockId,
    calendar_id: CalendarId,
    staff_id: StaffId,
    staff_name: String,
    status: BlockStatus,
    reason: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    time_zone: String,
    wall_starts_at: NaiveDateTime,
    wall_ends_at: NaiveDateTime,
    requested_by: Option<MemberId>,
    decided_by: Option<MemberId>,
    decision_reason: Option<String>,
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<Row> for TimeOff {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            staff_id: row.staff_id,
            staff_name: row.staff_name,
            status: row.status,
            reason: row.reason,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            time_zone: row.time_zone,
            wall_starts_at: row.wall_starts_at,
            wall_ends_at: row.wall_ends_at,
            requested_by: row.requested_by,
            decided_by: row.decided_by,
            decision_reason: row.decision_reason,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

/// The calendar of somebody for whom the caller may ask: where they reach their own rows alone, themselves.
pub async fn calendar_of(tx: &mut TenantTx, staff: StaffId) -> Result<CalendarId> {
    let company = tx.company();
    let found = sqlx::query!(
        r#"select calendar_id, not app.own() or id is not distinct from app.staff_id() as "theirs!"
           from staff where company_id = $1 and id = $2"#,
        company.0,
        staff.0
    )
    .fetch_optional(tx.db())
    .await?;
    match found {
        Some(found) if found.theirs => Ok(found.calendar_id),
        Some(_) => Err(Error::Forbidden),
        None => Err(Error::invalid("staff_id", "not_found", "is nobody of the company's staff")),
    }
}

/// Time off, and the calendar whose time it is.
pub async fn find(tx: &mut TenantTx, id: BlockId) -> Result<(TimeOff, CalendarId)> {
    let company = tx.company();
    let row = sqlx::query_as!(
        Row,
        "select b.id, b.calendar_id, s.id as staff_id, s.name as staff_name, b.status, b.reason, b.starts_at, b.ends_at,
                b.time_zone, b.wall_starts_at, b.wall_ends_at, b.requested_by, b.decided_by, b.decision_reason, b.version,
                b.created_at
         from blocks b join staff s on s.company_id = $1 and s.calendar_id = b.calendar_id
         where b.company_id = $1 and b.id = $2 and b.kind = 'time_off'",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("time off"))?;
    let calendar = row.calendar_id;
    Ok((row.into(), calendar))
}

/// Which time off a list is of: of whom, where it stands, and what touches the time between two moments.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    pub status: Option<BlockStatus>,
    pub staff: Option<StaffId>,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
}

/// In the order it starts.
pub async fn list(
    tx: &mut TenantTx,
    filter: Filter,
    after: Option<(DateTime<Utc>, BlockId)>,
    limit: Limit,
) -> Result<Vec<TimeOff>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    let rows = sqlx::query_as!(
        Row,
        "select b.id, b.calendar_id, s.id as staff_id, s.name as staff_name, b.status, b.reason, b.starts_at, b.ends_at,
                b.time_zone, b.wall_starts_at, b.wall_ends_at, b.requested_by, b.decided_by, b.decision_reason, b.version,
                b.created_at
         from blocks b join staff s on s.company_id = $1 and s.calendar_id = b.calendar_id
         where b.company_id = $1 and b.kind = 'time_off' and ($2::text is null or b.status = $2)
           and ($3::uuid is null or s.id = $3) and ($4::timestamptz is null or b.ends_at > $4)
           and ($5::timestamptz is null or b.starts_at < $5)
           and ($6::timestamptz is null or (b.starts_at, b.id) > ($6, $7::uuid))
         order by b.starts_at, b.id limit $8",
        company.0,
        filter.status.map(BlockStatus::as_str),
        filter.staff.map(|staff| staff.0),
        filter.from,
        filter.to,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(TimeOff::from).collect())
}

/// Approves or declines what is requested. `false`: it is not any more.
pub async fn decide(tx: &mut TenantTx, id: BlockId, status: BlockStatus, reason: Option<&str>) -> Result<bool> {
    let company = tx.company();
    let user = match tx.actor() {
        Actor::Staff(UserId(user)) => Some(user),
        _ => None,
    };
    let changed = sqlx::query!(
        "update blocks set
             status = $3, decision_reason = $4, version = version + 1,
             decided_by = (select m.id from memberships m where m.company_id = $1 and m.user_id = $5)
         where company_id = $1 and id = $2 and status = 'requested'",
        company.0,
        id.0,
        status.as_str(),
        reason,
        user
    )
    .execute(tx.db())
    .await
    .on_constraint("blocks_no_overlap", blocks::overlap)?;
    Ok(changed.rows_affected() == 1)
}

/// Cancels what is requested or approved. `false`: it is neither any more.
pub async fn cancel(tx: &mut TenantTx, id: BlockId) -> Result<bool> {
    let company = tx.company();
    let changed = sqlx::query!(
        "update blocks set status = 'cancelled', version = version + 1
         where company_id = $1 and id = $2 and status in ('requested', 'active')",
        company.0,
        id.0
    )
    .execute(tx.db())
    .await?;
    Ok(changed.rows_affected() == 1)
}
