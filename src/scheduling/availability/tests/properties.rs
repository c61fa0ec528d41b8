//! Random worlds around the days clocks change, against a reference that looks at every minute by itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use chrono::Timelike;
use chrono_tz::{Africa, America, Antarctica, Asia, Australia, Europe, Pacific};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngAlgorithm;

use super::*;

/// A zone with a date on which its clocks change, or nearly so.
const CHANGES: [(Tz, &str); 20] = [
    (Europe::Kyiv, "2026-03-29"),
    (Europe::Kyiv, "2026-10-25"),
    (America::New_York, "2026-03-08"),
    (America::New_York, "2026-11-01"),
    (Australia::Lord_Howe, "2026-04-05"),
    (Australia::Lord_Howe, "2026-10-04"),
    (America::Sao_Paulo, "2018-02-18"),
    (America::Sao_Paulo, "2018-11-04"),
    (Asia::Dhaka, "2009-06-19"),
    (Asia::Dhaka, "2009-12-31"),
    (Asia::Beirut, "2026-03-29"),
    (Asia::Beirut, "2026-10-24"),
    (America::Havana, "2026-03-08"),
    (America::Havana, "2026-11-01"),
    (Pacific::Apia, "2011-12-30"),
    (Pacific::Chatham, "2026-09-27"),
    (Africa::Casablanca, "2026-02-15"),
    (Antarctica::Troll, "2026-03-29"),
    (Asia::Kathmandu, "2026-08-17"),
    (Asia::Jakarta, "2026-08-17"),
];

/// Zones a calendar may be in when it is not in the zone of the request.
const ELSEWHERE: [Tz; 3] = [Tz::UTC, America::New_York, Pacific::Chatham];

#[derive(Debug)]
struct World {
    change: NaiveDate,
    request: Request,
    calendars: Vec<Calendar>,
}

/// Minutes in a range, mostly quarters of an hour so that edges meet.
fn minutes(range: RangeInclusive<i64>) -> BoxedStrategy<i64> {
    let quarters = (range.start() + 14).div_euclid(15)..=range.end().div_euclid(15);
    prop_oneof![4 => quarters.prop_map(|quarter| quarter * 15), 1 => range].boxed()
}

fn deltas(range: RangeInclusive<i64>) -> impl Strategy<Value = TimeDelta> {
    minutes(range).prop_map(TimeDelta::minutes)
}

fn hours(change: NaiveDate) -> impl Strategy<Value = Hours> {
    let minute = || prop_oneof![2 => Just(0), 2 => Just(1440), 5 => minutes(0..=1440)];
    (-2..=2_i64, minute(), minute()).prop_map(move |(day, one, other)| Hours {
        weekday: (change + TimeDelta::days(day)).weekday(),
        starts_minute: one.min(other) as u16,
        ends_minute: one.max(other) as u16,
    })
}

fn taken(change: NaiveDate) -> impl Strategy<Value = Taken> {
    (1..=4_u16, minutes(-2880..=4320), minutes(0..=400)).prop_map(move |(unit, start, length)| {
        let starts_at = change.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(start);
        Taken { unit, span: Span { starts_at, ends_at: starts_at + TimeDelta::minutes(length) } }
    })
}

fn calendars(zone: Tz, change: NaiveDate) -> impl Strategy<Value = Vec<Calendar>> {
    let zones = prop_oneof![2 => Just(zone), 1 => select(&ELSEWHERE[..])];
    let hours = prop::collection::vec(hours(change), 2..8);
    let taken = prop::collection::vec(taken(change), 0..10);
    let calendar = (zones, 1..=3_u16, hours, taken);
    prop::collection::vec(calendar, 1..3).prop_map(|calendars| {
        let numbered = (0..).zip(calendars);
        let build = |(number, (time_zone, capacity, hours, taken))| Calendar {
            id: id(number),
            time_zone,
            capacity,
            hours,
            taken,
        };
        numbered.map(build).collect()
    })
}

