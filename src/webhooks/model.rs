//! An endpoint, what is sent to it, and what became of that.

use chrono::{DateTime, Utc};
use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::address;
use crate::{
    events::topics,
    http::{Fields, Parse, Versioned, not_null},
};

crate::id!(
    /// Where a company's programs are told what happens.
    WebhookId
);
crate::id!(
    /// One event for one endpoint.
    DeliveryId
);

const DESCRIPTION_MAX: usize = 200;

/// An endpoint that is told what happens in the company.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Webhook {
    pub id: WebhookId,
    /// Where events are sent, by POST.
    pub url: String,
    /// What you know it by.
    pub description: String,
    /// The kinds of events it is sent, such as `booking.created`; none: every kind.
    pub event_types: Vec<String>,
    /// Whether anything is sent there. What happens while it is not is sent by a replay alone.
    pub enabled: bool,
    /// When it was disabled by itself, since nothing had arrived for five days; null otherwise.
    #[oai(nullable)]
    pub disabled_at: Option<DateTime<Utc>>,
    /// The first failed attempt since anything has arrived; null while things arrive.
    #[oai(nullable)]
    pub failing_since: Option<DateTime<Utc>>,
    /// Until when the secret before the current one signs as well; null if it does not.
    #[oai(nullable)]
    pub previous_secret_until: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for Webhook {
    fn version(&self) -> i32 {
        self.version
    }
}

/// An endpoint that was just added.
#[derive(Debug, Serialize, Object)]
pub struct MadeWebhook {
    /// `whsec_…`: shown this once. Verify the signature of whatever arrives with it.
    pub secret: String,
    pub webhook: Webhook,
}

impl Versioned for MadeWebhook {
    fn version(&self) -> i32 {
        self.webhook.version
    }
}

/// An endpoint to be added.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct NewWebhook {
    /// `https://…`, on the public internet, without user and password; at most 1000 characters.
    #[oai(validator(min_length = 1, max_length = 1000))]
    pub url: String,
    /// What you will know it by; at most 200 characters.
    #[serde(default)]
    #[oai(default, validator(max_length = 200))]
    pub description: String,
    /// The kinds of events it is sent, such as `booking.created`: those that `x-webhooks` of this document lists. None: every
    /// kind, later ones too. You must be allowed to read, of everybody, what they are about.
    #[serde(default)]
    #[oai(default)]
    pub event_types: Vec<String>,
}

impl Example for NewWebhook {
    fn example() -> Self {
        Self {
            url: "https://example.com/hooks/frontdesk".into(),
            description: "Our calendar".into(),
            event_types: ["booking.created", "booking.cancelled"].map(str::to_owned).into(),
        }
    }
}

impl Parse for NewWebhook {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            url: address::parse(fields, "url", &input.url),
            description: fields.text("description", &input.description, DESCRIPTION_MAX),
            event_types: event_types(input.event_types, fields),
        })
    }
}

fn event_types(mut types: Vec<String>, fields: &mut Fields) -> Vec<String> {
    for (index, _) in types.iter().enumerate().filter(|(_, name)| !topics::is_known(name)) {
        fields.fail(&format!("event_types[{index}]"), "unknown_value", "is not a kind of event");
    }
    types.sort_unstable();
    types.dedup();
    types
}

/// What can be changed of an endpoint; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct WebhookPatch {
    /// `https://…`, on the public internet, without user and password; at most 1000 characters.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 1000))]
    pub url: Option<String>,
    /// At most 200 characters.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 200))]
    pub description: Option<String>,
    /// The kinds of events it is sent; none: every kind.
    #[serde(deserialize_with = "not_null")]
    pub event_types: Option<Vec<String>>,
    /// Enabled, it is told what happens from now on. Disabled, what is under way to it is given up.
    #[serde(deserialize_with = "not_null")]
    pub enabled: Option<bool>,
}

impl Example for WebhookPatch {
    fn example() -> Self {
        Self { event_types: Some(vec!["booking.created".into()]), ..Self::default() }
    }
}

impl Parse for WebhookPatch {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            url: input.url.map(|url| address::parse(fields, "url", &url)),
            description: input.description.map(|text| fields.text("description", &text, DESCRIPTION_MAX)),
            event_types: input.event_types.map(|types| event_types(types, fields)),
            enabled: input.enabled,
        })
    }
}

