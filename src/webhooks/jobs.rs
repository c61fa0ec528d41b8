//! Background work of webhooks.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{DeliveryId, WebhookId};
use crate::queue::Job;

/// Something has happened that an endpoint has not been told yet.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellWebhook {
    pub webhook: WebhookId,
}

impl Job for TellWebhook {
    const QUEUE: &'static str = "webhooks.tell";
}

/// A delivery is due. There have been so many attempts: whoever comes late finds that there have been more.
#[derive(Debug, Serialize, Deserialize)]
pub struct Deliver {
    pub delivery: DeliveryId,
    pub attempts: i32,
}

impl Job for Deliver {
    const QUEUE: &'static str = "webhooks.deliver";
}

/// What happened in a time is to be sent again, from the latest event back; `before`: a page of it is done.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReplayEvents {
    pub webhook: WebhookId,
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub before: Option<String>,
}

impl Job for ReplayEvents {
    const QUEUE: &'static str = "webhooks.replay";
}

/// The company's admins are to hear that an endpoint is told nothing any more.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoteDisabled {
    pub webhook: WebhookId,
}

impl Job for NoteDisabled {
    const QUEUE: &'static str = "webhooks.note_disabled";
}
