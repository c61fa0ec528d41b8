//! Blocks: time of a calendar that is not for booking, such as maintenance and time off.
//!
//! An active block has all the time in it that is free, on every unit. What was booked in it before stays booked, and is the
//! block's as soon as the booking lets go of it: a trigger sees to that.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

use super::{CalendarId, availability::Span, store};
use crate::{
    bookings::{BookingId, Status},
    db::{Actor, TenantTx},
    error::{Error, OnConstraint, Result},
    http::Fields,
};

crate::id!(
    /// Time that is not for booking.
    BlockId
);

/// Where a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum BlockStatus {
    /// Somebody has yet to decide on it; it takes no time.
    Requested,
    /// Its time cannot be booked.
    Active,
    Declined,
    Cancelled,
}

impl BlockStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Active => "active",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    TimeOff,
    Maintenance,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TimeOff => "time_off",
            Self::Maintenance => "maintenance",
        }
    }
}

/// A booking that has time of a block's calendar while the block lasts. It keeps that time until it is moved or cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct Collision {
    pub id: BookingId,
    /// What a person reads out on the phone, such as `K7QD-3MXA`.
    pub reference: String,
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC; without buffers.
    pub ends_at: DateTime<Utc>,
    pub status: Status,
}

/// How many collisions are told.
const COLLISIONS: i64 = 100;

/// The longest block.
const LONGEST: TimeDelta = TimeDelta::days(400);

/// A time that a block can have: of this age, not empty, at most 400 days.
pub fn check_span(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, fields: &mut Fields) -> Span {
    for (field, at) in [("starts_at", starts_at), ("ends_at", ends_at)] {
        if !(2000..2200).contains(&at.year()) {
            fields.fail(field, "out_of_range", "must be between the years 2000 and 2200");
        }
    }
    if ends_at <= starts_at {
        fields.fail("ends_at", "not_after_start", "must be after `starts_at`");
    } else if ends_at - starts_at > LONGEST {
        fields.fail("ends_at", "too_long", "must be at most 400 days after `starts_at`");
    }
    Span { starts_at, ends_at }
}

/// Another active block has time of this calendar then.
pub fn overlap() -> Error {
    Error::Conflict("block_overlap", "There is maintenance or time off at this time already.".into())
}

/// Locks a calendar until the end of the transaction, and gives back what has run out on it in that time. Comes before
/// anything that takes or gives back time.
pub async fn lock(tx: &mut TenantTx, calendar: CalendarId, span: Span) -> Result<()> {
    store::release_expired(tx, &[calendar.0], span).await
}

/// Writes a block, which takes no time yet. Its wall time is that of the calendar's zone.
pub async fn insert(
    tx: &mut TenantTx,
    calendar: CalendarId,
    kind: Kind,
    status: BlockStatus,
    span: Span,
    reason: &str,
) -> Result<BlockId> {
    let (company, id, now) = (tx.company(), BlockId::new(), tx.now());
    let user = match tx.actor() {
        Actor::Staff(user) => Some(user.0),
        _ => None,
    };
    sqlx::query!(
        "insert into blocks (company_id, id, calendar_id, kind, status, reason, starts_at, ends_at, time_zone,
                             wall_starts_at, wall_ends_at, requested_by, decided_by, created_at)
         select $1, $2, c.id, $4, $5, $6, $7, $8, c.time_zone, $7::timestamptz at time zone c.time_zone,
                $8::timestamptz at time zone c.time_zone, m.id, case when $5 = 'active' then m.id end, $9
         from calendars c left join memberships m on m.company_id = $1 and m.user_id = $10
         where c.company_id = $1 and c.id = $3",
        company.0,
        id.0,
        calendar.0,
        kind.as_str(),
        status.as_str(),
        reason,
        span.starts_at,
        span.ends_at,
        now,
        user
    )
    .execute(tx.db())
    .await
    .on_constraint("blocks_no_overlap", overlap)?;
    Ok(id)
}

/// Takes all the time of an active block that is free, on every unit.
pub async fn fill(tx: &mut TenantTx, block: BlockId) -> Result<()> {
    let company = tx.company();
    sqlx::query!("select app.fill_block($1, $2)", company.0, block.0).execute(tx.db()).await?;
    Ok(())
}

/// Gives a block's time back.
pub async fn clear(tx: &mut TenantTx, block: BlockId) -> Result<()> {
    let company = tx.company();
    sqlx::query!("delete from allocations where company_id = $1 and block_id = $2", company.0, block.0)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The bookings that have time of a calendar then, buffers included: the first hundred in the order they start, and how
/// many there are.
pub async fn collisions(tx: &mut TenantTx, calendar: CalendarId, span: Span) -> Result<(Vec<Collision>, i64)> {
    let (company, now) = (tx.company(), tx.now());
    let rows = sqlx::query!(
        r#"select b.id, b.reference, b.starts_at, b.ends_at, b.status, count(*) over () as "count!"
           from bookings b
           where b.company_id = $1 and b.id in (
               select a.booking_id from allocations a
               where a.company_id = $1 and a.calendar_id = $2 and a.booking_id is not null and a.ends_at > $3
                 and a.ends_at < $4::timestamptz + interval '768 hours' and a.starts_at < $4
                 and (a.expires_at is null or a.expires_at > $5))
           order by b.starts_at, b.id limit $6"#,
        company.0,
        calendar.0,
        span.starts_at,
        span.ends_at,
        now,
        COLLISIONS
    )
    .fetch_all(tx.db())
    .await?;
    let count = rows.first().map_or(0, |row| row.count);
    let rows = rows.into_iter().map(|row| Collision {
        id: row.id,
        reference: row.reference,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        status: row.status,
    });
    Ok((rows.collect(), count))
}
