//! Service types, for the operator.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{NewServiceType, ServiceType, ServiceTypeId, ServiceTypePatch},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Operator, Permission},
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, NoContent, Page, Written, cursor, page},
};

pub struct PlatformServiceTypesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/platform/service-types", tag = "Tag::Platform")]
impl PlatformServiceTypesApi {
    /// Add a service type
    #[oai(path = "/", method = "post", operation_id = "create_service_type")]
    async fn create(&self, operator: Operator, new: Body<NewServiceType>) -> Result<Created<ServiceType>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformServiceTypesUpdate).await?;
        let service_type = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(service_type))
    }

    /// List service types, oldest first
    #[oai(path = "/", method = "get", operation_id = "list_platform_service_types")]
    async fn list(
        &self,
        operator: Operator,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<ServiceType>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.platform(&operator, Permission::PlatformServiceTypesRead).await?;
        let types = store::list(&mut tx, archived.unwrap_or(false), after, limit).await?;
        Ok(Found(page(types, limit, |service_type| (service_type.created_at, service_type.id))))
    }

    /// Show a service type
    #[oai(path = "/:id", method = "get", operation_id = "show_service_type")]
    async fn show(&self, operator: Operator, Path(id): Path<ServiceTypeId>) -> Result<Written<ServiceType>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformServiceTypesRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change a service type
    #[oai(path = "/:id", method = "patch", operation_id = "update_service_type")]
    async fn update(
        &self,
        operator: Operator,
        Path(id): Path<ServiceTypeId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<ServiceTypePatch>,
    ) -> Result<Written<ServiceType>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformServiceTypesUpdate).await?;
        let service_type = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(service_type))
    }

    /// Archive a service type
    ///
    /// No service can be made one of it any more; those that are, stay. Doing it twice is harmless.
    #[oai(path = "/:id/archive", method = "post", operation_id = "archive_service_type")]
    async fn archive(&self, operator: Operator, Path(id): Path<ServiceTypeId>) -> Result<Written<ServiceType>> {
        self.set_archived(operator, id, true).await
    }

    /// Bring back an archived service type
    #[oai(path = "/:id/restore", method = "post", operation_id = "restore_service_type")]
    async fn restore(&self, operator: Operator, Path(id): Path<ServiceTypeId>) -> Result<Written<ServiceType>> {
        self.set_archived(operator, id, false).await
    }

    /// Delete a service type
    ///
    /// One that any company has a service of stays: 409 `in_use`; archive it instead.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_service_type")]
    async fn delete(&self, operator: Operator, Path(id): Path<ServiceTypeId>) -> Result<NoContent> {
        let mut tx = self.app.platform(&operator, Permission::PlatformServiceTypesUpdate).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }
}

impl PlatformServiceTypesApi {
    async fn set_archived(
        &self,
        operator: Operator,
        id: ServiceTypeId,
        archived: bool,
    ) -> Result<Written<ServiceType>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformServiceTypesUpdate).await?;
        let service_type = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(service_type))
    }
}
