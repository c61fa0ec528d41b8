//! Wall times of shifts in other weeks, and days as moments.

use chrono::{DateTime, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

/// When a day begins on a zone's clock.
pub fn midnight(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    instants(zone, day.and_time(NaiveTime::MIN)).0
}

/// A stretch on the clock, as the moments that it is: all of an hour that comes twice, and nothing of one that is left out.
/// `None`: nothing is left of it.
pub fn on_the_clock(zone: Tz, starts: NaiveDateTime, ends: NaiveDateTime) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let (starts_at, ends_at) = (instants(zone, starts).0, instants(zone, ends).1);
    // Two days on the clock can be an hour more than that.
    let ends_at = ends_at.min(starts_at + TimeDelta::hours(48));
    (starts_at < ends_at).then_some((starts_at, ends_at))
}

/// The first and the last moment at which a clock shows this; where it never does, the one at which it jumps over it.
fn instants(zone: Tz, wall: NaiveDateTime) -> (DateTime<Utc>, DateTime<Utc>) {
    let (first, last) = match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(at) => (at, at),
        MappedLocalTime::Ambiguous(first, last) => (first, last),
        MappedLocalTime::None => {
            let at =
                GapInfo::new(&wall, &zone).and_then(|gap| gap.end).unwrap_or_else(|| zone.from_utc_datetime(&wall));
            (at, at)
        }
    };
    (first.to_utc(), last.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Kyiv;

    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        text.parse().expect("a time")
    }

    fn kyiv(starts: &str, ends: &str) -> Option<(String, String)> {
        let (starts_at, ends_at) = on_the_clock(Kyiv, wall(starts), wall(ends))?;
        Some((starts_at.to_rfc3339(), ends_at.to_rfc3339()))
    }

    #[test]
    fn hours_stay_on_the_clock_when_it_changes() {
        let autumn = kyiv("2026-10-25T02:00:00", "2026-10-25T09:00:00").expect("hours");
        let spring = kyiv("2027-03-28T02:00:00", "2027-03-28T09:00:00").expect("hours");

        assert_eq!(autumn, ("2026-10-24T23:00:00+00:00".into(), "2026-10-25T07:00:00+00:00".into()));
        assert_eq!(spring, ("2027-03-28T00:00:00+00:00".into(), "2027-03-28T06:00:00+00:00".into()));
    }

    #[test]
    fn nothing_is_left_of_what_a_clock_jumps_over() {
        assert_eq!(kyiv("2027-03-28T03:10:00", "2027-03-28T03:50:00"), None);
        let cut = kyiv("2027-03-28T03:10:00", "2027-03-28T05:00:00").expect("hours");
        assert_eq!(cut, ("2027-03-28T01:00:00+00:00".into(), "2027-03-28T02:00:00+00:00".into()));
    }

    #[test]
    fn two_days_on_the_clock_are_no_longer_than_two_days() {
        let two = kyiv("2026-10-24T09:00:00", "2026-10-26T09:00:00").expect("hours");

        assert_eq!(two, ("2026-10-24T06:00:00+00:00".into(), "2026-10-26T06:00:00+00:00".into()));
    }
}
