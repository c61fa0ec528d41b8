//! SQL on add-ons.

use chrono::{DateTime, Utc};

use super::model::{Addon, AddonId, AddonPatch, NewAddon};
use crate::{
    db::TenantTx,
    error::{Error, OnDelete, Result},
    http::Limit,
    money::{Money, other_currency},
};

struct Row {
    id: AddonId,
    name: String,
    description: String,
    duration_minutes: i32,
    price_amount: i64,
    price_currency: String,
    position: i32,
    archived_at: Option<DateTime<Utc>>,
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<Row> for Addon {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            description: row.description,
            duration_minutes: row.duration_minutes,
            price: Money { amount: row.price_amount, currency: row.price_currency },
            position: row.position,
            archived_at: row.archived_at,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

pub async fn insert(tx: &mut TenantTx, new: &NewAddon) -> Result<Addon> {
    let (company, id, now) = (tx.company(), AddonId::new(), tx.now());
    let row = sqlx::query_as!(
        Row,
        "insert into addons (company_id, id, name, description, duration_minutes, price_amount, price_currency, position,
                             created_at)
         select c.id, $2, $3, $4, $5, $6, c.currency,
                coalesce($8, (select max(a.position) from addons a where a.company_id = $1), 0), $9
         from companies c where c.id = $1 and c.currency = $7
         returning id, name, description, duration_minutes, price_amount, price_currency, position, archived_at, version,
                   created_at",
        company.0,
        id.0,
        new.name,
        new.description,
        new.duration_minutes,
        new.price.amount,
        new.price.currency,
        new.position,
        now
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or_else(|| other_currency("price"))?.into())
}

pub async fn find(tx: &mut TenantTx, id: AddonId) -> Result<Addon> {
    let company = tx.company();
    let row = sqlx::query_as!(
        Row,
        "select id, name, description, duration_minutes, price_amount, price_currency, position, archived_at, version,
                created_at
         from addons where company_id = $1 and id = $2",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("add-on"))?.into())
}

/// By position, then oldest first; archived ones or the others.
pub async fn list(
    tx: &mut TenantTx,
    archived: bool,
    after: Option<(i32, AddonId)>,
    limit: Limit,
) -> Result<Vec<Addon>> {
    let company = tx.company();
    let (after_position, after_id) = after.unzip();
    let rows = sqlx::query_as!(
        Row,
        "select id, name, description, duration_minutes, price_amount, price_currency, position, archived_at, version,
                created_at
         from addons
         where company_id = $1 and (archived_at is not null) = $2
           and ($3::integer is null or (position, id) > ($3, $4::uuid))
         order by position, id limit $5",
        company.0,
        archived,
        after_position,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(Addon::from).collect())
}

/// Changes an add-on, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: AddonId, patch: &AddonPatch, version: i32) -> Result<Addon> {
    let company = tx.company();
    let price = patch.price.as_ref();
    let current = find(tx, id).await?;
    if price.is_some_and(|price| price.currency != current.price.currency) {
        return Err(other_currency("price"));
    }
    let row = sqlx::query_as!(
        Row,
        "update addons set
             name = coalesce($4, name), description = coalesce($5, description),
             duration_minutes = coalesce($6, duration_minutes), price_amount = coalesce($7, price_amount),
             position = coalesce($8, position), version = version + 1
         where company_id = $1 and id = $2 and version = $3
         returning id, name, description, duration_minutes, price_amount, price_currency, position, archived_at, version,
                   created_at",
        company.0,
        id.0,
        version,
        patch.name,
        patch.description,
        patch.duration_minutes,
        price.map(|price| price.amount),
        patch.position
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::Stale)?.into())
}

/// Takes an add-on off the menu, or puts it back.
pub async fn archive(tx: &mut TenantTx, id: AddonId, archived: bool) -> Result<Addon> {
    let (company, now) = (tx.company(), tx.now());
    let row = sqlx::query_as!(
        Row,
        "update addons set
             archived_at = case when $3 then coalesce(archived_at, $4) end, version = version + 1
         where company_id = $1 and id = $2
         returning id, name, description, duration_minutes, price_amount, price_currency, position, archived_at, version,
                   created_at",
        company.0,
        id.0,
        archived,
        now
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("add-on"))?.into())
}

/// Deletes an add-on that was never booked; the services it could be booked with go on without it.
pub async fn delete(tx: &mut TenantTx, id: AddonId) -> Result<()> {
    let company = tx.company();
    sqlx::query!("delete from addons where company_id = $1 and id = $2", company.0, id.0)
        .execute(tx.db())
        .await
        .unless_used("This add-on has been booked: archive it instead.")?
        .rows_affected()
        .eq(&1)
        .then_some(())
        .ok_or(Error::NotFound("add-on"))
}
