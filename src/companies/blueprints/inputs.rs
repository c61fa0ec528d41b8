//! A blueprint as what somebody could have typed into the API, looked at by the API's own parsers. Errors say where in the
//! file the mistake is.

use std::collections::BTreeMap;

use anyhow::{anyhow, bail, ensure};

use super::plan::{Belonging, Day, Plan, Site, Worker};
use crate::{
    addons::model::{AddonId, NewAddon},
    assets::model::NewAsset,
    categories::model::{CategoryId, NewCategory},
    clients::model::NewClient,
    companies::{model::NewCompany, settings::CompanyPatch},
    error::Error,
    http::{Fields, Parse},
    i18n::Language,
    locations::{LocationId, model::NewLocation},
    money::Money,
    resources::model::NewResource,
    services::{NeededResource, model::NewService},
    staff::{
        hours::{
            Hours, NewException, Week, Weekday, WorkingHours,
            exceptions::{DayWindow, ExceptionInput},
        },
        model::NewStaff,
    },
};

/// A blueprint for a company that speaks and pays like this.
pub struct Inputs<'a> {
    pub plan: &'a Plan,
    pub language: Language,
    pub currency: &'a str,
}

/// What the keys in a file have become.
#[derive(Default)]
pub struct Keys {
    pub locations: BTreeMap<String, LocationId>,
    pub categories: BTreeMap<String, CategoryId>,
    pub addons: BTreeMap<String, AddonId>,
}

impl Plan {
    /// Whether all of it could be put in.
    pub(super) fn check(&self, language: Language) -> anyhow::Result<()> {
        let inputs = Inputs { plan: self, language, currency: &self.company.currency };
        let mut keys = Keys::default();
        inputs.company()?;
        inputs.rules()?;
        for (at, site) in self.locations.iter().enumerate() {
            inputs.location(at)?;
            inputs.opening(at)?;
            keys.locations.insert(site.key.clone(), LocationId::new());
        }
        for at in 0..self.resources.len() {
            inputs.resource(at, &keys)?;
        }
        for (at, heading) in self.categories.iter().enumerate() {
            inputs.category(at)?;
            keys.categories.insert(heading.key.clone(), CategoryId::new());
        }
        for (at, extra) in self.addons.iter().enumerate() {
            inputs.addon(at)?;
            keys.addons.insert(extra.key.clone(), AddonId::new());
        }
        for at in 0..self.services.len() {
            inputs.service(at, &keys)?;
        }
        for (at, worker) in self.staff.iter().enumerate() {
            inputs.staff(at, &keys)?;
            inputs.week(at)?;
            for day in &worker.exceptions {
                inputs.exception(at, day)?;
            }
        }
        for (at, regular) in self.clients.iter().enumerate() {
            inputs.client(at)?;
            for belonging in &regular.assets {
                inputs.asset(at, belonging)?;
            }
        }
        Ok(())
    }
}

