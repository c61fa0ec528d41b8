//! A backup, as the register has it, and when one is due.

use chrono::{DateTime, Days, NaiveTime, Utc};
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

crate::id!(
    /// A backup that was asked for.
    BackupId
);

/// How far a backup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, Enum)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
pub enum BackupStatus {
    /// No worker has begun it yet.
    Waiting,
    Running,
    /// It is complete where backups are kept. Whether it is sound, `sound` says.
    Made,
    /// There is none. It is tried again, for hours.
    Failed,
}

/// A backup of the whole installation.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Backup {
    pub id: BackupId,
    /// What it is called where backups are kept, and to `frontdesk restore`. Null before it is begun.
    #[oai(nullable)]
    pub name: Option<String>,
    pub status: BackupStatus,
    pub requested_at: DateTime<Utc>,
    /// The moment that it shows.
    #[oai(nullable)]
    pub started_at: Option<DateTime<Utc>>,
    #[oai(nullable)]
    pub finished_at: Option<DateTime<Utc>>,
    /// As it is stored: compressed, and encrypted.
    #[oai(nullable)]
    pub bytes: Option<i64>,
    /// Rows in all tables.
    #[oai(nullable)]
    pub row_count: Option<i64>,
    /// The newest migration that had run.
    #[oai(nullable)]
    pub schema_version: Option<i64>,
    #[oai(nullable)]
    pub encrypted: Option<bool>,
    /// Why there is none, where it failed.
    #[oai(nullable)]
    pub failure: Option<String>,
    /// When it was restored into a scratch database and compared with what it was made of. Null: not yet.
    #[oai(nullable)]
    pub tried_at: Option<DateTime<Utc>>,
    /// Whether it was the same: tables, rows, checksums, roles, policies, constraints. Null: not tried yet.
    #[oai(nullable)]
    pub sound: Option<bool>,
    /// What was not the same, in sentences.
    pub differences: Vec<String>,
}

/// What there is to say of the last ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Last {
    /// The moment that the newest one shows.
    pub made_at: Option<DateTime<Utc>>,
    /// The same of the newest that was tried and is sound.
    pub sound_at: Option<DateTime<Utc>>,
    /// Of the one that was tried last.
    pub is_sound: bool,
    /// Of the newest one.
    pub bytes: i64,
}

/// The last of these times of day, in UTC, that has come: a backup that was asked for since then is enough.
pub fn due_since(times: &[NaiveTime], now: DateTime<Utc>) -> DateTime<Utc> {
    let yesterday = now.date_naive().checked_sub_days(Days::new(1)).unwrap_or_default();
    let all = [yesterday, now.date_naive()]
        .into_iter()
        .flat_map(|day| times.iter().map(move |time| day.and_time(*time).and_utc()));
    all.filter(|at| *at <= now).max().unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn a_backup_is_due_since_the_last_of_its_times() {
        let times = ["02:30", "14:00"].map(|time| NaiveTime::parse_from_str(time, "%H:%M").expect("a time"));

        assert_eq!(due_since(&times, at("2026-11-21T02:29:59Z")), at("2026-11-20T14:00:00Z"));
        assert_eq!(due_since(&times, at("2026-11-21T02:30:00Z")), at("2026-11-21T02:30:00Z"));
        assert_eq!(due_since(&times, at("2026-11-21T20:00:00Z")), at("2026-11-21T14:00:00Z"));
    }
}
