//! The public API: no token, any origin, only what a company publishes.

use chrono::NaiveDate;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Availability, PublicCompany, PublicLocation, PublicService, check_days},
    store,
};
use crate::{
    addons::AddonId,
    api::Tag,
    app::App,
    bookings::{
        self, Booked, NewGuestBooking,
        chosen::Chosen,
        holds::{self, Hold, NewHold},
        model::Place,
    },
    categories::CategoryId,
    companies,
    db::Once,
    error::Result,
    http::{
        Body, ClientAddress, Found, IdempotencyKey, Limit, Made, NoContent, Page, cursor, limits, page, position_cursor,
    },
    locations::{self, LocationId},
    services::ServiceId,
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

    /// List what can be booked, by position
    #[oai(path = "/:slug/services", method = "get", operation_id = "public_services")]
    async fn services(
        &self,
        Path(slug): Path<String>,
        /// Those in this category.
        Query(category_id): Query<Option<CategoryId>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<PublicService>>> {
        let (limit, after) = (Limit::parse(limit)?, position_cursor(cursor.as_deref())?);
        let mut tx = self.app.read_as_guest(&slug).await?;
        let services = store::services(&mut tx, category_id, after, limit).await?;
        Ok(Found(page(services, limit, |service| (service.position, service.id))))
    }

    /// Show what can be booked
    ///
    /// Also what is in no list, for whoever has its id.
    #[oai(path = "/:slug/services/:id", method = "get", operation_id = "public_service")]
    async fn service(&self, Path(slug): Path<String>, Path(id): Path<ServiceId>) -> Result<Found<PublicService>> {
        let mut tx = self.app.read_as_guest(&slug).await?;
        Ok(Found(store::service(&mut tx, id).await?))
    }

    /// List where the company works
    #[oai(path = "/:slug/locations", method = "get", operation_id = "public_locations")]
    async fn locations(
        &self,
        Path(slug): Path<String>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<PublicLocation>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.read_as_guest(&slug).await?;
        let locations = locations::store::list(&mut tx, false, after, limit).await?;
        Ok(Found(page(locations, limit, |location| (location.created_at, location.id)).map(PublicLocation::from)))
    }

    /// Find free times
    ///
    /// For one service, or several one after the other, with add-ons. `from` and `to` are days in `time_zone`, which is the
    /// location's, or else the company's; `to` is exclusive, and they are at most 62 days apart.
    #[oai(path = "/:slug/availability", method = "get", operation_id = "public_availability")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn availability(
        &self,
        Path(slug): Path<String>,
        Query(service_id): Query<ServiceId>,
        /// Services done right after the first, in this order; repeat the parameter for more.
        #[oai(default)]
        Query(further_service_ids): Query<Vec<ServiceId>>,
        /// Add-ons of these services; repeat the parameter for more.
        #[oai(default)]
        Query(addon_ids): Query<Vec<AddonId>>,
        /// First day, `YYYY-MM-DD`.
        Query(from): Query<NaiveDate>,
        /// The day after the last, `YYYY-MM-DD`.
        Query(to): Query<NaiveDate>,
        /// Only with this member of staff; absent: with anybody.
        Query(staff_id): Query<Option<StaffId>>,
        /// Only at this location; absent: at the only one, or wherever.
        Query(location_id): Query<Option<LocationId>>,
        /// For how many; 1 if absent.
        Query(party_size): Query<Option<i32>>,
        /// `location` if absent.
        Query(place): Query<Option<Place>>,
    ) -> Result<Found<Availability>> {
        check_days(from, to)?;
        let chosen = Chosen {
            service_id,
            further_service_ids,
            addon_ids,
            staff_id,
            location_id,
            party_size,
            place,
            express: false,
        };
        let mut tx = self.app.read_as_guest(&slug).await?;
        Ok(Found(super::availability(&mut tx, &chosen.choice()?, from, to).await?))
    }

    /// Hold a time
    ///
    /// Keeps it for whoever has the answer's `secret`, as long as the company gives visitors to fill in their details
    /// (`expires_at`). If the time is not free: 409 `slot_taken`, with the nearest free times as `alternatives`.
    #[oai(path = "/:slug/holds", method = "post", operation_id = "public_create_hold")]
    async fn hold(&self, from: ClientAddress, Path(slug): Path<String>, new: Body<NewHold>) -> Result<Made<Hold>> {
        self.app.limits().hit(limits::Limit::PublicBooking, &from.network()).await?;
        let mut tx = self.app.begin_guest(&slug).await?;
        let hold = holds::make(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Made(hold))
    }

    /// Show what is held
    #[oai(path = "/:slug/holds/:secret", method = "get", operation_id = "public_show_hold")]
    async fn held(&self, Path(slug): Path<String>, Path(secret): Path<String>) -> Result<Found<Hold>> {
        let mut tx = self.app.read_as_guest(&slug).await?;
        Ok(Found(holds::show(&mut tx, &secret).await?))
    }

    /// Let go of a hold
    ///
    /// Doing it twice is harmless.
    #[oai(path = "/:slug/holds/:secret", method = "delete", operation_id = "public_drop_hold")]
    async fn let_go(&self, Path(slug): Path<String>, Path(secret): Path<String>) -> Result<NoContent> {
        let mut tx = self.app.begin_guest(&slug).await?;
        holds::drop(&mut tx, &secret).await?;
        tx.commit().await?;
        Ok(NoContent)
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
