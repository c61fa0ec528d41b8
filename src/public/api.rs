//! The public API: no token, any origin, only what a company publishes.

use chrono::NaiveDate;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::model::{Availability, PublicCompany, PublicService, check_days};
use crate::{
    api::Tag,
    app::App,
    bookings::{self, Booked, NewGuestBooking},
    companies,
    db::Once,
    error::Result,
    http::{Body, ClientAddress, Found, IdempotencyKey, Limit, Made, Page, cursor, limits, page},
    scheduling,
    services::{self, ServiceId},
    staff::StaffId,
};

pub struct PublicApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/public", tag = "Tag::Public")]
impl PublicApi {
    /// Show a company
    #[oai(path = "/:slug", method = "get", operation_id = "public_company")]
    async fn company(&self, Path(slug): Path<String>) -> Result<Found<PublicCompany>> {
        let mut tx = self.app.read_as_guest(&slug).await?;
        Ok(Found(companies::store::current(&mut tx).await?.into()))
    }

    /// List what can be booked
    #[oai(path = "/:slug/services", method = "get", operation_id = "public_services")]
    async fn services(
        &self,
        Path(slug): Path<String>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<PublicService>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.read_as_guest(&slug).await?;
        let services = services::store::list(&mut tx, false, after, limit).await?;
        Ok(Found(page(services, limit, |service| (service.created_at, service.id)).map(PublicService::from)))
    }

    /// Find free times
    ///
    /// `from` and `to` are days in the company's time zone, `to` exclusive, at most 62 days apart.
    #[oai(path = "/:slug/availability", method = "get", operation_id = "public_availability")]
    async fn availability(
        &self,
        Path(slug): Path<String>,
        Query(service_id): Query<ServiceId>,
        /// First day, `YYYY-MM-DD`.
        Query(from): Query<NaiveDate>,
        /// The day after the last, `YYYY-MM-DD`.
        Query(to): Query<NaiveDate>,
        /// Only with this member of staff; absent: with anybody.
        Query(staff_id): Query<Option<StaffId>>,
    ) -> Result<Found<Availability>> {
        check_days(from, to)?;
        let mut tx = self.app.read_as_guest(&slug).await?;
        let company = companies::store::current(&mut tx).await?;
        let service = services::store::find(&mut tx, service_id).await?;
        let request = scheduling::request(&company, &service, from, to, tx.now());
        let slots = scheduling::free_slots(&mut tx, &request, staff_id).await?;
        Ok(Found(Availability { service_id, time_zone: company.time_zone, from, to, slots }))
    }

    /// Book
    ///
    /// `confirmed` at once, or `pending` where the company confirms bookings itself; either way the time is taken. If it
    /// is not free: 409 `slot_taken`, with the nearest free times as `alternatives`. 429 after 120 attempts in ten minutes from
    /// one network, or 40 with one e-mail address or phone number.
    #[oai(path = "/:slug/bookings", method = "post", operation_id = "public_create_booking")]
    async fn book(
        &self,
        from: ClientAddress,
        Path(slug): Path<String>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        new: Body<NewGuestBooking>,
    ) -> Result<Made<Booked>> {
        self.app.limits().hit(limits::Limit::PublicBooking, &from.network()).await?;
        let mut tx = self.app.begin_guest(&slug).await?;
        let once = Once { operation: "public_create_booking", key: &key, hash: new.hash() };
        let booked = tx.once(once, async |tx| bookings::book_as_guest(self.app.limits(), tx, &new).await).await?;
        tx.commit().await?;
        Ok(Made(booked))
    }
}
