//! When a calendar can be booked at all: wall time, made into instants of its zone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{
    DateTime, Datelike, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::{GapInfo, Tz};

use super::sweep::{Span, joined};

/// Minutes of the wall clock, from midnight to at most 1440, the next day's; a window that ends before it starts is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub starts_minute: u16,
    pub ends_minute: u16,
}

/// The window of one weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    pub weekday: Weekday,
    pub window: Window,
}

/// The window of some dates: what a recurrence rule comes to in the days that matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    pub dates: Vec<NaiveDate>,
    pub window: Window,
}

/// When a calendar can be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Working {
    /// At any time.
    Always,
    /// In the windows of its week and of its rules; on dates that are exceptions, in theirs instead.
    Days { hours: Vec<Hours>, ruled: Vec<Ruled>, exceptions: BTreeMap<NaiveDate, Vec<Window>> },
    /// In exactly these stretches.
    Shifts(Vec<Span>),
}

impl Working {
    /// A plain week.
    pub fn week(hours: Vec<Hours>) -> Self {
        Self::Days { hours, ruled: Vec::new(), exceptions: BTreeMap::new() }
    }

    /// Whether there is any time in it.
    pub fn is_never(&self) -> bool {
        match self {
            Self::Always => false,
            Self::Days { hours, ruled, exceptions } => {
                hours.is_empty() && ruled.is_empty() && exceptions.values().all(Vec::is_empty)
            }
            Self::Shifts(shifts) => shifts.is_empty(),
        }
    }

    /// The windows that touch the time between the two instants, as entered: they may touch or overlap. On closed dates
    /// there are none.
    pub(super) fn windows(
        &self,
        zone: Tz,
        closed: &BTreeSet<NaiveDate>,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Option<Vec<Span>> {
        let date_of = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        // A clock set across midnight puts the instants of a date's window on the date beside it.
        let margin = Days::new(2);
        let first = date_of(from).checked_sub_days(margin)?;
        let last = date_of(to).checked_add_days(margin)?;
        let dates = || first.iter_days().take_while(move |date| *date <= last).filter(|date| !closed.contains(date));
        let windows: Vec<Span> = match self {
            Self::Always => dates().filter_map(|date| Window::WHOLE_DAY.on(date, zone)).collect(),
            Self::Days { hours, ruled, exceptions } => dates()
                .flat_map(|date| on_date(hours, ruled, exceptions, date).into_iter().map(move |window| (date, window)))
                .filter_map(|(date, window)| window.on(date, zone))
                .collect(),
            Self::Shifts(shifts) => {
                let closed = joined(closed.iter().filter_map(|date| day(zone, *date)).collect());
                shifts.iter().flat_map(|shift| shift.without(&closed)).collect()
            }
        };
        Some(windows.into_iter().filter(|window| window.starts_at < to && from < window.ends_at).collect())
    }

    /// How much of a span is in it, less closed dates and what is away: time that is in twice counts once.
    pub fn time_in(&self, zone: Tz, closed: &BTreeSet<NaiveDate>, away: Vec<Span>, span: Span) -> TimeDelta {
        let away = joined(away);
        let windows = self.windows(zone, closed, span.starts_at, span.ends_at).unwrap_or_default();
        let within = |window: Span| Span {
            starts_at: window.starts_at.max(span.starts_at),
            ends_at: window.ends_at.min(span.ends_at),
        };
        let runs = joined(windows.into_iter().map(within).collect());
        runs.iter().flat_map(|run| run.without(&away)).map(|left| left.ends_at - left.starts_at).sum()
    }
}

fn on_date(
    hours: &[Hours],
    ruled: &[Ruled],
    exceptions: &BTreeMap<NaiveDate, Vec<Window>>,
    date: NaiveDate,
) -> Vec<Window> {
    if let Some(windows) = exceptions.get(&date) {
        return windows.clone();
    }
    let of_week = hours.iter().filter(|hours| hours.weekday == date.weekday()).map(|hours| hours.window);
    let of_rules = ruled.iter().filter(|ruled| ruled.dates.contains(&date)).map(|ruled| ruled.window);
    of_week.chain(of_rules).collect()
}

impl Window {
    const WHOLE_DAY: Self = Self { starts_minute: 0, ends_minute: 1440 };

    /// A start the clock skips is the first instant after, and one it shows twice the earlier; an end it shows twice is
    /// the later.
    fn on(self, date: NaiveDate, zone: Tz) -> Option<Span> {
        if self.starts_minute >= self.ends_minute || self.ends_minute > 1440 {
            return None;
        }
        let wall = |minute: u16| date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(minute.into()));
        let (starts_at, _) = instants(zone, wall(self.starts_minute)?)?;
        let (_, ends_at) = instants(zone, wall(self.ends_minute)?)?;
        (starts_at < ends_at).then_some(Span { starts_at, ends_at })
    }
}

/// All of a date, from its first instant to the next date's first.
pub(super) fn day(zone: Tz, date: NaiveDate) -> Option<Span> {
    let midnight = |date: NaiveDate| Some(instants(zone, date.and_time(NaiveTime::MIN))?.0);
    Some(Span { starts_at: midnight(date)?, ends_at: midnight(date.succ_opt()?)? })
}

/// The earliest and the latest instant at which a clock in the zone shows that time, or where it skips it, the first
/// instant after the gap.
pub(super) fn instants(zone: Tz, wall: NaiveDateTime) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let (earliest, latest) = match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(at) => (at, at),
        MappedLocalTime::Ambiguous(earlier, later) => (earlier, later),
        MappedLocalTime::None => GapInfo::new(&wall, &zone)?.end.map(|at| (at, at))?,
    };
    Some((earliest.to_utc(), latest.to_utc()))
}
