//! What can be said, to whom and how: one row a kind; and the facts it is said with.

use chrono::{DateTime, Utc};
use poem_openapi::Enum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    bookings::{BookingId, Status},
    clients::ClientId,
    members::MemberId,
    money::Money,
};

crate::id!(
    /// Something that is to be said to somebody.
    MessageId
);

/// What a message is about. Each has its texts in `locales/`, under `mail.{kind}`, and under `sms.{kind}` or
/// `notice.{kind}`, and its row in `KINDS`.
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
    /// Nobody confirmed it in time.
    BookingExpired,
    /// To whoever may confirm it.
    StaffBookingRequested,
    /// To whose calendar it is on, as all of these.
    StaffBookingConfirmed,
    StaffBookingRescheduled,
    StaffBookingCancelled,
    /// It is theirs from now on.
    StaffBookingAssigned,
}

/// What became of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    Requested,
    Confirmed,
    Rescheduled,
    Declined,
    Cancelled,
    Expired,
    Assigned,
}

/// Whom a kind is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// By the first channel, in the company's order, that reaches them and that they allow.
    Client,
    /// Whose calendar it is on, by each channel that members have.
    Performer,
    /// Whoever may confirm it, by each channel that members have.
    Deciders,
}

/// Why it is said, which decides who can refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What somebody must know: it can be refused by a channel, not as such.
    Transaction,
    /// What helps them, unless they would rather not have it.
    Reminder,
    /// What helps the company: to nobody who has not asked for it.
    Marketing,
}

/// Everything that is particular about a kind.
#[derive(Debug)]
pub struct Manner {
    pub kind: Kind,
    pub name: &'static str,
    pub audience: Audience,
    /// What brings it about; nothing: its time alone.
    pub on: &'static [Happening],
    pub purpose: Purpose,
    /// It is of no use once the booking has begun, was moved, or is not agreed any more.
    pub fades: bool,
    /// Whether the booking is off: the text ends in another way.
    pub is_off: bool,
}

use Audience::{Client, Deciders, Performer};
use Happening as On;
use Purpose::{Reminder, Transaction};

/// Every kind there is. A new one is a row here, and its texts.
#[rustfmt::skip]
pub const KINDS: &[Manner] = &[
    Manner { kind: Kind::BookingConfirmed, name: "booking_confirmed", audience: Client, on: &[On::Confirmed], purpose: Transaction, fades: false, is_off: false },
    Manner { kind: Kind::BookingRequested, name: "booking_requested", audience: Client, on: &[On::Requested], purpose: Transaction, fades: false, is_off: false },
    Manner { kind: Kind::BookingReminder, name: "booking_reminder", audience: Client, on: &[], purpose: Reminder, fades: true, is_off: false },
    Manner { kind: Kind::BookingRescheduled, name: "booking_rescheduled", audience: Client, on: &[On::Rescheduled], purpose: Transaction, fades: false, is_off: false },
    Manner { kind: Kind::BookingDeclined, name: "booking_declined", audience: Client, on: &[On::Declined], purpose: Transaction, fades: false, is_off: true },
    Manner { kind: Kind::BookingCancelled, name: "booking_cancelled", audience: Client, on: &[On::Cancelled], purpose: Transaction, fades: false, is_off: true },
    Manner { kind: Kind::BookingExpired, name: "booking_expired", audience: Client, on: &[On::Expired], purpose: Transaction, fades: false, is_off: true },
    Manner { kind: Kind::StaffBookingRequested, name: "staff_booking_requested", audience: Deciders, on: &[On::Requested], purpose: Transaction, fades: false, is_off: false },
    Manner { kind: Kind::StaffBookingConfirmed, name: "staff_booking_confirmed", audience: Performer, on: &[On::Confirmed], purpose: Transaction, fades: false, is_off: false },
    Manner { kind: Kind::StaffBookingRescheduled, name: "staff_booking_rescheduled", audience: Performer, on: &[On::Rescheduled], purpose: Transaction, fades: false, is_off: false },
    Manner { kind: Kind::StaffBookingCancelled, name: "staff_booking_cancelled", audience: Performer, on: &[On::Cancelled], purpose: Transaction, fades: false, is_off: true },
    Manner { kind: Kind::StaffBookingAssigned, name: "staff_booking_assigned", audience: Performer, on: &[On::Assigned], purpose: Transaction, fades: false, is_off: false },
];

