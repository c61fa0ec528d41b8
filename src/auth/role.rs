//! Roles: three that every company has, and those that a company makes for itself.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};
use sqlx::{Decode, Encode, Postgres, encode::IsNull, error::BoxDynError, postgres::PgTypeInfo};

/// What a member of a company may do is decided by their role: `admin`, `manager`, `employee`, for which
/// `policies/policy.csv` says it, or the key of a role of the company's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Role {
    /// Runs the company: settings, members, everything below.
    Admin,
    /// Runs the day: catalogue, staff, clients, bookings.
    Manager,
    /// Works: sees the catalogue, and their own clients and bookings.
    Employee,
    /// A role of the company's own, by its key.
    Custom(Arc<str>),
}

impl Role {
    /// Those that every company has.
    pub const BUILT_IN: [Self; 3] = [Self::Admin, Self::Manager, Self::Employee];

    pub fn as_str(&self) -> &str {
        match self {
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Employee => "employee",
            Self::Custom(key) => key,
        }
    }

    /// Whether this could be the key of a role: it goes into SQL and into tokens.
    pub fn is_key(key: &str) -> bool {
        (1..=40).contains(&key.len())
            && key.starts_with(|c: char| c.is_ascii_lowercase())
            && !key.ends_with('_')
            && !key.contains("__")
            && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    }
}

/// Not even the shape of a role.
#[derive(Debug, thiserror::Error)]
#[error("is not a role")]
pub struct NotARole;

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Self, NotARole> {
        match Self::BUILT_IN.into_iter().find(|role| role.as_str() == text) {
            Some(role) => Ok(role),
            None if Self::is_key(text) => Ok(Self::Custom(text.into())),
            None => Err(NotARole),
        }
    }
}

impl TryFrom<String> for Role {
    type Error = NotARole;

    fn try_from(text: String) -> Result<Self, NotARole> {
        text.parse()
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.as_str().into()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl sqlx::Type<Postgres> for Role {
    fn type_info() -> PgTypeInfo {
        <str as sqlx::Type<Postgres>>::type_info()
    }

    fn compatible(ty: &PgTypeInfo) -> bool {
        <str as sqlx::Type<Postgres>>::compatible(ty)
    }
}

impl<'r> Decode<'r, Postgres> for Role {
    fn decode(value: <Postgres as sqlx::Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(<&str as Decode<Postgres>>::decode(value)?.parse()?)
    }
}

impl Encode<'_, Postgres> for Role {
    fn encode_by_ref(&self, buffer: &mut <Postgres as sqlx::Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <&str as Encode<Postgres>>::encode(self.as_str(), buffer)
    }
}

crate::string_in_document!(Role, "role");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_one_of_three_or_a_key() {
        assert_eq!("manager".parse::<Role>().ok(), Some(Role::Manager));
        assert_eq!("booking_manager".parse::<Role>().ok(), Some(Role::Custom("booking_manager".into())));
        for bad in ["", "Admin", "a b", "x'; drop", "_a", "a_", "a__b", "9a", &"a".repeat(41)] {
            assert!(bad.parse::<Role>().is_err(), "{bad}");
        }
    }
}
