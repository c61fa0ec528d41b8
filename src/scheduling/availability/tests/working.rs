//! Days that are not like the week: rules, exceptions, holidays, shifts.

use super::*;

fn window(starts: u16, ends: u16) -> Window {
    Window { starts_minute: h(starts), ends_minute: h(ends) }
}

fn jakarta(working: Working) -> [Calendar; 1] {
    [Calendar { working, ..calendar(Asia::Jakarta, &[]) }]
}

fn hours_of(request: &Request, calendars: &[Calendar]) -> Vec<String> {
    free_starts(request, calendars).iter().map(|start| start.starts_at.format("%d %H").to_string()).collect()
}

#[test]
fn an_exception_is_what_a_day_is_instead_and_an_empty_one_excludes_it() {
    let every_day = calendar(Asia::Jakarta, &[(h(9), h(11))]).working;
    let Working::Days { hours, .. } = every_day else { panic!("a week") };
    let exceptions = [(date("2026-08-17"), vec![]), (date("2026-08-18"), vec![window(12, 13)])].into();
    let week = jakarta(Working::Days { hours, ruled: vec![], exceptions });

    let starts = hours_of(&request(Asia::Jakarta, "2026-08-17", "2026-08-20"), &week);

    assert_eq!(starts, ["18 05", "19 02", "19 03"]);
}

#[test]
fn a_rules_dates_have_its_window_beside_the_weeks_on_both_sides_of_a_change_of_clocks() {
    let ruled = vec![Ruled { dates: vec![date("2026-03-28"), date("2026-03-29")], window: window(9, 10) }];
    let working = Working::Days { hours: vec![], ruled, exceptions: BTreeMap::new() };
    let kyiv = [Calendar { working, ..calendar(Europe::Kyiv, &[]) }];

    let starts = hours_of(&request(Europe::Kyiv, "2026-03-27", "2026-03-31"), &kyiv);

    assert_eq!(starts, ["28 07", "29 06"]);
}

#[test]
fn nothing_is_open_on_a_closed_date_not_even_a_shift() {
    let shift = Span { starts_at: at("2026-08-17T02:00"), ends_at: at("2026-08-18T04:00") };
    let closed = BTreeSet::from([date("2026-08-18")]);
    let shifts = [Calendar { closed: closed.clone(), ..jakarta(Working::Shifts(vec![shift]))[0].clone() }];
    let always = [Calendar { closed, ..jakarta(Working::Always)[0].clone() }];
    let request = Request { duration: HOUR * 7, step: HOUR * 7, ..request(Asia::Jakarta, "2026-08-17", "2026-08-20") };

    assert_eq!(hours_of(&request, &shifts), ["17 02", "17 09"]);
    assert_eq!(hours_of(&request, &always), ["16 17", "17 00", "17 07", "18 17", "19 00", "19 07", "19 14"]);
}

#[test]
fn a_shift_is_bookable_from_its_first_instant_and_a_booking_ends_with_it() {
    let shift = Span { starts_at: at("2026-08-17T02:20"), ends_at: at("2026-08-17T05:00") };
    let starts =
        free_starts(&request(Asia::Jakarta, "2026-08-17", "2026-08-18"), &jakarta(Working::Shifts(vec![shift])));

    assert_eq!(instants_of(&starts), ["2026-08-17T02:20", "2026-08-17T03:20"]);
}
