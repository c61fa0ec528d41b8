//! An export, as whoever asked for it sees it.

use chrono::{DateTime, TimeDelta, Utc};
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

use crate::members::MemberId;

crate::id!(
    /// A company's copy of everything it has.
    ExportId
);

/// How long a file is kept.
pub const KEPT: TimeDelta = TimeDelta::days(3);

/// What has become of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
pub enum ExportStatus {
    Queued,
    Running,
    /// It can be downloaded, once.
    Ready,
    Downloaded,
    /// Nobody has downloaded it in time, or another was made since.
    Expired,
    /// Something went wrong on our side: ask for another.
    Failed,
}

/// A copy of everything that the company has.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Export {
    pub id: ExportId,
    pub status: ExportStatus,
    /// Who asked for it.
    pub requested_by: MemberId,
    /// How many tables there are; 0 until it runs.
    pub tables: i32,
    /// How many of these are written.
    pub tables_done: i32,
    /// Rows that are written.
    pub rows: i64,
    /// The file's size, once it is ready.
    #[oai(nullable)]
    pub bytes: Option<i64>,
    pub created_at: DateTime<Utc>,
    #[oai(nullable)]
    pub finished_at: Option<DateTime<Utc>>,
    /// When the file is deleted, if nobody has downloaded it.
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
    #[oai(nullable)]
    pub downloaded_at: Option<DateTime<Utc>>,
}
