//! Maintenance of resources and of locations: the same five operations, each behind the permission of what it is of.

use chrono::{DateTime, Utc};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Maintenance, MaintenancePatch, NewMaintenance, Planned},
    store::{self, Filter},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, Page, Written, cursor, moment, page},
    locations::{self, LocationId},
    maintenance,
    resources::{self, ResourceId},
    scheduling::blocks::BlockId,
};

pub struct MaintenanceApi {
    pub app: App,
}

#[OpenApi(tag = "Tag::Maintenance")]
impl MaintenanceApi {
    /// Plan maintenance of a resource
    ///
    /// No new booking can take its time from then on while it lasts. Bookings that have some of it already keep it, and are told
    /// as `collisions`; once one of them lets go of its time, that is the maintenance's too. While there is other maintenance
    /// of the resource: 409 `block_overlap`.
    #[oai(path = "/resources/:id/maintenance", method = "post", operation_id = "plan_resource_maintenance")]
    async fn plan_resource(
        &self,
        caller: Caller,
        Path(id): Path<ResourceId>,
        new: Body<NewMaintenance>,
    ) -> Result<Created<Planned>> {
        let mut tx = self.app.begin(&caller, Permission::ResourcesUpdate).await?;
        let calendar = resources::store::calendar(&mut tx, id).await?;
        let planned = maintenance::plan(&mut tx, calendar, &new).await?;
        tx.commit().await?;
        Ok(Created(planned))
    }

