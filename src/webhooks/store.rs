//! SQL on endpoints, and on how far each has been told.

pub mod deliveries;
pub mod secrets;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{
    MOST,
    model::{NewWebhook, Webhook, WebhookId, WebhookPatch},
};
use crate::{
    companies::CompanyId,
    db::{PlatformTx, TenantTx},
    error::{Error, Result},
    http::Limit,
};

/// Adds an endpoint in a place that is free. Two at once take different ones, or one of them none.
pub async fn insert(tx: &mut TenantTx, new: &NewWebhook) -> Result<WebhookId> {
    let (company, id, now) = (tx.company(), WebhookId::new(), tx.now());
    for _ in 0..MOST {
        let inserted = sqlx::query!(
            "insert into webhooks (company_id, id, slot, url, description, event_types, created_at)
             select $1, $2, s.slot, $3, $4, $5, $6 from generate_series(1, $7) as s (slot)
             where not exists (select from webhooks w where w.company_id = $1 and w.slot = s.slot)
             order by s.slot limit 1
             on conflict (company_id, slot) do nothing",
            company.0,
            id.0,
            new.url,
            new.description,
            &new.event_types,
            now,
            MOST
        )
        .execute(tx.db())
        .await?;
        if inserted.rows_affected() == 1 {
            return Ok(id);
        }
    }
    Err(Error::Conflict("too_many_webhooks", format!("A company has at most {MOST} endpoints: delete one first.")))
}

pub async fn find(tx: &mut TenantTx, id: WebhookId) -> Result<Webhook> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query_as!(
        Webhook,
        r#"select w.id, w.url, w.description, w.event_types, w.enabled, w.disabled_at, w.failing_since,
                  (select max(s.expires_at) from webhook_secrets s
                   where s.company_id = $1 and s.webhook_id = w.id and s.expires_at > $3) as previous_secret_until,
                  w.version, w.created_at
           from webhooks w where w.company_id = $1 and w.id = $2"#,
        company.0,
        id.0,
        now
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("webhook"))
}

