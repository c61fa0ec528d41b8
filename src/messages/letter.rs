//! A mail as it goes over the wire (RFC 5322).

use anyhow::Context;
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{self, ContentType, HeaderName, HeaderValue},
    },
};
use uuid::Uuid;

use super::render::{Attached, Mail};
use crate::{app::App, calendar_files::CalendarFile};

/// RFC 3834: what answers mails by itself does not answer ours.
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");
/// Where a reader says that they want no more of this kind (RFC 2369, RFC 8058).
const LIST_UNSUBSCRIBE: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe");
const LIST_UNSUBSCRIBE_POST: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe-Post");

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

/// Who writes.
#[derive(Clone, Debug)]
pub struct Letterhead {
    from: String,
    host: String,
}

impl Letterhead {
    /// `host` names this installation in Message-IDs.
    pub fn new(from: &str, host: &str) -> anyhow::Result<Self> {
        from.parse::<Address>().context("FRONTDESK_MAIL_FROM is not an e-mail address")?;
        Ok(Self { from: from.into(), host: host.into() })
    }

    pub fn of(app: &App) -> Self {
        let config = app.config();
        Self { from: config.mail_from.clone(), host: config.public_url.host_str().unwrap_or("localhost").into() }
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    /// From the installation's own address.
    pub fn write(&self, outgoing: &Outgoing) -> anyhow::Result<Message> {
        self.write_from(&self.from, outgoing)
    }

    pub fn write_from(&self, from: &str, outgoing: &Outgoing) -> anyhow::Result<Message> {
        let Outgoing { id, from_name, to_name, to, mail } = outgoing;
        let from: Address = from.parse().context("the sender is not an e-mail address")?;
        let recipient: Address = to.parse().context("the recipient is not an e-mail address")?;
        let mut builder = Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.host)))
            .from(Mailbox::new(Some(from_name.clone()), from))
            .to(Mailbox::new(to_name.clone(), recipient))
            .subject(&mail.subject)
            .header(header::MIME_VERSION_1_0)
            .raw_header(HeaderValue::new(AUTO_SUBMITTED, "auto-generated".into()));
        if let Some(link) = &mail.unsubscribe {
            let one_click = "List-Unsubscribe=One-Click".into();
            builder = builder
                .raw_header(HeaderValue::new(LIST_UNSUBSCRIBE, format!("<{link}>")))
                .raw_header(HeaderValue::new(LIST_UNSUBSCRIBE_POST, one_click));
        }
        builder.multipart(with_file(parts(mail)?, mail.attached.as_ref())?).context("not a mail")
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
