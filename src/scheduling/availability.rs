//! When a booking can start, and what it would take: working time less what is taken and the buffers, of everything that
//! is needed at once, cut into starts by step, notice and horizon. Starts count from each window as it was entered, so they
//! stay put whatever range is asked, yet a booking may run on from one window into the next where the two touch.

mod reasons;
mod sweep;
mod working;

use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::model::CalendarId;
pub use reasons::{Reason, why};
pub use sweep::Span;
use sweep::Sweep;
pub use working::{Hours, Ruled, Window, Working};

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
    pub working: Working,
    /// Dates of its zone on which it cannot be booked whatever `working` says: holidays.
    pub closed: BTreeSet<NaiveDate>,
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
    /// Staff may book between the steps, and, where they say so, outside notice, horizon and working time; what is taken
    /// is taken for them too.
    pub rules: Rules,
}

/// How much of the rules holds for whoever asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rules {
    #[default]
    All,
    /// Any minute may be a start.
    AnyMinute,
    /// Only what is taken counts.
    OnlyTaken,
}

/// All that a booking takes time of, at once.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// Whoever could do it: one of them does. `None`: it needs nobody.
    pub staff: Option<Vec<Calendar>>,
    /// Where it is: its opening hours bound everything, and where `takes_place`, it takes places there.
    pub location: Option<Calendar>,
    pub takes_place: bool,
    pub pools: Vec<Pool>,
    /// What takes one unit of a whole day, in the zone of the request: limits of so many a day.
    pub quotas: Vec<Calendar>,
    /// How many places at the location, and units of each of the resources, it takes.
    pub units: u16,
}

/// Resources of a kind, of which it needs so many.
#[derive(Clone, Debug)]
pub struct Pool {
    pub quantity: u16,
    pub calendars: Vec<Calendar>,
}

/// A time a booking can start, and which of the staff could take it, ordered by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    pub starts_at: DateTime<Utc>,
    pub calendars: Vec<CalendarId>,
}

/// Time that a booking takes of one calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taking {
    pub calendar: CalendarId,
    pub units: u16,
    pub span: Span,
}

/// Every time a booking can start, in order.
pub fn free_starts(request: &Request, needs: &Needs) -> Vec<Start> {
    request.bounds().and_then(|bounds| starts_within(&bounds, request, needs)).unwrap_or_default()
}

/// The staff who could take a booking starting exactly then: those that `free_starts` names at that time. `Some` and empty
/// where it needs nobody.
pub fn free_at(request: &Request, needs: &Needs, starts_at: DateTime<Utc>) -> Option<Vec<CalendarId>> {
    let bounds = request.bounds()?;
    if !bounds.contains(&starts_at) {
        return None;
    }
    Some(starts_within(&(starts_at..=starts_at), request, needs)?.pop()?.calendars)
}

/// What a booking starting exactly then would take, the least busy of the staff first; nothing where it cannot start.
pub fn choose(request: &Request, needs: &Needs, starts_at: DateTime<Utc>) -> Option<Vec<Taking>> {
    let free = free_at(request, needs, starts_at)?;
    let span = request.blocked(starts_at)?;
    let taking = |calendar: &Calendar, units| Taking { calendar: calendar.id, units, span };
    let mut takings = Vec::new();
    if let Some(staff) = &needs.staff {
        let day = working::day(request.time_zone, starts_at.with_timezone(&request.time_zone).date_naive())?;
        let able = staff.iter().filter(|calendar| free.contains(&calendar.id));
        let least = able.min_by_key(|calendar| (calendar.busy_in(day), calendar.taken.len(), calendar.id))?;
        takings.push(taking(least, 1));
    }
    takings.extend(needs.location.iter().filter(|_| needs.takes_place).map(|location| taking(location, needs.units)));
    for pool in &needs.pools {
        let mut free = pool.calendars.iter().filter(|calendar| calendar.is_free(request, needs.units, starts_at));
        let chosen: Vec<_> =
            free.by_ref().take(pool.quantity.into()).map(|calendar| taking(calendar, needs.units)).collect();
        takings.extend(chosen);
    }
    let day = working::day(request.time_zone, starts_at.with_timezone(&request.time_zone).date_naive())?;
    takings.extend(needs.quotas.iter().map(|quota| Taking { calendar: quota.id, units: 1, span: day }));
    takings.sort_by_key(|taking| taking.calendar);
    takings.dedup_by_key(|taking| taking.calendar);
    Some(takings)
}

