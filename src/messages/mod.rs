//! Messages: the one way out. A kind of message is a row of data and a template; the text is made when it is sent.

pub mod jobs;
pub mod model;
pub mod render;
pub mod store;

use chrono::TimeDelta;

pub use model::{Kind, MessageId, NewMessage};

use crate::{
    bookings::{Booked, Status},
    clients::ClientId,
    companies::Company,
    db::TenantTx,
    error::Result,
};

/// What a new booking has to say: that it is confirmed, or that it was asked for; and, later, that it is coming up.
pub async fn for_new_booking(
    tx: &mut TenantTx,
    booked: &Booked,
    company: &Company,
    client: ClientId,
    email: &str,
    language: &str,
) -> Result<()> {
    let kind = if booked.status == Status::Pending { Kind::BookingRequested } else { Kind::BookingConfirmed };
    let now = tx.now();
    let message = |kind, send_at| NewMessage {
        id: MessageId::new(),
        kind,
        recipient: email.to_owned(),
        language: language.to_owned(),
        client_id: client,
        booking_id: booked.id,
        send_at,
    };
    let first = message(kind, now);
    store::insert(tx, &first, "queued").await?;
    tx.enqueue(&jobs::SendMessage { message: first.id }).await?;
    let remind_at = booked.starts_at - TimeDelta::minutes(company.reminder_lead_minutes.into());
    if company.reminder_lead_minutes > 0 && remind_at > now {
        store::insert(tx, &message(Kind::BookingReminder, remind_at), "scheduled").await?;
    }
    Ok(())
}
