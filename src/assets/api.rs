//! The assets of clients, for staff.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Asset, AssetId, AssetPatch, NewAsset},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    clients::ClientId,
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, Page, Written, cursor, page},
};

pub struct AssetsApi {
    pub app: App,
}

#[OpenApi(tag = "Tag::Clients")]
impl AssetsApi {
    /// Add an asset to a client
    #[oai(path = "/clients/:id/assets", method = "post", operation_id = "create_asset")]
    async fn create(&self, caller: Caller, Path(id): Path<ClientId>, new: Body<NewAsset>) -> Result<Created<Asset>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsUpdate).await?;
        let asset = store::insert(&mut tx, id, &new).await?;
        tx.commit().await?;
        Ok(Created(asset))
    }

    /// List a client's assets, oldest first
    #[oai(path = "/clients/:id/assets", method = "get", operation_id = "list_assets")]
    async fn list(
        &self,
        caller: Caller,
        Path(id): Path<ClientId>,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Asset>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ClientsRead).await?;
        let assets = store::list(&mut tx, id, archived.unwrap_or(false), after, limit).await?;
        Ok(Found(page(assets, limit, |asset| (asset.created_at, asset.id))))
    }

    /// Show an asset
    #[oai(path = "/assets/:id", method = "get", operation_id = "show_asset")]
    async fn show(&self, caller: Caller, Path(id): Path<AssetId>) -> Result<Written<Asset>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change an asset
    #[oai(path = "/assets/:id", method = "patch", operation_id = "update_asset")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<AssetId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<AssetPatch>,
    ) -> Result<Written<Asset>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsUpdate).await?;
        let asset = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(asset))
    }

    /// Archive an asset
    ///
    /// It leaves lists, the client's own too; bookings keep it. Doing it twice is harmless.
    #[oai(path = "/assets/:id/archive", method = "post", operation_id = "archive_asset")]
    async fn archive(&self, caller: Caller, Path(id): Path<AssetId>) -> Result<Written<Asset>> {
        self.set_archived(caller, id, true).await
    }

    /// Bring an archived asset back
    #[oai(path = "/assets/:id/restore", method = "post", operation_id = "restore_asset")]
    async fn restore(&self, caller: Caller, Path(id): Path<AssetId>) -> Result<Written<Asset>> {
        self.set_archived(caller, id, false).await
    }
}

impl AssetsApi {
    async fn set_archived(&self, caller: Caller, id: AssetId, archived: bool) -> Result<Written<Asset>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsUpdate).await?;
        let asset = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(asset))
    }
}
