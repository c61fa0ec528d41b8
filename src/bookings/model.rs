//! A booking, its states, and what a visitor has to say to make one.

use chrono::{DateTime, NaiveDateTime, Utc};
use poem_openapi::{Enum, Object, types::Example};
use rand::seq::IndexedRandom;
use serde::{Deserialize, Serialize};

use crate::{
    clients::ClientId,
    companies::Company,
    error::Result,
    events::Event,
    http::{Fields, Parse, Versioned},
    money::Money,
    scheduling::store::Bookable,
    services::{Service, ServiceId},
    staff::StaffId,
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

/// A booking, as staff see it.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Booking {
    pub id: BookingId,
    /// What a person reads out on the phone, such as `K7QD-3MXA`.
    pub reference: String,
    pub status: Status,
    pub client: Named,
    pub service: Named,
    /// Null where it needs nobody's time.
    #[oai(nullable)]
    pub staff: Option<Named>,
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
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Booking {
    fn version(&self) -> i32 {
        self.version
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
    pub service: Named,
    /// Null where it needs nobody's time.
    #[oai(nullable)]
    pub staff: Option<Named>,
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC.
    pub ends_at: DateTime<Utc>,
    /// The company's zone.
    pub time_zone: String,
    /// The price of this moment: later changes do not touch it.
    pub total: Money,
    /// While it is pending: when it lets go of its time.
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
}

impl Booked {
    pub fn new(
        id: BookingId,
        company: &Company,
        service: &Service,
        person: &Bookable,
        starts_at: DateTime<Utc>,
        expires_at: Option<DateTime<Utc>>,
    ) -> Self {
        Self {
            id,
            reference: new_reference(),
            status: if expires_at.is_some() { Status::Pending } else { Status::Confirmed },
            service: Named { id: service.id.0, name: service.name.clone() },
            staff: Some(Named { id: person.staff.0, name: person.name.clone() }),
            starts_at,
            ends_at: super::ends_at(service, starts_at),
            time_zone: company.time_zone.clone(),
            total: service.price.clone(),
            expires_at,
        }
    }
}

/// Eight characters that are not mistaken for each other: 8.5 × 10¹¹ of them, unique within a company.
fn new_reference() -> String {
    const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let mut rng = rand::rng();
    let mut four = || -> String { (0..4).filter_map(|_| ALPHABET.choose(&mut rng)).map(|&c| char::from(c)).collect() };
    format!("{}-{}", four(), four())
}

/// The longest name a visitor may give, in characters.
pub const NAME_MAX: usize = 120;
/// The longest phone number as it is typed, in characters.
pub const PHONE_MAX: usize = 40;
/// The longest note to the company, in characters.
pub const NOTES_MAX: usize = 1000;

/// A visitor's booking. At least one of `email` and `phone` is needed.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "NewPublicBooking")]
pub struct GuestBookingInput {
    pub service_id: ServiceId,
    /// Absent: anybody who is free.
    #[serde(default)]
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
    /// RFC 3339: the `starts_at` of a free slot.
    pub starts_at: DateTime<Utc>,
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 254))]
    pub email: Option<String>,
    /// With its country code; a national number is read as one of the company's country.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 40))]
    pub phone: Option<String>,
    /// For the company.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 1000))]
    pub notes: Option<String>,
    /// `en`, `uk`, `bn` or `id`: what to write to them in; absent: the company's language.
    #[serde(default)]
    #[oai(nullable)]
    pub language: Option<String>,
}

impl Example for GuestBookingInput {
    fn example() -> Self {
        Self {
            service_id: ServiceId(uuid::Uuid::nil()),
            staff_id: None,
            starts_at: DateTime::UNIX_EPOCH,
            name: "Ada Lovelace".into(),
            email: Some("ada@example.com".into()),
            phone: Some("+380 44 123 4567".into()),
            notes: None,
            language: Some("en".into()),
        }
    }
}

/// A visitor's booking that can be tried.
#[derive(Clone, Debug)]
pub struct NewGuestBooking {
    pub service_id: ServiceId,
    pub staff_id: Option<StaffId>,
    pub starts_at: DateTime<Utc>,
    pub name: String,
    pub notes: String,
    pub language: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// How to reach a visitor.
pub struct Contact {
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl Parse for NewGuestBooking {
    type Input = GuestBookingInput;

    fn parse(input: GuestBookingInput, fields: &mut Fields) -> Option<Self> {
        if let Some(language) = &input.language {
            fields.language("language", language);
        }
        let given = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
        let (email, phone) = (given(input.email), given(input.phone));
        if email.is_none() && phone.is_none() {
            fields.fail("email", "email_or_phone", "an e-mail address or a phone number is needed");
        }
        Some(Self {
            service_id: input.service_id,
            staff_id: input.staff_id,
            starts_at: input.starts_at,
            name: fields.line("name", &input.name, NAME_MAX),
            notes: fields.text("notes", &input.notes.unwrap_or_default(), NOTES_MAX),
            language: input.language,
            email: email.map(|email| fields.email("email", &email)),
            phone: phone.map(|phone| fields.text("phone", &phone, PHONE_MAX)),
        })
    }
}

impl NewGuestBooking {
    /// The phone number can be read only once it is known whose page this is.
    pub fn contact(&self, company: &Company) -> Result<Contact> {
        let mut fields = Fields::default();
        let phone = self.phone.as_ref().map(|phone| fields.phone("phone", phone, company.country()));
        fields.finish(Some(Contact { email: self.email.clone(), phone }))
    }
}

/// Somebody has taken time.
#[derive(Debug, Serialize)]
pub struct BookingCreated {
    pub booking_id: BookingId,
    pub client_id: ClientId,
    pub status: Status,
    pub starts_at: DateTime<Utc>,
}

impl Event for BookingCreated {
    const KIND: &'static str = "booking.created";
}

/// Nobody confirmed a booking in time.
#[derive(Debug, Serialize)]
pub struct BookingExpired {
    pub booking_id: BookingId,
}

impl Event for BookingExpired {
    const KIND: &'static str = "booking.expired";
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
