//! Somebody, as they see themselves, and what they can change of it.

use chrono::{DateTime, Utc};
use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    auth::{SessionId, UserId},
    http::{Fields, Parse, Versioned, not_null},
    identity::{model::Membership, remember::Remember},
};

/// Whoever asks.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Me {
    pub id: UserId,
    pub name: String,
    pub email: String,
    /// Whether mail to this address is known to reach them.
    pub email_verified: bool,
    /// Of the mails they get: `en`, `uk`, `bn` or `id`.
    pub language: String,
    /// Whether they can sign in with a password.
    pub has_password: bool,
    /// What they are signed in as.
    pub kind: SessionKind,
    /// The companies they work with, in the order they joined; empty for a customer's token.
    pub companies: Vec<Membership>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
}

impl Versioned for Me {
    fn version(&self) -> i32 {
        self.version
    }
}

/// What somebody is signed in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SessionKind {
    Staff,
    Customer,
    Operator,
}

/// What can be changed; what is absent stays. A company keeps the name that it knows somebody by.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct MePatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    /// `en`, `uk`, `bn` or `id`.
    #[serde(deserialize_with = "not_null")]
    pub language: Option<String>,
}

impl Example for MePatch {
    fn example() -> Self {
        Self { name: Some("Olena Kovalenko".into()), language: Some("uk".into()) }
    }
}

impl Parse for MePatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        if let Some(language) = &input.language {
            fields.language("language", language);
        }
        Some(input)
    }
}

/// A password that is to hold from now on.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewPassword {
    /// Only who has no password yet may leave it out, within an hour of signing in.
    #[serde(default)]
    #[oai(nullable)]
    pub current_password: Option<String>,
    /// 10 to 200 characters.
    #[oai(validator(min_length = 10, max_length = 200))]
    pub new_password: String,
}

impl Example for NewPassword {
    fn example() -> Self {
        let new_password = "battery staple horse".into();
        Self { current_password: Some("correct horse battery".into()), new_password }
    }
}

impl Parse for NewPassword {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        fields.shown_password("current_password", input.current_password.as_deref().unwrap_or_default());
        fields.new_password("new_password", &input.new_password);
        Some(input)
    }
}

/// The address that somebody wants to have.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewEmail {
    #[oai(validator(max_length = 254))]
    pub email: String,
    /// Only who has no password may leave it out, within an hour of signing in.
    #[serde(default)]
    #[oai(nullable)]
    pub current_password: Option<String>,
}

impl Example for NewEmail {
    fn example() -> Self {
        let email = "olena.kovalenko@example.com".into();
        Self { email, current_password: Some("correct horse battery".into()) }
    }
}

impl Parse for NewEmail {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.email = fields.email("email", &input.email);
        fields.shown_password("current_password", input.current_password.as_deref().unwrap_or_default());
        Some(input)
    }
}

/// A sign-in of whoever asks that has not ended.
#[derive(Clone, Debug, Serialize, Object)]
pub struct MySession {
    pub id: SessionId,
    pub kind: SessionKind,
    /// Null for an operator's.
    #[oai(nullable)]
    pub company: Option<SessionCompany>,
    /// The browser and what it runs on, or a program's name: `Firefox on Linux`.
    pub device: String,
    /// The network address that it was last seen at, as the installation sees it: the connection's own, or what a trusted
    /// proxy says. It names no town or country.
    #[oai(nullable)]
    pub address: Option<String>,
    pub created_at: DateTime<Utc>,
    /// To a quarter of an hour: it moves when tokens are refreshed.
    pub last_seen_at: DateTime<Utc>,
    /// Whether this is the session that asks.
    pub current: bool,
}

/// Where somebody is signed in.
#[derive(Clone, Debug, Serialize, Object)]
pub struct SessionCompany {
    pub slug: String,
    pub name: String,
}

/// The company to be signed in to.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct CompanyChoice {
    /// Its slug.
    pub company: String,
    #[serde(default)]
    #[oai(default)]
    pub remember: Remember,
}

impl Example for CompanyChoice {
    fn example() -> Self {
        Self { company: "studio-vesna".into(), remember: Remember::Body }
    }
}

impl Parse for CompanyChoice {
    type Input = Self;

    fn parse(input: Self, _: &mut Fields) -> Option<Self> {
        Some(input)
    }
}