impl Inputs<'_> {
    fn company(&self) -> anyhow::Result<()> {
        let mut fields = Fields::default();
        let new = NewCompany::parse(&self.plan.company(self.language), &mut fields);
        fields.language("company.language", &self.plan.company.language);
        finish("", fields, new).map(drop)
    }

    /// How the company confirms bookings.
    pub fn rules(&self) -> anyhow::Result<CompanyPatch> {
        let company = &self.plan.company;
        let patch = CompanyPatch {
            confirmation: Some(company.confirmation),
            pending_minutes: company.pending_minutes,
            ..CompanyPatch::default()
        };
        checked("company", patch)
    }

    pub fn location(&self, at: usize) -> anyhow::Result<NewLocation> {
        let site = &self.plan.locations[at];
        let new = NewLocation {
            name: site.name.to(self.language),
            time_zone: None,
            capacity: site.capacity,
            street: Some(site.street.to(self.language)),
            city: Some(site.city.to(self.language)),
            zip: Some(site.zip.clone()),
            country: Some(site.country.clone()),
            phone: None,
        };
        checked(&format!("locations[{at}]"), new)
    }

    pub fn opening(&self, at: usize) -> anyhow::Result<Week> {
        let Site { days, hours, .. } = &self.plan.locations[at];
        checked(&format!("locations[{at}]"), working_hours(days, hours))
    }

    pub fn resource(&self, at: usize, keys: &Keys) -> anyhow::Result<NewResource> {
        let (thing, path) = (&self.plan.resources[at], format!("resources[{at}]"));
        let new = NewResource {
            kind: self.kind(&format!("{path}.kind"), &thing.kind)?,
            name: thing.name.to(self.language),
            description: String::new(),
            capacity: thing.capacity,
            location_id: place(&path, thing.location.as_deref(), keys)?,
        };
        checked(&path, new)
    }

    pub fn category(&self, at: usize) -> anyhow::Result<NewCategory> {
        let heading = &self.plan.categories[at];
        let new = NewCategory {
            name: heading.name.to(self.language),
            description: heading.description.to(self.language),
            position: None,
        };
        checked(&format!("categories[{at}]"), new)
    }

    pub fn addon(&self, at: usize) -> anyhow::Result<NewAddon> {
        let extra = &self.plan.addons[at];
        let new = NewAddon {
            name: extra.name.to(self.language),
            description: extra.description.to(self.language),
            duration_minutes: extra.minutes,
            price: self.money(extra.price),
            position: None,
        };
        checked(&format!("addons[{at}]"), new)
    }

    pub fn service(&self, at: usize, keys: &Keys) -> anyhow::Result<NewService> {
        let (offer, path) = (&self.plan.services[at], format!("services[{at}]"));
        let addons = offer.addons.iter().enumerate();
        let addons = addons.map(|(n, key)| known(&keys.addons, &format!("{path}.addons[{n}]"), key).copied());
        let new = NewService {
            description: offer.description.to(self.language),
            category_id: Some(*known(&keys.categories, &format!("{path}.category"), &offer.category)?),
            buffer_after_minutes: offer.buffer,
            place: offer.place,
            on_site_surcharge: offer.on_site_surcharge.map(|amount| self.money(amount)),
            express_surcharge: offer.express_surcharge.map(|amount| self.money(amount)),
            skills: self.skills(&path, &offer.skills)?,
            resources: self.needed(&path, &offer.resources)?,
            addon_ids: addons.collect::<anyhow::Result<_>>()?,
            ..NewService::plain(offer.name.to(self.language), offer.minutes, self.money(offer.price))
        };
        let can = |worker: &Worker| offer.skills.iter().all(|skill| worker.skills.contains(skill));
        ensure!(self.plan.staff.iter().any(can), "{path}.skills: nobody on the staff has all of them");
        checked(&path, new)
    }

    pub fn staff(&self, at: usize, keys: &Keys) -> anyhow::Result<NewStaff> {
        let (worker, path) = (&self.plan.staff[at], format!("staff[{at}]"));
        let new = NewStaff {
            name: worker.name.to(self.language),
            title: Some(worker.title.to(self.language)),
            skills: self.skills(&path, &worker.skills)?,
            location_id: place(&path, worker.location.as_deref(), keys)?.map(|location| location.0),
            ..NewStaff::default()
        };
        checked(&path, new)
    }

    pub fn week(&self, at: usize) -> anyhow::Result<Week> {
        let Worker { days, hours, .. } = &self.plan.staff[at];
        checked(&format!("staff[{at}]"), working_hours(days, hours))
    }

    pub fn exception(&self, at: usize, day: &Day) -> anyhow::Result<NewException> {
        let window = |(starts, ends): &(String, String)| DayWindow { starts: starts.clone(), ends: ends.clone() };
        let new = ExceptionInput { windows: day.hours.iter().map(window).collect(), reason: String::new() };
        checked(&format!("staff[{at}].exceptions ({})", day.date), new)
    }

    pub fn client(&self, at: usize) -> anyhow::Result<NewClient> {
        let regular = &self.plan.clients[at];
        let new = NewClient {
            name: regular.name.to(self.language),
            email: regular.email.clone(),
            phone: Some(self.plan.phone(at)),
            language: Some(self.language.code().into()),
            time_zone: None,
            notes: regular.notes.as_ref().map(|notes| notes.to(self.language)),
        };
        checked(&format!("clients[{at}]"), new)
    }

    pub fn asset(&self, at: usize, belonging: &Belonging) -> anyhow::Result<NewAsset> {
        let Belonging { kind, name, make, model, year, identifier } = belonging.clone();
        let new = NewAsset { kind, name, make, model, year, identifier, notes: String::new() };
        checked(&format!("clients[{at}].assets"), new)
    }

    /// In another currency than the file's, everything is free of charge: nobody but the company knows its prices.
    fn money(&self, amount: i64) -> Money {
        let amount = if self.currency == self.plan.company.currency { amount } else { 0 };
        Money { amount, currency: self.currency.into() }
    }

    fn skills(&self, path: &str, keys: &[String]) -> anyhow::Result<Vec<String>> {
        let word = |(n, key): (usize, &String)| {
            Ok(known(&self.plan.skills, &format!("{path}.skills[{n}]"), key)?.to(self.language))
        };
        keys.iter().enumerate().map(word).collect()
    }

    fn kind(&self, path: &str, key: &str) -> anyhow::Result<String> {
        Ok(known(&self.plan.kinds, path, key)?.to(self.language))
    }

    fn needed(&self, path: &str, kinds: &[String]) -> anyhow::Result<Vec<NeededResource>> {
        let need = |(n, key): (usize, &String)| {
            let path = format!("{path}.resources[{n}]");
            if !self.plan.resources.iter().any(|thing| thing.kind == *key) {
                bail!("{path}: there is no resource of the kind `{key}`");
            }
            Ok(NeededResource { kind: self.kind(&path, key)?, quantity: 1 })
        };
        kinds.iter().enumerate().map(need).collect()
    }
}

/// What a key stands for in one of the file's tables.
fn known<'a, V>(table: &'a BTreeMap<String, V>, path: &str, key: &str) -> anyhow::Result<&'a V> {
    table.get(key).ok_or_else(|| anyhow!("{path}: `{key}` is nothing that the file knows"))
}

fn place(path: &str, key: Option<&str>, keys: &Keys) -> anyhow::Result<Option<LocationId>> {
    key.map(|key| known(&keys.locations, &format!("{path}.location"), key).copied()).transpose()
}

fn working_hours(days: &[Weekday], hours: &[(String, String)]) -> WorkingHours {
    let day = |&weekday| {
        hours.iter().map(move |(starts, ends)| Hours { weekday, starts: starts.clone(), ends: ends.clone() })
    };
    WorkingHours { hours: days.iter().flat_map(day).collect() }
}

/// An input, looked at as if it had come in over the API.
fn checked<T: Parse>(path: &str, input: T::Input) -> anyhow::Result<T> {
    let mut fields = Fields::default();
    let parsed = T::parse(input, &mut fields);
    finish(&format!("{path}."), fields, parsed)
}

fn finish<T>(path: &str, fields: Fields, parsed: Option<T>) -> anyhow::Result<T> {
    fields.finish(parsed).map_err(|error| match error {
        Error::Invalid(wrong) => {
            let wrong: Vec<_> = wrong.iter().map(|wrong| format!("{path}{}: {}", wrong.field, wrong.message)).collect();
            anyhow!(wrong.join("; "))
        }
        other => other.into(),
    })
}
