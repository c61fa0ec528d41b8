//! A member, what can be changed of one, and what becomes of them.

use chrono::{DateTime, Utc};
use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    auth::{Role, UserId},
    events::Event,
    http::{Fields, Parse, Versioned, not_null},
    staff::StaffId,
};

crate::id!(
    /// A person in a company.
    MemberId
);

/// Whether a member may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MemberStatus {
    Active,
    /// Not until they are reactivated; their API keys rest too.
    Suspended,
    /// Not any more. What they did keeps their name, until they are erased.
    Removed,
}

impl MemberStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Removed => "removed",
        }
    }
}

/// Somebody who works in the company.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Member {
    pub id: MemberId,
    /// The person: the same in each of their companies. Null once they are erased.
    #[oai(nullable)]
    pub user_id: Option<UserId>,
    /// What they are called in this company.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// `admin`, `manager`, `employee`, or the key of a role of the company's own.
    pub role: Role,
    pub status: MemberStatus,
    /// Whose time is booked when it is theirs; null where nobody's is.
    #[oai(nullable)]
    pub staff_id: Option<StaffId>,
    /// When who they were was forgotten.
    #[oai(nullable)]
    pub erased_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Member {
    fn version(&self) -> i32 {
        self.version
    }
}

/// What can be changed of a member; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct MemberPatch {
    /// `admin`, `manager`, `employee`, or the key of a role of the company's own. It may allow no more than yours does.
    #[serde(deserialize_with = "not_null")]
    pub role: Option<Role>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
}

impl Example for MemberPatch {
    fn example() -> Self {
        Self { role: Some(Role::Manager), ..Self::default() }
    }
}

impl Parse for MemberPatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        Some(input)
    }
}

/// A member has another role.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MemberRoleChanged {
    pub member: MemberId,
    pub from: Role,
    pub to: Role,
}

impl Event for MemberRoleChanged {
    const KIND: &'static str = "member.role_changed";
}

impl Example for MemberRoleChanged {
    fn example() -> Self {
        let member = MemberId(uuid::Uuid::nil());
        Self { member, from: Role::Employee, to: Role::Manager }
    }
}

/// A member may not sign in for now.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MemberSuspended {
    pub member: MemberId,
}

impl Event for MemberSuspended {
    const KIND: &'static str = "member.suspended";
}

impl Example for MemberSuspended {
    fn example() -> Self {
        Self { member: MemberId(uuid::Uuid::nil()) }
    }
}

/// A member may sign in again.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MemberReactivated {
    pub member: MemberId,
}

impl Event for MemberReactivated {
    const KIND: &'static str = "member.reactivated";
}

impl Example for MemberReactivated {
    fn example() -> Self {
        Self { member: MemberId(uuid::Uuid::nil()) }
    }
}

/// Somebody is a member no more.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MemberRemoved {
    pub member: MemberId,
    pub role: Role,
}

impl Event for MemberRemoved {
    const KIND: &'static str = "member.removed";
}

impl Example for MemberRemoved {
    fn example() -> Self {
        Self { member: MemberId(uuid::Uuid::nil()), role: Role::Employee }
    }
}

/// Somebody accepted an invitation. `app.accept_invitation` writes it.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MemberJoined {
    pub member: MemberId,
    pub role: Role,
    pub invitation: uuid::Uuid,
}

impl Event for MemberJoined {
    const KIND: &'static str = "member.joined";
}

impl Example for MemberJoined {
    fn example() -> Self {
        Self { member: MemberId(uuid::Uuid::nil()), role: Role::Employee, invitation: uuid::Uuid::nil() }
    }
}

/// The name of somebody who was a member is gone.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct MemberErased {
    pub member: MemberId,
}

impl Event for MemberErased {
    const KIND: &'static str = "member.erased";
}

impl Example for MemberErased {
    fn example() -> Self {
        Self { member: MemberId(uuid::Uuid::nil()) }
    }
}
