//! SQL on reports and what came out of them.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    model::{Filters, KEPT, Kind, NewReport, Report, ReportId, ReportStatus},
    schedules::ScheduleId,
    table::Tables,
};
use crate::{
    auth::{Reach, UserId},
    db::{Actor, PlatformTx, TenantTx},
    error::{Error, Result},
    http::Limit,
};

/// How many a company may have waiting.
const MOST: i64 = 100;

struct Row {
    id: ReportId,
    kind: Kind,
    status: ReportStatus,
    progress: i16,
    from_day: NaiveDate,
    to_day: NaiveDate,
    time_zone: String,
    filters: Json<Filters>,
    own: bool,
    requested_by: Option<UserId>,
    failure: Option<String>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
}

impl From<Row> for Report {
    fn from(row: Row) -> Self {
        let Filters { staff_id, service_id, location_id } = row.filters.0;
        Self {
            id: row.id,
            kind: row.kind,
            status: row.status,
            progress: row.progress.into(),
            from: row.from_day,
            to: row.to_day,
            time_zone: row.time_zone,
            staff_id,
            service_id,
            location_id,
            own: row.own,
            requested_by: row.requested_by,
            failure: row.failure,
            created_at: row.created_at,
            finished_at: row.finished_at,
            expires_at: row.expires_at,
        }
    }
}

/// Reports; `$1` is the company, and the rest says which of them.
macro_rules! select {
    ($which:tt, $($arguments:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select id, kind, status, progress, from_day, to_day, time_zone, filters as "filters: Json<Filters>", own,
                      requested_by as "requested_by: UserId", failure, created_at, finished_at, expires_at
               from reports where company_id = $1 "# + $which,
            $($arguments),+
        )
    };
}

/// Refuses filters by what the company has not got.
pub async fn check_filters(tx: &mut TenantTx, filters: Filters) -> Result<()> {
    let company = tx.company();
    let missing = sqlx::query!(
        r#"select $2::uuid is not null and not exists (select from staff where company_id = $1 and id = $2) as "staff!",
                  $3::uuid is not null and not exists (select from services where company_id = $1 and id = $3) as "service!",
                  $4::uuid is not null and not exists (select from locations where company_id = $1 and id = $4) as "location!""#,
        company.0,
        filters.staff_id.map(|id| id.0),
        filters.service_id.map(|id| id.0),
        filters.location_id.map(|id| id.0)
    )
    .fetch_one(tx.db())
    .await?;
    let all = [("staff_id", missing.staff), ("service_id", missing.service), ("location_id", missing.location)];
    match all.into_iter().find(|(_, missing)| *missing) {
        Some((field, _)) => Err(Error::invalid(field, "not_found", "is nothing of the company's")),
        None => Ok(()),
    }
}

/// Puts a report in the queue's order, of whoever acts.
pub async fn insert(tx: &mut TenantTx, new: &NewReport, zone: &str, own: bool) -> Result<Report> {
    let (company, id, now) = (tx.company(), ReportId::new(), tx.now());
    let Actor::Staff(user) = tx.actor() else { return Err(Error::Forbidden) };
    check_filters(tx, new.filters()).await?;
    let made = sqlx::query!(
        "insert into reports (company_id, id, kind, status, from_day, to_day, time_zone, filters, own, requested_by,
                              created_at, expires_at)
         select $1, $2, $3, 'queued', $4, $5, $6, $7, $8, $9, $10, $11
         where (select count(*) from reports r where r.company_id = $1 and r.status in ('queued', 'running')) < $12",
        company.0,
        id.0,
        new.kind.as_str(),
        new.from,
        new.to,
        zone,
        Json(new.filters()) as Json<Filters>,
        own,
        user.0,
        now,
        now + KEPT,
        MOST
    )
    .execute(tx.db())
    .await?;
    if made.rows_affected() == 0 {
        let detail = format!("{MOST} reports are waiting to be made: ask again when some are done.");
        return Err(Error::Conflict("too_many_reports", detail));
    }
    find(tx, id).await
}

/// The report of a schedule about a period, unless there is one.
pub async fn insert_scheduled(
    tx: &mut TenantTx,
    schedule: ScheduleId,
    (kind, filters): (Kind, Filters),
    (from, to): (NaiveDate, NaiveDate),
    zone: &str,
) -> Result<Option<ReportId>> {
    let (company, id, now) = (tx.company(), ReportId::new(), tx.now());
    let made = sqlx::query!(
        "insert into reports (company_id, id, kind, status, from_day, to_day, time_zone, filters, own, schedule, created_at,
                              expires_at)
         values ($1, $2, $3, 'queued', $4, $5, $6, $7, false, $8, $9, $10) on conflict do nothing",
        company.0,
        id.0,
        kind.as_str(),
        from,
        to,
        zone,
        Json(filters) as Json<Filters>,
        schedule.0,
        now,
        now + KEPT
    )
    .execute(tx.db())
    .await?;
    Ok((made.rows_affected() == 1).then_some(id))
}

