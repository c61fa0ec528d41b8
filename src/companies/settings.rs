//! What an admin can change of a company.

use chrono::NaiveTime;
use poem_openapi::{
    Object,
    types::{Example, MaybeUndefined},
};
use serde::Deserialize;

use super::model::Confirmation;
use crate::{
    http::{Fields, Parse, not_null},
    money,
};

/// What can be changed of a company; what is absent stays, null empties.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct CompanyPatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    /// IANA name. Calendars that were in the old zone move along; bookings keep their moment.
    #[serde(deserialize_with = "not_null")]
    pub time_zone: Option<String>,
    /// ISO 4217. Only as long as nothing has a price: 409 `currency_in_use` after that.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 3, max_length = 3))]
    pub currency: Option<String>,
    /// `en`, `uk`, `bn` or `id`.
    #[serde(deserialize_with = "not_null")]
    pub language: Option<String>,
    /// Some of `en`, `uk`, `bn`, `id`; `language` among them.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_items = 1, max_items = 4))]
    pub languages: Option<Vec<String>>,
    /// `#rrggbb`.
    #[oai(nullable, validator(max_length = 7))]
    pub brand_color: MaybeUndefined<String>,
    /// An `https` address.
    #[oai(nullable, validator(max_length = 500))]
    pub logo_url: MaybeUndefined<String>,
    /// An `https` or `http` address.
    #[oai(nullable, validator(max_length = 500))]
    pub website: MaybeUndefined<String>,
    #[oai(nullable, validator(max_length = 254))]
    pub contact_email: MaybeUndefined<String>,
    /// With its country code; kept as E.164.
    #[oai(nullable, validator(max_length = 40))]
    pub contact_phone: MaybeUndefined<String>,
    #[serde(deserialize_with = "not_null")]
    pub confirmation: Option<Confirmation>,
    /// 5 to 240.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "5"), maximum(value = "240")))]
    pub slot_step_minutes: Option<i32>,
    /// 0 to 43200.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "43200")))]
    pub minimum_notice_minutes: Option<i32>,
    /// 1 to 365.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "1"), maximum(value = "365")))]
    pub horizon_days: Option<i32>,
    /// 5 to 20160.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "5"), maximum(value = "20160")))]
    pub pending_minutes: Option<i32>,
    /// Up to 10, each 1 to 43200 and there once. Bookings that are made, confirmed or moved from now on go by it.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_items = 10))]
    pub reminder_leads: Option<Vec<i32>>,
    /// `HH:MM`; both it and `quiet_to`, or neither.
    #[oai(nullable, validator(max_length = 5))]
    pub quiet_from: MaybeUndefined<String>,
    /// `HH:MM`.
    #[oai(nullable, validator(max_length = 5))]
    pub quiet_to: MaybeUndefined<String>,
    /// One or both of `email` and `sms`, the one to be tried first in front. SMS are sent where the installation can.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_items = 1, max_items = 2))]
    pub channels: Option<Vec<String>>,
    /// 0 to 43200.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "43200")))]
    pub cancellation_notice_minutes: Option<i32>,
    /// 1 to 60.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "1"), maximum(value = "60")))]
    pub hold_minutes: Option<i32>,
    #[serde(deserialize_with = "not_null")]
    pub assignment_confirms: Option<bool>,
}

impl Example for CompanyPatch {
    fn example() -> Self {
        Self {
            languages: Some(vec!["uk".into(), "en".into()]),
            brand_color: MaybeUndefined::Value("#7a3e9d".into()),
            confirmation: Some(Confirmation::Manual),
            minimum_notice_minutes: Some(120),
            reminder_leads: Some(vec![1440, 120]),
            quiet_from: MaybeUndefined::Value("21:00".into()),
            quiet_to: MaybeUndefined::Value("08:00".into()),
            ..Self::default()
        }
    }
}

