//! A category, and what makes one valid.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::http::{Fields, Parse, Versioned, not_null};

crate::id!(
    /// A heading under which services are listed.
    CategoryId
);

/// A category of services, as staff see it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[oai(rename = "ServiceCategory")]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    pub description: String,
    /// Lower ones stand first; of the same one, the older.
    pub position: i32,
    /// Set once it is archived: visitors do not see it any more, and its services stand in none.
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Category {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A category to be added.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "NewServiceCategory")]
pub struct NewCategory {
    /// No other category of the company has it.
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(default, validator(max_length = 2000))]
    pub description: String,
    /// 0 to 1000000; absent: behind the others.
    #[serde(default)]
    #[oai(nullable, validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub position: Option<i32>,
}

impl Example for NewCategory {
    fn example() -> Self {
        Self { name: "Hair".into(), description: "Cuts, colours and care.".into(), position: None }
    }
}

impl Parse for NewCategory {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            name: fields.line("name", &input.name, 120),
            description: fields.text("description", &input.description, 2000),
            position: input.position.map(|position| fields.range("position", position, 0..=1_000_000)),
        })
    }
}

/// What can be changed of a category; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "ServiceCategoryPatch")]
pub struct CategoryPatch {
    /// No other category of the company has it.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 2000))]
    pub description: Option<String>,
    /// 0 to 1000000.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub position: Option<i32>,
}

impl Example for CategoryPatch {
    fn example() -> Self {
        Self { description: Some("Cuts and colours.".into()), position: Some(2), ..Self::default() }
    }
}

impl Parse for CategoryPatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        input.description = input.description.map(|text| fields.text("description", &text, 2000));
        input.position = input.position.map(|position| fields.range("position", position, 0..=1_000_000));
        Some(input)
    }
}
