//! Calendars and the slots that are free on them.

use chrono::{DateTime, Utc};
use poem_openapi::Object;
use serde::{Deserialize, Serialize};

use crate::staff::StaffId;

crate::id!(
    /// Whatever has time that can be taken.
    CalendarId
);

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct Slot {
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC.
    pub ends_at: DateTime<Utc>,
    /// Who is free then.
    pub staff_ids: Vec<StaffId>,
}
