//! What is to be booked: services one after the other, add-ons, where, for how many. What it takes and what it costs
//! follow from that alone.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use super::model::Item;
use crate::{
    addons::AddonId,
    companies::Company,
    db::TenantTx,
    error::{Error, FieldError, Result},
    locations::LocationId,
    money::Money,
    orders::{LineKind, NewLine},
    scheduling::{CalendarId, Rules, Wanted, step},
    services::{ServiceId, ServicePlace},
    staff::StaffId,
};

/// What somebody has chosen, by its ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// At least one; done in this order.
    pub services: Vec<ServiceId>,
    pub addons: Vec<AddonId>,
    pub staff: Option<StaffId>,
    pub location: Option<LocationId>,
    pub party_size: i32,
    pub on_site: bool,
    pub express: bool,
}

impl Choice {
    /// One service, with whoever is free.
    pub fn of(service: ServiceId) -> Self {
        Self {
            services: vec![service],
            addons: vec![],
            staff: None,
            location: None,
            party_size: 1,
            on_site: false,
            express: false,
        }
    }
}

/// A service that is in the basket, with what it needs.
#[derive(Clone, Debug)]
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    pub duration_minutes: i32,
    buffer_before_minutes: i32,
    buffer_after_minutes: i32,
    price_amount: i64,
    place: ServicePlace,
    needs_staff: bool,
    skills: Vec<String>,
    needs_place: bool,
    max_party_size: i32,
    per_person: bool,
    minimum_notice_minutes: Option<i32>,
    horizon_days: Option<i32>,
    quota_calendar_id: Option<CalendarId>,
    on_site_surcharge_amount: i64,
    express_surcharge_amount: Option<i64>,
    /// Archived, or for staff alone to book, where the caller is not of them.
    is_withdrawn: bool,
    resources: Option<Json<Vec<Resource>>>,
    addons: Option<Vec<Uuid>>,
}

#[derive(Clone, Debug, Deserialize)]
struct Resource {
    kind: String,
    quantity: u16,
}

/// An add-on that is in the basket.
#[derive(Clone, Debug)]
pub struct Addon {
    pub id: AddonId,
    pub name: String,
    pub duration_minutes: i32,
    price_amount: i64,
    /// The service it goes with.
    pub service: ServiceId,
}

/// Where it is to be.
#[derive(Clone, Debug)]
pub struct Location {
    pub id: LocationId,
    pub name: String,
    zone: Tz,
}

/// Everything that was chosen, as it is offered now.
#[derive(Clone, Debug)]
pub struct Basket {
    pub services: Vec<Service>,
    pub addons: Vec<Addon>,
    pub location: Option<Location>,
    choice: Choice,
    currency: String,
    slot: Slotting,
}

/// What the company says of all its bookings.
#[derive(Clone, Debug)]
struct Slotting {
    step: TimeDelta,
    minimum_notice: TimeDelta,
    horizon: TimeDelta,
    zone: Tz,
}

impl Basket {
    /// Looks everything up. What the caller does not see, another company's above all, is not found.
    pub async fn fill(tx: &mut TenantTx, company: &Company, choice: &Choice) -> Result<Self> {
        let basket = Self::refill(tx, company, choice).await?;
        if let Some(withdrawn) = basket.services.iter().position(|service| service.is_withdrawn) {
            return Err(no_service(withdrawn));
        }
        basket.check()?;
        Ok(basket)
    }

    /// The same, of what was offered when it was chosen.
    pub async fn refill(tx: &mut TenantTx, company: &Company, choice: &Choice) -> Result<Self> {
        let services = services(tx, &choice.services).await?;
        let mut basket = Self {
            addons: addons(tx, &choice.addons, &services).await?,
            location: location(tx, company, choice, &services).await?,
            services,
            choice: choice.clone(),
            currency: company.currency.clone(),
            slot: Slotting {
                step: step(company),
                minimum_notice: company.minimum_notice(),
                horizon: company.horizon(),
                zone: company.zone(),
            },
        };
        if choice.on_site {
            basket.location = None;
        }
        Ok(basket)
    }

