//! SQL on resources: one query says what there is and the state that each is in.

use chrono::{DateTime, Utc};

use super::model::{NewResource, Resource, ResourceId, ResourcePatch, ResourceState};
use crate::{
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
    locations::LocationId,
    scheduling::{CalendarId, capacity},
};

fn no_such_location() -> Error {
    Error::invalid("location_id", "not_found", "is not a location of the company's")
}

/// A new one, with a calendar in its location's zone, else the company's; it can be had whenever the location is open.
pub async fn insert(tx: &mut TenantTx, new: &NewResource) -> Result<Resource> {
    let (company, id, calendar, now) = (tx.company(), ResourceId::new(), CalendarId::new(), tx.now());
    let location = new.location_id.map(|location| location.0);
    sqlx::query!(
        "insert into calendars (company_id, id, kind, time_zone, capacity, hours, created_at)
         select co.id, $2, 'resource', coalesce((
                    select c.time_zone from locations l join calendars c on c.company_id = $1 and c.id = l.calendar_id
                    where l.company_id = $1 and l.id = $3), co.time_zone), $4, 'always', $5
         from companies co where co.id = $1",
        company.0,
        calendar.0,
        location,
        i16::try_from(new.capacity).unwrap_or(1),
        now
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "insert into resources (company_id, id, calendar_id, location_id, kind, name, description, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        company.0,
        id.0,
        calendar.0,
        location,
        new.kind,
        new.name,
        new.description,
        now
    )
    .execute(tx.db())
    .await
    .on_constraint("resources_location_fkey", no_such_location)?;
    find(tx, id, now).await
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub id: Option<ResourceId>,
    /// Archived ones, or the others; absent: both.
    pub archived: Option<bool>,
    pub kind: Option<String>,
    pub location: Option<LocationId>,
}

/// A resource, with its state at a time.
pub async fn find(tx: &mut TenantTx, id: ResourceId, at: DateTime<Utc>) -> Result<Resource> {
    let filter = Filter { id: Some(id), ..Filter::default() };
    list(tx, &filter, at, None, Limit::ONE).await?.pop().ok_or(Error::NotFound("resource"))
}

/// Oldest first, each with its state at a time. An allocation is at most 768 hours long: what lasts then ends within that.
pub async fn list(
    tx: &mut TenantTx,
    filter: &Filter,
    at: DateTime<Utc>,
    after: Option<(DateTime<Utc>, ResourceId)>,
    limit: Limit,
) -> Result<Vec<Resource>> {
    let (company, now) = (tx.company(), tx.now());
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Resource,
        r#"select r.id as "id: ResourceId", r.kind, r.name, r.description, c.capacity::integer as "capacity!",
                  r.location_id as "location_id: LocationId",
                  case when b.blocked then 'maintenance' when c.capacity <= t.taken then 'busy' else 'free' end
                      as "state!: ResourceState",
                  case when b.blocked then 0 else greatest(c.capacity - t.taken, 0) end::integer as "free_units!",
                  r.archived_at, r.version, r.created_at
           from (
               select * from resources
               where company_id = $1 and ($2::uuid is null or id = $2)
                 and ($3::boolean is null or (archived_at is not null) = $3) and ($4::text is null or kind = $4)
                 and ($5::uuid is null or location_id = $5)
                 and ($6::timestamptz is null or (created_at, id) > ($6, $7::uuid))
               order by created_at, id limit $8
           ) r
           join calendars c on c.company_id = $1 and c.id = r.calendar_id
           cross join lateral (
               select count(distinct a.unit) as taken from allocations a
               where a.company_id = $1 and a.calendar_id = r.calendar_id and a.unit <= c.capacity
                 and a.starts_at <= $9::timestamptz and a.ends_at > $9::timestamptz
                 and a.ends_at <= $9::timestamptz + interval '768 hours'
                 and (a.expires_at is null or a.expires_at > $10)) t
           cross join lateral (
               select exists (
                   select from blocks b
                   where b.company_id = $1 and b.calendar_id = r.calendar_id and b.status = 'active'
                     and b.starts_at <= $9::timestamptz and b.ends_at > $9::timestamptz) as blocked) b
           order by r.created_at, r.id"#,
        company.0,
        filter.id.map(|id| id.0),
        filter.archived,
        filter.kind,
        filter.location.map(|location| location.0),
        after_time,
        after_id.map(|id| id.0),
        limit.fetch(),
        at,
        now
    )
    .fetch_all(tx.db())
    .await?)
}

/// The calendar of its units.
pub async fn calendar(tx: &mut TenantTx, id: ResourceId) -> Result<CalendarId> {
    let company = tx.company();
    sqlx::query_scalar!("select calendar_id from resources where company_id = $1 and id = $2", company.0, id.0)
        .fetch_optional(tx.db())
        .await?
        .ok_or(Error::NotFound("resource"))
}

/// Changes a resource, if `version` is still the current one. One that moves is in its new location's zone from then on.
pub async fn update(tx: &mut TenantTx, id: ResourceId, patch: &ResourcePatch, version: i32) -> Result<Resource> {
    let (company, now) = (tx.company(), tx.now());
    let calendar = sqlx::query_scalar!(
        "update resources set
             kind = coalesce($4, kind), name = coalesce($5, name), description = coalesce($6, description),
             location_id = case when $7 then $8 else location_id end, version = version + 1
         where company_id = $1 and id = $2 and version = $3
         returning calendar_id",
        company.0,
        id.0,
        version,
        patch.kind,
        patch.name,
        patch.description,
        !patch.location_id.is_undefined(),
        patch.location_id.value().map(|location| location.0)
    )
    .fetch_optional(tx.db())
    .await
    .on_constraint("resources_location_fkey", no_such_location)?;
    let Some(calendar) = calendar else { return find(tx, id, now).await.and(Err(Error::Stale)) };
    if let Some(location) = patch.location_id.value() {
        move_to(tx, calendar, *location).await?;
    }
    if let Some(capacity) = patch.capacity {
        capacity::set(tx, calendar, i16::try_from(capacity).unwrap_or(1)).await?;
    }
    find(tx, id, now).await
}

async fn move_to(tx: &mut TenantTx, calendar: CalendarId, location: LocationId) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update calendars c set time_zone = t.time_zone
         from locations l join calendars t on t.company_id = $1 and t.id = l.calendar_id
         where c.company_id = $1 and c.id = $2 and l.company_id = $1 and l.id = $3",
        company.0,
        calendar.0,
        location.0
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Takes a resource out of use, or puts it back.
pub async fn archive(tx: &mut TenantTx, id: ResourceId, archived: bool) -> Result<Resource> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update resources set
             archived_at = case when $3 then coalesce(archived_at, $4) end, version = version + 1
         where company_id = $1 and id = $2",
        company.0,
        id.0,
        archived,
        now
    )
    .execute(tx.db())
    .await?;
    find(tx, id, now).await
}
