//! An asset, and what makes one valid.

use chrono::{DateTime, Utc};
use poem_openapi::{
    Enum, Object,
    types::{Example, MaybeUndefined},
};
use serde::{Deserialize, Serialize};

use crate::{
    clients::ClientId,
    http::{Fields, Parse, Versioned, not_null},
};

crate::id!(
    /// Something of a client's that is worked on.
    AssetId
);

/// What sort of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum AssetKind {
    Vehicle,
    Pet,
    /// A house, a garden: somewhere to go to.
    Site,
    Other,
}

/// Something of a client's, as staff see it.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Asset {
    pub id: AssetId,
    pub client_id: ClientId,
    pub kind: AssetKind,
    /// What the client calls it.
    pub name: String,
    /// Who made it; of a pet, its species.
    #[oai(nullable)]
    pub make: Option<String>,
    /// Of a pet, its breed.
    #[oai(nullable)]
    pub model: Option<String>,
    /// When it was made or born.
    #[oai(nullable)]
    pub year: Option<i16>,
    /// A number plate, a chip.
    #[oai(nullable)]
    pub identifier: Option<String>,
    /// The client sees them too.
    pub notes: String,
    /// Set once it is archived: nothing new is booked for it, and what was booked stays.
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Asset {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Something of the customer's own.
#[derive(Clone, Debug, Serialize, Object)]
pub struct CustomerAsset {
    pub id: AssetId,
    pub kind: AssetKind,
    pub name: String,
    /// Who made it; of a pet, its species.
    #[oai(nullable)]
    pub make: Option<String>,
    /// Of a pet, its breed.
    #[oai(nullable)]
    pub model: Option<String>,
    /// When it was made or born.
    #[oai(nullable)]
    pub year: Option<i16>,
    /// A number plate, a chip.
    #[oai(nullable)]
    pub identifier: Option<String>,
    /// The company sees them too, and may have written them.
    pub notes: String,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for CustomerAsset {
    fn version(&self) -> i32 {
        self.version
    }
}

/// An asset to be added.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewAsset {
    pub kind: AssetKind,
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    /// Who made it; of a pet, its species.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 80))]
    pub make: Option<String>,
    /// Of a pet, its breed.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 80))]
    pub model: Option<String>,
    /// 1800 to 2200.
    #[serde(default)]
    #[oai(nullable)]
    pub year: Option<i16>,
    /// A number plate, a chip.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 80))]
    pub identifier: Option<String>,
    /// Both the client and the company see them.
    #[serde(default)]
    #[oai(default, validator(max_length = 2000))]
    pub notes: String,
}

impl Example for NewAsset {
    fn example() -> Self {
        Self {
            kind: AssetKind::Vehicle,
            name: "The blue one".into(),
            make: Some("Toyota".into()),
            model: Some("Camry".into()),
            year: Some(2021),
            identifier: Some("AA 1234 BB".into()),
            notes: String::new(),
        }
    }
}

impl Parse for NewAsset {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            kind: input.kind,
            name: fields.line("name", &input.name, 120),
            make: fields.optional_line("make", input.make.as_deref(), 80),
            model: fields.optional_line("model", input.model.as_deref(), 80),
            year: input.year.inspect(|year| check_year("year", *year, fields)),
            identifier: fields.optional_line("identifier", input.identifier.as_deref(), 80),
            notes: fields.text("notes", &input.notes, 2000),
        })
    }
}

/// What can be changed of an asset; what is absent stays, null empties.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct AssetPatch {
    #[serde(deserialize_with = "not_null")]
    pub kind: Option<AssetKind>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[oai(nullable, validator(max_length = 80))]
    pub make: MaybeUndefined<String>,
    #[oai(nullable, validator(max_length = 80))]
    pub model: MaybeUndefined<String>,
    /// 1800 to 2200.
    #[oai(nullable)]
    pub year: MaybeUndefined<i16>,
    #[oai(nullable, validator(max_length = 80))]
    pub identifier: MaybeUndefined<String>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 2000))]
    pub notes: Option<String>,
}

impl Example for AssetPatch {
    fn example() -> Self {
        Self { identifier: MaybeUndefined::Value("AA 4321 BB".into()), ..Self::default() }
    }
}

impl Parse for AssetPatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        for (name, field) in
            [("make", &mut input.make), ("model", &mut input.model), ("identifier", &mut input.identifier)]
        {
            if let MaybeUndefined::Value(text) = field {
                *text = fields.line(name, text, 80);
            }
        }
        if let MaybeUndefined::Value(year) = input.year {
            check_year("year", year, fields);
        }
        input.notes = input.notes.map(|notes| fields.text("notes", &notes, 2000));
        Some(input)
    }
}

pub fn check_year(field: &str, year: i16, fields: &mut Fields) {
    fields.range(field, year.into(), 1800..=2200);
}
