//! Messages: the one way out. Whatever happens to a booking leaves word, and a job tells whom it concerns: which kinds that
//! brings about, to whom and how, is a table in `model`; the text is made when it is sent.

pub mod api;
pub mod bounces;
pub mod delivery;
pub mod jobs;
pub mod letter;
pub mod log;
pub mod model;
pub mod notice;
pub mod plan;
pub mod render;
pub mod route;
pub mod segments;
pub mod short;
pub mod store;
pub mod timing;
pub mod unsubscribing;

use uuid::Uuid;

use jobs::PlanMessages;
pub use model::{Happening, Kind, MessageId};

use crate::{
    bookings::BookingId,
    db::{Actor, TenantTx},
    error::Result,
};

/// Has everybody told whom it concerns. What was to be said of how the booking stood before is not said any more.
pub async fn tell(tx: &mut TenantTx, booking: BookingId, happening: Happening) -> Result<()> {
    let by = match tx.actor() {
        Actor::Staff(user) => Some(user),
        Actor::Customer(_) | Actor::Guest | Actor::System => None,
    };
    tx.enqueue(&PlanMessages { cause: Uuid::now_v7(), booking, happening, by }).await
}
