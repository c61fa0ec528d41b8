//! SQL on calendars: two queries load an availability answer whatever the range, one takes time.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{
    CalendarId,
    availability::{Calendar, Hours, Request, Span, Taken},
};
use crate::{bookings::BookingId, db::TenantTx, error::Result, staff::StaffId};

/// A member of staff with their calendar, as it is.
#[derive(Clone, Debug)]
pub struct Bookable {
    pub staff: StaffId,
    pub name: String,
    pub calendar: Calendar,
}

/// Everybody whose time can be booked (or the one asked for), with their hours and what is taken in the range.
pub async fn load(tx: &mut TenantTx, request: &Request, staff: Option<StaffId>) -> Result<Vec<Bookable>> {
    let mut people = with_hours(tx, staff).await?;
    let ids: Vec<Uuid> = people.iter().map(|person| person.calendar.id.0).collect();
    let Some(window) = window(request) else { return Ok(vec![]) };
    let mut taken = taken(tx, &ids, window).await?;
    for person in &mut people {
        person.calendar.taken = taken.remove(&person.calendar.id).unwrap_or_default();
    }
    Ok(people)
}

async fn with_hours(tx: &mut TenantTx, staff: Option<StaffId>) -> Result<Vec<Bookable>> {
    let company = tx.company();
    let rows = sqlx::query!(
        r#"select s.id, s.name, c.id as calendar_id, c.time_zone, c.capacity, h.weekday as "weekday?",
                  h.starts_minute as "starts?", h.ends_minute as "ends?"
           from staff s
           join calendars c on c.company_id = $1 and c.id = s.calendar_id
           left join working_hours h on h.company_id = $1 and h.calendar_id = c.id
           where s.company_id = $1 and s.archived_at is null and ($2::uuid is null or s.id = $2)
           order by c.id, h.weekday, h.starts_minute"#,
        company.0,
        staff.map(|staff| staff.0)
    )
    .fetch_all(tx.db())
    .await?;
    let mut people: Vec<Bookable> = Vec::new();
    for row in rows {
        if people.last().is_none_or(|person| person.calendar.id != row.calendar_id) {
            let calendar = Calendar {
                id: row.calendar_id,
                time_zone: row.time_zone.parse().unwrap_or(Tz::UTC),
                capacity: row.capacity.try_into().unwrap_or(1),
                hours: Vec::new(),
                taken: Vec::new(),
            };
            people.push(Bookable { staff: row.id, name: row.name, calendar });
        }
        let hours = || {
            let weekday = chrono::Weekday::try_from(u8::try_from(row.weekday? - 1).ok()?).ok()?;
            let minute = |minute: i16| u16::try_from(minute).ok();
            Some(Hours { weekday, starts_minute: minute(row.starts?)?, ends_minute: minute(row.ends?)? })
        };
        if let (Some(person), Some(hours)) = (people.last_mut(), hours()) {
            person.calendar.hours.push(hours);
        }
    }
    Ok(people)
}

/// What blocks these calendars in a window; a hold that has run out blocks nothing.
async fn taken(tx: &mut TenantTx, calendars: &[Uuid], window: Span) -> Result<HashMap<CalendarId, Vec<Taken>>> {
    let (company, now) = (tx.company(), tx.now());
    let rows = sqlx::query!(
        "select calendar_id, unit, starts_at, ends_at from allocations
         where company_id = $1 and calendar_id = any ($2) and ends_at > $3 and starts_at < $4
           and (expires_at is null or expires_at > $5)",
        company.0,
        calendars,
        window.starts_at,
        window.ends_at,
        now
    )
    .fetch_all(tx.db())
    .await?;
    let mut taken: HashMap<CalendarId, Vec<Taken>> = HashMap::new();
    for row in rows {
        let span = Span { starts_at: row.starts_at, ends_at: row.ends_at };
        let unit = row.unit.try_into().unwrap_or(1);
        taken.entry(row.calendar_id).or_default().push(Taken { unit, span });
    }
    Ok(taken)
}

/// All the time that can matter to the days asked for: every zone's version of them, with buffers.
fn window(request: &Request) -> Option<Span> {
    let midnight = |date: NaiveDate| date.and_hms_opt(0, 0, 0).map(|at| at.and_utc());
    let from = midnight(request.from.checked_sub_days(Days::new(1))?)?;
    let to = midnight(request.to.checked_add_days(Days::new(1))?)?;
    Some(Span {
        starts_at: from.checked_sub_signed(request.buffer_before)?,
        ends_at: to.checked_add_signed(request.duration + request.buffer_after)?,
    })
}

/// Gives back what has run out in a window of these calendars, so that it can be taken.
pub async fn release_expired(tx: &mut TenantTx, calendars: &[Uuid], window: Span) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "select app.release_expired($1, $2, $3, $4, $5)",
        company.0,
        calendars,
        window.starts_at,
        window.ends_at,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Takes time on a calendar: the lowest unit that is free. `false`: none is.
///
/// `on conflict do nothing` waits for whoever is taking the same time this instant, and never deadlocks; a plain insert
/// with the violation caught does.
pub async fn take(
    tx: &mut TenantTx,
    calendar: &Calendar,
    span: Span,
    booking: BookingId,
    expires_at: Option<DateTime<Utc>>,
) -> Result<bool> {
    let company = tx.company();
    for unit in 1..=calendar.capacity {
        let taken = sqlx::query!(
            "insert into allocations (company_id, id, calendar_id, unit, starts_at, ends_at, booking_id, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
            company.0,
            Uuid::now_v7(),
            calendar.id.0,
            i16::try_from(unit).unwrap_or(i16::MAX),
            span.starts_at,
            span.ends_at,
            booking.0,
            expires_at
        )
        .execute(tx.db())
        .await?;
        if taken.rows_affected() == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Gives a booking's time back.
pub async fn release(tx: &mut TenantTx, booking: BookingId) -> Result<()> {
    let company = tx.company();
    sqlx::query!("delete from allocations where company_id = $1 and booking_id = $2", company.0, booking.0)
        .execute(tx.db())
        .await?;
    Ok(())
}