    fn check(&self) -> Result<()> {
        let (party, mut wrong) = (self.choice.party_size, Vec::new());
        let mut fail = |field: &str, code: &str, message: String| {
            wrong.push(FieldError { field: field.into(), code: code.into(), message });
        };
        for service in &self.services {
            if party > service.max_party_size {
                fail(
                    "party_size",
                    "too_large",
                    format!("must be at most {} for {}", service.max_party_size, service.name),
                );
            }
            let elsewhere = if self.choice.on_site { ServicePlace::Location } else { ServicePlace::OnSite };
            if service.place == elsewhere {
                fail("place", "not_offered", format!("{} is not done there", service.name));
            }
            if self.choice.express && service.express_surcharge_amount.is_none() {
                fail("express", "not_offered", format!("{} is not offered as express", service.name));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }

    pub fn duration(&self) -> TimeDelta {
        let services = self.services.iter().map(|service| service.duration_minutes);
        let addons = self.addons.iter().map(|addon| addon.duration_minutes);
        TimeDelta::minutes(services.chain(addons).map(i64::from).sum())
    }

    /// What it would take time of. Buffers are those before the first and after the last service.
    pub fn wanted(&self, rules: Rules) -> Wanted {
        let minutes = |minutes: i32| TimeDelta::minutes(minutes.into());
        let (first, last) = (self.services.first(), self.services.last());
        let notice = self.services.iter().filter_map(|service| service.minimum_notice_minutes).map(minutes).max();
        let horizon = self.services.iter().filter_map(|service| service.horizon_days).min();
        let mut skills: Vec<String> = self.services.iter().flat_map(|service| service.skills.clone()).collect();
        skills.sort_unstable();
        skills.dedup();
        let mut resources = BTreeMap::new();
        for need in self.services.iter().flat_map(|service| service.resources.iter().flat_map(|rows| &rows.0)) {
            let most: &mut u16 = resources.entry(need.kind.clone()).or_default();
            *most = need.quantity.max(*most);
        }
        let party = u16::try_from(self.choice.party_size).unwrap_or(u16::MAX);
        Wanted {
            duration: self.duration(),
            buffer_before: first.map_or(TimeDelta::zero(), |service| minutes(service.buffer_before_minutes)),
            buffer_after: last.map_or(TimeDelta::zero(), |service| minutes(service.buffer_after_minutes)),
            step: self.slot.step,
            minimum_notice: notice.unwrap_or(self.slot.minimum_notice),
            horizon: horizon.map_or(self.slot.horizon, |days| TimeDelta::days(days.into())),
            zone: self.zone(),
            needs_staff: self.services.iter().any(|service| service.needs_staff),
            skills,
            staff: self.choice.staff,
            location: self.location.as_ref().map(|location| location.id),
            takes_place: !self.choice.on_site && self.services.iter().any(|service| service.needs_place),
            resources,
            quotas: self.services.iter().filter_map(|service| service.quota_calendar_id).collect(),
            units: if self.services.iter().any(|service| service.per_person) { party } else { 1 },
            rules,
        }
    }

    pub fn zone(&self) -> Tz {
        self.location.as_ref().map_or(self.slot.zone, |location| location.zone)
    }

    /// What is sold, at the price of this moment.
    pub fn lines(&self) -> Vec<NewLine> {
        let party = |service: &Service| if service.per_person { self.choice.party_size } else { 1 };
        let services = self.services.iter().map(|service| NewLine {
            kind: LineKind::Service,
            service_id: Some(service.id),
            addon_id: None,
            description: service.name.clone(),
            quantity: party(service),
            unit_amount: service.price_amount,
        });
        let addons = self.addons.iter().map(Addon::line);
        let surcharge = |description: &str, amount: i64| NewLine {
            kind: LineKind::Surcharge,
            service_id: None,
            addon_id: None,
            description: description.into(),
            quantity: 1,
            unit_amount: amount,
        };
        let on_site = self.services.iter().map(|service| service.on_site_surcharge_amount).sum::<i64>();
        let express = self.services.iter().filter_map(|service| service.express_surcharge_amount).sum::<i64>();
        let on_site = (self.choice.on_site && on_site > 0).then(|| surcharge("on_site", on_site));
        let express = (self.choice.express && express > 0).then(|| surcharge("express", express));
        services.chain(addons).chain(on_site).chain(express).collect()
    }

    /// The sum of it.
    pub fn total(&self) -> Result<Money> {
        Ok(Money { amount: crate::orders::total(&self.lines())?, currency: self.currency.clone() })
    }

    /// Each service with its add-ons right after it.
    pub fn items(&self) -> Vec<Item> {
        let of = |service: &Service| {
            let own = Item {
                service_id: service.id,
                addon_id: None,
                name: service.name.clone(),
                duration_minutes: service.duration_minutes,
            };
            let id = service.id;
            let addons = self.addons.iter().filter(move |addon| addon.service == id).map(move |addon| Item {
                service_id: id,
                addon_id: Some(addon.id),
                name: addon.name.clone(),
                duration_minutes: addon.duration_minutes,
            });
            std::iter::once(own).chain(addons).collect::<Vec<_>>()
        };
        self.services.iter().flat_map(of).collect()
    }

    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    pub fn currency(&self) -> &str {
        &self.currency
    }
}

impl Addon {
    pub fn line(&self) -> NewLine {
        NewLine {
            kind: LineKind::Addon,
            service_id: None,
            addon_id: Some(self.id),
            description: self.name.clone(),
            quantity: 1,
            unit_amount: self.price_amount,
        }
    }
}

async fn services(tx: &mut TenantTx, ids: &[ServiceId]) -> Result<Vec<Service>> {
    let company = tx.company();
    let wanted: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let found = sqlx::query_as!(
        Service,
        r#"select s.id, s.name, s.duration_minutes, s.buffer_before_minutes, s.buffer_after_minutes, s.price_amount,
                  s.place, s.needs_staff, s.skills, s.needs_place, s.max_party_size, s.per_person,
                  s.minimum_notice_minutes, s.horizon_days, s.quota_calendar_id, s.on_site_surcharge_amount,
                  s.express_surcharge_amount,
                  (s.archived_at is not null or app.actor() = 'customer' and (s.visibility = 'internal' or o.verified_at is null))
                      as "is_withdrawn!",
                  (select json_agg(json_build_object('kind', r.kind, 'quantity', r.quantity)) from service_resources r
                   where r.company_id = $1 and r.service_id = s.id) as "resources: Json<Vec<Resource>>",
                  (select array_agg(a.addon_id) from service_addons a
                   where a.company_id = $1 and a.service_id = s.id) as addons
           from services s
           join companies o on o.id = $1
           where s.company_id = $1 and s.id = any ($2)"#,
        company.0,
        &wanted
    )
    .fetch_all(tx.db())
    .await?;
    let in_order = ids
        .iter()
        .enumerate()
        .map(|(place, id)| found.iter().find(|service| service.id == *id).cloned().ok_or_else(|| no_service(place)));
    in_order.collect()
}

fn no_service(place: usize) -> Error {
    let field = if place == 0 { "service_id" } else { "further_service_ids" };
    Error::invalid(field, "not_found", "is not a service of this company")
}

async fn addons(tx: &mut TenantTx, ids: &[AddonId], services: &[Service]) -> Result<Vec<Addon>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let company = tx.company();
    let wanted: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let found = sqlx::query!(
        "select id, name, duration_minutes, price_amount from addons
         where company_id = $1 and id = any ($2) and archived_at is null",
        company.0,
        &wanted
    )
    .fetch_all(tx.db())
    .await?;
    let addon = |id: &AddonId| {
        let row = found.iter().find(|row| row.id == *id)?;
        let goes_with = |service: &&Service| service.addons.as_ref().is_some_and(|addons| addons.contains(&id.0));
        let service = services.iter().find(goes_with)?.id;
        let (name, price_amount) = (row.name.clone(), row.price_amount);
        Some(Addon { id: *id, name, duration_minutes: row.duration_minutes, price_amount, service })
    };
    ids.iter()
        .map(addon)
        .collect::<Option<_>>()
        .ok_or_else(|| Error::invalid("addon_ids", "not_found", "is not an add-on of what is booked"))
}

/// The location that was chosen; the only one, where a place is needed and there is no other.
async fn location(
    tx: &mut TenantTx,
    company: &Company,
    choice: &Choice,
    services: &[Service],
) -> Result<Option<Location>> {
    let needed = !choice.on_site && services.iter().any(|service| service.needs_place);
    if choice.location.is_none() && !needed {
        return Ok(None);
    }
    let mut found = sqlx::query!(
        "select l.id, l.name, c.time_zone from locations l
         join calendars c on c.company_id = $1 and c.id = l.calendar_id
         where l.company_id = $1 and l.archived_at is null and ($2::uuid is null or l.id = $2)
         order by l.created_at, l.id limit 2",
        company.id.0,
        choice.location.map(|location| location.0)
    )
    .fetch_all(tx.db())
    .await?;
    let wrong = |code, message| Error::invalid("location_id", code, message);
    match (found.pop(), found.pop()) {
        (Some(row), None) => {
            let zone = row.time_zone.parse().unwrap_or(Tz::UTC);
            Ok(Some(Location { id: row.id, name: row.name, zone }))
        }
        (Some(_), Some(_)) => Err(wrong("required", "says which location, since there are several")),
        _ if choice.location.is_some() => Err(wrong("not_found", "is not a location of this company")),
        _ => Err(wrong("required", "is needed, and the company has none")),
    }
}
