//! SQL on many services at once.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Bulk, BulkFilter, MOST, Meant, Values};
use crate::{
    categories::{self, CategoryId},
    db::TenantTx,
    error::{Error, Result},
    money::Money,
};

/// Whether the categories that are named are there, and the new one is in use.
pub async fn check(tx: &mut TenantTx, bulk: &Bulk) -> Result<()> {
    if let Some(id) = bulk.filter.category_id {
        category(tx, "filter.category_id", id).await?;
    }
    if let Some(id) = bulk.change.category_id.value()
        && category(tx, "change.category_id", *id).await?.is_some()
    {
        return Err(Error::invalid("change.category_id", "archived", "is archived: restore it first"));
    }
    Ok(())
}

async fn category(tx: &mut TenantTx, field: &str, id: CategoryId) -> Result<Option<DateTime<Utc>>> {
    match categories::store::find(tx, id).await {
        Ok(category) => Ok(category.archived_at),
        Err(Error::NotFound(_)) => Err(Error::invalid(field, "not_found", "does not exist here")),
        Err(other) => Err(other),
    }
}

/// The services that are meant, by position; nobody else changes them until the end of the transaction.
pub async fn hold(tx: &mut TenantTx, filter: &BulkFilter) -> Result<Vec<Meant>> {
    let company = tx.company();
    let ids: Option<Vec<Uuid>> = filter.ids.as_ref().map(|ids| ids.iter().map(|id| id.0).collect());
    let known = sqlx::query_scalar!(
        r#"select coalesce((select bool_and(exists (
                      select from services s where s.company_id = $1 and s.id = n.id)) from unnest($2::uuid[]) as n (id)), true)
                  as "known!""#,
        company.0,
        ids.as_deref()
    )
    .fetch_one(tx.db())
    .await?;
    if !known {
        return Err(Error::invalid("filter.ids", "not_found", "names what is not a service of this company"));
    }
    let rows = sqlx::query!(
        "select id, name, price_amount, price_currency, category_id, visibility, archived_at
         from services
         where company_id = $1
           and case when $2::uuid[] is null then archived_at is null else id = any ($2) end
           and ($3::uuid is null or category_id = $3)
         order by position, id limit 501 for no key update",
        company.0,
        ids.as_deref(),
        filter.category_id.map(|category| category.0)
    )
    .fetch_all(tx.db())
    .await?;
    if rows.len() > MOST {
        return Err(Error::invalid("filter", "too_many", "means more than 500 services"));
    }
    let meant = rows.into_iter().map(|row| Meant {
        id: row.id,
        name: row.name,
        values: Values {
            price: Money { amount: row.price_amount, currency: row.price_currency },
            category_id: row.category_id,
            visibility: row.visibility,
            archived_at: row.archived_at,
        },
    });
    Ok(meant.collect())
}

/// Writes what becomes of each.
pub async fn write(tx: &mut TenantTx, changes: &[(Meant, Values)]) -> Result<()> {
    let company = tx.company();
    let ids: Vec<Uuid> = changes.iter().map(|(service, _)| service.id.0).collect();
    let amounts: Vec<i64> = changes.iter().map(|(_, after)| after.price.amount).collect();
    let categories: Vec<Option<Uuid>> = changes.iter().map(|(_, after)| after.category_id.map(|id| id.0)).collect();
    let visibilities: Vec<String> = changes.iter().map(|(_, after)| after.visibility.as_str().into()).collect();
    let archived: Vec<Option<DateTime<Utc>>> = changes.iter().map(|(_, after)| after.archived_at).collect();
    sqlx::query!(
        "update services s set
             price_amount = n.amount, category_id = n.category_id, visibility = n.visibility, archived_at = n.archived_at,
             version = version + 1
         from unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::timestamptz[])
             as n (id, amount, category_id, visibility, archived_at)
         where s.company_id = $1 and s.id = n.id",
        company.0,
        &ids,
        &amounts,
        &categories as &[Option<Uuid>],
        &visibilities,
        &archived as &[Option<DateTime<Utc>>]
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
