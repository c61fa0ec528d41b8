//! A member of staff; a login is another thing, which some of them have.

use chrono::{DateTime, Utc};
use poem_openapi::{
    Enum, Object,
    types::{Example, MaybeUndefined},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    http::{Fields, Parse, Versioned, not_null},
    members::MemberId,
};

crate::id!(
    /// Somebody whose time can be booked.
    StaffId
);

/// What says when somebody works: their week with what is different on single days, or their published shifts alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Scheduling {
    #[default]
    Week,
    Shifts,
}

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
    /// What they can do, in lower case: services ask for it.
    pub skills: Vec<String>,
    /// Where they work; null: wherever they are needed.
    #[oai(nullable)]
    pub location_id: Option<Uuid>,
    /// What says when they work: `week` (their week, their recurring hours, and exceptions) or `shifts` (published shifts).
    pub scheduling: Scheduling,
    /// IANA; their hours are on the clock there.
    pub time_zone: String,
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
#[derive(Clone, Debug, Default, Deserialize, Object)]
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
    /// At most 20, each of at most 40 characters; kept in lower case.
    #[serde(default)]
    #[oai(default, validator(max_items = 20))]
    pub skills: Vec<String>,
    /// Where they work; absent: wherever they are needed.
    #[serde(default)]
    #[oai(nullable)]
    pub location_id: Option<Uuid>,
    #[serde(default)]
    #[oai(default)]
    pub scheduling: Scheduling,
    /// IANA; absent: the company's.
    #[serde(default)]
    #[oai(nullable)]
    pub time_zone: Option<String>,
}

impl Example for NewStaff {
    fn example() -> Self {
        Self {
            name: "Iryna Bondar".into(),
            title: Some("Stylist".into()),
            skills: vec!["haircut".into(), "colouring".into()],
            time_zone: Some("Europe/Kyiv".into()),
            ..Self::default()
        }
    }
}

impl Parse for NewStaff {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            name: fields.line("name", &input.name, 120),
            title: fields.optional_line("title", input.title.as_deref(), 120),
            member_id: input.member_id,
            skills: skills("skills", &input.skills, fields),
            location_id: input.location_id,
            scheduling: input.scheduling,
            time_zone: input.time_zone.map(|zone| time_zone(&zone, fields)),
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
    /// All of them: at most 20, each of at most 40 characters; kept in lower case.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_items = 20))]
    pub skills: Option<Vec<String>>,
    /// Where they work; null: wherever they are needed.
    #[oai(nullable)]
    pub location_id: MaybeUndefined<Uuid>,
    #[serde(deserialize_with = "not_null")]
    pub scheduling: Option<Scheduling>,
    /// IANA. Their week is on the clock there from then on; shifts stay at the moments that they are.
    #[serde(deserialize_with = "not_null")]
    pub time_zone: Option<String>,
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
        input.skills = input.skills.map(|list| skills("skills", &list, fields));
        input.time_zone = input.time_zone.map(|zone| time_zone(&zone, fields));
        Some(input)
    }
}

/// What somebody can do, or has to: words in lower case, each once.
pub fn skills(field: &str, words: &[String], fields: &mut Fields) -> Vec<String> {
    if words.len() > 20 {
        fields.fail(field, "too_many", "must be at most 20");
        return Vec::new();
    }
    let mut skills = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let skill = fields.line(&format!("{field}[{index}]"), &word.to_lowercase(), 40);
        if !skills.contains(&skill) {
            skills.push(skill);
        }
    }
    skills
}

fn time_zone(zone: &str, fields: &mut Fields) -> String {
    fields.time_zone("time_zone", zone).map(|zone| zone.name().to_owned()).unwrap_or_default()
}
