//! Collects everything that is wrong with an input, so that a person mends it in one go.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::{
    error::{Error, FieldError, Result},
    i18n::Language,
};

/// The errors found so far.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    pub fn fail(&mut self, field: &str, code: &str, message: &str) {
        self.0.push(FieldError { field: field.into(), code: code.into(), message: message.into() });
    }

    /// A line of text: trimmed, not empty, at most `max` characters, no control characters.
    pub fn line(&mut self, field: &str, value: &str, max: usize) -> String {
        let value = self.text(field, value, max);
        if value.is_empty() {
            self.fail(field, "required", "must not be empty");
        } else if value.contains(['\n', '\r', '\t']) {
            self.fail(field, "control_character", "must be one line of text");
        }
        value
    }

    /// A line of text that may be missing; empty is missing.
    pub fn optional_line(&mut self, field: &str, value: Option<&str>, max: usize) -> Option<String> {
        let value = value.map(str::trim).filter(|value| !value.is_empty())?;
        Some(self.line(field, value, max))
    }

    /// Free text: trimmed, at most `max` characters, line breaks allowed, other control characters not.
    pub fn text(&mut self, field: &str, value: &str, max: usize) -> String {
        let value = value.trim();
        if value.chars().count() > max {
            self.fail(field, "too_long", &format!("must be at most {max} characters"));
        }
        if value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.fail(field, "control_character", "must not contain control characters");
        }
        value.to_owned()
    }

    pub fn range(&mut self, field: &str, value: i32, range: std::ops::RangeInclusive<i32>) -> i32 {
        if !range.contains(&value) {
            let message = format!("must be between {} and {}", range.start(), range.end());
            self.fail(field, "out_of_range", &message);
        }
        value
    }

    /// A day that a calendar has: between the years 1900 and 2200.
    pub fn day(&mut self, field: &str, value: NaiveDate) -> NaiveDate {
        if !(1900..=2200).contains(&value.year()) {
            self.fail(field, "out_of_range", "must be between the years 1900 and 2200");
        }
        value
    }

    /// A moment that a calendar has: between the years 1900 and 2200.
    pub fn moment(&mut self, field: &str, value: DateTime<Utc>) -> DateTime<Utc> {
        self.day(field, value.date_naive());
        value
    }

    /// An e-mail address, normalised: trimmed, lower case (RFC 5321 leaves the local part's case to its host; none uses it).
    pub fn email(&mut self, field: &str, value: &str) -> String {
        let value = value.trim().to_lowercase();
        if value.len() > 254 || !value.contains('@') || value.parse::<lettre::Address>().is_err() {
            self.fail(field, "invalid_email", "must be an e-mail address such as ada@example.com");
        }
        value
    }

    /// A password that is to be set: 10 to 200 characters, any of them.
    pub fn new_password(&mut self, field: &str, value: &str) {
        match value.chars().count() {
            0..10 => self.fail(field, "too_short", "must be at least 10 characters"),
            10..=200 => {}
            _ => self.fail(field, "too_long", "must be at most 200 characters"),
        }
    }

    /// A password that somebody shows: longer ones than anybody can have are not hashed.
    pub fn shown_password(&mut self, field: &str, value: &str) {
        if value.len() > 1000 {
            self.fail(field, "too_long", "must be at most 1000 bytes");
        }
    }

    /// A phone number as E.164, which has no extensions. A national one is read as one of `country`, where that is known.
    pub fn phone(&mut self, field: &str, value: &str, country: Option<phonenumber::country::Id>) -> String {
        let plain = value.len() <= 40 && !value.contains(char::is_control);
        match phonenumber::parse(country, value.trim()) {
            Ok(number) if plain && number.is_valid() && number.extension().is_none() => {
                number.format().mode(phonenumber::Mode::E164).to_string()
            }
            _ => {
                self.fail(
                    field,
                    "invalid_phone",
                    "must be a phone number with its country code, such as +380 44 123 4567",
                );
                String::new()
            }
        }
    }

    /// An address on the web, with one of these schemes, and no password in it.
    pub fn web_address(&mut self, field: &str, value: &str, schemes: &[&str]) -> String {
        let url = url::Url::parse(value.trim()).ok().filter(|url| {
            schemes.contains(&url.scheme())
                && url.host_str().is_some()
                && url.username().is_empty()
                && value.len() <= 500
        });
        if url.is_none() {
            let message = format!("must be an address such as {}://example.com", schemes.first().unwrap_or(&"https"));
            self.fail(field, "invalid_url", &message);
        }
        url.map(String::from).unwrap_or_default()
    }

    /// A time zone by its IANA name.
    pub fn time_zone(&mut self, field: &str, value: &str) -> Option<Tz> {
        let zone = value.parse().ok();
        if zone.is_none() {
            self.fail(field, "unknown_time_zone", "is not an IANA time zone such as Europe/Kyiv");
        }
        zone
    }

    /// A country by its ISO 3166-1 alpha-2 code, in capitals.
    pub fn country(&mut self, field: &str, value: &str) -> String {
        let code = value.trim().to_uppercase();
        if code.len() != 2 || code.parse::<iso_currency::Country>().is_err() {
            self.fail(field, "unknown_country", "must be an ISO 3166-1 code such as UA");
        }
        code
    }

    /// A language that people are written to in.
    pub fn language(&mut self, field: &str, value: &str) -> Option<Language> {
        let language = Language::ALL.iter().copied().find(|language| language.code() == value);
        if language.is_none() {
            self.fail(field, "unknown_language", "must be one of en, uk, bn, id");
        }
        language
    }

    /// The value, if nothing was wrong.
    pub fn finish<T>(self, value: Option<T>) -> Result<T> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Error::Invalid(self.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_with_a_newline_is_refused() {
        let mut fields = Fields::default();

        fields.email("email", "ada@example.com\nbcc: everyone@example.com");

        assert!(fields.finish(Some(())).is_err());
    }

    #[test]
    fn a_national_number_is_read_in_its_country() {
        let mut fields = Fields::default();

        let phone = fields.phone("phone", "044 123 45 67", Some(phonenumber::country::UA));

        assert_eq!(phone, "+380441234567");
        assert!(fields.finish(Some(())).is_ok());
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut fields = Fields::default();

        fields.line("name", " ", 10);
        fields.time_zone("time_zone", "Europe/Atlantis");

        let Err(Error::Invalid(errors)) = fields.finish(Some(())) else { panic!("was accepted") };
        let codes: Vec<_> = errors.iter().map(|error| error.code.as_str()).collect();
        assert_eq!(codes, ["required", "unknown_time_zone"]);
    }
}
