//! SQL on the weekly hours of any calendar.

use uuid::Uuid;

use super::CalendarId;
use crate::{
    db::TenantTx,
    error::Result,
    staff::hours::{Week, Weekday},
};

/// The hours of a calendar, by weekday.
pub async fn find(tx: &mut TenantTx, calendar: CalendarId) -> Result<Week> {
    let company = tx.company();
    let rows = sqlx::query!(
        r#"select weekday as "weekday!", starts_minute, ends_minute from working_hours
           where company_id = $1 and calendar_id = $2 and weekday is not null
           order by weekday, starts_minute"#,
        company.0,
        calendar.0
    )
    .fetch_all(tx.db())
    .await?;
    let hours =
        rows.iter().filter_map(|row| Some((Weekday::from_number(row.weekday)?, row.starts_minute, row.ends_minute)));
    Ok(Week(hours.collect()))
}

/// Sets the whole week of a calendar, and leaves its rules. Two who do so at once would leave a mixture: lock the row of whatever has the
/// calendar first.
pub async fn replace(tx: &mut TenantTx, calendar: CalendarId, week: &Week) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "delete from working_hours where company_id = $1 and calendar_id = $2 and rule is null",
        company.0,
        calendar.0
    )
    .execute(tx.db())
    .await?;
    let ids: Vec<Uuid> = week.0.iter().map(|_| Uuid::now_v7()).collect();
    let weekdays: Vec<i16> = week.0.iter().map(|(weekday, ..)| weekday.number()).collect();
    let starts: Vec<i16> = week.0.iter().map(|(_, starts, _)| *starts).collect();
    let ends: Vec<i16> = week.0.iter().map(|(.., ends)| *ends).collect();
    sqlx::query!(
        "insert into working_hours (company_id, id, calendar_id, weekday, starts_minute, ends_minute)
         select $1, h.id, $2, h.weekday, h.starts, h.ends
         from unnest($3::uuid[], $4::smallint[], $5::smallint[], $6::smallint[]) as h (id, weekday, starts, ends)",
        company.0,
        calendar.0,
        &ids,
        &weekdays,
        &starts,
        &ends
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
