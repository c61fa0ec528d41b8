//! Background work of bookings.

use serde::{Deserialize, Serialize};

use super::BookingId;
use crate::queue::Job;

/// A pending booking's time to be confirmed has run out.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExpireBooking {
    pub booking: BookingId,
}

impl Job for ExpireBooking {
    const QUEUE: &'static str = "bookings.expire";
}
