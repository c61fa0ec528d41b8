//! An invitation, as the company sees it and as the invited see it; and what accepting one takes.

use chrono::{DateTime, Utc};
use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    auth::Role,
    events::Event,
    http::{Fields, Parse},
    i18n::Language,
    members::MemberId,
    staff::StaffId,
};

crate::id!(
    /// A way into a company.
    InvitationId
);

/// What has become of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
pub enum InvitationStatus {
    Open,
    Accepted,
    Revoked,
    /// Sending it again opens it again.
    Expired,
}

impl InvitationStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }
}

/// Who invited somebody.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Inviter {
    pub id: MemberId,
    pub name: String,
}

/// Somebody is invited to work in the company.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Invitation {
    pub id: InvitationId,
    pub email: String,
    /// What they will be: `admin`, `manager`, `employee`, or the key of a role of the company's own.
    pub role: Role,
    /// Whose time is theirs once they have joined.
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
    /// What the mail is written in: `en`, `uk`, `bn` or `id`.
    pub language: String,
    pub status: InvitationStatus,
    pub invited_by: Inviter,
    pub expires_at: DateTime<Utc>,
    #[oai(nullable)]
    pub accepted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// Somebody to be invited.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "NewInvitation")]
pub struct InvitationInput {
    #[oai(validator(max_length = 254))]
    pub email: String,
    /// `admin`, `manager`, `employee`, or the key of a role of the company's own. It may allow no more than yours does.
    pub role: Role,
    /// What the mail is written in: `en`, `uk`, `bn` or `id`; absent: as the company.
    #[serde(default)]
    #[oai(nullable)]
    pub language: Option<String>,
    /// Whose time is theirs once they have joined: somebody of the staff who is no member yet.
    #[serde(default)]
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
}

impl Example for InvitationInput {
    fn example() -> Self {
        Self { email: "iryna@example.com".into(), role: Role::Employee, language: Some("uk".into()), staff_id: None }
    }
}

/// An invitation that can be made.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    pub email: String,
    pub role: Role,
    pub language: Option<Language>,
    pub staff_id: Option<StaffId>,
}

impl Parse for NewInvitation {
    type Input = InvitationInput;

    fn parse(input: InvitationInput, fields: &mut Fields) -> Option<Self> {
        let email = fields.email("email", &input.email);
        let language = input.language.map(|language| fields.language("language", &language));
        Some(Self { email, role: input.role, language: language.flatten(), staff_id: input.staff_id })
    }
}

/// The secret of a link in a mail.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct InvitationToken {
    /// What stands behind `token=` in the link.
    #[oai(validator(max_length = 200))]
    pub token: String,
}

impl Example for InvitationToken {
    fn example() -> Self {
        Self { token: "Zm9yIHRoZSBleGFtcGxl".into() }
    }
}

impl Parse for InvitationToken {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        token("token", &input.token, fields);
        Some(input)
    }
}

fn token(field: &str, value: &str, fields: &mut Fields) {
    if value.len() > 200 {
        fields.fail(field, "too_long", "must be at most 200 characters");
    }
}

/// An invitation, as whoever follows its link sees it.
#[derive(Debug, Serialize, Object)]
pub struct Shown {
    /// The company's name.
    pub company: String,
    pub email: String,
    pub role: Role,
    pub expires_at: DateTime<Utc>,
    /// Whether somebody with this address signs in already: then it is their password that is asked for, else a new one.
    pub known: bool,
}

/// Somebody accepts.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct Acceptance {
    /// What stands behind `token=` in the link.
    #[oai(validator(max_length = 200))]
    pub token: String,
    /// The address that the invitation was sent to.
    #[oai(validator(max_length = 254))]
    pub email: String,
    /// What they are called in this company; needed of somebody new.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 120))]
    pub name: Option<String>,
    /// Of somebody who signs in with this address already, theirs; of somebody new, the one they will have: 10 to 200
    /// characters.
    #[oai(validator(min_length = 10, max_length = 200))]
    pub password: String,
}

impl Example for Acceptance {
    fn example() -> Self {
        Self {
            token: "Zm9yIHRoZSBleGFtcGxl".into(),
            email: "iryna@example.com".into(),
            name: Some("Iryna Bondar".into()),
            password: "correct horse battery".into(),
        }
    }
}

impl Parse for Acceptance {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        token("token", &input.token, fields);
        input.email = fields.email("email", &input.email);
        input.name = fields.optional_line("name", input.name.as_deref(), 120);
        match input.password.chars().count() {
            0..10 => fields.fail("password", "too_short", "must be at least 10 characters"),
            10..=200 => {}
            _ => fields.fail("password", "too_long", "must be at most 200 characters"),
        }
        Some(input)
    }
}

/// Somebody is invited to become a member.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MemberInvited {
    pub invitation: InvitationId,
    pub role: Role,
}

impl Event for MemberInvited {
    const KIND: &'static str = "member.invited";
}

impl Example for MemberInvited {
    fn example() -> Self {
        Self { invitation: InvitationId(uuid::Uuid::nil()), role: Role::Employee }
    }
}
