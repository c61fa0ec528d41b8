//! A location, and what makes one valid.

use chrono::{DateTime, Utc};
use poem_openapi::{
    Object,
    types::{Example, MaybeUndefined},
};
use serde::{Deserialize, Serialize};

use crate::http::{Fields, Parse, Versioned, not_null};

crate::id!(
    /// Where work is done.
    LocationId
);

/// A location, as staff see it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Location {
    pub id: LocationId,
    pub name: String,
    /// IANA name; its days and opening hours are in this zone.
    pub time_zone: String,
    /// How many places it has at once.
    pub capacity: i32,
    #[oai(nullable)]
    pub street: Option<String>,
    #[oai(nullable)]
    pub city: Option<String>,
    #[oai(nullable)]
    pub zip: Option<String>,
    /// ISO 3166-1 alpha-2, such as `UA`.
    #[oai(nullable)]
    pub country: Option<String>,
    /// E.164, such as `+380441234567`.
    #[oai(nullable)]
    pub phone: Option<String>,
    /// Set once it is archived: it is shown to no visitor any more, and what was booked stays.
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Location {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A location to be added.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewLocation {
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    /// IANA name, such as `Europe/Kyiv`; absent: the company's.
    #[serde(default)]
    #[oai(nullable)]
    pub time_zone: Option<String>,
    /// How many places it has at once: 1 to 1000.
    #[serde(default = "one")]
    #[oai(default = "one", validator(minimum(value = "1"), maximum(value = "1000")))]
    pub capacity: i32,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 200))]
    pub street: Option<String>,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 120))]
    pub city: Option<String>,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 20))]
    pub zip: Option<String>,
    /// ISO 3166-1 alpha-2, such as `UA`.
    #[serde(default)]
    #[oai(nullable)]
    pub country: Option<String>,
    /// With its country code; kept as E.164.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 40))]
    pub phone: Option<String>,
}

fn one() -> i32 {
    1
}

impl Example for NewLocation {
    fn example() -> Self {
        Self {
            name: "Podil".into(),
            time_zone: Some("Europe/Kyiv".into()),
            capacity: 3,
            street: Some("Sahaidachnoho 12".into()),
            city: Some("Kyiv".into()),
            zip: Some("04070".into()),
            country: Some("UA".into()),
            phone: Some("+380 44 123 4567".into()),
        }
    }
}

impl Parse for NewLocation {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        if let Some(zone) = &input.time_zone {
            fields.time_zone("time_zone", zone);
        }
        Some(Self {
            name: fields.line("name", &input.name, 120),
            time_zone: input.time_zone,
            capacity: fields.range("capacity", input.capacity, 1..=1000),
            street: fields.optional_line("street", input.street.as_deref(), 200),
            city: fields.optional_line("city", input.city.as_deref(), 120),
            zip: fields.optional_line("zip", input.zip.as_deref(), 20),
            country: input.country.map(|country| fields.country("country", &country)),
            phone: input.phone.map(|phone| fields.phone("phone", &phone, None)),
        })
    }
}

/// What can be changed of a location; what is absent stays, null empties.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct LocationPatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    /// IANA name. Opening hours keep what they say on the clock; bookings keep their moment.
    #[serde(deserialize_with = "not_null")]
    pub time_zone: Option<String>,
    /// 1 to 1000. Less than are taken at once in the time to come: 409 `capacity_in_use`.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "1"), maximum(value = "1000")))]
    pub capacity: Option<i32>,
    #[oai(nullable, validator(max_length = 200))]
    pub street: MaybeUndefined<String>,
    #[oai(nullable, validator(max_length = 120))]
    pub city: MaybeUndefined<String>,
    #[oai(nullable, validator(max_length = 20))]
    pub zip: MaybeUndefined<String>,
    /// ISO 3166-1 alpha-2, such as `UA`.
    #[oai(nullable)]
    pub country: MaybeUndefined<String>,
    /// With its country code; kept as E.164.
    #[oai(nullable, validator(max_length = 40))]
    pub phone: MaybeUndefined<String>,
}

impl Example for LocationPatch {
    fn example() -> Self {
        Self { name: Some("Podil, on the river".into()), ..Self::default() }
    }
}

impl Parse for LocationPatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        if let Some(zone) = &input.time_zone {
            fields.time_zone("time_zone", zone);
        }
        if let Some(capacity) = input.capacity {
            fields.range("capacity", capacity, 1..=1000);
        }
        for (field, value, max) in
            [("street", &mut input.street, 200), ("city", &mut input.city, 120), ("zip", &mut input.zip, 20)]
        {
            if let MaybeUndefined::Value(line) = value {
                *line = fields.line(field, line, max);
            }
        }
        if let MaybeUndefined::Value(country) = &mut input.country {
            *country = fields.country("country", country);
        }
        if let MaybeUndefined::Value(phone) = &mut input.phone {
            *phone = fields.phone("phone", phone, None);
        }
        Some(input)
    }
}
