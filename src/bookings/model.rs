//! A booking, its states, and what a visitor has to say to make one.

use chrono::{DateTime, NaiveDateTime, Utc};
use poem_openapi::{Enum, Object, types::Example};
use rand::seq::IndexedRandom;
use serde::{Deserialize, Serialize};

use crate::{
    addons::AddonId,
    http::{Fields, Parse, Versioned, not_null},
    money::Money,
    orders::NewLine,
    services::ServiceId,
};

crate::id!(
    /// Time that somebody has taken.
    BookingId
);

/// Where a booking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "BookingStatus")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// Holds its time; the company has yet to confirm it.
    Pending,
    Confirmed,
    InProgress,
    Completed,
    Cancelled,
    /// The company said no.
    Declined,
    /// Nobody confirmed it in time.
    Expired,
    /// The client did not come.
    NoShow,
}

impl Status {
    pub const ALL: [Self; 8] = [
        Self::Pending,
        Self::Confirmed,
        Self::InProgress,
        Self::Completed,
        Self::Cancelled,
        Self::Declined,
        Self::Expired,
        Self::NoShow,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::NoShow => "no_show",
        }
    }

    /// Whether it takes no time any more.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Pending | Self::Confirmed | Self::InProgress)
    }

    /// The one table of what may follow what.
    pub fn may_become(self, next: Self) -> bool {
        use Status::{Cancelled, Completed, Confirmed, Declined, Expired, InProgress, NoShow, Pending};
        matches!(
            (self, next),
            (Pending, Confirmed | Declined | Expired | Cancelled)
                | (Confirmed, InProgress | Cancelled | NoShow)
                | (InProgress, Completed)
        )
    }
}

/// Somebody or something that a booking is about, by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct Named {
    pub id: uuid::Uuid,
    pub name: String,
}

/// Where a booking takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "BookingPlace")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Place {
    /// At the company's.
    #[default]
    Location,
    /// At the client's: the booking has the address.
    OnSite,
}

impl Place {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::OnSite => "on_site",
        }
    }
}

/// Where to come to. A booking keeps its own copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct Address {
    /// With the number of the house.
    #[oai(validator(min_length = 1, max_length = 200))]
    pub street: String,
    #[oai(validator(min_length = 1, max_length = 120))]
    pub city: String,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 20))]
    pub zip: Option<String>,
    /// ISO 3166-1 alpha-2, such as `UA`.
    #[serde(default)]
    #[oai(nullable, validator(min_length = 2, max_length = 2))]
    pub country: Option<String>,
}

impl Address {
    pub fn example() -> Self {
        Self {
            street: "Khreshchatyk 1".into(),
            city: "Kyiv".into(),
            zip: Some("01001".into()),
            country: Some("UA".into()),
        }
    }

    pub fn parse(self, fields: &mut Fields) -> Self {
        if self.country.as_ref().is_some_and(|code| code.parse::<phonenumber::country::Id>().is_err()) {
            fields.fail("address.country", "invalid_country", "must be an ISO 3166-1 alpha-2 code");
        }
        Self {
            street: fields.line("address.street", &self.street, 200),
            city: fields.line("address.city", &self.city, 120),
            zip: fields.optional_line("address.zip", self.zip.as_deref(), 20),
            country: self.country,
        }
    }
}

/// A service or an add-on of a booking, in the order they are done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[oai(rename = "BookingItem", skip_serializing_if_is_none)]
pub struct Item {
    pub service_id: ServiceId,
    /// Set where it is an add-on of that service.
    #[oai(nullable)]
    pub addon_id: Option<AddonId>,
    pub name: String,
    pub duration_minutes: i32,
}

/// A booking, as staff see it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Booking {
    pub id: BookingId,
    /// What a person reads out on the phone, such as `K7QD-3MXA`.
    pub reference: String,
    pub status: Status,
    pub client: Named,
    /// The first of its services.
    pub service: Named,
    /// All of its services and add-ons.
    pub items: Vec<Item>,
    /// Null where it needs nobody's time.
    #[oai(nullable)]
    pub staff: Option<Named>,
    #[oai(nullable)]
    pub location: Option<Named>,
    pub party_size: i32,
    pub place: Place,
    /// Where it is on site.
    #[oai(nullable)]
    pub address: Option<Address>,
    /// What it is about, such as a vehicle.
    #[oai(nullable)]
    pub asset: Option<Named>,
    pub express: bool,
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC; without buffers.
    pub ends_at: DateTime<Utc>,
    /// The zone it was booked in.
    pub time_zone: String,
    /// What the clock on the wall says there when it starts.
    pub wall_starts_at: NaiveDateTime,
    /// The sum of its order's lines.
    pub total: Money,
    /// While it is pending: when it lets go of its time.
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
    /// What the client wrote.
    pub notes: String,
    /// For staff; clients never see them.
    pub staff_notes: String,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Booking {
    fn version(&self) -> i32 {
        self.version
    }
}

