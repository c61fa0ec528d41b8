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
    /// Where it is, what it needs and its day's limit, where there are such.
    location: Option<(Calendar, bool)>,
    pools: Vec<Pool>,
    quota: Option<Calendar>,
    units: u16,
    needs_staff: bool,
}

impl World {
    fn needs(&self) -> Needs {
        Needs {
            staff: self.needs_staff.then(|| self.calendars.clone()),
            location: self.location.as_ref().map(|(location, _)| location.clone()),
            takes_place: self.location.as_ref().is_some_and(|(_, takes)| *takes),
            pools: self.pools.clone(),
            quotas: self.quota.iter().cloned().collect(),
            units: self.units,
        }
    }
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
        window: Window { starts_minute: one.min(other) as u16, ends_minute: one.max(other) as u16 },
    })
}

fn dates(change: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (-2..=2_i64).prop_map(move |day| change + TimeDelta::days(day))
}

fn ruled(change: NaiveDate) -> impl Strategy<Value = Ruled> {
    let dates = prop::collection::vec(dates(change), 0..4);
    (dates, hours(change)).prop_map(|(dates, hours)| Ruled { dates, window: hours.window })
}

/// A week, rules and exceptions; or shifts; or always.
fn working(change: NaiveDate) -> impl Strategy<Value = Working> {
    let hours_of_day = || prop::collection::vec(hours(change), 0..3);
    let exceptions = prop::collection::btree_map(dates(change), hours_of_day(), 0..3).prop_map(|days| {
        days.into_iter().map(|(date, hours)| (date, hours.iter().map(|hours| hours.window).collect())).collect()
    });
    let days = (prop::collection::vec(hours(change), 2..8), prop::collection::vec(ruled(change), 0..2), exceptions);
    prop_oneof![
        6 => days.prop_map(|(hours, ruled, exceptions)| Working::Days { hours, ruled, exceptions }),
        2 => prop::collection::vec(taken(change), 0..5)
            .prop_map(|shifts| Working::Shifts(shifts.into_iter().map(|shift| shift.span).collect())),
        1 => Just(Working::Always),
    ]
}

fn taken(change: NaiveDate) -> impl Strategy<Value = Taken> {
    (1..=4_u16, minutes(-2880..=4320), minutes(0..=400)).prop_map(move |(unit, start, length)| {
        let starts_at = change.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(start);
        Taken { unit, span: Span { starts_at, ends_at: starts_at + TimeDelta::minutes(length) } }
    })
}

fn calendars(
    zone: Tz,
    change: NaiveDate,
    how_many: std::ops::Range<usize>,
    first: u128,
) -> impl Strategy<Value = Vec<Calendar>> {
    let zones = prop_oneof![2 => Just(zone), 1 => select(&ELSEWHERE[..])];
    let taken = prop::collection::vec(taken(change), 0..10);
    let closed = prop_oneof![3 => Just(BTreeSet::new()), 1 => prop::collection::btree_set(dates(change), 1..3)];
    let calendar = (zones, 1..=3_u16, working(change), closed, taken);
    prop::collection::vec(calendar, how_many).prop_map(move |calendars| {
        let numbered = (first..).zip(calendars);
        let build = |(number, (time_zone, capacity, working, closed, taken))| Calendar {
            id: id(number),
            time_zone,
            capacity,
            working,
            closed,
            taken,
        };
        numbered.map(build).collect()
    })
}

/// A calendar that is mostly open, or nothing would ever be free of everything at once.
fn open(mut calendar: Calendar, always: bool) -> Calendar {
    if always {
        calendar.working = Working::Always;
    }
    calendar
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
                rules: Rules::All,
            }
        },
    )
}

fn worlds() -> impl Strategy<Value = World> {
    select(&CHANGES[..]).prop_flat_map(|(zone, day)| {
        let change = date(day);
        let shared = prop::option::weighted(0.6, (calendars(zone, change, 1..2, 50), any::<bool>(), any::<bool>()));
        let pools = prop::collection::vec((1..=2_u16, calendars(zone, change, 1..4, 60), any::<bool>()), 0..2);
        let quota = prop::option::weighted(0.3, quotas(zone, change));
        let rest = (shared, pools, quota, prop_oneof![4 => Just(1), 1 => 2..=3_u16], prop::bool::weighted(0.8));
        (requests(zone, change), calendars(zone, change, 1..3, 0), rest).prop_map(
            move |(request, calendars, (shared, pools, quota, units, needs_staff))| World {
                change,
                request,
                calendars,
                location: shared.map(|(mut location, always, takes)| (open(location.remove(0), always), takes)),
                pools: pools
                    .into_iter()
                    .map(|(quantity, calendars, always)| Pool {
                        quantity,
                        calendars: calendars.into_iter().map(|calendar| open(calendar, always)).collect(),
                    })
                    .collect(),
                quota,
                units,
                needs_staff,
            },
        )
    })
}

/// A limit of so many a day, with whole days of it taken.
fn quotas(zone: Tz, change: NaiveDate) -> impl Strategy<Value = Calendar> {
    let days = prop::collection::btree_set((1..=2_u16, -2..=2_i64), 0..6);
    (1..=2_u16, days).prop_map(move |(capacity, days)| {
        let taken = days.into_iter().filter_map(|(unit, day)| {
            let span = super::super::working::day(zone, change + TimeDelta::days(day))?;
            (span.starts_at < span.ends_at).then_some(Taken { unit, span })
        });
        Calendar { working: Working::Always, capacity, taken: taken.collect(), ..calendar(zone, &[]) }
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
