//! The people whose time is booked.

use chrono::{DateTime, TimeDelta, Utc};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{NewStaff, Staff, StaffId, StaffPatch},
    store::{self, Wanted},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Fields, Found, IfMatch, Limit, Page, Written, cursor, page},
    roles,
};
use uuid::Uuid;

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

    /// List those whose time is free
    ///
    /// Those whom nothing takes from `at` on for so many minutes: no booking, hold or time off, however long and whenever it
    /// began. Their hours are not looked at: somebody may be free who does not work then. Oldest first.
    #[oai(path = "/available", method = "get", operation_id = "list_available_staff")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn available(
        &self,
        caller: Caller,
        /// RFC 3339.
        Query(at): Query<DateTime<Utc>>,
        /// 1 to 1440.
        Query(minutes): Query<i32>,
        /// Only those who can do this.
        Query(skill): Query<Option<String>>,
        /// Only those who work there, or wherever they are needed.
        Query(location_id): Query<Option<Uuid>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Staff>>> {
        let wanted = wanted(at, minutes, skill, location_id)?;
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::StaffRead).await?;
        let staff = store::available(&mut tx, &wanted, after, limit).await?;
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
}

impl StaffApi {
    async fn set_archived(&self, caller: Caller, id: StaffId, archived: bool) -> Result<Written<Staff>> {
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        let staff = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(staff))
    }
}

fn wanted(at: DateTime<Utc>, minutes: i32, skill: Option<String>, location: Option<Uuid>) -> Result<Wanted> {
    let mut fields = Fields::default();
    let from = fields.moment("at", at);
    let minutes = fields.range("minutes", minutes, 1..=1440);
    let skill = skill.map(|skill| fields.line("skill", &skill.to_lowercase(), 40));
    fields.finish(Some(()))?;
    Ok(Wanted { from, to: from + TimeDelta::minutes(minutes.into()), skill, location })
}
