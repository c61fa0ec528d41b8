//! The API of customers: signing in to a company, and what is one's own there.

use chrono::NaiveDate;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    Session,
    model::{
        ComingBack, CustomerBooking, CustomerProfile, CustomerProfilePatch, CustomerSignedIn, Registering, SignInLink,
        When,
    },
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Customer, token},
    bookings::{
        BookingId, NewOwnBooking,
        changes::Because,
        moving::{self, OwnReschedule},
    },
    db::Once,
    error::Result,
    http::{
        Accepted, Body, Device, Found, IdempotencyKey, IfMatch, Limit, Made, NoContent, Page, RefreshCookie,
        WithCookie, Written, cookies, cursor, page,
    },
    identity::{
        self,
        model::PasswordSignIn,
        remember::{Kept, Refresh, Remember},
    },
    public::model::{Availability, check_days},
    staff::StaffId,
};

pub struct PortalApi {
    pub app: App,
}

type SignedIn = WithCookie<Found<CustomerSignedIn>>;

#[OpenApi(prefix_path = "/portal", tag = "Tag::Portal")]
impl PortalApi {
    /// Register with a company
    ///
    /// Sends a link that signs in, good for an hour. Nothing is made before it is followed, and the answer is the same
    /// whether somebody has the address or not.
    #[oai(path = "/:slug/register", method = "post", operation_id = "register_customer")]
    async fn register(&self, device: Device, Path(slug): Path<String>, new: Body<Registering>) -> Result<Accepted> {
        super::send_link(&self.app, &device, &slug, &new.0).await?;
        Ok(Accepted)
    }

    /// Ask for a link that signs in
    ///
    /// For who comes back. An address that the company does not know gets one too: following it registers.
    #[oai(path = "/:slug/sign-in-link", method = "post", operation_id = "request_sign_in_link")]
    async fn sign_in_link(&self, device: Device, Path(slug): Path<String>, who: Body<ComingBack>) -> Result<Accepted> {
        super::send_link(&self.app, &device, &slug, &who.0).await?;
        Ok(Accepted)
    }

    /// Follow a link that signs in
    ///
    /// It works once, and in the company that it was asked for in. A password that somebody set under the address without
    /// having shown that it is theirs is gone afterwards, and so are their sessions.
    #[oai(path = "/sign-in-link/follow", method = "post", operation_id = "follow_sign_in_link")]
    async fn follow(&self, device: Device, link: Body<SignInLink>) -> Result<SignedIn> {
        let session = super::follow(&self.app, &device, &link.token).await?;
        Ok(self.signed_in(session, link.remember))
    }

    /// Sign in with a password
    ///
    /// For who has set one, and has shown that the address is theirs: else 403 `email_not_verified`.
    #[oai(path = "/:slug/sign-in", method = "post", operation_id = "customer_sign_in")]
    async fn sign_in(&self, device: Device, Path(slug): Path<String>, who: Body<PasswordSignIn>) -> Result<SignedIn> {
        let session = super::sign_in(&self.app, &device, &slug, &who).await?;
        Ok(self.signed_in(session, who.remember))
    }

    /// Exchange a refresh token for new tokens
    #[oai(path = "/refresh", method = "post", operation_id = "refresh_customer_token")]
    async fn refresh(
        &self,
        device: Device,
        cookie: RefreshCookie<cookies::Customer>,
        token: Body<Refresh>,
    ) -> Result<SignedIn> {
        let (secret, remember) = token.or(cookie)?;
        let session = super::refresh(&self.app, &device, &secret).await?;
        Ok(self.signed_in(session, remember))
    }

    /// Sign out
    ///
    /// Ends the session that the access token is of, and takes the cookie away.
    #[oai(path = "/sign-out", method = "post", operation_id = "sign_out_customer")]
    async fn sign_out(&self, customer: Customer) -> Result<WithCookie<NoContent>> {
        identity::end_session(&self.app, &customer.into()).await?;
        Ok(WithCookie(NoContent, Some(cookies::clear::<cookies::Customer>(self.app.config()))))
    }

    /// Show what the company knows of oneself
    #[oai(path = "/profile", method = "get", operation_id = "show_profile")]
    async fn profile(&self, customer: Customer) -> Result<Written<CustomerProfile>> {
        let mut tx = self.app.read_as_customer(&customer).await?;
        Ok(Written(store::profile(&mut tx).await?))
    }

    /// Change it
    #[oai(path = "/profile", method = "patch", operation_id = "update_profile")]
    async fn update_profile(
        &self,
        customer: Customer,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<CustomerProfilePatch>,
    ) -> Result<Written<CustomerProfile>> {
        let mut tx = self.app.begin_customer(&customer).await?;
        let patch = patch.into_inner().in_country_of(&store::currency(&mut tx).await?)?;
        let profile = store::update_profile(&mut tx, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(profile))
    }