impl Kind {
    pub fn manner(self) -> &'static Manner {
        KINDS.iter().find(|manner| manner.kind == self).expect("a test finds every kind in the table")
    }

    pub fn as_str(self) -> &'static str {
        self.manner().name
    }

    /// How its mail ends, under `mail.booking`.
    pub fn closing(self) -> &'static str {
        match self.manner() {
            Manner { audience: Performer | Deciders, .. } => "closing_staff",
            Manner { is_off: true, .. } => "closing_off",
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
    /// In the desk, for members.
    InApp,
}

impl Channel {
    /// By which members are told, all of them.
    pub const OF_MEMBERS: [Self; 2] = [Self::InApp, Self::Email];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::InApp => "in_app",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Email, Self::Sms, Self::InApp].into_iter().find(|channel| channel.as_str() == text)
    }
}

/// Somebody who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Client(ClientId),
    Member(MemberId),
}

impl Reader {
    pub fn client(self) -> Option<Uuid> {
        match self {
            Self::Client(id) => Some(id.0),
            Self::Member(_) => None,
        }
    }

    pub fn member(self) -> Option<Uuid> {
        match self {
            Self::Client(_) => None,
            Self::Member(id) => Some(id.0),
        }
    }
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
    /// not any more, or has another time.
    pub fn is_pointless(&self, reminds_of: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        let facts = &self.facts;
        let stands = facts.status == Status::Confirmed && reminds_of.is_none_or(|at| at == facts.starts_at);
        self.kind.manner().fades && (facts.starts_at <= now || !stands)
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

/// A message that is to be written down.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub kind: Kind,
    pub channel: Channel,
    pub reader: Reader,
    pub recipient: String,
    pub language: String,
    pub booking: BookingId,
    /// Absent: now.
    pub send_at: Option<DateTime<Utc>>,
    /// What it reminds of starts then.
    pub reminds_of: Option<DateTime<Utc>>,
    /// What it is about: of those that say the same there is one.
    pub once: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{self, Language};

    /// Texts that each kind has, by whom it is for.
    fn texts(manner: &Manner) -> Vec<String> {
        let short = if manner.audience == Client { "sms" } else { "notice" };
        let mail = ["subject", "greeting", "intro"].map(|part| format!("mail.{}.{part}", manner.name));
        mail.into_iter().chain([format!("{short}.{}", manner.name)]).collect()
    }

    #[test]
    fn every_kind_has_a_row_and_all_its_texts_in_every_language() {
        const VARS: &[(&str, &str)] = &[
            ("company", "Vesna"),
            ("client", "Ada"),
            ("service", "Haircut"),
            ("staff", "Iryna"),
            ("when", "10:30"),
            ("reference", "K7QD"),
            ("place", "Podil"),
        ];
        for manner in KINDS {
            assert_eq!(serde_json::to_value(manner.kind).expect("a word"), manner.name);
            for (language, key) in
                Language::ALL.into_iter().flat_map(|language| texts(manner).into_iter().map(move |key| (language, key)))
            {
                let text = i18n::text(language, &key, VARS);
                assert!(!text.is_empty() && text != key && !text.contains("{{"), "{language:?} {key}: {text}");
            }
        }
        assert_eq!(KINDS.len(), 12, "a kind without a row panics when it is used");
    }

    #[test]
    fn everything_that_becomes_of_a_booking_is_told_to_somebody() {
        for happening in
            [On::Requested, On::Confirmed, On::Rescheduled, On::Declined, On::Cancelled, On::Expired, On::Assigned]
        {
            let told: Vec<_> = KINDS.iter().filter(|manner| manner.on.contains(&happening)).collect();

            let to_clients = told.iter().filter(|manner| manner.audience == Client).count();
            assert!(!told.is_empty() && to_clients <= 1, "{happening:?}: {told:?}");
        }
    }
}
