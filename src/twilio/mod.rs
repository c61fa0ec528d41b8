//! Twilio, by which SMS go out: the account, what is asked of it, and what its error codes mean.

pub mod api;
mod callback;
mod signing;

use anyhow::Context;
use base64::{Engine, prelude::BASE64_STANDARD};
use url::{Host, Url, form_urlencoded};

use crate::{config::Config, messages::delivery::Cause};

/// The account that this installation sends by.
pub struct Twilio {
    /// Where messages are made.
    pub messages: Url,
    /// The value of the header that says who asks.
    pub authorization: String,
    /// Whom messages are from: the field, and its value.
    sender: (&'static str, String),
    /// What Twilio signs with.
    auth_token: String,
    public_url: Url,
}

impl Twilio {
    /// The account that the settings name; `None`: no SMS are sent.
    pub fn new(config: &Config) -> anyhow::Result<Option<Self>> {
        let settings = [&config.twilio_account_sid, &config.twilio_auth_token, &config.twilio_from];
        let [Some(account), Some(auth_token), Some(from)] = settings.map(|setting| setting.as_deref()) else {
            let none = settings.iter().all(|setting| setting.is_none());
            anyhow::ensure!(none, "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM belong together");
            return Ok(None);
        };
        let (user, secret) = match &config.twilio_api_key {
            Some(key) => key.split_once(':').context("TWILIO_API_KEY is not `sid:secret`")?,
            None => (account, auth_token),
        };
        let mut messages = config.twilio_url.clone();
        let path = messages.path_segments_mut().map_err(|()| anyhow::anyhow!("TWILIO_URL is not an HTTP address"));
        path?.pop_if_empty().extend(["2010-04-01", "Accounts", account, "Messages.json"]);
        let is_service = from.starts_with("MG") && from.len() == 34;
        Ok(Some(Self {
            messages,
            authorization: format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{secret}"))),
            sender: (if is_service { "MessagingServiceSid" } else { "From" }, from.to_owned()),
            auth_token: auth_token.to_owned(),
            public_url: config.public_url.clone(),
        }))
    }

    /// The body of a request that sends this text, and has told what becomes of it with this token.
    pub fn form(&self, to: &str, text: &str, token: &str) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("To", to).append_pair(self.sender.0, &self.sender.1).append_pair("Body", text);
        if self.is_reachable() {
            form.append_pair("StatusCallback", &self.callback_url(token));
        }
        form.finish()
    }

    fn callback_url(&self, token: &str) -> String {
        format!("{}/api/v1/hooks/twilio/{token}", self.public_url.as_str().trim_end_matches('/'))
    }

    /// An installation that only its own machine can reach is told nothing: Twilio refuses such an address with the message.
    fn is_reachable(&self) -> bool {
        match self.public_url.host() {
            Some(Host::Domain(name)) => name != "localhost" && name.contains('.'),
            Some(Host::Ipv4(address)) => !address.is_loopback(),
            Some(Host::Ipv6(address)) => !address.is_loopback(),
            None => false,
        }
    }
}

/// What a message failed for, by Twilio's error code. A code that is not here says nothing about its reader.
pub fn cause(code: u32) -> Cause {
    match code {
        // no number; a short code; one that cannot get SMS; a landline; one that is not in service
        21211 | 21265 | 21614 | 21635 | 30005 => Cause::BadAddress,
        21610 => Cause::Refused,
        _ => Cause::Other,
    }
}

/// Whether it is the operator who has to do something, and not one message that is wrong: Twilio does not know who asks, or
/// the sender is not theirs, or the address of callbacks is none.
pub fn is_settings(status: u16, code: Option<u32>) -> bool {
    matches!(status, 401 | 403 | 404)
        || matches!(code, Some(20003 | 21212 | 21603 | 21606 | 21609 | 21659 | 21660 | 21661 | 30002))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config {
            twilio_account_sid: Some("AC1".into()),
            twilio_auth_token: Some("token".into()),
            twilio_from: Some("+15005550006".into()),
            public_url: "https://book.example.com/".parse().expect("an address"),
            ..Config::defaults()
        }
    }

    fn twilio(config: &Config) -> Twilio {
        Twilio::new(config).expect("settings").expect("an account")
    }

    #[test]
    fn without_settings_there_is_no_account_and_half_of_them_are_refused() {
        assert!(Twilio::new(&Config::defaults()).expect("settings").is_none());
        for half in [
            Config { twilio_from: None, ..config() },
            Config { twilio_auth_token: None, ..config() },
            Config { twilio_account_sid: None, ..config() },
            Config { twilio_api_key: Some("SK1".into()), ..config() },
            Config { twilio_url: "mailto:a@example.com".parse().expect("an address"), ..config() },
        ] {
            assert!(Twilio::new(&half).is_err());
        }
    }

    #[test]
    fn an_account_sends_with_its_token_or_with_a_key() {
        let with_key = Config { twilio_api_key: Some("SK1:secret".into()), ..config() };

        assert_eq!(twilio(&config()).messages.as_str(), "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json");
        assert_eq!(twilio(&config()).authorization, format!("Basic {}", BASE64_STANDARD.encode("AC1:token")));
        assert_eq!(twilio(&with_key).authorization, format!("Basic {}", BASE64_STANDARD.encode("SK1:secret")));
    }

    #[test]
    fn a_message_is_from_a_number_or_a_service() {
        let service = Config { twilio_from: Some(format!("MG{}", "0".repeat(32))), ..config() };

        let form = twilio(&config()).form("+380441234567", "Vesna: 100% & more", "t");
        assert_eq!(
            form,
            "To=%2B380441234567&From=%2B15005550006&Body=Vesna%3A+100%25+%26+more\
             &StatusCallback=https%3A%2F%2Fbook.example.com%2Fapi%2Fv1%2Fhooks%2Ftwilio%2Ft"
        );
        assert!(twilio(&service).form("+380441234567", "x", "t").contains("&MessagingServiceSid=MG000"));
    }

    #[test]
    fn an_installation_that_nobody_can_reach_asks_for_no_callback() {
        for address in ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]/", "http://desk/"] {
            let config = Config { public_url: address.parse().expect("an address"), ..config() };
            assert!(!twilio(&config).form("+380441234567", "x", "t").contains("StatusCallback"), "{address}");
        }
    }
}
