//! SQL on what is sent to endpoints, and what they answered.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::{
    companies::CompanyId,
    db::{PlatformTx, TenantTx},
    error::{Error, Result},
    http::Limit,
    webhooks::{
        KEPT, WebhookId,
        model::{Attempt, Delivery, DeliveryId, DeliveryLog, DeliveryStatus, Tried},
    },
};

/// How long a job that was handed a delivery may take over it, waiting in the queue included.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// Adds deliveries of events (id, kind, body) to an endpoint, due now; what there is already stays as it is.
pub async fn insert(tx: &mut TenantTx, webhook: WebhookId, events: &[(Uuid, String, String)]) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let (ids, events, kinds, bodies) = columns(events);
    sqlx::query!(
        "insert into webhook_deliveries (company_id, id, webhook_id, event, event_type, body, status, next_attempt_at, created_at)
         select $1, n.id, $2, n.event, n.kind, n.body, 'pending', $3, $3
         from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[]) n (id, event, kind, body)
         on conflict (company_id, webhook_id, event) do nothing",
        company.0,
        webhook.0,
        now,
        &ids,
        &events,
        &kinds,
        &bodies
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The same, and what there is already begins again from the first attempt, unless it is under way.
pub async fn insert_again(tx: &mut TenantTx, webhook: WebhookId, events: &[(Uuid, String, String)]) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let (ids, events, kinds, bodies) = columns(events);
    sqlx::query!(
        "insert into webhook_deliveries as d
             (company_id, id, webhook_id, event, event_type, body, status, next_attempt_at, created_at)
         select $1, n.id, $2, n.event, n.kind, n.body, 'pending', $3, $3
         from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[]) n (id, event, kind, body)
         on conflict (company_id, webhook_id, event) do update set
             status = 'pending', attempts = 0, next_attempt_at = $3, taken_until = null, ended_at = null
         where d.company_id = $1 and d.status <> 'pending'",
        company.0,
        webhook.0,
        now,
        &ids,
        &events,
        &kinds,
        &bodies
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

type Columns = (Vec<Uuid>, Vec<Uuid>, Vec<String>, Vec<String>);

fn columns(events: &[(Uuid, String, String)]) -> Columns {
    let ids = events.iter().map(|_| DeliveryId::new().0).collect();
    let (event, rest): (Vec<_>, Vec<_>) =
        events.iter().cloned().map(|(event, kind, body)| (event, (kind, body))).unzip();
    let (kinds, bodies) = rest.into_iter().unzip();
    (ids, event, kinds, bodies)
}

/// Begins again from the first attempt.
pub async fn restart(tx: &mut TenantTx, webhook: WebhookId, id: DeliveryId) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update webhook_deliveries set
             status = 'pending', attempts = 0, next_attempt_at = $4, taken_until = null, ended_at = null
         where company_id = $1 and webhook_id = $2 and id = $3",
        company.0,
        webhook.0,
        id.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// What is under way to an endpoint is given up.
pub async fn end_pending(tx: &mut TenantTx, webhook: WebhookId) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update webhook_deliveries set status = 'failed', next_attempt_at = null, taken_until = null, ended_at = $3
         where company_id = $1 and webhook_id = $2 and status = 'pending'",
        company.0,
        webhook.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

pub async fn find(tx: &mut TenantTx, webhook: WebhookId, id: DeliveryId) -> Result<Delivery> {
    let company = tx.company();
    sqlx::query_as!(
        Delivery,
        r#"select id, event as message_id, event_type, status, attempts, next_attempt_at, ended_at, created_at
           from webhook_deliveries where company_id = $1 and webhook_id = $2 and id = $3"#,
        company.0,
        webhook.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("delivery"))
}

/// The delivery of an event.
pub async fn of_event(tx: &mut TenantTx, webhook: WebhookId, event: Uuid) -> Result<Delivery> {
    let company = tx.company();
    sqlx::query_as!(
        Delivery,
        r#"select id, event as message_id, event_type, status, attempts, next_attempt_at, ended_at, created_at
           from webhook_deliveries where company_id = $1 and webhook_id = $2 and event = $3"#,
        company.0,
        webhook.0,
        event
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("delivery"))
}

