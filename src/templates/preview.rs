//! What words would look like, before anybody is sent them.

use chrono::{DateTime, TimeDelta, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use super::model::{Key, TemplateWords};
use crate::{
    bookings::{BookingId, Status},
    companies::Company,
    error::Result,
    http::{Fields, Parse},
    i18n::{self, Language},
    messages::{
        Kind,
        model::{Channel, Facts},
        render::{self, Style, Wording},
        segments,
    },
    money::Money,
};

/// Words to be shown as they would be sent.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewPreview {
    pub kind: Kind,
    pub channel: Channel,
    /// `en`, `uk`, `bn` or `id`.
    pub language: String,
    /// Of a mail.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 200))]
    pub subject: Option<String>,
    #[oai(validator(min_length = 1, max_length = 10000))]
    pub body: String,
    /// One of the company's bookings, which is filled in. Absent: a booking that there might be.
    #[serde(default)]
    #[oai(nullable)]
    pub booking_id: Option<BookingId>,
}

impl Example for NewPreview {
    fn example() -> Self {
        let words = TemplateWords::example();
        Self {
            kind: Kind::BookingConfirmed,
            channel: Channel::Email,
            language: "en".into(),
            subject: words.subject,
            body: words.body,
            booking_id: None,
        }
    }
}

/// Words that can be shown.
#[derive(Clone, Debug)]
pub struct Draft {
    pub key: Key,
    pub wording: Wording,
    pub booking: Option<BookingId>,
}

impl Parse for Draft {
    type Input = NewPreview;

    fn parse(input: NewPreview, fields: &mut Fields) -> Option<Self> {
        let language = fields.language("language", &input.language);
        let words = TemplateWords::parse(TemplateWords { subject: input.subject, body: input.body }, fields)?;
        let key = Key { kind: input.kind, channel: input.channel, language: language? };
        if key.default_wording().is_none() {
            fields.fail("channel", "not_allowed", "is not a channel for messages of this kind");
        }
        Some(Self { key, wording: words.check(key, fields), booking: input.booking_id })
    }
}

/// What would be sent.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Preview {
    /// Of a mail; null in a text message.
    #[oai(nullable)]
    pub subject: Option<String>,
    /// What programs show that show no HTML; the whole of a text message.
    pub text: String,
    /// A page of its own; null in a text message. Show it in a frame that runs no scripts, as a mail program would.
    #[oai(nullable)]
    pub html: Option<String>,
    /// As how many SMS a text message is sent and paid for: of 160 signs, or of 70 where one is not in GSM's alphabet, as no
    /// Cyrillic or Bengali one is; 153 or 67 each where it is several. Null in a mail.
    #[oai(nullable)]
    pub segments: Option<i16>,
}

impl Preview {
    pub fn of(draft: &Draft, facts: &Facts, brand_color: Option<String>) -> Result<Self> {
        let Key { kind, channel, language } = draft.key;
        if channel != Channel::Email {
            let text = render::write_short(kind, language, facts, Some(&draft.wording));
            let segments = Some(segments::count(&text));
            return Ok(Self { subject: None, text, html: None, segments });
        }
        let style = Style { own: Some(draft.wording.clone()), brand_color };
        let mail = render::write(kind, language, facts, &style)?;
        Ok(Self { subject: Some(mail.subject), text: mail.text, html: Some(mail.html), segments: None })
    }
}

/// A booking that there might be: tomorrow, an hour, with everything that can be said of one.
pub fn sample(company: &Company, language: Language, now: DateTime<Utc>) -> Facts {
    let text = |key: &str| i18n::text(language, &format!("sample.{key}"), &[]);
    Facts {
        company: company.name.clone(),
        client: text("client"),
        service: text("appointment"),
        staff: Some(text("staff")),
        place: Some(text("place")),
        reference: "K7QD-3MXA".into(),
        status: Status::Confirmed,
        starts_at: now + TimeDelta::days(1),
        minutes: 60,
        time_zone: company.time_zone.clone(),
        price: Money { amount: 50_000, currency: company.currency.clone() },
        notes: text("note"),
    }
}