    /// List one's own bookings
    #[oai(path = "/bookings", method = "get", operation_id = "list_own_bookings")]
    async fn bookings(
        &self,
        customer: Customer,
        /// `upcoming` (if absent), the next one first; or `past`, the last one first.
        Query(when): Query<Option<When>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<CustomerBooking>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.read_as_customer(&customer).await?;
        let bookings = store::bookings(&mut tx, when.unwrap_or_default(), after, limit).await?;
        Ok(Found(page(bookings, limit, |booking| (booking.starts_at, booking.id))))
    }

    /// Book for oneself
    ///
    /// Times are those of the company's page, and so are holds. `confirmed` at once, or `pending` where the company confirms
    /// bookings itself; either way the time is taken. If it is not free: 409 `slot_taken`, with the nearest free times as
    /// `alternatives`. 429 after 40 attempts in ten minutes.
    #[oai(path = "/bookings", method = "post", operation_id = "create_own_booking")]
    async fn book(
        &self,
        customer: Customer,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        new: Body<NewOwnBooking>,
    ) -> Result<Made<CustomerBooking>> {
        let mut tx = self.app.begin_customer(&customer).await?;
        let once = Once { operation: "create_own_booking", key: &key, hash: new.hash() };
        let booking = tx.once(once, async |tx| super::book(self.app.limits(), tx, &new).await).await?;
        tx.commit().await?;
        Ok(Made(booking))
    }

    /// Show one of one's own bookings
    #[oai(path = "/bookings/:id", method = "get", operation_id = "show_own_booking")]
    async fn booking(&self, customer: Customer, Path(id): Path<BookingId>) -> Result<Found<CustomerBooking>> {
        let mut tx = self.app.read_as_customer(&customer).await?;
        Ok(Found(store::booking(&mut tx, id).await?))
    }

    /// Find free times for one of one's own bookings
    ///
    /// For all that it is of, as long as it takes now; the time that it has is not in its own way. `from` and `to` are days
    /// in `time_zone`; `to` is exclusive, and they are at most 62 days apart. 409 `wrong_status` where it is over.
    #[oai(path = "/bookings/:id/availability", method = "get", operation_id = "own_booking_availability")]
    async fn availability(
        &self,
        customer: Customer,
        Path(id): Path<BookingId>,
        /// First day, `YYYY-MM-DD`.
        Query(from): Query<NaiveDate>,
        /// The day after the last, `YYYY-MM-DD`.
        Query(to): Query<NaiveDate>,
        /// With this member of staff; absent: with whoever has it now.
        Query(staff_id): Query<Option<StaffId>>,
    ) -> Result<Found<Availability>> {
        check_days(from, to)?;
        let mut tx = self.app.read_as_customer(&customer).await?;
        Ok(Found(moving::availability(&mut tx, id, staff_id, from, to).await?))
    }

    /// Give one of one's own bookings another time
    ///
    /// It has the old time or the new, never both and never none. It takes as long as before, and what could not be booked
    /// now is no time for it: 422 `too_soon` or `too_far`, and 409 `slot_taken`, with the nearest free times as
    /// `alternatives`. 409 `too_late` from the company's `cancellation_notice_minutes` before it starts, 409 `wrong_status`
    /// where it has begun or is over, and 409 `expired` where nobody confirmed it in time.
    #[oai(path = "/bookings/:id/reschedule", method = "post", operation_id = "reschedule_own_booking")]
    async fn reschedule(
        &self,
        customer: Customer,
        Path(id): Path<BookingId>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        to: Body<OwnReschedule>,
    ) -> Result<Found<CustomerBooking>> {
        let mut tx = self.app.begin_customer(&customer).await?;
        let operation = format!("reschedule_own_booking {id}");
        let once = Once { operation: &operation, key: &key, hash: to.hash() };
        let booking = tx.once(once, async |tx| super::reschedule(tx, id, &to).await).await?;
        tx.commit().await?;
        Ok(Found(booking))
    }

    /// Cancel one of one's own bookings
    ///
    /// Its time is free at once. 409 `too_late` from the company's `cancellation_notice_minutes` before it starts, and 409
    /// `wrong_status` where it has begun or is over.
    #[oai(path = "/bookings/:id/cancel", method = "post", operation_id = "cancel_own_booking")]
    async fn cancel(
        &self,
        customer: Customer,
        Path(id): Path<BookingId>,
        why: Body<Because>,
    ) -> Result<Found<CustomerBooking>> {
        let mut tx = self.app.begin_customer(&customer).await?;
        let booking = store::cancel(&mut tx, id, why.reason.as_deref()).await?;
        tx.commit().await?;
        Ok(Found(booking))
    }
}

impl PortalApi {
    fn signed_in(&self, session: Session, remember: Remember) -> SignedIn {
        let kept = Kept::new::<cookies::Customer>(self.app.config(), remember, session.refresh_token);
        let signed_in = CustomerSignedIn {
            access_token: session.access_token,
            token_type: "Bearer".into(),
            expires_in: token::ACCESS_TTL.num_seconds(),
            refresh_token: kept.refresh_token,
            company: session.company,
        };
        WithCookie(Found(signed_in), kept.cookie)
    }
}
