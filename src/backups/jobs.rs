//! Background work of backups.

use serde::{Deserialize, Serialize};

use super::BackupId;
use crate::queue::Job;

/// A backup was asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeBackup {
    pub backup: BackupId,
}

impl Job for MakeBackup {
    const QUEUE: &'static str = "backups.make";
}
