//! SQL on the register of backups, as operators and the schedule see it.

use chrono::{DateTime, Utc};

use super::{
    BackupId,
    jobs::MakeBackup,
    model::{Backup, Last},
};
use crate::{db::PlatformTx, error::Result, http::Limit};

/// Those that were asked for last come first.
pub async fn list(tx: &mut PlatformTx, after: Option<(DateTime<Utc>, BackupId)>, limit: Limit) -> Result<Vec<Backup>> {
    let (time, id) = after.unzip();
    Ok(sqlx::query_as!(
        Backup,
        "select id, name, status, requested_at, started_at, finished_at, bytes, row_count, schema_version, encrypted,
                failure, tried_at, sound, differences
         from backups
         where $1::timestamptz is null or (requested_at, id) < ($1, $2::uuid)
         order by requested_at desc, id desc limit $3",
        time,
        id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Asks for one, unless one is waiting or under way: then it is that one.
pub async fn ask(tx: &mut PlatformTx) -> Result<Backup> {
    if let Some(open) = open(tx).await? {
        return Ok(open);
    }
    let (now, backup) = (tx.now(), BackupId::new());
    let made = sqlx::query_as!(
        Backup,
        "insert into backups (id, status, requested_at) values ($1, 'waiting', $2)
         returning id, name, status, requested_at, started_at, finished_at, bytes, row_count, schema_version, encrypted,
                   failure, tried_at, sound, differences",
        backup.0,
        now
    )
    .fetch_one(tx.db())
    .await?;
    tx.enqueue_for_all(&MakeBackup { backup }).await?;
    Ok(made)
}

async fn open(tx: &mut PlatformTx) -> Result<Option<Backup>> {
    Ok(sqlx::query_as!(
        Backup,
        "select id, name, status, requested_at, started_at, finished_at, bytes, row_count, schema_version, encrypted,
                failure, tried_at, sound, differences
         from backups where status in ('waiting', 'running') order by requested_at desc limit 1"
    )
    .fetch_optional(tx.db())
    .await?)
}

pub async fn is_asked_since(tx: &mut PlatformTx, since: DateTime<Utc>) -> Result<bool> {
    let found =
        sqlx::query_scalar!(r#"select exists (select from backups where requested_at >= $1) as "found!""#, since);
    Ok(found.fetch_one(tx.db()).await?)
}

pub async fn last(tx: &mut PlatformTx) -> Result<Last> {
    Ok(sqlx::query_as!(
        Last,
        r#"select max(started_at) filter (where status = 'made') as made_at, max(started_at) filter (where sound) as sound_at,
                  coalesce((select b.sound from backups b where b.tried_at is not null order by b.tried_at desc limit 1),
                           false) as "is_sound!",
                  coalesce((select b.bytes from backups b where b.status = 'made' order by b.started_at desc limit 1),
                           0) as "bytes!"
           from backups"#
    )
    .fetch_one(tx.db())
    .await?)
}
