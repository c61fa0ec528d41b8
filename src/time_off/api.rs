//! Time off: asked for, decided on, called off.

use chrono::{DateTime, Utc};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    TimeOffShown,
    model::{NewTimeOff, Refusal, TimeOff},
    store::{self, Filter},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission, Reach},
    error::{Error, Result},
    http::{Body, Created, Found, Limit, Page, Written, cursor, moment, page},
    scheduling::blocks::{BlockId, BlockStatus},
    staff::StaffId,
    time_off,
};

pub struct TimeOffApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/time-off", tag = "Tag::TimeOff")]
impl TimeOffApi {
    /// Ask for time off
    ///
    /// It is `requested` and takes no time until somebody approves it. An employee asks for themselves alone: 403 for
    /// anybody else. With `approve` it is `active` at once; at a time when they have time off already: 409 `block_overlap`.
    #[oai(path = "/", method = "post", operation_id = "create_time_off")]
    async fn create(&self, caller: Caller, new: Body<NewTimeOff>) -> Result<Created<TimeOffShown>> {
        let permission = self.permission_for(&caller, &new).await?;
        let mut tx = self.app.begin(&caller, permission).await?;
        let made = time_off::create(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(made))
    }

    /// List time off, in the order it starts
    #[oai(path = "/", method = "get", operation_id = "list_time_off")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn list(
        &self,
        caller: Caller,
        /// What stands there.
        Query(status): Query<Option<BlockStatus>>,
        /// That of this member of staff.
        Query(staff_id): Query<Option<StaffId>>,
        /// What has not ended by this moment (RFC 3339).
        Query(from): Query<Option<DateTime<Utc>>>,
        /// What starts before this moment (RFC 3339).
        Query(to): Query<Option<DateTime<Utc>>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<TimeOff>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let filter = Filter { status, staff: staff_id, from: moment("from", from)?, to: moment("to", to)? };
        let mut tx = self.app.begin(&caller, Permission::TimeOffRead).await?;
        let found = store::list(&mut tx, filter, after, limit).await?;
        Ok(Found(page(found, limit, |one| (one.starts_at, one.id))))
    }

    /// Show time off, with the bookings in its way as of now
    #[oai(path = "/:id", method = "get", operation_id = "show_time_off")]
    async fn show(&self, caller: Caller, Path(id): Path<BlockId>) -> Result<Written<TimeOffShown>> {
        let mut tx = self.app.begin(&caller, Permission::TimeOffRead).await?;
        Ok(Written(time_off::show(&mut tx, id).await?))
    }

    /// Approve time off
    ///
    /// They cannot be booked then any more. Bookings that they have keep their time, and are told as `collisions`. Decided
    /// or cancelled already: 409 `not_requested`; at a time when they have time off already: 409 `block_overlap`.
    #[oai(path = "/:id/approve", method = "post", operation_id = "approve_time_off")]
    async fn approve(&self, caller: Caller, Path(id): Path<BlockId>) -> Result<Written<TimeOffShown>> {
        let mut tx = self.app.begin(&caller, Permission::TimeOffDecide).await?;
        let approved = time_off::approve(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Written(approved))
    }

    /// Decline time off
    ///
    /// Decided or cancelled already: 409 `not_requested`.
    #[oai(path = "/:id/decline", method = "post", operation_id = "decline_time_off")]
    async fn decline(
        &self,
        caller: Caller,
        Path(id): Path<BlockId>,
        refusal: Body<Refusal>,
    ) -> Result<Written<TimeOffShown>> {
        let mut tx = self.app.begin(&caller, Permission::TimeOffDecide).await?;
        let declined = time_off::decline(&mut tx, id, &refusal.reason).await?;
        tx.commit().await?;
        Ok(Written(declined))
    }

    /// Cancel time off
    ///
    /// One's own, or anybody's for whoever may ask for anybody. What was approved gives its time back. Declined or cancelled
    /// already: 409 `not_open`.
    #[oai(path = "/:id/cancel", method = "post", operation_id = "cancel_time_off")]
    async fn cancel(&self, caller: Caller, Path(id): Path<BlockId>) -> Result<Written<TimeOffShown>> {
        let mut tx = self.app.begin(&caller, Permission::TimeOffCreate).await?;
        let cancelled = time_off::cancel(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Written(cancelled))
    }
}

impl TimeOffApi {
    /// Whoever gives time off at once decides on it, and must be one who may also ask for anybody.
    async fn permission_for(&self, caller: &Caller, new: &NewTimeOff) -> Result<Permission> {
        if !new.approve {
            return Ok(Permission::TimeOffCreate);
        }
        match self.app.rights(caller).await?.reach(Permission::TimeOffCreate) {
            Some(Reach::All) => Ok(Permission::TimeOffDecide),
            _ => Err(Error::Forbidden),
        }
    }
}
