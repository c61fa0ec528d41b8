//! How many units a calendar has: it can have more at any time, and fewer unless they are taken.

use super::{CalendarId, availability::Span, blocks};
use crate::{
    db::TenantTx,
    error::{Error, Result},
};

/// Sets it. What is taken on a unit that goes moves to another that is free for all of its time; if there is none: 409
/// `capacity_in_use`. Active blocks take the new units too.
pub async fn set(tx: &mut TenantTx, calendar: CalendarId, capacity: i16) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    blocks::lock(tx, calendar, Span { starts_at: now, ends_at: chrono::DateTime::<chrono::Utc>::MAX_UTC }).await?;
    let blocks = sqlx::query_scalar!(
        "with cleared as (
             delete from allocations where company_id = $1 and calendar_id = $2 and block_id is not null and ends_at > $3
         )
         select id from blocks where company_id = $1 and calendar_id = $2 and status = 'active' and ends_at > $3",
        company.0,
        calendar.0,
        now
    )
    .fetch_all(tx.db())
    .await?;
    make_room(tx, calendar, capacity).await?;
    sqlx::query!(
        "update calendars set capacity = $3 where company_id = $1 and id = $2",
        company.0,
        calendar.0,
        capacity
    )
    .execute(tx.db())
    .await?;
    for block in blocks {
        blocks::fill(tx, block).await?;
    }
    Ok(())
}

/// Moves what is taken on the units above `capacity` to those below.
async fn make_room(tx: &mut TenantTx, calendar: CalendarId, capacity: i16) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let above = sqlx::query_scalar!(
        "select id from allocations
         where company_id = $1 and calendar_id = $2 and unit > $3 and ends_at > $4
         order by starts_at, id",
        company.0,
        calendar.0,
        capacity,
        now
    )
    .fetch_all(tx.db())
    .await?;
    for allocation in above {
        let moved = sqlx::query!(
            "update allocations a set unit = u.unit
             from (
                 select min(u.unit) as unit
                 from allocations m cross join generate_series(1, $4::integer) u (unit)
                 where m.company_id = $1 and m.id = $2 and not exists (
                     select from allocations o
                     where o.company_id = $1 and o.calendar_id = $3 and o.unit = u.unit and o.ends_at > m.starts_at
                       and o.starts_at < m.ends_at)) u
             where a.company_id = $1 and a.id = $2 and u.unit is not null",
            company.0,
            allocation,
            calendar.0,
            i32::from(capacity)
        )
        .execute(tx.db())
        .await?;
        if moved.rows_affected() == 0 {
            let detail = "More than that are taken at once in the time to come: move or cancel some bookings first.";
            return Err(Error::Conflict("capacity_in_use", detail.into()));
        }
    }
    Ok(())
}
