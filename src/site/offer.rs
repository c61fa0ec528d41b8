//! What a visitor can choose from, with what they have chosen: services, add-ons, where, for how many.

use super::{chosen::Chosen, page::Visit, services::Card, summary::longer};
use crate::{
    db::TenantTx,
    error::Result,
    http::Limit,
    i18n,
    locations::{self, Location},
    money::Money,
    public::{
        self,
        model::{PublicAddon, PublicService},
    },
    services::ServicePlace,
};

/// What is offered, as far as it matters to what was chosen.
pub struct Offer {
    /// The services that were chosen, in order.
    pub services: Vec<PublicService>,
    /// Those that can be booked along with them.
    others: Vec<PublicService>,
    locations: Vec<Location>,
}

/// As it stands on a page.
pub struct Options {
    pub services: Vec<Card>,
    /// By the service that they go with.
    pub addons: Vec<(String, Vec<Choice>)>,
    pub others: Vec<Choice>,
    pub locations: Vec<Choice>,
    pub places: Vec<Choice>,
    /// For how many it is, and for how many it can be; none where it is always for one.
    pub party: Option<(i32, i32)>,
    /// What the form carries on.
    pub hidden: Vec<(&'static str, String)>,
}

/// Something to be ticked.
pub struct Choice {
    pub value: String,
    pub name: String,
    pub about: String,
    pub price: String,
    pub ticked: bool,
}

impl Offer {
    /// Also settles what is left open: of several locations the first, and the only place where there is one.
    pub async fn find(tx: &mut TenantTx, chosen: &mut Chosen) -> Result<Self> {
        let most = Limit::parse(Some(100))?;
        let mut others = public::store::services(tx, None, None, most).await?;
        let mut services = Vec::new();
        for id in chosen.services() {
            match others.iter().find(|service| service.id == id) {
                Some(service) => services.push(service.clone()),
                None => services.push(public::store::service(tx, id).await?),
            }
        }
        others.retain(|other| other.id != chosen.service);
        let locations = locations::store::list(tx, false, None, Limit::parse(Some(20))?).await?;
        let offer = Self { services, others, locations };
        if !offer.can_be(ServicePlace::Location) {
            chosen.on_site = true;
        }
        if chosen.on_site {
            chosen.location = None;
        } else if chosen.location.is_none() && offer.locations.len() > 1 {
            chosen.location = offer.locations.first().map(|location| location.id);
        }
        Ok(offer)
    }

    /// Whether all of it can be done there.
    fn can_be(&self, place: ServicePlace) -> bool {
        self.services.iter().all(|service| service.place == place || service.place == ServicePlace::Either)
    }

    pub fn options(&self, visit: &Visit, chosen: &Chosen) -> Options {
        let addons = self.services.iter().enumerate().map(|(index, service)| {
            // One that goes with several of them stands with the first.
            let before = || self.services[..index].iter().flat_map(|service| &service.addons);
            let new: Vec<_> =
                service.addons.iter().filter(|addon| before().all(|other| other.id != addon.id)).collect();
            (service.name.clone(), new.into_iter().map(|addon| addon_of(visit, addon, chosen)).collect::<Vec<_>>())
        });
        let hold = visit.asked.query.get("hold").map(|hold| ("hold", hold.to_owned()));
        let both = self.can_be(ServicePlace::Location) && self.can_be(ServicePlace::OnSite);
        let most = self.services.iter().map(|service| service.max_party_size).min().unwrap_or(1);
        let carried = chosen.params().into_iter().filter(|(name, _)| matches!(*name, "staff" | "tz"));
        let asked = visit.asked.carried().into_iter().map(|(name, value)| (name, value.to_owned()));
        Options {
            services: self.services.iter().map(|service| Card::of(visit, service)).collect(),
            addons: addons.filter(|(_, addons)| !addons.is_empty()).collect(),
            others: self.others.iter().map(|service| other(visit, service, chosen)).collect(),
            locations: if chosen.on_site || self.locations.len() < 2 { vec![] } else { self.locations(chosen) },
            places: if both { places(visit, chosen) } else { vec![] },
            party: (most > 1).then(|| (chosen.party_size.unwrap_or(1), most)),
            hidden: carried.chain(asked).chain(hold).collect(),
        }
    }

    fn locations(&self, chosen: &Chosen) -> Vec<Choice> {
        let choice = |location: &Location| {
            let address = [&location.street, &location.city].into_iter().flatten().map(String::as_str);
            Choice {
                value: location.id.to_string(),
                name: location.name.clone(),
                about: address.collect::<Vec<_>>().join(", "),
                price: String::new(),
                ticked: chosen.location == Some(location.id),
            }
        };
        self.locations.iter().map(choice).collect()
    }
}

fn addon_of(visit: &Visit, addon: &PublicAddon, chosen: &Chosen) -> Choice {
    Choice {
        value: addon.id.to_string(),
        name: addon.name.clone(),
        about: about(&addon.description, longer(visit, addon.duration_minutes)),
        price: plus(visit, &addon.price),
        ticked: chosen.addons.contains(&addon.id),
    }
}

fn other(visit: &Visit, service: &PublicService, chosen: &Chosen) -> Choice {
    Choice {
        value: service.id.to_string(),
        name: service.name.clone(),
        about: i18n::duration(visit.language, service.duration_minutes.into()),
        price: service.price.words(visit.language),
        ticked: chosen.also.contains(&service.id),
    }
}

fn places(visit: &Visit, chosen: &Chosen) -> Vec<Choice> {
    let places = [("location", "site.place_location", false), ("on_site", "site.place_on_site", true)];
    let place = |(value, name, on_site): (&str, &str, bool)| Choice {
        value: value.to_owned(),
        name: visit.t(name),
        about: String::new(),
        price: String::new(),
        ticked: chosen.on_site == on_site,
    };
    places.map(place).into()
}

fn about(description: &str, longer: String) -> String {
    let parts = [description.to_owned(), longer];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// "+₴200.00"; what costs nothing says so.
fn plus(visit: &Visit, price: &Money) -> String {
    let words = price.words(visit.language);
    if price.amount > 0 { format!("+{words}") } else { words }
}