pub async fn find(tx: &mut TenantTx, id: ReportId) -> Result<Report> {
    let company = tx.company();
    let found = select!("and id = $2", company.0, id.0).fetch_optional(tx.db()).await?;
    Ok(found.ok_or(Error::NotFound("report"))?.into())
}

/// The latest first; those about money as far as the caller may read such.
pub async fn list(
    tx: &mut TenantTx,
    kind: Option<Kind>,
    (finances, user): (Option<Reach>, UserId),
    after: Option<(DateTime<Utc>, ReportId)>,
    limit: Limit,
) -> Result<Vec<Report>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    let rows = select!(
        "and ($2::text is null or kind = $2) and (kind <> 'finances' or $3 or $4 and own and requested_by = $5)
           and ($6::timestamptz is null or (created_at, id) < ($6, $7::uuid))
         order by created_at desc, id desc limit $8",
        company.0,
        kind.map(Kind::as_str),
        finances == Some(Reach::All),
        finances == Some(Reach::Own),
        user.0,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn delete(tx: &mut TenantTx, id: ReportId) -> Result<()> {
    let company = tx.company();
    let gone =
        sqlx::query!("delete from reports where company_id = $1 and id = $2", company.0, id.0).execute(tx.db()).await?;
    if gone.rows_affected() == 0 { Err(Error::NotFound("report")) } else { Ok(()) }
}

/// What came out of a report; `None`: nothing yet, or not any more.
pub async fn result(tx: &mut TenantTx, id: ReportId) -> Result<Option<Tables>> {
    let company = tx.company();
    let content = sqlx::query_scalar!(
        r#"select content as "content: Json<Tables>" from report_results where company_id = $1 and id = $2"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(content.map(|content| content.0))
}

/// Begins a report, unless it is over or gone.
pub async fn begin(tx: &mut TenantTx, id: ReportId) -> Result<Option<Report>> {
    let company = tx.company();
    let begun = sqlx::query!(
        "update reports set status = 'running', progress = 0
         where company_id = $1 and id = $2 and status in ('queued', 'running')",
        company.0,
        id.0
    )
    .execute(tx.db())
    .await?;
    if begun.rows_affected() == 0 { Ok(None) } else { find(tx, id).await.map(Some) }
}

/// So much of it is done.
pub async fn note_progress(tx: &mut TenantTx, id: ReportId, progress: i16) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update reports set progress = greatest(progress, $3)
         where company_id = $1 and id = $2 and status = 'running'",
        company.0,
        id.0,
        progress
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Keeps what came out. `false`: somebody else was faster, or the report is gone.
pub async fn finish(tx: &mut TenantTx, id: ReportId, tables: &Tables) -> Result<bool> {
    let (company, now) = (tx.company(), tx.now());
    let content: Value = serde_json::to_value(tables).map_err(anyhow::Error::from)?;
    let kept = sqlx::query!(
        "with done as (
             update reports set status = 'done', progress = 100, finished_at = $3
             where company_id = $1 and id = $2 and status = 'running' returning id, expires_at
         )
         insert into report_results (company_id, id, content, expires_at) select $1, d.id, $4, d.expires_at from done d",
        company.0,
        id.0,
        now,
        content
    )
    .execute(tx.db())
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// It will never be done.
pub async fn fail(tx: &mut TenantTx, id: ReportId, why: &str) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update reports set status = 'failed', failure = $4, finished_at = $3
         where company_id = $1 and id = $2 and status in ('queued', 'running')",
        company.0,
        id.0,
        now,
        why
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// From here on, this transaction sees what a member sees who reaches their own rows alone.
pub async fn narrow(tx: &mut TenantTx, user: UserId) -> Result<()> {
    let company = tx.company();
    sqlx::query!("select app.narrow($1, $2)", company.0, user.0).execute(tx.db()).await?;
    Ok(())
}

/// Whose schedule made it.
pub async fn schedule_of(tx: &mut TenantTx, id: ReportId) -> Result<Option<ScheduleId>> {
    let company = tx.company();
    let schedule = sqlx::query_scalar!(
        r#"select schedule as "schedule: Uuid" from reports where company_id = $1 and id = $2"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(schedule.flatten().map(ScheduleId))
}

/// Throws away what came out of reports that have expired, and a month later the reports. Answers how many rows.
pub async fn purge(tx: &mut PlatformTx, most: i64) -> Result<u64> {
    let now = tx.now();
    let results = sqlx::query!(
        "with old as (select company_id, id from report_results where expires_at <= $1 order by expires_at limit $2)
         delete from report_results r using old where r.company_id = old.company_id and r.id = old.id",
        now,
        most
    )
    .execute(tx.db())
    .await?;
    let reports = sqlx::query!(
        "with old as (select company_id, id from reports where expires_at <= $1 order by expires_at limit $2)
         delete from reports r using old where r.company_id = old.company_id and r.id = old.id",
        now - KEPT,
        most
    )
    .execute(tx.db())
    .await?;
    Ok(results.rows_affected() + reports.rows_affected())
}