fn requests(time_zone: Tz, change: NaiveDate) -> impl Strategy<Value = Request> {
    let dates = (-1..=1_i64, 1..=2_i64);
    let length = (deltas(1..=240), deltas(0..=60), deltas(0..=60), deltas(7..=180));
    let clock = (minutes(-4320..=600), deltas(0..=720), deltas(1440..=10_000));
    (dates, length, clock).prop_map(
        move |((first, days), (duration, buffer_before, buffer_after, step), (now, notice, horizon))| {
            let from = change + TimeDelta::days(first);
            Request {
                from,
                to: from + TimeDelta::days(days),
                time_zone,
                duration,
                buffer_before,
                buffer_after,
                step,
                now: change.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(now),
                minimum_notice: notice,
                horizon,
            }
        },
    )
}

fn worlds() -> impl Strategy<Value = World> {
    select(&CHANGES[..]).prop_flat_map(|(zone, day)| {
        let change = date(day);
        (requests(zone, change), calendars(zone, change)).prop_map(move |(request, calendars)| World {
            change,
            request,
            calendars,
        })
    })
}

/// What the clocks of a zone show in each minute of the days around a date, read from the instants alone.
struct Clock {
    begins: DateTime<Utc>,
    shows: Vec<i64>,
    /// The first and the last minute that shows a time.
    minutes: BTreeMap<i64, (usize, usize)>,
}

/// A time on the wall as a number, since numbers compare faster than dates and there are many minutes to compare.
fn wall(date: NaiveDate, minute: u16) -> i64 {
    i64::from(date.num_days_from_ce()) * 1440 + i64::from(minute)
}

type Clocks = HashMap<(NaiveDate, Tz), Arc<Clock>>;

impl Clock {
    fn around(change: NaiveDate, zone: Tz) -> Arc<Self> {
        static CLOCKS: LazyLock<Mutex<Clocks>> = LazyLock::new(Mutex::default);
        let mut clocks = CLOCKS.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        clocks.entry((change, zone)).or_insert_with(|| Arc::new(Self::read(change, zone))).clone()
    }

    fn read(change: NaiveDate, zone: Tz) -> Self {
        let begins = (change - TimeDelta::days(5)).and_time(NaiveTime::MIN).and_utc();
        let show = |minute| {
            let local = (begins + TimeDelta::minutes(minute)).with_timezone(&zone).naive_local();
            wall(local.date(), (local.hour() * 60 + local.minute()) as u16)
        };
        let shows: Vec<_> = (0..11 * 1440).map(show).collect();
        let mut minutes = BTreeMap::new();
        for (minute, wall) in shows.iter().enumerate() {
            minutes.entry(*wall).or_insert((minute, minute)).1 = minute;
        }
        Self { begins, shows, minutes }
    }

    fn minute(&self, at: DateTime<Utc>) -> usize {
        (at - self.begins).num_minutes() as usize
    }

    /// The first and last minute that shows this, or the first that shows more where none does.
    fn showing(&self, wall: i64) -> (usize, usize) {
        let (shown, (first, last)) = self.minutes.range(wall..).next().expect("worlds stay within their clock");
        if *shown == wall { (*first, *last) } else { (*first, *first) }
    }
}

/// A calendar as one flag a minute.
struct Minutes {
    works: Vec<bool>,
    can_start: Vec<bool>,
    busy: Vec<Vec<bool>>,
}

impl Minutes {
    fn of(calendar: &Calendar, world: &World) -> Self {
        let clock = Clock::around(world.change, calendar.time_zone);
        let blank = vec![false; clock.shows.len()];
        let mut minutes =
            Self { works: blank.clone(), can_start: blank.clone(), busy: vec![blank; calendar.capacity.into()] };
        let step = world.request.step.num_minutes() as usize;
        for day in -3..=4 {
            let date = world.change + TimeDelta::days(day);
            for hours in calendar.hours.iter().filter(|hours| hours.weekday == date.weekday()) {
                let (first, _) = clock.showing(wall(date, hours.starts_minute));
                let (_, end) = clock.showing(wall(date, hours.ends_minute));
                if hours.starts_minute < hours.ends_minute {
                    minutes.works[first..end].fill(true);
                    (first..end).step_by(step).for_each(|minute| minutes.can_start[minute] = true);
                }
            }
        }
        for Taken { unit, span } in calendar.taken.iter().filter(|taken| taken.unit <= calendar.capacity) {
            let minutes = &mut minutes.busy[usize::from(*unit) - 1];
            minutes[clock.minute(span.starts_at)..clock.minute(span.ends_at)].fill(true);
        }
        minutes
    }

