//! The people whose time is booked, and their week.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    hours::{Week, WorkingHours},
    model::{NewStaff, Staff, StaffId, StaffPatch},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, Page, Written, cursor, page},
    roles,
};

pub struct StaffApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/staff", tag = "Tag::Staff")]
impl StaffApi {
    /// Add a member of staff
    #[oai(path = "/", method = "post", operation_id = "create_staff")]
    async fn create(&self, caller: Caller, new: Body<NewStaff>) -> Result<Created<Staff>> {
        let mut tx = self.app.begin(&caller, Permission::StaffCreate).await?;
        if new.member_id.is_some() {
            roles::must_reach_everybodys(&self.app, &mut tx, &caller).await?;
        }
        let staff = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(staff))
    }

    /// List staff, oldest first
    #[oai(path = "/", method = "get", operation_id = "list_staff")]
    async fn list(
        &self,
        caller: Caller,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Staff>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::StaffRead).await?;
        let staff = store::list(&mut tx, archived.unwrap_or(false), after, limit).await?;
        Ok(Found(page(staff, limit, |person| (person.created_at, person.id))))
    }

    /// Show a member of staff
    #[oai(path = "/:id", method = "get", operation_id = "show_staff")]
    async fn show(&self, caller: Caller, Path(id): Path<StaffId>) -> Result<Written<Staff>> {
        let mut tx = self.app.begin(&caller, Permission::StaffRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change a member of staff
    #[oai(path = "/:id", method = "patch", operation_id = "update_staff")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<StaffId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<StaffPatch>,
    ) -> Result<Written<Staff>> {
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        if patch.member_id.is_value() {
            roles::must_reach_everybodys(&self.app, &mut tx, &caller).await?;
        }
        let staff = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(staff))
    }

    /// Archive a member of staff
    ///
    /// Their time cannot be booked any more; what was booked stays. Doing it twice is harmless.
    #[oai(path = "/:id/archive", method = "post", operation_id = "archive_staff")]
    async fn archive(&self, caller: Caller, Path(id): Path<StaffId>) -> Result<Written<Staff>> {
        self.set_archived(caller, id, true).await
    }

    /// Bring an archived member of staff back
    #[oai(path = "/:id/restore", method = "post", operation_id = "restore_staff")]
    async fn restore(&self, caller: Caller, Path(id): Path<StaffId>) -> Result<Written<Staff>> {
        self.set_archived(caller, id, false).await
    }

    /// Show somebody's week
    #[oai(path = "/:id/working-hours", method = "get", operation_id = "show_working_hours")]
    async fn hours(&self, caller: Caller, Path(id): Path<StaffId>) -> Result<Found<WorkingHours>> {
        let mut tx = self.app.begin(&caller, Permission::StaffRead).await?;
        Ok(Found((&store::hours(&mut tx, id).await?).into()))
    }

    /// Set somebody's week
    ///
    /// Replaces the whole week. Bookings that were made before stay as they are.
    #[oai(path = "/:id/working-hours", method = "put", operation_id = "set_working_hours")]
    async fn set_hours(
        &self,
        caller: Caller,
        Path(id): Path<StaffId>,
        week: Body<Week>,
    ) -> Result<Found<WorkingHours>> {
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        store::set_hours(&mut tx, id, &week).await?;
        tx.commit().await?;
        Ok(Found((&*week).into()))
    }
}

impl StaffApi {
    async fn set_archived(&self, caller: Caller, id: StaffId, archived: bool) -> Result<Written<Staff>> {
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        let staff = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(staff))
    }
}
