//! A member of staff; a login is another thing, which some of them have.

use chrono::{DateTime, Utc};
use poem_openapi::{
    Object,
    types::{Example, MaybeUndefined},
};
use serde::{Deserialize, Serialize};

use crate::{
    http::{Fields, Parse, Versioned, not_null},
    members::MemberId,
};

crate::id!(
    /// Somebody whose time can be booked.
    StaffId
);

/// A member of staff, as their colleagues see them.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Staff {
    pub id: StaffId,
    pub name: String,
    /// What they are, such as `Stylist`.
    #[oai(nullable)]
    pub title: Option<String>,
    /// Who they are when they sign in; null where they do not.
    #[oai(nullable)]
    pub member_id: Option<MemberId>,
    /// Set once they are archived: their time cannot be booked any more, and what was booked stays.
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Staff {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Somebody who joins.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewStaff {
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 120))]
    pub title: Option<String>,
    /// Who they are when they sign in: one of the members, and nobody else's.
    #[serde(default)]
    #[oai(nullable)]
    pub member_id: Option<MemberId>,
}

impl Example for NewStaff {
    fn example() -> Self {
        Self { name: "Iryna Bondar".into(), title: Some("Stylist".into()), member_id: None }
    }
}

impl Parse for NewStaff {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            name: fields.line("name", &input.name, 120),
            title: fields.optional_line("title", input.title.as_deref(), 120),
            member_id: input.member_id,
        })
    }
}

/// What can be changed of a member of staff; what is absent stays, null empties.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct StaffPatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[oai(nullable, validator(max_length = 120))]
    pub title: MaybeUndefined<String>,
    /// Who they are when they sign in: one of the members, and nobody else's.
    #[oai(nullable)]
    pub member_id: MaybeUndefined<MemberId>,
}

impl Example for StaffPatch {
    fn example() -> Self {
        Self { title: MaybeUndefined::Value("Senior stylist".into()), ..Self::default() }
    }
}

impl Parse for StaffPatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        if let MaybeUndefined::Value(title) = &mut input.title {
            *title = fields.line("title", title, 120);
        }
        Some(input)
    }
}
