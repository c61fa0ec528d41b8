//! The fields of a form, how it comes in, and the ways in which it comes back.

use poem::{FromRequest, Request, RequestBody, http::StatusCode};
use sha2::{Digest, Sha256};

use super::page::Params;
use crate::{
    bookings::input::{NAME_MAX, NOTES_MAX, PHONE_MAX},
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
pub struct Typed {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub notes: String,
}

impl Typed {
    pub fn of(form: &Params) -> Self {
        let text = |name| form.get(name).unwrap_or_default().replace("\r\n", "\n");
        Self { name: text("name"), email: text("email"), phone: text("phone"), notes: text("notes") }
    }
}

/// Why the form comes back.
#[derive(Debug)]
pub enum Trouble {
    None,
    Fields(Vec<FieldError>),
    /// Somebody was faster.
    Taken(Vec<Alternative>),
    /// Nobody works then, or it is too late, or too early, to book it.
    Unavailable,
}

impl Trouble {
    /// What the visitor can mend; every other failure goes on.
    pub fn of(error: Error) -> Result<Self> {
        match error {
            Error::SlotTaken(alternatives) => Ok(Self::Taken(alternatives)),
            Error::Invalid(errors) if errors.iter().any(|error| error.field == "starts_at") => Ok(Self::Unavailable),
            Error::Invalid(errors) => Ok(Self::Fields(errors)),
            other => Err(other),
        }
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::None => StatusCode::OK,
            Self::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Taken(_) | Self::Unavailable => StatusCode::CONFLICT,
        }
    }

    /// Keys of a heading and a sentence.
    pub fn title(&self) -> Option<(&'static str, Option<&'static str>)> {
        match self {
            Self::None => None,
            Self::Fields(_) => Some(("site.check_title", None)),
            Self::Taken(_) => Some(("site.taken_title", Some("site.taken_text"))),
            Self::Unavailable => Some(("site.unavailable_title", Some("site.unavailable_text"))),
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
            error: errors.iter().find(|error| error.field == name).map(|error| message(language, error)),
        }
    }

    /// Those of a booking.
    pub fn all(language: Language, typed: &Typed, errors: &[FieldError]) -> Vec<Self> {
        let field = |name, label, kind, autocomplete, value: &str| Self {
            kind,
            autocomplete,
            optional: name == "notes",
            contact: matches!(name, "email" | "phone"),
            value: value.to_owned(),
            ..Self::new(language, name, label, errors)
        };
        vec![
            field("name", "site.name", "text", "name", &typed.name),
            field("email", "site.email", "email", "email", &typed.email),
            field("phone", "site.phone", "tel", "tel", &typed.phone),
            field("notes", "site.note", "textarea", "off", &typed.notes),
        ]
    }

    /// Where what describes it stands.
    pub fn described_by(&self) -> String {
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        let hint = self.contact.then(|| "contact-hint".to_owned());
        error.into_iter().chain(hint).collect::<Vec<_>>().join(" ")
    }
}

/// Where a field stands on the page.
pub fn anchor(field: &str) -> Option<&'static str> {
    ["name", "email", "phone", "notes"].into_iter().find(|known| *known == field)
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
