//! SQL on staff.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{NewStaff, Scheduling, Staff, StaffId, StaffPatch};
use crate::{
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
    members::MemberId,
    scheduling::CalendarId,
};

/// A login belongs to one of the staff, and to the company; so does a place of work.
fn no_such() -> [(&'static str, Error); 3] {
    let wrong = |code, message| Error::invalid("member_id", code, message);
    [
        ("staff_membership_fkey", wrong("not_found", "is not a member of the company")),
        ("staff_membership_key", wrong("taken", "is somebody else of the staff")),
        ("staff_location_fkey", Error::invalid("location_id", "not_found", "is not a location of the company")),
    ]
}

/// Staff with what their calendars say; `$1` is the company, and the rest says which of them.
macro_rules! select {
    ($which:tt, $($arguments:expr),+) => {
        sqlx::query_as!(
            Staff,
            r#"select s.id, s.name, s.title, s.membership_id as member_id, s.skills, s.location_id as "location_id: Uuid",
                      c.hours as "scheduling: Scheduling", c.time_zone, s.archived_at, s.version, s.created_at
               from staff s join calendars c on c.company_id = $1 and c.id = s.calendar_id
               where s.company_id = $1 "# + $which,
            $($arguments),+
        )
    };
}

/// Somebody new, with a calendar and no hours yet.
pub async fn insert(tx: &mut TenantTx, new: &NewStaff) -> Result<Staff> {
    let (company, id, calendar, now) = (tx.company(), StaffId::new(), CalendarId::new(), tx.now());
    sqlx::query!(
        "insert into calendars (company_id, id, kind, time_zone, hours, created_at)
         select c.id, $2, 'staff', coalesce($4, c.time_zone), $5, $3 from companies c where c.id = $1",
        company.0,
        calendar.0,
        now,
        new.time_zone,
        new.scheduling as Scheduling
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "insert into staff (company_id, id, calendar_id, name, title, membership_id, skills, location_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        company.0,
        id.0,
        calendar.0,
        new.name,
        new.title,
        new.member_id.map(|member| member.0),
        &new.skills,
        new.location_id,
        now
    )
    .execute(tx.db())
    .await
    .on_constraints(no_such())?;
    find(tx, id).await
}

pub async fn find(tx: &mut TenantTx, id: StaffId) -> Result<Staff> {
    let company = tx.company();
    let found = select!("and s.id = $2", company.0, id.0).fetch_optional(tx.db()).await?;
    found.ok_or(Error::NotFound("member of staff"))
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
    Ok(select!(
        "and (s.archived_at is not null) = $2 and ($3::timestamptz is null or (s.created_at, s.id) > ($3, $4::uuid))
         order by s.created_at, s.id limit $5",
        company.0,
        archived,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Who is wanted, and when.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub skill: Option<String>,
    pub location: Option<Uuid>,
}

/// Those whose time nothing takes then, oldest first; a hold that has run out takes nothing.
pub async fn available(
    tx: &mut TenantTx,
    wanted: &Wanted,
    after: Option<(DateTime<Utc>, StaffId)>,
    limit: Limit,
) -> Result<Vec<Staff>> {
    let (company, now) = (tx.company(), tx.now());
    let (after_time, after_id) = after.unzip();
    Ok(select!(
        "and s.archived_at is null
           and ($2::text is null or $2 = any (s.skills))
           and ($3::uuid is null or s.location_id = $3 or (s.location_id is null and exists (
                select from locations l where l.company_id = $1 and l.id = $3)))
           and not exists (
               select from allocations a
               where a.company_id = $1 and a.calendar_id = s.calendar_id and a.ends_at > $4 and a.starts_at < $5
                 and (a.expires_at is null or a.expires_at > $6))
           and ($7::timestamptz is null or (s.created_at, s.id) > ($7, $8::uuid))
         order by s.created_at, s.id limit $9",
        company.0,
        wanted.skill,
        wanted.location,
        wanted.from,
        wanted.to,
        now,
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
    let calendar = sqlx::query_scalar!(
        "update staff set
             name = coalesce($4, name), title = case when $5 then $6 else title end,
             membership_id = case when $7 then $8 else membership_id end,
             former_membership_id = case when $7 then null else former_membership_id end,
             skills = coalesce($9, skills), location_id = case when $10 then $11 else location_id end,
             version = version + 1
         where company_id = $1 and id = $2 and version = $3
         returning calendar_id",
        company.0,
        id.0,
        version,
        patch.name,
        !patch.title.is_undefined(),
        patch.title.value(),
        !patch.member_id.is_undefined(),
        patch.member_id.value().map(|member| member.0),
        patch.skills.as_deref(),
        !patch.location_id.is_undefined(),
        patch.location_id.value()
    )
    .fetch_optional(tx.db())
    .await
    .on_constraints(no_such())?;
    let Some(calendar) = calendar else { return find(tx, id).await.and(Err(Error::Stale)) };
    if patch.scheduling.is_some() || patch.time_zone.is_some() {
        sqlx::query!(
            "update calendars set hours = coalesce($3, hours), time_zone = coalesce($4, time_zone)
             where company_id = $1 and id = $2",
            company.0,
            calendar.0,
            patch.scheduling as Option<Scheduling>,
            patch.time_zone
        )
        .execute(tx.db())
        .await?;
    }
    find(tx, id).await
}

/// Takes somebody off the calendar, or puts them back.
pub async fn archive(tx: &mut TenantTx, id: StaffId, archived: bool) -> Result<Staff> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update staff set
             archived_at = case when $3 then coalesce(archived_at, $4) end, version = version + 1
         where company_id = $1 and id = $2",
        company.0,
        id.0,
        archived,
        now
    )
    .execute(tx.db())
    .await?;
    find(tx, id).await
}

/// Whose hours are about to change: two who change them at once wait for each other.
pub(super) async fn lock(tx: &mut TenantTx, id: StaffId) -> Result<CalendarId> {
    let company = tx.company();
    sqlx::query_scalar!(
        "update staff set version = version + 1 where company_id = $1 and id = $2 returning calendar_id",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("member of staff"))
}

/// Whose hours are looked at.
pub(super) async fn calendar(tx: &mut TenantTx, id: StaffId) -> Result<CalendarId> {
    let company = tx.company();
    sqlx::query_scalar!("select calendar_id from staff where company_id = $1 and id = $2", company.0, id.0)
        .fetch_optional(tx.db())
        .await?
        .ok_or(Error::NotFound("member of staff"))
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
