//! What is free, for staff: also what only they book, and why a time is not free.

use chrono::{DateTime, NaiveDate, Utc};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{Rules, why::Why};
use crate::{
    addons::AddonId,
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    bookings::{
        basket::{Basket, Choice},
        chosen::Chosen,
        model::Place,
    },
    companies,
    error::Result,
    http::{Found, moment},
    locations::LocationId,
    public::{self, model::Availability, model::check_days},
    services::ServiceId,
    staff::{self, StaffId},
};

pub struct AvailabilityApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/availability", tag = "Tag::Bookings")]
impl AvailabilityApi {
    /// Find free times
    ///
    /// As visitors do, and of services that only staff book. `from` and `to` are days in `time_zone`, which is the
    /// location's, or else the company's; `to` is exclusive, and they are at most 62 days apart.
    #[oai(path = "/", method = "get", operation_id = "list_availability")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the operation")]
    async fn list(
        &self,
        caller: Caller,
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
        let mut tx = self.app.begin(&caller, Permission::BookingsRead).await?;
        Ok(Found(public::availability(&mut tx, &chosen.choice()?, from, to).await?))
    }

    /// Show why a time is free or not
    ///
    /// Everything that keeps a service from being booked at that moment: who does not work, what is taken and by which
    /// booking, maintenance or time off, the company's notice and horizon, a day's limit.
    #[oai(path = "/:starts_at/why", method = "get", operation_id = "why_availability")]
    async fn why(
        &self,
        caller: Caller,
        /// RFC 3339.
        Path(starts_at): Path<DateTime<Utc>>,
        Query(service_id): Query<ServiceId>,
        /// Only with this member of staff; absent: with anybody.
        Query(staff_id): Query<Option<StaffId>>,
        /// Only at this location; absent: at the only one, or wherever.
        Query(location_id): Query<Option<LocationId>>,
        /// For how many; 1 if absent.
        Query(party_size): Query<Option<i32>>,
    ) -> Result<Found<Why>> {
        let starts_at = moment("starts_at", Some(starts_at))?.unwrap_or(starts_at);
        let choice = Choice {
            staff: staff_id,
            location: location_id,
            party_size: party_size.unwrap_or(1),
            ..Choice::of(service_id)
        };
        let mut tx = self.app.begin(&caller, Permission::BookingsRead).await?;
        if let Some(staff) = staff_id {
            staff::store::find(&mut tx, staff).await?;
        }
        let company = companies::store::current(&mut tx).await?;
        let basket = Basket::fill(&mut tx, &company, &choice).await.map_err(public::not_in_a_query)?;
        Ok(Found(super::why::explain(&mut tx, &basket.wanted(Rules::All), starts_at).await?))
    }
}
