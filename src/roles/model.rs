//! A role, what its key and its permissions may be, and the vocabulary of permissions.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    auth::{Permission, Reach, Role},
    http::{Fields, Parse, Versioned, not_null},
};

crate::id!(
    /// A role of a company's own.
    RoleId
);

/// Words that mean somebody already.
const RESERVED: [&str; 5] = ["admin", "manager", "employee", "customer", "operator"];

/// A role that a member can have.
#[derive(Clone, Debug, Serialize, Object)]
pub struct CompanyRole {
    /// Null for those that every company has: they cannot be changed.
    #[oai(nullable)]
    pub id: Option<RoleId>,
    /// What a member's `role` says.
    pub key: Role,
    pub name: String,
    /// Words of `list_permissions`; with `:own` behind, on the caller's own rows alone.
    pub permissions: Vec<String>,
    /// Whether every company has it.
    pub built_in: bool,
    /// Send it as `If-Match` to change the row; 0 where it cannot be changed.
    pub version: i32,
    /// Null where it has always been there.
    #[oai(nullable)]
    pub created_at: Option<DateTime<Utc>>,
}

impl Versioned for CompanyRole {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Every role of a company.
#[derive(Debug, Serialize, Object)]
pub struct Roles {
    /// Those that every company has, then its own in the order of their making.
    pub data: Vec<CompanyRole>,
}

/// What the caller may do.
#[derive(Debug, Serialize, Object)]
pub struct OwnPermissions {
    /// Words of `list_permissions`; with `:own` behind, on the caller's own rows alone.
    pub data: Vec<String>,
}

/// One word of the vocabulary that roles and API keys are made of.
#[derive(Debug, Serialize, Object)]
pub struct PermissionWord {
    /// `bookings:read`.
    pub word: String,
    /// `bookings`.
    pub object: String,
    /// `read`.
    pub action: String,
    /// Whether it can be narrowed to the caller's own rows: `bookings:read:own`.
    pub can_be_own: bool,
    /// Whether an API key can have it.
    pub for_keys: bool,
    /// The built-in roles that have it, narrowed or not.
    pub roles: Vec<Role>,
}

/// The vocabulary.
#[derive(Debug, Serialize, Object)]
pub struct Permissions {
    pub data: Vec<PermissionWord>,
}

/// A role to be made.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct NewRole {
    /// 1 to 40 lower-case letters, digits and single underscores, beginning with a letter; it stays as it is.
    #[oai(validator(min_length = 1, max_length = 40))]
    pub key: String,
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    /// Words of `list_permissions`. They may allow no more than your own role does.
    #[oai(validator(min_items = 1))]
    pub permissions: Vec<String>,
}

impl Example for NewRole {
    fn example() -> Self {
        let words = ["bookings:read", "clients:read", "clients:create", "clients:update", "services:read"];
        Self {
            key: "booking_manager".into(),
            name: "Booking manager".into(),
            permissions: words.map(str::to_owned).into(),
        }
    }
}

impl Parse for NewRole {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        if !Role::is_key(&input.key) {
            let message = "must be 1 to 40 lower-case letters, digits and single underscores, beginning with a letter";
            fields.fail("key", "invalid_key", message);
        } else if RESERVED.contains(&&*input.key) {
            fields.fail("key", "reserved", "is reserved");
        }
        input.name = fields.line("name", &input.name, 120);
        words(&input.permissions, fields, |_| true);
        Some(input)
    }
}

/// What can be changed of a role; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct RolePatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    /// All of them, from now on. They may allow no more than your own role does.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_items = 1))]
    pub permissions: Option<Vec<String>>,
}

impl Example for RolePatch {
    fn example() -> Self {
        Self { permissions: Some(vec!["bookings:read".into(), "clients:read:own".into()]), ..Self::default() }
    }
}

impl Parse for RolePatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        if let Some(permissions) = &input.permissions {
            words(permissions, fields, |_| true);
        }
        Some(input)
    }
}

/// Looks at every word of `permissions`: known, said once, and `allowed`.
pub fn words(permissions: &[String], fields: &mut Fields, allowed: impl Fn(Permission) -> bool) {
    if permissions.is_empty() {
        fields.fail("permissions", "required", "must not be empty");
    }
    let mut seen = Vec::new();
    for (index, word) in permissions.iter().enumerate().take(2 * Permission::ALL.len()) {
        let field = format!("permissions[{index}]");
        match Permission::parse(word) {
            None => fields.fail(&field, "unknown_permission", "is not a word of `GET /permissions`"),
            Some((permission, _)) if seen.contains(&permission) => {
                fields.fail(&field, "duplicate", "is there already");
            }
            Some((permission, _)) if !allowed(permission) => {
                fields.fail(&field, "not_for_keys", "is not for an API key");
            }
            Some((permission, _)) => seen.push(permission),
        }
    }
    if permissions.len() > 2 * Permission::ALL.len() {
        fields.fail("permissions", "too_long", "has more words than there are");
    }
}

/// The vocabulary, with the built-in roles that have each word.
pub fn vocabulary(has: impl Fn(&Role, Permission) -> bool) -> Permissions {
    let of_companies = Permission::ALL.iter().copied().filter(|permission| !permission.is_platform());
    let data = of_companies.map(|permission| PermissionWord {
        word: permission.word(Reach::All),
        object: permission.object().into(),
        action: permission.action().into(),
        can_be_own: permission.can_be_own(),
        for_keys: permission.is_for_keys(),
        roles: Role::BUILT_IN.into_iter().filter(|role| has(role, permission)).collect(),
    });
    Permissions { data: data.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn wrong(permissions: &[&str]) -> Vec<(String, String)> {
        let permissions: Vec<_> = permissions.iter().map(|&word| word.to_owned()).collect();
        let mut fields = Fields::default();
        words(&permissions, &mut fields, Permission::is_for_keys);
        match fields.finish(Some(())) {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.field, error.code)).collect(),
            _ => vec![],
        }
    }

    #[test]
    fn a_list_of_permissions_has_known_words_once_each() {
        let one = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];

        assert_eq!(wrong(&["bookings:read:own", "clients:read"]), []);
        assert_eq!(wrong(&[]), one("permissions", "required"));
        assert_eq!(wrong(&["bookings:read", "clients:read", "platform_companies:read"])[0].0, "permissions[2]");
        assert_eq!(wrong(&["services:read:own"]), one("permissions[0]", "unknown_permission"));
        assert_eq!(wrong(&["bookings:read", "bookings:read:own"]), one("permissions[1]", "duplicate"));
        assert_eq!(wrong(&["api_keys:update"]), one("permissions[0]", "not_for_keys"));
        assert_eq!(wrong(&vec!["x"; 1000]).len(), 2 * Permission::ALL.len() + 1);
    }
}
