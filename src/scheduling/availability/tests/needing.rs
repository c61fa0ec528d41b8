//! Bookings that need more than somebody's time: a place, resources, a day's limit; and which of the able takes it.

use super::*;

fn with(number: u128, taken: Vec<Taken>) -> Calendar {
    Calendar { id: id(number), taken, ..calendar(Asia::Jakarta, &[(h(9), h(12))]) }
}

fn plain() -> Request {
    request(Asia::Jakarta, "2026-08-17", "2026-08-18")
}

fn hours(needs: &Needs) -> Vec<String> {
    super::super::free_starts(&plain(), needs).iter().map(|start| start.starts_at.format("%H").to_string()).collect()
}

fn always(number: u128, capacity: u16, taken: Vec<Taken>) -> Calendar {
    Calendar { working: Working::Always, capacity, ..with(number, taken) }
}

#[test]
fn a_location_bounds_everything_by_its_hours_whether_a_place_is_taken_or_not() {
    let location = Calendar { id: id(9), ..calendar(Asia::Jakarta, &[(h(10), h(15))]) };
    let needs = Needs { location: Some(location), ..one_of(&[with(1, vec![])]) };

    assert_eq!(hours(&needs), ["03", "04"]);
}

#[test]
fn places_are_taken_for_the_whole_party_and_for_the_whole_time() {
    let busy = vec![taken(1, "2026-08-17T02:30", "2026-08-17T02:45"), taken(2, "2026-08-17T04:00", "2026-08-17T05:00")];
    let needs = |units| Needs {
        location: Some(always(9, 3, busy.clone())),
        takes_place: true,
        units,
        ..one_of(&[with(1, vec![])])
    };

    assert_eq!(hours(&needs(2)), ["02", "03", "04"]);
    assert_eq!(hours(&needs(3)), ["03"]);
    assert_eq!(hours(&needs(4)), [] as [&str; 0]);
}

#[test]
fn as_many_resources_of_a_kind_are_free_as_it_needs() {
    let first = always(5, 1, vec![taken(1, "2026-08-17T02:00", "2026-08-17T03:00")]);
    let second = always(6, 1, vec![taken(1, "2026-08-17T03:00", "2026-08-17T04:00")]);
    let needs = |quantity| Needs {
        pools: vec![Pool { quantity, calendars: vec![first.clone(), second.clone()] }],
        ..one_of(&[with(1, vec![])])
    };

    assert_eq!(hours(&needs(1)), ["02", "03", "04"]);
    assert_eq!(hours(&needs(2)), ["04"]);
    assert_eq!(hours(&needs(3)), [] as [&str; 0]);
}

#[test]
fn a_days_limit_closes_the_day_it_is_reached_on() {
    let day = |unit| taken(unit, "2026-08-16T17:00", "2026-08-17T17:00");
    let needs = |taken| Needs { quotas: vec![always(7, 2, taken)], ..one_of(&[with(1, vec![])]) };

    assert_eq!(hours(&needs(vec![day(1)])), ["02", "03", "04"]);
    assert_eq!(hours(&needs(vec![day(1), day(2)])), [] as [&str; 0]);
}

#[test]
fn without_staff_the_locations_hours_are_the_starts() {
    let location = Calendar { id: id(9), capacity: 2, ..calendar(Asia::Jakarta, &[(h(10), h(12))]) };
    let needs = Needs { location: Some(location), takes_place: true, units: 1, ..Needs::default() };

    let starts = super::super::free_starts(&plain(), &needs);

    assert_eq!(instants_of(&starts), ["2026-08-17T03:00", "2026-08-17T04:00"]);
    assert_eq!(starts[0].calendars, []);
}

#[test]
fn the_least_busy_of_the_day_takes_it_and_everything_it_needs_is_taken_at_once() {
    let busy = with(1, vec![taken(1, "2026-08-17T04:00", "2026-08-17T05:00")]);
    let busier_tomorrow = with(2, vec![taken(1, "2026-08-18T02:00", "2026-08-18T05:00")]);
    let needs = Needs {
        pools: vec![Pool { quantity: 1, calendars: vec![always(5, 1, vec![]), always(6, 1, vec![])] }],
        quotas: vec![always(7, 1, vec![])],
        ..one_of(&[busy, busier_tomorrow])
    };

    let takings = choose(&plain(), &needs, at("2026-08-17T02:00")).expect("it is free");

    let (hour, day) = (("02:00", "03:00"), ("17:00", "17:00"));
    let taken: Vec<_> = takings
        .iter()
        .map(|taking| {
            let text = |at: DateTime<Utc>| at.format("%R").to_string();
            (taking.calendar, taking.units, text(taking.span.starts_at), text(taking.span.ends_at))
        })
        .collect();
    let expected = [(2, hour), (5, hour), (7, day)];
    assert_eq!(taken, expected.map(|(number, (from, to))| (id(number), 1, from.to_owned(), to.to_owned())));
}

#[test]
fn staff_may_book_any_minute_and_where_they_say_so_outside_hours_but_never_what_is_taken() {
    let needs = one_of(&[with(1, vec![taken(1, "2026-08-17T02:00", "2026-08-17T03:00")])]);
    let can = |rules, time: &str| choose(&Request { rules, ..plain() }, &needs, at(time)).is_some();

    assert!(!can(Rules::All, "2026-08-17T03:07") && can(Rules::AnyMinute, "2026-08-17T03:07"));
    assert!(!can(Rules::AnyMinute, "2026-08-17T12:00") && can(Rules::OnlyTaken, "2026-08-17T12:00"));
    assert!(!can(Rules::OnlyTaken, "2026-08-17T02:30") && !can(Rules::OnlyTaken, "2026-08-17T01:30"));
}

#[test]
fn whatever_keeps_a_time_from_being_booked_is_named() {
    let off = with(1, vec![]);
    let busy = with(2, vec![taken(1, "2026-08-17T04:00", "2026-08-17T06:00")]);
    let needs = Needs {
        pools: vec![Pool {
            quantity: 1,
            calendars: vec![always(5, 1, vec![taken(1, "2026-08-17T05:00", "2026-08-17T06:00")])],
        }],
        ..one_of(&[off, busy])
    };

    assert_eq!(why(&plain(), &needs, at("2026-08-17T02:00")), []);
    let reasons = why(&plain(), &needs, at("2026-08-17T05:00"));
    let expected = [Reason::NotWorking(id(1)), Reason::NotWorking(id(2)), Reason::Taken(id(2)), Reason::Taken(id(5))];
    assert_eq!(reasons, expected);
    let soon = Request { now: at("2026-08-17T01:30"), minimum_notice: HOUR, ..plain() };
    assert_eq!(why(&soon, &needs, at("2026-08-17T02:00")), [Reason::TooSoon]);
}
