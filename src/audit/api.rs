//! The audit log, for those who may read it.

use chrono::{DateTime, Utc};
use poem_openapi::{OpenApi, param::Query};
use uuid::Uuid;

use super::{
    export,
    model::{Action, AuditEntry, AuditVerification, Filter},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Csv, Fields, Found, Limit, Page, cursor, moment, page},
};

pub struct AuditApi {
    pub app: App,
}

/// A piece of the chain that one statement walks in a few seconds.
const MOST_VERIFIED: i32 = 100_000;

#[OpenApi(prefix_path = "/audit-log", tag = "Tag::Audit")]
impl AuditApi {
    /// List changes, newest first
    ///
    /// Refused sign-ins of members are among them about a minute later, as an `insert` of `refused_sign_ins`: nobody knows who
    /// tried, so `row_id` is the user whose address it was, and `changes` has the `email`, the `device`, the `reason`
    /// (`wrong_password`, or `not_admitted` where the password was right) and how many `attempts` came from that network in
    /// that minute.
    #[oai(path = "/", method = "get", operation_id = "list_audit_log")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn list(
        &self,
        caller: Caller,
        /// Those that this user made.
        Query(actor_id): Query<Option<Uuid>>,
        /// Those of one kind of row, such as `clients`.
        Query(table): Query<Option<String>>,
        /// Those of this row.
        Query(row_id): Query<Option<Uuid>>,
        /// Those that did this.
        Query(action): Query<Option<Action>>,
        /// Those of this moment or later (RFC 3339).
        Query(from): Query<Option<DateTime<Utc>>>,
        /// Those before this moment (RFC 3339).
        Query(to): Query<Option<DateTime<Utc>>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<AuditEntry>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let (from, to) = (moment("from", from)?, moment("to", to)?);
        let filter = Filter { actor: actor_id, table: name(table), row: row_id, action, from, to };
        let mut tx = self.app.begin(&caller, Permission::AuditRead).await?;
        let entries = store::list(&mut tx, &filter, after, limit.fetch()).await?;
        Ok(Found(page(entries, limit, |entry| (entry.at, entry.id))))
    }

    /// Export changes as CSV, newest first
    ///
    /// At most 100 000 rows: narrow it by `from` and `to` for more. A cell that a spreadsheet would take for a formula
    /// begins with an apostrophe.
    #[oai(path = "/export", method = "get", operation_id = "export_audit_log")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn export(
        &self,
        caller: Caller,
        /// Those that this user made.
        Query(actor_id): Query<Option<Uuid>>,
        /// Those of one kind of row, such as `clients`.
        Query(table): Query<Option<String>>,
        /// Those of this row.
        Query(row_id): Query<Option<Uuid>>,
        /// Those that did this.
        Query(action): Query<Option<Action>>,
        /// Those of this moment or later (RFC 3339).
        Query(from): Query<Option<DateTime<Utc>>>,
        /// Those before this moment (RFC 3339).
        Query(to): Query<Option<DateTime<Utc>>>,
    ) -> Result<Csv> {
        let (from, to) = (moment("from", from)?, moment("to", to)?);
        let filter = Filter { actor: actor_id, table: name(table), row: row_id, action, from, to };
        export::csv(&self.app, caller, filter).await
    }

    /// Verify that nothing in the log was altered
    ///
    /// Walks the chain of seals, and names the first row that does not hold. A long chain comes in pieces: as long as there
    /// is a `next_seal`, send it as `after_seal`. The rows that wait for their seal are looked at with the last piece.
    #[oai(path = "/verification", method = "get", operation_id = "verify_audit_log")]
    async fn verify(
        &self,
        caller: Caller,
        /// `next_seal` of the piece before; absent: from the beginning. 422 `not_found` where there is no such seal.
        Query(after_seal): Query<Option<i64>>,
        /// How many rows a piece has, to the end of a seal: 1 to 100 000, as many if absent.
        Query(rows): Query<Option<i32>>,
    ) -> Result<Found<AuditVerification>> {
        let mut fields = Fields::default();
        let rows = rows.unwrap_or(MOST_VERIFIED);
        fields.range("rows", rows, 1..=MOST_VERIFIED);
        fields.finish(Some(()))?;
        let mut tx = self.app.begin(&caller, Permission::AuditRead).await?;
        Ok(Found(store::verify(&mut tx, after_seal.unwrap_or(0), rows).await?))
    }
}

/// No table has a name with a NUL in it, which the database would not even compare.
fn name(table: Option<String>) -> Option<String> {
    table.map(|table| table.replace('\0', "\u{fffd}"))
}
