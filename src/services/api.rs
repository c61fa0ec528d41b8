//! The catalogue, for staff.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    Visibility,
    bulk::{
        self,
        model::{Bulk, BulkOutcome},
    },
    model::{NewService, Service, ServiceId},
    order::ServiceOrder,
    patch::ServicePatch,
    store, update,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    categories::CategoryId,
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, NoContent, Page, Written, page, position_cursor},
};

pub struct ServicesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/services", tag = "Tag::Services")]
impl ServicesApi {
    /// Add a service
    ///
    /// An unknown category, service type or add-on is a 422 `not_found` on its field, one that is archived `archived`.
    #[oai(path = "/", method = "post", operation_id = "create_service")]
    async fn create(&self, caller: Caller, new: Body<NewService>) -> Result<Created<Service>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesCreate).await?;
        let service = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(service))
    }

    /// List services, by position
    #[oai(path = "/", method = "get", operation_id = "list_services")]
    async fn list(
        &self,
        caller: Caller,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Those in this category.
        Query(category_id): Query<Option<CategoryId>>,
        /// Those that these may book.
        Query(visibility): Query<Option<Visibility>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Service>>> {
        let (limit, after) = (Limit::parse(limit)?, position_cursor(cursor.as_deref())?);
        let filter = store::Filter { archived: archived.unwrap_or(false), category: category_id, visibility };
        let mut tx = self.app.begin(&caller, Permission::ServicesRead).await?;
        let services = store::list(&mut tx, filter, after, limit).await?;
        Ok(Found(page(services, limit, |service| (service.position, service.id))))
    }

    /// Show a service
    #[oai(path = "/:id", method = "get", operation_id = "show_service")]
    async fn show(&self, caller: Caller, Path(id): Path<ServiceId>) -> Result<Written<Service>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change a service
    #[oai(path = "/:id", method = "patch", operation_id = "update_service")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<ServiceId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<ServicePatch>,
    ) -> Result<Written<Service>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesUpdate).await?;
        let service = update::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(service))
    }

    /// Archive a service
    ///
    /// It cannot be booked any more; what was booked stays. Doing it twice is harmless.
    #[oai(path = "/:id/archive", method = "post", operation_id = "archive_service")]
    async fn archive(&self, caller: Caller, Path(id): Path<ServiceId>) -> Result<Written<Service>> {
        self.set_archived(caller, id, true).await
    }

    /// Put an archived service back on offer
    #[oai(path = "/:id/restore", method = "post", operation_id = "restore_service")]
    async fn restore(&self, caller: Caller, Path(id): Path<ServiceId>) -> Result<Written<Service>> {
        self.set_archived(caller, id, false).await
    }

    /// Delete a service
    ///
    /// One that has been booked or sold stays: 409 `in_use`; archive it instead.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_service")]
    async fn delete(&self, caller: Caller, Path(id): Path<ServiceId>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::ServicesDelete).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }

    /// Change many services at once
    ///
    /// At most 500, all of them or none. A `preview` answers what would change, and changes nothing. A price that would be
    /// higher than any can be is a 422 `out_of_range` on `change.price`.
    #[oai(path = "/bulk", method = "post", operation_id = "bulk_update_services")]
    async fn bulk(&self, caller: Caller, bulk: Body<Bulk>) -> Result<Found<BulkOutcome>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesUpdate).await?;
        let data = bulk::change(&mut tx, &bulk).await?;
        tx.commit().await?;
        Ok(Found(BulkOutcome { data, applied: !bulk.preview }))
    }

    /// Put services in order
    ///
    /// They get the positions 1, 2, 3, … in the order they are listed in. What is not listed keeps its position.
    #[oai(path = "/order", method = "put", operation_id = "order_services")]
    async fn order(&self, caller: Caller, order: Body<ServiceOrder>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::ServicesUpdate).await?;
        update::put_in_order(&mut tx, &order.ids).await?;
        tx.commit().await?;
        Ok(NoContent)
    }
}

impl ServicesApi {
    async fn set_archived(&self, caller: Caller, id: ServiceId, archived: bool) -> Result<Written<Service>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesUpdate).await?;
        let service = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(service))
    }
}
