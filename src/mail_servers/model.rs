//! A company's own mail server, and what comes of trying it.

use chrono::{DateTime, Utc};
use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};
use url::Host;

use crate::{
    http::{Fields, Parse, Versioned},
    network::{is_local, is_public},
};

crate::id!(
    /// The mail server that a company's mails to clients go out by.
    MailServerId
);

const HOST_MAX: usize = 253;
const USERNAME_MAX: usize = 320;
const PASSWORD_MAX: usize = 1000;
const NAME_MAX: usize = 200;

/// What mail servers take mail from programs at.
const PORTS: [i32; 4] = [25, 465, 587, 2525];

/// How a connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "MailServerSecurity")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Security {
    /// From the start, as on port 465.
    Tls,
    /// After a greeting, as on port 587; without it nothing is sent.
    Starttls,
    /// Not at all: only where the installation allows addresses of its own network.
    None,
}

impl Security {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Starttls => "starttls",
            Self::None => "none",
        }
    }
}

/// The mail server that the company's mails to clients go out by.
#[derive(Clone, Debug, Serialize, Object)]
pub struct MailServer {
    /// A name or an address.
    pub host: String,
    pub port: i32,
    pub security: Security,
    /// Null where it wants to know nobody. The password is never shown.
    #[oai(nullable)]
    pub username: Option<String>,
    /// Whom mails are from.
    pub from_email: String,
    /// The name before that address; null: the company's.
    #[oai(nullable)]
    pub from_name: Option<String>,
    /// The first failure since it has taken a mail; null while it takes them.
    #[oai(nullable)]
    pub failing_since: Option<DateTime<Utc>>,
    /// What was wrong the last time; null while it takes mails.
    #[oai(nullable)]
    pub failure: Option<String>,
    /// When it last did not accept the credentials or the sender; null once it has taken a mail. For ten minutes after that,
    /// no mail is tried.
    #[oai(nullable)]
    pub refused_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change it.
    pub version: i32,
    pub updated_at: DateTime<Utc>,
}

impl Versioned for MailServer {
    fn version(&self) -> i32 {
        self.version
    }
}

/// The mail server that mails to clients are to go out by.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewMailServer {
    /// A name, or an address on the public internet.
    #[oai(validator(min_length = 1, max_length = 253))]
    pub host: String,
    /// 25, 465, 587 or 2525.
    #[oai(validator(minimum(value = "1"), maximum(value = "65535")))]
    pub port: i32,
    pub security: Security,
    /// Absent: it wants to know nobody.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 320))]
    pub username: Option<String>,
    /// Kept encrypted and never shown. Absent: the one that is there already, as long as host, port, security and username are
    /// the same.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 1000))]
    pub password: Option<String>,
    /// Whom mails are from: an address that the server lets this user send from.
    pub from_email: String,
    /// At most 200 characters; absent: the company's name.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 200))]
    pub from_name: Option<String>,
}

impl Example for NewMailServer {
    fn example() -> Self {
        Self {
            host: "smtp.example.com".into(),
            port: 587,
            security: Security::Starttls,
            username: Some("hello@studio-vesna.example".into()),
            password: Some("an app password".into()),
            from_email: "hello@studio-vesna.example".into(),
            from_name: Some("Studio Vesna".into()),
        }
    }
}

impl Parse for NewMailServer {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        let username = fields.optional_line("username", input.username.as_deref(), USERNAME_MAX);
        let password = input.password.filter(|password| !password.is_empty());
        if password.as_ref().is_some_and(|password| password.chars().count() > PASSWORD_MAX) {
            fields.fail("password", "too_long", "must be at most 1000 characters");
        }
        if password.as_ref().is_some_and(|password| password.contains(['\r', '\n', '\0'])) {
            fields.fail("password", "invalid_password", "must be one line");
        }
        if password.is_some() && username.is_none() {
            fields.fail("username", "required", "must be given with a password");
        }
        Some(Self {
            host: host(fields, "host", &input.host),
            port: fields.range("port", input.port, 1..=65535),
            security: input.security,
            username,
            password,
            from_email: fields.email("from_email", &input.from_email),
            from_name: fields.optional_line("from_name", input.from_name.as_deref(), NAME_MAX),
        })
    }
}

/// A name or an address as it will be used. Odd spellings of an address, such as `0x7f.1`, are that address then.
fn host(fields: &mut Fields, field: &str, value: &str) -> String {
    let value = value.trim();
    let parsed = match value.parse::<std::net::Ipv6Addr>() {
        Ok(address) => Ok(Host::Ipv6(address)),
        Err(_) => Host::parse(value),
    };
    match parsed {
        Ok(Host::Ipv4(address)) => address.to_string(),
        Ok(Host::Ipv6(address)) => address.to_string(),
        Ok(Host::Domain(name)) if !name.is_empty() && name.len() <= HOST_MAX => name,
        _ => {
            fields.fail(field, "invalid_host", "must be a name such as smtp.example.com");
            String::new()
        }
    }
}

impl NewMailServer {
    /// What can be told from the settings alone to lead into the installation's own network, or anywhere but to a mail server.
    pub fn refusals(&self, fields: &mut Fields) {
        let private = match self.host.parse() {
            Ok(address) => !is_public(address),
            Err(_) => is_local(&self.host),
        };
        if private {
            fields.fail("host", "private_address", "must lead to an address on the public internet");
        }
        if !PORTS.contains(&self.port) {
            fields.fail("port", "unknown_value", "must be 25, 465, 587 or 2525");
        }
        if self.security == Security::None {
            fields.fail("security", "unknown_value", "must be `tls` or `starttls`");
        }
    }
}

/// What came of a test.
#[derive(Debug, Serialize, Object)]
pub struct MailServerTest {
    /// Whether the server has taken the mail.
    pub accepted: bool,
    /// Whom it was to.
    pub to: String,
    /// What the server said, or why it was not reached.
    pub answer: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, Result};

    fn refused(host: &str, port: i32) -> Vec<(String, String)> {
        let new = NewMailServer { host: host.into(), port, ..NewMailServer::example() };
        let mut fields = Fields::default();
        let parsed = NewMailServer::parse(new, &mut fields);
        let checked = || -> Result<()> {
            let new = fields.finish(parsed)?;
            let mut fields = Fields::default();
            new.refusals(&mut fields);
            fields.finish(Some(()))
        };
        match checked() {
            Ok(()) => vec![],
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.field, error.code)).collect(),
            Err(other) => panic!("{host}: {other}"),
        }
    }

    #[test]
    fn a_host_of_ones_own_network_is_refused_however_it_is_spelt() {
        for host in
            ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "10.0.0.1", "169.254.169.254", "::1", "[::1]", "fe80::1"]
        {
            assert_eq!(refused(host, 587), [("host".into(), "private_address".into())], "{host}");
        }
        for host in ["localhost", "LOCALHOST.", "mail.local", "smtp.internal"] {
            assert_eq!(refused(host, 587), [("host".into(), "private_address".into())], "{host}");
        }
    }

    #[test]
    fn a_port_that_no_mail_server_listens_at_is_refused() {
        for port in [22, 80, 443, 5432, 6379] {
            assert_eq!(refused("smtp.example.com", port), [("port".into(), "unknown_value".into())], "{port}");
        }
        for port in PORTS {
            assert_eq!(refused("smtp.example.com", port), [], "{port}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for host in ["", " ", "a b", "smtp.example.com:25", "https://smtp.example.com", "a@b"] {
            assert_eq!(refused(host, 587), [("host".into(), "invalid_host".into())], "{host:?}");
        }
    }
}
