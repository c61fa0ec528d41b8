//! When a reminder goes out: so long before, and never while its reader sleeps.

use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// How long before quiet hours the last reminder goes out: the schedule and the way take a moment.
const BEFORE: TimeDelta = TimeDelta::minutes(1);

/// Hours in which nobody is reminded of anything, by the clock on the wall; over midnight where `from` is after `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    pub from: NaiveTime,
    pub to: NaiveTime,
}

impl QuietHours {
    /// Of `HH:MM`.
    pub fn parse(from: Option<&str>, to: Option<&str>) -> Option<Self> {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        Some(Self { from: time(from?)?, to: time(to?)? })
    }

    /// The quiet hours that hold this moment, if any do: when they begin, and when they are over.
    pub fn around(&self, at: DateTime<Utc>, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let today = at.with_timezone(&zone).date_naive();
        let days = [today.checked_sub_days(Days::new(1)), Some(today)];
        days.into_iter().flatten().find_map(|day| {
            let last = if self.from < self.to { day } else { day.checked_add_days(Days::new(1))? };
            let (begin, end) = (first(zone, day, self.from)?, last_of(zone, last, self.to)?);
            (begin <= at && at < end).then_some((begin, end))
        })
    }
}

/// When a reminder goes out that is due at `at`, of what begins at `starts_at`: in quiet hours just before them, or, where
/// that has passed, as soon as they are over; `None` where that is too late, or it was due already.
pub fn send_at(
    at: DateTime<Utc>,
    starts_at: DateTime<Utc>,
    quiet: Option<QuietHours>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if at <= now {
        return None;
    }
    awake(at, starts_at, quiet, zone, now)
}

/// The same for what is due already and has yet to go out.
pub fn awake(
    at: DateTime<Utc>,
    starts_at: DateTime<Utc>,
    quiet: Option<QuietHours>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let Some((begin, end)) = quiet.and_then(|quiet| quiet.around(at, zone)) else { return Some(at) };
    if begin - BEFORE > now {
        return Some(begin - BEFORE);
    }
    (end < starts_at).then_some(end)
}

/// The first moment at which the clock shows this; where it is put forward over it, the moment that it is.
fn first(zone: Tz, day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
    resolve(zone, day, time, |earliest, _| earliest)
}

/// The last one.
fn last_of(zone: Tz, day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
    resolve(zone, day, time, |_, latest| latest)
}

fn resolve(
    zone: Tz,
    day: NaiveDate,
    time: NaiveTime,
    choose: fn(DateTime<Tz>, DateTime<Tz>) -> DateTime<Tz>,
) -> Option<DateTime<Utc>> {
    let mut wall = day.and_time(time);
    // A gap is at most a day long, as where the date line moved.
    for _ in 0..=24 * 4 {
        match zone.from_local_datetime(&wall) {
            LocalResult::Single(at) => return Some(at.to_utc()),
            LocalResult::Ambiguous(earliest, latest) => return Some(choose(earliest, latest).to_utc()),
            LocalResult::None => wall = next_quarter(wall)?,
        }
    }
    None
}