type Bounds = RangeInclusive<DateTime<Utc>>;

fn starts_within(bounds: &Bounds, request: &Request, needs: &Needs) -> Option<Vec<Start>> {
    let leads: Vec<&Calendar> = match &needs.staff {
        Some(staff) => staff.iter().collect(),
        None => needs.location.iter().filter(|_| needs.takes_place).collect(),
    };
    let mut free = Vec::new();
    for lead in leads {
        let units = if needs.staff.is_some() { 1 } else { needs.units };
        let starts = lead.starts(bounds, request, units).unwrap_or_default();
        free.extend(starts.into_iter().map(|starts_at| (starts_at, lead.id)));
    }
    free.sort();
    free.dedup();
    let mut shared = Shared::of(bounds, request, needs)?;
    let starts = free.chunk_by(|a, b| a.0 == b.0).filter(|same| shared.has(request, needs, same[0].0) == Some(true));
    let nobody = needs.staff.is_none();
    let start = |same: &[(DateTime<Utc>, CalendarId)]| Start {
        starts_at: same[0].0,
        calendars: if nobody { vec![] } else { same.iter().map(|(_, id)| *id).collect() },
    };
    Some(starts.map(start).collect())
}

/// What every start needs, whoever takes it.
struct Shared {
    location: Option<Ready>,
    pools: Vec<(u16, Vec<Ready>)>,
    quotas: Vec<Vec<Sweep>>,
}

impl Shared {
    fn of(bounds: &Bounds, request: &Request, needs: &Needs) -> Option<Self> {
        let ready = |calendar: &Calendar| calendar.ready(bounds, request);
        let pools = needs
            .pools
            .iter()
            .map(|pool| Some((pool.quantity, pool.calendars.iter().map(ready).collect::<Option<_>>()?)));
        Some(Self {
            location: match &needs.location {
                Some(location) => Some(ready(location)?),
                None => None,
            },
            pools: pools.collect::<Option<_>>()?,
            quotas: needs.quotas.iter().map(Calendar::units).collect(),
        })
    }

    /// Whether all of it is there for a booking that starts then; the times asked never go back.
    fn has(&mut self, request: &Request, needs: &Needs, starts_at: DateTime<Utc>) -> Option<bool> {
        let span = Span { starts_at, ends_at: starts_at.checked_add_signed(request.duration)? };
        let blocked = request.blocked(starts_at)?;
        let places = if needs.takes_place { needs.units } else { 0 };
        if self.location.as_mut().is_some_and(|location| !location.is_free(request, places, span, blocked)) {
            return Some(false);
        }
        for (quantity, resources) in &mut self.pools {
            let free =
                resources.iter_mut().filter_map(|one| one.is_free(request, needs.units, span, blocked).then_some(()));
            if free.take((*quantity).into()).count() < (*quantity).into() {
                return Some(false);
            }
        }
        if self.quotas.is_empty() {
            return Some(true);
        }
        let day = working::day(request.time_zone, starts_at.with_timezone(&request.time_zone).date_naive())?;
        Some(self.quotas.iter_mut().all(|units| units.iter_mut().any(|unit| unit.spares(day))))
    }
}

impl Request {
    /// The first and the last instant a booking may start at, or none where there is no such instant.
    fn bounds(&self) -> Option<Bounds> {
        let nothing = TimeDelta::zero();
        if self.duration <= nothing || self.step <= nothing || self.buffer_before.min(self.buffer_after) < nothing {
            return None;
        }
        let midnight = |date: NaiveDate| Some(working::instants(self.time_zone, date.and_time(NaiveTime::MIN))?.0);
        let before_midnight = midnight(self.to)?.checked_sub_signed(TimeDelta::nanoseconds(1))?;
        let (mut first, mut last) = (midnight(self.from)?, before_midnight);
        if self.rules != Rules::OnlyTaken {
            first = first.max(saturating_add(self.now, self.minimum_notice));
            last = last.min(saturating_add(self.now, self.horizon));
        }
        let end = last.checked_add_signed(self.duration)?;
        (first <= last && first.year() >= 1 && end.year() <= 9999).then_some(first..=last)
    }

    /// The time that a booking blocks: with its buffers.
    pub fn blocked(&self, starts_at: DateTime<Utc>) -> Option<Span> {
        let ends_at = starts_at.checked_add_signed(self.duration)?.checked_add_signed(self.buffer_after)?;
        Some(Span { starts_at: starts_at.checked_sub_signed(self.buffer_before)?, ends_at })
    }
}

