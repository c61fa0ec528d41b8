//! Clocking in and out, and putting right what was clocked.

use chrono::{DateTime, Utc};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Clocking, NewTimeEntry, TimeEntry, TimeEntryId, TimeEntryPatch},
    store::{self, Filter},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, NoContent, Page, Written, cursor, moment, page},
    staff::StaffId,
};

pub struct TimeEntriesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/time-entries", tag = "Tag::TimeEntries")]
impl TimeEntriesApi {
    /// Clock in
    ///
    /// From now on, until they clock out. An employee clocks themselves alone: 403 for anybody else. Clocked in already, and
    /// not out: 409 `clocked_in`; nobody of the staff, and nobody named: 409 `not_staff`.
    #[oai(path = "/clock-in", method = "post", operation_id = "clock_in")]
    async fn clock_in(&self, caller: Caller, clocking: Body<Clocking>) -> Result<Created<TimeEntry>> {
        let mut tx = self.app.begin(&caller, Permission::TimeEntriesCreate).await?;
        let entry = store::clock_in(&mut tx, &clocking).await?;
        tx.commit().await?;
        Ok(Created(entry))
    }

    /// Clock out
    ///
    /// Not clocked in: 409 `not_clocked_in`. Clocked in more than 48 hours ago: 409 `forgotten`; somebody who may change
    /// entries says when it ended.
    #[oai(path = "/clock-out", method = "post", operation_id = "clock_out")]
    async fn clock_out(&self, caller: Caller, clocking: Body<Clocking>) -> Result<Written<TimeEntry>> {
        let mut tx = self.app.begin(&caller, Permission::TimeEntriesCreate).await?;
        let entry = store::clock_out(&mut tx, &clocking).await?;
        tx.commit().await?;
        Ok(Written(entry))
    }

    /// Add a time entry
    ///
    /// Of a time that has passed, and was not clocked. One that overlaps another of the same person: 409
    /// `time_entry_overlap`.
    #[oai(path = "/", method = "post", operation_id = "create_time_entry")]
    async fn create(&self, caller: Caller, new: Body<NewTimeEntry>) -> Result<Created<TimeEntry>> {
        let mut tx = self.app.begin(&caller, Permission::TimeEntriesUpdate).await?;
        let entry = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(entry))
    }

    /// List time entries, the latest first
    #[oai(path = "/", method = "get", operation_id = "list_time_entries")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn list(
        &self,
        caller: Caller,
        /// Those of this member of staff.
        Query(staff_id): Query<Option<StaffId>>,
        /// Those of whoever is at work now.
        Query(open): Query<Option<bool>>,
        /// What has not ended by this moment (RFC 3339).
        Query(from): Query<Option<DateTime<Utc>>>,
        /// What starts before this moment (RFC 3339).
        Query(to): Query<Option<DateTime<Utc>>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<TimeEntry>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let (from, to) = (moment("from", from)?, moment("to", to)?);
        let filter = Filter { from, to, staff: staff_id, open: open.unwrap_or(false) };
        let mut tx = self.app.begin(&caller, Permission::TimeEntriesRead).await?;
        let entries = store::list(&mut tx, &filter, after, limit).await?;
        Ok(Found(page(entries, limit, |entry| (entry.clocked_in_at, entry.id))))
    }

    /// Show a time entry
    #[oai(path = "/:id", method = "get", operation_id = "show_time_entry")]
    async fn show(&self, caller: Caller, Path(id): Path<TimeEntryId>) -> Result<Written<TimeEntry>> {
        let mut tx = self.app.begin(&caller, Permission::TimeEntriesRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Put a time entry right
    ///
    /// It says `manager` as its source from then on, and the audit log has what it said before. One that would overlap
    /// another of the same person: 409 `time_entry_overlap`.
    #[oai(path = "/:id", method = "patch", operation_id = "update_time_entry")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<TimeEntryId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<TimeEntryPatch>,
    ) -> Result<Written<TimeEntry>> {
        let mut tx = self.app.begin(&caller, Permission::TimeEntriesUpdate).await?;
        let entry = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(entry))
    }

    /// Delete a time entry
    #[oai(path = "/:id", method = "delete", operation_id = "delete_time_entry")]
    async fn delete(&self, caller: Caller, Path(id): Path<TimeEntryId>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::TimeEntriesUpdate).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }
}
