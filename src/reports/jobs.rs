//! Background work of reports.

use serde::{Deserialize, Serialize};

use super::{ReportId, schedules::ScheduleId};
use crate::{members::MemberId, queue::Job};

/// A report is to be made.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeReport {
    pub report: ReportId,
}

impl Job for MakeReport {
    const QUEUE: &'static str = "reports.make";
}

/// A period has ended: the report of it is to be made.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunSchedule {
    pub schedule: ScheduleId,
}

impl Job for RunSchedule {
    const QUEUE: &'static str = "reports.schedule";
}

/// A report that a schedule made is to be sent to somebody.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendReport {
    pub report: ReportId,
    pub schedule: ScheduleId,
    pub member: MemberId,
}

impl Job for SendReport {
    const QUEUE: &'static str = "reports.send";
}
