//! Turns a message into a subject, a text and an HTML part, in the reader's language and the company's zone.

use anyhow::Context;
use askama::Template;
use chrono_tz::Tz;

use super::model::Due;
use crate::{
    error::Result,
    i18n::{self, Language},
};

/// A mail that can be sent.
#[derive(Clone, Debug)]
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
}

#[derive(Template)]
#[template(path = "messages/booking.html")]
struct Html<'a> {
    language: &'a str,
    words: &'a Words,
}

#[derive(Template)]
#[template(path = "messages/booking.txt", escape = "none")]
struct Text<'a> {
    words: &'a Words,
}

struct Words {
    subject: String,
    greeting: String,
    intro: String,
    rows: Vec<(String, String)>,
    closing: String,
    footer: String,
}

pub fn render(due: &Due) -> Result<Mail> {
    let language = Language::parse(&due.language).unwrap_or(Language::En);
    let words = words(due, language);
    let html = Html { language: language.code(), words: &words }.render().context("the HTML part")?;
    let text = Text { words: &words }.render().context("the text part")?;
    Ok(Mail { subject: words.subject, text, html })
}

fn words(due: &Due, language: Language) -> Words {
    let facts = &due.facts;
    let zone: Tz = facts.time_zone.parse().unwrap_or(Tz::UTC);
    let vars =
        [("company", facts.company.as_str()), ("client", facts.client.as_str()), ("service", facts.service.as_str())];
    let of_kind = |part: &str| i18n::text(language, &format!("mail.{}.{part}", due.kind.as_str()), &vars);
    let label = |name: &str| i18n::text(language, &format!("mail.booking.{name}"), &vars);
    let mut rows = vec![(label("service"), facts.service.clone())];
    rows.extend(facts.staff.clone().map(|staff| (label("with"), staff)));
    rows.extend(facts.place.clone().map(|place| (label("where"), place)));
    rows.extend([
        (label("when"), i18n::date_time(language, facts.starts_at.with_timezone(&zone))),
        (label("duration"), i18n::duration(language, facts.minutes)),
        (label("price"), facts.price.words(language)),
        (label("reference"), facts.reference.clone()),
    ]);
    if !facts.notes.is_empty() {
        rows.push((label("notes"), facts.notes.clone()));
    }
    Words {
        subject: of_kind("subject"),
        greeting: of_kind("greeting"),
        intro: of_kind("intro"),
        rows,
        closing: label(due.kind.closing()),
        footer: i18n::text(language, "mail.footer", &vars),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bookings::Status;
    use crate::messages::model::{Facts, Kind, MessageId};
    use crate::money::Money;

    fn due(language: &str, service: &str) -> Due {
        Due {
            id: MessageId::new(),
            kind: Kind::BookingConfirmed,
            recipient: "ada@example.com".into(),
            language: language.into(),
            facts: Facts {
                company: "Studio Vesna".into(),
                client: "Ada".into(),
                service: service.into(),
                staff: Some("Iryna".into()),
                place: None,
                reference: "K7QD-3MXA".into(),
                status: Status::Confirmed,
                starts_at: "2026-11-24T08:30:00Z".parse().expect("a time"),
                minutes: 90,
                time_zone: "Europe/Kyiv".into(),
                price: Money { amount: 150_000, currency: "UAH".into() },
                notes: String::new(),
            },
        }
    }

    #[test]
    fn a_mail_is_in_the_readers_language_and_the_companys_time() {
        let mail = render(&due("uk", "Стрижка")).expect("rendered");

        assert!(mail.subject.contains("Стрижка"), "{}", mail.subject);
        assert!(mail.text.contains("10:30"), "{}", mail.text);
        assert!(mail.html.contains(r#"lang="uk""#), "{}", mail.html);
    }

    #[test]
    fn what_people_type_is_text_in_html() {
        let mail = render(&due("en", "<script>alert(1)</script>")).expect("rendered");

        assert!(!mail.html.contains("<script>"), "{}", mail.html);
        assert!(mail.text.contains("<script>"), "{}", mail.text);
    }
}
