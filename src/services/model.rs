//! A service, and what makes one valid.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    http::{Fields, Parse, Versioned, not_null, object, optional_object},
    money::Money,
};

crate::id!(
    /// Something that can be booked.
    ServiceId
);

/// A service, as staff see it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    pub description: String,
    /// How long it takes the client.
    pub duration_minutes: i32,
    /// Time before it that nothing else can take.
    pub buffer_before_minutes: i32,
    /// Time after it that nothing else can take.
    pub buffer_after_minutes: i32,
    pub price: Money,
    /// Set once it is archived: it cannot be booked any more, and what was booked stays.
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Service {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A service to be offered.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct NewService {
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(default, validator(max_length = 2000))]
    pub description: String,
    /// 5 to 1440.
    #[oai(validator(minimum(value = "5"), maximum(value = "1440")))]
    pub duration_minutes: i32,
    /// 0 to 480.
    #[serde(default)]
    #[oai(default, validator(minimum(value = "0"), maximum(value = "480")))]
    pub buffer_before_minutes: i32,
    /// 0 to 480.
    #[serde(default)]
    #[oai(default, validator(minimum(value = "0"), maximum(value = "480")))]
    pub buffer_after_minutes: i32,
    /// In the company's currency.
    #[serde(deserialize_with = "object")]
    pub price: Money,
}

impl Example for NewService {
    fn example() -> Self {
        Self {
            name: "Women's haircut".into(),
            description: "Wash, cut and blow-dry.".into(),
            duration_minutes: 60,
            buffer_before_minutes: 0,
            buffer_after_minutes: 15,
            price: Money::example(),
        }
    }
}

impl Parse for NewService {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            name: fields.line("name", &input.name, 120),
            description: fields.text("description", &input.description, 2000),
            duration_minutes: fields.range("duration_minutes", input.duration_minutes, 5..=1440),
            buffer_before_minutes: fields.range("buffer_before_minutes", input.buffer_before_minutes, 0..=480),
            buffer_after_minutes: fields.range("buffer_after_minutes", input.buffer_after_minutes, 0..=480),
            price: input.price.parse_price("price", fields),
        })
    }
}

/// What can be changed of a service; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct ServicePatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 2000))]
    pub description: Option<String>,
    /// 5 to 1440.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "5"), maximum(value = "1440")))]
    pub duration_minutes: Option<i32>,
    /// 0 to 480.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "480")))]
    pub buffer_before_minutes: Option<i32>,
    /// 0 to 480.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "480")))]
    pub buffer_after_minutes: Option<i32>,
    /// In the company's currency. Bookings made before keep the price they were made at.
    #[serde(deserialize_with = "optional_object")]
    pub price: Option<Money>,
}

impl Example for ServicePatch {
    fn example() -> Self {
        Self { price: Some(Money { amount: 170_000, currency: "UAH".into() }), ..Self::default() }
    }
}

impl Parse for ServicePatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        input.description = input.description.map(|text| fields.text("description", &text, 2000));
        let mut range = |field, value: Option<i32>, range| {
            if let Some(value) = value {
                fields.range(field, value, range);
            }
        };
        range("duration_minutes", input.duration_minutes, 5..=1440);
        range("buffer_before_minutes", input.buffer_before_minutes, 0..=480);
        range("buffer_after_minutes", input.buffer_after_minutes, 0..=480);
        input.price = input.price.map(|price| price.parse_price("price", fields));
        Some(input)
    }
}
