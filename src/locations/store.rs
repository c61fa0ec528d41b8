//! SQL on locations and their opening hours.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use poem_openapi::types::MaybeUndefined;

use super::model::{Location, LocationId, LocationPatch, NewLocation};
use crate::{
    db::TenantTx,
    error::{Error, Result},
    http::Limit,
    scheduling::{CalendarId, availability::Span, capacity, week},
    staff::hours::Week,
};

/// A new one, with a calendar that is open always.
pub async fn insert(tx: &mut TenantTx, new: &NewLocation) -> Result<Location> {
    let (company, id, calendar, now) = (tx.company(), LocationId::new(), CalendarId::new(), tx.now());
    sqlx::query!(
        "insert into calendars (company_id, id, kind, time_zone, capacity, hours, created_at)
         select c.id, $2, 'location', coalesce($3, c.time_zone), $4, 'always', $5 from companies c where c.id = $1",
        company.0,
        calendar.0,
        new.time_zone,
        i16::try_from(new.capacity).unwrap_or(1),
        now
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "insert into locations (company_id, id, calendar_id, name, street, city, zip, country, phone, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        company.0,
        id.0,
        calendar.0,
        new.name,
        new.street,
        new.city,
        new.zip,
        new.country,
        new.phone,
        now
    )
    .execute(tx.db())
    .await?;
    find(tx, id).await
}

