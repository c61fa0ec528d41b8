//! A client's wishes, one set a channel.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    auth::UserId,
    http::{Fields, Parse, object},
    messages::model::Channel,
};

/// What a client wants to hear by one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub struct Wishes {
    /// Anything at all. Where it is false, not even what becomes of their bookings.
    pub allowed: bool,
    /// That a booking is coming up.
    pub reminders: bool,
    /// Offers and news.
    pub marketing: bool,
}

impl Default for Wishes {
    /// Of who has said nothing.
    fn default() -> Self {
        Self { allowed: true, reminders: true, marketing: false }
    }
}

/// What a client wants to hear by one channel, and who said so.
#[derive(Clone, Debug, Default, Serialize, Object)]
pub struct Preference {
    /// Anything at all. Where it is false, not even what becomes of their bookings.
    pub allowed: bool,
    /// That a booking is coming up.
    pub reminders: bool,
    /// Offers and news.
    pub marketing: bool,
    /// How they said it; null where that is not known.
    #[oai(nullable)]
    pub source: Option<String>,
    /// Whose account wrote it down; null where nobody has said anything, or nobody was signed in.
    #[oai(nullable)]
    pub decided_by: Option<UserId>,
    /// `staff`, `api_key`, `customer`, `guest` for whoever came by the link in a mail, or `system` where the provider of a channel
    /// has told; null where nobody has said anything.
    #[oai(nullable)]
    pub decided_through: Option<String>,
    /// Null where nobody has said anything.
    #[oai(nullable)]
    pub decided_at: Option<DateTime<Utc>>,
}

impl Preference {
    /// Of who has said nothing.
    pub fn silence() -> Self {
        let Wishes { allowed, reminders, marketing } = Wishes::default();
        Self { allowed, reminders, marketing, ..Self::default() }
    }

    pub fn wishes(&self) -> Wishes {
        Wishes { allowed: self.allowed, reminders: self.reminders, marketing: self.marketing }
    }
}

/// A client's preferences, as staff see them.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Preferences {
    pub email: Preference,
    pub sms: Preference,
}

/// A client's preferences, all of them.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewPreferences {
    #[serde(deserialize_with = "object")]
    pub email: Wishes,
    #[serde(deserialize_with = "object")]
    pub sms: Wishes,
    /// How the client said it, such as `on the phone`; at most 200 characters.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 200))]
    pub source: Option<String>,
}

impl Example for NewPreferences {
    fn example() -> Self {
        let email = Wishes { allowed: true, reminders: true, marketing: true };
        Self { email, sms: Wishes { allowed: false, ..Wishes::default() }, source: Some("on the phone".into()) }
    }
}

impl Parse for NewPreferences {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        input.source = fields.optional_line("source", input.source.as_deref(), 200);
        Some(input)
    }
}

impl NewPreferences {
    pub fn by_channel(&self) -> [(Channel, Wishes); 2] {
        [(Channel::Email, self.email), (Channel::Sms, self.sms)]
    }
}

/// One's own preferences, all of them.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct OwnPreferences {
    #[serde(deserialize_with = "object")]
    pub email: Wishes,
    #[serde(deserialize_with = "object")]
    pub sms: Wishes,
}

impl Example for OwnPreferences {
    fn example() -> Self {
        Self { email: Wishes::default(), sms: Wishes { reminders: false, ..Wishes::default() } }
    }
}

impl Parse for OwnPreferences {
    type Input = Self;

    fn parse(input: Self, _: &mut Fields) -> Option<Self> {
        Some(input)
    }
}

impl From<Preferences> for OwnPreferences {
    fn from(all: Preferences) -> Self {
        Self { email: all.email.wishes(), sms: all.sms.wishes() }
    }
}

impl From<&OwnPreferences> for NewPreferences {
    fn from(own: &OwnPreferences) -> Self {
        Self { email: own.email, sms: own.sms, source: None }
    }
}