/// Gaps begin and end on a quarter of an hour.
fn next_quarter(wall: chrono::NaiveDateTime) -> Option<chrono::NaiveDateTime> {
    use chrono::Timelike;
    let past = i64::from(wall.minute() % 15);
    wall.checked_add_signed(TimeDelta::minutes(15 - past))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn quiet(from: &str, to: &str) -> Option<QuietHours> {
        QuietHours::parse(Some(from), Some(to))
    }

    const EARLY: &str = "2026-01-01T00:00:00Z";

    #[test]
    fn a_reminder_by_day_goes_out_when_it_is_due() {
        let due = at("2026-11-25T10:00:00Z");

        let goes_out = send_at(due, at("2026-11-26T10:00:00Z"), quiet("22:00", "08:00"), Tz::Europe__Kyiv, at(EARLY));

        assert_eq!(goes_out, Some(due));
    }

    #[test]
    fn one_in_quiet_hours_goes_out_just_before_them() {
        // 03:00 in Kyiv; they began at 22:00 the evening before
        let (due, starts_at) = (at("2026-11-25T01:00:00Z"), at("2026-11-25T08:00:00Z"));

        let goes_out = send_at(due, starts_at, quiet("22:00", "08:00"), Tz::Europe__Kyiv, at(EARLY));

        assert_eq!(goes_out, Some(at("2026-11-24T19:59:00Z")));
    }

    #[test]
    fn where_they_have_begun_it_goes_out_after_them_and_where_that_is_too_late_never() {
        let (due, now) = (at("2026-11-25T01:00:00Z"), at("2026-11-24T21:00:00Z"));
        let of = |starts_at: &str| send_at(due, at(starts_at), quiet("22:00", "08:00"), Tz::Europe__Kyiv, now);

        assert_eq!(of("2026-11-25T08:00:00Z"), Some(at("2026-11-25T06:00:00Z")));
        assert_eq!(of("2026-11-25T06:00:00Z"), None);
        assert_eq!(of("2026-11-25T05:00:00Z"), None);
    }

    #[test]
    fn what_was_due_already_does_not_go_out_late() {
        let now = at("2026-11-25T10:00:00Z");

        assert_eq!(send_at(now, at("2026-11-26T10:00:00Z"), None, Tz::UTC, now), None);
    }

    #[test]
    fn quiet_hours_are_by_the_wall_on_the_days_that_the_clocks_change() {
        // (zone, quiet from, to, a moment in them, when they begin, when they are over)
        let nights = [
            // Kyiv, 29 March 2026: 03:00 becomes 04:00, so the night is an hour shorter
            (
                Tz::Europe__Kyiv,
                "22:00",
                "08:00",
                "2026-03-29T02:00:00Z",
                "2026-03-28T20:00:00Z",
                "2026-03-29T05:00:00Z",
            ),
            // ends at 03:30, which there is not: when the clock shows 04:00
            (
                Tz::Europe__Kyiv,
                "22:00",
                "03:30",
                "2026-03-29T00:30:00Z",
                "2026-03-28T20:00:00Z",
                "2026-03-29T01:00:00Z",
            ),
            // New York, 8 March 2026: 02:00 becomes 03:00
            (
                Tz::America__New_York,
                "21:00",
                "07:00",
                "2026-03-08T07:30:00Z",
                "2026-03-08T02:00:00Z",
                "2026-03-08T11:00:00Z",
            ),
            // New York, 1 November 2026: 01:30 is there twice; quiet until the second one
            (
                Tz::America__New_York,
                "22:00",
                "01:30",
                "2026-11-01T06:10:00Z",
                "2026-11-01T02:00:00Z",
                "2026-11-01T06:30:00Z",
            ),
            // Kyiv, 25 October 2026: an hour longer
            (
                Tz::Europe__Kyiv,
                "22:00",
                "08:00",
                "2026-10-25T05:59:00Z",
                "2026-10-24T19:00:00Z",
                "2026-10-25T06:00:00Z",
            ),
        ];
        for (zone, from, to, moment, begin, end) in nights {
            let hours = quiet(from, to).expect("hours");

            assert_eq!(hours.around(at(moment), zone), Some((at(begin), at(end))), "{zone} {moment}");
            assert_eq!(hours.around(at(end), zone), None, "{zone} {end}");
        }
    }

    proptest! {
        #[test]
        fn no_reminder_goes_out_in_quiet_hours_late_or_into_the_past(
            minute in 0..1_000_000_i64, lead in 1..43_200_i64, ahead in -5_000..50_000_i64,
            from in 0..1440_u32, to in 0..1440_u32, zone in 0..5_usize,
        ) {
            prop_assume!(from != to);
            let zones = [Tz::Europe__Kyiv, Tz::America__New_York, Tz::Asia__Dhaka, Tz::Australia__Lord_Howe, Tz::UTC];
            let wall = |minute| NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).expect("a time");
            let hours = QuietHours { from: wall(from), to: wall(to) };
            let starts_at = at(EARLY) + TimeDelta::minutes(minute);
            let due = starts_at - TimeDelta::minutes(lead);
            let now = starts_at - TimeDelta::minutes(ahead);

            if let Some(goes_out) = send_at(due, starts_at, Some(hours), zones[zone], now) {
                prop_assert!(goes_out > now && goes_out < starts_at);
                // unless what comes before one night is the end of another, as where all but a minute is quiet
                if (i64::from(to) - i64::from(from)).rem_euclid(1440) < 1200 {
                    prop_assert_eq!(hours.around(goes_out, zones[zone]), None);
                }
                let local = |at: DateTime<Utc>| at.with_timezone(&zones[zone]).time();
                let inside = hours.around(due, zones[zone]).is_some();
                prop_assert!(inside || goes_out == due, "{} {}", local(due), local(goes_out));
            }
        }
    }
}
