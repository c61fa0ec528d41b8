//! Background work of exports.

use serde::{Deserialize, Serialize};

use super::ExportId;
use crate::queue::Job;

/// An export was asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeExport {
    pub export: ExportId,
}

impl Job for MakeExport {
    const QUEUE: &'static str = "exports.make";
}
