//! A client's card, and what makes one valid.

use chrono::{DateTime, Utc};
use poem_openapi::{
    Object,
    types::{Example, MaybeUndefined},
};
use serde::{Deserialize, Serialize};

use crate::{
    events::Event,
    http::{Fields, Parse, Versioned, not_null},
};

crate::id!(
    /// A client of one company.
    ClientId
);

/// A client, as staff see them.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Client {
    pub id: ClientId,
    pub name: String,
    #[oai(nullable)]
    pub email: Option<String>,
    /// E.164, such as `+380441234567`.
    #[oai(nullable)]
    pub phone: Option<String>,
    /// `en`, `uk`, `bn` or `id`: what they are written to in; null: the company's.
    #[oai(nullable)]
    pub language: Option<String>,
    /// IANA name of where they live, if it is known: they are not reminded of anything in the company's quiet hours by
    /// this clock; null: by the booking's.
    #[oai(nullable)]
    pub time_zone: Option<String>,
    /// When a mail to `email` came back for good: nothing goes there until the address is another. Null: none did.
    #[oai(nullable)]
    pub email_failed_at: Option<DateTime<Utc>>,
    /// What the mail server said.
    #[oai(nullable)]
    pub email_failure: Option<String>,
    /// The same of SMS to `phone`.
    #[oai(nullable)]
    pub phone_failed_at: Option<DateTime<Utc>>,
    #[oai(nullable)]
    pub phone_failure: Option<String>,
    /// For staff; clients never see them.
    #[oai(nullable)]
    pub notes: Option<String>,
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// When who they were was forgotten.
    #[oai(nullable)]
    pub erased_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Client {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A client to be added.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewClient {
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 254))]
    pub email: Option<String>,
    /// With its country code; kept as E.164.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 40))]
    pub phone: Option<String>,
    /// `en`, `uk`, `bn` or `id`.
    #[serde(default)]
    #[oai(nullable)]
    pub language: Option<String>,
    /// IANA name, such as `Europe/Kyiv`.
    #[serde(default)]
    #[oai(nullable)]
    pub time_zone: Option<String>,
    #[serde(default)]
    #[oai(nullable, validator(max_length = 4000))]
    pub notes: Option<String>,
}

impl Example for NewClient {
    fn example() -> Self {
        Self {
            name: "Ada Lovelace".into(),
            email: Some("ada@example.com".into()),
            phone: Some("+380 44 123 4567".into()),
            language: Some("uk".into()),
            time_zone: Some("Europe/Kyiv".into()),
            notes: Some("Prefers mornings.".into()),
        }
    }
}

impl Parse for NewClient {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        if let Some(language) = &input.language {
            fields.language("language", language);
        }
        if let Some(zone) = &input.time_zone {
            fields.time_zone("time_zone", zone);
        }
        Some(Self {
            name: fields.line("name", &input.name, 120),
            email: input.email.map(|email| fields.email("email", &email)),
            phone: input.phone.map(|phone| fields.phone("phone", &phone, None)),
            language: input.language,
            time_zone: input.time_zone,
            notes: input.notes.map(|notes| fields.text("notes", &notes, 4000)),
        })
    }
}

/// What can be changed of a client; what is absent stays, null empties.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct ClientPatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[oai(nullable, validator(max_length = 254))]
    pub email: MaybeUndefined<String>,
    /// With its country code; kept as E.164.
    #[oai(nullable, validator(max_length = 40))]
    pub phone: MaybeUndefined<String>,
    /// `en`, `uk`, `bn` or `id`.
    #[oai(nullable)]
    pub language: MaybeUndefined<String>,
    /// IANA name, such as `Europe/Kyiv`.
    #[oai(nullable)]
    pub time_zone: MaybeUndefined<String>,
    #[oai(nullable, validator(max_length = 4000))]
    pub notes: MaybeUndefined<String>,
}

impl Example for ClientPatch {
    fn example() -> Self {
        Self { notes: MaybeUndefined::Value("Prefers evenings.".into()), ..Self::default() }
    }
}

impl Parse for ClientPatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        if let MaybeUndefined::Value(email) = &mut input.email {
            *email = fields.email("email", email);
        }
        if let MaybeUndefined::Value(phone) = &mut input.phone {
            *phone = fields.phone("phone", phone, None);
        }
        if let MaybeUndefined::Value(language) = &input.language {
            fields.language("language", language);
        }
        if let MaybeUndefined::Value(zone) = &input.time_zone {
            fields.time_zone("time_zone", zone);
        }
        if let MaybeUndefined::Value(notes) = &mut input.notes {
            *notes = fields.text("notes", notes, 4000);
        }
        Some(input)
    }
}

/// A client's card and what it said are gone.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct ClientErased {
    pub client: ClientId,
}

impl Event for ClientErased {
    const KIND: &'static str = "client.erased";
}

impl Example for ClientErased {
    fn example() -> Self {
        Self { client: ClientId(uuid::Uuid::nil()) }
    }
}
