//! A notification, and how many are unread.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::Serialize;

use crate::{
    bookings::BookingId,
    events::Event,
    messages::{Kind, MessageId},
};

/// Something that a member is told in the desk.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Notification {
    pub id: MessageId,
    pub kind: Kind,
    /// A sentence in the company's language; null once its client is erased.
    #[oai(nullable)]
    pub text: Option<String>,
    /// What it is about.
    #[oai(nullable)]
    pub booking_id: Option<BookingId>,
    pub created_at: DateTime<Utc>,
    /// Null: not yet.
    #[oai(nullable)]
    pub read_at: Option<DateTime<Utc>>,
}

/// How many have not been read.
#[derive(Clone, Copy, Debug, Serialize, Object)]
pub struct Unread {
    pub unread: i64,
}

/// Somebody is told something; only they hear of it.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct NotificationCreated {
    pub notification_id: MessageId,
}

impl Example for NotificationCreated {
    fn example() -> Self {
        Self { notification_id: MessageId(uuid::Uuid::nil()) }
    }
}

impl Event for NotificationCreated {
    const KIND: &'static str = "notification.created";
}
