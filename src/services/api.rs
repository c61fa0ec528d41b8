//! The catalogue, for staff.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{NewService, Service, ServiceId, ServicePatch},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, Page, Written, cursor, page},
};

pub struct ServicesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/services", tag = "Tag::Services")]
impl ServicesApi {
    /// Add a service
    #[oai(path = "/", method = "post", operation_id = "create_service")]
    async fn create(&self, caller: Caller, new: Body<NewService>) -> Result<Created<Service>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesCreate).await?;
        let service = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(service))
    }

    /// List services, oldest first
    #[oai(path = "/", method = "get", operation_id = "list_services")]
    async fn list(
        &self,
        caller: Caller,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Service>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ServicesRead).await?;
        let services = store::list(&mut tx, archived.unwrap_or(false), after, limit).await?;
        Ok(Found(page(services, limit, |service| (service.created_at, service.id))))
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
        let service = store::update(&mut tx, id, &patch, version.0).await?;
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
}

impl ServicesApi {
    async fn set_archived(&self, caller: Caller, id: ServiceId, archived: bool) -> Result<Written<Service>> {
        let mut tx = self.app.begin(&caller, Permission::ServicesUpdate).await?;
        let service = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(service))
    }
}
