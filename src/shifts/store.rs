//! SQL on shifts. Whoever writes some locks their calendars first, in one order: two who plan the same person wait for each
//! other, and nobody waits in a circle.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{
    model::{Copying, NewShift, Publishing, Shift, ShiftId, ShiftPatch, wrong_length},
    weeks::{midnight, on_the_clock},
};
use crate::{
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
    scheduling::CalendarId,
    staff::StaffId,
};

fn overlap() -> Error {
    Error::Conflict("shift_overlap", "it overlaps another shift of the same person".into())
}

fn no_such_location() -> Error {
    Error::invalid("location_id", "not_found", "is not a location of the company")
}

/// Shifts with whose they are; `$1` is the company, and the rest says which of them.
macro_rules! select {
    ($which:tt, $($arguments:expr),+) => {
        sqlx::query_as!(
            Shift,
            r#"select h.id, s.id as staff_id, s.name as staff_name, h.location_id as "location_id: Uuid", h.starts_at,
                      h.ends_at, h.time_zone, h.published_at, h.version, h.created_at
               from shifts h join staff s on s.company_id = $1 and s.calendar_id = h.calendar_id
               where h.company_id = $1 "# + $which,
            $($arguments),+
        )
    };
}

/// Somebody's calendar and the zone of its clock.
async fn calendar_of(tx: &mut TenantTx, staff: StaffId) -> Result<(CalendarId, Tz)> {
    let company = tx.company();
    let found = sqlx::query!(
        "select c.id, c.time_zone, s.archived_at from staff s join calendars c on c.company_id = $1 and c.id = s.calendar_id
         where s.company_id = $1 and s.id = $2",
        company.0,
        staff.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or_else(|| Error::invalid("staff_id", "not_found", "is nobody of the staff"))?;
    if found.archived_at.is_some() {
        return Err(Error::invalid("staff_id", "archived", "is archived"));
    }
    Ok((found.id, found.time_zone.parse().unwrap_or(Tz::UTC)))
}

async fn lock(tx: &mut TenantTx, calendars: &[Uuid]) -> Result<()> {
    let company = tx.company();
    sqlx::query!("select app.lock_calendars($1, $2)", company.0, calendars).execute(tx.db()).await?;
    Ok(())
}

fn wall(at: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}

pub async fn insert(tx: &mut TenantTx, new: &NewShift) -> Result<Shift> {
    let (company, id, now) = (tx.company(), ShiftId::new(), tx.now());
    let (calendar, zone) = calendar_of(tx, new.staff_id).await?;
    lock(tx, &[calendar.0]).await?;
    let planned = sqlx::query!(
        "insert into shifts (company_id, id, calendar_id, location_id, starts_at, ends_at, time_zone, wall_starts_at,
                             wall_ends_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        company.0,
        id.0,
        calendar.0,
        new.location_id,
        new.starts_at,
        new.ends_at,
        zone.name(),
        wall(new.starts_at, zone),
        wall(new.ends_at, zone),
        now
    )
    .execute(tx.db())
    .await
    .on_constraint("shifts_location_fkey", no_such_location)?;
    if planned.rows_affected() == 0 {
        return Err(overlap());
    }
    find(tx, id).await
}

pub async fn find(tx: &mut TenantTx, id: ShiftId) -> Result<Shift> {
    let company = tx.company();
    let found = select!("and h.id = $2", company.0, id.0).fetch_optional(tx.db()).await?;
    found.ok_or(Error::NotFound("shift"))
}

/// Which part of the plan.
#[derive(Clone, Debug)]
pub struct Filter {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    staff: Option<StaffId>,
    location: Option<Uuid>,
}

impl Filter {
    pub fn new(zone: Tz, (from, to): (NaiveDate, NaiveDate), staff: Option<StaffId>, location: Option<Uuid>) -> Self {
        Self { from: midnight(zone, from), to: midnight(zone, to), staff, location }
    }
}

/// The earliest first. None is longer than two days, so one that reaches into the range starts two days before at most.
pub async fn list(
    tx: &mut TenantTx,
    filter: &Filter,
    after: Option<(DateTime<Utc>, ShiftId)>,
    limit: Limit,
) -> Result<Vec<Shift>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(select!(
        "and h.starts_at > $2 and h.ends_at > $3 and h.starts_at < $4
           and ($5::uuid is null or s.id = $5) and ($6::uuid is null or h.location_id = $6)
           and ($7::timestamptz is null or (h.starts_at, h.id) > ($7, $8::uuid))
         order by h.starts_at, h.id limit $9",
        company.0,
        filter.from - TimeDelta::days(2),
        filter.from,
        filter.to,
        filter.staff.map(|staff| staff.0),
        filter.location,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Changes a shift, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: ShiftId, patch: &ShiftPatch, version: i32) -> Result<Shift> {
    let company = tx.company();
    let before = find(tx, id).await?;
    let given = match patch.staff_id.filter(|staff| *staff != before.staff_id) {
        Some(staff) => Some(calendar_of(tx, staff).await?),
        None => None,
    };
    let theirs = sqlx::query_scalar!(
        "select calendar_id from staff where company_id = $1 and id = $2",
        company.0,
        before.staff_id.0
    )
    .fetch_one(tx.db())
    .await?;
    lock(tx, &[theirs.0, given.map_or(theirs.0, |(calendar, _)| calendar.0)]).await?;
    let zone = given.map(|(_, zone)| zone).or_else(|| before.time_zone.parse().ok()).unwrap_or(Tz::UTC);
    let (starts_at, ends_at) = (patch.starts_at.unwrap_or(before.starts_at), patch.ends_at.unwrap_or(before.ends_at));
    if let Some((code, message)) = wrong_length(starts_at, ends_at) {
        return Err(Error::invalid("ends_at", code, message));
    }
    let changed = sqlx::query!(
        "update shifts set
             calendar_id = coalesce($4, calendar_id), location_id = case when $5 then $6 else location_id end,
             starts_at = $7, ends_at = $8, time_zone = $9, wall_starts_at = $10, wall_ends_at = $11, version = version + 1
         where company_id = $1 and id = $2 and version = $3",
        company.0,
        id.0,
        version,
        given.map(|(calendar, _)| calendar.0),
        !patch.location_id.is_undefined(),
        patch.location_id.value(),
        starts_at,
        ends_at,
        zone.name(),
        wall(starts_at, zone),
        wall(ends_at, zone)
    )
    .execute(tx.db())
    .await
    .on_constraints([("shifts_no_overlap", overlap()), ("shifts_location_fkey", no_such_location())])?;
    match changed.rows_affected() {
        0 => find(tx, id).await.and(Err(Error::Stale)),
        _ => find(tx, id).await,
    }
}

pub async fn delete(tx: &mut TenantTx, id: ShiftId) -> Result<()> {
    let company = tx.company();
    let gone =
        sqlx::query!("delete from shifts where company_id = $1 and id = $2", company.0, id.0).execute(tx.db()).await?;
    if gone.rows_affected() == 0 { Err(Error::NotFound("shift")) } else { Ok(()) }
}

/// Publishes what starts on these days and is not published yet; how many.
pub async fn publish(tx: &mut TenantTx, zone: Tz, which: &Publishing) -> Result<i64> {
    let (company, now) = (tx.company(), tx.now());
    let calendar = match which.staff_id {
        Some(staff) => Some(calendar_of(tx, staff).await?.0),
        None => None,
    };
    let published = sqlx::query!(
        "update shifts set published_at = $2, version = version + 1
         where company_id = $1 and published_at is null and starts_at >= $3 and starts_at < $4
           and ($5::uuid is null or calendar_id = $5)",
        company.0,
        now,
        midnight(zone, which.from),
        midnight(zone, which.to),
        calendar.map(|calendar| calendar.0)
    )
    .execute(tx.db())
    .await?;
    Ok(i64::try_from(published.rows_affected()).unwrap_or(i64::MAX))
}

/// Plans the shifts of a week again in another, at the same wall times; how many. Of those that overlap what is there, none
/// is: all are taken back.
pub async fn copy(tx: &mut TenantTx, weeks: &Copying) -> Result<i64> {
    let (company, now) = (tx.company(), tx.now());
    if let Some(staff) = weeks.staff_id {
        calendar_of(tx, staff).await?;
    }
    let (from, days) = (weeks.from.and_time(NaiveTime::MIN), weeks.to - weeks.from);
    let shifts = sqlx::query!(
        "select h.calendar_id, h.location_id, h.time_zone, h.wall_starts_at, h.wall_ends_at
         from shifts h join staff s on s.company_id = $1 and s.calendar_id = h.calendar_id
         where h.company_id = $1 and s.archived_at is null and ($2::uuid is null or s.id = $2)
           and h.wall_starts_at >= $3 and h.wall_starts_at < $4 and h.starts_at > $5 and h.starts_at < $6
         order by h.starts_at, h.id",
        company.0,
        weeks.staff_id.map(|staff| staff.0),
        from,
        from + Days::new(7),
        from.and_utc() - TimeDelta::days(1), // no clock is a day away from another
        from.and_utc() + TimeDelta::days(8)
    )
    .fetch_all(tx.db())
    .await?;
    let calendars: Vec<Uuid> = shifts.iter().map(|shift| shift.calendar_id.0).collect();
    lock(tx, &calendars).await?;
    let mut walls = Vec::new();
    let mut times = Vec::new();
    for shift in &shifts {
        let (zone, starts, ends) = (&shift.time_zone, shift.wall_starts_at + days, shift.wall_ends_at + days);
        let no_such_time = || Error::Conflict("no_such_time", format!("no clock in {zone} shows {starts}"));
        times.push(on_the_clock(zone.parse().unwrap_or(Tz::UTC), starts, ends).ok_or_else(no_such_time)?);
        walls.push((starts, ends));
    }
    let ids: Vec<Uuid> = shifts.iter().map(|_| Uuid::now_v7()).collect();
    let locations: Vec<Option<Uuid>> = shifts.iter().map(|shift| shift.location_id).collect();
    let zones: Vec<String> = shifts.into_iter().map(|shift| shift.time_zone).collect();
    let (starts_at, ends_at): (Vec<_>, Vec<_>) = times.into_iter().unzip();
    let (wall_starts_at, wall_ends_at): (Vec<_>, Vec<_>) = walls.into_iter().unzip();
    let planned = sqlx::query!(
        "insert into shifts (company_id, id, calendar_id, location_id, time_zone, starts_at, ends_at, wall_starts_at,
                             wall_ends_at, created_at)
         select $1, n.*, $10
         from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::timestamptz[],
                     $8::timestamp[], $9::timestamp[]) n
         on conflict do nothing",
        company.0,
        &ids,
        &calendars,
        &locations as &[Option<Uuid>],
        &zones,
        &starts_at,
        &ends_at,
        &wall_starts_at,
        &wall_ends_at,
        now
    )
    .execute(tx.db())
    .await?;
    if planned.rows_affected() < ids.len() as u64 {
        return Err(overlap());
    }
    Ok(i64::try_from(ids.len()).unwrap_or(i64::MAX))
}
