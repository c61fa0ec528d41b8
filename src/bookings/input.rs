//! What has to be said to make a booking: by visitors, and by staff for a client.

use chrono::{DateTime, Utc};
use poem_openapi::types::Example;

use super::{basket::Choice, chosen::choosing, model::Address};
use crate::{
    assets::{GuestAsset, model::AssetKind},
    clients::ClientId,
    companies::Company,
    error::Result,
    http::{Fields, Parse},
    services::ServiceId,
};

/// The longest name a visitor may give, in characters.
pub const NAME_MAX: usize = 120;
/// The longest phone number as it is typed, in characters.
pub const PHONE_MAX: usize = 40;
/// The longest note to the company, in characters.
pub const NOTES_MAX: usize = 1000;

choosing! {
    /// A visitor's booking. At least one of `email` and `phone` is needed. A price is not asked for: it is the company's.
    #[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "NewPublicBooking")]
    pub struct GuestBookingInput {
        /// Where to come to; needed where the place is `on_site`.
        #[serde(default)]
        #[oai(nullable)]
        pub address: Option<Address>,
        /// What it is about, such as a vehicle. One that the client has already is taken as it is: by its `identifier`, or
        /// where that is absent, if everything else is the same. A client with 50 gets no new one: 409 `too_many_assets`.
        #[serde(default)]
        #[oai(nullable)]
        pub asset: Option<GuestAsset>,
        /// The `secret` of a hold on this very choice and time.
        #[serde(default)]
        #[oai(nullable, validator(max_length = 100))]
        pub hold: Option<String>,
        /// RFC 3339: the `starts_at` of a free slot.
        pub starts_at: DateTime<Utc>,
        #[oai(validator(min_length = 1, max_length = 120))]
        pub name: String,
        #[serde(default)]
        #[oai(nullable, validator(max_length = 254))]
        pub email: Option<String>,
        /// With its country code; a national number is read as one of the company's country.
        #[serde(default)]
        #[oai(nullable, validator(max_length = 40))]
        pub phone: Option<String>,
        /// For the company.
        #[serde(default)]
        #[oai(nullable, validator(max_length = 1000))]
        pub notes: Option<String>,
        /// `en`, `uk`, `bn` or `id`: what to write to them in; absent: the company's language.
        #[serde(default)]
        #[oai(nullable)]
        pub language: Option<String>,
    }
}

impl GuestBookingInput {
    /// One service at a time, by somebody with a name; nothing else said.
    pub fn of(service_id: ServiceId, starts_at: DateTime<Utc>, name: &str) -> Self {
        choosing!(
            GuestBookingInput of service_id,
            address: None,
            asset: None,
            hold: None,
            starts_at,
            name: name.into(),
            email: None,
            phone: None,
            notes: None,
            language: None,
        )
    }
}

impl Example for GuestBookingInput {
    fn example() -> Self {
        Self {
            email: Some("ada@example.com".into()),
            phone: Some("+380 44 123 4567".into()),
            language: Some("en".into()),
            address: Some(Address::example()),
            asset: Some(GuestAsset {
                kind: AssetKind::Vehicle,
                name: "Family car".into(),
                make: Some("Skoda".into()),
                model: Some("Octavia".into()),
                year: Some(2019),
                identifier: None,
            }),
            ..Self::of(ServiceId(uuid::Uuid::nil()), DateTime::UNIX_EPOCH, "Ada Lovelace")
        }
    }
}

