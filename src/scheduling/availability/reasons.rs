//! Why a booking cannot start at a time.

use chrono::{DateTime, Utc};

use super::{CalendarId, Needs, Request, Rules, Span, free_at, saturating_add, working};

/// What keeps a time from being booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    TooSoon,
    TooFar,
    /// The calendar's owner does not work then.
    NotWorking(CalendarId),
    /// All units of the calendar are taken.
    Taken(CalendarId),
    /// Nobody has the skills, or works there.
    NobodyAble,
    /// There are not as many resources of a kind as it needs.
    TooFewResources,
}

/// Everything that keeps a booking from starting then; nothing where it can.
pub fn why(request: &Request, needs: &Needs, starts_at: DateTime<Utc>) -> Vec<Reason> {
    if free_at(&Request { rules: Rules::AnyMinute, ..request.clone() }, needs, starts_at).is_some() {
        return vec![];
    }
    let mut reasons = Vec::new();
    if starts_at < saturating_add(request.now, request.minimum_notice) {
        reasons.push(Reason::TooSoon);
    }
    if starts_at > saturating_add(request.now, request.horizon) {
        reasons.push(Reason::TooFar);
    }
    let staff = needs.staff.iter().flatten().map(|calendar| (calendar, 1));
    let location = needs.location.iter().map(|calendar| (calendar, if needs.takes_place { needs.units } else { 0 }));
    let resources = needs.pools.iter().flat_map(|pool| &pool.calendars).map(|calendar| (calendar, needs.units));
    for (calendar, units) in staff.chain(location).chain(resources) {
        let bounds = starts_at..=starts_at;
        let (Some(mut ready), Some(blocked)) = (calendar.ready(&bounds, request), request.blocked(starts_at)) else {
            continue;
        };
        if !ready.working.covers(Span { starts_at, ends_at: starts_at + request.duration }) {
            reasons.push(Reason::NotWorking(calendar.id));
        }
        if !ready.has_free(units, blocked) {
            reasons.push(Reason::Taken(calendar.id));
        }
    }
    for quota in &needs.quotas {
        let date = starts_at.with_timezone(&request.time_zone).date_naive();
        let (mut units, day) = (quota.units(), working::day(request.time_zone, date));
        if day.is_some_and(|day| !units.iter_mut().any(|unit| unit.spares(day))) {
            reasons.push(Reason::Taken(quota.id));
        }
    }
    if needs.staff.as_ref().is_some_and(Vec::is_empty) {
        reasons.push(Reason::NobodyAble);
    }
    if needs.pools.iter().any(|pool| pool.calendars.len() < pool.quantity.into()) {
        reasons.push(Reason::TooFewResources);
    }
    reasons
}
