//! The days that a report is about: as moments, in slices, and as days, weeks and months.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;

use super::model::Filters;
use crate::shifts::midnight;

/// What numbers are about.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub zone: Tz,
    pub filters: Filters,
    pub now: DateTime<Utc>,
}

/// Some of it, as moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Scope {
    /// All of it.
    pub fn whole(&self) -> Slice {
        Slice { from: midnight(self.zone, self.from), to: midnight(self.zone, self.to) }
    }

    /// The same in pieces of a month, none of which takes long to count.
    pub fn slices(&self) -> Vec<Slice> {
        let starts: Vec<_> = self.from.iter_days().step_by(31).take_while(|day| *day < self.to).collect();
        let ends = starts.iter().skip(1).copied().chain([self.to]);
        let slice = |(from, to): (&NaiveDate, NaiveDate)| Slice {
            from: midnight(self.zone, *from),
            to: midnight(self.zone, to),
        };
        starts.iter().zip(ends).map(slice).collect()
    }

    pub fn days(&self) -> Vec<NaiveDate> {
        self.from.iter_days().take_while(|day| *day < self.to).collect()
    }

    /// The Mondays of its weeks.
    pub fn weeks(&self) -> Vec<NaiveDate> {
        monday(self.from).iter_weeks().take_while(|day| *day < self.to).collect()
    }

    /// The first days of its months.
    pub fn months(&self) -> Vec<NaiveDate> {
        let next = |month: &NaiveDate| month.checked_add_months(Months::new(1));
        std::iter::successors(Some(first(self.from)), next).take_while(|day| *day < self.to).collect()
    }
}

/// The Monday of its week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(day.weekday().num_days_from_monday().into())
}

/// The first day of its month.
pub fn first(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Kyiv;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn scope(from: &str, to: &str) -> Scope {
        let (from, to, now) = (day(from), day(to), DateTime::UNIX_EPOCH);
        Scope { from, to, zone: Kyiv, filters: Filters::default(), now }
    }

    #[test]
    fn slices_are_all_of_it_and_touch() {
        let scope = scope("2026-01-01", "2027-01-01");

        let slices = scope.slices();

        assert_eq!((slices.len(), slices[0].from, slices[11].to), (12, scope.whole().from, scope.whole().to));
        assert!(slices.windows(2).all(|pair| pair[0].to == pair[1].from));
    }

    #[test]
    fn days_begin_on_the_clock_when_it_changes() {
        let slice = scope("2026-10-25", "2026-10-26").whole();

        assert_eq!((slice.to - slice.from).num_hours(), 25);
    }

    #[test]
    fn weeks_and_months_begin_before_the_first_day() {
        let scope = scope("2026-10-31", "2026-12-01");

        assert_eq!(scope.weeks().first(), Some(&day("2026-10-26")));
        assert_eq!((scope.weeks().last(), scope.weeks().len()), (Some(&day("2026-11-30")), 6));
        assert_eq!(scope.months(), [day("2026-10-01"), day("2026-11-01")]);
        assert_eq!(scope.days().len(), 31);
    }
}
