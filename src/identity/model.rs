//! What signing up and signing in take and give.

use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    auth::{Role, UserId},
    companies::{
        CompanyId,
        model::{CompanyInput, NewCompany},
    },
    http::{Fields, Parse, object},
};

/// A company, and its first admin.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, rename = "NewRegistration")]
pub struct RegistrationInput {
    #[serde(deserialize_with = "object")]
    pub company: CompanyInput,
    /// The first admin. If the e-mail address is known already, the password must be that person's.
    #[serde(deserialize_with = "object")]
    pub admin: AdminInput,
}

/// Who runs a new company.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct AdminInput {
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[oai(validator(max_length = 254))]
    pub email: String,
    /// 10 to 200 characters.
    #[oai(validator(min_length = 10, max_length = 200))]
    pub password: String,
}

impl Example for AdminInput {
    fn example() -> Self {
        Self {
            name: "Olena Kovalenko".into(),
            email: "olena@example.com".into(),
            password: "correct horse battery".into(),
        }
    }
}

impl Example for RegistrationInput {
    fn example() -> Self {
        Self { company: CompanyInput::example(), admin: AdminInput::example() }
    }
}

/// A registration that can be carried out.
#[derive(Clone)]
pub struct NewRegistration {
    pub company: NewCompany,
    pub name: String,
    pub email: String,
    pub password: String,
}

impl Parse for NewRegistration {
    type Input = RegistrationInput;

    fn parse(input: RegistrationInput, fields: &mut Fields) -> Option<Self> {
        let company = NewCompany::parse(&input.company, fields);
        let name = fields.line("admin.name", &input.admin.name, 120);
        let email = fields.email("admin.email", &input.admin.email);
        let password = input.admin.password;
        match password.chars().count() {
            0..10 => fields.fail("admin.password", "too_short", "must be at least 10 characters"),
            10..=200 => {}
            _ => fields.fail("admin.password", "too_long", "must be at most 200 characters"),
        }
        Some(Self { company: company?, name, email, password })
    }
}

/// Who signs in, and where.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct SignIn {
    pub email: String,
    pub password: String,
    /// The slug of the company to sign in to; absent: the first that they joined.
    #[serde(default)]
    #[oai(nullable)]
    pub company: Option<String>,
}

impl Example for SignIn {
    fn example() -> Self {
        Self { email: "olena@example.com".into(), password: "correct horse battery".into(), company: None }
    }
}

impl Parse for SignIn {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.email = fields.email("email", &input.email);
        if input.password.len() > 1000 {
            fields.fail("password", "too_long", "must be at most 1000 bytes");
        }
        Some(input)
    }
}

/// A refresh token to exchange for new tokens.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct Refresh {
    pub refresh_token: String,
}

impl Example for Refresh {
    fn example() -> Self {
        Self { refresh_token: "fdr_…".into() }
    }
}

impl Parse for Refresh {
    type Input = Self;

    fn parse(input: Self, _: &mut Fields) -> Option<Self> {
        Some(input)
    }
}

/// A company that somebody belongs to.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Membership {
    pub company_id: CompanyId,
    pub slug: String,
    pub name: String,
    pub role: Role,
}

/// Somebody is signed in to a company.
#[derive(Clone, Debug, Serialize, Object)]
pub struct SignedIn {
    /// A JWT, to be sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds until the access token runs out.
    pub expires_in: i64,
    /// Exchange it for new tokens, once. It is rotated each time; one that is used twice ends the session.
    pub refresh_token: String,
    pub user_id: UserId,
    /// The company that the tokens are for.
    pub company: Membership,
    /// Every company that this person belongs to.
    pub companies: Vec<Membership>,
}
