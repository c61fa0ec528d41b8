//! What happens to bookings.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::model::{BookingId, Status};
use crate::{clients::ClientId, events::Event};

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

macro_rules! changed {
    ($(#[doc = $doc:literal] $name:ident = $kind:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Debug, Serialize)]
        pub struct $name {
            pub booking_id: BookingId,
        }

        impl Event for $name {
            const KIND: &'static str = $kind;
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
