//! The fields of a form, how it comes in, and the ways in which it comes back.

use poem::{FromRequest, Request, RequestBody, http::StatusCode};
use sha2::{Digest, Sha256};

use super::asked::Params;
use crate::{
    assets::{GuestAsset, model::AssetKind},
    bookings::{
        input::{NAME_MAX, NOTES_MAX, PHONE_MAX},
        model::Address,
    },
    error::{Alternative, Error, FieldError, Result},
    http::receive,
    i18n::{self, Language},
};

/// A form as it was sent, and its fingerprint.
pub struct Sent {
    pub params: Params,
    pub hash: [u8; 32],
}

impl<'a> FromRequest<'a> for Sent {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        if !request.content_type().is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into());
        }
        let body = receive(body).await?;
        Ok(Self { params: Params::parse(&body), hash: Sha256::digest(&body).into() })
    }
}

/// What a visitor typed, as they typed it.
#[derive(Clone, Debug, Default)]
pub struct Typed(Params);

impl Typed {
    pub fn of(form: &Params) -> Self {
        Self(form.clone())
    }

    pub fn text(&self, name: &str) -> String {
        self.0.get(name).unwrap_or_default().replace("\r\n", "\n")
    }

    fn given(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.trim().is_empty())
    }

    pub fn address(&self) -> Address {
        Address { street: self.text("street"), city: self.text("city"), zip: self.given("zip"), country: None }
    }

    /// What it is about, if anything is said of it.
    pub fn asset(&self) -> Option<GuestAsset> {
        let (name, identifier) = (self.given("asset_name"), self.given("asset_identifier"));
        if name.is_none() && identifier.is_none() {
            return None;
        }
        let kind = KINDS.into_iter().find(|(word, _)| *word == self.text("asset_kind")).map(|(_, kind)| kind);
        let kind = kind.unwrap_or(AssetKind::Other);
        Some(GuestAsset { kind, name: name.unwrap_or_default(), make: None, model: None, year: None, identifier })
    }
}

const KINDS: [(&str, AssetKind); 4] =
    [("vehicle", AssetKind::Vehicle), ("pet", AssetKind::Pet), ("site", AssetKind::Site), ("other", AssetKind::Other)];

/// Why the form comes back.
#[derive(Debug)]
pub enum Trouble {
    None,
    Fields(Vec<FieldError>),
    /// It has booked before, and asks before it does so again.
    Again(Vec<FieldError>),
    /// Somebody was faster.
    Taken(Vec<Alternative>),
    /// Nobody works then, or it is too late, or too early, to book it.
    Unavailable,
    /// It is not kept any more, and still free.
    Unheld,
    /// It is offered in another way by now.
    Changed,
}

impl Trouble {
    /// What the visitor can mend; every other failure goes on.
    pub fn of(error: Error) -> Result<Self> {
        let about = |errors: &[FieldError], field: &str| errors.iter().any(|error| error.field == field);
        match error {
            Error::SlotTaken(alternatives) => Ok(Self::Taken(alternatives)),
            Error::Invalid(errors) if about(&errors, "starts_at") => Ok(Self::Unavailable),
            Error::Invalid(errors) if about(&errors, "hold") => Ok(Self::Unheld),
            Error::Invalid(errors) if errors.iter().any(|error| error.code == "key_reused") => Ok(Self::Again(errors)),
            Error::Invalid(errors) => Ok(Self::Fields(errors)),
            Error::Conflict("offer_changed", _) => Ok(Self::Changed),
            Error::Conflict("too_many_assets", message) => {
                let (field, code) = ("asset.name".into(), "too_many_assets".into());
                Ok(Self::Fields(vec![FieldError { field, code, message }]))
            }
            other => Err(other),
        }
    }

    pub fn errors(&self) -> &[FieldError] {
        match self {
            Self::Fields(errors) | Self::Again(errors) => errors,
            _ => &[],
        }
    }

    /// Keys of a heading and a sentence.
    pub fn title(&self) -> Option<(&'static str, Option<&'static str>)> {
        match self {
            Self::None => None,
            Self::Fields(_) | Self::Again(_) => Some(("site.check_title", None)),
            Self::Taken(_) => Some(("site.taken_title", Some("site.taken_text"))),
            Self::Unavailable => Some(("site.unavailable_title", Some("site.unavailable_text"))),
            Self::Unheld => Some(("site.unheld_title", Some("site.unheld_text"))),
            Self::Changed => Some(("site.changed_title", Some("site.changed_text"))),
        }
    }
}

/// A field, with what was typed and what is wrong with it.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub kind: &'static str,
    pub autocomplete: &'static str,
    pub max: usize,
    pub optional: bool,
    /// Whether the hint on how to be reached is about it.
    pub contact: bool,
    pub value: String,
    /// Of a field that is chosen from: value, words, and whether it is the one.
    pub options: Vec<(&'static str, String, bool)>,
    pub error: Option<String>,
}

