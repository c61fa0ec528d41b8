//! What a blueprint's file may say. Amounts are in minor units of its own currency, hours on the clock of the place.

use std::collections::BTreeMap;

use anyhow::anyhow;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    assets::model::AssetKind,
    companies::{Confirmation, model::CompanyInput},
    i18n::Language,
    services::ServicePlace,
    staff::hours::Weekday,
};

/// A text in every language; where one is absent, in English.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    en: String,
    uk: Option<String>,
    bn: Option<String>,
    id: Option<String>,
}

impl Text {
    pub fn to(&self, language: Language) -> String {
        let own = match language {
            Language::En => None,
            Language::Uk => self.uk.as_ref(),
            Language::Bn => self.bn.as_ref(),
            Language::Id => self.id.as_ref(),
        };
        own.unwrap_or(&self.en).clone()
    }
}

/// A whole business.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub company: Business,
    /// What staff can do: the words for it.
    #[serde(default)]
    pub skills: BTreeMap<String, Text>,
    /// Kinds of resources: the words for them.
    #[serde(default)]
    pub kinds: BTreeMap<String, Text>,
    #[serde(default)]
    pub locations: Vec<Site>,
    #[serde(default)]
    pub resources: Vec<Thing>,
    #[serde(default)]
    pub categories: Vec<Heading>,
    #[serde(default)]
    pub addons: Vec<Extra>,
    pub services: Vec<Offer>,
    pub staff: Vec<Worker>,
    #[serde(default)]
    pub clients: Vec<Regular>,
}

/// The company of a demo. One that registers says of itself who and where it is, and only takes over how it confirms.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Business {
    pub slug: String,
    pub name: Text,
    pub time_zone: String,
    pub currency: String,
    /// Of the demo, unless another is asked for.
    pub language: String,
    pub confirmation: Confirmation,
    pub pending_minutes: Option<i32>,
    pub admin: Admin,
    /// The first digits of the clients' phone numbers; two more follow.
    pub phones: String,
    /// How many of the demo try to book on a full day.
    pub demand: usize,
    /// What clients write when they book.
    pub remarks: Vec<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Admin {
    pub name: Text,
    pub email: String,
}

/// A location.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub key: String,
    pub name: Text,
    pub street: Text,
    pub city: Text,
    pub zip: String,
    pub country: String,
    pub capacity: i32,
    pub days: Vec<Weekday>,
    pub hours: Vec<(String, String)>,
}

/// A resource.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thing {
    pub kind: String,
    pub name: Text,
    pub capacity: i32,
    pub location: Option<String>,
}

/// A category.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    pub key: String,
    pub name: Text,
    pub description: Text,
}

/// An add-on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    pub key: String,
    pub name: Text,
    pub description: Text,
    pub minutes: i32,
    pub price: i64,
}

/// A service.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    pub name: Text,
    pub description: Text,
    pub category: String,
    pub minutes: i32,
    /// Minutes to clean up after it.
    #[serde(default)]
    pub buffer: i32,
    pub price: i64,
    #[serde(default)]
    pub place: ServicePlace,
    pub on_site_surcharge: Option<i64>,
    pub express_surcharge: Option<i64>,
    #[serde(default)]
    pub skills: Vec<String>,
    /// The kinds of which it takes one.
    #[serde(default)]
    pub resources: Vec<String>,
    #[serde(default)]
    pub addons: Vec<String>,
    /// How often it is asked for, beside the others.
    pub popularity: u32,
}

/// A member of staff.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    pub name: Text,
    pub title: Text,
    #[serde(default)]
    pub skills: Vec<String>,
    pub location: Option<String>,
    pub days: Vec<Weekday>,
    /// Begin and end of each stretch of such a day.
    pub hours: Vec<(String, String)>,
    #[serde(default)]
    pub exceptions: Vec<Day>,
}

/// A day that is different.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    pub date: NaiveDate,
    pub hours: Vec<(String, String)>,
}

/// A client.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regular {
    pub name: Text,
    pub email: Option<String>,
    /// Absent: the next one of the company's `phones`.
    pub phone: Option<String>,
    pub notes: Option<Text>,
    #[serde(default)]
    pub assets: Vec<Belonging>,
}

/// Something of a client's.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Belonging {
    pub kind: AssetKind,
    pub name: String,
    pub make: Option<String>,
    pub model: Option<String>,
    pub year: Option<i16>,
    pub identifier: Option<String>,
}

impl Plan {
    /// Reads a file and looks at all of it, in every language; an error says where in it.
    pub fn read(text: &str) -> anyhow::Result<Self> {
        let plan: Self = serde_path_to_error::deserialize(toml::Deserializer::new(text))
            .map_err(|error| anyhow!("{}: {}", error.path(), error.inner().message()))?;
        for language in Language::ALL {
            plan.check(language)?;
        }
        Ok(plan)
    }

    /// What the demo's company says of itself.
    pub fn company(&self, language: Language) -> CompanyInput {
        let company = &self.company;
        CompanyInput {
            name: company.name.to(language),
            slug: company.slug.clone(),
            time_zone: company.time_zone.clone(),
            currency: company.currency.clone(),
            language: language.code().into(),
        }
    }

    /// A client's phone number.
    pub fn phone(&self, client: usize) -> String {
        let own = self.clients.get(client).and_then(|client| client.phone.clone());
        own.unwrap_or_else(|| format!("{}{client:02}", self.company.phones))
    }
}