/// A calendar, ready to be asked about one time after another.
struct Ready {
    working: Sweep,
    units: Vec<Sweep>,
    untouched: usize,
}

impl Ready {
    fn is_free(&mut self, request: &Request, units: u16, span: Span, blocked: Span) -> bool {
        (request.rules == Rules::OnlyTaken || self.working.covers(span)) && self.has_free(units, blocked)
    }

    /// Whether so many units are free all that time. A unit that is passed over is asked again later: none goes back.
    fn has_free(&mut self, units: u16, blocked: Span) -> bool {
        let needed = usize::from(units).saturating_sub(self.untouched);
        needed == 0
            || self.units.iter_mut().filter_map(|unit| unit.spares(blocked).then_some(())).take(needed).count()
                == needed
    }
}

impl Calendar {
    fn starts(&self, bounds: &Bounds, request: &Request, units: u16) -> Option<Vec<DateTime<Utc>>> {
        let mut starts: Vec<_> = match request.rules {
            Rules::All => {
                let windows = self.windows(bounds, request)?;
                let grid = windows.iter().flat_map(|window| {
                    successors(Some(window.starts_at), |at| at.checked_add_signed(request.step))
                        .take_while(|at| *at < window.ends_at && at <= bounds.end())
                        .filter(|at| at >= bounds.start())
                });
                grid.collect()
            }
            Rules::AnyMinute | Rules::OnlyTaken => {
                successors(Some(*bounds.start()), |at| at.checked_add_signed(request.step))
                    .take_while(|at| at <= bounds.end())
                    .collect()
            }
        };
        starts.sort();
        let mut ready = self.ready(bounds, request)?;
        starts.retain(|at| {
            let ends_at = at.checked_add_signed(request.duration);
            let span = ends_at.map(|ends_at| Span { starts_at: *at, ends_at });
            span.zip(request.blocked(*at)).is_some_and(|(span, blocked)| ready.is_free(request, units, span, blocked))
        });
        Some(starts)
    }

    fn ready(&self, bounds: &Bounds, request: &Request) -> Option<Ready> {
        let (units, untouched) = self.touched();
        let working = if request.rules == Rules::OnlyTaken { vec![] } else { self.windows(bounds, request)? };
        Some(Ready { working: Sweep::over(working), units, untouched })
    }

    fn is_free(&self, request: &Request, units: u16, starts_at: DateTime<Utc>) -> bool {
        let ends_at = starts_at.checked_add_signed(request.duration);
        let span = ends_at.map(|ends_at| Span { starts_at, ends_at });
        let ready = self.ready(&(starts_at..=starts_at), request);
        let asked = ready.zip(span).zip(request.blocked(starts_at));
        asked.is_some_and(|((mut ready, span), blocked)| ready.is_free(request, units, span, blocked))
    }

    fn windows(&self, bounds: &Bounds, request: &Request) -> Option<Vec<Span>> {
        let to = bounds.end().checked_add_signed(request.duration)?;
        self.working.windows(self.time_zone, &self.closed, *bounds.start(), to)
    }

    /// How much of a day is taken.
    fn busy_in(&self, day: Span) -> TimeDelta {
        let within = |span: &Span| span.ends_at.min(day.ends_at) - span.starts_at.max(day.starts_at);
        self.taken.iter().map(|taken| within(&taken.span).max(TimeDelta::zero())).sum()
    }

    /// What is taken, unit by unit, and how many units have nothing taken.
    fn touched(&self) -> (Vec<Sweep>, usize) {
        let mut taken = BTreeMap::<u16, Vec<Span>>::new();
        for Taken { unit, span } in &self.taken {
            if (1..=self.capacity).contains(unit) && span.starts_at < span.ends_at {
                taken.entry(*unit).or_default().push(*span);
            }
        }
        let untouched = usize::from(self.capacity) - taken.len();
        (taken.into_values().map(Sweep::over).collect(), untouched)
    }

    /// One unit with nothing taken stands for all of those.
    fn units(&self) -> Vec<Sweep> {
        let (mut units, untouched) = self.touched();
        units.extend((untouched > 0).then(|| Sweep::over(vec![])));
        units
    }
}

fn saturating_add(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    let limit = if by < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    at.checked_add_signed(by).unwrap_or(limit)
}

#[cfg(test)]
mod tests;