/// What the company keeps beside a booking; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct BookingPatch {
    /// As the client said it.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 1000))]
    pub notes: Option<String>,
    /// For staff; clients never see them.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 2000))]
    pub staff_notes: Option<String>,
}

impl Example for BookingPatch {
    fn example() -> Self {
        Self { staff_notes: Some("Brings her own dye.".into()), ..Self::default() }
    }
}

impl Parse for BookingPatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.notes = input.notes.map(|notes| fields.text("notes", &notes, 1000));
        input.staff_notes = input.staff_notes.map(|notes| fields.text("staff_notes", &notes, 2000));
        Some(input)
    }
}

/// A line of a booking's history. Nothing changes one.
#[derive(Clone, Debug, Serialize, Object)]
#[oai(rename = "BookingChange")]
pub struct Change {
    pub id: uuid::Uuid,
    /// `status`, `time`, `staff` or `items`.
    pub kind: String,
    /// Where it stood; null for the first line.
    #[oai(nullable)]
    pub from: Option<Status>,
    pub to: Status,
    /// What it was and what it became, where that is not the status.
    #[oai(nullable)]
    pub details: Option<serde_json::Value>,
    /// `staff`, `guest`, `customer` or `system`.
    pub actor: String,
    /// Which of the members, where it was one.
    #[oai(nullable)]
    pub actor_name: Option<String>,
    #[oai(nullable)]
    pub reason: Option<String>,
    pub at: DateTime<Utc>,
}

/// All that ever happened to a booking, oldest first.
#[derive(Clone, Debug, Serialize, Object)]
pub struct BookingHistory {
    pub data: Vec<Change>,
}

/// Part of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct PriceLine {
    /// `service`, `addon` or `surcharge`.
    pub kind: String,
    /// The name of what is sold; of a surcharge, `on_site` or `express`.
    pub description: String,
    pub quantity: i32,
    /// Minor units of the total's currency, for one.
    pub unit_amount: i64,
}

impl From<NewLine> for PriceLine {
    fn from(line: NewLine) -> Self {
        let kind = line.kind.as_str().to_owned();
        Self { kind, description: line.description, quantity: line.quantity, unit_amount: line.unit_amount }
    }
}

/// A booking, as the visitor who just made it sees it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[oai(rename = "PublicBooking")]
pub struct Booked {
    pub id: BookingId,
    /// What a person reads out on the phone, such as `K7QD-3MXA`.
    pub reference: String,
    /// `confirmed`, or `pending` where the company confirms each booking itself.
    pub status: Status,
    /// The first of its services.
    pub service: Named,
    /// All of its services and add-ons.
    pub items: Vec<Item>,
    /// Null where it needs nobody's time.
    #[oai(nullable)]
    pub staff: Option<Named>,
    #[oai(nullable)]
    pub location: Option<Named>,
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC.
    pub ends_at: DateTime<Utc>,
    /// The location's zone, or else the company's.
    pub time_zone: String,
    /// The price of this moment: later changes do not touch it.
    pub total: Money,
    /// What the total is made of.
    pub lines: Vec<PriceLine>,
    /// While it is pending: when it lets go of its time.
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
}

/// Eight characters that are not mistaken for each other: 8.5 × 10¹¹ of them, unique within a company.
pub fn new_reference() -> String {
    const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let mut rng = rand::rng();
    let mut four = || -> String { (0..4).filter_map(|_| ALPHABET.choose(&mut rng)).map(|&c| char::from(c)).collect() };
    format!("{}-{}", four(), four())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_stays_ended() {
        let ended = [Status::Completed, Status::Cancelled, Status::Declined, Status::Expired, Status::NoShow];

        for (from, to) in ended.into_iter().flat_map(|from| Status::ALL.map(|to| (from, to))) {
            assert!(!from.may_become(to), "{from:?} to {to:?}");
        }
    }

    #[test]
    fn work_is_started_before_it_is_completed() {
        assert!(!Status::Pending.may_become(Status::Completed));
        assert!(!Status::Confirmed.may_become(Status::Completed));
        assert!(Status::InProgress.may_become(Status::Completed));
    }
}
