//! SQL on categories.

use super::model::{Category, CategoryId, CategoryPatch, NewCategory};
use crate::{
    db::TenantTx,
    error::{Error, OnConstraint, OnDelete, Result},
    http::Limit,
};

fn taken() -> Error {
    Error::invalid("name", "taken", "is the name of another category")
}

pub async fn insert(tx: &mut TenantTx, new: &NewCategory) -> Result<Category> {
    let (company, id, now) = (tx.company(), CategoryId::new(), tx.now());
    sqlx::query_as!(
        Category,
        "insert into service_categories (company_id, id, name, description, position, created_at)
         values ($1, $2, $3, $4,
                 coalesce($5, (select max(c.position) from service_categories c where c.company_id = $1), 0), $6)
         returning id, name, description, position, archived_at, version, created_at",
        company.0,
        id.0,
        new.name,
        new.description,
        new.position,
        now
    )
    .fetch_one(tx.db())
    .await
    .on_constraint("service_categories_name_key", taken)
}

pub async fn find(tx: &mut TenantTx, id: CategoryId) -> Result<Category> {
    let company = tx.company();
    sqlx::query_as!(
        Category,
        "select id, name, description, position, archived_at, version, created_at
         from service_categories where company_id = $1 and id = $2",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("category"))
}

/// By position, then oldest first; archived ones or the others.
pub async fn list(
    tx: &mut TenantTx,
    archived: bool,
    after: Option<(i32, CategoryId)>,
    limit: Limit,
) -> Result<Vec<Category>> {
    let company = tx.company();
    let (after_position, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Category,
        "select id, name, description, position, archived_at, version, created_at
         from service_categories
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
    .await?)
}

/// Changes a category, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: CategoryId, patch: &CategoryPatch, version: i32) -> Result<Category> {
    let company = tx.company();
    let changed = sqlx::query_as!(
        Category,
        "update service_categories set
             name = coalesce($4, name), description = coalesce($5, description), position = coalesce($6, position),
             version = version + 1
         where company_id = $1 and id = $2 and version = $3
         returning id, name, description, position, archived_at, version, created_at",
        company.0,
        id.0,
        version,
        patch.name,
        patch.description,
        patch.position
    )
    .fetch_optional(tx.db())
    .await
    .on_constraint("service_categories_name_key", taken)?;
    match changed {
        Some(category) => Ok(category),
        None => find(tx, id).await.and(Err(Error::Stale)),
    }
}

/// Puts a category away, or takes it back out.
pub async fn archive(tx: &mut TenantTx, id: CategoryId, archived: bool) -> Result<Category> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query_as!(
        Category,
        "update service_categories set
             archived_at = case when $3 then coalesce(archived_at, $4) end, version = version + 1
         where company_id = $1 and id = $2
         returning id, name, description, position, archived_at, version, created_at",
        company.0,
        id.0,
        archived,
        now
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("category"))
}

/// Deletes a category that no service is in.
pub async fn delete(tx: &mut TenantTx, id: CategoryId) -> Result<()> {
    let company = tx.company();
    sqlx::query!("delete from service_categories where company_id = $1 and id = $2", company.0, id.0)
        .execute(tx.db())
        .await
        .unless_used("A service is in this category.")?
        .rows_affected()
        .eq(&1)
        .then_some(())
        .ok_or(Error::NotFound("category"))
}
