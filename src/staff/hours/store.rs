//! SQL on hours.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{DayException, NewException, RecurringRules, Week, Windows, recurring::Recurring};
use crate::{
    db::TenantTx,
    error::Result,
    scheduling::{self, CalendarId},
    staff::{StaffId, store::lock},
};

/// Sets somebody's whole week, and leaves their rules. Two who do so at once wait for each other.
pub async fn set_week(tx: &mut TenantTx, id: StaffId, week: &Week) -> Result<()> {
    let calendar = lock(tx, id).await?;
    scheduling::week::replace(tx, calendar, week).await
}

/// The hours that come back by rules.
pub async fn rules(tx: &mut TenantTx, calendar: CalendarId) -> Result<RecurringRules> {
    let company = tx.company();
    let rows = sqlx::query!(
        r#"select rule as "rule!", starts_on as "starts_on!", starts_minute, ends_minute from working_hours
           where company_id = $1 and calendar_id = $2 and rule is not null
           order by starts_on, starts_minute, ends_minute, id"#,
        company.0,
        calendar.0
    )
    .fetch_all(tx.db())
    .await?;
    let rules = rows.iter().filter_map(|row| {
        let (starts_on, starts, ends) = (row.starts_on, row.starts_minute, row.ends_minute);
        Some(Recurring { rule: row.rule.parse().ok()?, starts_on, starts, ends })
    });
    Ok(RecurringRules(rules.collect()))
}

/// Sets all of somebody's rules, and leaves their week. Two who do so at once wait for each other.
pub async fn set_rules(tx: &mut TenantTx, id: StaffId, rules: &RecurringRules) -> Result<()> {
    let (company, calendar) = (tx.company(), lock(tx, id).await?);
    sqlx::query!(
        "delete from working_hours where company_id = $1 and calendar_id = $2 and rule is not null",
        company.0,
        calendar.0
    )
    .execute(tx.db())
    .await?;
    let ids: Vec<Uuid> = rules.0.iter().map(|_| Uuid::now_v7()).collect();
    let texts: Vec<String> = rules.0.iter().map(|one| one.rule.to_string()).collect();
    let starts_on: Vec<NaiveDate> = rules.0.iter().map(|one| one.starts_on).collect();
    let starts: Vec<i16> = rules.0.iter().map(|one| one.starts).collect();
    let ends: Vec<i16> = rules.0.iter().map(|one| one.ends).collect();
    sqlx::query!(
        "insert into working_hours (company_id, id, calendar_id, rule, starts_on, starts_minute, ends_minute)
         select $1, h.id, $2, h.rule, h.starts_on, h.starts, h.ends
         from unnest($3::uuid[], $4::text[], $5::date[], $6::smallint[], $7::smallint[])
              as h (id, rule, starts_on, starts, ends)",
        company.0,
        calendar.0,
        &ids,
        &texts,
        &starts_on,
        &starts,
        &ends
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The days from `from` on and before `to` that are different, in order.
pub async fn exceptions(
    tx: &mut TenantTx,
    calendar: CalendarId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<DayException>> {
    let company = tx.company();
    let rows = sqlx::query!(
        "select on_date, starts_minutes, ends_minutes, reason from day_exceptions
         where company_id = $1 and calendar_id = $2 and on_date >= $3 and on_date < $4 order by on_date",
        company.0,
        calendar.0,
        from,
        to
    )
    .fetch_all(tx.db())
    .await?;
    let exceptions = rows.into_iter().map(|row| {
        let windows = Windows(row.starts_minutes.into_iter().zip(row.ends_minutes).collect());
        DayException::new(row.on_date, &windows, row.reason)
    });
    Ok(exceptions.collect())
}

/// Makes a day different, in whatever way it was before.
pub async fn set_exception(
    tx: &mut TenantTx,
    calendar: CalendarId,
    on_date: NaiveDate,
    new: &NewException,
) -> Result<DayException> {
    let company = tx.company();
    let (starts, ends): (Vec<i16>, Vec<i16>) = new.windows.0.iter().copied().unzip();
    sqlx::query!(
        "insert into day_exceptions (company_id, id, calendar_id, on_date, starts_minutes, ends_minutes, reason)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (company_id, calendar_id, on_date) do update set
             starts_minutes = excluded.starts_minutes, ends_minutes = excluded.ends_minutes, reason = excluded.reason",
        company.0,
        Uuid::now_v7(),
        calendar.0,
        on_date,
        &starts,
        &ends,
        new.reason
    )
    .execute(tx.db())
    .await?;
    Ok(DayException::new(on_date, &new.windows, new.reason.clone()))
}

/// Makes a day what week and rules say again.
pub async fn delete_exception(tx: &mut TenantTx, calendar: CalendarId, on_date: NaiveDate) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "delete from day_exceptions where company_id = $1 and calendar_id = $2 and on_date = $3",
        company.0,
        calendar.0,
        on_date
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
