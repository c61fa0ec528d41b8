//! When a booking can start: working time less what is taken and the buffers, cut into starts by step, notice and horizon.
//! Starts count from each window as it was entered, so they stay put whatever range is asked, yet a booking may run on
//! from one window into the next where the two touch.

use std::collections::BTreeMap;
use std::iter::successors;
use std::ops::RangeInclusive;

use chrono::{
    DateTime, Datelike, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::{GapInfo, Tz};

use super::model::CalendarId;

/// A half-open stretch of time, `starts_at` inclusive, `ends_at` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// Weekly working time in minutes of the wall clock of the calendar's zone. `ends_minute` goes up to 1440, the next
/// day's midnight; hours that end before they start are no hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    pub weekday: Weekday,
    pub starts_minute: u16,
    pub ends_minute: u16,
}

/// Time on one of the units of a calendar that nobody else can have, the buffers of that booking included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub unit: u16,
    pub span: Span,
}

/// What has time that can be taken, with what is taken already. Its units are numbered from 1 to `capacity`.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub id: CalendarId,
    pub time_zone: Tz,
    pub capacity: u16,
    pub hours: Vec<Hours>,
    pub taken: Vec<Taken>,
}

/// What is asked for. One that makes no sense (no duration, no step, a negative buffer, a time outside the years 1 to
/// 9999) has no starts.
#[derive(Clone, Debug)]
pub struct Request {
    /// The first date a booking may start on, in `time_zone`.
    pub from: NaiveDate,
    /// The date after the last one.
    pub to: NaiveDate,
    pub time_zone: Tz,
    pub duration: TimeDelta,
    pub buffer_before: TimeDelta,
    pub buffer_after: TimeDelta,
    pub step: TimeDelta,
    pub now: DateTime<Utc>,
    /// The earliest start is `now` plus this.
    pub minimum_notice: TimeDelta,
    /// The latest start is `now` plus this, that moment included.
    pub horizon: TimeDelta,
}

/// A time a booking can start, and who could take it, ordered by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    pub starts_at: DateTime<Utc>,
    pub calendars: Vec<CalendarId>,
}

/// Every time a booking can start, in order.
pub fn free_starts(request: &Request, calendars: &[Calendar]) -> Vec<Start> {
    request.bounds().map(|bounds| starts_within(&bounds, request, calendars)).unwrap_or_default()
}

/// The calendars that could take a booking starting exactly then: those that `free_starts` names at that time.
pub fn free_at(request: &Request, calendars: &[Calendar], starts_at: DateTime<Utc>) -> Vec<CalendarId> {
    request
        .bounds()
        .filter(|bounds| bounds.contains(&starts_at))
        .and_then(|_| starts_within(&(starts_at..=starts_at), request, calendars).pop())
        .map(|start| start.calendars)
        .unwrap_or_default()
}

type Bounds = RangeInclusive<DateTime<Utc>>;

fn starts_within(bounds: &Bounds, request: &Request, calendars: &[Calendar]) -> Vec<Start> {
    let mut free = Vec::new();
    for calendar in calendars {
        let starts = calendar.starts(bounds, request).unwrap_or_default();
        free.extend(starts.into_iter().map(|starts_at| (starts_at, calendar.id)));
    }
    free.sort();
    free.dedup();
    free.chunk_by(|a, b| a.0 == b.0)
        .map(|same| Start { starts_at: same[0].0, calendars: same.iter().map(|(_, id)| *id).collect() })
        .collect()
}

impl Request {
    /// The first and the last instant a booking may start at, or none where there is no such instant.
    fn bounds(&self) -> Option<Bounds> {
        let nothing = TimeDelta::zero();
        if self.duration <= nothing || self.step <= nothing || self.buffer_before.min(self.buffer_after) < nothing {
            return None;
        }
        let midnight = |date: NaiveDate| Some(instants(self.time_zone, date.and_time(NaiveTime::MIN))?.0);
        let before_midnight = midnight(self.to)?.checked_sub_signed(TimeDelta::nanoseconds(1))?;
        let first = midnight(self.from)?.max(saturating_add(self.now, self.minimum_notice));
        let last = before_midnight.min(saturating_add(self.now, self.horizon));
        let end = last.checked_add_signed(self.duration)?;
        (first <= last && first.year() >= 1 && end.year() <= 9999).then_some(first..=last)
    }

