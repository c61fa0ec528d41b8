//! Random worlds around the days clocks change, against a reference that looks at every minute by itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use chrono::Timelike;
use proptest::prelude::*;
use proptest::test_runner::RngAlgorithm;

use super::{
    worlds::{World, minutes, worlds},
    *,
};

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

    /// The date that it shows in a minute.
    fn date(&self, minute: usize) -> NaiveDate {
        let days = self.shows[minute].div_euclid(1440);
        NaiveDate::from_num_days_from_ce_opt(days as i32).expect("worlds are not at the end of time")
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
        let mut open = |first: usize, end: usize| {
            minutes.works[first..end].fill(true);
            (first..end).step_by(step).for_each(|minute| minutes.can_start[minute] = true);
        };
        for day in -3..=4 {
            let date = world.change + TimeDelta::days(day);
            if calendar.closed.contains(&date) {
                continue;
            }
            for window in windows_of(&calendar.working, date) {
                let (first, _) = clock.showing(wall(date, window.starts_minute));
                let (_, end) = clock.showing(wall(date, window.ends_minute));
                if window.starts_minute < window.ends_minute {
                    open(first, end);
                }
            }
        }
        if let Working::Shifts(shifts) = &calendar.working {
            let closed = |minute: usize| calendar.closed.contains(&clock.date(minute));
            for shift in shifts {
                let (mut from, end) = (clock.minute(shift.starts_at), clock.minute(shift.ends_at));
                while from < end {
                    let run = (from..end).take_while(|minute| !closed(*minute)).count();
                    if run > 0 {
                        open(from, from + run);
                    }
                    from += run + (from + run..end).take_while(|minute| closed(*minute)).count();
                }
            }
        }
        for Taken { unit, span } in calendar.taken.iter().filter(|taken| taken.unit <= calendar.capacity) {
            let minutes = &mut minutes.busy[usize::from(*unit) - 1];
            minutes[clock.minute(span.starts_at)..clock.minute(span.ends_at)].fill(true);
        }
        minutes
    }

    /// Whether it can be had from then on, so many units of it.
    fn has(&self, minute: usize, request: &Request, units: u16) -> bool {
        let [duration, before, after] =
            [request.duration, request.buffer_before, request.buffer_after].map(|delta| delta.num_minutes() as usize);
        let free = |busy: &&Vec<bool>| !busy[minute - before..minute + duration + after].contains(&true);
        !self.works[minute..minute + duration].contains(&false)
            && self.busy.iter().filter(free).count() >= usize::from(units)
    }

    fn take(&self, minute: usize, request: &Request, units: u16) -> bool {
        self.can_start[minute] && self.has(minute, request, units)
    }
}

fn windows_of(working: &Working, date: NaiveDate) -> Vec<Window> {
    match working {
        Working::Always => vec![Window { starts_minute: 0, ends_minute: 1440 }],
        Working::Shifts(_) => vec![],
        Working::Days { hours, ruled, exceptions } => match exceptions.get(&date) {
            Some(instead) => instead.clone(),
            None => {
                let of_week = hours.iter().filter(|hours| hours.weekday == date.weekday()).map(|hours| hours.window);
                of_week
                    .chain(ruled.iter().filter(|ruled| ruled.dates.contains(&date)).map(|ruled| ruled.window))
                    .collect()
            }
        },
    }
}

fn reference(world: &World) -> Vec<Start> {
    let request = &world.request;
    let clock = Clock::around(world.change, request.time_zone);
    let minutes = |calendar: &Calendar| (calendar.id, Minutes::of(calendar, world));
    let calendars: Vec<_> = world.calendars.iter().map(minutes).collect();
    let location = world.location.as_ref().map(|(location, takes)| (Minutes::of(location, world), *takes));
    let pools: Vec<(u16, Vec<_>)> =
        world.pools.iter().map(|pool| (pool.quantity, pool.calendars.iter().map(minutes).collect())).collect();
    let earliest = clock.minute(request.now + request.minimum_notice);
    let latest = clock.minute(request.now + request.horizon);
    let (from, to) = (wall(request.from, 0), wall(request.to, 0));
    let mut starts = Vec::new();
    for (minute, shown) in clock.shows.iter().enumerate().take(latest + 1).skip(earliest) {
        if !(from <= *shown && *shown < to) {
            continue;
        }
        let able: Vec<_> =
            calendars.iter().filter(|(_, minutes)| minutes.take(minute, request, 1)).map(|(id, _)| *id).collect();
        let leads = if world.needs_staff {
            !able.is_empty()
        } else {
            location.as_ref().is_some_and(|(location, takes)| *takes && location.take(minute, request, world.units))
        };
        let place = location
            .as_ref()
            .is_none_or(|(location, takes)| location.has(minute, request, if *takes { world.units } else { 0 }));
        let resources = pools.iter().all(|(quantity, resources)| {
            let free = resources.iter().filter(|(_, minutes)| minutes.has(minute, request, world.units));
            free.count() >= usize::from(*quantity)
        });
        let limit = world.quota.as_ref().is_none_or(|quota| {
            let of_day = |taken: &&Taken| clock.date(clock.minute(taken.span.starts_at)) == clock.date(minute);
            let used: BTreeSet<_> = quota
                .taken
                .iter()
                .filter(of_day)
                .map(|taken| taken.unit)
                .filter(|unit| *unit <= quota.capacity)
                .collect();
            used.len() < usize::from(quota.capacity)
        });
        if leads && place && resources && limit {
            let calendars = if world.needs_staff { able } else { vec![] };
            starts.push(Start { starts_at: clock.begins + TimeDelta::minutes(minute as i64), calendars });
        }
    }
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
    #![proptest_config(cases(10_000))]

    #[test]
    fn starts_are_those_found_minute_by_minute(world in worlds()) {
        let (found, expected) = (super::super::free_starts(&world.request, &world.needs()), reference(&world));

        prop_assert_eq!(first_difference(&found, &expected), None);
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn one_moment_is_free_exactly_when_it_is_among_the_starts(world in worlds(), others in prop::collection::vec(minutes(-2880..=5760), 8)) {
        let starts: BTreeMap<_, _> =
            super::super::free_starts(&world.request, &world.needs()).into_iter().map(|start| (start.starts_at, start.calendars)).collect();
        let midnight = world.change.and_time(NaiveTime::MIN).and_utc();
        let others = others.into_iter().map(|minute| midnight + TimeDelta::minutes(minute));
        let close = starts.keys().take(8).flat_map(|at| [*at - TimeDelta::nanoseconds(1), *at + TimeDelta::nanoseconds(1)]);

        for at in starts.keys().copied().chain(close).chain(others) {
            let found = super::super::free_at(&world.request, &world.needs(), at);
            prop_assert_eq!(found, starts.get(&at).cloned(), "at {}", at);
        }
    }

    #[test]
    fn starts_do_not_depend_on_the_asked_range(world in worlds()) {
        let wide = Request { from: world.change - TimeDelta::days(2), to: world.change + TimeDelta::days(3), ..world.request };
        let days = wide.from.iter_days().take_while(|date| *date < wide.to);

        let at_once = super::super::free_starts(&wide, &world.needs());
        let day_by_day: Vec<_> = days
            .flat_map(|from| super::super::free_starts(&Request { from, to: from + TimeDelta::days(1), ..wide.clone() }, &world.needs()))
            .collect();

        prop_assert_eq!(first_difference(&at_once, &day_by_day), None);
    }
}
