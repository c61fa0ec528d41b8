//! Jobs of bookings.

use frontdesk::{
    bookings::{self, jobs::ExpireBooking},
    queue::Envelope,
};

use crate::{Failure, Work};

/// Ends a pending booking whose time to be confirmed has run out.
pub async fn expire(work: &Work, envelope: Envelope, job: ExpireBooking) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    bookings::expire(&mut tx, job.booking).await?;
    Ok(tx.commit().await?)
}