/// How a secret is replaced.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct Rotate {
    /// For how many hours the secret that is replaced signs as well: 0 to 168.
    #[serde(default = "a_day")]
    #[oai(default = "a_day", validator(minimum(value = "0"), maximum(value = "168")))]
    pub keep_previous_hours: i32,
}

fn a_day() -> i32 {
    24
}

impl Example for Rotate {
    fn example() -> Self {
        Self { keep_previous_hours: a_day() }
    }
}

impl Parse for Rotate {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        let hours = fields.range("keep_previous_hours", input.keep_previous_hours, 0..=168);
        Some(Self { keep_previous_hours: hours })
    }
}

/// A secret that has taken the place of another.
#[derive(Debug, Serialize, Object)]
#[oai(rename = "RotatedWebhookSecret")]
pub struct Rotated {
    /// `whsec_…`: shown this once.
    pub secret: String,
    /// Until when the one before signs as well; null if it does not.
    #[oai(nullable)]
    pub previous_secret_until: Option<DateTime<Utc>>,
}

/// Which events are sent again.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, rename = "WebhookReplay", deny_unknown_fields, skip_serializing_if_is_none)]
pub struct Replay {
    /// RFC 3339: events from this moment on, at most 30 days back.
    pub since: DateTime<Utc>,
    /// RFC 3339: events before this moment; absent: up to now.
    #[serde(default)]
    #[oai(nullable)]
    pub until: Option<DateTime<Utc>>,
}

impl Example for Replay {
    fn example() -> Self {
        Self { since: "2026-11-22T06:00:00Z".parse().expect("a time"), until: None }
    }
}

impl Parse for Replay {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        fields.moment("since", input.since);
        input.until.map(|until| fields.moment("until", until));
        Some(input)
    }
}

/// Events of this time are being sent again.
#[derive(Debug, Serialize, Object)]
#[oai(rename = "WebhookReplaying")]
pub struct Replaying {
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "WebhookDeliveryStatus")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// It is tried at `next_attempt_at`.
    Pending,
    /// The endpoint answered 2xx in time.
    Delivered,
    /// It did not, eight times; or it was disabled meanwhile.
    Failed,
}

impl DeliveryStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

/// One event for one endpoint.
#[derive(Clone, Debug, Serialize, Object)]
#[oai(rename = "WebhookDelivery")]
pub struct Delivery {
    pub id: DeliveryId,
    /// What goes out as `webhook-id`, the same at every attempt: the event's own id.
    pub message_id: Uuid,
    /// What happened, such as `booking.created`.
    pub event_type: String,
    pub status: DeliveryStatus,
    /// Attempts since it was made, or last replayed; at most 8.
    pub attempts: i32,
    /// When it is tried next; null once it has ended.
    #[oai(nullable)]
    pub next_attempt_at: Option<DateTime<Utc>>,
    #[oai(nullable)]
    pub ended_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A delivery with what was sent and what was answered.
#[derive(Debug, Serialize, Object)]
#[oai(rename = "WebhookDeliveryLog")]
pub struct DeliveryLog {
    pub delivery: Delivery,
    /// What is sent, to the byte.
    pub body: String,
    /// Every attempt there was, the first first.
    pub attempts: Vec<Attempt>,
}

/// One attempt to deliver.
#[derive(Clone, Debug, Serialize, Object)]
#[oai(rename = "WebhookAttempt")]
pub struct Attempt {
    pub at: DateTime<Utc>,
    /// Milliseconds until the answer was there, or the attempt was given up.
    pub duration_ms: i32,
    /// The HTTP status; null if there was none.
    #[oai(nullable)]
    pub response_status: Option<i32>,
    /// The first 16 kB of the answer's body, as text; null if there was none.
    #[oai(nullable)]
    pub response_body: Option<String>,
    /// Null if it arrived. Otherwise `status` (an answer other than 2xx, a redirect among them), `timeout` (15 seconds),
    /// `unresolved` (there is no such host), `private_address`, `unreachable`, `tls`, `broken` (the connection broke off, or
    /// it was no HTTP), `unreadable_secret` (this installation cannot read the endpoint's secret).
    #[oai(nullable)]
    pub failure: Option<String>,
}

/// What came of an attempt.
#[derive(Clone, Debug)]
pub struct Tried {
    pub at: DateTime<Utc>,
    pub duration_ms: i32,
    pub status: Option<u16>,
    pub body: Option<String>,
    /// `None`: it arrived.
    pub failure: Option<&'static str>,
}
