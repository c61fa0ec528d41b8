//! A stretch that somebody was at work, and what makes one valid.

use chrono::{DateTime, TimeDelta, Utc};
use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    error::Error,
    http::{Fields, Parse, Versioned, not_null},
    staff::StaffId,
};

crate::id!(
    /// A stretch that somebody was at work.
    TimeEntryId
);

/// Whoever was at work for longer than this has forgotten to clock out; the table's constraint says the same.
pub const LONGEST: TimeDelta = TimeDelta::hours(48);

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "TimeEntrySource")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Source {
    /// They clocked it themselves.
    #[serde(rename = "self")]
    #[oai(rename = "self")]
    #[sqlx(rename = "self")]
    Own,
    /// Somebody entered it, or put it right.
    Manager,
}

impl Source {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "self",
            Self::Manager => "manager",
        }
    }
}

/// A stretch that somebody was at work.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct TimeEntry {
    pub id: TimeEntryId,
    pub staff_id: StaffId,
    pub staff_name: String,
    /// RFC 3339, in UTC.
    pub clocked_in_at: DateTime<Utc>,
    /// RFC 3339, in UTC; null: they are still at work.
    #[oai(nullable)]
    pub clocked_out_at: Option<DateTime<Utc>>,
    pub source: Source,
    pub note: String,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for TimeEntry {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Somebody comes, or goes.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct Clocking {
    /// Who; absent: oneself.
    #[serde(default)]
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
    /// At most 500 characters. Absent or empty: what is there stays.
    #[serde(default)]
    #[oai(nullable)]
    pub note: Option<String>,
}

impl Example for Clocking {
    fn example() -> Self {
        Self { staff_id: None, note: Some("Opened the salon".into()) }
    }
}

impl Parse for Clocking {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        let note = input.note.map(|note| fields.text("note", &note, 500)).filter(|note| !note.is_empty());
        Some(Self { note, ..input })
    }
}

/// A stretch that somebody was at work and did not clock.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewTimeEntry {
    pub staff_id: StaffId,
    /// RFC 3339, not in the future.
    pub clocked_in_at: DateTime<Utc>,
    /// RFC 3339, not in the future; at most 48 hours after `clocked_in_at`.
    pub clocked_out_at: DateTime<Utc>,
    /// Why, at most 500 characters.
    #[serde(default)]
    #[oai(default)]
    pub note: String,
}

impl Example for NewTimeEntry {
    fn example() -> Self {
        let at = |text: &str| text.parse().expect("a time");
        let (clocked_in_at, clocked_out_at) = (at("2026-11-20T07:00:00Z"), at("2026-11-20T15:30:00Z"));
        Self { staff_id: Uuid::nil().into(), clocked_in_at, clocked_out_at, note: "Forgot to clock in".into() }
    }
}

impl Parse for NewTimeEntry {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        fields.moment("clocked_in_at", input.clocked_in_at);
        fields.moment("clocked_out_at", input.clocked_out_at);
        if let Some((code, message)) = wrong_length(input.clocked_in_at, input.clocked_out_at) {
            fields.fail("clocked_out_at", code, message);
        }
        Some(Self { note: fields.text("note", &input.note, 500), ..input })
    }
}

/// What can be put right of an entry; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct TimeEntryPatch {
    /// RFC 3339, not in the future.
    #[serde(deserialize_with = "not_null")]
    pub clocked_in_at: Option<DateTime<Utc>>,
    /// RFC 3339, not in the future; at most 48 hours after `clocked_in_at`. It ends an entry that is open.
    #[serde(deserialize_with = "not_null")]
    pub clocked_out_at: Option<DateTime<Utc>>,
    /// At most 500 characters.
    #[serde(deserialize_with = "not_null")]
    pub note: Option<String>,
}

impl Example for TimeEntryPatch {
    fn example() -> Self {
        Self { note: Some("Left at half past five".into()), ..Self::default() }
    }
}

impl Parse for TimeEntryPatch {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        for (name, at) in [("clocked_in_at", input.clocked_in_at), ("clocked_out_at", input.clocked_out_at)] {
            at.map(|at| fields.moment(name, at));
        }
        let note = input.note.map(|note| fields.text("note", &note, 500));
        Some(Self { note, ..input })
    }
}

/// What is wrong with when an entry ends: a code, and a sentence.
fn wrong_length(from: DateTime<Utc>, to: DateTime<Utc>) -> Option<(&'static str, &'static str)> {
    if to <= from {
        return Some(("not_after_start", "must be after `clocked_in_at`"));
    }
    (to - from > LONGEST).then_some(("too_long", "must be at most 48 hours after `clocked_in_at`"))
}

/// Refuses what has not happened yet, and what cannot have happened.
pub fn check(from: DateTime<Utc>, to: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Error> {
    for (name, at) in [("clocked_in_at", Some(from)), ("clocked_out_at", to)] {
        if at.is_some_and(|at| at > now) {
            return Err(Error::invalid(name, "in_the_future", "must not be in the future"));
        }
    }
    match to.and_then(|to| wrong_length(from, to)) {
        Some((code, message)) => Err(Error::invalid("clocked_out_at", code, message)),
        None => Ok(()),
    }
}
