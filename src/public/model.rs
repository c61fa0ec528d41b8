//! What visitors get: structs of their own, so that nothing internal can slip in.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use poem_openapi::Object;
use serde::{Deserialize, Serialize};

use crate::{
    addons::AddonId,
    categories::CategoryId,
    companies::{Company, Confirmation},
    error::{Error, Result},
    locations::{Location, LocationId},
    money::Money,
    scheduling::Slot,
    services::{ServiceId, ServicePlace},
};

/// A company, as it shows itself.
#[derive(Clone, Debug, Serialize, Object)]
pub struct PublicCompany {
    pub slug: String,
    pub name: String,
    /// IANA name; days are in this zone.
    pub time_zone: String,
    /// ISO 4217.
    pub currency: String,
    /// What the company speaks.
    pub language: String,
    /// What a visitor can be written to in.
    pub languages: Vec<String>,
    /// `#rrggbb`, of its own pages.
    #[oai(nullable)]
    pub brand_color: Option<String>,
    /// An `https` address of its logo.
    #[oai(nullable)]
    pub logo_url: Option<String>,
    #[oai(nullable)]
    pub website: Option<String>,
    #[oai(nullable)]
    pub contact_email: Option<String>,
    /// E.164.
    #[oai(nullable)]
    pub contact_phone: Option<String>,
    /// Whether a booking is confirmed at once.
    pub confirmation: Confirmation,
    /// How many minutes before it starts a booking can be cancelled at the latest.
    pub cancellation_notice_minutes: i32,
}

impl From<Company> for PublicCompany {
    fn from(company: Company) -> Self {
        Self {
            slug: company.slug,
            name: company.name,
            time_zone: company.time_zone,
            currency: company.currency,
            language: company.language,
            languages: company.languages,
            brand_color: company.brand_color,
            logo_url: company.logo_url,
            website: company.website,
            contact_email: company.contact_email,
            contact_phone: company.contact_phone,
            cancellation_notice_minutes: company.cancellation_notice_minutes,
            confirmation: company.confirmation,
        }
    }
}

/// A heading that services are listed under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct PublicCategory {
    pub id: CategoryId,
    pub name: String,
}

/// What can be booked along with a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct PublicAddon {
    pub id: AddonId,
    pub name: String,
    pub description: String,
    /// How much longer the service takes with it.
    pub duration_minutes: i32,
    /// What it costs, beside the service.
    pub price: Money,
}

/// A service that can be booked.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct PublicService {
    pub id: ServiceId,
    pub name: String,
    pub description: String,
    /// The heading it is listed under.
    #[oai(nullable)]
    pub category: Option<PublicCategory>,
    pub duration_minutes: i32,
    pub price: Money,
    pub place: ServicePlace,
    /// The most people that one booking is for.
    pub max_party_size: i32,
    /// What can be booked along with it, in order.
    pub addons: Vec<PublicAddon>,
    /// Where it stands in the list.
    #[serde(skip)]
    #[oai(skip)]
    pub position: i32,
}

/// Where the company works.
#[derive(Clone, Debug, Serialize, serde::Deserialize, Object)]
pub struct PublicLocation {
    pub id: LocationId,
    pub name: String,
    /// IANA name.
    pub time_zone: String,
    #[oai(nullable)]
    pub street: Option<String>,
    #[oai(nullable)]
    pub city: Option<String>,
    #[oai(nullable)]
    pub zip: Option<String>,
    /// ISO 3166-1 alpha-2, such as `UA`.
    #[oai(nullable)]
    pub country: Option<String>,
    /// E.164.
    #[oai(nullable)]
    pub phone: Option<String>,
}

impl From<Location> for PublicLocation {
    fn from(location: Location) -> Self {
        Self {
            id: location.id,
            name: location.name,
            time_zone: location.time_zone,
            street: location.street,
            city: location.city,
            zip: location.zip,
            country: location.country,
            phone: location.phone,
        }
    }
}

/// When a service can be booked.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Availability {
    pub service_id: ServiceId,
    /// The zone that `from` and `to` are days in: the company's.
    pub time_zone: String,
    pub from: NaiveDate,
    /// Exclusive.
    pub to: NaiveDate,
    /// In the order they start.
    pub slots: Vec<Slot>,
}

/// Free times as they are kept: some more than are offered at any one moment, since notice and horizon move with the clock.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Offer {
    pub notice_minutes: i64,
    pub horizon_minutes: i64,
    pub availability: Availability,
}

impl Offer {
    /// What is offered at this moment.
    pub fn at(self, now: DateTime<Utc>) -> Availability {
        let minutes = TimeDelta::minutes;
        let offered = now + minutes(self.notice_minutes)..=now + minutes(self.horizon_minutes);
        let slots = self.availability.slots.into_iter().filter(|slot| offered.contains(&slot.starts_at));
        Availability { slots: slots.collect(), ..self.availability }
    }
}

/// The longest range that can be asked for, in days.
const MAX_DAYS: i64 = 62;

/// A range of days: not empty, at most 62 of them, of this age.
pub fn check_days(from: NaiveDate, to: NaiveDate) -> Result<()> {
    let sane = |date: NaiveDate| chrono::Datelike::year(&date) >= 2000 && chrono::Datelike::year(&date) < 2200;
    if !sane(from) || !sane(to) {
        return Err(Error::invalid("from", "out_of_range", "must be between the years 2000 and 2200"));
    }
    match (to - from).num_days() {
        ..=0 => Err(Error::invalid("to", "not_after_from", "must be after `from`: it is exclusive")),
        1..=MAX_DAYS => Ok(()),
        _ => Err(Error::invalid("to", "too_long", "must be at most 62 days after `from`")),
    }
}
