//! SQL on calendars: two queries load an availability answer whatever the range, one statement takes time.

mod planned;
mod taking;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::why::ObstacleKind;
use super::{
    CalendarId, Wanted,
    availability::{Calendar, Hours, Needs, Pool, Request, Ruled, Span, Taken, Window, Working},
};
use crate::{
    bookings::model::Named,
    db::TenantTx,
    error::Result,
    staff::{StaffId, recurrence},
};

pub use planned::{Planned, planned};
pub use taking::{Taker, keep, leave_out, release, release_expired, take};

/// Allocations are no longer than this: what ends later than a range by more than this is not in it.
const LONGEST: TimeDelta = TimeDelta::days(32);

/// A calendar's owner, as people know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Staff(StaffId, String),
    Resource(Uuid, String),
    Location(Uuid, String),
    Quota,
}

/// All that a booking needs, with whose the calendars are.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pub needs: Needs,
    pub owners: HashMap<CalendarId, Owner>,
    /// When the first of what is taken runs out by itself: a hold, or what nobody has confirmed.
    pub lapses_at: Option<DateTime<Utc>>,
}

impl Loaded {
    /// Who of the staff a calendar is.
    pub fn staff(&self, calendar: CalendarId) -> Option<(StaffId, &str)> {
        match self.owners.get(&calendar)? {
            Owner::Staff(id, name) => Some((*id, name)),
            _ => None,
        }
    }

    /// Those who could do it, whether they have time or not.
    pub fn people(&self) -> impl Iterator<Item = (StaffId, &str)> {
        self.needs.staff.iter().flatten().filter_map(|calendar| self.staff(calendar.id))
    }

    /// Those of them who work at all.
    pub fn people_who_work(&self) -> impl Iterator<Item = (StaffId, &str)> {
        let works = |calendar: &&Calendar| !calendar.working.is_never();
        self.needs.staff.iter().flatten().filter(works).filter_map(|calendar| self.staff(calendar.id))
    }

    /// The same, with one of the staff alone.
    pub fn with(&self, staff: StaffId) -> Self {
        let is_theirs = |calendar: &Calendar| self.staff(calendar.id).is_some_and(|(id, _)| id == staff);
        let mut one = self.clone();
        one.needs.staff.iter_mut().for_each(|calendars| calendars.retain(is_theirs));
        one
    }
}

/// Everything a booking needs in these days, with what is taken of it.
pub async fn load(tx: &mut TenantTx, request: &Request, wanted: &Wanted) -> Result<Loaded> {
    let Some(window) = window(request) else { return Ok(Loaded::default()) };
    let mut calendars = calendars(tx, request, wanted).await?;
    let ids: Vec<Uuid> = calendars.iter().map(|row| row.calendar.id.0).collect();
    let (mut taken, lapses_at) = taken(tx, &ids, window).await?;
    for row in &mut calendars {
        row.calendar.taken = taken.remove(&row.calendar.id).unwrap_or_default();
    }
    Ok(Loaded { lapses_at, ..sorted(calendars, wanted) })
}

struct Loading {
    calendar: Calendar,
    owner: Owner,
    kind: Option<String>,
}

fn sorted(calendars: Vec<Loading>, wanted: &Wanted) -> Loaded {
    let owners = calendars.iter().map(|row| (row.calendar.id, row.owner.clone())).collect();
    let mut needs = Needs {
        staff: wanted.needs_staff.then(Vec::new),
        takes_place: wanted.takes_place,
        units: wanted.units,
        ..Needs::default()
    };
    let mut pools: BTreeMap<&str, Pool> = wanted
        .resources
        .iter()
        .map(|(kind, quantity)| (kind.as_str(), Pool { quantity: *quantity, calendars: vec![] }))
        .collect();
    for row in calendars {
        match row.owner {
            Owner::Staff(..) => needs.staff.iter_mut().for_each(|staff| staff.push(row.calendar.clone())),
            Owner::Location(..) => needs.location = Some(row.calendar),
            Owner::Quota => needs.quotas.push(row.calendar),
            Owner::Resource(..) => {
                if let Some(pool) = row.kind.and_then(|kind| pools.get_mut(kind.as_str())) {
                    pool.calendars.push(row.calendar);
                }
            }
        }
    }
    needs.pools = pools.into_values().collect();
    Loaded { needs, owners, lapses_at: None }
}

#[derive(Debug, Deserialize)]
struct HoursRow {
    weekday: Option<u8>,
    rule: Option<String>,
    starts_on: Option<NaiveDate>,
    starts: u16,
    ends: u16,
}

