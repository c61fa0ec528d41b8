//! What a visitor has chosen so far, as addresses and forms carry it: nothing of it is kept anywhere else.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{asked::Params, page::Visit};
use crate::{
    addons::AddonId,
    bookings::{basket::Choice, chosen::Chosen as Said, model::Place},
    error::{Error, Result},
    locations::LocationId,
    services::ServiceId,
    staff::StaffId,
};

#[derive(Clone, Debug)]
pub struct Chosen {
    pub service: ServiceId,
    pub also: Vec<ServiceId>,
    pub addons: Vec<AddonId>,
    pub staff: Option<StaffId>,
    pub location: Option<LocationId>,
    pub party_size: Option<i32>,
    pub on_site: bool,
    /// The zone that times are shown in, where it was chosen.
    pub zone: Option<Tz>,
}

impl Chosen {
    /// What is no id is nothing that there is.
    pub fn parse(service: &str, params: &Params) -> Result<Self> {
        let id = |text: &str, what| text.parse::<Uuid>().map_err(|_| Error::NotFound(what));
        let ids = |name, what| params.all(name).map(|text| id(text, what)).collect::<Result<Vec<_>>>();
        let one = |name, what| params.get(name).map(|text| id(text, what)).transpose();
        Ok(Self {
            service: ServiceId(id(service, "service")?),
            also: ids("also", "service")?.into_iter().map(ServiceId).collect(),
            addons: ids("addon", "add-on")?.into_iter().map(AddonId).collect(),
            staff: one("staff", "member of staff")?.map(StaffId),
            location: one("location", "location")?.map(LocationId),
            party_size: params.get("party").and_then(|size| size.parse().ok()),
            on_site: params.get("place") == Some("on_site"),
            zone: params.zone(),
        })
    }

    /// All of its services, in order.
    pub fn services(&self) -> impl Iterator<Item = ServiceId> {
        std::iter::once(self.service).chain(self.also.iter().copied())
    }

    /// As whatever is booked anywhere is said.
    pub fn said(&self) -> Said {
        Said {
            service_id: self.service,
            further_service_ids: self.also.clone(),
            addon_ids: self.addons.clone(),
            staff_id: self.staff,
            location_id: self.location,
            party_size: self.party_size,
            place: self.on_site.then_some(Place::OnSite),
            express: false,
        }
    }

    pub fn choice(&self) -> Result<Choice> {
        self.said().choice()
    }

    /// As names and values.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        let also = self.also.iter().map(|id| ("also", id.to_string()));
        let addons = self.addons.iter().map(|id| ("addon", id.to_string()));
        let rest = [
            self.staff.map(|id| ("staff", id.to_string())),
            self.location.map(|id| ("location", id.to_string())),
            self.party_size.map(|size| ("party", size.to_string())),
            self.on_site.then(|| ("place", "on_site".to_owned())),
            self.zone.map(|zone| ("tz", zone.name().to_owned())),
        ];
        also.chain(addons).chain(rest.into_iter().flatten()).collect()
    }

    /// The address of a page about it: `rest` stands after the service's own.
    pub fn link(&self, visit: &Visit, rest: &str, more: &[(&str, &str)]) -> String {
        let own = self.params();
        let params: Vec<_> =
            own.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied()).collect();
        visit.link(&format!("/{}{rest}", self.service), &params)
    }
}

/// A moment, as an address says it.
pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The time that was chosen; none where it is not one that any calendar has.
pub fn starts_at(params: &Params, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let at = params.get("starts_at")?.parse::<DateTime<Utc>>().ok()?;
    ((at - now).abs() < TimeDelta::days(400)).then_some(at)
}
