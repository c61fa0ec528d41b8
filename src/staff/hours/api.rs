//! When somebody works, as the API has it.

use chrono::NaiveDate;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    DayException, NewException, RecurringHours, RecurringRules, Week, WorkingHours,
    exceptions::{DayExceptions, Move},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Fields, Found, NoContent, days},
    scheduling,
    staff::{
        StaffId,
        store::{calendar, lock},
    },
};

pub struct HoursApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/staff", tag = "Tag::Staff")]
impl HoursApi {
    /// Show somebody's week
    #[oai(path = "/:id/working-hours", method = "get", operation_id = "show_working_hours")]
    async fn week(&self, caller: Caller, Path(id): Path<StaffId>) -> Result<Found<WorkingHours>> {
        let mut tx = self.app.begin(&caller, Permission::StaffRead).await?;
        let calendar = calendar(&mut tx, id).await?;
        Ok(Found((&scheduling::week::find(&mut tx, calendar).await?).into()))
    }

    /// Set somebody's week
    ///
    /// Replaces the whole week; recurring hours stay. Bookings that were made before stay as they are.
    #[oai(path = "/:id/working-hours", method = "put", operation_id = "set_working_hours")]
    async fn set_week(&self, caller: Caller, Path(id): Path<StaffId>, week: Body<Week>) -> Result<Found<WorkingHours>> {
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        store::set_week(&mut tx, id, &week).await?;
        tx.commit().await?;
        Ok(Found((&*week).into()))
    }

    /// Show somebody's recurring hours
    #[oai(path = "/:id/recurring-hours", method = "get", operation_id = "show_recurring_hours")]
    async fn rules(&self, caller: Caller, Path(id): Path<StaffId>) -> Result<Found<RecurringHours>> {
        let mut tx = self.app.begin(&caller, Permission::StaffRead).await?;
        let calendar = calendar(&mut tx, id).await?;
        Ok(Found((&store::rules(&mut tx, calendar).await?).into()))
    }

    /// Set somebody's recurring hours
    ///
    /// Replaces all rules; the week stays, and both count. Hours are on the clock of their time zone, whatever the season.
    /// A rule comes back in one way of writing it, which may not be the one it was sent in. One that is not daily or weekly,
    /// or has other parts: 422 `invalid_rule`.
    #[oai(path = "/:id/recurring-hours", method = "put", operation_id = "set_recurring_hours")]
    async fn set_rules(
        &self,
        caller: Caller,
        Path(id): Path<StaffId>,
        rules: Body<RecurringRules>,
    ) -> Result<Found<RecurringHours>> {
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        store::set_rules(&mut tx, id, &rules).await?;
        tx.commit().await?;
        Ok(Found((&*rules).into()))
    }

    /// List the days that are different
    ///
    /// From `from` on and before `to`, at most 366 days apart.
    #[oai(path = "/:id/exceptions", method = "get", operation_id = "list_day_exceptions")]
    async fn exceptions(
        &self,
        caller: Caller,
        Path(id): Path<StaffId>,
        /// First day, `YYYY-MM-DD`.
        Query(from): Query<NaiveDate>,
        /// The day after the last, `YYYY-MM-DD`.
        Query(to): Query<NaiveDate>,
    ) -> Result<Found<DayExceptions>> {
        let (from, to) = days(from, to, 366)?;
        let mut tx = self.app.begin(&caller, Permission::StaffRead).await?;
        let calendar = calendar(&mut tx, id).await?;
        Ok(Found(DayExceptions { data: store::exceptions(&mut tx, calendar, from, to).await? }))
    }

    /// Make a day different
    ///
    /// Its hours are these, instead of what week and recurring hours say; without any, it is free. Bookings that were made
    /// before stay as they are.
    #[oai(path = "/:id/exceptions/:date", method = "put", operation_id = "set_day_exception")]
    async fn set_exception(
        &self,
        caller: Caller,
        Path(id): Path<StaffId>,
        /// `YYYY-MM-DD`.
        Path(date): Path<NaiveDate>,
        new: Body<NewException>,
    ) -> Result<Found<DayException>> {
        let date = day(date)?;
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        let exception = super::set_day(&mut tx, id, date, &new).await?;
        tx.commit().await?;
        Ok(Found(exception))
    }

    /// Make a day what it is by week and rules again
    ///
    /// Doing it twice is harmless.
    #[oai(path = "/:id/exceptions/:date", method = "delete", operation_id = "delete_day_exception")]
    async fn delete_exception(
        &self,
        caller: Caller,
        Path(id): Path<StaffId>,
        /// `YYYY-MM-DD`.
        Path(date): Path<NaiveDate>,
    ) -> Result<NoContent> {
        let date = day(date)?;
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        let calendar = lock(&mut tx, id).await?;
        store::delete_exception(&mut tx, calendar, date).await?;
        tx.commit().await?;
        Ok(NoContent)
    }

    /// Move a day's hours to another day
    ///
    /// The first becomes free, the second gets its hours beside those that it has; week and recurring hours stay what they
    /// are. Answers with both days. A day without hours: 409 `nothing_to_move`.
    #[oai(path = "/:id/exceptions/move", method = "post", operation_id = "move_day")]
    async fn move_day(
        &self,
        caller: Caller,
        Path(id): Path<StaffId>,
        days: Body<Move>,
    ) -> Result<Found<DayExceptions>> {
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        let calendar = lock(&mut tx, id).await?;
        let moved = super::move_day(&mut tx, calendar, &days).await?;
        tx.commit().await?;
        Ok(Found(moved))
    }
}

/// A day in a path.
fn day(date: NaiveDate) -> Result<NaiveDate> {
    let mut fields = Fields::default();
    let date = fields.day("date", date);
    fields.finish(Some(date))
}
