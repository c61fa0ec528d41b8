//! SQL on staff and their hours.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    hours::{Week, Weekday},
    model::{NewStaff, Staff, StaffId, StaffPatch},
};
use crate::{
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
    members::MemberId,
    scheduling::CalendarId,
};

/// A login belongs to one of the staff, and to the company.
fn no_such_member() -> [(&'static str, Error); 2] {
    let wrong = |code, message| Error::invalid("member_id", code, message);
    [
        ("staff_membership_fkey", wrong("not_found", "is not a member of the company")),
        ("staff_membership_key", wrong("taken", "is somebody else of the staff")),
    ]
}

/// Somebody new, with a calendar in the company's zone and no hours yet.
pub async fn insert(tx: &mut TenantTx, new: &NewStaff) -> Result<Staff> {
    let (company, id, calendar, now) = (tx.company(), StaffId::new(), CalendarId::new(), tx.now());
    sqlx::query!(
        "insert into calendars (company_id, id, kind, time_zone, created_at)
         select c.id, $2, 'staff', c.time_zone, $3 from companies c where c.id = $1",
        company.0,
        calendar.0,
        now
    )
    .execute(tx.db())
    .await?;
    sqlx::query_as!(
        Staff,
        "insert into staff (company_id, id, calendar_id, name, title, membership_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         returning id, name, title, membership_id as member_id, archived_at, version, created_at",
        company.0,
        id.0,
        calendar.0,
        new.name,
        new.title,
        new.member_id.map(|member| member.0),
        now
    )
    .fetch_one(tx.db())
    .await
    .on_constraints(no_such_member())
}

pub async fn find(tx: &mut TenantTx, id: StaffId) -> Result<Staff> {
    let company = tx.company();
    sqlx::query_as!(
        Staff,
        "select id, name, title, membership_id as member_id, archived_at, version, created_at from staff where company_id = $1 and id = $2",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("member of staff"))
}

/// Oldest first; archived ones or the others.
pub async fn list(
    tx: &mut TenantTx,
    archived: bool,
    after: Option<(DateTime<Utc>, StaffId)>,
    limit: Limit,
) -> Result<Vec<Staff>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Staff,
        "select id, name, title, membership_id as member_id, archived_at, version, created_at
         from staff
         where company_id = $1 and (archived_at is not null) = $2
           and ($3::timestamptz is null or (created_at, id) > ($3, $4::uuid))
         order by created_at, id limit $5",
        company.0,
        archived,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Changes a member of staff, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: StaffId, patch: &StaffPatch, version: i32) -> Result<Staff> {
    let company = tx.company();
    let changed = sqlx::query_as!(
        Staff,
        "update staff set
             name = coalesce($4, name), title = case when $5 then $6 else title end,
             membership_id = case when $7 then $8 else membership_id end,
             former_membership_id = case when $7 then null else former_membership_id end, version = version + 1
         where company_id = $1 and id = $2 and version = $3
         returning id, name, title, membership_id as member_id, archived_at, version, created_at",
        company.0,
        id.0,
        version,
        patch.name,
        !patch.title.is_undefined(),
        patch.title.value(),
        !patch.member_id.is_undefined(),
        patch.member_id.value().map(|member| member.0)
    )
    .fetch_optional(tx.db())
    .await
    .on_constraints(no_such_member())?;
    match changed {
        Some(staff) => Ok(staff),
        None => find(tx, id).await.and(Err(Error::Stale)),
    }
}

/// Takes somebody off the calendar, or puts them back.
pub async fn archive(tx: &mut TenantTx, id: StaffId, archived: bool) -> Result<Staff> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query_as!(
        Staff,
        "update staff set
             archived_at = case when $3 then coalesce(archived_at, $4) end, version = version + 1
         where company_id = $1 and id = $2
         returning id, name, title, membership_id as member_id, archived_at, version, created_at",
        company.0,
        id.0,
        archived,
        now
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("member of staff"))
}

/// When somebody works.
pub async fn hours(tx: &mut TenantTx, id: StaffId) -> Result<Week> {
    let company = tx.company();
    let rows = sqlx::query!(
        r#"select h.weekday as "weekday?", h.starts_minute as "starts?", h.ends_minute as "ends?"
           from staff s left join working_hours h on h.company_id = $1 and h.calendar_id = s.calendar_id
           where s.company_id = $1 and s.id = $2
           order by h.weekday, h.starts_minute"#,
        company.0,
        id.0
    )
    .fetch_all(tx.db())
    .await?;
    if rows.is_empty() {
        return Err(Error::NotFound("member of staff"));
    }
    let hours = rows.iter().filter_map(|row| Some((Weekday::from_number(row.weekday?)?, row.starts?, row.ends?)));
    Ok(Week(hours.collect()))
}

/// Sets somebody's whole week. Two who do so at once wait for each other: the row of the person is locked first.
pub async fn set_hours(tx: &mut TenantTx, id: StaffId, week: &Week) -> Result<()> {
    let company = tx.company();
    let calendar = sqlx::query_scalar!(
        "update staff set version = version + 1 where company_id = $1 and id = $2 returning calendar_id",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("member of staff"))?;
    sqlx::query!("delete from working_hours where company_id = $1 and calendar_id = $2", company.0, calendar.0)
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

/// A calendar outlives the member whose it was, and knows whose it was.
pub async fn let_go(tx: &mut TenantTx, member: MemberId) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update staff set membership_id = null, former_membership_id = membership_id, version = version + 1
         where company_id = $1 and membership_id = $2",
        company.0,
        member.0
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
