//! How long staff are in the plan: their week or their published shifts, less holidays and time off.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use sqlx::types::Json;

use super::{ExceptionRow, HoursRow, ShiftRow, shifts, week};
use crate::{
    db::TenantTx,
    error::Result,
    scheduling::availability::{Span, Working},
    staff::StaffId,
};

/// Somebody of the staff, and how long they are in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub staff: StaffId,
    pub name: String,
    pub archived: bool,
    pub time: TimeDelta,
}

/// The time of everybody whom the caller may ask about, or of one of them, that is in this span.
pub async fn planned(tx: &mut TenantTx, span: Span, staff: Option<StaffId>) -> Result<Vec<Planned>> {
    let company = tx.company();
    let margin = Days::new(3);
    let from = span.starts_at.date_naive().checked_sub_days(margin).unwrap_or(NaiveDate::MIN);
    let to = span.ends_at.date_naive().checked_add_days(margin).unwrap_or(NaiveDate::MAX);
    let rows = sqlx::query!(
        r#"select s.id, s.name, s.archived_at, c.time_zone, c.hours,
                  (select json_agg(json_build_object('weekday', h.weekday, 'rule', h.rule, 'starts_on', h.starts_on,
                                                     'starts', h.starts_minute, 'ends', h.ends_minute))
                   from working_hours h where h.company_id = $1 and h.calendar_id = c.id) as "week: Json<Vec<HoursRow>>",
                  (select json_agg(json_build_object('on', e.on_date, 'starts', e.starts_minutes, 'ends', e.ends_minutes))
                   from day_exceptions e
                   where e.company_id = $1 and e.calendar_id = c.id and e.on_date >= $2 and e.on_date < $3
                  ) as "exceptions: Json<Vec<ExceptionRow>>",
                  (select json_agg(json_build_object('starts', f.starts_at, 'ends', f.ends_at)) from shifts f
                   where f.company_id = $1 and f.calendar_id = c.id and f.published_at is not null
                     and f.starts_at >= $2::date and f.starts_at < $3::date) as "shifts: Json<Vec<ShiftRow>>",
                  (select json_agg(json_build_object('starts', k.starts_at, 'ends', k.ends_at)) from blocks k
                   where k.company_id = $1 and k.calendar_id = c.id and k.kind = 'time_off' and k.status = 'active'
                     and k.starts_at < $5 and k.ends_at > $4) as "away: Json<Vec<ShiftRow>>",
                  (select array_agg(d.on_date) from holidays d
                   where d.company_id = $1 and d.on_date >= $2 and d.on_date < $3
                     and (d.location_id is null or d.location_id = s.location_id)) as closed
           from staff s join calendars c on c.company_id = $1 and c.id = s.calendar_id
           where s.company_id = $1 and ($6::uuid is null or s.id = $6) and (not app.own() or s.id = app.staff_id())
           order by s.name, s.id"#,
        company.0,
        from,
        to,
        span.starts_at,
        span.ends_at,
        staff.map(|staff| staff.0)
    )
    .fetch_all(tx.db())
    .await?;
    let planned = rows.into_iter().map(|row| {
        let working = match row.hours.as_str() {
            "always" => Working::Always,
            "shifts" => Working::Shifts(row.shifts.map(|rows| shifts(rows.0)).unwrap_or_default()),
            _ => week(row.week.map(|rows| rows.0), row.exceptions.map(|rows| rows.0), from, to),
        };
        let closed: BTreeSet<NaiveDate> = row.closed.into_iter().flatten().collect();
        let away = row.away.map(|rows| shifts(rows.0)).unwrap_or_default();
        let zone = row.time_zone.parse().unwrap_or(Tz::UTC);
        let time = working.time_in(zone, &closed, away, span);
        Planned { staff: row.id, name: row.name, archived: row.archived_at.is_some(), time }
    });
    Ok(planned.collect())
}
