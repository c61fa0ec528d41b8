//! Background work of messages.

use serde::{Deserialize, Serialize};

use super::MessageId;
use crate::queue::Job;

/// A message's time has come.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendMessage {
    pub message: MessageId,
}

impl Job for SendMessage {
    const QUEUE: &'static str = "messages.send";
}
