mod needing;
mod properties;
mod working;
mod worlds;

use chrono::Weekday;
use chrono_tz::{America, Asia, Australia, Europe, Pacific};
use uuid::Uuid;

use super::*;

const HOUR: TimeDelta = TimeDelta::hours(1);

fn id(number: u128) -> CalendarId {
    CalendarId(Uuid::from_u128(number))
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().expect("a test writes instants as 2026-03-29T01:00")
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a test writes dates as 2026-03-29")
}

/// One calendar of one unit, open at the same wall times every day of the week.
fn calendar(time_zone: Tz, hours: &[(u16, u16)]) -> Calendar {
    let monday = NaiveDate::default().week(Weekday::Mon).first_day();
    let window = |&(starts_minute, ends_minute): &(u16, u16)| Window { starts_minute, ends_minute };
    let day = |weekday| hours.iter().map(move |pair| Hours { weekday, window: window(pair) });
    let hours = monday.iter_days().take(7).flat_map(|date| day(date.weekday())).collect();
    let working = Working::week(hours);
    Calendar { id: id(1), time_zone, capacity: 1, working, closed: BTreeSet::new(), taken: Vec::new() }
}

/// A booking that needs one of these and nothing else.
fn one_of(calendars: &[Calendar]) -> Needs {
    Needs { staff: Some(calendars.to_vec()), units: 1, ..Needs::default() }
}

fn free_starts(request: &Request, calendars: &[Calendar]) -> Vec<Start> {
    super::free_starts(request, &one_of(calendars))
}

fn free_at(request: &Request, calendars: &[Calendar], starts_at: DateTime<Utc>) -> Vec<CalendarId> {
    super::free_at(request, &one_of(calendars), starts_at).unwrap_or_default()
}

/// An hour, on the hour, without buffers, from a day long ago so that notice and horizon let everything pass.
fn request(time_zone: Tz, from: &str, to: &str) -> Request {
    Request {
        from: date(from),
        to: date(to),
        time_zone,
        duration: HOUR,
        buffer_before: TimeDelta::zero(),
        buffer_after: TimeDelta::zero(),
        step: HOUR,
        now: at("2000-01-01T00:00"),
        minimum_notice: TimeDelta::zero(),
        horizon: TimeDelta::days(36_500),
        rules: Rules::All,
    }
}

fn taken(unit: u16, starts_at: &str, ends_at: &str) -> Taken {
    Taken { unit, span: Span { starts_at: at(starts_at), ends_at: at(ends_at) } }
}

fn instants_of(starts: &[Start]) -> Vec<String> {
    starts.iter().map(|start| start.starts_at.format("%FT%R").to_string()).collect()
}

/// The starts of one date of a calendar that is open at these hours.
fn on(time_zone: Tz, day: &str, hours: (u16, u16)) -> Vec<String> {
    let next = date(day).succ_opt().expect("a test is not at the end of time").to_string();
    instants_of(&free_starts(&request(time_zone, day, &next), &[calendar(time_zone, &[hours])]))
}

const fn h(hours: u16) -> u16 {
    hours * 60
}

#[test]
fn kyiv_skips_an_hour_in_march_and_repeats_one_in_october() {
    let spring = on(Europe::Kyiv, "2026-03-29", (h(2), h(6)));
    let autumn = on(Europe::Kyiv, "2026-10-25", (h(2), h(5)));

    assert_eq!(spring, ["2026-03-29T00:00", "2026-03-29T01:00", "2026-03-29T02:00"]);
    assert_eq!(autumn, ["2026-10-24T23:00", "2026-10-25T00:00", "2026-10-25T01:00", "2026-10-25T02:00"]);
}

#[test]
fn new_york_opens_after_the_gap_and_closes_at_the_later_of_two_times() {
    let opening_in_the_gap = on(America::New_York, "2026-03-08", (h(2) + 30, h(5)));
    let closing_in_the_gap = on(America::New_York, "2026-03-08", (h(1), h(2) + 30));
    let opening_at_the_earlier = on(America::New_York, "2026-11-01", (h(1) + 30, h(3)));
    let closing_at_the_later = on(America::New_York, "2026-11-01", (h(0), h(1) + 30));

    assert_eq!(opening_in_the_gap, ["2026-03-08T07:00", "2026-03-08T08:00"]);
    assert_eq!(closing_in_the_gap, ["2026-03-08T06:00"]);
    assert_eq!(opening_at_the_earlier, ["2026-11-01T05:30", "2026-11-01T06:30"]);
    assert_eq!(closing_at_the_later, ["2026-11-01T04:00", "2026-11-01T05:00"]);
}