/// A visitor's booking that can be tried.
#[derive(Clone, Debug)]
pub struct NewGuestBooking {
    pub choice: Choice,
    pub address: Option<Address>,
    pub asset: Option<GuestAsset>,
    pub hold: Option<String>,
    pub starts_at: DateTime<Utc>,
    pub name: String,
    pub notes: String,
    pub language: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// How to reach a visitor.
pub struct Contact {
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl Parse for NewGuestBooking {
    type Input = GuestBookingInput;

    fn parse(input: GuestBookingInput, fields: &mut Fields) -> Option<Self> {
        if let Some(language) = &input.language {
            fields.language("language", language);
        }
        let choice = input.choice(fields);
        let given = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
        let (email, phone) = (given(input.email), given(input.phone));
        if email.is_none() && phone.is_none() {
            fields.fail("email", "email_or_phone", "an e-mail address or a phone number is needed");
        }
        Some(Self {
            address: address(&choice, input.address, fields),
            choice,
            asset: input.asset.map(|asset| asset.parse(fields)),
            hold: input.hold,
            starts_at: input.starts_at,
            name: fields.line("name", &input.name, NAME_MAX),
            notes: fields.text("notes", &input.notes.unwrap_or_default(), NOTES_MAX),
            language: input.language,
            email: email.map(|email| fields.email("email", &email)),
            phone: phone.map(|phone| fields.text("phone", &phone, PHONE_MAX)),
        })
    }
}

/// An address goes with a booking that is on site, and with no other.
fn address(choice: &Choice, address: Option<Address>, fields: &mut Fields) -> Option<Address> {
    if choice.on_site && address.is_none() {
        fields.fail("address", "required", "is needed where the place is on_site");
    }
    address.filter(|_| choice.on_site).map(|address| address.parse(fields))
}

impl NewGuestBooking {
    /// The phone number can be read only once it is known whose page this is.
    pub fn contact(&self, company: &Company) -> Result<Contact> {
        let mut fields = Fields::default();
        let phone = self.phone.as_ref().map(|phone| fields.phone("phone", phone, company.country()));
        fields.finish(Some(Contact { email: self.email.clone(), phone }))
    }
}

choosing! {
    /// A booking that staff make for a client.
    #[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "NewBooking")]
    pub struct StaffBookingInput {
        pub client_id: ClientId,
        /// Where to come to; needed where the place is `on_site`.
        #[serde(default)]
        #[oai(nullable)]
        pub address: Option<Address>,
        /// One of the client's assets.
        #[serde(default)]
        #[oai(nullable)]
        pub asset_id: Option<uuid::Uuid>,
        /// RFC 3339; any minute will do.
        pub starts_at: DateTime<Utc>,
        /// Outside working hours, notice and horizon too. Needs the permission `bookings:override`; what is taken stays taken.
        #[serde(default)]
        #[oai(default)]
        pub override_rules: bool,
        /// As the client said it.
        #[serde(default)]
        #[oai(nullable, validator(max_length = 1000))]
        pub notes: Option<String>,
        /// For staff; clients never see them.
        #[serde(default)]
        #[oai(nullable, validator(max_length = 2000))]
        pub staff_notes: Option<String>,
    }
}

impl Example for StaffBookingInput {
    fn example() -> Self {
        choosing!(
            StaffBookingInput of ServiceId(uuid::Uuid::nil()),
            client_id: ClientId(uuid::Uuid::nil()),
            address: Some(Address::example()),
            asset_id: None,
            starts_at: DateTime::UNIX_EPOCH,
            override_rules: false,
            notes: None,
            staff_notes: Some("By phone.".into()),
        )
    }
}

/// A booking of staff's that can be tried.
#[derive(Clone, Debug)]
pub struct NewStaffBooking {
    pub client: ClientId,
    pub choice: Choice,
    pub address: Option<Address>,
    pub asset: Option<uuid::Uuid>,
    pub starts_at: DateTime<Utc>,
    pub override_rules: bool,
    pub notes: String,
    pub staff_notes: String,
}

impl Parse for NewStaffBooking {
    type Input = StaffBookingInput;

    fn parse(input: StaffBookingInput, fields: &mut Fields) -> Option<Self> {
        let choice = input.choice(fields);
        Some(Self {
            client: input.client_id,
            address: address(&choice, input.address, fields),
            choice,
            asset: input.asset_id,
            starts_at: input.starts_at,
            override_rules: input.override_rules,
            notes: fields.text("notes", &input.notes.unwrap_or_default(), NOTES_MAX),
            staff_notes: fields.text("staff_notes", &input.staff_notes.unwrap_or_default(), 2000),
        })
    }
}

choosing! {
    /// A booking that customers make for themselves: who it is for is whoever is signed in.
    #[oai(example, deny_unknown_fields, skip_serializing_if_is_none, rename = "NewOwnBooking")]
    pub struct OwnBookingInput {
        /// Where to come to; needed where the place is `on_site`.
        #[serde(default)]
        #[oai(nullable)]
        pub address: Option<Address>,
        /// One of one's own assets.
        #[serde(default)]
        #[oai(nullable)]
        pub asset_id: Option<uuid::Uuid>,
        /// The `secret` of a hold on this very choice and time.
        #[serde(default)]
        #[oai(nullable, validator(max_length = 100))]
        pub hold: Option<String>,
        /// RFC 3339: the `starts_at` of a free slot.
        pub starts_at: DateTime<Utc>,
        /// For the company.
        #[serde(default)]
        #[oai(nullable, validator(max_length = 1000))]
        pub notes: Option<String>,
    }
}

impl Example for OwnBookingInput {
    fn example() -> Self {
        choosing!(
            OwnBookingInput of ServiceId(uuid::Uuid::nil()),
            address: Some(Address::example()),
            asset_id: None,
            hold: None,
            starts_at: DateTime::UNIX_EPOCH,
            notes: Some("By the window.".into()),
        )
    }
}

/// A customer's booking that can be tried.
#[derive(Clone, Debug)]
pub struct NewOwnBooking {
    pub choice: Choice,
    pub address: Option<Address>,
    pub asset: Option<uuid::Uuid>,
    pub hold: Option<String>,
    pub starts_at: DateTime<Utc>,
    pub notes: String,
}

impl Parse for NewOwnBooking {
    type Input = OwnBookingInput;

    fn parse(input: OwnBookingInput, fields: &mut Fields) -> Option<Self> {
        let choice = input.choice(fields);
        Some(Self {
            address: address(&choice, input.address, fields),
            choice,
            asset: input.asset_id,
            hold: input.hold,
            starts_at: input.starts_at,
            notes: fields.text("notes", &input.notes.unwrap_or_default(), NOTES_MAX),
        })
    }
}
