//! Resources, and the state they are in.

use chrono::{DateTime, Utc};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{self, NewResource, Resource, ResourceId, ResourcePatch},
    store::{self, Filter},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Fields, Found, IfMatch, Limit, Page, Written, cursor, moment, page},
    locations::LocationId,
};

pub struct ResourcesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/resources", tag = "Tag::Resources")]
impl ResourcesApi {
    /// Add a resource
    #[oai(path = "/", method = "post", operation_id = "create_resource")]
    async fn create(&self, caller: Caller, new: Body<NewResource>) -> Result<Created<Resource>> {
        let mut tx = self.app.begin(&caller, Permission::ResourcesCreate).await?;
        let resource = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(resource))
    }

    /// List resources, oldest first, each with its state at a time
    #[oai(path = "/", method = "get", operation_id = "list_resources")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn list(
        &self,
        caller: Caller,
        /// The moment that `state` and `free_units` are of (RFC 3339); absent: now. What ends at that moment is over.
        Query(at): Query<Option<DateTime<Utc>>>,
        /// Those of this kind, such as `room`.
        Query(kind): Query<Option<String>>,
        /// Those at this location.
        Query(location_id): Query<Option<LocationId>>,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Resource>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let at = moment("at", at)?.unwrap_or_else(|| self.app.now());
        let mut fields = Fields::default();
        let kind = kind.map(|kind| model::kind(&kind, &mut fields));
        let kind = fields.finish(Some(kind))?;
        let filter = Filter { id: None, archived: Some(archived.unwrap_or(false)), kind, location: location_id };
        let mut tx = self.app.begin(&caller, Permission::ResourcesRead).await?;
        let resources = store::list(&mut tx, &filter, at, after, limit).await?;
        Ok(Found(page(resources, limit, |resource| (resource.created_at, resource.id))))
    }

    /// Show a resource, with its state now
    #[oai(path = "/:id", method = "get", operation_id = "show_resource")]
    async fn show(&self, caller: Caller, Path(id): Path<ResourceId>) -> Result<Written<Resource>> {
        let mut tx = self.app.begin(&caller, Permission::ResourcesRead).await?;
        let now = tx.now();
        Ok(Written(store::find(&mut tx, id, now).await?))
    }

    /// Change a resource
    ///
    /// A smaller capacity than is taken at once in the time to come: 409 `capacity_in_use`.
    #[oai(path = "/:id", method = "patch", operation_id = "update_resource")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<ResourceId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<ResourcePatch>,
    ) -> Result<Written<Resource>> {
        let mut tx = self.app.begin(&caller, Permission::ResourcesUpdate).await?;
        let resource = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(resource))
    }

    /// Archive a resource
    ///
    /// It cannot be booked any more; what was booked stays. Doing it twice is harmless.
    #[oai(path = "/:id/archive", method = "post", operation_id = "archive_resource")]
    async fn archive(&self, caller: Caller, Path(id): Path<ResourceId>) -> Result<Written<Resource>> {
        self.set_archived(caller, id, true).await
    }

    /// Bring an archived resource back
    #[oai(path = "/:id/restore", method = "post", operation_id = "restore_resource")]
    async fn restore(&self, caller: Caller, Path(id): Path<ResourceId>) -> Result<Written<Resource>> {
        self.set_archived(caller, id, false).await
    }
}

impl ResourcesApi {
    async fn set_archived(&self, caller: Caller, id: ResourceId, archived: bool) -> Result<Written<Resource>> {
        let mut tx = self.app.begin(&caller, Permission::ResourcesUpdate).await?;
        let resource = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(resource))
    }
}
