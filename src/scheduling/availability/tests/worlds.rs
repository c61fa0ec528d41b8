//! Random worlds: calendars, and what is asked of them.

use chrono_tz::{Africa, America, Antarctica, Asia, Australia, Europe, Pacific};
use proptest::prelude::*;
use proptest::sample::select;

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
pub struct World {
    pub change: NaiveDate,
    pub request: Request,
    pub calendars: Vec<Calendar>,
    /// Where it is, what it needs and its day's limit, where there are such.
    pub location: Option<(Calendar, bool)>,
    pub pools: Vec<Pool>,
    pub quota: Option<Calendar>,
    pub units: u16,
    pub needs_staff: bool,
}

impl World {
    pub fn needs(&self) -> Needs {
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
pub fn minutes(range: RangeInclusive<i64>) -> BoxedStrategy<i64> {
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

pub fn worlds() -> impl Strategy<Value = World> {
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
