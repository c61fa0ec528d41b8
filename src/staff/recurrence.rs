//! Days that come back by a rule of RFC 5545, as dates. What is on the clock then is added date by date, so hours stay what
//! they are when clocks change.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, NaiveDate, Weekday, WeekdaySet};
use rrule::{Frequency, NWeekday, RRule, Unvalidated};

/// The days of some weeks, or every so many days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    every: Every,
    /// 1 to 100.
    interval: u16,
    /// Empty: for weeks, the weekday that the rule starts on; for days, any.
    on: WeekdaySet,
    week_start: Weekday,
    ends: Ends,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Every {
    Day,
    Week,
}

/// RFC 5545 has one of the two at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Never,
    /// After so many days.
    After(u32),
    /// With this day.
    With(NaiveDate),
}

/// The longest range that is looked at, in days.
const MAX_RANGE: u64 = 366;
const MAX_INTERVAL: u16 = 100;

/// The days of a rule from `from` on and before `to`, in order. `COUNT` counts from `starts_on`; a day before it is none of
/// the rule's, and it is one itself only if the rule says so.
///
/// It takes time by the range and the interval, not by how long ago the rule began. Of a range of more than 366 days, the
/// first 366 are looked at.
pub fn dates(rule: &Rule, starts_on: NaiveDate, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let from = from.max(starts_on);
    let to = to.min(from.checked_add_days(Days::new(MAX_RANGE)).unwrap_or(NaiveDate::MAX));
    let days = days(from, to).filter(|date| rule.names(starts_on, *date));
    match rule.ends {
        Ends::Never => days.collect(),
        Ends::With(last) => days.take_while(|date| *date <= last).collect(),
        Ends::After(count) => {
            let left = u64::from(count).saturating_sub(rule.days_before(starts_on, from));
            days.take(usize::try_from(left).unwrap_or(usize::MAX)).collect()
        }
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |date| *date < to)
}

impl Rule {
    /// Whether this is one of its days, wherever it ends.
    fn names(&self, starts_on: NaiveDate, date: NaiveDate) -> bool {
        let interval = i64::from(self.interval);
        let on = |weekday: Weekday| self.on.contains(weekday);
        match self.every {
            Every::Day => {
                let days = (date - starts_on).num_days();
                days.rem_euclid(interval) == 0 && (self.on.is_empty() || on(date.weekday()))
            }
            Every::Week => {
                let days = (date - starts_on).num_days() + self.day_of_week(starts_on);
                let weekday =
                    if self.on.is_empty() { date.weekday() == starts_on.weekday() } else { on(date.weekday()) };
                days.div_euclid(7).rem_euclid(interval) == 0 && weekday
            }
        }
    }

    /// Days since the week began.
    fn day_of_week(&self, date: NaiveDate) -> i64 {
        date.weekday().days_since(self.week_start).into()
    }

    /// How many of its days come before `date`. They repeat in periods of seven intervals.
    fn days_before(&self, starts_on: NaiveDate, date: NaiveDate) -> u64 {
        let period = 7 * u64::from(self.interval);
        let count =
            |from: NaiveDate, to: NaiveDate| days(from, to).filter(|day| self.names(starts_on, *day)).count() as u64;
        let passed = u64::try_from((date - starts_on).num_days()).unwrap_or(0);
        let rest = count(starts_on, starts_on + Days::new(passed % period));
        if passed < period { rest } else { passed / period * count(starts_on, starts_on + Days::new(period)) + rest }
    }

    /// Whether it has ended before it starts.
    pub fn ends_before(&self, starts_on: NaiveDate) -> bool {
        matches!(self.ends, Ends::With(last) if last < starts_on)
    }
}

/// What is wrong with a rule, in words.
pub type Wrong = &'static str;

impl FromStr for Rule {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let parsed = read(text)?;
        let every = match parsed.get_freq() {
            Frequency::Daily => Every::Day,
            Frequency::Weekly => Every::Week,
            _ => return Err("must have FREQ=DAILY or FREQ=WEEKLY"),
        };
        let interval = parsed.get_interval();
        if !(1..=MAX_INTERVAL).contains(&interval) {
            return Err("must have an INTERVAL from 1 to 100");
        }
        let ends = match (parsed.get_count(), parsed.get_until()) {
            (None, None) => Ends::Never,
            (Some(count @ 1..), None) => Ends::After(count),
            (None, Some(last)) => Ends::With(last.date_naive()),
            _ => return Err("must have a COUNT of 1 or more, or an UNTIL, not both"),
        };
        let on = parsed.get_by_weekday().iter().map(|(NWeekday::Every(day) | NWeekday::Nth(_, day))| *day).collect();
        Ok(Self { every, interval, on, week_start: parsed.get_week_start(), ends })
    }
}

/// The crate reads more than is meant here: other parts, weekdays with anything before them, and a date as the machine's
/// own midnight. So the parts are looked at first.
fn read(text: &str) -> Result<RRule<Unvalidated>, Wrong> {
    let mut parts = Vec::new();
    for part in text.split(';') {
        let (name, value) = part.split_once('=').ok_or("must be a rule such as FREQ=WEEKLY;INTERVAL=2;BYDAY=SA")?;
        let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        match name {
            "FREQ" | "WKST" => parts.push(part.to_owned()),
            "INTERVAL" | "COUNT" if is_number => parts.push(part.to_owned()),
            "BYDAY" if value.split(',').all(|day| day.len() == 2 && day.is_ascii()) => parts.push(part.to_owned()),
            "BYDAY" => return Err("must have a BYDAY such as MO,WE"),
            "UNTIL" if is_number && value.len() == 8 => parts.push(format!("{part}T000000Z")),
            "UNTIL" => return Err("must have an UNTIL that is a date, such as 20271231"),
            _ => return Err("must be made of FREQ, INTERVAL, BYDAY, COUNT, UNTIL and WKST"),
        }
    }
    parts.join(";").parse().map_err(|_| "must be a rule such as FREQ=WEEKLY;INTERVAL=2;BYDAY=SA")
}

/// As it is kept: the same rule is always the same text.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.every {
            Every::Day => "FREQ=DAILY",
            Every::Week => "FREQ=WEEKLY",
        })?;
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        let days: Vec<_> = self.on.iter(Weekday::Mon).map(code).collect();
        if !days.is_empty() {
            write!(f, ";BYDAY={}", days.join(","))?;
        }
        match self.ends {
            Ends::Never => {}
            Ends::After(count) => write!(f, ";COUNT={count}")?,
            Ends::With(last) => write!(f, ";UNTIL={}", last.format("%Y%m%d"))?,
        }
        if self.week_start == Weekday::Mon { Ok(()) } else { write!(f, ";WKST={}", code(self.week_start)) }
    }
}

fn code(day: Weekday) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day.num_days_from_monday() as usize]
}

#[cfg(test)]
mod tests;
