//! Messages: the one way out. A kind of message is a row of data and a template; the text is made when it is sent.

pub mod jobs;
pub mod model;
pub mod notice;
pub mod render;
pub mod store;

use chrono::TimeDelta;

pub use model::{Kind, MessageId, NewMessage, Reader};

use crate::{
    bookings::{Booked, BookingId, Status},
    clients::ClientId,
    companies::{self, Company},
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
    let (id, now) = (MessageId::new(), tx.now());
    let mut messages = vec![NewMessage { id, kind, status: "queued", send_at: now }];
    let remind_at = booked.starts_at - TimeDelta::minutes(company.reminder_lead_minutes.into());
    if company.reminder_lead_minutes > 0 && remind_at > now {
        let kind = Kind::BookingReminder;
        messages.push(NewMessage { id: MessageId::new(), kind, status: "scheduled", send_at: remind_at });
    }
    let reader = Reader { recipient: email, language, client_id: client, booking_id: booked.id };
    store::insert(tx, &reader, &messages).await?;
    tx.enqueue(&jobs::SendMessage { message: id }).await
}

/// Tells the client what has become of their booking, if there is an address to write to.
pub async fn about(tx: &mut TenantTx, booking: BookingId, kind: Kind) -> Result<()> {
    let id = MessageId::new();
    if store::insert_about(tx, id, booking, kind).await? {
        tx.enqueue(&jobs::SendMessage { message: id }).await?;
    }
    Ok(())
}

/// The reminder moves with its booking; one whose time has passed is not sent any more.
pub async fn reschedule(tx: &mut TenantTx, booking: BookingId) -> Result<()> {
    let lead = TimeDelta::minutes(companies::store::current(tx).await?.reminder_lead_minutes.into());
    store::cancel_scheduled(tx, booking).await?;
    if lead > TimeDelta::zero() {
        store::schedule_reminder(tx, booking, lead).await?;
    }
    Ok(())
}
