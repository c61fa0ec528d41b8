//! A shift, and what makes one valid.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use poem_openapi::{
    Object,
    types::{Example, MaybeUndefined},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    events::Event,
    http::{Fields, Parse, Versioned, not_null},
    staff::StaffId,
};

crate::id!(
    /// A stretch of somebody's work.
    ShiftId
);

/// A shift, as it stands in the plan.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Shift {
    pub id: ShiftId,
    pub staff_id: StaffId,
    pub staff_name: String,
    /// Where; null: where they always work.
    #[oai(nullable)]
    pub location_id: Option<Uuid>,
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC.
    pub ends_at: DateTime<Utc>,
    /// IANA: whose clock it was planned by.
    pub time_zone: String,
    /// When it was published; null: it is a plan yet, and nobody can be booked in it.
    #[oai(nullable)]
    pub published_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Shift {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A shift to be planned.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewShift {
    pub staff_id: StaffId,
    /// Where; absent: where they always work.
    #[serde(default)]
    #[oai(nullable)]
    pub location_id: Option<Uuid>,
    /// RFC 3339.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, at most 48 hours after `starts_at`.
    pub ends_at: DateTime<Utc>,
}

impl Example for NewShift {
    fn example() -> Self {
        let at = |text: &str| text.parse().expect("a time");
        let (starts_at, ends_at) = (at("2026-11-25T07:00:00Z"), at("2026-11-25T15:00:00Z"));
        Self { staff_id: Uuid::nil().into(), location_id: None, starts_at, ends_at }
    }
}

impl Parse for NewShift {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        fields.moment("starts_at", input.starts_at);
        fields.moment("ends_at", input.ends_at);
        if let Some((code, message)) = wrong_length(input.starts_at, input.ends_at) {
            fields.fail("ends_at", code, message);
        }
        Some(input)
    }
}

/// What is wrong with where a shift ends: a code, and a sentence.
pub fn wrong_length(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Option<(&'static str, &'static str)> {
    if ends_at <= starts_at {
        return Some(("not_after_start", "must be after `starts_at`"));
    }
    (ends_at - starts_at > TimeDelta::hours(48)).then_some(("too_long", "must be at most 48 hours after `starts_at`"))
}

/// What can be changed of a shift; what is absent stays, null empties.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct ShiftPatch {
    /// Whose it is from now on.
    #[serde(deserialize_with = "not_null")]
    pub staff_id: Option<StaffId>,
    #[oai(nullable)]
    pub location_id: MaybeUndefined<Uuid>,
    /// RFC 3339.
    #[serde(deserialize_with = "not_null")]
    pub starts_at: Option<DateTime<Utc>>,
    /// RFC 3339, at most 48 hours after `starts_at`.
    #[serde(deserialize_with = "not_null")]
    pub ends_at: Option<DateTime<Utc>>,
}

impl Example for ShiftPatch {
    fn example() -> Self {
        Self { ends_at: "2026-11-24T16:00:00Z".parse().ok(), ..Self::default() }
    }
}

impl Parse for ShiftPatch {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        for (name, at) in [("starts_at", input.starts_at), ("ends_at", input.ends_at)] {
            at.map(|at| fields.moment(name, at));
        }
        Some(input)
    }
}

/// Which shifts are to be published.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct Publishing {
    /// `YYYY-MM-DD`: the first day that they start on, in the company's time zone.
    pub from: NaiveDate,
    /// `YYYY-MM-DD`: the day after the last; at most 366 days after `from`.
    pub to: NaiveDate,
    /// Whose; absent: everybody's.
    #[serde(default)]
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
}

impl Example for Publishing {
    fn example() -> Self {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).expect("a date");
        Self { from: day(23), to: day(30), staff_id: None }
    }
}

impl Parse for Publishing {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        let (from, to) = (fields.day("from", input.from), fields.day("to", input.to));
        match (to - from).num_days() {
            ..=0 => fields.fail("to", "not_after_from", "must be after `from`"),
            367.. => fields.fail("to", "too_far", "must be at most 366 days after `from`"),
            _ => {}
        }
        Some(input)
    }
}

/// A week of shifts to be planned again.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct Copying {
    /// `YYYY-MM-DD`, a Monday: the week that there is.
    pub from: NaiveDate,
    /// `YYYY-MM-DD`, a Monday: the week that gets the same.
    pub to: NaiveDate,
    /// Whose; absent: everybody's who is not archived.
    #[serde(default)]
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
}

impl Example for Copying {
    fn example() -> Self {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).expect("a date");
        Self { from: day(23), to: day(30), staff_id: None }
    }
}

impl Parse for Copying {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        for (name, day) in [("from", input.from), ("to", input.to)] {
            if fields.day(name, day).weekday() != Weekday::Mon {
                fields.fail(name, "not_a_monday", "must be a Monday");
            }
        }
        if input.from == input.to {
            fields.fail("to", "same_week", "must be another week than `from`");
        }
        Some(input)
    }
}

/// How many shifts it was.
#[derive(Clone, Copy, Debug, Serialize, Object)]
pub struct ShiftCount {
    pub count: i64,
}

/// Shifts are in the plan for everybody to see.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct ShiftsPublished {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
    /// Whose; null: everybody's.
    #[oai(nullable)]
    pub staff: Option<StaffId>,
    pub count: i64,
}

impl Event for ShiftsPublished {
    const KIND: &'static str = "shifts.published";
}

impl Example for ShiftsPublished {
    fn example() -> Self {
        let from = NaiveDate::from_epoch_days(20_827).unwrap_or_default();
        Self { from, to: from + TimeDelta::days(7), staff: None, count: 12 }
    }
}