impl Parse for CompanyPatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        if let Some(zone) = &input.time_zone {
            fields.time_zone("time_zone", zone);
        }
        if let Some(currency) = &input.currency {
            money::currency("currency", currency, fields);
        }
        input.parse_languages(fields);
        input.parse_face(fields);
        let mut range = |field, value: Option<i32>, range| {
            if let Some(value) = value {
                fields.range(field, value, range);
            }
        };
        range("slot_step_minutes", input.slot_step_minutes, 5..=240);
        range("minimum_notice_minutes", input.minimum_notice_minutes, 0..=43_200);
        range("horizon_days", input.horizon_days, 1..=365);
        range("pending_minutes", input.pending_minutes, 5..=20_160);
        range("cancellation_notice_minutes", input.cancellation_notice_minutes, 0..=43_200);
        range("hold_minutes", input.hold_minutes, 1..=60);
        input.parse_messages(fields);
        Some(input)
    }
}

impl CompanyPatch {
    fn parse_languages(&self, fields: &mut Fields) {
        if let Some(language) = &self.language {
            fields.language("language", language);
        }
        let Some(languages) = &self.languages else { return };
        for (index, language) in languages.iter().enumerate() {
            fields.language(&format!("languages[{index}]"), language);
            if languages[..index].contains(language) {
                fields.fail(&format!("languages[{index}]"), "duplicate", "is there twice");
            }
        }
        if languages.is_empty() {
            fields.fail("languages", "required", "must name at least one language");
        }
    }

    /// How and when clients are told.
    fn parse_messages(&self, fields: &mut Fields) {
        let leads = self.reminder_leads.as_deref().unwrap_or_default();
        for (index, lead) in leads.iter().enumerate() {
            let field = format!("reminder_leads[{index}]");
            fields.range(&field, *lead, 1..=43_200);
            if leads[..index].contains(lead) {
                fields.fail(&field, "duplicate", "is there twice");
            }
        }
        if leads.len() > 10 {
            fields.fail("reminder_leads", "too_many", "must be at most 10");
        }
        for (field, value) in [("quiet_from", &self.quiet_from), ("quiet_to", &self.quiet_to)] {
            let is_time = |text: &String| text.len() == 5 && NaiveTime::parse_from_str(text, "%H:%M").is_ok();
            if value.value().is_some_and(|text| !is_time(text)) {
                fields.fail(field, "invalid_time", "must be a time such as 21:30");
            }
        }
        let channels = self.channels.as_deref();
        for (index, channel) in channels.unwrap_or_default().iter().enumerate() {
            let field = format!("channels[{index}]");
            if !["email", "sms"].contains(&channel.as_str()) {
                fields.fail(&field, "unknown_channel", "must be `email` or `sms`");
            } else if channels.unwrap_or_default()[..index].contains(channel) {
                fields.fail(&field, "duplicate", "is there twice");
            }
        }
        if channels.is_some_and(<[String]>::is_empty) {
            fields.fail("channels", "required", "must name at least one channel");
        }
    }

    fn parse_face(&mut self, fields: &mut Fields) {
        if let MaybeUndefined::Value(color) = &mut self.brand_color {
            *color = color.to_lowercase();
            let hex = color.strip_prefix('#').unwrap_or_default();
            if hex.len() != 6 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
                fields.fail("brand_color", "invalid_color", "must be a colour such as #7a3e9d");
            }
        }
        if let MaybeUndefined::Value(logo) = &mut self.logo_url {
            *logo = fields.web_address("logo_url", logo, &["https"]);
        }
        if let MaybeUndefined::Value(website) = &mut self.website {
            *website = fields.web_address("website", website, &["https", "http"]);
        }
        if let MaybeUndefined::Value(email) = &mut self.contact_email {
            *email = fields.email("contact_email", email);
        }
        if let MaybeUndefined::Value(phone) = &mut self.contact_phone {
            *phone = fields.phone("contact_phone", phone, None);
        }
    }
}
