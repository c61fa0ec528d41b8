//! SQL on plans to make reports.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::model::{NewSchedule, Period, Schedule, ScheduleId, SchedulePatch};
use crate::{
    auth::Role,
    companies::CompanyId,
    db::{PlatformTx, TenantTx},
    error::{Error, Result},
    http::Limit,
    members::MemberId,
    reports::{
        model::{Filters, Kind},
        render::Format,
    },
};

/// How many a company can have.
const MOST: i64 = 50;

struct Row {
    id: ScheduleId,
    kind: Kind,
    period: Period,
    filters: Json<Filters>,
    format: Format,
    language: String,
    recipients: Vec<MemberId>,
    enabled: bool,
    due_at: DateTime<Utc>,
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<Row> for Schedule {
    fn from(row: Row) -> Self {
        let Filters { staff_id, service_id, location_id } = row.filters.0;
        Self {
            id: row.id,
            kind: row.kind,
            period: row.period,
            staff_id,
            service_id,
            location_id,
            format: row.format,
            language: row.language,
            recipients: row.recipients,
            enabled: row.enabled,
            due_at: row.due_at,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

/// Plans; `$1` is the company, and the rest says which of them.
macro_rules! select {
    ($which:tt, $($arguments:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select id, kind, period, filters as "filters: Json<Filters>", format, language,
                      recipients as "recipients: Vec<MemberId>", enabled, due_at, version, created_at
               from report_schedules where company_id = $1 "# + $which,
            $($arguments),+
        )
    };
}

/// Somebody who could be sent a report, and by which role they would read it.
pub struct Reader {
    pub name: String,
    pub email: String,
    pub role: Role,
}

/// An active member of the company.
pub async fn reader(tx: &mut TenantTx, member: MemberId) -> Result<Option<Reader>> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Reader,
        "select name, email, role from memberships where company_id = $1 and id = $2 and status = 'active'",
        company.0,
        member.0
    )
    .fetch_optional(tx.db())
    .await?)
}

pub async fn insert(tx: &mut TenantTx, new: &NewSchedule, due_at: DateTime<Utc>) -> Result<Schedule> {
    let (company, id, now) = (tx.company(), ScheduleId::new(), tx.now());
    let recipients: Vec<Uuid> = new.recipients.iter().map(|member| member.0).collect();
    let made = sqlx::query!(
        "insert into report_schedules (company_id, id, kind, filters, period, format, language, recipients, due_at, created_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
         where (select count(*) from report_schedules s where s.company_id = $1) < $11",
        company.0,
        id.0,
        new.kind.as_str(),
        Json(new.filters()) as Json<Filters>,
        new.period.as_str(),
        new.format.as_str(),
        new.language,
        &recipients,
        due_at,
        now,
        MOST
    )
    .execute(tx.db())
    .await?;
    if made.rows_affected() == 0 {
        return Err(Error::Conflict("too_many_schedules", format!("A company has at most {MOST}: delete one first.")));
    }
    find(tx, id).await
}

pub async fn find(tx: &mut TenantTx, id: ScheduleId) -> Result<Schedule> {
    let company = tx.company();
    let found = select!("and id = $2", company.0, id.0).fetch_optional(tx.db()).await?;
    Ok(found.ok_or(Error::NotFound("report schedule"))?.into())
}

/// In the order of their making; with those about money, or without.
pub async fn list(
    tx: &mut TenantTx,
    finances: bool,
    after: Option<(DateTime<Utc>, ScheduleId)>,
    limit: Limit,
) -> Result<Vec<Schedule>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    let rows = select!(
        "and (kind <> 'finances' or $2) and ($3::timestamptz is null or (created_at, id) > ($3, $4::uuid))
         order by created_at, id limit $5",
        company.0,
        finances,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Changes a plan, if `version` is still the current one.
pub async fn update(
    tx: &mut TenantTx,
    id: ScheduleId,
    patch: &SchedulePatch,
    due_at: DateTime<Utc>,
    version: i32,
) -> Result<Schedule> {
    let company = tx.company();
    let recipients: Option<Vec<Uuid>> =
        patch.recipients.as_ref().map(|list| list.iter().map(|member| member.0).collect());
    let changed = sqlx::query!(
        "update report_schedules set
             format = coalesce($4, format), language = coalesce($5, language), recipients = coalesce($6, recipients),
             enabled = coalesce($7, enabled), due_at = case when $7 and not enabled then $8 else due_at end,
             version = version + 1
         where company_id = $1 and id = $2 and version = $3",
        company.0,
        id.0,
        version,
        patch.format.map(Format::as_str),
        patch.language,
        recipients.as_deref(),
        patch.enabled,
        due_at
    )
    .execute(tx.db())
    .await?;
    match changed.rows_affected() {
        0 => find(tx, id).await.and(Err(Error::Stale)),
        _ => find(tx, id).await,
    }
}

pub async fn delete(tx: &mut TenantTx, id: ScheduleId) -> Result<()> {
    let company = tx.company();
    let gone = sqlx::query!("delete from report_schedules where company_id = $1 and id = $2", company.0, id.0)
        .execute(tx.db())
        .await?;
    if gone.rows_affected() == 0 { Err(Error::NotFound("report schedule")) } else { Ok(()) }
}

/// What a plan that is due is about.
pub struct Due {
    pub kind: Kind,
    pub filters: Filters,
    pub period: Period,
}

/// Takes a plan that is due, until the end of the transaction; `None`: it is not.
pub async fn take(tx: &mut TenantTx, id: ScheduleId) -> Result<Option<Due>> {
    let (company, now) = (tx.company(), tx.now());
    let found = select!("and id = $2 for update", company.0, id.0).fetch_optional(tx.db()).await?;
    Ok(found.filter(|row| row.enabled && row.due_at <= now).map(|row| Due {
        kind: row.kind,
        filters: row.filters.0,
        period: row.period,
    }))
}

/// It is due again then.
pub async fn put_off(tx: &mut TenantTx, id: ScheduleId, due_at: DateTime<Utc>) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update report_schedules set due_at = $3, handed_at = null where company_id = $1 and id = $2",
        company.0,
        id.0,
        due_at
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Plans of any company that are due, unless a job was told so within the minute.
pub async fn take_due(tx: &mut PlatformTx, most: i64) -> Result<Vec<(CompanyId, ScheduleId)>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"with due as (
               select s.company_id, s.id from report_schedules s
               where s.enabled and s.due_at <= $1 and (s.handed_at is null or s.handed_at <= $2)
               order by s.due_at limit $3 for update skip locked
           )
           update report_schedules s set handed_at = $1 from due where s.company_id = due.company_id and s.id = due.id
           returning s.company_id as "company_id: CompanyId", s.id"#,
        now,
        now - TimeDelta::minutes(1),
        most
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.company_id, row.id)).collect())
}