/// Newest first.
pub async fn list(tx: &mut TenantTx, before: Option<(DateTime<Utc>, WebhookId)>, limit: Limit) -> Result<Vec<Webhook>> {
    let (company, now) = (tx.company(), tx.now());
    let (before_time, before_id) = before.unzip();
    Ok(sqlx::query_as!(
        Webhook,
        r#"select w.id, w.url, w.description, w.event_types, w.enabled, w.disabled_at, w.failing_since,
                  (select max(s.expires_at) from webhook_secrets s
                   where s.company_id = $1 and s.webhook_id = w.id and s.expires_at > $2) as previous_secret_until,
                  w.version, w.created_at
           from webhooks w
           where w.company_id = $1 and ($3::timestamptz is null or (w.created_at, w.id) < ($3, $4::uuid))
           order by w.created_at desc, w.id desc limit $5"#,
        company.0,
        now,
        before_time,
        before_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Changes an endpoint, if `version` is still the current one. Enabled again, it begins anew.
pub async fn update(tx: &mut TenantTx, id: WebhookId, patch: &WebhookPatch, version: i32) -> Result<Webhook> {
    let company = tx.company();
    let changed = sqlx::query!(
        "update webhooks set
             url = coalesce($4, url), description = coalesce($5, description), event_types = coalesce($6, event_types),
             enabled = coalesce($7, enabled), version = version + 1,
             disabled_at = case when $7 then null else disabled_at end,
             failing_since = case when $7 and not enabled then null else failing_since end,
             handed_at = case when $7 and not enabled then null else handed_at end,
             told_xid = case when $7 and not enabled then pg_current_xact_id() else told_xid end,
             told_event = case when $7 and not enabled then '00000000-0000-0000-0000-000000000000' else told_event end
         where company_id = $1 and id = $2 and version = $3",
        company.0,
        id.0,
        version,
        patch.url,
        patch.description,
        patch.event_types.as_deref(),
        patch.enabled
    )
    .execute(tx.db())
    .await?;
    if changed.rows_affected() == 0 { Err(Error::Stale) } else { find(tx, id).await }
}

pub async fn delete(tx: &mut TenantTx, id: WebhookId) -> Result<()> {
    let company = tx.company();
    let deleted = sqlx::query!("delete from webhooks where company_id = $1 and id = $2", company.0, id.0)
        .execute(tx.db())
        .await?;
    if deleted.rows_affected() == 1 { Ok(()) } else { Err(Error::NotFound("webhook")) }
}

/// Lets nobody else change an endpoint meanwhile.
pub async fn lock(tx: &mut TenantTx, id: WebhookId) -> Result<()> {
    let company = tx.company();
    sqlx::query_scalar!(
        "select enabled from webhooks where company_id = $1 and id = $2 for no key update",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .map(drop)
    .ok_or(Error::NotFound("webhook"))
}

/// Somebody has asked for a test.
pub async fn mark_tested(tx: &mut TenantTx, id: WebhookId) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!("update webhooks set tested_at = $3 where company_id = $1 and id = $2", company.0, id.0, now)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Somebody has asked for events to be sent again.
pub async fn mark_replayed(tx: &mut TenantTx, id: WebhookId) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!("update webhooks set replayed_at = $3 where company_id = $1 and id = $2", company.0, id.0, now)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Something has arrived.
pub async fn note_arrival(tx: &mut TenantTx, id: WebhookId) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update webhooks set failing_since = null where company_id = $1 and id = $2 and failing_since is not null",
        company.0,
        id.0
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Something has not arrived. Answers since when nothing has.
pub async fn note_failure(tx: &mut TenantTx, id: WebhookId) -> Result<Option<DateTime<Utc>>> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update webhooks set failing_since = $3 where company_id = $1 and id = $2 and failing_since is null",
        company.0,
        id.0,
        now
    )
    .execute(tx.db())
    .await?;
    let since =
        sqlx::query_scalar!("select failing_since from webhooks where company_id = $1 and id = $2", company.0, id.0)
            .fetch_optional(tx.db())
            .await?;
    Ok(since.flatten())
}

/// Ends the telling; `false`: it had ended already.
pub async fn disable(tx: &mut TenantTx, id: WebhookId) -> Result<bool> {
    let (company, now) = (tx.company(), tx.now());
    let disabled = sqlx::query!(
        "update webhooks set enabled = false, disabled_at = $3, version = version + 1
         where company_id = $1 and id = $2 and enabled",
        company.0,
        id.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(disabled.rows_affected() == 1)
}

/// An event as it stands in the order of transactions.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub xid: String,
    pub id: Uuid,
    pub kind: String,
    pub payload: Value,
    pub created_at: DateTime<Utc>,
}

/// The events that an endpoint has not been told yet, of transactions that no other under way can come to stand before; and
/// what it listens to. Whoever reads on beside us waits for us. `None`: it is told nothing.
pub async fn told_to(tx: &mut TenantTx, id: WebhookId, most: i64) -> Result<Option<(Vec<String>, Vec<Recorded>)>> {
    let company = tx.company();
    let here = sqlx::query!(
        r#"select event_types, told_xid::text as "xid!", told_event from webhooks
           where company_id = $1 and id = $2 and enabled for no key update"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(here) = here else { return Ok(None) };
    let news = sqlx::query_as!(
        Recorded,
        r#"select e.xid::text as "xid!", e.id, e.kind, e.payload, e.created_at from events e
           where e.company_id = $1 and (e.xid, e.id) > ($2::text::xid8, $3)
             and e.xid < pg_snapshot_xmin(pg_current_snapshot())
           order by e.xid, e.id limit $4"#,
        company.0,
        here.xid,
        here.told_event,
        most
    )
    .fetch_all(tx.db())
    .await?;
    Ok(Some((here.event_types, news)))
}

/// It has been told everything up to this event; without one, there was no news.
pub async fn told(tx: &mut TenantTx, id: WebhookId, last: Option<&Recorded>) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update webhooks set handed_at = null, told_xid = coalesce($3::text::xid8, told_xid),
             told_event = coalesce($4, told_event)
         where company_id = $1 and id = $2",
        company.0,
        id.0,
        last.map(|event| event.xid.as_str()),
        last.map(|event| event.id)
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Events before a place in their order, the latest first.
pub async fn events_before(tx: &mut TenantTx, before: Option<(&str, Uuid)>, most: i64) -> Result<Vec<Recorded>> {
    let company = tx.company();
    let (xid, id) = before.unzip();
    Ok(sqlx::query_as!(
        Recorded,
        r#"select e.xid::text as "xid!", e.id, e.kind, e.payload, e.created_at from events e
           where e.company_id = $1 and ($2::text is null or (e.xid, e.id) < ($2::text::xid8, $3))
           order by e.xid desc, e.id desc limit $4"#,
        company.0,
        xid,
        id,
        most
    )
    .fetch_all(tx.db())
    .await?)
}

/// Endpoints of any company that there is news for, unless a job was told so within the minute.
pub async fn take_news(tx: &mut PlatformTx, most: i64) -> Result<Vec<(CompanyId, WebhookId)>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"with news as (
               select w.company_id, w.id from webhooks w
               where w.enabled and (w.handed_at is null or w.handed_at <= $2) and exists (
                   select from events e where e.company_id = w.company_id and (e.xid, e.id) > (w.told_xid, w.told_event)
                                          and e.xid < pg_snapshot_xmin(pg_current_snapshot()))
               limit $3 for update skip locked
           )
           update webhooks w set handed_at = $1 from news where w.company_id = news.company_id and w.id = news.id
           returning w.company_id as "company_id: CompanyId", w.id"#,
        now,
        now - TimeDelta::minutes(1),
        most
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.company_id, row.id)).collect())
}
