//! Background work of companies.

use serde::{Deserialize, Serialize};

use crate::queue::Job;

/// Its admins are to hear that it closes, or does not any more.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoteClosing {
    pub closing: bool,
}

impl Job for NoteClosing {
    const QUEUE: &'static str = "companies.note_closing";
}

/// Its admins are to hear that it is published.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoteVerified {}

impl Job for NoteVerified {
    const QUEUE: &'static str = "companies.note_verified";
}

/// Its grace is over.
#[derive(Debug, Serialize, Deserialize)]
pub struct EraseCompany {}

impl Job for EraseCompany {
    const QUEUE: &'static str = "companies.erase";
}
