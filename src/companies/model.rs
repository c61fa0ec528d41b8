//! A company and its booking policy; what a slug may be.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use iso_currency::Currency;
use phonenumber::country;
use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    http::{Fields, Versioned},
    i18n::{self, Language},
    money,
};

crate::id!(
    /// A company: the tenant.
    CompanyId
);

/// What becomes of a booking that a visitor makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Confirmation {
    /// It is confirmed at once.
    Automatic,
    /// It is pending, holding its time, until staff confirm it or it expires.
    Manual,
}

impl Confirmation {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Manual => "manual",
        }
    }
}

/// Whether a company is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum CompanyStatus {
    Active,
    /// The operator has shut it; nobody in it can do anything.
    Suspended,
    /// It takes no more bookings, and will be erased at `closes_at`.
    Closing,
}

impl CompanyStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Closing => "closing",
        }
    }
}

/// A company, as its staff see it.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Company {
    pub id: CompanyId,
    /// Its address on the web: `/b/{slug}`.
    pub slug: String,
    pub name: String,
    /// IANA name; days and working hours are in this zone.
    pub time_zone: String,
    /// ISO 4217; every price is in it.
    pub currency: String,
    /// `en`, `uk`, `bn` or `id`: what people are written to in when theirs is not known.
    pub language: String,
    pub confirmation: Confirmation,
    /// Bookings start every so many minutes from the beginning of working hours.
    pub slot_step_minutes: i32,
    /// How many minutes ahead a booking must be made at the latest.
    pub minimum_notice_minutes: i32,
    /// How many days ahead a booking can be made.
    pub horizon_days: i32,
    /// How many minutes a pending booking holds its time.
    pub pending_minutes: i32,
    /// How many minutes a visitor at the checkout keeps the time they chose.
    pub hold_minutes: i32,
    /// Whether giving a pending booking to one of the staff confirms it.
    pub assignment_confirms: bool,
    /// How many minutes before it starts a booking's client is reminded, each time; none: not at all.
    pub reminder_leads: Vec<i32>,
    /// `HH:MM`, by the client's clock, or the booking's where theirs is not known: from then on nobody is reminded of
    /// anything. A reminder that would fall into quiet hours goes out just before them, or, where that has passed, after
    /// them.
    #[oai(nullable)]
    pub quiet_from: Option<String>,
    /// `HH:MM`: until then; before `quiet_from` where midnight lies between.
    #[oai(nullable)]
    pub quiet_to: Option<String>,
    /// By which way clients are told, in the order in which they are tried: `email`, `sms`.
    pub channels: Vec<String>,
    /// How many minutes before it starts a client can cancel a booking at the latest.
    pub cancellation_notice_minutes: i32,
    /// What visitors can be written to in; `language` is among them.
    pub languages: Vec<String>,
    /// `#rrggbb`, for its booking page and mails.
    #[oai(nullable)]
    pub brand_color: Option<String>,
    /// An `https` address of its logo.
    #[oai(nullable)]
    pub logo_url: Option<String>,
    #[oai(nullable)]
    pub website: Option<String>,
    #[oai(nullable)]
    pub contact_email: Option<String>,
    /// E.164.
    #[oai(nullable)]
    pub contact_phone: Option<String>,
    pub status: CompanyStatus,
    /// When everything in it will be gone, where the status is `closing`.
    #[oai(nullable)]
    pub closes_at: Option<DateTime<Utc>>,
    /// Since when it is published. Null: the operator of this installation has yet to look at it, and until then nobody
    /// finds its booking page, and no customer can book; staff work as ever.
    #[oai(nullable)]
    pub verified_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Company {
    fn version(&self) -> i32 {
        self.version
    }
}

impl Company {
    /// The zone; it was checked when it was stored, and zones do not disappear from the database.
    pub fn zone(&self) -> Tz {
        self.time_zone.parse().unwrap_or(Tz::UTC)
    }

    pub fn language(&self) -> Language {
        Language::parse(&self.language).unwrap_or(Language::En)
    }

    /// The day that this moment is in, there, as its people write it.
    pub fn date(&self, at: DateTime<Utc>) -> String {
        i18n::date(self.language(), at.with_timezone(&self.zone()).date_naive())
    }

