//! Categories of services, for staff.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Category, CategoryId, CategoryPatch, NewCategory},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, NoContent, Page, Written, page, position_cursor},
};

pub struct CategoriesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/service-categories", tag = "Tag::Services")]
impl CategoriesApi {
    /// Add a category of services
    #[oai(path = "/", method = "post", operation_id = "create_service_category")]
    async fn create(&self, caller: Caller, new: Body<NewCategory>) -> Result<Created<Category>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesCreate).await?;
        let category = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(category))
    }

    /// List categories of services, by position
    #[oai(path = "/", method = "get", operation_id = "list_service_categories")]
    async fn list(
        &self,
        caller: Caller,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Category>>> {
        let (limit, after) = (Limit::parse(limit)?, position_cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ServicesRead).await?;
        let categories = store::list(&mut tx, archived.unwrap_or(false), after, limit).await?;
        Ok(Found(page(categories, limit, |category| (category.position, category.id))))
    }

    /// Show a category of services
    #[oai(path = "/:id", method = "get", operation_id = "show_service_category")]
    async fn show(&self, caller: Caller, Path(id): Path<CategoryId>) -> Result<Written<Category>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change a category of services
    #[oai(path = "/:id", method = "patch", operation_id = "update_service_category")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<CategoryId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<CategoryPatch>,
    ) -> Result<Written<Category>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesUpdate).await?;
        let category = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(category))
    }

    /// Archive a category of services
    ///
    /// Its services stay as they are, and visitors see them in no category. Doing it twice is harmless.
    #[oai(path = "/:id/archive", method = "post", operation_id = "archive_service_category")]
    async fn archive(&self, caller: Caller, Path(id): Path<CategoryId>) -> Result<Written<Category>> {
        self.set_archived(caller, id, true).await
    }

    /// Bring back an archived category of services
    #[oai(path = "/:id/restore", method = "post", operation_id = "restore_service_category")]
    async fn restore(&self, caller: Caller, Path(id): Path<CategoryId>) -> Result<Written<Category>> {
        self.set_archived(caller, id, false).await
    }

    /// Delete a category of services
    ///
    /// One that a service is in, archived ones included, stays: 409 `in_use`.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_service_category")]
    async fn delete(&self, caller: Caller, Path(id): Path<CategoryId>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::ServicesDelete).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }
}

impl CategoriesApi {
    async fn set_archived(&self, caller: Caller, id: CategoryId, archived: bool) -> Result<Written<Category>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesUpdate).await?;
        let category = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(category))
    }
}
