//! Single days that are not what week and rules make of them.

use chrono::NaiveDate;
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use super::week::{stretch, time};
use crate::http::{Fields, Parse, objects};

/// Some hours of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub struct DayWindow {
    /// `HH:MM`, wall time.
    pub starts: String,
    /// `HH:MM`, wall time, after `starts`; `24:00` is the end of the day.
    pub ends: String,
}

/// A day that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Object)]
pub struct DayException {
    /// `YYYY-MM-DD`, in the time zone of whose day it is.
    pub on_date: NaiveDate,
    /// The hours of this day, in order; none: there is no work on it.
    pub windows: Vec<DayWindow>,
    /// For colleagues.
    pub reason: String,
}

impl DayException {
    pub(super) fn new(on_date: NaiveDate, windows: &Windows, reason: String) -> Self {
        let window = |&(starts, ends): &(i16, i16)| DayWindow { starts: time(starts), ends: time(ends) };
        Self { on_date, windows: windows.0.iter().map(window).collect(), reason }
    }

    /// Its hours in minutes from midnight.
    pub(super) fn windows(&self) -> Windows {
        let stretch = |window: &DayWindow| stretch("", &window.starts, &window.ends, &mut Fields::default());
        Windows(self.windows.iter().filter_map(stretch).collect())
    }
}

/// Days that are different, in order.
#[derive(Clone, Debug, Serialize, Object)]
pub struct DayExceptions {
    pub data: Vec<DayException>,
}

/// What a day is instead.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct ExceptionInput {
    /// The hours of the day instead of those of week and rules: at most 20, none overlapping another. None: the day is free.
    #[oai(validator(max_items = 20))]
    #[serde(deserialize_with = "objects")]
    pub windows: Vec<DayWindow>,
    /// For colleagues.
    #[serde(default)]
    #[oai(default, validator(max_length = 500))]
    pub reason: String,
}

impl Example for ExceptionInput {
    fn example() -> Self {
        let window = DayWindow { starts: "12:00".into(), ends: "16:00".into() };
        Self { windows: vec![window], reason: "Training in the morning.".into() }
    }
}

/// Stretches of a day in minutes from midnight: sorted, apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Windows(pub Vec<(i16, i16)>);

impl Windows {
    /// These and the others; those that touch become one.
    pub fn with(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self.0.sort_unstable();
        self.0.dedup_by(|next, run| {
            let touches = next.0 <= run.1;
            if touches {
                run.1 = run.1.max(next.1);
            }
            touches
        });
        self
    }
}

/// An exception that is right.
#[derive(Clone, Debug)]
pub struct NewException {
    pub windows: Windows,
    pub reason: String,
}

impl Parse for NewException {
    type Input = ExceptionInput;

    fn parse(input: ExceptionInput, fields: &mut Fields) -> Option<Self> {
        if input.windows.len() > 20 {
            fields.fail("windows", "too_many", "must be at most 20");
            return None;
        }
        let mut windows = Vec::new();
        for (index, window) in input.windows.iter().enumerate() {
            windows.extend(stretch(&format!("windows[{index}]"), &window.starts, &window.ends, fields));
        }
        windows.sort_unstable();
        if windows.windows(2).any(|pair| pair[1].0 < pair[0].1) {
            fields.fail("windows", "overlap", "must not overlap");
        }
        Some(Self { windows: Windows(windows), reason: fields.text("reason", &input.reason, 500) })
    }
}

/// A day whose hours another gets.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct Move {
    /// `YYYY-MM-DD`: the day that becomes free.
    pub from: NaiveDate,
    /// `YYYY-MM-DD`: the day that gets its hours, beside those that it has.
    pub to: NaiveDate,
}

impl Example for Move {
    fn example() -> Self {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).expect("a date");
        Self { from: day(1), to: day(5) }
    }
}

impl Parse for Move {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        if input.from == input.to {
            fields.fail("to", "same_day", "must be another day than `from`");
        }
        Some(Self { from: fields.day("from", input.from), to: fields.day("to", input.to) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_that_touch_or_overlap_become_one() {
        let windows = Windows(vec![(540, 780), (900, 960)]).with(Windows(vec![(780, 800), (600, 700), (950, 1440)]));

        assert_eq!(windows.0, [(540, 800), (900, 1440)]);
    }
}
