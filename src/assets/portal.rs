//! A customer's own assets.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{AssetId, AssetPatch, CustomerAsset, NewAsset},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::Customer,
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, Page, Written, cursor, page},
};

pub struct CustomerAssetsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/portal/assets", tag = "Tag::Portal")]
impl CustomerAssetsApi {
    /// Add an asset of one's own
    ///
    /// With 50 that are not archived: 409 `too_many_assets`.
    #[oai(path = "/", method = "post", operation_id = "create_own_asset")]
    async fn create(&self, customer: Customer, new: Body<NewAsset>) -> Result<Created<CustomerAsset>> {
        let mut tx = self.app.begin_customer(&customer).await?;
        let asset = store::insert_own(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(asset))
    }

    /// List one's own assets, oldest first
    #[oai(path = "/", method = "get", operation_id = "list_own_assets")]
    async fn list(
        &self,
        customer: Customer,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<CustomerAsset>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.read_as_customer(&customer).await?;
        let assets = store::list_own(&mut tx, after, limit).await?;
        Ok(Found(page(assets, limit, |asset| (asset.created_at, asset.id))))
    }

    /// Show one of one's own assets
    #[oai(path = "/:id", method = "get", operation_id = "show_own_asset")]
    async fn show(&self, customer: Customer, Path(id): Path<AssetId>) -> Result<Written<CustomerAsset>> {
        let mut tx = self.app.read_as_customer(&customer).await?;
        Ok(Written(store::find_own(&mut tx, id).await?))
    }

    /// Change one of one's own assets
    #[oai(path = "/:id", method = "patch", operation_id = "update_own_asset")]
    async fn update(
        &self,
        customer: Customer,
        Path(id): Path<AssetId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<AssetPatch>,
    ) -> Result<Written<CustomerAsset>> {
        let mut tx = self.app.begin_customer(&customer).await?;
        let asset = store::update_own(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(asset))
    }
}
