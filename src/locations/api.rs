//! Locations, and when they are open.

use chrono::NaiveDate;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    day::{self, Places},
    model::{Location, LocationId, LocationPatch, NewLocation},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, Page, Written, cursor, page},
    locations,
    staff::hours::{Week, WorkingHours},
};

pub struct LocationsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/locations", tag = "Tag::Locations")]
impl LocationsApi {
    /// Add a location
    ///
    /// It is open always until it has opening hours.
    #[oai(path = "/", method = "post", operation_id = "create_location")]
    async fn create(&self, caller: Caller, new: Body<NewLocation>) -> Result<Created<Location>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsCreate).await?;
        let location = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(location))
    }

    /// List locations, oldest first
    #[oai(path = "/", method = "get", operation_id = "list_locations")]
    async fn list(
        &self,
        caller: Caller,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Location>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::LocationsRead).await?;
        let locations = store::list(&mut tx, archived.unwrap_or(false), after, limit).await?;
        Ok(Found(page(locations, limit, |location| (location.created_at, location.id))))
    }

    /// Show a location
    #[oai(path = "/:id", method = "get", operation_id = "show_location")]
    async fn show(&self, caller: Caller, Path(id): Path<LocationId>) -> Result<Written<Location>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change a location
    ///
    /// Fewer places than are taken at once in the time to come: 409 `capacity_in_use`.
    #[oai(path = "/:id", method = "patch", operation_id = "update_location")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<LocationId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<LocationPatch>,
    ) -> Result<Written<Location>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsUpdate).await?;
        let location = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(location))
    }

    /// Archive a location
    ///
    /// Visitors do not see it any more; what was booked stays. Doing it twice is harmless.
    #[oai(path = "/:id/archive", method = "post", operation_id = "archive_location")]
    async fn archive(&self, caller: Caller, Path(id): Path<LocationId>) -> Result<Written<Location>> {
        self.set_archived(caller, id, true).await
    }

    /// Bring an archived location back
    #[oai(path = "/:id/restore", method = "post", operation_id = "restore_location")]
    async fn restore(&self, caller: Caller, Path(id): Path<LocationId>) -> Result<Written<Location>> {
        self.set_archived(caller, id, false).await
    }

    /// Show when a location is open
    ///
    /// In its time zone. One without hours is open always.
    #[oai(path = "/:id/opening-hours", method = "get", operation_id = "show_opening_hours")]
    async fn hours(&self, caller: Caller, Path(id): Path<LocationId>) -> Result<Found<WorkingHours>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsRead).await?;
        Ok(Found((&store::hours(&mut tx, id).await?).into()))
    }

    /// Set when a location is open
    ///
    /// Replaces the whole week, in the location's time zone; without any hours it is open always. Bookings that were made
    /// before stay as they are.
    #[oai(path = "/:id/opening-hours", method = "put", operation_id = "set_opening_hours")]
    async fn set_hours(
        &self,
        caller: Caller,
        Path(id): Path<LocationId>,
        week: Body<Week>,
    ) -> Result<Found<WorkingHours>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsUpdate).await?;
        store::set_hours(&mut tx, id, &week).await?;
        tx.commit().await?;
        Ok(Found((&*week).into()))
    }

    /// Show how full a location is on a day
    ///
    /// In rows of `minutes` from opening to closing, each with the most places that are taken at once in it. One that is
    /// open always has the whole day; a holiday has no rows.
    #[oai(path = "/:id/places", method = "get", operation_id = "show_places")]
    async fn places(
        &self,
        caller: Caller,
        Path(id): Path<LocationId>,
        /// A day in the location's time zone, `YYYY-MM-DD`.
        Query(date): Query<NaiveDate>,
        /// How long a row is: 5 to 1440, 60 if absent.
        Query(minutes): Query<Option<i32>>,
    ) -> Result<Found<Places>> {
        let minutes = day::check(date, minutes)?;
        let mut tx = self.app.begin(&caller, Permission::LocationsRead).await?;
        Ok(Found(locations::places(&mut tx, id, date, minutes).await?))
    }
}

impl LocationsApi {
    async fn set_archived(&self, caller: Caller, id: LocationId, archived: bool) -> Result<Written<Location>> {
        let mut tx = self.app.begin(&caller, Permission::LocationsUpdate).await?;
        let location = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(location))
    }
}
