//! A plan to make a report whenever a period has ended.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    http::{Fields, Parse, Versioned, not_null},
    locations::LocationId,
    members::MemberId,
    reports::{
        model::{Filters, Kind},
        range::{first, monday},
        render::Format,
    },
    services::ServiceId,
    staff::StaffId,
};

crate::id!(
    /// A plan to make a report whenever a period has ended.
    ScheduleId
);

/// How often, and what each report is about: the period that has just ended, in the company's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "ReportPeriod")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Period {
    /// The day before.
    Daily,
    /// The week before, from Monday on.
    Weekly,
    /// The month before.
    Monthly,
}

impl Period {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }

    /// The one that a day is in: its first day, and the day after its last.
    pub fn of(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (from, to) = match self {
            Self::Daily => (day, day.checked_add_days(Days::new(1))),
            Self::Weekly => (monday(day), monday(day).checked_add_days(Days::new(7))),
            Self::Monthly => (first(day), first(day).checked_add_months(Months::new(1))),
        };
        (from, to.unwrap_or(NaiveDate::MAX))
    }

    /// The last one that has ended by this day.
    pub fn ended(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (from, _) = self.of(today);
        self.of(from.pred_opt().unwrap_or(from))
    }
}

/// A plan to make a report whenever a period has ended.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[oai(rename = "ReportSchedule")]
pub struct Schedule {
    pub id: ScheduleId,
    pub kind: Kind,
    pub period: Period,
    /// Of this member of staff; null: of everybody.
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
    /// Of this service; null: of all.
    #[oai(nullable)]
    pub service_id: Option<ServiceId>,
    /// At this location; null: anywhere.
    #[oai(nullable)]
    pub location_id: Option<LocationId>,
    /// As what it is sent.
    pub format: Format,
    /// Of the mail and of the file: `en`, `uk`, `bn` or `id`.
    pub language: String,
    /// The members whom it is sent to, as long as their role may read such a report.
    pub recipients: Vec<MemberId>,
    pub enabled: bool,
    /// When the next report is made, RFC 3339 in UTC.
    pub due_at: DateTime<Utc>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Schedule {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A plan that is wanted.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "NewReportSchedule")]
pub struct NewSchedule {
    pub kind: Kind,
    pub period: Period,
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
    pub format: Format,
    /// Of the mail and of the file: `en`, `uk`, `bn` or `id`.
    pub language: String,
    /// Members whose roles may read such reports of everybody: 1 to 20.
    #[oai(validator(min_items = 1, max_items = 20))]
    pub recipients: Vec<MemberId>,
}

impl NewSchedule {
    pub fn filters(&self) -> Filters {
        Filters { staff_id: self.staff_id, service_id: self.service_id, location_id: self.location_id }
    }
}

impl Example for NewSchedule {
    fn example() -> Self {
        Self {
            kind: Kind::Bookings,
            period: Period::Weekly,
            staff_id: None,
            service_id: None,
            location_id: None,
            format: Format::Xlsx,
            language: "en".into(),
            recipients: vec![Uuid::nil().into()],
        }
    }
}

impl Parse for NewSchedule {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        input.filters().check(input.kind, fields);
        fields.language("language", &input.language);
        let recipients = recipients(input.recipients.clone(), fields);
        Some(Self { recipients, ..input })
    }
}

fn recipients(mut recipients: Vec<MemberId>, fields: &mut Fields) -> Vec<MemberId> {
    recipients.sort_unstable();
    recipients.dedup();
    match recipients.len() {
        0 => fields.fail("recipients", "required", "must be somebody"),
        21.. => fields.fail("recipients", "too_many", "must be at most 20"),
        _ => {}
    }
    recipients
}

/// What can be changed of a plan; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "ReportSchedulePatch")]
pub struct SchedulePatch {
    #[serde(deserialize_with = "not_null")]
    pub format: Option<Format>,
    /// `en`, `uk`, `bn` or `id`.
    #[serde(deserialize_with = "not_null")]
    pub language: Option<String>,
    /// Instead of those before: 1 to 20.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_items = 1, max_items = 20))]
    pub recipients: Option<Vec<MemberId>>,
    /// Enabled again, it goes on with the period that is now.
    #[serde(deserialize_with = "not_null")]
    pub enabled: Option<bool>,
}

impl Example for SchedulePatch {
    fn example() -> Self {
        let recipients = Some(vec![Uuid::nil().into()]);
        Self { format: Some(Format::Csv), recipients, enabled: Some(true), ..Self::default() }
    }
}

impl Parse for SchedulePatch {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        if let Some(language) = &input.language {
            fields.language("language", language);
        }
        let recipients = input.recipients.map(|list| recipients(list, fields));
        Some(Self { recipients, ..input })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_period_that_has_ended_is_the_one_before_that_of_today() {
        let ended = |period: Period, today: &str| {
            let (from, to) = period.ended(day(today));
            format!("{from} {to}")
        };

        assert_eq!(ended(Period::Daily, "2027-03-01"), "2027-02-28 2027-03-01");
        assert_eq!(ended(Period::Weekly, "2026-11-23"), "2026-11-16 2026-11-23");
        assert_eq!(ended(Period::Weekly, "2026-11-22"), "2026-11-09 2026-11-16");
        assert_eq!(ended(Period::Monthly, "2027-01-01"), "2026-12-01 2027-01-01");
        assert_eq!(ended(Period::Monthly, "2026-11-30"), "2026-10-01 2026-11-01");
    }
}
