//! A service type, and what makes one valid.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::http::{Fields, Parse, Versioned, not_null};

crate::id!(
    /// A kind of service.
    ServiceTypeId
);

/// A kind of service, of those that the installation knows.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct ServiceType {
    pub id: ServiceTypeId,
    pub name: String,
    pub description: String,
    /// Set once it is archived: no service can be made one of it any more; those that are, stay.
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for ServiceType {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A service type to be added.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct NewServiceType {
    /// No other service type has it.
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(default, validator(max_length = 2000))]
    pub description: String,
}

impl Example for NewServiceType {
    fn example() -> Self {
        Self { name: "Hairdressing".into(), description: "Cuts, colours and care.".into() }
    }
}

impl Parse for NewServiceType {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            name: fields.line("name", &input.name, 120),
            description: fields.text("description", &input.description, 2000),
        })
    }
}

/// What can be changed of a service type; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct ServiceTypePatch {
    /// No other service type has it.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 2000))]
    pub description: Option<String>,
}

impl Example for ServiceTypePatch {
    fn example() -> Self {
        Self { name: Some("Hair and beard".into()), description: Some("Cuts and colours.".into()) }
    }
}

impl Parse for ServiceTypePatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        input.description = input.description.map(|text| fields.text("description", &text, 2000));
        Some(input)
    }
}
