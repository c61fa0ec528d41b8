//! SQL on exports.

use chrono::{DateTime, Utc};

use super::{
    jobs::MakeExport,
    making::Progress,
    model::{Export, ExportId, ExportStatus, KEPT},
};
use crate::{
    auth::UserId,
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
    members::MemberId,
};

struct Row {
    id: ExportId,
    requested_by: MemberId,
    status: String,
    tables: i32,
    tables_done: i32,
    rows: i64,
    bytes: Option<i64>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    downloaded_at: Option<DateTime<Utc>>,
}

impl Row {
    fn at(self, now: DateTime<Utc>) -> Export {
        let status = match &*self.status {
            "queued" => ExportStatus::Queued,
            "running" => ExportStatus::Running,
            "failed" => ExportStatus::Failed,
            _ if self.downloaded_at.is_some() => ExportStatus::Downloaded,
            _ if self.expires_at.is_none_or(|expires| expires <= now) => ExportStatus::Expired,
            _ => ExportStatus::Ready,
        };
        Export {
            id: self.id,
            status,
            requested_by: self.requested_by,
            tables: self.tables,
            tables_done: self.tables_done,
            rows: self.rows,
            bytes: self.bytes,
            created_at: self.created_at,
            finished_at: self.finished_at,
            expires_at: self.expires_at,
            downloaded_at: self.downloaded_at,
        }
    }
}

/// An export, which is made once this is committed.
pub async fn insert(tx: &mut TenantTx, who: UserId) -> Result<Export> {
    let (company, id, now) = (tx.company(), ExportId::new(), tx.now());
    let under_way = || Error::Conflict("export_under_way", "An export is being made: wait for it.".into());
    sqlx::query!(
        "insert into company_exports (company_id, id, requested_by, status, created_at)
         select $1, $2, m.id, 'queued', $4 from memberships m where m.company_id = $1 and m.user_id = $3",
        company.0,
        id.0,
        who.0,
        now
    )
    .execute(tx.db())
    .await
    .on_constraint("company_exports_under_way_key", under_way)?;
    tx.enqueue(&MakeExport { export: id }).await?;
    find(tx, id).await
}

pub async fn find(tx: &mut TenantTx, id: ExportId) -> Result<Export> {
    let (company, now) = (tx.company(), tx.now());
    let row = sqlx::query_as!(
        Row,
        "select id, requested_by, status, tables, tables_done, rows, bytes, created_at, finished_at, expires_at,
                downloaded_at
         from company_exports where company_id = $1 and id = $2",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("export"))?.at(now))
}

/// Newest first.
pub async fn list(tx: &mut TenantTx, before: Option<(DateTime<Utc>, ExportId)>, limit: Limit) -> Result<Vec<Export>> {
    let (company, now) = (tx.company(), tx.now());
    let (before_time, before_id) = before.unzip();
    let rows = sqlx::query_as!(
        Row,
        "select id, requested_by, status, tables, tables_done, rows, bytes, created_at, finished_at, expires_at,
                downloaded_at
         from company_exports
         where company_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
         order by created_at desc, id desc limit $4",
        company.0,
        before_time,
        before_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| row.at(now)).collect())
}

/// A worker is at it; false: it is not to be made any more.
pub async fn begin(tx: &mut TenantTx, id: ExportId) -> Result<bool> {
    let company = tx.company();
    let begun = sqlx::query!(
        "update company_exports set status = 'running', tables = 0, tables_done = 0, rows = 0
         where company_id = $1 and id = $2 and status in ('queued', 'running')",
        company.0,
        id.0
    )
    .execute(tx.db())
    .await?;
    Ok(begun.rows_affected() == 1)
}

/// Lets those before it expire; answers which files that were.
pub async fn retire_others(tx: &mut TenantTx, id: ExportId) -> Result<Vec<String>> {
    let (company, now) = (tx.company(), tx.now());
    let files = sqlx::query_scalar!(
        "update company_exports set expires_at = $3
         where company_id = $1 and id <> $2 and status = 'ready' and expires_at > $3 and downloaded_at is null
         returning file",
        company.0,
        id.0,
        now
    )
    .fetch_all(tx.db())
    .await?;
    Ok(files.into_iter().flatten().collect())
}

pub async fn progress(tx: &mut TenantTx, id: ExportId, progress: Progress) -> Result<()> {
    let company = tx.company();
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    sqlx::query!(
        "update company_exports set tables = $3, tables_done = $4, rows = $5 where company_id = $1 and id = $2",
        company.0,
        id.0,
        count(progress.tables),
        count(progress.tables_done),
        progress.rows
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// It lies there, in this file, for a while; false: nobody waits for it any more.
pub async fn ready(tx: &mut TenantTx, id: ExportId, file: &str, bytes: i64) -> Result<bool> {
    let (company, now) = (tx.company(), tx.now());
    let ready = sqlx::query!(
        "update company_exports set status = 'ready', file = $3, bytes = $4, finished_at = $5, expires_at = $6
         where company_id = $1 and id = $2 and status = 'running'",
        company.0,
        id.0,
        file,
        bytes,
        now,
        now + KEPT
    )
    .execute(tx.db())
    .await?;
    Ok(ready.rows_affected() == 1)
}

/// Which files there may be.
pub async fn files(tx: &mut TenantTx) -> Result<Vec<String>> {
    let company = tx.company();
    let files = sqlx::query_scalar!(
        "select file from company_exports where company_id = $1 and file is not null and downloaded_at is null",
        company.0
    )
    .fetch_all(tx.db())
    .await?;
    Ok(files.into_iter().flatten().collect())
}

pub async fn fail(tx: &mut TenantTx, id: ExportId) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update company_exports set status = 'failed', finished_at = $3 where company_id = $1 and id = $2",
        company.0,
        id.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Gives the file to whoever asks first, and to nobody after them.
pub async fn take(tx: &mut TenantTx, id: ExportId) -> Result<String> {
    let (company, now) = (tx.company(), tx.now());
    let file = sqlx::query_scalar!(
        "update company_exports set downloaded_at = $3
         where company_id = $1 and id = $2 and status = 'ready' and downloaded_at is null and expires_at > $3
         returning file",
        company.0,
        id.0,
        now
    )
    .fetch_optional(tx.db())
    .await?
    .flatten();
    if let Some(file) = file {
        return Ok(file);
    }
    let conflict = |code, detail: &str| Err(Error::Conflict(code, detail.to_owned()));
    match find(tx, id).await?.status {
        ExportStatus::Downloaded => conflict("export_downloaded", "It was downloaded: ask for another."),
        ExportStatus::Expired => conflict("export_expired", "It is not kept any more: ask for another."),
        ExportStatus::Failed => conflict("export_failed", "It could not be made: ask for another."),
        ExportStatus::Queued | ExportStatus::Running | ExportStatus::Ready => {
            conflict("export_not_ready", "It is still being made.")
        }
    }
}
