//! The way to the mail server.

use std::time::Duration;

use anyhow::{Context, anyhow};
use frontdesk::messages::{model::Due, render::Mail};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header},
    transport::smtp,
};

/// Sends mail over SMTP; connections are kept and used again.
#[derive(Clone)]
pub struct Mailer {
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
    from: Address,
    host: String,
}

/// Why a mail did not go out.
#[derive(Debug)]
pub enum Undelivered {
    /// The server is away or busy (4xx).
    Later(anyhow::Error),
    /// The server will not take it (5xx), or it is no mail; `answer` is for the company alone.
    Never { cause: anyhow::Error, answer: String },
}

impl Mailer {
    /// `smtp_url` absent: nothing can be sent, and messages wait. `host` names this installation in Message-IDs.
    pub fn new(smtp_url: Option<&str>, from: &str, host: &str) -> anyhow::Result<Self> {
        let connect = |url| -> anyhow::Result<_> {
            let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context("SMTP_URL")?;
            Ok(builder.timeout(Some(Duration::from_secs(30))).build())
        };
        Ok(Self {
            transport: smtp_url.map(connect).transpose()?,
            from: from.parse().context("FRONTDESK_MAIL_FROM is not an e-mail address")?,
            host: host.into(),
        })
    }

    pub async fn send(&self, due: &Due, mail: &Mail) -> Result<(), Undelivered> {
        let Some(transport) = &self.transport else {
            return Err(Undelivered::Later(anyhow!("SMTP_URL is not set")));
        };
        let message = self
            .message(due, mail)
            .map_err(|cause| Undelivered::Never { answer: format!("{cause:#}"), cause })?;
        match transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => {
                Err(Undelivered::Never { answer: error.to_string(), cause: without_words(error) })
            }
            Err(error) => Err(Undelivered::Later(without_words(error))),
        }
    }

    fn message(&self, due: &Due, mail: &Mail) -> anyhow::Result<Message> {
        let recipient: Address = due.recipient.parse().context("the recipient is not an e-mail address")?;
        Message::builder()
            .message_id(Some(format!("<{}@{}>", due.id, self.host)))
            .from(Mailbox::new(Some(due.facts.company.clone()), self.from.clone()))
            .to(Mailbox::new(Some(due.facts.client.clone()), recipient))
            .subject(&mail.subject)
            .header(header::MIME_VERSION_1_0)
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
            .context("not a mail")
    }
}

/// What may be logged of a failure: a server's own words name the recipient as often as not.
fn without_words(error: smtp::Error) -> anyhow::Error {
    match error.status() {
        Some(code) => anyhow!("the mail server answered {code}"),
        None => error.into(),
    }
}
