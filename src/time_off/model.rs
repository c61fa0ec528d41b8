//! Time off, as it is asked for and shown.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    events::Event,
    http::{Fields, Parse, Versioned},
    members::MemberId,
    scheduling::{
        availability::Span,
        blocks::{BlockId, BlockStatus, Collision, check_span},
    },
    staff::StaffId,
};

/// Time in which somebody of the staff cannot be booked, once it is approved.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct TimeOff {
    pub id: BlockId,
    pub staff_id: StaffId,
    pub staff_name: String,
    /// `requested`, `active` once it is approved, `declined` or `cancelled`.
    pub status: BlockStatus,
    pub reason: String,
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC; they can be booked again from then on.
    pub ends_at: DateTime<Utc>,
    /// The zone it was asked for in: that of their calendar.
    pub time_zone: String,
    /// What the clock on the wall says there when it starts.
    pub wall_starts_at: NaiveDateTime,
    /// What the clock on the wall says there when it ends.
    pub wall_ends_at: NaiveDateTime,
    /// The member who asked for it.
    #[oai(nullable)]
    pub requested_by: Option<MemberId>,
    /// The member who approved or declined it.
    #[oai(nullable)]
    pub decided_by: Option<MemberId>,
    /// Why it was declined.
    #[oai(nullable)]
    pub decision_reason: Option<String>,
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

/// Time off, and the bookings in its way.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[oai(rename = "TimeOffWithCollisions")]
pub struct TimeOffShown {
    #[serde(flatten)]
    #[oai(flatten)]
    pub time_off: TimeOff,
    /// Bookings that have some of this time, as of now: they keep it until they are moved or cancelled. The first hundred
    /// in the order they start; none once it is declined or cancelled.
    pub collisions: Vec<Collision>,
    /// How many there are.
    pub collision_count: i64,
}

impl Versioned for TimeOffShown {
    fn version(&self) -> i32 {
        self.time_off.version
    }
}

/// The longest reason, in characters.
const REASON_MAX: usize = 500;

/// Time off that is asked for.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, rename = "NewTimeOff")]
pub struct TimeOffInput {
    /// Whose: an employee's own, unless their role allows more.
    pub staff_id: StaffId,
    /// RFC 3339.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339; after `starts_at`, by at most 400 days.
    pub ends_at: DateTime<Utc>,
    #[serde(default)]
    #[oai(default, validator(max_length = 500))]
    pub reason: String,
    /// Approves it at once; takes `time_off:decide`.
    #[serde(default)]
    #[oai(default)]
    pub approve: bool,
}

impl Example for TimeOffInput {
    fn example() -> Self {
        let starts_at = DateTime::UNIX_EPOCH + TimeDelta::days(20_827);
        Self {
            staff_id: StaffId(uuid::Uuid::nil()),
            starts_at,
            ends_at: starts_at + TimeDelta::days(7),
            reason: "Holidays.".into(),
            approve: false,
        }
    }
}

/// Time off that can be tried.
#[derive(Clone, Debug)]
pub struct NewTimeOff {
    pub staff_id: StaffId,
    pub span: Span,
    pub reason: String,
    pub approve: bool,
}

impl Parse for NewTimeOff {
    type Input = TimeOffInput;

    fn parse(input: TimeOffInput, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            staff_id: input.staff_id,
            span: check_span(input.starts_at, input.ends_at, fields),
            reason: fields.text("reason", &input.reason, REASON_MAX),
            approve: input.approve,
        })
    }
}

/// Why time off is declined.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct Refusal {
    #[oai(validator(min_length = 1, max_length = 500))]
    pub reason: String,
}

impl Example for Refusal {
    fn example() -> Self {
        Self { reason: "Two colleagues are away that week.".into() }
    }
}

impl Parse for Refusal {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        let reason = fields.text("reason", &input.reason, REASON_MAX);
        if reason.is_empty() {
            fields.fail("reason", "required", "must not be empty");
        }
        Some(Self { reason })
    }
}

macro_rules! events {
    ($(#[doc = $doc:literal] $name:ident = $kind:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Debug, Serialize, Object)]
        #[oai(example)]
        pub struct $name {
            pub block_id: BlockId,
            pub staff_id: StaffId,
        }

        impl Event for $name {
            const KIND: &'static str = $kind;
        }

        impl Example for $name {
            fn example() -> Self {
                Self { block_id: BlockId(uuid::Uuid::nil()), staff_id: StaffId(uuid::Uuid::nil()) }
            }
        }
    )*};
}

events! {
    /// Somebody of the staff asks for time off.
    TimeOffRequested = "time_off.requested";
    /// It is given: they cannot be booked then.
    TimeOffApproved = "time_off.approved";
    /// It is not given.
    TimeOffDeclined = "time_off.declined";
    /// It is called off: they can be booked then, if it was approved before.
    TimeOffCancelled = "time_off.cancelled";
}