    /// Whether people can be written to in this language.
    pub fn speaks(&self, language: Language) -> bool {
        self.languages.iter().any(|code| code == language.code())
    }

    pub fn minimum_notice(&self) -> TimeDelta {
        TimeDelta::minutes(self.minimum_notice_minutes.into())
    }

    pub fn horizon(&self) -> TimeDelta {
        TimeDelta::days(self.horizon_days.into())
    }

    /// Where a national phone number is from, if the company's currency says so.
    pub fn country(&self) -> Option<country::Id> {
        country_of(&self.currency)
    }
}

/// The one country that uses a currency; a shared one, such as the euro, tells nothing.
pub fn country_of(currency: &str) -> Option<country::Id> {
    let used_by = Currency::from_code(currency)?.used_by();
    let [country] = used_by.as_slice() else { return None };
    format!("{country:?}").parse().ok()
}

/// What a company says of itself when it registers.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct CompanyInput {
    /// At most 120 characters.
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    /// Its address on the web: 3 to 63 lower-case letters, digits and single hyphens.
    #[oai(validator(min_length = 3, max_length = 63))]
    pub slug: String,
    /// IANA name, such as `Europe/Kyiv`.
    pub time_zone: String,
    /// ISO 4217, such as `UAH`.
    #[oai(validator(min_length = 3, max_length = 3))]
    pub currency: String,
    /// `en`, `uk`, `bn` or `id`.
    pub language: String,
}

impl Example for CompanyInput {
    fn example() -> Self {
        Self {
            name: "Studio Vesna".into(),
            slug: "studio-vesna".into(),
            time_zone: "Europe/Kyiv".into(),
            currency: "UAH".into(),
            language: "uk".into(),
        }
    }
}

/// A company that can be made.
#[derive(Clone, Debug)]
pub struct NewCompany {
    pub name: String,
    pub slug: String,
    pub time_zone: Tz,
    pub currency: Currency,
    pub language: Language,
}

impl NewCompany {
    /// Tells what is wrong under `company.`.
    pub fn parse(input: &CompanyInput, fields: &mut Fields) -> Option<Self> {
        let name = fields.line("company.name", &input.name, 120);
        let slug = slug(&input.slug, fields);
        let time_zone = fields.time_zone("company.time_zone", &input.time_zone);
        let currency = money::currency("company.currency", &input.currency, fields);
        let language = fields.language("company.language", &input.language);
        Some(Self { name, slug, time_zone: time_zone?, currency: currency?, language: language? })
    }
}

/// Words that are addresses of our own, or would be mistaken for somebody who speaks for the installation.
const RESERVED: [&str; 24] = [
    "admin",
    "api",
    "app",
    "assets",
    "auth",
    "b",
    "billing",
    "bookings",
    "desk",
    "dev",
    "docs",
    "frontdesk",
    "help",
    "login",
    "mail",
    "metrics",
    "platform",
    "portal",
    "public",
    "sign-in-link",
    "static",
    "support",
    "widget",
    "www",
];

fn slug(value: &str, fields: &mut Fields) -> String {
    let value = value.trim();
    if !is_slug(value) {
        let message = "must be 3 to 63 lower-case letters, digits and single hyphens";
        fields.fail("company.slug", "invalid_slug", message);
    } else if RESERVED.contains(&value) {
        fields.fail("company.slug", "reserved", "is reserved");
    }
    value.to_owned()
}

/// Whether this could be a company's address on the web.
pub fn is_slug(value: &str) -> bool {
    (3..=63).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !value.starts_with('-')
        && !value.ends_with('-')
        && !value.contains("--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_lower_case_words_with_single_hyphens() {
        for good in ["abc", "studio-vesna", "7days"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["ab", "Studio", "a--b", "-ab", "ab-", "a b", "студія", "a/b", "a\0b"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }

    #[test]
    fn a_currency_of_one_country_tells_the_country() {
        assert_eq!(country_of("UAH"), Some(country::UA));
        assert_eq!(country_of("EUR"), None);
    }
}
