//! What customers give and get: structs of their own, so that nothing internal can slip in.

use chrono::{DateTime, Utc};
use poem_openapi::{
    Enum, Object,
    types::{Example, MaybeUndefined},
};
use serde::{Deserialize, Serialize};

use crate::{
    bookings::{
        BookingId, Status,
        input::{NAME_MAX, PHONE_MAX},
        model::Named,
    },
    companies::{Company, model::country_of},
    error::Result,
    http::{Fields, Parse, Versioned, not_null},
    identity::remember::Remember,
    money::Money,
};

/// Somebody who wants to be a company's customer.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct CustomerRegistration {
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[oai(validator(max_length = 254))]
    pub email: String,
    /// With its country code; a national number is read as one of the company's country.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 40))]
    pub phone: Option<String>,
    /// `en`, `uk`, `bn` or `id`: what to write to them in; absent: the company's language.
    #[serde(default)]
    #[oai(nullable)]
    pub language: Option<String>,
}

impl Example for CustomerRegistration {
    fn example() -> Self {
        Self {
            name: "Ada Lovelace".into(),
            email: "ada@example.com".into(),
            phone: Some("+380 44 123 4567".into()),
            language: Some("en".into()),
        }
    }
}

/// Somebody who comes back.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct SignInLinkRequest {
    #[oai(validator(max_length = 254))]
    pub email: String,
    /// `en`, `uk`, `bn` or `id`: what to write to them in; absent: the company's language.
    #[serde(default)]
    #[oai(nullable)]
    pub language: Option<String>,
}

impl Example for SignInLinkRequest {
    fn example() -> Self {
        Self { email: "ada@example.com".into(), language: None }
    }
}

/// A sign-in link that can be sent.
#[derive(Clone, Debug)]
pub struct NewCustomerLink {
    pub email: String,
    pub name: Option<String>,
    pub language: Option<String>,
    phone: Option<String>,
}

impl NewCustomerLink {
    /// The phone number can be read only once it is known whose page this is.
    pub fn phone(&self, company: &Company) -> Result<Option<String>> {
        let mut fields = Fields::default();
        let phone = self.phone.as_ref().map(|phone| fields.phone("phone", phone, company.country()));
        fields.finish(Some(phone))
    }
}

/// [`NewCustomerLink`] of somebody who says who they are.
pub struct Registering(pub NewCustomerLink);
/// [`NewCustomerLink`] of somebody who says their address alone.
pub struct ComingBack(pub NewCustomerLink);

impl Parse for Registering {
    type Input = CustomerRegistration;

    fn parse(input: CustomerRegistration, fields: &mut Fields) -> Option<Self> {
        if let Some(language) = &input.language {
            fields.language("language", language);
        }
        let phone = input.phone.filter(|phone| !phone.trim().is_empty());
        Some(Self(NewCustomerLink {
            name: Some(fields.line("name", &input.name, NAME_MAX)),
            email: fields.email("email", &input.email),
            phone: phone.map(|phone| fields.text("phone", &phone, PHONE_MAX)),
            language: input.language,
        }))
    }
}

impl Parse for ComingBack {
    type Input = SignInLinkRequest;

    fn parse(input: SignInLinkRequest, fields: &mut Fields) -> Option<Self> {
        if let Some(language) = &input.language {
            fields.language("language", language);
        }
        let email = fields.email("email", &input.email);
        Some(Self(NewCustomerLink { email, name: None, language: input.language, phone: None }))
    }
}

/// A link out of a mail.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct SignInLink {
    /// The `token` of the link's address.
    pub token: String,
    #[serde(default)]
    #[oai(default)]
    pub remember: Remember,
}

impl Example for SignInLink {
    fn example() -> Self {
        Self { token: "iuRzQ…".into(), remember: Remember::Body }
    }
}

impl Parse for SignInLink {
    type Input = Self;

    fn parse(input: Self, _: &mut Fields) -> Option<Self> {
        Some(input)
    }
}

/// The company that a customer is signed in to.
#[derive(Clone, Debug, Serialize, Object)]
pub struct PortalCompany {
    pub slug: String,
    pub name: String,
}

/// A customer is signed in to a company.
#[derive(Clone, Debug, Serialize, Object)]
pub struct CustomerSignedIn {
    /// A JWT, to be sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds until the access token runs out.
    pub expires_in: i64,
    /// Exchange it for new tokens, once. It is rotated each time; one that is used twice ends the session. Null if it is in
    /// a cookie.
    #[oai(nullable)]
    pub refresh_token: Option<String>,
    pub company: PortalCompany,
}

/// What a company has on its card of a customer, as they see it themselves.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct CustomerProfile {
    pub name: String,
    /// Where links are sent to.
    #[oai(nullable)]
    pub email: Option<String>,
    /// E.164, such as `+380441234567`.
    #[oai(nullable)]
    pub phone: Option<String>,
    /// `en`, `uk`, `bn` or `id`: what they are written to in; null: the company's.
    #[oai(nullable)]
    pub language: Option<String>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for CustomerProfile {
    fn version(&self) -> i32 {
        self.version
    }
}

/// What customers can change of themselves; what is absent stays, null empties.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct CustomerProfilePatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    /// With its country code; a national number is read as one of the company's country.
    #[oai(nullable, validator(max_length = 40))]
    pub phone: MaybeUndefined<String>,
    /// `en`, `uk`, `bn` or `id`.
    #[oai(nullable)]
    pub language: MaybeUndefined<String>,
}

impl Example for CustomerProfilePatch {
    fn example() -> Self {
        Self { phone: MaybeUndefined::Value("+380 44 765 4321".into()), ..Self::default() }
    }
}

impl Parse for CustomerProfilePatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, NAME_MAX));
        if let MaybeUndefined::Value(language) = &input.language {
            fields.language("language", language);
        }
        if let MaybeUndefined::Value(phone) = &mut input.phone {
            *phone = fields.text("phone", phone, PHONE_MAX);
        }
        Some(input)
    }
}

impl CustomerProfilePatch {
    /// The phone number can be read only once it is known whose customer this is: by the company's currency.
    pub fn in_country_of(mut self, currency: &str) -> Result<Self> {
        let mut fields = Fields::default();
        if let MaybeUndefined::Value(phone) = &mut self.phone {
            *phone = fields.phone("phone", phone, country_of(currency));
        }
        fields.finish(Some(self))
    }
}

/// Which bookings, by their time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum When {
    /// Those that have not ended, the next one first.
    #[default]
    Upcoming,
    /// Those that have, the last one first.
    Past,
}

/// A booking, as the customer whose it is sees it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct CustomerBooking {
    pub id: BookingId,
    /// What a person reads out on the phone, such as `K7QD-3MXA`.
    pub reference: String,
    pub status: Status,
    pub service: Named,
    /// Null where it needs nobody's time.
    #[oai(nullable)]
    pub staff: Option<Named>,
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC.
    pub ends_at: DateTime<Utc>,
    /// The company's zone.
    pub time_zone: String,
    /// The price it was booked at.
    pub total: Money,
    /// While it is pending: when it lets go of its time.
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
}
