//! The plan of shifts.

use chrono::NaiveDate;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};
use uuid::Uuid;

use super::{
    model::{Copying, NewShift, Publishing, Shift, ShiftCount, ShiftId, ShiftPatch, ShiftsPublished},
    store::{self, Filter},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    companies,
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, NoContent, Page, Written, cursor, days, page},
    staff::StaffId,
};

pub struct ShiftsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/shifts", tag = "Tag::Shifts")]
impl ShiftsApi {
    /// Plan a shift
    ///
    /// Nobody can be booked in it before it is published. One that overlaps another of the same person: 409 `shift_overlap`.
    #[oai(path = "/", method = "post", operation_id = "create_shift")]
    async fn create(&self, caller: Caller, new: Body<NewShift>) -> Result<Created<Shift>> {
        let mut tx = self.app.begin(&caller, Permission::ShiftsUpdate).await?;
        let shift = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(shift))
    }

    /// List shifts, the earliest first
    ///
    /// All that lie at least partly in the range, planned and published; `from` and `to` are days in the company's time
    /// zone, at most 366 days apart.
    #[oai(path = "/", method = "get", operation_id = "list_shifts")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn list(
        &self,
        caller: Caller,
        /// First day, `YYYY-MM-DD`.
        Query(from): Query<NaiveDate>,
        /// The day after the last, `YYYY-MM-DD`.
        Query(to): Query<NaiveDate>,
        /// Only this person's.
        Query(staff_id): Query<Option<StaffId>>,
        /// Only those at this location.
        Query(location_id): Query<Option<Uuid>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Shift>>> {
        let range = days(from, to, 366)?;
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ShiftsRead).await?;
        let zone = companies::store::current(&mut tx).await?.zone();
        let filter = Filter::new(zone, range, staff_id, location_id);
        let shifts = store::list(&mut tx, &filter, after, limit).await?;
        Ok(Found(page(shifts, limit, |shift| (shift.starts_at, shift.id))))
    }

    /// Publish shifts
    ///
    /// All that start in the range and are not published yet, so that people can be booked in them. Answers how many.
    #[oai(path = "/publish", method = "post", operation_id = "publish_shifts")]
    async fn publish(&self, caller: Caller, which: Body<Publishing>) -> Result<Found<ShiftCount>> {
        let mut tx = self.app.begin(&caller, Permission::ShiftsUpdate).await?;
        let zone = companies::store::current(&mut tx).await?.zone();
        let count = store::publish(&mut tx, zone, &which).await?;
        if count > 0 {
            tx.emit(&ShiftsPublished { from: which.from, to: which.to, staff: which.staff_id, count }).await?;
        }
        tx.commit().await?;
        Ok(Found(ShiftCount { count }))
    }

    /// Plan a week like another
    ///
    /// Copies the shifts that start in the week from the Monday `from` on to the week from the Monday `to` on, at the same
    /// times on the clock, unpublished. Answers how many. All of them or none: where one would overlap a shift that is
    /// there, 409 `shift_overlap`.
    #[oai(path = "/copy", method = "post", operation_id = "copy_shifts")]
    async fn copy(&self, caller: Caller, weeks: Body<Copying>) -> Result<Found<ShiftCount>> {
        let mut tx = self.app.begin(&caller, Permission::ShiftsUpdate).await?;
        let count = store::copy(&mut tx, &weeks).await?;
        tx.commit().await?;
        Ok(Found(ShiftCount { count }))
    }

    /// Show a shift
    #[oai(path = "/:id", method = "get", operation_id = "show_shift")]
    async fn show(&self, caller: Caller, Path(id): Path<ShiftId>) -> Result<Written<Shift>> {
        let mut tx = self.app.begin(&caller, Permission::ShiftsRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change a shift
    ///
    /// A published one stays published, and bookings in it stay as they are. One that would overlap another of the same
    /// person: 409 `shift_overlap`.
    #[oai(path = "/:id", method = "patch", operation_id = "update_shift")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<ShiftId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<ShiftPatch>,
    ) -> Result<Written<Shift>> {
        let mut tx = self.app.begin(&caller, Permission::ShiftsUpdate).await?;
        let shift = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(shift))
    }

    /// Delete a shift
    ///
    /// Bookings in it stay as they are.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_shift")]
    async fn delete(&self, caller: Caller, Path(id): Path<ShiftId>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::ShiftsUpdate).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }
}