#[test]
fn lord_howe_moves_by_half_an_hour() {
    let spring = on(Australia::Lord_Howe, "2026-10-04", (h(1), h(4)));
    let autumn = on(Australia::Lord_Howe, "2026-04-05", (h(1), h(3)));

    assert_eq!(spring, ["2026-10-03T14:30", "2026-10-03T15:30"]);
    assert_eq!(autumn, ["2026-04-04T14:00", "2026-04-04T15:00"]);
}

#[test]
fn sao_paulo_had_a_day_without_midnight_and_one_with_two_late_evenings() {
    let eve = on(America::Sao_Paulo, "2018-11-03", (h(22), h(24)));
    let without_midnight = on(America::Sao_Paulo, "2018-11-04", (h(0), h(3)));
    let two_evenings = on(America::Sao_Paulo, "2018-02-17", (h(22), h(24)));

    assert_eq!(eve, ["2018-11-04T01:00", "2018-11-04T02:00"]);
    assert_eq!(without_midnight, ["2018-11-04T03:00", "2018-11-04T04:00"]);
    assert_eq!(two_evenings, ["2018-02-18T00:00", "2018-02-18T01:00", "2018-02-18T02:00"]);
}

#[test]
fn dhaka_lost_the_last_hour_of_a_day_in_2009_and_found_it_at_the_end_of_the_year() {
    let lost = on(Asia::Dhaka, "2009-06-19", (h(21), h(24)));
    let within_the_lost = on(Asia::Dhaka, "2009-06-19", (h(23), h(24)));
    let found = on(Asia::Dhaka, "2009-12-31", (h(22), h(24)));

    assert_eq!(lost, ["2009-06-19T15:00", "2009-06-19T16:00"]);
    assert_eq!(within_the_lost, [] as [&str; 0]);
    assert_eq!(found, ["2009-12-31T15:00", "2009-12-31T16:00", "2009-12-31T17:00"]);
}

#[test]
fn jakarta_never_changes() {
    let plain = on(Asia::Jakarta, "2026-08-17", (h(9), h(12)));

    assert_eq!(plain, ["2026-08-17T02:00", "2026-08-17T03:00", "2026-08-17T04:00"]);
}

#[test]
fn beirut_starts_a_day_at_one_in_the_morning() {
    let starts = on(Asia::Beirut, "2026-03-29", (h(0), h(3)));

    assert_eq!(starts, ["2026-03-28T22:00", "2026-03-28T23:00"]);
}

#[test]
fn havana_closing_at_midnight_closes_at_the_second_one() {
    let starts = on(America::Havana, "2026-10-31", (h(23), h(24)));
    let after_midnight = on(America::Havana, "2026-11-01", (h(23), h(24)));

    assert_eq!(starts, ["2026-11-01T03:00"]);
    assert_eq!(after_midnight, ["2026-11-01T04:00", "2026-11-02T04:00"]);
}

#[test]
fn apia_had_no_30_december_2011() {
    let all_day = [calendar(Pacific::Apia, &[(0, h(24))])];

    let skipped = free_starts(&request(Pacific::Apia, "2011-12-30", "2011-12-31"), &all_day);
    let around = free_starts(&request(Pacific::Apia, "2011-12-29", "2012-01-01"), &all_day);

    assert_eq!(skipped, []);
    assert_eq!(around.len(), 48);
    assert_eq!(around[23].starts_at, at("2011-12-30T09:00"));
    assert_eq!(around[24].starts_at, at("2011-12-30T10:00"));
}

