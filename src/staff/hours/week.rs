//! A week of working hours, in wall time.

use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::http::{Fields, Parse, objects};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// ISO 8601: Monday is 1.
    pub fn number(self) -> i16 {
        self as i16 + 1
    }

    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.number() == number)
    }
}

/// Some hours of a day, in the time zone of whose they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub struct Hours {
    pub weekday: Weekday,
    /// `HH:MM`, wall time.
    pub starts: String,
    /// `HH:MM`, wall time, after `starts`; `24:00` is the end of the day.
    pub ends: String,
}

/// A whole week. Days that are not in it are free; a day may be in it more than once, with a break between.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct WorkingHours {
    /// At most 50, none overlapping another.
    #[oai(validator(max_items = 50))]
    #[serde(deserialize_with = "objects")]
    pub hours: Vec<Hours>,
}

impl Example for WorkingHours {
    fn example() -> Self {
        let hours = |weekday, starts: &str, ends: &str| Hours { weekday, starts: starts.into(), ends: ends.into() };
        Self { hours: vec![hours(Weekday::Monday, "09:00", "13:00"), hours(Weekday::Monday, "14:00", "18:00")] }
    }
}

/// Hours that are right: minutes from midnight, sorted, apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week(pub Vec<(Weekday, i16, i16)>);

impl Parse for Week {
    type Input = WorkingHours;

    fn parse(input: WorkingHours, fields: &mut Fields) -> Option<Self> {
        if input.hours.len() > 50 {
            fields.fail("hours", "too_many", "must be at most 50");
            return None;
        }
        let mut week = Vec::new();
        for (index, hours) in input.hours.iter().enumerate() {
            if let Some((starts, ends)) = stretch(&format!("hours[{index}]"), &hours.starts, &hours.ends, fields) {
                week.push((hours.weekday, starts, ends));
            }
        }
        week.sort_unstable();
        if week.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[1].1 < pair[0].2) {
            fields.fail("hours", "overlap", "must not overlap on the same day");
        }
        Some(Self(week))
    }
}

impl From<&Week> for WorkingHours {
    fn from(week: &Week) -> Self {
        let hours = |&(weekday, starts, ends): &_| Hours { weekday, starts: time(starts), ends: time(ends) };
        Self { hours: week.0.iter().map(hours).collect() }
    }
}

/// A stretch of a day as minutes from midnight.
pub(super) fn stretch(field: &str, starts: &str, ends: &str, fields: &mut Fields) -> Option<(i16, i16)> {
    let mut minute = |name: &str, value: &str| {
        let minute = parse_minute(value);
        if minute.is_none() {
            fields.fail(&format!("{field}.{name}"), "invalid_time", "must be a time such as 09:30");
        }
        minute
    };
    let (starts, ends) = (minute("starts", starts), minute("ends", ends));
    let stretch = starts.zip(ends)?;
    if stretch.0 >= stretch.1 {
        fields.fail(&format!("{field}.ends"), "not_after_start", "must be after `starts`");
    }
    Some(stretch)
}

/// Minutes from midnight as `HH:MM`.
pub(super) fn time(minute: i16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `HH:MM` as minutes from midnight, up to 24:00.
fn parse_minute(value: &str) -> Option<i16> {
    let (hour, minute) = value.split_once(':')?;
    let two_digits =
        |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok());
    let (hour, minute): (i16, i16) = (two_digits(hour)??, two_digits(minute)??);
    (minute < 60 && hour * 60 + minute <= 1440).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(rows: &[(Weekday, &str, &str)]) -> crate::error::Result<Week> {
        let hours =
            rows.iter().map(|&(weekday, starts, ends)| Hours { weekday, starts: starts.into(), ends: ends.into() });
        let mut fields = Fields::default();
        let week = Week::parse(WorkingHours { hours: hours.collect() }, &mut fields);
        fields.finish(week)
    }

    #[test]
    fn a_day_may_have_a_break_and_end_at_midnight() {
        let week = parse(&[(Weekday::Friday, "18:00", "24:00"), (Weekday::Friday, "09:00", "13:00")]);

        assert_eq!(week.expect("it is right").0, [(Weekday::Friday, 540, 780), (Weekday::Friday, 1080, 1440)]);
    }

    #[test]
    fn hours_that_overlap_or_are_no_times_are_refused() {
        assert!(parse(&[(Weekday::Monday, "09:00", "13:00"), (Weekday::Monday, "12:59", "14:00")]).is_err());
        for (starts, ends) in [("9:00", "10:00"), ("09:00", "24:01"), ("10:00", "10:00"), ("+9:00", "10:00"), ("", "")]
        {
            assert!(parse(&[(Weekday::Monday, starts, ends)]).is_err(), "{starts} to {ends}");
        }
    }
}
