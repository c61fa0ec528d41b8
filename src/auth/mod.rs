//! Who is asking, and what they may do: callers, permissions, roles, tokens, passwords.

pub mod caller;
pub mod password;
pub mod permission;
pub mod policy;
pub mod token;

pub use caller::Caller;
pub use permission::Permission;
pub use policy::{Policy, Reach};

use poem_openapi::Enum;
use serde::{Deserialize, Serialize};

crate::id!(
    /// A person who can sign in.
    UserId
);
crate::id!(
    /// One sign-in of one person in one company.
    SessionId
);

/// What a member of a company may do is decided by their role; `policies/policy.csv` says how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    /// Runs the company: settings, members, everything below.
    Admin,
    /// Runs the day: catalogue, staff, clients, bookings.
    Manager,
    /// Works: sees the catalogue, and their own clients and bookings.
    Employee,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Admin, Self::Manager, Self::Employee];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Employee => "employee",
        }
    }
}
