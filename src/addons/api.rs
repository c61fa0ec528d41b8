//! Add-ons, for staff.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Addon, AddonId, AddonPatch, NewAddon},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, NoContent, Page, Written, page, position_cursor},
};

pub struct AddonsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/addons", tag = "Tag::Services")]
impl AddonsApi {
    /// Add an add-on
    #[oai(path = "/", method = "post", operation_id = "create_addon")]
    async fn create(&self, caller: Caller, new: Body<NewAddon>) -> Result<Created<Addon>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesCreate).await?;
        let addon = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(addon))
    }

    /// List add-ons, by position
    #[oai(path = "/", method = "get", operation_id = "list_addons")]
    async fn list(
        &self,
        caller: Caller,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Addon>>> {
        let (limit, after) = (Limit::parse(limit)?, position_cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ServicesRead).await?;
        let addons = store::list(&mut tx, archived.unwrap_or(false), after, limit).await?;
        Ok(Found(page(addons, limit, |addon| (addon.position, addon.id))))
    }

    /// Show an add-on
    #[oai(path = "/:id", method = "get", operation_id = "show_addon")]
    async fn show(&self, caller: Caller, Path(id): Path<AddonId>) -> Result<Written<Addon>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change an add-on
    #[oai(path = "/:id", method = "patch", operation_id = "update_addon")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<AddonId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<AddonPatch>,
    ) -> Result<Written<Addon>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesUpdate).await?;
        let addon = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(addon))
    }

    /// Archive an add-on
    ///
    /// It cannot be booked any more; what was booked stays. Doing it twice is harmless.
    #[oai(path = "/:id/archive", method = "post", operation_id = "archive_addon")]
    async fn archive(&self, caller: Caller, Path(id): Path<AddonId>) -> Result<Written<Addon>> {
        self.set_archived(caller, id, true).await
    }

    /// Put an archived add-on back on offer
    #[oai(path = "/:id/restore", method = "post", operation_id = "restore_addon")]
    async fn restore(&self, caller: Caller, Path(id): Path<AddonId>) -> Result<Written<Addon>> {
        self.set_archived(caller, id, false).await
    }

    /// Delete an add-on
    ///
    /// One that has been booked stays: 409 `in_use`; archive it instead.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_addon")]
    async fn delete(&self, caller: Caller, Path(id): Path<AddonId>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::ServicesDelete).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }
}

impl AddonsApi {
    async fn set_archived(&self, caller: Caller, id: AddonId, archived: bool) -> Result<Written<Addon>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesUpdate).await?;
        let addon = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(addon))
    }
}
