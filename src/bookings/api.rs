//! Bookings, for staff.

use chrono::{DateTime, NaiveDate, Utc};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    NewStaffBooking,
    changes::{self, AddAddons, Assign, Because},
    model::{Booking, BookingHistory, BookingId, BookingPatch, Status},
    moving::{self, Reschedule},
    store::{self, Filter},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    clients::ClientId,
    db::Once,
    error::{Error, Result},
    http::{Body, Found, IdempotencyKey, IfMatch, Limit, Made, Page, Written, cursor, moment, page},
    locations::LocationId,
    public::model::{Availability, check_days},
    staff::StaffId,
};

pub struct BookingsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/bookings", tag = "Tag::Bookings")]
impl BookingsApi {
    /// List bookings, in the order they start
    #[oai(path = "/", method = "get", operation_id = "list_bookings")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn list(
        &self,
        caller: Caller,
        /// Those that start at this moment or later (RFC 3339).
        Query(from): Query<Option<DateTime<Utc>>>,
        /// Those that start before this moment (RFC 3339).
        Query(to): Query<Option<DateTime<Utc>>>,
        /// Those that stand there.
        Query(status): Query<Option<Status>>,
        /// Those with this member of staff.
        Query(staff_id): Query<Option<StaffId>>,
        /// Those of this client.
        Query(client_id): Query<Option<ClientId>>,
        /// Those at this location.
        Query(location_id): Query<Option<LocationId>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Booking>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let filter = Filter {
            from: moment("from", from)?,
            to: moment("to", to)?,
            status,
            staff: staff_id.map(|id| id.0),
            client: client_id.map(|id| id.0),
            location: location_id.map(|id| id.0),
        };
        let mut tx = self.app.begin(&caller, Permission::BookingsRead).await?;
        let bookings = store::list(&mut tx, &filter, after, limit).await?;
        Ok(Found(page(bookings, limit, |booking| (booking.starts_at, booking.id))))
    }

    /// Show a booking
    #[oai(path = "/:id", method = "get", operation_id = "show_booking")]
    async fn show(&self, caller: Caller, Path(id): Path<BookingId>) -> Result<Written<Booking>> {
        let mut tx = self.app.begin(&caller, Permission::BookingsRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Book for a client
    ///
    /// Confirmed at once, and at any minute. If the time is not free: 409 `slot_taken`, with the nearest free times as
    /// `alternatives`.
    #[oai(path = "/", method = "post", operation_id = "create_booking")]
    async fn create(
        &self,
        caller: Caller,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        new: Body<NewStaffBooking>,
    ) -> Result<Made<Booking>> {
        self.may_override(&caller, new.override_rules).await?;
        let mut tx = self.app.begin(&caller, Permission::BookingsCreate).await?;
        let once = Once { operation: "create_booking", key: &key, hash: new.hash() };
        let booking = tx.once(once, async |tx| super::book_as_staff(tx, &new).await).await?;
        tx.commit().await?;
        Ok(Made(booking))
    }

    /// Change what is kept beside a booking
    #[oai(path = "/:id", method = "patch", operation_id = "update_booking")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<BookingId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<BookingPatch>,
    ) -> Result<Written<Booking>> {
        let mut tx = self.app.begin(&caller, Permission::BookingsUpdate).await?;
        store::update(&mut tx, id, &patch, version.0).await?;
        let booking = store::find(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Written(booking))
    }

    /// Show all that happened to a booking
    #[oai(path = "/:id/history", method = "get", operation_id = "booking_history")]
    async fn history(&self, caller: Caller, Path(id): Path<BookingId>) -> Result<Found<BookingHistory>> {
        let mut tx = self.app.begin(&caller, Permission::BookingsRead).await?;
        store::find(&mut tx, id).await?;
        Ok(Found(BookingHistory { data: store::history(&mut tx, id).await? }))
    }

    /// Confirm a pending booking
    ///
    /// The client is told. 409 `wrong_status` where it is not pending, `expired` where it has lost its time.
    #[oai(path = "/:id/confirm", method = "post", operation_id = "confirm_booking")]
    async fn confirm(&self, caller: Caller, Path(id): Path<BookingId>) -> Result<Written<Booking>> {
        self.set(caller, id, Status::Confirmed, None).await
    }

    /// Decline a pending booking
    ///
    /// Its time is free at once, and the client is told.
    #[oai(path = "/:id/decline", method = "post", operation_id = "decline_booking")]
    async fn decline(&self, caller: Caller, Path(id): Path<BookingId>, why: Body<Because>) -> Result<Written<Booking>> {
        self.set(caller, id, Status::Declined, why.reason.as_deref()).await
    }

    /// Start a confirmed booking
    #[oai(path = "/:id/start", method = "post", operation_id = "start_booking")]
    async fn start(&self, caller: Caller, Path(id): Path<BookingId>) -> Result<Written<Booking>> {
        self.set(caller, id, Status::InProgress, None).await
    }

    /// Complete a booking in progress
    #[oai(path = "/:id/complete", method = "post", operation_id = "complete_booking")]
    async fn complete(&self, caller: Caller, Path(id): Path<BookingId>) -> Result<Written<Booking>> {
        self.set(caller, id, Status::Completed, None).await
    }

    /// Cancel a booking
    ///
    /// Its time is free at once, and the client is told. One that is in progress or over is not cancelled: 409
    /// `wrong_status`.
    #[oai(path = "/:id/cancel", method = "post", operation_id = "cancel_booking")]
    async fn cancel(&self, caller: Caller, Path(id): Path<BookingId>, why: Body<Because>) -> Result<Written<Booking>> {
        self.set(caller, id, Status::Cancelled, why.reason.as_deref()).await
    }

    /// Note that the client did not come
    #[oai(path = "/:id/no-show", method = "post", operation_id = "no_show_booking")]
    async fn no_show(&self, caller: Caller, Path(id): Path<BookingId>, why: Body<Because>) -> Result<Written<Booking>> {
        self.set(caller, id, Status::NoShow, why.reason.as_deref()).await
    }

    /// Find free times for a booking
    ///
    /// For all that it is of, as long as it takes now; the time that it has is not in its own way. `from` and `to` are days
    /// in `time_zone`; `to` is exclusive, and they are at most 62 days apart. 409 `wrong_status` where it is over.
    #[oai(path = "/:id/availability", method = "get", operation_id = "booking_availability")]
    async fn availability(
        &self,
        caller: Caller,
        Path(id): Path<BookingId>,
        /// First day, `YYYY-MM-DD`.
        Query(from): Query<NaiveDate>,
        /// The day after the last, `YYYY-MM-DD`.
        Query(to): Query<NaiveDate>,
        /// With this member of staff; absent: with whoever has it now.
        Query(staff_id): Query<Option<StaffId>>,
    ) -> Result<Found<Availability>> {
        check_days(from, to)?;
        let mut tx = self.app.begin(&caller, Permission::BookingsRead).await?;
        Ok(Found(moving::availability(&mut tx, id, staff_id, from, to).await?))
    }

    /// Give a booking another time
    ///
    /// Or another length, place or person, all at once: it has the old time or the new, never both and never none. The
    /// client is told, and the reminder moves with it. 409 `slot_taken` where the new time is not free.
    #[oai(path = "/:id/reschedule", method = "post", operation_id = "reschedule_booking")]
    async fn reschedule(
        &self,
        caller: Caller,
        Path(id): Path<BookingId>,
        to: Body<Reschedule>,
    ) -> Result<Written<Booking>> {
        let permission = if to.staff_id.is_some() { Permission::BookingsAssign } else { Permission::BookingsUpdate };
        self.may_override(&caller, to.override_rules).await?;
        let mut tx = self.app.begin(&caller, permission).await?;
        let booking = moving::reschedule(&mut tx, id, &to).await?;
        tx.commit().await?;
        Ok(Written(booking))
    }

    /// Give a booking to somebody else
    ///
    /// At the same time: 409 `staff_busy` where they have something else then. A pending booking is confirmed by it, if the
    /// company has it so (`assignment_confirms`).
    #[oai(path = "/:id/assign", method = "post", operation_id = "assign_booking")]
    async fn assign(&self, caller: Caller, Path(id): Path<BookingId>, to: Body<Assign>) -> Result<Written<Booking>> {
        self.may_override(&caller, to.override_rules).await?;
        let mut tx = self.app.begin(&caller, Permission::BookingsAssign).await?;
        let booking = changes::assign(&mut tx, id, &to).await?;
        tx.commit().await?;
        Ok(Written(booking))
    }

    /// Add add-ons to a booking
    ///
    /// At the prices of now; what it had keeps the price it was booked at. It gets longer by their time: 409 `slot_taken`
    /// where that is not free.
    #[oai(path = "/:id/addons", method = "post", operation_id = "add_booking_addons")]
    async fn add_addons(
        &self,
        caller: Caller,
        Path(id): Path<BookingId>,
        new: Body<AddAddons>,
    ) -> Result<Written<Booking>> {
        let mut tx = self.app.begin(&caller, Permission::BookingsUpdate).await?;
        let booking = changes::add_addons(&mut tx, id, &new).await?;
        tx.commit().await?;
        Ok(Written(booking))
    }
}

impl BookingsApi {
    async fn set(&self, caller: Caller, id: BookingId, next: Status, reason: Option<&str>) -> Result<Written<Booking>> {
        let mut tx = self.app.begin(&caller, Permission::BookingsUpdate).await?;
        let booking = changes::set_status(&mut tx, id, next, reason).await?;
        tx.commit().await?;
        Ok(Written(booking))
    }

    /// Whoever goes beyond the rules has a permission of their own for it.
    async fn may_override(&self, caller: &Caller, wants_to: bool) -> Result<()> {
        let may = !wants_to || self.app.rights(caller).await?.reach(Permission::BookingsOverride).is_some();
        if may { Ok(()) } else { Err(Error::Forbidden) }
    }
}
