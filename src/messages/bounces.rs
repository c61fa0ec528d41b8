//! Mails that were taken and could not be delivered after all: the report that a mail server sends of them (RFC 3464), which an
//! MTA hands over by HTTP or to `frontdesk bounce`.
//!
//! A report is a mail, and anybody can write one: it counts only where it returns a Message-ID of ours and names the very
//! address that this mail went to.

use std::thread;

use anyhow::{Context, anyhow};
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use uuid::Uuid;

use super::{
    MessageId,
    delivery::{Cause, Fault, Report as Told},
    jobs::NoteReport,
    store,
};
use crate::{
    app::App,
    error::{Error, Result},
    queue::Envelope,
};

/// The largest report that is read, in bytes.
pub const MAX_REPORT: usize = crate::http::MAX_BODY;
/// How many parts a report may have, those of the mail that it returns included.
const MOST_PARTS: usize = 64;
/// Enough for whatever a report of that size can hold one in the other.
const STACK: usize = 64 * 1024 * 1024;
/// How much of what a mail server said is kept, in characters.
const ANSWER_MAX: usize = 500;

/// What a mail server tells of a mail that it could not deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What stands before the `@` of the Message-ID.
    pub message: Uuid,
    pub recipients: Vec<Recipient>,
}

/// What became of a mail at one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// As it was written to, and where that led.
    pub addresses: Vec<String>,
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`.
    pub action: String,
    /// Such as `5.1.1` (RFC 3463).
    pub status: String,
    /// What the other side said.
    pub answer: String,
}

impl Recipient {
    /// That there is nobody at this address, or something else: also where it is the sender's that is the bad one.
    fn cause(&self) -> Cause {
        let class = self.status.starts_with("5.1.") && !matches!(self.status.as_str(), "5.1.7" | "5.1.8");
        if class || self.status == "5.2.1" { Cause::BadAddress } else { Cause::Other }
    }
}

/// Takes a report in: what it says of a mail of ours becomes a job. Whatever else there is in a mailbox is left alone.
pub async fn take(app: &App, raw: Vec<u8>) -> Result<()> {
    let host = app.config().public_url.host_str().unwrap_or("localhost").to_owned();
    let Some(report) = read(raw, host).await? else { return Ok(()) };
    let Some(company) = app.db().company_of_mail(report.message).await? else { return Ok(()) };
    let mut tx = app.begin_job(&Envelope { company: Some(company), attempt: 1 }).await?;
    let message = MessageId(report.message);
    let to = store::recipient(&mut tx, message).await?;
    let is_to = |recipient: &&Recipient| {
        let mut addresses = recipient.addresses.iter();
        addresses.any(|address| to.as_ref().is_some_and(|to| to.eq_ignore_ascii_case(address)))
    };
    if let Some(failed) = report.recipients.iter().filter(is_to).find(|one| one.action == "failed") {
        let fault = Fault { answer: failed.answer.clone(), cause: failed.cause() };
        tx.enqueue(&NoteReport { message, provider_id: None, report: Told::Undelivered(fault) }).await?;
    }
    tx.commit().await
}

/// A report of a mail that this host has sent; `None`: it is another mail. On a stack of its own, since what is one in the other
/// is taken apart so.
async fn read(raw: Vec<u8>, host: String) -> Result<Option<Report>> {
    check(&raw)?;
    let reading = tokio::task::spawn_blocking(move || {
        let thread = thread::Builder::new().stack_size(STACK).spawn(move || parse(&raw, &host))?;
        thread.join().map_err(|_| anyhow!("a report could not be read"))
    });
    reading.await.context("reading a report")??
}

fn check(raw: &[u8]) -> Result<()> {
    if raw.len() > MAX_REPORT {
        return Err(Error::TooLarge);
    }
    let parts = raw.windows(12).filter(|window| window.eq_ignore_ascii_case(b"content-type")).count();
    if parts > MOST_PARTS {
        return Err(Error::Malformed("too_many_parts", format!("a mail of at most {MOST_PARTS} parts is wanted")));
    }
    Ok(())
}

fn parse(raw: &[u8], host: &str) -> Result<Option<Report>> {
    let not_a_mail = || Error::Malformed("not_a_mail", "a mail is wanted (RFC 5322)".into());
    let mail = MessageParser::default().parse(raw).ok_or_else(not_a_mail)?;
    if mail.from().is_none() && mail.date().is_none() && mail.message_id().is_none() {
        return Err(not_a_mail());
    }
    let is_report = mail.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("report"))
    });
    let parts: Vec<_> = match &mail.root_part().body {
        PartType::Multipart(ids) if is_report => ids.iter().filter_map(|id| mail.part(*id)).collect(),
        _ => return Ok(None),
    };
    let Some(message) = parts.iter().find_map(|part| returned(part, host)) else { return Ok(None) };
    let told = parts.iter().find(|part| is(part, "message", "delivery-status"));
    let told = told.map(|part| String::from_utf8_lossy(part.contents()).into_owned());
    Ok(told.map(|text| Report { message, recipients: recipients(&text) }))
}

fn is(part: &MessagePart<'_>, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|given| {
        given.ctype().eq_ignore_ascii_case(kind)
            && given.subtype().is_some_and(|given| given.eq_ignore_ascii_case(subtype))
    })
}

/// Which mail of ours comes back in this part, as a whole or with its headers alone.
fn returned(part: &MessagePart<'_>, host: &str) -> Option<Uuid> {
    let id_of = |mail: &Message<'_>| {
        let (id, at) = mail.message_id()?.split_once('@')?;
        at.eq_ignore_ascii_case(host).then(|| id.parse().ok()).flatten()
    };
    match &part.body {
        PartType::Message(mail) => id_of(mail),
        _ if is(part, "text", "rfc822-headers") || is(part, "message", "rfc822-headers") => {
            id_of(&MessageParser::default().parse_headers(part.contents())?)
        }
        _ => None,
    }
}

/// The groups of fields after the first, each about one address (RFC 3464 §2.3).
fn recipients(text: &str) -> Vec<Recipient> {
    let text = text.replace("\r\n", "\n");
    let groups = text.split("\n\n").map(fields).filter(|fields| !fields.is_empty());
    groups.filter_map(|fields| recipient(&fields)).collect()
}

fn recipient(fields: &[(String, String)]) -> Option<Recipient> {
    let of = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    // `rfc822; ada@example.com`: what kind it is, and what it says.
    let said = |name: &str| of(name).map(|value| value.split_once(';').map_or(value, |(_, said)| said).trim());
    let address = |name: &str| said(name).map(|text| text.trim_matches(['<', '>']).to_owned());
    let addresses: Vec<_> = [address("original-recipient"), address("final-recipient")].into_iter().flatten().collect();
    let word =
        |name: &str| of(name).and_then(|value| value.split_whitespace().next()).unwrap_or_default().to_lowercase();
    let status = word("status");
    let answer = said("diagnostic-code").filter(|text| !text.is_empty()).unwrap_or(&status);
    let answer = answer.chars().map(|c| if c.is_control() { ' ' } else { c }).take(ANSWER_MAX).collect();
    (!addresses.is_empty()).then(|| Recipient { addresses, action: word("action"), status: status.clone(), answer })
}

/// Names in lower case, and values in one line.
fn fields(group: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = vec![];
    for line in group.lines() {
        match (line.starts_with([' ', '\t']), line.split_once(':'), fields.last_mut()) {
            (true, _, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (false, Some((name, value)), _) => fields.push((name.trim().to_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    fields
}

#[cfg(test)]
mod tests;
