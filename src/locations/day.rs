//! A location's day: how many of its places are taken, row by row from opening to closing.

use chrono::{DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};
use poem_openapi::Object;
use serde::Serialize;

use super::LocationId;
use crate::{error::Result, http::Fields, scheduling::availability::Span};

/// A location's places on a day.
#[derive(Clone, Debug, Serialize, Object)]
#[oai(rename = "LocationPlaces")]
pub struct Places {
    pub location_id: LocationId,
    pub date: NaiveDate,
    /// The zone that the date is in: the location's.
    pub time_zone: String,
    /// In order, from opening to closing; none on a day when it is closed.
    pub rows: Vec<PlacesRow>,
}

/// Some minutes of a location's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Object)]
pub struct PlacesRow {
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC; the last row before the location closes may be a short one.
    pub ends_at: DateTime<Utc>,
    /// How many places there are.
    pub capacity: i32,
    /// The most that are taken at once in this row: by bookings, holds and maintenance.
    pub taken: i32,
    /// Whether at some time in this row none is left.
    pub full: bool,
}

/// A day of this age, and how long its rows are.
pub fn check(date: NaiveDate, minutes: Option<i32>) -> Result<i32> {
    let mut fields = Fields::default();
    if !(2000..2200).contains(&date.year()) {
        fields.fail("date", "out_of_range", "must be between the years 2000 and 2200");
    }
    let minutes = fields.range("minutes", minutes.unwrap_or(60), 5..=1440);
    fields.finish(Some(minutes))
}

/// The rows of each window, `minutes` long, and what of `taken` lies in them.
pub fn rows(windows: &[Span], minutes: i32, capacity: i32, taken: &[Span]) -> Vec<PlacesRow> {
    let step = TimeDelta::minutes(minutes.max(1).into());
    let mut rows = Vec::new();
    for window in windows {
        let mut starts_at = window.starts_at;
        while starts_at < window.ends_at {
            let ends_at = (starts_at + step).min(window.ends_at);
            let most = most_at_once(Span { starts_at, ends_at }, taken);
            rows.push(PlacesRow { starts_at, ends_at, capacity, taken: most, full: most >= capacity });
            starts_at = ends_at;
        }
    }
    rows
}

/// Nothing is more crowded than the moment when something begins, or the beginning of the row.
fn most_at_once(row: Span, taken: &[Span]) -> i32 {
    let in_row: Vec<_> =
        taken.iter().filter(|span| span.starts_at < row.ends_at && span.ends_at > row.starts_at).collect();
    let moments = in_row.iter().map(|span| span.starts_at.max(row.starts_at));
    let at = |moment| in_row.iter().filter(|span| span.starts_at <= moment && span.ends_at > moment).count();
    moments.map(at).max().and_then(|most| i32::try_from(most).ok()).unwrap_or(0)
}

/// The windows of a day, from minutes of its wall clock. A start that the clock skips is the first moment after; where it
/// shows a time twice, a start is the earlier and an end the later.
pub fn windows(date: NaiveDate, zone: Tz, minutes: &[(i16, i16)]) -> Vec<Span> {
    let window = |&(starts, ends): &(i16, i16)| {
        let (starts_at, ends_at) = (instants(date, zone, starts)?.0, instants(date, zone, ends)?.1);
        (starts_at < ends_at).then_some(Span { starts_at, ends_at })
    };
    minutes.iter().filter_map(window).collect()
}

fn instants(date: NaiveDate, zone: Tz, minute: i16) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let wall = date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(minute.into()))?;
    let (earliest, latest) = match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(at) => (at, at),
        MappedLocalTime::Ambiguous(earlier, later) => (earlier, later),
        MappedLocalTime::None => GapInfo::new(&wall, &zone)?.end.map(|at| (at, at))?,
    };
    Some((earliest.to_utc(), latest.to_utc()))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Kyiv;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}:00Z").parse().expect("a time")
    }

    fn span(starts: &str, ends: &str) -> Span {
        Span { starts_at: at(starts), ends_at: at(ends) }
    }

    #[test]
    fn two_that_follow_each_other_take_one_place() {
        let day = [span("2026-11-24T09:00", "2026-11-24T10:30")];
        let taken = [span("2026-11-24T09:00", "2026-11-24T09:30"), span("2026-11-24T09:30", "2026-11-24T10:00")];

        let rows = rows(&day, 60, 1, &taken);

        let seen: Vec<_> = rows.iter().map(|row| (row.taken, row.full, row.ends_at)).collect();
        assert_eq!(seen, [(1, true, at("2026-11-24T10:00")), (0, false, at("2026-11-24T10:30"))]);
    }

    #[test]
    fn what_began_before_the_row_counts_and_what_only_touches_it_does_not() {
        let day = [span("2026-11-24T09:00", "2026-11-24T10:00")];
        let taken = [
            span("2026-11-24T08:00", "2026-11-24T09:30"),
            span("2026-11-24T09:15", "2026-11-24T09:45"),
            span("2026-11-24T08:00", "2026-11-24T09:00"),
            span("2026-11-24T10:00", "2026-11-24T11:00"),
        ];

        assert_eq!(rows(&day, 60, 3, &taken)[0].taken, 2);
    }

    #[test]
    fn a_day_on_which_the_clock_is_set_back_is_an_hour_longer() {
        let date = NaiveDate::from_ymd_opt(2026, 10, 25).expect("a date");

        let day = windows(date, Kyiv, &[(0, 1440)]);

        assert_eq!(day, [span("2026-10-24T21:00", "2026-10-25T22:00")]);
        assert_eq!(rows(&day, 60, 1, &[]).len(), 25);
    }
}