#[derive(Debug, Deserialize)]
struct ExceptionRow {
    on: NaiveDate,
    starts: Vec<u16>,
    ends: Vec<u16>,
}

#[derive(Debug, Deserialize)]
struct ShiftRow {
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
}

async fn calendars(tx: &mut TenantTx, request: &Request, wanted: &Wanted) -> Result<Vec<Loading>> {
    let company = tx.company();
    let kinds: Vec<String> = wanted.resources.keys().cloned().collect();
    let quotas: Vec<Uuid> = wanted.quotas.iter().map(|quota| quota.0).collect();
    let margin = Days::new(3);
    let from = request.from.checked_sub_days(margin).unwrap_or(request.from);
    let to = request.to.checked_add_days(margin).unwrap_or(request.to);
    let rows = sqlx::query!(
        r#"select c.id, c.time_zone, c.capacity, c.hours, s.id as "staff_id?", s.name as "staff_name?",
                  r.id as "resource_id?: Uuid", r.kind as "resource_kind?", l.id as "location_id?: Uuid", l.name as "location_name?",
                  (select json_agg(json_build_object('weekday', h.weekday, 'rule', h.rule, 'starts_on', h.starts_on,
                                                     'starts', h.starts_minute, 'ends', h.ends_minute))
                   from working_hours h where h.company_id = $1 and h.calendar_id = c.id) as "week: Json<Vec<HoursRow>>",
                  (select json_agg(json_build_object('on', e.on_date, 'starts', e.starts_minutes, 'ends', e.ends_minutes))
                   from day_exceptions e
                   where e.company_id = $1 and e.calendar_id = c.id and e.on_date >= $7 and e.on_date < $8
                  ) as "exceptions: Json<Vec<ExceptionRow>>",
                  (select json_agg(json_build_object('starts', f.starts_at, 'ends', f.ends_at)) from shifts f
                   where f.company_id = $1 and f.calendar_id = c.id and f.published_at is not null
                     and f.starts_at >= $7::date and f.starts_at < $8::date
                     and ($6::uuid is null or f.location_id is null or f.location_id = $6)) as "shifts: Json<Vec<ShiftRow>>",
                  (select array_agg(d.on_date) from holidays d
                   where d.company_id = $1 and d.on_date >= $7 and d.on_date < $8
                     and (d.location_id is null or d.location_id = $6)) as closed
           from calendars c
           left join staff s on s.company_id = $1 and s.calendar_id = c.id and s.archived_at is null
           left join resources r on r.company_id = $1 and r.calendar_id = c.id and r.archived_at is null
           left join locations l on l.company_id = $1 and l.calendar_id = c.id and l.archived_at is null
           where c.company_id = $1
             and ($2 and s.skills @> $3 and ($4::uuid is null or s.id = $4)
                     and (s.location_id is null or $6::uuid is null or s.location_id = $6)
                  or r.kind = any ($5) and (r.location_id is null or $6::uuid is null or r.location_id = $6)
                  or l.id = $6 or c.id = any ($9))
           order by c.kind, c.capacity, c.id"#,
        company.0,
        wanted.needs_staff,
        &wanted.skills,
        wanted.staff.map(|staff| staff.0),
        &kinds,
        wanted.location.map(|location| location.0),
        from,
        to,
        &quotas
    )
    .fetch_all(tx.db())
    .await?;
    let calendars = rows.into_iter().filter_map(|row| {
        let staff = row.staff_id.zip(row.staff_name).map(|(id, name)| Owner::Staff(id, name));
        let location = row.location_id.zip(row.location_name).map(|(id, name)| Owner::Location(id, name));
        let resource = row.resource_id.map(|id| Owner::Resource(id, row.resource_kind.clone().unwrap_or_default()));
        let owner = staff.or(location).or(resource).unwrap_or(Owner::Quota);
        let working = match row.hours.as_str() {
            "always" => Working::Always,
            "shifts" => Working::Shifts(row.shifts.map(|rows| shifts(rows.0)).unwrap_or_default()),
            _ => week(row.week.map(|rows| rows.0), row.exceptions.map(|rows| rows.0), from, to),
        };
        let closed = if owner == Owner::Quota { BTreeSet::new() } else { row.closed.into_iter().flatten().collect() };
        let calendar = Calendar {
            id: row.id,
            time_zone: row.time_zone.parse().unwrap_or(Tz::UTC),
            capacity: row.capacity.try_into().ok()?,
            working,
            closed,
            taken: Vec::new(),
        };
        Some(Loading { calendar, owner, kind: row.resource_kind })
    });
    Ok(calendars.collect())
}