/// Newest first.
pub async fn list(
    tx: &mut TenantTx,
    webhook: WebhookId,
    status: Option<DeliveryStatus>,
    before: Option<(DateTime<Utc>, DeliveryId)>,
    limit: Limit,
) -> Result<Vec<Delivery>> {
    let company = tx.company();
    let (before_time, before_id) = before.unzip();
    Ok(sqlx::query_as!(
        Delivery,
        r#"select id, event as message_id, event_type, status, attempts, next_attempt_at, ended_at, created_at
           from webhook_deliveries
           where company_id = $1 and webhook_id = $2 and ($3::text is null or status = $3)
             and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
           order by created_at desc, id desc limit $6"#,
        company.0,
        webhook.0,
        status.map(DeliveryStatus::as_str),
        before_time,
        before_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// A delivery with its body and every attempt.
pub async fn log(tx: &mut TenantTx, webhook: WebhookId, id: DeliveryId) -> Result<DeliveryLog> {
    let delivery = find(tx, webhook, id).await?;
    let company = tx.company();
    let body = sqlx::query_scalar!(
        "select body from webhook_deliveries where company_id = $1 and webhook_id = $2 and id = $3",
        company.0,
        webhook.0,
        id.0
    )
    .fetch_one(tx.db())
    .await?;
    let attempts = sqlx::query_as!(
        Attempt,
        "select at, duration_ms, response_status, response_body, failure from webhook_attempts
         where company_id = $1 and delivery_id = $2 order by at, id",
        company.0,
        id.0
    )
    .fetch_all(tx.db())
    .await?;
    Ok(DeliveryLog { delivery, body, attempts })
}

/// A delivery that is to be tried.
#[derive(Clone, Debug)]
pub struct Due {
    pub id: DeliveryId,
    pub webhook: WebhookId,
    pub url: String,
    pub event: Uuid,
    pub body: String,
    /// How often it was tried before.
    pub attempts: i32,
}

/// A delivery that was tried so often; `None`: it has ended, has been tried again since, or the endpoint is disabled.
pub async fn find_due(tx: &mut TenantTx, id: DeliveryId, attempts: i32) -> Result<Option<Due>> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Due,
        r#"select d.id, d.webhook_id as webhook, w.url, d.event, d.body, d.attempts
           from webhook_deliveries d join webhooks w on w.company_id = $1 and w.id = d.webhook_id and w.enabled
           where d.company_id = $1 and d.id = $2 and d.attempts = $3 and d.status = 'pending'"#,
        company.0,
        id.0,
        attempts
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Writes down the attempt that makes it so many, and when the next one is. `false`: it is written down already.
pub async fn note(
    tx: &mut TenantTx,
    id: DeliveryId,
    attempts: i32,
    tried: &Tried,
    next: Option<DateTime<Utc>>,
) -> Result<bool> {
    let (company, now) = (tx.company(), tx.now());
    let status = match (tried.failure, next) {
        (None, _) => DeliveryStatus::Delivered,
        (Some(_), Some(_)) => DeliveryStatus::Pending,
        (Some(_), None) => DeliveryStatus::Failed,
    };
    let written = sqlx::query!(
        "with tried as (
             update webhook_deliveries set
                 attempts = $3, status = $4, next_attempt_at = $5, taken_until = null,
                 ended_at = case when $4 <> 'pending' then $6::timestamptz end
             where company_id = $1 and id = $2 and attempts = $3 - 1 and status = 'pending'
             returning id
         )
         insert into webhook_attempts (company_id, id, delivery_id, at, duration_ms, response_status, response_body, failure)
         select $1, $7, t.id, $8, $9, $10, $11, $12 from tried t",
        company.0,
        id.0,
        attempts,
        status.as_str(),
        next,
        now,
        Uuid::now_v7(),
        tried.at,
        tried.duration_ms,
        tried.status.map(i32::from),
        tried.body,
        tried.failure
    )
    .execute(tx.db())
    .await?;
    Ok(written.rows_affected() == 1)
}

/// Hands over what is due, of any company, with how often it was tried. An endpoint has sixteen at a time, and two while it
/// fails: one that hangs does not hold up the others. Endpoints are gone through one by one, from each to the next that has
/// anything: how much one of them has is not seen.
pub async fn take_due(tx: &mut PlatformTx, most: i64) -> Result<Vec<(CompanyId, DeliveryId, i32)>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"with recursive endpoints as (
               (select company_id, webhook_id from webhook_deliveries where next_attempt_at is not null
                order by company_id, webhook_id limit 1)
               union all
               select n.company_id, n.webhook_id from endpoints e cross join lateral (
                   select d.company_id, d.webhook_id from webhook_deliveries d
                   where d.next_attempt_at is not null and (d.company_id, d.webhook_id) > (e.company_id, e.webhook_id)
                   order by d.company_id, d.webhook_id limit 1
               ) n
           ), busy as (
               select company_id, webhook_id, count(*) as here from webhook_deliveries
               where status = 'pending' and taken_until > $1 group by company_id, webhook_id
           ), taken as (
               select d.company_id, d.id
               from endpoints e
               join webhooks w on w.company_id = e.company_id and w.id = e.webhook_id and w.enabled
               left join busy b on b.company_id = e.company_id and b.webhook_id = e.webhook_id
               cross join lateral (
                   select n.*, row_number() over (order by n.next_attempt_at, n.id) + coalesce(b.here, 0) as place
                   from (select company_id, id, next_attempt_at from webhook_deliveries
                         where company_id = e.company_id and webhook_id = e.webhook_id and status = 'pending'
                           and next_attempt_at <= $1 and (taken_until is null or taken_until <= $1)
                         order by next_attempt_at, id limit 16 for update skip locked) n
               ) d
               where d.place <= case when w.failing_since is null then 16 else 2 end
               order by d.next_attempt_at limit $3
           )
           update webhook_deliveries d set taken_until = $2 from taken
           where d.company_id = taken.company_id and d.id = taken.id
           returning d.company_id as "company_id: CompanyId", d.id, d.attempts"#,
        now,
        now + LEASE,
        most
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.company_id, row.id, row.attempts)).collect())
}

/// Forgets what ended a month ago. Answers how many.
pub async fn purge(tx: &mut PlatformTx, most: i64) -> Result<u64> {
    let before = tx.now() - KEPT;
    let purged = sqlx::query!(
        "with old as (
             select company_id, id from webhook_deliveries where status <> 'pending' and ended_at < $1
             order by ended_at limit $2 for update skip locked
         )
         delete from webhook_deliveries d using old where d.company_id = old.company_id and d.id = old.id",
        before,
        most
    )
    .execute(tx.db())
    .await?;
    Ok(purged.rows_affected())
}
