//! What signing up and signing in take and give.

use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    auth::{Role, UserId},
    companies::{
        CompanyId,
        blueprints::Blueprint,
        model::{CompanyInput, NewCompany},
    },
    error::Error,
    http::{Fields, Parse, object},
    identity::remember::Remember,
};

/// A company, and its first admin.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "NewRegistration")]
pub struct RegistrationInput {
    #[serde(deserialize_with = "object")]
    pub company: CompanyInput,
    /// The first admin. If the e-mail address is known already, the password must be that person's.
    #[serde(deserialize_with = "object")]
    pub admin: AdminInput,
    /// Whether to put sample data in: two services, the admin's week, a client.
    #[serde(default)]
    #[oai(default)]
    pub sample_data: bool,
    /// Sample data of a kind of business instead: services in categories with their add-ons, a location, resources, staff
    /// with their week, clients. It also sets how bookings are confirmed. All of it is in the company's language; in another
    /// currency than the kind of business has, all of it is free of charge.
    #[serde(default)]
    #[oai(nullable)]
    pub blueprint: Option<Blueprint>,
    #[serde(default)]
    #[oai(default)]
    pub remember: Remember,
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
        Self {
            company: CompanyInput::example(),
            admin: AdminInput::example(),
            sample_data: false,
            blueprint: None,
            remember: Remember::Body,
        }
    }
}

/// A registration that can be carried out.
#[derive(Clone)]
pub struct NewRegistration {
    pub company: NewCompany,
    pub name: String,
    pub email: String,
    pub password: String,
    pub sample: Option<Sample>,
    pub remember: Remember,
}

/// What a new company is filled with.
#[derive(Clone, Copy, Debug)]
pub enum Sample {
    Small,
    Of(Blueprint),
}

impl Parse for NewRegistration {
    type Input = RegistrationInput;

    fn parse(input: RegistrationInput, fields: &mut Fields) -> Option<Self> {
        let company = NewCompany::parse(&input.company, fields);
        let name = fields.line("admin.name", &input.admin.name, 120);
        let email = fields.email("admin.email", &input.admin.email);
        let password = input.admin.password;
        fields.new_password("admin.password", &password);
        let sample = input.blueprint.map(Sample::Of).or(input.sample_data.then_some(Sample::Small));
        Some(Self { company: company?, name, email, password, sample, remember: input.remember })
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
    #[serde(default)]
    #[oai(default)]
    pub remember: Remember,
}

impl Example for SignIn {
    fn example() -> Self {
        let (email, password) = ("olena@example.com".into(), "correct horse battery".into());
        Self { email, password, company: None, remember: Remember::Body }
    }
}

impl Parse for SignIn {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.email = fields.email("email", &input.email);
        fields.shown_password("password", &input.password);
        Some(input)
    }
}

/// A customer or an operator who signs in with a password.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct PasswordSignIn {
    pub email: String,
    pub password: String,
    #[serde(default)]
    #[oai(default)]
    pub remember: Remember,
}

impl Example for PasswordSignIn {
    fn example() -> Self {
        Self { email: "ada@example.com".into(), password: "correct horse battery".into(), remember: Remember::Body }
    }
}

impl Parse for PasswordSignIn {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.email = fields.email("email", &input.email);
        fields.shown_password("password", &input.password);
        Some(input)
    }
}

/// Whose password is to be chosen anew.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct ForgottenPassword {
    pub email: String,
}

impl Example for ForgottenPassword {
    fn example() -> Self {
        Self { email: "olena@example.com".into() }
    }
}

impl Parse for ForgottenPassword {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self { email: fields.email("email", &input.email) })
    }
}

/// The secret of a link, and the password that is to hold from now on.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct PasswordReset {
    /// What stands behind `token=` in the link.
    pub token: String,
    /// 10 to 200 characters.
    #[oai(validator(min_length = 10, max_length = 200))]
    pub password: String,
}

impl Example for PasswordReset {
    fn example() -> Self {
        Self { token: "k3Jv…".into(), password: "battery staple horse".into() }
    }
}

impl Parse for PasswordReset {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        fields.new_password("password", &input.password);
        Some(input)
    }
}

/// The secret of a link.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct LinkToken {
    /// What stands behind `token=` in the link.
    pub token: String,
}

impl Example for LinkToken {
    fn example() -> Self {
        Self { token: "k3Jv…".into() }
    }
}

impl Parse for LinkToken {
    type Input = Self;

    fn parse(input: Self, _: &mut Fields) -> Option<Self> {
        Some(input)
    }
}

/// An address to be verified by whoever has the account.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct EmailVerification {
    /// What stands behind `token=` in the link.
    pub token: String,
    /// Of the account: it shows that who reads the mail is who registered.
    pub password: String,
}

impl Example for EmailVerification {
    fn example() -> Self {
        Self { token: "k3Jv…".into(), password: "correct horse battery".into() }
    }
}

impl Parse for EmailVerification {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        fields.shown_password("password", &input.password);
        Some(input)
    }
}

/// Whether somebody may sign in to a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Standing {
    Active,
    /// The company is about to be closed for good; until then, its members may sign in.
    Closing,
    /// The company has suspended them.
    Suspended,
    /// The operator has suspended the company.
    CompanySuspended,
}

/// A company that somebody belongs to.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Membership {
    pub company_id: CompanyId,
    pub slug: String,
    pub name: String,
    pub role: Role,
    pub status: Standing,
}

impl Membership {
    /// `Suspended`, unless they may sign in.
    pub fn enter(&self) -> Result<&Self, Error> {
        match self.status {
            Standing::Active | Standing::Closing => Ok(self),
            Standing::Suspended => Err(Error::Suspended("suspended")),
            Standing::CompanySuspended => Err(Error::Suspended("company_suspended")),
        }
    }
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
    /// Exchange it for new tokens, once. It is rotated each time; one that is used twice ends the session. Null where a
    /// cookie has it.
    #[oai(nullable)]
    pub refresh_token: Option<String>,
    pub user_id: UserId,
    /// The company that the tokens are for.
    pub company: Membership,
    /// Every company that this person belongs to.
    pub companies: Vec<Membership>,
}
