//! Maintenance, as it is planned and shown.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    error::Result,
    events::Event,
    http::{Fields, Parse, Versioned, not_null},
    scheduling::{
        availability::Span,
        blocks::{BlockId, BlockStatus, Collision, check_span},
    },
};

/// Time in which a resource or a location cannot be booked.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Maintenance {
    pub id: BlockId,
    /// `active`, or `cancelled`: then it takes no time.
    pub status: BlockStatus,
    pub reason: String,
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC; it can be booked again from then on.
    pub ends_at: DateTime<Utc>,
    /// The zone it was planned in: the resource's or the location's.
    pub time_zone: String,
    /// What the clock on the wall says there when it starts.
    pub wall_starts_at: NaiveDateTime,
    /// What the clock on the wall says there when it ends.
    pub wall_ends_at: NaiveDateTime,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

/// Maintenance, and the bookings in its way.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[oai(rename = "MaintenanceWithCollisions")]
pub struct Planned {
    #[serde(flatten)]
    #[oai(flatten)]
    pub maintenance: Maintenance,
    /// Bookings that have some of this time, as of now: they keep it until they are moved or cancelled. The first hundred
    /// in the order they start.
    pub collisions: Vec<Collision>,
    /// How many there are.
    pub collision_count: i64,
}

impl Versioned for Planned {
    fn version(&self) -> i32 {
        self.maintenance.version
    }
}

/// The longest reason, in characters.
const REASON_MAX: usize = 500;

/// Maintenance to be planned.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, rename = "NewMaintenance")]
pub struct MaintenanceInput {
    /// RFC 3339.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339; after `starts_at`, by at most 400 days.
    pub ends_at: DateTime<Utc>,
    #[serde(default)]
    #[oai(default, validator(max_length = 500))]
    pub reason: String,
}

impl Example for MaintenanceInput {
    fn example() -> Self {
        let starts_at = DateTime::UNIX_EPOCH + TimeDelta::days(20_820);
        Self { starts_at, ends_at: starts_at + TimeDelta::hours(8), reason: "A new floor.".into() }
    }
}

/// Maintenance that can be tried.
#[derive(Clone, Debug)]
pub struct NewMaintenance {
    pub span: Span,
    pub reason: String,
}

impl Parse for NewMaintenance {
    type Input = MaintenanceInput;

    fn parse(input: MaintenanceInput, fields: &mut Fields) -> Option<Self> {
        let span = check_span(input.starts_at, input.ends_at, fields);
        Some(Self { span, reason: fields.text("reason", &input.reason, REASON_MAX) })
    }
}

/// What can be changed of maintenance; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct MaintenancePatch {
    /// RFC 3339.
    #[serde(deserialize_with = "not_null")]
    pub starts_at: Option<DateTime<Utc>>,
    /// RFC 3339; after `starts_at`, by at most 400 days.
    #[serde(deserialize_with = "not_null")]
    pub ends_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 500))]
    pub reason: Option<String>,
}

impl Example for MaintenancePatch {
    fn example() -> Self {
        Self { reason: Some("A new floor, and new lights.".into()), ..Self::default() }
    }
}

impl Parse for MaintenancePatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.reason = input.reason.map(|reason| fields.text("reason", &reason, REASON_MAX));
        Some(input)
    }
}

impl MaintenancePatch {
    /// The time that it makes of what there is: whether it is one, only both ends together tell.
    pub fn of(&self, before: &Maintenance) -> Result<Span> {
        let mut fields = Fields::default();
        let (starts_at, ends_at) = (self.starts_at.unwrap_or(before.starts_at), self.ends_at.unwrap_or(before.ends_at));
        let span = check_span(starts_at, ends_at, &mut fields);
        fields.finish(Some(span))
    }
}

/// A resource or a location cannot be booked for a time.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MaintenancePlanned {
    pub block_id: BlockId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

impl Event for MaintenancePlanned {
    const KIND: &'static str = "maintenance.planned";
}

impl Example for MaintenancePlanned {
    fn example() -> Self {
        let starts_at = DateTime::UNIX_EPOCH + TimeDelta::days(20_820);
        Self { block_id: BlockId(uuid::Uuid::nil()), starts_at, ends_at: starts_at + TimeDelta::hours(4) }
    }
}

/// Its time or reason is another.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MaintenanceChanged {
    pub block_id: BlockId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

impl Event for MaintenanceChanged {
    const KIND: &'static str = "maintenance.changed";
}

impl Example for MaintenanceChanged {
    fn example() -> Self {
        let starts_at = DateTime::UNIX_EPOCH + TimeDelta::days(20_820);
        Self { block_id: BlockId(uuid::Uuid::nil()), starts_at, ends_at: starts_at + TimeDelta::hours(4) }
    }
}

/// Its time can be booked again.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MaintenanceCancelled {
    pub block_id: BlockId,
}

impl Event for MaintenanceCancelled {
    const KIND: &'static str = "maintenance.cancelled";
}

impl Example for MaintenanceCancelled {
    fn example() -> Self {
        Self { block_id: BlockId(uuid::Uuid::nil()) }
    }
}
