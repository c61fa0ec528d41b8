//! Bookings, for staff.

use chrono::{DateTime, Utc};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Booking, BookingId, Status},
    store::{self, Filter},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    clients::ClientId,
    error::Result,
    http::{Found, Limit, Page, Written, cursor, page},
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
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Booking>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let filter = Filter { from, to, status, staff: staff_id.map(|id| id.0), client: client_id.map(|id| id.0) };
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
}
