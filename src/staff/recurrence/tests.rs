//! Rules against what they say, and against two other ways of reading them: day by day, and as `rrule` does.

use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Europe::Kyiv;
use proptest::prelude::*;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn expand(rule: &str, starts_on: &str, from: &str, to: &str) -> Vec<String> {
    let rule: Rule = rule.parse().expect("a rule");
    dates(&rule, date(starts_on), date(from), date(to)).iter().map(NaiveDate::to_string).collect()
}

#[test]
fn every_other_saturday_is_one_in_two() {
    let days = expand("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "2026-11-28", "2026-11-01", "2027-01-01");

    assert_eq!(days, ["2026-11-28", "2026-12-12", "2026-12-26"]);
}

#[test]
fn a_week_without_days_is_of_the_day_it_starts_on() {
    let days = expand("FREQ=WEEKLY", "2026-11-25", "2026-11-26", "2026-12-10");

    assert_eq!(days, ["2026-12-02", "2026-12-09"]);
}

#[test]
fn days_before_the_rule_starts_are_none_of_its() {
    let days = expand("FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-25", "2026-11-16", "2026-12-01");

    assert_eq!(days, ["2026-11-27", "2026-11-30"]);
}

#[test]
fn a_count_counts_from_the_start_and_until_is_the_last_day() {
    let counted = |from| expand("FREQ=DAILY;INTERVAL=3;COUNT=5", "2026-11-01", from, "2026-12-01");

    assert_eq!(counted("2026-11-01"), ["2026-11-01", "2026-11-04", "2026-11-07", "2026-11-10", "2026-11-13"]);
    assert_eq!(counted("2026-11-08"), ["2026-11-10", "2026-11-13"]);
    assert_eq!(counted("2026-11-14"), [""; 0]);
    let until = expand("FREQ=DAILY;INTERVAL=3;UNTIL=20261107", "2026-11-01", "2026-11-02", "2026-12-01");
    assert_eq!(until, ["2026-11-04", "2026-11-07"]);
}

/// RFC 5545 §3.8.5.3 has this example: where the week starts says which weeks are left out.
#[test]
fn where_weeks_start_matters() {
    let days = |rule| expand(rule, "1997-08-05", "1997-08-01", "1997-09-01");

    let monday = days("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO");
    let sunday = days("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU");

    assert_eq!(monday, ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"]);
    assert_eq!(sunday, ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"]);
}

#[test]
fn hours_stay_on_the_clock_when_it_changes() {
    let rule = "FREQ=DAILY;INTERVAL=2".parse().expect("a rule");

    let days = dates(&rule, date("2026-10-21"), date("2026-10-23"), date("2026-10-29"));

    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
    let at = |day: &NaiveDate| Kyiv.from_local_datetime(&day.and_time(nine)).single().expect("once").to_rfc3339();
    let at: Vec<_> = days.iter().map(at).collect();
    assert_eq!(at, ["2026-10-23T09:00:00+03:00", "2026-10-25T09:00:00+02:00", "2026-10-27T09:00:00+02:00"]);
}

#[test]
fn an_old_rule_takes_no_longer_than_a_new_one() {
    let (from, to) = (date("2026-11-01"), date("2027-01-10"));
    let rule: Rule = "FREQ=DAILY;INTERVAL=100;BYDAY=MO;COUNT=4000000000".parse().expect("a rule");
    let began = std::time::Instant::now();

    for _ in 0..100 {
        dates(&rule, date("2006-01-02"), from, to);
        dates(&rule, NaiveDate::MIN, from, to);
        dates(&rule, NaiveDate::MIN, NaiveDate::MIN, NaiveDate::MAX);
    }

    assert!(began.elapsed().as_millis() < 1000, "{:?} for 300", began.elapsed());
}

#[test]
fn anything_but_days_and_weeks_is_refused() {
    for wrong in [
        "",
        "FREQ",
        "FREQ=MONTHLY",
        "FREQ=FUNLY",
        "BYDAY=SA",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=DAILY;BYMONTH=1",
        "FREQ=DAILY;BYSETPOS=1;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=XXMO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=ї",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;WKST=ї",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=101",
        "FREQ=WEEKLY;INTERVAL=70000",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=4294967296",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20261231",
        "FREQ=WEEKLY;UNTIL=20261231T000000Z",
        "FREQ=WEEKLY;UNTIL=20261331",
        "FREQ=WEEKLY;",
        "RRULE:FREQ=WEEKLY",
        "DTSTART:20261101T000000Z\nRRULE:FREQ=WEEKLY",
        "FREQ=WEEKLY\nFREQ=DAILY",
    ] {
        assert!(wrong.parse::<Rule>().is_err(), "{wrong:?}");
    }
}

#[test]
fn a_rule_is_kept_in_one_way_of_writing_it() {
    let rule: Rule = "BYDAY=SU,MO,SU;INTERVAL=1;WKST=SU;FREQ=WEEKLY;UNTIL=20271231".parse().expect("a rule");

    assert_eq!(rule.to_string(), "FREQ=WEEKLY;BYDAY=MO,SU;UNTIL=20271231;WKST=SU");
    assert!(rule.ends_before(date("2028-01-01")) && !rule.ends_before(date("2027-12-31")));
}

fn weekday() -> impl Strategy<Value = Weekday> {
    (0..7_u8).prop_map(|day| Weekday::try_from(day).expect("one of seven"))
}

fn rule() -> impl Strategy<Value = Rule> {
    let ends = prop_oneof![
        Just(Ends::Never),
        (1..400_u32).prop_map(Ends::After),
        (0..3000_u64).prop_map(|days| Ends::With(date("2020-01-01") + Days::new(days))),
    ];
    let every = prop_oneof![Just(Every::Day), Just(Every::Week)];
    (every, 1..=9_u16, prop::collection::vec(weekday(), 0..5), weekday(), ends).prop_map(
        |(every, interval, on, week_start, ends)| Rule {
            every,
            interval,
            on: on.into_iter().collect(),
            week_start,
            ends,
        },
    )
}

/// Step by step from the first day on, as RFC 5545 tells it.
fn day_by_day(rule: &Rule, starts_on: NaiveDate, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let mut found = Vec::new();
    let (mut count, mut left_out) = (0, u16::MAX);
    for date in starts_on.iter_days().take_while(|date| *date < to) {
        let begins = date == starts_on || rule.every == Every::Day || date.weekday() == rule.week_start;
        if begins {
            left_out = if left_out >= rule.interval - 1 { 0 } else { left_out + 1 };
        }
        let named = match (rule.every, rule.on.is_empty()) {
            (Every::Day, true) => true,
            (Every::Week, true) => date.weekday() == starts_on.weekday(),
            (_, false) => rule.on.contains(date.weekday()),
        };
        if left_out == 0 && named {
            count += 1;
            let over = match rule.ends {
                Ends::Never => false,
                Ends::After(limit) => count > limit,
                Ends::With(last) => date > last,
            };
            if !over && date >= from {
                found.push(date);
            }
        }
    }
    found
}

/// Midnight by `rrule`'s clock.
fn midnight(date: NaiveDate) -> DateTime<rrule::Tz> {
    rrule::Tz::UTC.from_utc_datetime(&date.and_time(NaiveTime::MIN))
}

fn by_the_crate(rule: &Rule, starts_on: NaiveDate, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let set = read(&rule.to_string()).expect("a rule").build(midnight(starts_on)).expect("a rule");
    let set = set.after(midnight(from)).before(midnight(to) - TimeDelta::seconds(1));
    set.all(1000).dates.iter().map(DateTime::date_naive).collect()
}

proptest! {
    #[test]
    fn the_days_are_those_that_others_find(rule in rule(), start in 0..2000_u64, ask in 0..2500_u64, length in 0..70_u64) {
        let day = |days| date("2020-01-01") + Days::new(days);
        let (starts_on, from, to) = (day(start), day(ask), day(ask + length));

        let found = dates(&rule, starts_on, from, to);

        prop_assert_eq!(&found, &day_by_day(&rule, starts_on, from, to));
        if !rule.ends_before(starts_on) {
            prop_assert_eq!(&found, &by_the_crate(&rule, starts_on, from, to));
        }
        prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule));
    }
}