fn shifts(rows: Vec<ShiftRow>) -> Vec<Span> {
    rows.into_iter().map(|row| Span { starts_at: row.starts, ends_at: row.ends }).collect()
}

fn week(rows: Option<Vec<HoursRow>>, exceptions: Option<Vec<ExceptionRow>>, from: NaiveDate, to: NaiveDate) -> Working {
    let (mut hours, mut ruled) = (Vec::new(), Vec::new());
    for row in rows.unwrap_or_default() {
        let window = Window { starts_minute: row.starts, ends_minute: row.ends };
        if let Some(weekday) = row.weekday.and_then(|day| chrono::Weekday::try_from(day.checked_sub(1)?).ok()) {
            hours.push(Hours { weekday, window });
        } else if let Some((rule, starts_on)) = row.rule.zip(row.starts_on) {
            let dates = rule.parse().map(|rule| recurrence::dates(&rule, starts_on, from, to));
            ruled.push(Ruled { dates: dates.unwrap_or_default(), window });
        }
    }
    let windows = |row: ExceptionRow| {
        let both = row.starts.into_iter().zip(row.ends);
        (row.on, both.map(|(starts_minute, ends_minute)| Window { starts_minute, ends_minute }).collect())
    };
    Working::Days { hours, ruled, exceptions: exceptions.unwrap_or_default().into_iter().map(windows).collect() }
}

type TakenUntil = (HashMap<CalendarId, Vec<Taken>>, Option<DateTime<Utc>>);

/// What blocks these calendars in a window, and when the first of it runs out; a hold that has run out blocks nothing. A row
/// for each unit: reading one for each booking would cost more than all that is made of them.
async fn taken(tx: &mut TenantTx, calendars: &[Uuid], window: Span) -> Result<TakenUntil> {
    let (company, now) = (tx.company(), tx.now());
    let rows = sqlx::query!(
        r#"select calendar_id, unit, min(expires_at) as lapses_at, array_agg(starts_at) as "starts!", array_agg(ends_at) as "ends!"
           from allocations
           where company_id = $1 and calendar_id = any ($2) and ends_at > $3 and ends_at < $4 and starts_at < $5
             and (expires_at is null or expires_at > $6)
           group by calendar_id, unit"#,
        company.0,
        calendars,
        window.starts_at,
        window.ends_at + LONGEST,
        window.ends_at,
        now
    )
    .fetch_all(tx.db())
    .await?;
    let lapses_at = rows.iter().filter_map(|row| row.lapses_at).min();
    let mut taken: HashMap<CalendarId, Vec<Taken>> = HashMap::new();
    for row in rows {
        let unit = row.unit.try_into().unwrap_or(1);
        let spans = row.starts.into_iter().zip(row.ends).map(|(starts_at, ends_at)| Span { starts_at, ends_at });
        taken.entry(row.calendar_id).or_default().extend(spans.map(|span| Taken { unit, span }));
    }
    Ok((taken, lapses_at))
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

/// Who has time of a calendar.
pub struct Blocker {
    pub calendar: CalendarId,
    pub kind: ObstacleKind,
    pub booking: Option<Named>,
}

/// Who has time of these calendars in a span; of bookings that the caller may not see, only that there are such.
pub async fn blockers(tx: &mut TenantTx, calendars: &[Uuid], span: Span) -> Result<Vec<Blocker>> {
    let (company, now) = (tx.company(), tx.now());
    let rows = sqlx::query!(
        r#"select distinct a.calendar_id, k.kind as "kind?", b.id as "booking_id?", b.reference as "reference?"
           from allocations a
           left join blocks k on k.company_id = $1 and k.id = a.block_id
           left join bookings b on b.company_id = $1 and b.id = a.booking_id
           where a.company_id = $1 and a.calendar_id = any ($2) and a.ends_at > $3 and a.ends_at < $4 and a.starts_at < $5
             and (a.expires_at is null or a.expires_at > $6)
           order by 1, 4"#,
        company.0,
        calendars,
        span.starts_at,
        span.ends_at + LONGEST,
        span.ends_at,
        now
    )
    .fetch_all(tx.db())
    .await?;
    let blockers = rows.into_iter().map(|row| Blocker {
        calendar: row.calendar_id,
        kind: match row.kind.as_deref() {
            Some("maintenance") => ObstacleKind::Maintenance,
            Some(_) => ObstacleKind::TimeOff,
            None => ObstacleKind::Taken,
        },
        booking: row.booking_id.zip(row.reference).map(|(id, name)| Named { id: id.0, name }),
    });
    Ok(blockers.collect())
}
