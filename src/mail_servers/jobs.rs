//! Background work of companies' own mail servers.

use serde::{Deserialize, Serialize};

use super::model::MailServerId;
use crate::queue::Job;

/// The company's admins are to hear that their mail server does not let us in.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoteRefused {
    pub mail_server: MailServerId,
}

impl Job for NoteRefused {
    const QUEUE: &'static str = "mail_servers.note_refused";
}
