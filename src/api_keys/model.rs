//! A key, as it is listed; and what a new one may be for.

use chrono::{DateTime, Datelike, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    auth::{ApiKeyId, Permission},
    http::{Fields, Parse},
    members::MemberId,
    roles::model::words,
};

/// Who made a key.
#[derive(Clone, Debug, Serialize, Object)]
pub struct KeyMember {
    pub id: MemberId,
    pub name: String,
}

/// An API key, without its secret.
#[derive(Clone, Debug, Serialize, Object)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// The last four characters of the key.
    pub hint: String,
    /// Words of `list_permissions`: what it is for, as far as its member's role goes.
    pub permissions: Vec<String>,
    /// For whom it acts. While they are suspended it is refused, and once they are removed it is revoked.
    pub member: KeyMember,
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
    /// To the minute.
    #[oai(nullable)]
    pub last_used_at: Option<DateTime<Utc>>,
    #[oai(nullable)]
    pub revoked_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A key that was just made.
#[derive(Debug, Serialize, Object)]
pub struct MadeApiKey {
    /// `fd_live_…`: shown this once. Send it as `Authorization: Bearer …`.
    pub key: String,
    pub api_key: ApiKey,
}

/// A key to be made.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewApiKey {
    /// What you will know it by.
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    /// Words of `list_permissions`, of those that are `for_keys`. They may allow no more than your own role does.
    #[oai(validator(min_items = 1))]
    pub permissions: Vec<String>,
    /// When it stops; absent: when it is revoked.
    #[serde(default)]
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
}

impl Example for NewApiKey {
    fn example() -> Self {
        let permissions = ["bookings:read", "clients:read"].map(str::to_owned).into();
        Self { name: "Website".into(), permissions, expires_at: None }
    }
}

impl Parse for NewApiKey {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = fields.line("name", &input.name, 120);
        words(&input.permissions, fields, Permission::is_for_keys);
        if input.expires_at.is_some_and(|at| !(1..=9999).contains(&at.year())) {
            fields.fail("expires_at", "out_of_range", "must be between the years 1 and 9999");
        }
        Some(input)
    }
}
