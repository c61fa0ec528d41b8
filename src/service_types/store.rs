//! SQL on service types: the operator's to change, every company's to read.

use chrono::{DateTime, Utc};

use super::model::{NewServiceType, ServiceType, ServiceTypeId, ServiceTypePatch};
use crate::{
    db::{PlatformTx, TenantTx},
    error::{Error, OnConstraint, OnDelete, Result},
    http::Limit,
};

fn taken() -> Error {
    Error::invalid("name", "taken", "is the name of another service type")
}

/// Those that a service can be made one of, oldest first.
pub async fn offered(
    tx: &mut TenantTx,
    after: Option<(DateTime<Utc>, ServiceTypeId)>,
    limit: Limit,
) -> Result<Vec<ServiceType>> {
    let (time, id) = after.unzip();
    Ok(sqlx::query_as!(
        ServiceType,
        "select id, name, description, archived_at, version, created_at
         from service_types
         where archived_at is null and ($1::timestamptz is null or (created_at, id) > ($1, $2::uuid))
         order by created_at, id limit $3",
        time,
        id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Oldest first; archived ones or the others.
pub async fn list(
    tx: &mut PlatformTx,
    archived: bool,
    after: Option<(DateTime<Utc>, ServiceTypeId)>,
    limit: Limit,
) -> Result<Vec<ServiceType>> {
    let (time, id) = after.unzip();
    Ok(sqlx::query_as!(
        ServiceType,
        "select id, name, description, archived_at, version, created_at
         from service_types
         where (archived_at is not null) = $1 and ($2::timestamptz is null or (created_at, id) > ($2, $3::uuid))
         order by created_at, id limit $4",
        archived,
        time,
        id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

pub async fn insert(tx: &mut PlatformTx, new: &NewServiceType) -> Result<ServiceType> {
    let now = tx.now();
    sqlx::query_as!(
        ServiceType,
        "insert into service_types (id, name, description, created_at) values ($1, $2, $3, $4)
         returning id, name, description, archived_at, version, created_at",
        ServiceTypeId::new().0,
        new.name,
        new.description,
        now
    )
    .fetch_one(tx.db())
    .await
    .on_constraint("service_types_name_key", taken)
}

pub async fn find(tx: &mut PlatformTx, id: ServiceTypeId) -> Result<ServiceType> {
    sqlx::query_as!(
        ServiceType,
        "select id, name, description, archived_at, version, created_at from service_types where id = $1",
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("service type"))
}

/// Changes a service type, if `version` is still the current one.
pub async fn update(
    tx: &mut PlatformTx,
    id: ServiceTypeId,
    patch: &ServiceTypePatch,
    version: i32,
) -> Result<ServiceType> {
    let changed = sqlx::query_as!(
        ServiceType,
        "update service_types set
             name = coalesce($3, name), description = coalesce($4, description), version = version + 1
         where id = $1 and version = $2
         returning id, name, description, archived_at, version, created_at",
        id.0,
        version,
        patch.name,
        patch.description
    )
    .fetch_optional(tx.db())
    .await
    .on_constraint("service_types_name_key", taken)?;
    match changed {
        Some(service_type) => Ok(service_type),
        None => find(tx, id).await.and(Err(Error::Stale)),
    }
}

/// Puts a service type away, or takes it back out.
pub async fn archive(tx: &mut PlatformTx, id: ServiceTypeId, archived: bool) -> Result<ServiceType> {
    let now = tx.now();
    sqlx::query_as!(
        ServiceType,
        "update service_types set archived_at = case when $2 then coalesce(archived_at, $3) end, version = version + 1
         where id = $1
         returning id, name, description, archived_at, version, created_at",
        id.0,
        archived,
        now
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("service type"))
}

/// Deletes a service type that no service is one of, whichever company's.
pub async fn delete(tx: &mut PlatformTx, id: ServiceTypeId) -> Result<()> {
    sqlx::query!("delete from service_types where id = $1", id.0)
        .execute(tx.db())
        .await
        .unless_used("A company has a service of this type: archive it instead.")?
        .rows_affected()
        .eq(&1)
        .then_some(())
        .ok_or(Error::NotFound("service type"))
}
