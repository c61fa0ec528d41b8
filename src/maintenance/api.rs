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
    db::TenantTx,
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, Page, Written, cursor, moment, page},
    locations::{self, LocationId},
    maintenance,
    resources::{self, ResourceId},
    scheduling::{CalendarId, blocks::BlockId},
};

pub struct MaintenanceApi {
    pub app: App,
}

/// What maintenance is of.
#[derive(Clone, Copy, Debug)]
enum Owner {
    Resource(ResourceId),
    Location(LocationId),
}

impl Owner {
    fn read(self) -> Permission {
        match self {
            Self::Resource(_) => Permission::ResourcesRead,
            Self::Location(_) => Permission::LocationsRead,
        }
    }

    fn update(self) -> Permission {
        match self {
            Self::Resource(_) => Permission::ResourcesUpdate,
            Self::Location(_) => Permission::LocationsUpdate,
        }
    }

    async fn calendar(self, tx: &mut TenantTx) -> Result<CalendarId> {
        match self {
            Self::Resource(id) => resources::store::calendar(tx, id).await,
            Self::Location(id) => locations::store::calendar(tx, id).await,
        }
    }
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
        self.plan(caller, Owner::Resource(id), &new).await
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
        let filter = Filter { from, to, cancelled: cancelled.unwrap_or(false) };
        self.list(caller, Owner::Resource(id), filter, limit, cursor).await
    }

    /// Show maintenance of a resource, with what collides with it as of now
    #[oai(path = "/resources/:id/maintenance/:block_id", method = "get", operation_id = "show_resource_maintenance")]
    async fn show_of_resource(
        &self,
        caller: Caller,
        Path(id): Path<ResourceId>,
        Path(block_id): Path<BlockId>,
    ) -> Result<Written<Planned>> {
        self.show(caller, Owner::Resource(id), block_id).await
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
        self.change(caller, Owner::Resource(id), block_id, &patch, version).await
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
        self.cancel(caller, Owner::Resource(id), block_id).await
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
        self.plan(caller, Owner::Location(id), &new).await
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
        let filter = Filter { from, to, cancelled: cancelled.unwrap_or(false) };
        self.list(caller, Owner::Location(id), filter, limit, cursor).await
    }

    /// Show maintenance of a location, with what collides with it as of now
    #[oai(path = "/locations/:id/maintenance/:block_id", method = "get", operation_id = "show_location_maintenance")]
    async fn show_of_location(
        &self,
        caller: Caller,
        Path(id): Path<LocationId>,
        Path(block_id): Path<BlockId>,
    ) -> Result<Written<Planned>> {
        self.show(caller, Owner::Location(id), block_id).await
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
        self.change(caller, Owner::Location(id), block_id, &patch, version).await
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
        self.cancel(caller, Owner::Location(id), block_id).await
    }
}

/// What the operations do, whatever the maintenance is of.
impl MaintenanceApi {
    async fn open(&self, caller: &Caller, owner: Owner, permission: Permission) -> Result<(TenantTx, CalendarId)> {
        let mut tx = self.app.begin(caller, permission).await?;
        let calendar = owner.calendar(&mut tx).await?;
        Ok((tx, calendar))
    }

    async fn plan(&self, caller: Caller, owner: Owner, new: &NewMaintenance) -> Result<Created<Planned>> {
        let (mut tx, calendar) = self.open(&caller, owner, owner.update()).await?;
        let planned = maintenance::plan(&mut tx, calendar, new).await?;
        tx.commit().await?;
        Ok(Created(planned))
    }

    async fn list(
        &self,
        caller: Caller,
        owner: Owner,
        filter: Filter,
        limit: Option<i32>,
        cursor: Option<String>,
    ) -> Result<Found<Page<Maintenance>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let filter = Filter { from: moment("from", filter.from)?, to: moment("to", filter.to)?, ..filter };
        let (mut tx, calendar) = self.open(&caller, owner, owner.read()).await?;
        let found = store::list(&mut tx, calendar, filter, after, limit).await?;
        Ok(Found(page(found, limit, |one| (one.starts_at, one.id))))
    }

    async fn show(&self, caller: Caller, owner: Owner, id: BlockId) -> Result<Written<Planned>> {
        let (mut tx, calendar) = self.open(&caller, owner, owner.read()).await?;
        Ok(Written(maintenance::show(&mut tx, calendar, id).await?))
    }

    async fn change(
        &self,
        caller: Caller,
        owner: Owner,
        id: BlockId,
        patch: &MaintenancePatch,
        IfMatch(version): IfMatch,
    ) -> Result<Written<Planned>> {
        let (mut tx, calendar) = self.open(&caller, owner, owner.update()).await?;
        let changed = maintenance::change(&mut tx, calendar, id, patch, version).await?;
        tx.commit().await?;
        Ok(Written(changed))
    }

    async fn cancel(&self, caller: Caller, owner: Owner, id: BlockId) -> Result<Written<Planned>> {
        let (mut tx, calendar) = self.open(&caller, owner, owner.update()).await?;
        let cancelled = maintenance::cancel(&mut tx, calendar, id).await?;
        tx.commit().await?;
        Ok(Written(cancelled))
    }
}
