//! What a visitor's booking is about, as they say it.

use poem_openapi::Object;
use serde::{Deserialize, Serialize};

use super::model::{AssetKind, check_year};
use crate::http::Fields;

/// What a visitor's booking is about.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct GuestAsset {
    /// Absent: a vehicle.
    #[serde(default = "vehicle")]
    #[oai(default = "vehicle")]
    pub kind: AssetKind,
    /// Such as `Family car`.
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 80))]
    pub make: Option<String>,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 80))]
    pub model: Option<String>,
    #[serde(default)]
    #[oai(nullable, validator(minimum(value = "1800"), maximum(value = "2200")))]
    pub year: Option<i16>,
    /// A number plate, for example.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 40))]
    pub identifier: Option<String>,
}

fn vehicle() -> AssetKind {
    AssetKind::Vehicle
}

impl GuestAsset {
    pub fn parse(self, fields: &mut Fields) -> Self {
        Self {
            kind: self.kind,
            name: fields.line("asset.name", &self.name, 120),
            make: fields.optional_line("asset.make", self.make.as_deref(), 80),
            model: fields.optional_line("asset.model", self.model.as_deref(), 80),
            year: self.year.inspect(|year| check_year("asset.year", *year, fields)),
            identifier: fields.optional_line("asset.identifier", self.identifier.as_deref(), 40),
        }
    }
}