impl Field {
    /// An empty line of text, called what the catalogue has under `label`.
    pub fn new(language: Language, name: &'static str, label: &str, errors: &[FieldError]) -> Self {
        Self {
            name,
            label: i18n::text(language, label, &[]),
            kind: "text",
            autocomplete: name,
            max: max(name),
            optional: false,
            contact: false,
            value: String::new(),
            options: vec![],
            error: errors.iter().find(|error| anchor(&error.field) == Some(name)).map(|error| message(language, error)),
        }
    }

    /// Those of a booking.
    pub fn all(language: Language, typed: &Typed, errors: &[FieldError]) -> Vec<Self> {
        let field = |name, label, kind, autocomplete| Self {
            kind,
            autocomplete,
            optional: name == "notes",
            contact: matches!(name, "email" | "phone"),
            value: typed.text(name),
            ..Self::new(language, name, label, errors)
        };
        vec![
            field("name", "site.name", "text", "name"),
            field("email", "site.email", "email", "email"),
            field("phone", "site.phone", "tel", "tel"),
            field("notes", "site.note", "textarea", "off"),
        ]
    }

    /// Where to come to.
    pub fn address(language: Language, typed: &Typed, errors: &[FieldError]) -> Vec<Self> {
        let field = |name, label, autocomplete| Self {
            autocomplete,
            optional: name == "zip",
            value: typed.text(name),
            ..Self::new(language, name, label, errors)
        };
        vec![
            field("street", "site.street", "address-line1"),
            field("city", "site.city", "address-level2"),
            field("zip", "site.zip", "postal-code"),
        ]
    }

    /// What it is about.
    pub fn asset(language: Language, typed: &Typed, errors: &[FieldError]) -> Vec<Self> {
        let field = |name, label| Self {
            autocomplete: "off",
            value: typed.text(name),
            optional: true,
            ..Self::new(language, name, label, errors)
        };
        let chosen = typed.text("asset_kind");
        let kind =
            |word: &'static str| (word, i18n::text(language, &format!("site.asset_{word}"), &[]), word == chosen);
        let options = KINDS.map(|(word, _)| kind(word)).into();
        vec![
            Self { kind: "select", options, optional: false, ..field("asset_kind", "site.asset_kind") },
            field("asset_name", "site.asset_name"),
            field("asset_identifier", "site.asset_identifier"),
        ]
    }

    /// Where what describes it stands.
    pub fn described_by(&self) -> String {
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        let hint = self.contact.then(|| "contact-hint".to_owned());
        error.into_iter().chain(hint).collect::<Vec<_>>().join(" ")
    }
}

/// The field of the page that an error is about, by its name in the API.
pub fn anchor(field: &str) -> Option<&'static str> {
    let named = |known: &&str| *known == field.rsplit_once('.').map_or(field, |(_, name)| name);
    let own = ["name", "email", "phone", "notes", "password", "street", "city", "zip", "reason"];
    match field {
        "asset.name" => Some("asset_name"),
        "asset.identifier" => Some("asset_identifier"),
        _ => own.into_iter().find(named),
    }
}

/// The fields of a booking, as they stand on the page.
const FIELDS: [&str; 10] =
    ["name", "email", "phone", "street", "city", "zip", "notes", "asset_kind", "asset_name", "asset_identifier"];

/// What is wrong with which field, as one meets them on the page; last what is of none of them.
pub fn from_the_top(language: Language, errors: &[FieldError]) -> Vec<(Option<&'static str>, String)> {
    let mut found: Vec<_> = errors.iter().map(|error| (anchor(&error.field), message(language, error))).collect();
    found.sort_by_key(|(anchor, _)| FIELDS.iter().position(|field| Some(*field) == *anchor).unwrap_or(FIELDS.len()));
    found
}

/// The longest password that anybody can have, in characters.
const PASSWORD_MAX: usize = 200;

/// RFC 5321 §4.5.3.1 has the last word on an e-mail address, the model on the others.
fn max(field: &str) -> usize {
    match field {
        "name" => NAME_MAX,
        "phone" => PHONE_MAX,
        "notes" => NOTES_MAX,
        "password" => PASSWORD_MAX,
        "street" | "address.street" => 200,
        "city" | "address.city" | "asset_name" | "asset.name" => 120,
        "zip" | "address.zip" => 20,
        "asset_identifier" | "asset.identifier" => 40,
        "reason" => 500,
        _ => 254,
    }
}

/// What is wrong, in the reader's words.
pub fn message(language: Language, error: &FieldError) -> String {
    let key = format!("site.errors.{}", error.code);
    if error.code == "too_long" {
        return i18n::plural(language, &key, max(&error.field).try_into().unwrap_or(i64::MAX), &[]);
    }
    match i18n::text(language, &key, &[]) {
        text if text == key => i18n::text(language, "site.errors.invalid", &[]),
        text => text,
    }
}
