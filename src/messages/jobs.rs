//! Background work of messages. What cannot wait has a queue of its own, so that no crowd of reminders holds it up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MessageId, delivery::Report, model::Happening};
use crate::{auth::UserId, bookings::BookingId, queue::Job};

/// Something has become of a booking: whom it concerns is to be told.
#[derive(Debug, Serialize, Deserialize)]
pub struct PlanMessages {
    /// Names this once: done twice, it tells nobody twice.
    pub cause: Uuid,
    pub booking: BookingId,
    pub happening: Happening,
    /// Who did it: they know already.
    pub by: Option<UserId>,
}

impl Job for PlanMessages {
    const QUEUE: &'static str = "messages.plan";
}

/// A message is to be sent at once.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendMessage {
    pub message: MessageId,
}

impl Job for SendMessage {
    const QUEUE: &'static str = "messages.send";
}

/// A provider, or a mail server, has told what became of a message.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoteReport {
    pub message: MessageId,
    /// What the provider calls it, where it calls it anything.
    pub provider_id: Option<String>,
    pub report: Report,
}

impl Job for NoteReport {
    const QUEUE: &'static str = "messages.report";
}

/// A message's time has come.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendReminder {
    pub message: MessageId,
}

impl Job for SendReminder {
    const QUEUE: &'static str = "messages.bulk";
    const PRIORITY: usize = 10;
}
