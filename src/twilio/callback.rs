//! What Twilio tells of a message.

use poem_openapi::{Object, types::Example};
use serde::Deserialize;

use super::{Twilio, cause, signing};
use crate::{
    error::{Error, Result},
    http::Form,
    messages::delivery::{Fault, Report},
};

/// What has become of an SMS, as Twilio posts it. It sends more fields, now and then others.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(rename_all = "PascalCase")]
#[oai(example, rename_all = "PascalCase", skip_serializing_if_is_none)]
pub struct TwilioStatus {
    /// What Twilio calls the message.
    pub message_sid: String,
    /// How it stands: `queued`, `sending`, `sent`, `delivered`, `undelivered`, `failed`; others say nothing here.
    pub message_status: String,
    /// Why it did not arrive: a number of Twilio's.
    #[serde(default)]
    pub error_code: Option<String>,
}

impl Example for TwilioStatus {
    fn example() -> Self {
        Self {
            message_sid: "SM00000000000000000000000000000001".into(),
            message_status: "delivered".into(),
            error_code: None,
        }
    }
}

impl Twilio {
    /// What is told, if it is Twilio who tells it, of the message with this token.
    pub fn hear(&self, token: &str, form: &Form<TwilioStatus>, signature: Option<&str>) -> Result<TwilioStatus> {
        let url = self.callback_url(token);
        if !signature.is_some_and(|signature| signing::is_genuine(&self.auth_token, &url, form.pairs(), signature)) {
            return Err(Error::Forbidden);
        }
        form.parse()
    }
}

impl TwilioStatus {
    /// What that means; `None`: nothing yet.
    pub fn report(&self) -> Option<Report> {
        match self.message_status.as_str() {
            "accepted" | "scheduled" | "queued" | "sending" | "sent" => Some(Report::Taken),
            "delivered" | "read" => Some(Report::Delivered),
            "undelivered" | "failed" | "canceled" => {
                let code = self.error_code.as_deref().and_then(|code| code.parse().ok()).filter(|code| *code != 0);
                let answer = match code {
                    Some(code) => format!("Twilio: {}, error {code}", self.message_status),
                    None => format!("Twilio: {}", self.message_status),
                };
                Some(Report::Undelivered(Fault { answer, cause: cause(code.unwrap_or_default()) }))
            }
            _ => None,
        }
    }
}
