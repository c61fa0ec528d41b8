//! Turns a message into a subject, a text and an HTML part, in the reader's language and the booking's zone.

mod blocks;
pub mod variables;
pub mod wording;

use anyhow::Context;
use askama::Template;

use self::{
    blocks::{Block, Span},
    variables::{Values, Variable},
    wording::{Flaw, Lines},
};
use super::{
    model::{Channel, Due, Facts, Kind},
    short,
};
use crate::{
    calendar_files::CalendarFile,
    error::Result,
    i18n::{self, Language},
};

pub use self::blocks::wrap;

/// The colour of what has no brand of its own.
pub const PLAIN: &str = "#1f2328";

/// A mail that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
    /// What calendar programs are told.
    pub calendar: Option<CalendarFile>,
    /// Where its reader says that they want no more of its kind.
    pub unsubscribe: Option<String>,
    pub attached: Option<Attached>,
}

/// A file that goes along with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// A template: what stands on the envelope, and what is said. Paragraphs have a blank line between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// Of a mail: one line.
    pub subject: Option<String>,
    pub body: String,
}

/// How a company writes: its own words, if it has any for this, and its colour.
#[derive(Clone, Debug, Default)]
pub struct Style {
    pub own: Option<Wording>,
    /// `#rrggbb`.
    pub brand_color: Option<String>,
}

/// What stands around every mail.
pub(super) struct Frame<'a> {
    pub language: Language,
    pub title: &'a str,
    pub name: &'a str,
    pub color: &'a str,
    pub footer: &'a str,
}

impl Frame<'_> {
    /// Bengali has signs above and below the line, and needs room for them.
    pub fn line_height(&self) -> &'static str {
        if self.language == Language::Bn { "1.8" } else { "1.6" }
    }
}

#[derive(Template)]
#[template(path = "messages/booking.html")]
struct Html<'a> {
    frame: Frame<'a>,
    blocks: &'a [Block],
}

/// What Frontdesk says where a company has no words of its own.
pub fn default_wording(kind: Kind, language: Language) -> Wording {
    let of_kind = |part: &str| i18n::text(language, &format!("mail.{}.{part}", kind.as_str()), &[]);
    let closing = i18n::text(language, &format!("mail.booking.{}", kind.closing()), &[]);
    let body = [of_kind("greeting"), of_kind("intro"), "{{details}}".into(), closing].join("\n\n");
    Wording { subject: Some(of_kind("subject")), body }
}

/// The same for a text message; `None` for what is not said by one.
pub fn default_short(kind: Kind, language: Language) -> Option<Wording> {
    let key = format!("sms.{}", kind.as_str());
    let body = i18n::text(language, &key, &[]);
    (body != key).then_some(Wording { subject: None, body })
}

/// Words that can be filled.
struct Parsed<'a> {
    subject: Lines<'a>,
    body: Lines<'a>,
}

fn parse(kind: Kind, wording: &Wording) -> Option<Parsed<'_>> {
    let subject = wording::parse(wording.subject.as_deref()?, kind.line_variables()).ok()?;
    Some(Parsed { subject, body: wording::parse(&wording.body, kind.body_variables()).ok()? })
}

/// Everything that is wrong with words for this kind of message, by the field it is in.
pub fn flaws(kind: Kind, channel: Channel, wording: &Wording) -> Vec<(&'static str, Flaw)> {
    let of = |field, text, known| {
        let flaws = wording::parse(text, known).err().unwrap_or_default();
        flaws.into_iter().map(move |flaw| (field, flaw))
    };
    let in_body = if channel == Channel::Email { kind.body_variables() } else { kind.line_variables() };
    let subject = of("subject", wording.subject.as_deref().unwrap_or_default(), kind.line_variables());
    subject.chain(of("body", &wording.body, in_body)).collect()
}

pub fn render(due: &Due, style: &Style) -> Result<Mail> {
    write(due.kind, Language::parse(&due.language).unwrap_or(Language::En), &due.facts, style)
}

/// Words are checked when they are saved. Were any of them of no use after all, the default ones go out: a client who hears
/// nothing is worse off.
pub fn write(kind: Kind, language: Language, facts: &Facts, style: &Style) -> Result<Mail> {
    let default = default_wording(kind, language);
    let default = parse(kind, &default).context("the default words are a template")?;
    let own = style.own.as_ref().and_then(|own| parse(kind, own));
    let values = Values { facts, language };
    let subject = own.as_ref().and_then(|own| one_line(&own.subject, values));
    let subject = subject.or_else(|| one_line(&default.subject, values)).unwrap_or_default();
    let blocks = blocks::blocks(&own.as_ref().unwrap_or(&default).body, values);
    let footer = i18n::text(language, "mail.footer", &[("company", &facts.company)]);

    let color = style.brand_color.as_deref().unwrap_or(PLAIN);
    let frame = Frame { language, title: &subject, name: &facts.company, color, footer: &footer };
    let html = Html { frame, blocks: &blocks }.render().context("the HTML part")?;
    let text = format!("{}\n\n-- \n{}\n", blocks::text(&blocks), wrap(&footer));
    Ok(Mail { subject, text, html, calendar: None, unsubscribe: None, attached: None })
}

/// A text message.
pub fn short(due: &Due, style: &Style) -> String {
    write_short(due.kind, Language::parse(&due.language).unwrap_or(Language::En), &due.facts, style.own.as_ref())
}

/// A text message: the company's own words, or Frontdesk's; empty for what is not said by one.
pub fn write_short(kind: Kind, language: Language, facts: &Facts, own: Option<&Wording>) -> String {
    let default = default_short(kind, language).unwrap_or_default();
    let words = |wording: &Wording| {
        let lines = wording::parse(&wording.body, kind.line_variables()).ok()?;
        let value = |variable| match variable {
            Variable::When => Some(short::when(language, facts)),
            _ => Values { facts, language }.of(variable),
        };
        let filled = lines.iter().filter_map(|line| wording::fill(line, value));
        let lines: Vec<_> = filled.map(|line| line.text).collect();
        Some(lines.join("\n"))
    };
    own.and_then(words).or_else(|| words(&default)).unwrap_or_default()
}

/// A subject: one line, whatever its values are; `None` where nothing is left to say.
fn one_line(lines: &Lines, values: Values) -> Option<String> {
    let filled = lines.iter().filter_map(|line| wording::fill(line, |variable| values.of(variable)));
    let text: Vec<_> = filled.map(|line| line.text).collect();
    let text = text.join(" ").replace(char::is_control, " ");
    let words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests;
