//! What can be said, and the facts it is said with.

use chrono::{DateTime, Utc};
use poem_openapi::Enum;
use serde::{Deserialize, Serialize};

use crate::{
    bookings::{BookingId, Status},
    clients::ClientId,
    money::Money,
};

crate::id!(
    /// Something that is to be said to somebody.
    MessageId
);

/// What a message is about. Each has its texts in `locales/` under `mail.{kind}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "MessageKind")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    BookingConfirmed,
    /// The company has yet to confirm it.
    BookingRequested,
    BookingReminder,
    /// It has another time.
    BookingRescheduled,
    /// The company said no.
    BookingDeclined,
    BookingCancelled,
}

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::BookingConfirmed,
        Self::BookingRequested,
        Self::BookingReminder,
        Self::BookingRescheduled,
        Self::BookingDeclined,
        Self::BookingCancelled,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::BookingConfirmed => "booking_confirmed",
            Self::BookingRequested => "booking_requested",
            Self::BookingReminder => "booking_reminder",
            Self::BookingRescheduled => "booking_rescheduled",
            Self::BookingDeclined => "booking_declined",
            Self::BookingCancelled => "booking_cancelled",
        }
    }

    /// How its mail ends, under `mail.booking`.
    pub fn closing(self) -> &'static str {
        match self {
            Self::BookingCancelled | Self::BookingDeclined => "closing_off",
            _ => "closing",
        }
    }
}

/// By which way somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "MessageChannel")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Channel {
    Email,
    Sms,
}

impl Channel {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// Whom messages go to, and the booking they are about.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub recipient: &'a str,
    pub language: &'a str,
    pub client_id: ClientId,
    pub booking_id: BookingId,
}

/// A message to be sent when its time comes.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub id: MessageId,
    pub kind: Kind,
    pub status: &'static str,
    pub send_at: DateTime<Utc>,
}

/// A message that is due, with all that it says, as it is now.
#[derive(Clone, Debug)]
pub struct Due {
    pub id: MessageId,
    pub kind: Kind,
    pub recipient: String,
    pub language: String,
    pub facts: Facts,
}

impl Due {
    /// A reminder of what has begun already, as after a long outage, helps nobody; nor does one of what is not agreed, or
    /// not any more.
    pub fn is_pointless(&self, now: DateTime<Utc>) -> bool {
        self.kind == Kind::BookingReminder && (self.facts.starts_at <= now || self.facts.status != Status::Confirmed)
    }
}

/// What messages about a booking say.
#[derive(Clone, Debug)]
pub struct Facts {
    pub company: String,
    pub client: String,
    pub service: String,
    pub staff: Option<String>,
    /// Where it is, if it is said.
    pub place: Option<String>,
    pub reference: String,
    pub status: Status,
    pub starts_at: DateTime<Utc>,
    pub minutes: i64,
    pub time_zone: String,
    pub price: Money,
    pub notes: String,
}
