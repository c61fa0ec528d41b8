//! An add-on, and what makes one valid.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    http::{Fields, Parse, Versioned, not_null, object, optional_object},
    money::Money,
};

crate::id!(
    /// Something that can be booked along with a service.
    AddonId
);

/// An add-on, as staff see it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Addon {
    pub id: AddonId,
    pub name: String,
    pub description: String,
    /// How much longer the service takes with it.
    pub duration_minutes: i32,
    /// What it costs, beside the service.
    pub price: Money,
    /// Lower ones stand first; of the same one, the older.
    pub position: i32,
    /// Set once it is archived: it cannot be booked any more, and what was booked stays.
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Addon {
    fn version(&self) -> i32 {
        self.version
    }
}

/// An add-on to be offered. Which services it can be booked with, these say: their `addon_ids`.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewAddon {
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(default, validator(max_length = 2000))]
    pub description: String,
    /// How much longer the service takes with it: 0 to 1440.
    #[serde(default)]
    #[oai(default, validator(minimum(value = "0"), maximum(value = "1440")))]
    pub duration_minutes: i32,
    /// In the company's currency.
    #[serde(deserialize_with = "object")]
    pub price: Money,
    /// 0 to 1000000; absent: behind the others.
    #[serde(default)]
    #[oai(nullable, validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub position: Option<i32>,
}

impl Example for NewAddon {
    fn example() -> Self {
        Self {
            name: "Hair mask".into(),
            description: "For dry hair.".into(),
            duration_minutes: 15,
            price: Money { amount: 30_000, currency: "UAH".into() },
            position: None,
        }
    }
}

impl Parse for NewAddon {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            name: fields.line("name", &input.name, 120),
            description: fields.text("description", &input.description, 2000),
            duration_minutes: fields.range("duration_minutes", input.duration_minutes, 0..=1440),
            price: input.price.parse_price("price", fields),
            position: input.position.map(|position| fields.range("position", position, 0..=1_000_000)),
        })
    }
}

/// What can be changed of an add-on; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct AddonPatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 2000))]
    pub description: Option<String>,
    /// How much longer the service takes with it: 0 to 1440.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "1440")))]
    pub duration_minutes: Option<i32>,
    /// In the company's currency. Bookings made before keep the price they were made at.
    #[serde(deserialize_with = "optional_object")]
    pub price: Option<Money>,
    /// 0 to 1000000.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub position: Option<i32>,
}

impl Example for AddonPatch {
    fn example() -> Self {
        Self { price: Some(Money { amount: 35_000, currency: "UAH".into() }), ..Self::default() }
    }
}

impl Parse for AddonPatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        input.description = input.description.map(|text| fields.text("description", &text, 2000));
        input.duration_minutes = input.duration_minutes.map(|it| fields.range("duration_minutes", it, 0..=1440));
        input.price = input.price.map(|price| price.parse_price("price", fields));
        input.position = input.position.map(|position| fields.range("position", position, 0..=1_000_000));
        Some(input)
    }
}
