//! The log as a table for spreadsheets: written while it is read, a page at a time. No transaction waits for a slow reader.

use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::stream;

use super::{
    model::{AuditEntry, AuditId, Filter},
    store,
};
use crate::{
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Csv, csv_line},
};

/// Rows an export has at most.
const MOST: i64 = 100_000;
/// Rows of a page, which is what memory holds.
const PAGE: i64 = 1_000;

const HEADINGS: [&str; 11] = [
    "at",
    "actor",
    "actor_id",
    "actor_name",
    "api_key_id",
    "request_id",
    "address",
    "table",
    "row_id",
    "action",
    "changes",
];

/// How far an export has come.
struct Export {
    app: App,
    caller: Caller,
    filter: Filter,
    after: Option<(DateTime<Utc>, AuditId)>,
    left: i64,
}

/// The rows that the filter lets through, newest first.
pub async fn csv(app: &App, caller: Caller, filter: Filter) -> Result<Csv> {
    let mut export = Export { app: app.clone(), caller, filter, after: None, left: MOST };
    // The first page before the answer begins: who may not read it hears so.
    let first = format!("{}{}", csv_line(&HEADINGS), export.page().await?);
    let rest = stream::try_unfold(export, |mut export| async move {
        let page = export.page().await?;
        Ok::<_, crate::error::Error>((!page.is_empty()).then_some((page, export)))
    });
    Ok(Csv::streamed("audit-log.csv", first, rest))
}

impl Export {
    /// The next lines; empty after the last.
    async fn page(&mut self) -> Result<String> {
        let most = PAGE.min(self.left);
        if most == 0 {
            return Ok(String::new());
        }
        let mut tx = self.app.begin(&self.caller, Permission::AuditRead).await?;
        let entries = store::list(&mut tx, &self.filter, self.after, most).await?;
        self.after = entries.last().map(|entry| (entry.at, entry.id));
        self.left = if entries.len() < PAGE as usize { 0 } else { self.left - PAGE };
        Ok(entries.iter().map(line).collect())
    }
}

fn line(entry: &AuditEntry) -> String {
    let text = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let changes = entry.changes.as_ref().map(|changes| serde_json::json!(changes).to_string());
    csv_line(&[
        &entry.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        entry.actor.as_str(),
        &text(entry.actor_id),
        entry.actor_name.as_deref().unwrap_or_default(),
        &text(entry.api_key_id),
        entry.request_id.as_deref().unwrap_or_default(),
        entry.address.as_deref().unwrap_or_default(),
        &entry.table,
        &text(entry.row_id),
        entry.action.as_str(),
        changes.as_deref().unwrap_or_default(),
    ])
}