    /// Whether a booking that starts then lies in working time and, with its buffers, has one of the units to itself.
    fn fits(&self, starts_at: DateTime<Utc>, working: &mut Sweep, units: &mut [Sweep]) -> Option<bool> {
        let ends_at = starts_at.checked_add_signed(self.duration)?;
        let works =
            working.first_after(starts_at).is_some_and(|run| run.starts_at <= starts_at && ends_at <= run.ends_at);
        if !works {
            return Some(false);
        }
        let blocked_from = starts_at.checked_sub_signed(self.buffer_before)?;
        let blocked_to = ends_at.checked_add_signed(self.buffer_after)?;
        let free = |unit: &mut Sweep| unit.first_after(blocked_from).is_none_or(|taken| blocked_to <= taken.starts_at);
        Some(units.iter_mut().any(free))
    }
}

impl Calendar {
    fn starts(&self, bounds: &Bounds, request: &Request) -> Option<Vec<DateTime<Utc>>> {
        let windows = self.windows(*bounds.start(), bounds.end().checked_add_signed(request.duration)?)?;
        let grid = windows.iter().flat_map(|window| {
            successors(Some(window.starts_at), |at| at.checked_add_signed(request.step))
                .take_while(|at| *at < window.ends_at && at <= bounds.end())
                .filter(|at| at >= bounds.start())
        });
        let mut starts: Vec<_> = grid.collect();
        starts.sort();
        let (mut working, mut units) = (Sweep::over(windows), self.units());
        starts.retain(|at| request.fits(*at, &mut working, &mut units) == Some(true));
        Some(starts)
    }

    /// The working windows that touch the time between the two instants, as entered: they may touch or overlap.
    fn windows(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<Vec<Span>> {
        let date_of = |at: DateTime<Utc>| at.with_timezone(&self.time_zone).date_naive();
        // A clock set across midnight puts the instants of a date's window on the date beside it.
        let margin = Days::new(2);
        let first = date_of(from).checked_sub_days(margin)?;
        let last = date_of(to).checked_add_days(margin)?;
        let windows = first
            .iter_days()
            .take_while(|date| *date <= last)
            .flat_map(|date| self.hours.iter().filter_map(move |hours| hours.on(date, self.time_zone)))
            .filter(|window| window.starts_at < to && from < window.ends_at);
        Some(windows.collect())
    }

    /// What is taken, unit by unit. One unit with nothing taken stands for all of those.
    fn units(&self) -> Vec<Sweep> {
        let mut taken = BTreeMap::<u16, Vec<Span>>::new();
        for Taken { unit, span } in &self.taken {
            if (1..=self.capacity).contains(unit) && span.starts_at < span.ends_at {
                taken.entry(*unit).or_default().push(*span);
            }
        }
        let untouched = (taken.len() < self.capacity.into()).then(Vec::new);
        untouched.into_iter().chain(taken.into_values()).map(Sweep::over).collect()
    }
}

impl Hours {
    /// A start the clock skips is the first instant after, and one it shows twice the earlier; an end it shows twice is
    /// the later.
    fn on(&self, date: NaiveDate, zone: Tz) -> Option<Span> {
        if date.weekday() != self.weekday || self.starts_minute >= self.ends_minute || self.ends_minute > 1440 {
            return None;
        }
        let wall = |minute: u16| date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(minute.into()));
        let (starts_at, _) = instants(zone, wall(self.starts_minute)?)?;
        let (_, ends_at) = instants(zone, wall(self.ends_minute)?)?;
        (starts_at < ends_at).then_some(Span { starts_at, ends_at })
    }
}

/// The earliest and the latest instant at which a clock in the zone shows that time, or where it skips it, the first
/// instant after the gap.
fn instants(zone: Tz, wall: NaiveDateTime) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let (earliest, latest) = match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(at) => (at, at),
        MappedLocalTime::Ambiguous(earlier, later) => (earlier, later),
        MappedLocalTime::None => GapInfo::new(&wall, &zone)?.end.map(|at| (at, at))?,
    };
    Some((earliest.to_utc(), latest.to_utc()))
}

/// Spans put in order and joined where they touch, for a reader whose own times never go back.
struct Sweep {
    spans: Vec<Span>,
    next: usize,
}

impl Sweep {
    fn over(mut spans: Vec<Span>) -> Self {
        spans.sort();
        spans.dedup_by(|next, run| {
            let touches = next.starts_at <= run.ends_at;
            if touches {
                run.ends_at = run.ends_at.max(next.ends_at);
            }
            touches
        });
        Self { spans, next: 0 }
    }

    /// The first span that ends after that instant, which is no earlier than the one asked before.
    fn first_after(&mut self, at: DateTime<Utc>) -> Option<Span> {
        while self.spans.get(self.next).is_some_and(|span| span.ends_at <= at) {
            self.next += 1;
        }
        self.spans.get(self.next).copied()
    }
}

fn saturating_add(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    let limit = if by < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    at.checked_add_signed(by).unwrap_or(limit)
}

#[cfg(test)]
mod tests;
