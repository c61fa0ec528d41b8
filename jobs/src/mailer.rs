//! The way to the mail server.

use std::time::Duration;

use anyhow::Context;
use frontdesk::{calendar_files::CalendarFile, messages::render::Mail};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{self, ContentType, HeaderName, HeaderValue},
    },
};
use uuid::Uuid;

/// RFC 3834: what answers mails by itself does not answer ours.
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");

/// Sends mail over SMTP; connections are kept and used again.
#[derive(Clone)]
pub struct Mailer {
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
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

/// A file that goes along with a mail.
#[derive(Clone, Debug)]
pub struct Attached {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
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

    pub async fn send(&self, outgoing: &Outgoing) -> Result<(), Undelivered> {
        self.send_with(outgoing, None).await
    }

    /// The same, with a file.
    pub async fn send_with(&self, outgoing: &Outgoing, attached: Option<&Attached>) -> Result<(), Undelivered> {
        let failure = |permanent, summary: &str, answer: String| Undelivered {
            permanent,
            address_is_bad: false,
            answer,
            summary: summary.into(),
        };
        let Some(transport) = &self.transport else {
            return Err(failure(false, "SMTP_URL is not set", "mail is not set up".into()));
        };
        let message =
            self.message(outgoing, attached).map_err(|error| failure(true, "not a mail", format!("{error:#}")))?;
        let Err(error) = transport.send(message).await.map(drop) else { return Ok(()) };
        let summary = match error.status() {
            Some(code) => format!("the mail server answered {code}"),
            None => "the mail server could not be reached".into(),
        };
        let (code, answer) = (error.status().map(u16::from), error.to_string());
        let address_is_bad = code.is_some_and(|code| is_nobody(code, &answer));
        Err(Undelivered { address_is_bad, ..failure(error.is_permanent(), &summary, answer) })
    }

    fn message(&self, outgoing: &Outgoing, attached: Option<&Attached>) -> anyhow::Result<Message> {
        let Outgoing { id, from_name, to_name, to, mail } = outgoing;
        let recipient: Address = to.parse().context("the recipient is not an e-mail address")?;
        Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.host)))
            .from(Mailbox::new(Some(from_name.clone()), self.from.clone()))
            .to(Mailbox::new(to_name.clone(), recipient))
            .subject(&mail.subject)
            .header(header::MIME_VERSION_1_0)
            .raw_header(HeaderValue::new(AUTO_SUBMITTED, "auto-generated".into()))
            .multipart(with_file(parts(mail)?, attached)?)
            .context("not a mail")
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

fn with_file(parts: MultiPart, attached: Option<&Attached>) -> anyhow::Result<MultiPart> {
    let Some(Attached { name, content_type, bytes }) = attached else { return Ok(parts) };
    let file = Attachment::new(name.clone()).body(bytes.clone(), ContentType::parse(content_type)?);
    Ok(MultiPart::mixed().multipart(parts).singlepart(file))
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
