//! Background work of the audit log.

use serde::{Deserialize, Serialize};

use crate::queue::Job;

/// A company has rows that are not sealed.
#[derive(Debug, Serialize, Deserialize)]
pub struct SealAudit {}

impl Job for SealAudit {
    const QUEUE: &'static str = "audit.seal";
}
