//! SQL on assets. Whose they may be, row-level security says: a client of one's own, or oneself.

use chrono::{DateTime, Utc};
use poem_openapi::types::MaybeUndefined;

use super::{
    GuestAsset,
    model::{Asset, AssetId, AssetKind, AssetPatch, CustomerAsset, NewAsset},
};
use crate::{
    clients::{self, ClientId},
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
};

const NO_SUCH: Error = Error::NotFound("asset");

/// A client's card is full; staff can add all the same.
pub fn too_many() -> Error {
    Error::Conflict(
        "too_many_assets",
        "There are as many as can be added; the company can add more, or archive some.".into(),
    )
}

/// One more of a client's.
pub async fn insert(tx: &mut TenantTx, client: ClientId, new: &NewAsset) -> Result<Asset> {
    let (company, id, now) = (tx.company(), AssetId::new(), tx.now());
    sqlx::query_as!(
        Asset,
        r#"insert into assets (company_id, id, client_id, kind, name, make, model, year, identifier, notes, created_at)
           select $1, $2, c.id, $4, $5, $6, $7, $8, $9, $10, $11 from clients c where c.company_id = $1 and c.id = $3
           returning id, client_id, kind as "kind: AssetKind", name, make, model, year, identifier, notes, archived_at,
                     version, created_at"#,
        company.0,
        id.0,
        client.0,
        new.kind as AssetKind,
        new.name,
        new.make,
        new.model,
        new.year,
        new.identifier,
        new.notes,
        now
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("client"))
}

pub async fn find(tx: &mut TenantTx, id: AssetId) -> Result<Asset> {
    let company = tx.company();
    sqlx::query_as!(
        Asset,
        r#"select id, client_id, kind as "kind: AssetKind", name, make, model, year, identifier, notes, archived_at,
                  version, created_at
           from assets where company_id = $1 and id = $2"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(NO_SUCH)
}

/// A client's, oldest first; archived ones or the others.
pub async fn list(
    tx: &mut TenantTx,
    client: ClientId,
    archived: bool,
    after: Option<(DateTime<Utc>, AssetId)>,
    limit: Limit,
) -> Result<Vec<Asset>> {
    let company = tx.company();
    clients::store::find(tx, client).await?;
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Asset,
        r#"select id, client_id, kind as "kind: AssetKind", name, make, model, year, identifier, notes, archived_at,
                  version, created_at
           from assets
           where company_id = $1 and client_id = $2 and (archived_at is not null) = $3
             and ($4::timestamptz is null or (created_at, id) > ($4, $5::uuid))
           order by created_at, id limit $6"#,
        company.0,
        client.0,
        archived,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Changes an asset, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: AssetId, patch: &AssetPatch, version: i32) -> Result<Asset> {
    match change(tx, id, patch, version, true).await? {
        true => find(tx, id).await,
        false => find(tx, id).await.and(Err(Error::Stale)),
    }
}

/// Puts an asset away, or takes it back out.
pub async fn archive(tx: &mut TenantTx, id: AssetId, archived: bool) -> Result<Asset> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update assets set
             archived_at = case when $3 then coalesce(archived_at, $4) end, version = version + 1
         where company_id = $1 and id = $2",
        company.0,
        id.0,
        archived,
        now
    )
    .execute(tx.db())
    .await?;
    find(tx, id).await
}

/// Whether it was there at that version, and is changed.
async fn change(tx: &mut TenantTx, id: AssetId, patch: &AssetPatch, version: i32, archived_too: bool) -> Result<bool> {
    let company = tx.company();
    let given = |field: &MaybeUndefined<String>| (!field.is_undefined(), field.value().cloned());
    let (make, model, identifier) = (given(&patch.make), given(&patch.model), given(&patch.identifier));
    let changed = sqlx::query!(
        "update assets set
             kind = coalesce($5, kind), name = coalesce($6, name),
             make = case when $7 then $8 else make end, model = case when $9 then $10 else model end,
             year = case when $11 then $12 else year end, identifier = case when $13 then $14 else identifier end,
             notes = coalesce($15, notes), version = version + 1
         where company_id = $1 and id = $2 and version = $3 and ($4 or archived_at is null)",
        company.0,
        id.0,
        version,
        archived_too,
        patch.kind as Option<AssetKind>,
        patch.name,
        make.0,
        make.1,
        model.0,
        model.1,
        !patch.year.is_undefined(),
        patch.year.value(),
        identifier.0,
        identifier.1,
        patch.notes
    )
    .execute(tx.db())
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// What a visitor's booking is about: something that the client has, or one more.
pub async fn for_guest(tx: &mut TenantTx, client: ClientId, asset: &GuestAsset) -> Result<AssetId> {
    let (company, id, now) = (tx.company(), AssetId::new(), tx.now());
    sqlx::query_scalar!(
        r#"select app.asset_for_guest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as "id!: AssetId""#,
        company.0,
        client.0,
        id.0,
        asset.kind as AssetKind,
        asset.name,
        asset.make,
        asset.model,
        asset.year,
        asset.identifier,
        now
    )
    .fetch_one(tx.db())
    .await
    .on_constraint("too_many_assets", too_many)
}

/// One more of the customer's own.
pub async fn insert_own(tx: &mut TenantTx, new: &NewAsset) -> Result<CustomerAsset> {
    let (company, id, now) = (tx.company(), AssetId::new(), tx.now());
    sqlx::query!(
        "insert into assets (company_id, id, client_id, kind, name, make, model, year, identifier, notes, created_at)
         values ($1, $2, app.client_id(), $3, $4, $5, $6, $7, $8, $9, $10)",
        company.0,
        id.0,
        new.kind as AssetKind,
        new.name,
        new.make,
        new.model,
        new.year,
        new.identifier,
        new.notes,
        now
    )
    .execute(tx.db())
    .await
    .on_constraint("too_many_assets", too_many)?;
    find_own(tx, id).await
}

pub async fn find_own(tx: &mut TenantTx, id: AssetId) -> Result<CustomerAsset> {
    let company = tx.company();
    sqlx::query_as!(
        CustomerAsset,
        r#"select id, kind as "kind: AssetKind", name, make, model, year, identifier, notes, version, created_at
           from assets where company_id = $1 and id = $2 and client_id = app.client_id() and archived_at is null"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(NO_SUCH)
}

/// The customer's own, oldest first.
pub async fn list_own(
    tx: &mut TenantTx,
    after: Option<(DateTime<Utc>, AssetId)>,
    limit: Limit,
) -> Result<Vec<CustomerAsset>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        CustomerAsset,
        r#"select id, kind as "kind: AssetKind", name, make, model, year, identifier, notes, version, created_at
           from assets
           where company_id = $1 and client_id = app.client_id() and archived_at is null
             and ($2::timestamptz is null or (created_at, id) > ($2, $3::uuid))
           order by created_at, id limit $4"#,
        company.0,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Changes one of the customer's own, if `version` is still the current one.
pub async fn update_own(tx: &mut TenantTx, id: AssetId, patch: &AssetPatch, version: i32) -> Result<CustomerAsset> {
    match change(tx, id, patch, version, false).await? {
        true => find_own(tx, id).await,
        false => find_own(tx, id).await.and(Err(Error::Stale)),
    }
}