    /// List the maintenance of a resource, in the order it starts
    #[oai(path = "/resources/:id/maintenance", method = "get", operation_id = "list_resource_maintenance")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn list_of_resource(
        &self,
        caller: Caller,
        Path(id): Path<ResourceId>,
        /// What has not ended by this moment (RFC 3339).
        Query(from): Query<Option<DateTime<Utc>>>,
        /// What starts before this moment (RFC 3339).
        Query(to): Query<Option<DateTime<Utc>>>,
        /// Cancelled maintenance too.
        Query(cancelled): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Maintenance>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let (from, to) = (moment("from", from)?, moment("to", to)?);
        let filter = Filter { from, to, cancelled: cancelled.unwrap_or(false) };
        let mut tx = self.app.begin(&caller, Permission::ResourcesRead).await?;
        let calendar = resources::store::calendar(&mut tx, id).await?;
        let found = store::list(&mut tx, calendar, filter, after, limit).await?;
        Ok(Found(page(found, limit, |one| (one.starts_at, one.id))))
    }

    /// Show maintenance of a resource, with what collides with it as of now
    #[oai(path = "/resources/:id/maintenance/:block_id", method = "get", operation_id = "show_resource_maintenance")]
    async fn show_of_resource(
        &self,
        caller: Caller,
        Path(id): Path<ResourceId>,
        Path(block_id): Path<BlockId>,
    ) -> Result<Written<Planned>> {
        let mut tx = self.app.begin(&caller, Permission::ResourcesRead).await?;
        let calendar = resources::store::calendar(&mut tx, id).await?;
        Ok(Written(maintenance::show(&mut tx, calendar, block_id).await?))
    }

    /// Change the time or the reason of maintenance of a resource
    ///
    /// Time that it has no more can be booked at once. Cancelled: 409 `cancelled`.
    #[oai(
        path = "/resources/:id/maintenance/:block_id",
        method = "patch",
        operation_id = "update_resource_maintenance"
    )]
    async fn update_of_resource(
        &self,
        caller: Caller,
        Path(id): Path<ResourceId>,
        Path(block_id): Path<BlockId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<MaintenancePatch>,
    ) -> Result<Written<Planned>> {
        let mut tx = self.app.begin(&caller, Permission::ResourcesUpdate).await?;
        let calendar = resources::store::calendar(&mut tx, id).await?;
        let changed = maintenance::change(&mut tx, calendar, block_id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(changed))
    }

    /// Cancel maintenance of a resource
    ///
    /// Its time can be booked at once. Cancelled already: 409 `cancelled`.
    #[oai(
        path = "/resources/:id/maintenance/:block_id/cancel",
        method = "post",
        operation_id = "cancel_resource_maintenance"
    )]
    async fn cancel_of_resource(
        &self,
        caller: Caller,
        Path(id): Path<ResourceId>,
        Path(block_id): Path<BlockId>,
    ) -> Result<Written<Planned>> {
        let mut tx = self.app.begin(&caller, Permission::ResourcesUpdate).await?;
        let calendar = resources::store::calendar(&mut tx, id).await?;
        let cancelled = maintenance::cancel(&mut tx, calendar, block_id).await?;
        tx.commit().await?;
        Ok(Written(cancelled))
    }

    /// Plan maintenance of a location
    ///
    /// No new booking can take its places from then on while it lasts. Bookings that have some of it already keep it, and are told
    /// as `collisions`; once one of them lets go of its time, that is the maintenance's too. While there is other maintenance
    /// of the location: 409 `block_overlap`.
    #[oai(path = "/locations/:id/maintenance", method = "post", operation_id = "plan_location_maintenance")]
    async fn plan_location(
        &self,
        caller: Caller,
        Path(id): Path<LocationId>,
        new: Body<NewMaintenance>,
    ) -> Result<Created<Planned>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsUpdate).await?;
        let calendar = locations::store::calendar(&mut tx, id).await?;
        let planned = maintenance::plan(&mut tx, calendar, &new).await?;
        tx.commit().await?;
        Ok(Created(planned))
    }

    /// List the maintenance of a location, in the order it starts
    #[oai(path = "/locations/:id/maintenance", method = "get", operation_id = "list_location_maintenance")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn list_of_location(
        &self,
        caller: Caller,
        Path(id): Path<LocationId>,
        /// What has not ended by this moment (RFC 3339).
        Query(from): Query<Option<DateTime<Utc>>>,
        /// What starts before this moment (RFC 3339).
        Query(to): Query<Option<DateTime<Utc>>>,
        /// Cancelled maintenance too.
        Query(cancelled): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Maintenance>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let (from, to) = (moment("from", from)?, moment("to", to)?);
        let filter = Filter { from, to, cancelled: cancelled.unwrap_or(false) };
        let mut tx = self.app.begin(&caller, Permission::LocationsRead).await?;
        let calendar = locations::store::calendar(&mut tx, id).await?;
        let found = store::list(&mut tx, calendar, filter, after, limit).await?;
        Ok(Found(page(found, limit, |one| (one.starts_at, one.id))))
    }

    /// Show maintenance of a location, with what collides with it as of now
    #[oai(path = "/locations/:id/maintenance/:block_id", method = "get", operation_id = "show_location_maintenance")]
    async fn show_of_location(
        &self,
        caller: Caller,
        Path(id): Path<LocationId>,
        Path(block_id): Path<BlockId>,
    ) -> Result<Written<Planned>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsRead).await?;
        let calendar = locations::store::calendar(&mut tx, id).await?;
        Ok(Written(maintenance::show(&mut tx, calendar, block_id).await?))
    }

    /// Change the time or the reason of maintenance of a location
    ///
    /// Time that it has no more can be booked at once. Cancelled: 409 `cancelled`.
    #[oai(
        path = "/locations/:id/maintenance/:block_id",
        method = "patch",
        operation_id = "update_location_maintenance"
    )]
    async fn update_of_location(
        &self,
        caller: Caller,
        Path(id): Path<LocationId>,
        Path(block_id): Path<BlockId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<MaintenancePatch>,
    ) -> Result<Written<Planned>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsUpdate).await?;
        let calendar = locations::store::calendar(&mut tx, id).await?;
        let changed = maintenance::change(&mut tx, calendar, block_id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(changed))
    }

    /// Cancel maintenance of a location
    ///
    /// Its time can be booked at once. Cancelled already: 409 `cancelled`.
    #[oai(
        path = "/locations/:id/maintenance/:block_id/cancel",
        method = "post",
        operation_id = "cancel_location_maintenance"
    )]
    async fn cancel_of_location(
        &self,
        caller: Caller,
        Path(id): Path<LocationId>,
        Path(block_id): Path<BlockId>,
    ) -> Result<Written<Planned>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsUpdate).await?;
        let calendar = locations::store::calendar(&mut tx, id).await?;
        let cancelled = maintenance::cancel(&mut tx, calendar, block_id).await?;
        tx.commit().await?;
        Ok(Written(cancelled))
    }
}