#[test]
fn a_booking_runs_over_midnight_where_the_windows_touch() {
    let night = [calendar(Asia::Jakarta, &[(h(22), h(24)), (h(0), h(1) + 30)])];
    let request = Request { duration: HOUR * 3, ..request(Asia::Jakarta, "2026-08-17", "2026-08-18") };

    let starts = free_starts(&request, &night);

    assert_eq!(instants_of(&starts), ["2026-08-17T15:00"]);
}

#[test]
fn starts_count_from_each_window_even_where_windows_touch() {
    let split = [calendar(Asia::Jakarta, &[(h(9), h(10) + 30), (h(10) + 30, h(12))])];

    let starts = free_starts(&request(Asia::Jakarta, "2026-08-17", "2026-08-18"), &split);

    let expected = ["2026-08-17T02:00", "2026-08-17T03:00", "2026-08-17T03:30"];
    assert_eq!(instants_of(&starts), expected);
}

#[test]
fn buffers_keep_off_what_is_taken_but_not_off_closing_time() {
    let busy = [Calendar {
        taken: vec![taken(1, "2026-08-17T04:00", "2026-08-17T05:00")],
        ..calendar(Asia::Jakarta, &[(h(9), h(15))])
    }];
    let plain = request(Asia::Jakarta, "2026-08-17", "2026-08-18");
    let before = Request { buffer_before: TimeDelta::minutes(1), ..plain.clone() };
    let after = Request { buffer_after: TimeDelta::minutes(1), ..plain.clone() };

    let hours = |request| {
        free_starts(request, &busy).iter().map(|start| start.starts_at.format("%H").to_string()).collect::<Vec<_>>()
    };

    assert_eq!(hours(&plain), ["02", "03", "05", "06", "07"]);
    assert_eq!(hours(&before), ["02", "03", "06", "07"]);
    assert_eq!(hours(&after), ["02", "05", "06", "07"]);
}

#[test]
fn any_free_unit_will_do_and_units_beyond_the_capacity_do_not_count() {
    let open = calendar(Asia::Jakarta, &[(h(9), h(12))]);
    let busy = vec![
        taken(1, "2026-08-17T02:00", "2026-08-17T04:00"),
        taken(2, "2026-08-17T03:00", "2026-08-17T05:00"),
        taken(3, "2026-08-17T02:00", "2026-08-17T03:00"),
    ];
    let request = request(Asia::Jakarta, "2026-08-17", "2026-08-18");

    let two = free_starts(&request, &[Calendar { capacity: 2, taken: busy.clone(), ..open.clone() }]);
    let three = free_starts(&request, &[Calendar { capacity: 3, taken: busy.clone(), ..open.clone() }]);
    let none = free_starts(&request, &[Calendar { capacity: 0, ..open }]);

    assert_eq!(instants_of(&two), ["2026-08-17T02:00", "2026-08-17T04:00"]);
    assert_eq!(instants_of(&three), ["2026-08-17T02:00", "2026-08-17T03:00", "2026-08-17T04:00"]);
    assert_eq!(none, []);
}

#[test]
fn notice_and_horizon_bound_the_start_and_both_bounds_are_starts() {
    let open = [calendar(Asia::Jakarta, &[(h(9), h(18))])];
    let plain = Request { now: at("2026-08-17T01:00"), ..request(Asia::Jakarta, "2026-08-17", "2026-08-18") };

    let exact = Request { minimum_notice: HOUR * 3, horizon: HOUR * 5, ..plain.clone() };
    let second = TimeDelta::seconds(1);
    let tighter = Request { minimum_notice: HOUR * 3 + second, horizon: HOUR * 5 - second, ..plain };

    assert_eq!(instants_of(&free_starts(&exact, &open)), ["2026-08-17T04:00", "2026-08-17T05:00", "2026-08-17T06:00"]);
    assert_eq!(instants_of(&free_starts(&tighter, &open)), ["2026-08-17T05:00"]);
}

