//! What happens to bookings.

use chrono::{DateTime, TimeDelta, Utc};
use poem_openapi::{Object, types::Example};
use serde::Serialize;
use uuid::Uuid;

use super::model::{BookingId, Status};
use crate::{clients::ClientId, events::Event};

/// Somebody has taken time.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct BookingCreated {
    pub booking_id: BookingId,
    pub client_id: ClientId,
    pub status: Status,
    pub starts_at: DateTime<Utc>,
}

impl Event for BookingCreated {
    const KIND: &'static str = "booking.created";
}

impl Example for BookingCreated {
    fn example() -> Self {
        let starts_at = DateTime::UNIX_EPOCH + TimeDelta::days(20_827);
        let (booking_id, client_id) = (BookingId(Uuid::nil()), ClientId(Uuid::nil()));
        Self { booking_id, client_id, status: Status::Confirmed, starts_at }
    }
}

macro_rules! changed {
    ($(#[doc = $doc:literal] $name:ident = $kind:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Debug, Serialize, Object)]
        #[oai(example)]
        pub struct $name {
            pub booking_id: BookingId,
        }

        impl Event for $name {
            const KIND: &'static str = $kind;
        }

        impl Example for $name {
            fn example() -> Self {
                Self { booking_id: BookingId(Uuid::nil()) }
            }
        }
    )*};
}

changed! {
    /// Nobody confirmed a booking in time.
    BookingExpired = "booking.expired";
    /// The company said yes.
    BookingConfirmed = "booking.confirmed";
    /// The company said no.
    BookingDeclined = "booking.declined";
    /// Work on it has begun.
    BookingStarted = "booking.started";
    /// The work is done.
    BookingCompleted = "booking.completed";
    /// It will not take place.
    BookingCancelled = "booking.cancelled";
    /// The client did not come.
    BookingNoShow = "booking.no_show";
    /// It has another time, or another length.
    BookingRescheduled = "booking.rescheduled";
    /// Somebody else does it.
    BookingAssigned = "booking.assigned";
    /// It has other add-ons.
    BookingItemsChanged = "booking.items_changed";
}
