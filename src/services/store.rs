//! SQL on services.

use chrono::{DateTime, Utc};

use super::model::{NewService, Service, ServiceId, ServicePatch};
use crate::{
    db::TenantTx,
    error::{Error, Result},
    http::Limit,
    money::Money,
};

struct Row {
    id: ServiceId,
    name: String,
    description: String,
    duration_minutes: i32,
    buffer_before_minutes: i32,
    buffer_after_minutes: i32,
    price_amount: i64,
    price_currency: String,
    archived_at: Option<DateTime<Utc>>,
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<Row> for Service {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            description: row.description,
            duration_minutes: row.duration_minutes,
            buffer_before_minutes: row.buffer_before_minutes,
            buffer_after_minutes: row.buffer_after_minutes,
            price: Money { amount: row.price_amount, currency: row.price_currency },
            archived_at: row.archived_at,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

/// Prices are in the company's currency, and the database has the last word on which that is.
fn other_currency() -> Error {
    Error::invalid("price.currency", "other_currency", "must be the company's currency")
}

pub async fn insert(tx: &mut TenantTx, new: &NewService) -> Result<Service> {
    let (company, id, now) = (tx.company(), ServiceId::new(), tx.now());
    let row = sqlx::query_as!(
        Row,
        "insert into services (company_id, id, name, description, duration_minutes, buffer_before_minutes,
                               buffer_after_minutes, price_amount, price_currency, created_at)
         select c.id, $2, $3, $4, $5, $6, $7, $8, c.currency, $10
         from companies c where c.id = $1 and c.currency = $9
         returning id, name, description, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_amount,
                   price_currency, archived_at, version, created_at",
        company.0,
        id.0,
        new.name,
        new.description,
        new.duration_minutes,
        new.buffer_before_minutes,
        new.buffer_after_minutes,
        new.price.amount,
        new.price.currency,
        now
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or_else(other_currency)?.into())
}

pub async fn find(tx: &mut TenantTx, id: ServiceId) -> Result<Service> {
    let company = tx.company();
    let row = sqlx::query_as!(
        Row,
        "select id, name, description, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_amount,
                price_currency, archived_at, version, created_at
         from services where company_id = $1 and id = $2",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("service"))?.into())
}

/// Oldest first; archived ones or the others.
pub async fn list(
    tx: &mut TenantTx,
    archived: bool,
    after: Option<(DateTime<Utc>, ServiceId)>,
    limit: Limit,
) -> Result<Vec<Service>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    let rows = sqlx::query_as!(
        Row,
        "select id, name, description, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_amount,
                price_currency, archived_at, version, created_at
         from services
         where company_id = $1 and (archived_at is not null) = $2
           and ($3::timestamptz is null or (created_at, id) > ($3, $4::uuid))
         order by created_at, id limit $5",
        company.0,
        archived,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(Service::from).collect())
}

/// Changes a service, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: ServiceId, patch: &ServicePatch, version: i32) -> Result<Service> {
    let company = tx.company();
    let price = patch.price.as_ref();
    let current = find(tx, id).await?;
    if price.is_some_and(|price| price.currency != current.price.currency) {
        return Err(other_currency());
    }
    let row = sqlx::query_as!(
        Row,
        "update services set
             name = coalesce($4, name), description = coalesce($5, description),
             duration_minutes = coalesce($6, duration_minutes),
             buffer_before_minutes = coalesce($7, buffer_before_minutes),
             buffer_after_minutes = coalesce($8, buffer_after_minutes), price_amount = coalesce($9, price_amount),
             version = version + 1
         where company_id = $1 and id = $2 and version = $3
         returning id, name, description, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_amount,
                   price_currency, archived_at, version, created_at",
        company.0,
        id.0,
        version,
        patch.name,
        patch.description,
        patch.duration_minutes,
        patch.buffer_before_minutes,
        patch.buffer_after_minutes,
        price.map(|price| price.amount)
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::Stale)?.into())
}

/// Takes a service off the menu, or puts it back.
pub async fn archive(tx: &mut TenantTx, id: ServiceId, archived: bool) -> Result<Service> {
    let (company, now) = (tx.company(), tx.now());
    let row = sqlx::query_as!(
        Row,
        "update services set
             archived_at = case when $3 then coalesce(archived_at, $4) end, version = version + 1
         where company_id = $1 and id = $2
         returning id, name, description, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_amount,
                   price_currency, archived_at, version, created_at",
        company.0,
        id.0,
        archived,
        now
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("service"))?.into())
}
