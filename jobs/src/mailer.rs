//! The way to the mail server.

use std::time::Duration;

use anyhow::Context;
pub use frontdesk::messages::letter::Outgoing;
use frontdesk::{
    app::App,
    mail_servers::{
        dial::{Dialer, Trouble},
        lines::Lines,
        store::Own,
    },
    messages::letter::Letterhead,
};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

/// Sends mail over SMTP; connections are kept and used again.
#[derive(Clone)]
pub struct Mailer {
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
    head: Letterhead,
    /// To companies' own mail servers.
    lines: Lines,
}

/// Why a mail did not go out.
#[derive(Debug)]
pub struct Undelivered {
    /// The server will not take it (5xx), or it is no mail; else it was away or busy (4xx).
    pub permanent: bool,
    /// There is nobody at the address, so that nothing needs to be sent there again.
    pub address_is_bad: bool,
    /// What it said, for the company: it may name the recipient.
    pub answer: String,
    /// The same for logs, which name nobody.
    pub summary: String,
}

impl Mailer {
    /// `smtp_url` absent: nothing can be sent, and messages wait. `host` names this installation in Message-IDs. Companies' own
    /// mail servers are on the public internet.
    pub fn new(smtp_url: Option<&str>, from: &str, host: &str) -> anyhow::Result<Self> {
        let connect = |url| -> anyhow::Result<_> {
            let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context("SMTP_URL")?;
            Ok(builder.timeout(Some(Duration::from_secs(30))).build())
        };
        Ok(Self {
            transport: smtp_url.map(connect).transpose()?,
            head: Letterhead::new(from, host)?,
            lines: Lines::new(Dialer::new(false, host)),
        })
    }

    /// The same, where companies' own mail servers are reached so.
    pub fn with_dialer(self, dialer: Dialer) -> Self {
        Self { lines: Lines::new(dialer), ..self }
    }

    pub async fn send(&self, outgoing: &Outgoing) -> Result<(), Undelivered> {
        let Some(transport) = &self.transport else {
            return Err(failure(false, "SMTP_URL is not set", "mail is not set up".into()));
        };
        let message = self.head.write(outgoing).map_err(not_a_mail)?;
        let Err(error) = transport.send(message).await.map(drop) else { return Ok(()) };
        let summary = match error.status() {
            Some(code) => format!("the mail server answered {code}"),
            None => "the mail server could not be reached".into(),
        };
        let (code, answer) = (error.status().map(u16::from), error.to_string());
        let address_is_bad = code.is_some_and(|code| is_nobody(code, &answer));
        Err(Undelivered { address_is_bad, ..failure(error.is_permanent(), &summary, answer) })
    }

    /// Sends a mail by a company's own server, and by no other.
    pub async fn send_by(&self, app: &App, own: &Own, outgoing: &Outgoing) -> Result<(), Trouble> {
        let message = self.head.write_from(&own.from_email, outgoing);
        let message = message.map_err(|error| Trouble::Mail(554, format!("{error:#}")))?;
        let server = own.server(app).map_err(|error| {
            tracing::error!(%error, "a mail server's password cannot be read");
            Trouble::Away("its password cannot be read".into())
        })?;
        self.lines.send((own.id, own.version), &server, &message).await
    }
}

fn failure(permanent: bool, summary: &str, answer: String) -> Undelivered {
    Undelivered { permanent, address_is_bad: false, answer, summary: summary.into() }
}

fn not_a_mail(error: anyhow::Error) -> Undelivered {
    failure(true, "not a mail", format!("{error:#}"))
}

impl From<Trouble> for Undelivered {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Away(answer) => failure(false, "the company's mail server was not reached", answer),
            Trouble::Shut(answer) => failure(false, "the company's mail server did not let us in", answer),
            Trouble::Mail(code, answer) => {
                let address_is_bad = is_nobody(code, &answer);
                let summary = format!("the company's mail server answered {code}");
                Self { address_is_bad, ..failure(true, &summary, answer) }
            }
        }
    }
}

/// Whether this answer says that there is no such mailbox (RFC 5321 §4.2.3), and not that the mail is unwelcome (RFC 3463
/// X.7), or too much.
fn is_nobody(code: u16, answer: &str) -> bool {
    matches!(code, 550 | 551 | 553 | 556) && !answer.contains("5.7.") && !answer.contains("5.2.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_that_is_not_there_is_told_from_a_mail_that_is_not_wanted() {
        for (code, answer) in
            [(550, "5.1.1 no such user"), (550, "no such user"), (551, "moved"), (556, "5.1.10 null MX")]
        {
            assert!(is_nobody(code, answer), "{code} {answer}");
        }
        for (code, answer) in
            [(550, "5.7.1 spam"), (550, "5.2.2 mailbox full"), (552, "too much"), (554, "no"), (451, "later")]
        {
            assert!(!is_nobody(code, answer), "{code} {answer}");
        }
    }
}