#[test]
fn a_start_names_everyone_who_could_take_it_in_order() {
    let early = Calendar { id: id(7), ..calendar(Asia::Jakarta, &[(h(9), h(11))]) };
    let late = Calendar { id: id(3), ..calendar(Asia::Tokyo, &[(h(12), h(14))]) };
    let request = request(Asia::Jakarta, "2026-08-17", "2026-08-18");

    let starts = free_starts(&request, &[early, late.clone(), late]);

    let expected = [
        ("2026-08-17T02:00", vec![id(7)]),
        ("2026-08-17T03:00", vec![id(3), id(7)]),
        ("2026-08-17T04:00", vec![id(3)]),
    ];
    assert_eq!(starts, expected.map(|(starts_at, calendars)| Start { starts_at: at(starts_at), calendars }));
}

#[test]
fn what_makes_no_sense_has_no_starts() {
    let open = [calendar(Asia::Jakarta, &[(h(9), h(18))])];
    let plain = request(Asia::Jakarta, "2026-08-17", "2026-08-18");
    let senseless = [
        Request { duration: TimeDelta::zero(), ..plain.clone() },
        Request { duration: -HOUR, ..plain.clone() },
        Request { step: TimeDelta::zero(), ..plain.clone() },
        Request { step: -HOUR, ..plain.clone() },
        Request { buffer_before: -HOUR, ..plain.clone() },
        Request { buffer_after: -HOUR, ..plain.clone() },
        Request { to: plain.from, ..plain.clone() },
        Request { from: plain.to, to: plain.from, ..plain.clone() },
        Request { minimum_notice: TimeDelta::MAX, ..plain.clone() },
        Request { horizon: TimeDelta::MIN, ..plain.clone() },
    ];

    for request in senseless {
        assert_eq!(free_starts(&request, &open), [], "{request:?}");
        assert_eq!(free_at(&request, &open, at("2026-08-17T02:00")), [], "{request:?}");
    }
    let never = [(h(9), h(9)), (h(12), h(9)), (h(9), h(24) + 1)].map(|hours| calendar(Asia::Jakarta, &[hours]));
    assert_eq!(free_starts(&plain, &never), []);
}

/// Requests that reach for the ends of the calendar in one thing or another.
fn extremes(zone: Tz) -> Vec<Request> {
    let dates = [NaiveDate::MIN, date("0001-01-01"), date("2026-08-17"), date("9999-12-31"), NaiveDate::MAX];
    let instants = [DateTime::<Utc>::MIN_UTC, at("2026-08-17T00:00"), at("9999-12-31T23:00"), DateTime::<Utc>::MAX_UTC];
    let deltas = [TimeDelta::MIN, TimeDelta::zero(), HOUR, TimeDelta::MAX];
    let ranges = dates.iter().flat_map(|from| dates.map(|to| (*from, to)));
    let horizon = TimeDelta::days(2);
    let plain = ranges.flat_map(|(from, to)| {
        instants.map(|now| Request { from, to, now, horizon, ..request(zone, "2026-01-01", "2026-01-02") })
    });
    let stretch = |plain: Request, delta: TimeDelta| {
        [
            Request { duration: delta, ..plain.clone() },
            Request { buffer_before: delta, buffer_after: delta, ..plain.clone() },
            Request { step: delta, ..plain.clone() },
            Request { minimum_notice: delta.max(TimeDelta::zero()), ..plain },
        ]
    };
    plain.flat_map(|plain| deltas.map(|delta| stretch(plain.clone(), delta))).flatten().collect()
}

#[test]
fn the_ends_of_time_are_empty_and_harmless() {
    for zone in [Pacific::Kiritimati, Pacific::Pago_Pago] {
        let full = [calendar(zone, &[(0, h(24))])];
        for request in extremes(zone) {
            let starts = free_starts(&request, &full);

            assert!(starts.iter().all(|start| (1..=9999).contains(&start.starts_at.year())), "{request:?}");
            assert_eq!(free_at(&request, &full, DateTime::<Utc>::MIN_UTC), []);
            assert_eq!(free_at(&request, &full, DateTime::<Utc>::MAX_UTC), []);
        }
    }
}

#[test]
fn a_horizon_without_end_is_no_horizon() {
    let open = [calendar(Asia::Jakarta, &[(h(9), h(10))])];
    let request = Request { horizon: TimeDelta::MAX, ..request(Asia::Jakarta, "2026-08-17", "2026-08-18") };

    assert_eq!(instants_of(&free_starts(&request, &open)), ["2026-08-17T02:00"]);
}
