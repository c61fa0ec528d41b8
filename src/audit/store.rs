//! SQL on the audit log. Nothing here writes to it but the seal.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::model::{Action, Actor, AuditEntry, AuditId, AuditVerification, BrokenAudit, BrokenReason, Filter};
use crate::{
    companies::CompanyId,
    db::{PlatformTx, TenantTx},
    error::{Error, OnConstraint, Result},
};

struct Row {
    id: AuditId,
    at: DateTime<Utc>,
    actor: Actor,
    actor_id: Option<Uuid>,
    actor_name: Option<String>,
    api_key: Option<Uuid>,
    request_id: Option<String>,
    address: Option<String>,
    table_name: String,
    row_id: Option<Uuid>,
    action: Action,
    changes: Option<Json<BTreeMap<String, Vec<Value>>>>,
    seal: Option<i64>,
}

impl From<Row> for AuditEntry {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            at: row.at,
            actor: row.actor,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            api_key_id: row.api_key,
            request_id: row.request_id,
            address: row.address,
            table: row.table_name,
            row_id: row.row_id,
            action: row.action,
            changes: row.changes.map(|changes| changes.0),
            seal: row.seal,
        }
    }
}

/// Newest first.
pub async fn list(
    tx: &mut TenantTx,
    filter: &Filter,
    after: Option<(DateTime<Utc>, AuditId)>,
    most: i64,
) -> Result<Vec<AuditEntry>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    let rows = sqlx::query_as!(
        Row,
        r#"select l.id, l.at, l.actor, l.actor_id, m.name as "actor_name?", l.api_key, l.request_id, l.address, l.table_name,
                  l.row_id, l.action, l.changes as "changes: Json<BTreeMap<String, Vec<Value>>>", l.seal
           from audit_log l
           left join memberships m on m.company_id = $1 and m.user_id = l.actor_id
           where l.company_id = $1 and ($2::uuid is null or l.actor_id = $2) and ($3::text is null or l.table_name = $3)
             and ($4::uuid is null or l.row_id = $4) and ($5::text is null or l.action = $5)
             and l.at >= coalesce($6, '-infinity'::timestamptz) and l.at < coalesce($7, 'infinity'::timestamptz)
             and ($8::timestamptz is null or (l.at, l.id) < ($8, $9::uuid))
           order by l.at desc, l.id desc limit $10"#,
        company.0,
        filter.actor,
        filter.table,
        filter.row,
        filter.action.map(Action::as_str),
        filter.from,
        filter.to,
        after_time,
        after_id.map(|id| id.0),
        most
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(AuditEntry::from).collect())
}

/// Walks the chain from the seal after `after` on, until it has seen `most` rows.
pub async fn verify(tx: &mut TenantTx, after: i64, most: i32) -> Result<AuditVerification> {
    let company = tx.company();
    let no_seal = || Error::invalid("after_seal", "not_found", "is no seal of the chain: begin again from its start");
    let found = sqlx::query!(
        r#"select ok as "ok!", seals as "seals!", sealed_rows as "sealed_rows!", unsealed_rows as "unsealed_rows!",
                  next_seal, broken_seal, broken_row as "broken_row: AuditId", reason as "reason: BrokenReason"
           from app.verify_audit($1, $2, $3)"#,
        company.0,
        after,
        most
    )
    .fetch_one(tx.db())
    .await
    .on_constraint("after_seal", no_seal)?;
    let broken = found.broken_row.zip(found.reason);
    Ok(AuditVerification {
        ok: found.ok,
        seals: found.seals,
        sealed_rows: found.sealed_rows,
        unsealed_rows: found.unsealed_rows,
        next_seal: found.next_seal,
        broken: broken.map(|(row, reason)| BrokenAudit { seal: found.broken_seal, row, reason }),
    })
}

/// Seals the oldest rows that can be sealed, and answers how many.
pub async fn seal(tx: &mut TenantTx, most: i32) -> Result<i32> {
    let (company, now) = (tx.company(), tx.now());
    let sealed = sqlx::query_scalar!(r#"select app.seal_audit($1, $2, $3) as "sealed!""#, company.0, now, most)
        .fetch_one(tx.db())
        .await?;
    Ok(sealed)
}

/// Companies with rows to be sealed, in the order of their ids.
pub async fn due_to_seal(tx: &mut PlatformTx, after: Option<CompanyId>, most: i64) -> Result<Vec<CompanyId>> {
    // Jumps from one company to the next in the index, however many rows each has.
    let companies = sqlx::query_scalar!(
        r#"with recursive due (company_id) as (
               (select company_id from audit_log
                where seal is null and company_id > coalesce($1, '00000000-0000-0000-0000-000000000000'::uuid)
                order by company_id limit 1)
               union all
               select (select l.company_id from audit_log l where l.seal is null and l.company_id > due.company_id
                       order by l.company_id limit 1)
               from due where due.company_id is not null
           )
           select company_id as "company_id!: CompanyId" from due where company_id is not null limit $2"#,
        after.map(|company| company.0),
        most
    )
    .fetch_all(tx.db())
    .await?;
    Ok(companies)
}
