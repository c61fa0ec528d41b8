//! The way to the mail server.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

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
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::{AsyncSmtpTransportBuilder, Error},
};
use tokio::time::timeout;

/// How long a mail server has to take a mail, from the call to its last word; lettre gives it for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sends mail over SMTP; connections are kept and used again.
#[derive(Clone)]
pub struct Mailer {
    server: Option<Arc<Server>>,
    patience: Duration,
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
        Ok(Self {
            server: smtp_url.map(Server::at).transpose()?.map(Arc::new),
            patience: PATIENCE,
            head: Letterhead::new(from, host)?,
            lines: Lines::new(Dialer::new(false, host)),
        })
    }

    /// The same, where companies' own mail servers are reached so.
    pub fn with_dialer(self, dialer: Dialer) -> Self {
        Self { lines: Lines::new(dialer), ..self }
    }

    /// The same, with less time for the installation's server.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Whoever waits may be gone before it is done: it goes on, since a conversation that is left halfway would be taken up by
    /// the next mail.
    pub async fn send(&self, outgoing: &Outgoing) -> Result<(), Undelivered> {
        let Some(server) = &self.server else {
            return Err(failure(false, "SMTP_URL is not set", "mail is not set up".into()));
        };
        let message = self.head.write(outgoing).map_err(not_a_mail)?;
        let (server, patience) = (Arc::clone(server), self.patience);
        let sending = tokio::spawn(async move { server.take(message, patience).await });
        let error = match sending.await {
            Ok(Some(Ok(()))) => return Ok(()),
            Ok(Some(Err(error))) => error,
            Ok(None) => return Err(failure(false, "the mail server took too long", "it took too long".into())),
            Err(stopped) => return Err(failure(false, "sending was broken off", stopped.to_string())),
        };
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

/// The mail server, and the connections to it that are kept.
struct Server {
    builder: AsyncSmtpTransportBuilder,
    transport: RwLock<AsyncSmtpTransport<Tokio1Executor>>,
}

impl Server {
    fn at(url: &str) -> anyhow::Result<Self> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context("SMTP_URL")?;
        let builder = builder.timeout(Some(Duration::from_secs(30)));
        Ok(Self { transport: RwLock::new(builder.clone().build()), builder })
    }

    /// `None`: it took too long. Then its connection is in the middle of something, and whoever comes next gets others.
    async fn take(&self, message: Message, patience: Duration) -> Option<Result<(), Error>> {
        let transport = self.transport.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut sending = std::pin::pin!(transport.send(message));
        let sent = timeout(patience, &mut sending).await.ok();
        if sent.is_none() {
            *self.transport.write().unwrap_or_else(PoisonError::into_inner) = self.builder.clone().build();
        }
        sent.map(|sent| sent.map(drop))
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
