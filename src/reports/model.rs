//! A report that was asked for, and what there is to ask for.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    auth::{Permission, Reach, Rights, UserId},
    error::{Error, Result},
    http::{Fields, Parse},
    locations::LocationId,
    services::ServiceId,
    staff::StaffId,
};

crate::id!(
    /// A report that was asked for.
    ReportId
);

/// How long a report is kept.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// How many days a report is about at most: three years.
pub const LONGEST: i64 = 1096;

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "ReportKind")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// Each member of staff: hours in the plan, at work and booked, and the clients they have served.
    Staff,
    /// Bookings that start on these days: by status, service, staff, location, lead time, day, week and month.
    Bookings,
    /// How many clients are new, how many come again, and how often.
    Clients,
    /// What was sold with the bookings that start on these days: by status, month, service, staff and location.
    Finances,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Bookings => "bookings",
            Self::Clients => "clients",
            Self::Finances => "finances",
        }
    }

    /// Without which nobody makes or reads one.
    pub fn permission(self) -> Permission {
        if self == Self::Finances { Permission::FinancesRead } else { Permission::ReportsRead }
    }
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ReportStatus {
    Queued,
    Running,
    Done,
    Failed,
}

/// What a report is narrowed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filters {
    pub staff_id: Option<StaffId>,
    pub service_id: Option<ServiceId>,
    pub location_id: Option<LocationId>,
}

impl Filters {
    /// Refuses what means nothing to this kind.
    pub fn check(self, kind: Kind, fields: &mut Fields) {
        let narrowed = [
            ("staff_id", self.staff_id.is_some(), kind == Kind::Clients),
            ("service_id", self.service_id.is_some(), matches!(kind, Kind::Clients | Kind::Staff)),
            ("location_id", self.location_id.is_some(), matches!(kind, Kind::Clients | Kind::Staff)),
        ];
        for (name, _, _) in narrowed.into_iter().filter(|(_, given, means_nothing)| *given && *means_nothing) {
            fields.fail(name, "not_for_kind", "means nothing to a report of this kind");
        }
    }
}

/// A report, as far as it has come. Times are counted in the company's time zone.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Report {
    pub id: ReportId,
    pub kind: Kind,
    pub status: ReportStatus,
    /// How much of it is done: 0 to 100.
    pub progress: i32,
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
    /// IANA: whose days these are.
    pub time_zone: String,
    /// Of this member of staff; null: of everybody.
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
    /// Of this service; null: of all.
    #[oai(nullable)]
    pub service_id: Option<ServiceId>,
    /// At this location; null: anywhere.
    #[oai(nullable)]
    pub location_id: Option<LocationId>,
    /// Whether it is about the rows alone that are the own ones of whoever asked.
    pub own: bool,
    /// The user who asked; null: a schedule did.
    #[oai(nullable)]
    pub requested_by: Option<UserId>,
    /// Why it failed; null: it has not.
    #[oai(nullable)]
    pub failure: Option<String>,
    pub created_at: DateTime<Utc>,
    #[oai(nullable)]
    pub finished_at: Option<DateTime<Utc>>,
    /// When what came out is thrown away: after 30 days.
    pub expires_at: DateTime<Utc>,
}

/// A report that is wanted.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewReport {
    pub kind: Kind,
    /// `YYYY-MM-DD`: the first day, in the company's time zone.
    pub from: NaiveDate,
    /// `YYYY-MM-DD`: the day after the last; at most 1096 days after `from`.
    pub to: NaiveDate,
    /// Of this member of staff alone; not for `clients`.
    #[serde(default)]
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
    /// Of this service alone; for `bookings` and `finances`.
    #[serde(default)]
    #[oai(nullable)]
    pub service_id: Option<ServiceId>,
    /// At this location alone; for `bookings` and `finances`.
    #[serde(default)]
    #[oai(nullable)]
    pub location_id: Option<LocationId>,
}

impl NewReport {
    pub fn filters(&self) -> Filters {
        Filters { staff_id: self.staff_id, service_id: self.service_id, location_id: self.location_id }
    }
}

impl Example for NewReport {
    fn example() -> Self {
        let day = |month| NaiveDate::from_ymd_opt(2026, month, 1).expect("a date");
        let (staff_id, service_id, location_id) = (None, None, None);
        Self { kind: Kind::Bookings, from: day(10), to: day(11), staff_id, service_id, location_id }
    }
}

impl Parse for NewReport {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        let (from, to) = (fields.day("from", input.from), fields.day("to", input.to));
        match (to - from).num_days() {
            ..=0 => fields.fail("to", "not_after_from", "must be after `from`"),
            days if days > LONGEST => fields.fail("to", "too_far", "must be at most 1096 days after `from`"),
            _ => {}
        }
        input.filters().check(input.kind, fields);
        Some(input)
    }
}

/// How far somebody may read reports of a kind.
pub fn reach(rights: &Rights, kind: Kind) -> Option<Reach> {
    rights.reach(kind.permission())
}

/// Whether a report that somebody makes is about their own rows alone. Refuses whoever may not read what they make.
pub fn makes_own(rights: &Rights, kind: Kind) -> Result<bool> {
    let makes = rights.reach(Permission::ReportsCreate).ok_or(Error::Forbidden)?;
    let reads = reach(rights, kind).ok_or(Error::Forbidden)?;
    Ok(makes == Reach::Own || reads == Reach::Own)
}
