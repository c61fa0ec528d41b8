//! A resource, the state it is in at a time, and what makes one valid.

use chrono::{DateTime, Utc};
use poem_openapi::{
    Enum, Object,
    types::{Example, MaybeUndefined},
};
use serde::{Deserialize, Serialize};

use crate::{
    http::{Fields, Parse, Versioned, not_null},
    locations::LocationId,
};

crate::id!(
    /// Something that work is done with.
    ResourceId
);

/// What can be said of a resource at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ResourceState {
    /// At least one of it can be had.
    Free,
    /// All of it is taken.
    Busy,
    /// It cannot be booked, whether somebody still has some of it or not.
    Maintenance,
}

/// A resource, as staff see it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Resource {
    pub id: ResourceId,
    /// The company's own word, in lower case, such as `room`.
    pub kind: String,
    pub name: String,
    pub description: String,
    /// How many can have it at once.
    pub capacity: i32,
    /// Where it is; null: wherever it is needed.
    #[oai(nullable)]
    pub location_id: Option<LocationId>,
    /// At the moment that was asked for, else now.
    pub state: ResourceState,
    /// How many more could have it then: what bookings and holds have not taken; 0 in maintenance.
    pub free_units: i32,
    /// Set once it is archived: it cannot be booked any more, and what was booked stays.
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Resource {
    fn version(&self) -> i32 {
        self.version
    }
}

/// The longest kind, in characters.
const KIND_MAX: usize = 40;

/// A kind as it is kept: one line in lower case.
pub fn kind(value: &str, fields: &mut Fields) -> String {
    fields.line("kind", &value.to_lowercase(), KIND_MAX)
}

/// A resource to be added.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewResource {
    /// The company's own word, such as `room`; kept in lower case.
    #[oai(validator(min_length = 1, max_length = 40))]
    pub kind: String,
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(default, validator(max_length = 2000))]
    pub description: String,
    /// How many can have it at once: 1 to 1000.
    #[serde(default = "one")]
    #[oai(default = "one", validator(minimum(value = "1"), maximum(value = "1000")))]
    pub capacity: i32,
    /// Where it is; absent: wherever it is needed.
    #[serde(default)]
    #[oai(nullable)]
    pub location_id: Option<LocationId>,
}

fn one() -> i32 {
    1
}

impl Example for NewResource {
    fn example() -> Self {
        Self {
            kind: "room".into(),
            name: "Room 2".into(),
            description: "On the first floor.".into(),
            capacity: 1,
            location_id: None,
        }
    }
}

impl Parse for NewResource {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            kind: kind(&input.kind, fields),
            name: fields.line("name", &input.name, 120),
            description: fields.text("description", &input.description, 2000),
            capacity: fields.range("capacity", input.capacity, 1..=1000),
            location_id: input.location_id,
        })
    }
}

/// What can be changed of a resource; what is absent stays, null empties.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct ResourcePatch {
    /// The company's own word, such as `room`; kept in lower case.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 40))]
    pub kind: Option<String>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 2000))]
    pub description: Option<String>,
    /// 1 to 1000. Less than are taken at once in the time to come: 409 `capacity_in_use`.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "1"), maximum(value = "1000")))]
    pub capacity: Option<i32>,
    /// Where it is; null: wherever it is needed.
    #[oai(nullable)]
    pub location_id: MaybeUndefined<LocationId>,
}

impl Example for ResourcePatch {
    fn example() -> Self {
        Self { description: Some("On the second floor.".into()), ..Self::default() }
    }
}

impl Parse for ResourcePatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.kind = input.kind.map(|value| kind(&value, fields));
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        input.description = input.description.map(|text| fields.text("description", &text, 2000));
        if let Some(capacity) = input.capacity {
            fields.range("capacity", capacity, 1..=1000);
        }
        Some(input)
    }
}