pub async fn find(tx: &mut TenantTx, id: LocationId) -> Result<Location> {
    let company = tx.company();
    sqlx::query_as!(
        Location,
        r#"select l.id, l.name, c.time_zone, c.capacity::integer as "capacity!", l.street, l.city, l.zip, l.country, l.phone,
                  l.archived_at, l.version, l.created_at
           from locations l join calendars c on c.company_id = $1 and c.id = l.calendar_id
           where l.company_id = $1 and l.id = $2"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("location"))
}

/// Oldest first; archived ones or the others.
pub async fn list(
    tx: &mut TenantTx,
    archived: bool,
    after: Option<(DateTime<Utc>, LocationId)>,
    limit: Limit,
) -> Result<Vec<Location>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Location,
        r#"select l.id, l.name, c.time_zone, c.capacity::integer as "capacity!", l.street, l.city, l.zip, l.country, l.phone,
                  l.archived_at, l.version, l.created_at
           from locations l join calendars c on c.company_id = $1 and c.id = l.calendar_id
           where l.company_id = $1 and (l.archived_at is not null) = $2
             and ($3::timestamptz is null or (l.created_at, l.id) > ($3, $4::uuid))
           order by l.created_at, l.id limit $5"#,
        company.0,
        archived,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// The calendar of its places.
pub async fn calendar(tx: &mut TenantTx, id: LocationId) -> Result<CalendarId> {
    let company = tx.company();
    sqlx::query_scalar!("select calendar_id from locations where company_id = $1 and id = $2", company.0, id.0)
        .fetch_optional(tx.db())
        .await?
        .ok_or(Error::NotFound("location"))
}

/// Changes a location, if `version` is still the current one. What stands in it moves to its zone along with it.
pub async fn update(tx: &mut TenantTx, id: LocationId, patch: &LocationPatch, version: i32) -> Result<Location> {
    let company = tx.company();
    let given = |field: &MaybeUndefined<String>| (!field.is_undefined(), field.value().cloned());
    let (street, city, zip) = (given(&patch.street), given(&patch.city), given(&patch.zip));
    let (country, phone) = (given(&patch.country), given(&patch.phone));
    let calendar = sqlx::query_scalar!(
        "update locations set
             name = coalesce($4, name),
             street = case when $5 then $6 else street end,
             city = case when $7 then $8 else city end,
             zip = case when $9 then $10 else zip end,
             country = case when $11 then $12 else country end,
             phone = case when $13 then $14 else phone end,
             version = version + 1
         where company_id = $1 and id = $2 and version = $3
         returning calendar_id",
        company.0,
        id.0,
        version,
        patch.name,
        street.0,
        street.1,
        city.0,
        city.1,
        zip.0,
        zip.1,
        country.0,
        country.1,
        phone.0,
        phone.1
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(calendar) = calendar else { return find(tx, id).await.and(Err(Error::Stale)) };
    if let Some(zone) = &patch.time_zone {
        move_to_zone(tx, id, calendar, zone).await?;
    }
    if let Some(capacity) = patch.capacity {
        capacity::set(tx, calendar, i16::try_from(capacity).unwrap_or(1)).await?;
    }
    find(tx, id).await
}

async fn move_to_zone(tx: &mut TenantTx, id: LocationId, calendar: CalendarId, zone: &str) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update calendars set time_zone = $4
         where company_id = $1 and (id = $3 or id in (
             select r.calendar_id from resources r where r.company_id = $1 and r.location_id = $2))",
        company.0,
        id.0,
        calendar.0,
        zone
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Takes a location out of use, or puts it back.
pub async fn archive(tx: &mut TenantTx, id: LocationId, archived: bool) -> Result<Location> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update locations set
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

/// When a location is open; no hours: always.
pub async fn hours(tx: &mut TenantTx, id: LocationId) -> Result<Week> {
    let calendar = calendar(tx, id).await?;
    week::find(tx, calendar).await
}

/// Sets a location's whole week. Two who do so at once wait for each other: the row of the location is locked first.
pub async fn set_hours(tx: &mut TenantTx, id: LocationId, week: &Week) -> Result<()> {
    let company = tx.company();
    let calendar = sqlx::query_scalar!(
        "update locations set version = version + 1 where company_id = $1 and id = $2 returning calendar_id",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("location"))?;
    week::replace(tx, calendar, week).await?;
    sqlx::query!(
        "update calendars set hours = case when $3 then 'always' else 'week' end where company_id = $1 and id = $2",
        company.0,
        calendar.0,
        week.0.is_empty()
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// What a day of a location is made of.
pub struct Day {
    pub calendar: CalendarId,
    pub time_zone: String,
    pub capacity: i16,
    /// Minutes of its wall clock, from and to.
    pub open: Vec<(i16, i16)>,
}

/// When a location is open on a day: not on a holiday; else what is said of that very day, or of the weekday; always,
/// where it has no hours.
pub async fn day(tx: &mut TenantTx, id: LocationId, date: NaiveDate) -> Result<Day> {
    let company = tx.company();
    let row = sqlx::query!(
        r#"select c.id, c.time_zone, c.capacity, c.hours = 'always' as "always!",
                  exists (
                      select from holidays h
                      where h.company_id = $1 and h.on_date = $3 and (h.location_id is null or h.location_id = l.id)
                  ) as "holiday!",
                  e.starts_minutes as "exception_starts?", e.ends_minutes as "exception_ends?",
                  array(select w.starts_minute from working_hours w
                        where w.company_id = $1 and w.calendar_id = c.id and w.weekday = $4
                        order by w.starts_minute) as "starts!",
                  array(select w.ends_minute from working_hours w
                        where w.company_id = $1 and w.calendar_id = c.id and w.weekday = $4
                        order by w.starts_minute) as "ends!"
           from locations l
           join calendars c on c.company_id = $1 and c.id = l.calendar_id
           left join day_exceptions e on e.company_id = $1 and e.calendar_id = c.id and e.on_date = $3
           where l.company_id = $1 and l.id = $2"#,
        company.0,
        id.0,
        date,
        i16::try_from(date.weekday().number_from_monday()).unwrap_or(1)
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("location"))?;
    let open = match (row.exception_starts, row.exception_ends) {
        _ if row.holiday => vec![],
        (Some(starts), Some(ends)) => starts.into_iter().zip(ends).collect(),
        _ if row.always => vec![(0, 1440)],
        _ => row.starts.into_iter().zip(row.ends).collect(),
    };
    Ok(Day { calendar: row.id, time_zone: row.time_zone, capacity: row.capacity, open })
}

/// What is taken of a calendar in a window, unit by unit.
pub async fn taken(tx: &mut TenantTx, calendar: CalendarId, window: Span) -> Result<Vec<Span>> {
    let (company, now) = (tx.company(), tx.now());
    Ok(sqlx::query_as!(
        Span,
        "select starts_at, ends_at from allocations
         where company_id = $1 and calendar_id = $2 and ends_at > $3
           and ends_at < $4::timestamptz + interval '768 hours' and starts_at < $4
           and (expires_at is null or expires_at > $5)",
        company.0,
        calendar.0,
        window.starts_at,
        window.ends_at,
        now
    )
    .fetch_all(tx.db())
    .await?)
}
