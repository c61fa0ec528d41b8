//! The way to the mail server.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use anyhow::Context;
use frontdesk::{calendar_files::CalendarFile, messages::render::Mail};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{self, ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{AsyncSmtpTransportBuilder, Error},
};
use tokio::time::timeout;
use uuid::Uuid;

/// How long a mail server has to take a mail, from the call to its last word; lettre gives it for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// RFC 3834: what answers mails by itself does not answer ours.
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");

/// Sends mail over SMTP; connections are kept and used again.
#[derive(Clone)]
pub struct Mailer {
    server: Option<Arc<Server>>,
    patience: Duration,
    from: Address,
    host: String,
}

/// A mail, and who sends it to whom.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Names the Message-ID: a mail that goes out again has the same.
    pub id: Uuid,
    /// Whose name stands before the sender's address: the company's, or the product's.
    pub from_name: String,
    pub to_name: Option<String>,
    pub to: String,
    pub mail: Mail,
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
    /// `smtp_url` absent: nothing can be sent, and messages wait. `host` names this installation in Message-IDs.
    pub fn new(smtp_url: Option<&str>, from: &str, host: &str) -> anyhow::Result<Self> {
        Ok(Self {
            server: smtp_url.map(Server::at).transpose()?.map(Arc::new),
            patience: PATIENCE,
            from: from.parse().context("FRONTDESK_MAIL_FROM is not an e-mail address")?,
            host: host.into(),
        })
    }

    /// The same, with less time for the server.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Whoever waits may be gone before it is done: it goes on, since a conversation that is left halfway would be taken up by
    /// the next mail.
    pub async fn send(&self, outgoing: &Outgoing) -> Result<(), Undelivered> {
        let failure = |permanent, summary: &str, answer: String| Undelivered {
            permanent,
            address_is_bad: false,
            answer,
            summary: summary.into(),
        };
        let Some(server) = &self.server else {
            return Err(failure(false, "SMTP_URL is not set", "mail is not set up".into()));
        };
        let message = self.message(outgoing).map_err(|error| failure(true, "not a mail", format!("{error:#}")))?;
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

    fn message(&self, outgoing: &Outgoing) -> anyhow::Result<Message> {
        let Outgoing { id, from_name, to_name, to, mail } = outgoing;
        let recipient: Address = to.parse().context("the recipient is not an e-mail address")?;
        Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.host)))
            .from(Mailbox::new(Some(from_name.clone()), self.from.clone()))
            .to(Mailbox::new(to_name.clone(), recipient))
            .subject(&mail.subject)
            .header(header::MIME_VERSION_1_0)
            .raw_header(HeaderValue::new(AUTO_SUBMITTED, "auto-generated".into()))
            .multipart(parts(mail)?)
            .context("not a mail")
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

/// A calendar's file goes along twice. As an alternative with its method it is what Gmail, Outlook and Apple's Mail act on by
/// themselves (RFC 6047 §2.4); attached it is what is left to open in a program that knows nothing of that.
fn parts(mail: &Mail) -> anyhow::Result<MultiPart> {
    let words = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    let Some(CalendarFile { method, text }) = &mail.calendar else { return Ok(words) };
    let kind = ContentType::parse(&format!("text/calendar; method={}; charset=UTF-8", method.as_str()))?;
    let inline = SinglePart::builder().header(kind).body(text.clone());
    let attached = Attachment::new("booking.ics".into()).body(text.clone(), ContentType::parse("application/ics")?);
    Ok(MultiPart::mixed().multipart(words.singlepart(inline)).singlepart(attached))
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