    fn take(&self, minute: usize, request: &Request) -> bool {
        let [duration, before, after] =
            [request.duration, request.buffer_before, request.buffer_after].map(|delta| delta.num_minutes() as usize);
        self.can_start[minute]
            && !self.works[minute..minute + duration].contains(&false)
            && self.busy.iter().any(|busy| !busy[minute - before..minute + duration + after].contains(&true))
    }
}

fn reference(world: &World) -> Vec<Start> {
    let request = &world.request;
    let clock = Clock::around(world.change, request.time_zone);
    let calendars: Vec<_> =
        world.calendars.iter().map(|calendar| (calendar.id, Minutes::of(calendar, world))).collect();
    let earliest = clock.minute(request.now + request.minimum_notice);
    let latest = clock.minute(request.now + request.horizon);
    let (from, to) = (wall(request.from, 0), wall(request.to, 0));
    let mut starts = Vec::new();
    for (minute, shown) in clock.shows.iter().enumerate().take(latest + 1).skip(earliest) {
        if from <= *shown && *shown < to {
            let able = calendars.iter().filter(|(_, minutes)| minutes.take(minute, request));
            let calendars: Vec<_> = able.map(|(id, _)| *id).collect();
            starts.push(Start { starts_at: clock.begins + TimeDelta::minutes(minute as i64), calendars });
        }
    }
    starts.retain(|start| !start.calendars.is_empty());
    starts
}

/// The default generator is a cipher, and without optimisation takes longer than the tests do.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_algorithm: RngAlgorithm::XorShift, ..ProptestConfig::default() }
}

/// Short enough to read in a failure, where two whole lists are not.
fn first_difference<'a>(found: &'a [Start], expected: &'a [Start]) -> Option<(Option<&'a Start>, Option<&'a Start>)> {
    let longest = found.len().max(expected.len());
    (0..longest).map(|index| (found.get(index), expected.get(index))).find(|(found, expected)| found != expected)
}

proptest! {
    #![proptest_config(cases(8_000))]

    #[test]
    fn starts_are_those_found_minute_by_minute(world in worlds()) {
        let (found, expected) = (free_starts(&world.request, &world.calendars), reference(&world));

        prop_assert_eq!(first_difference(&found, &expected), None);
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn one_moment_is_free_exactly_when_it_is_among_the_starts(world in worlds(), others in prop::collection::vec(minutes(-2880..=5760), 8)) {
        let starts: BTreeMap<_, _> =
            free_starts(&world.request, &world.calendars).into_iter().map(|start| (start.starts_at, start.calendars)).collect();
        let midnight = world.change.and_time(NaiveTime::MIN).and_utc();
        let others = others.into_iter().map(|minute| midnight + TimeDelta::minutes(minute));
        let close = starts.keys().take(8).flat_map(|at| [*at - TimeDelta::nanoseconds(1), *at + TimeDelta::nanoseconds(1)]);

        for at in starts.keys().copied().chain(close).chain(others) {
            let among_the_starts = starts.get(&at).cloned().unwrap_or_default();
            prop_assert_eq!(free_at(&world.request, &world.calendars, at), among_the_starts, "at {}", at);
        }
    }

    #[test]
    fn starts_do_not_depend_on_the_asked_range(world in worlds()) {
        let wide = Request { from: world.change - TimeDelta::days(2), to: world.change + TimeDelta::days(3), ..world.request };
        let days = wide.from.iter_days().take_while(|date| *date < wide.to);

        let at_once = free_starts(&wide, &world.calendars);
        let day_by_day: Vec<_> = days
            .flat_map(|from| free_starts(&Request { from, to: from + TimeDelta::days(1), ..wide.clone() }, &world.calendars))
            .collect();

        prop_assert_eq!(first_difference(&at_once, &day_by_day), None);
    }
}
