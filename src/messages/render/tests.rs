//! What goes out reads well, and says what was meant and no more.

use super::*;
use crate::bookings::Status;
use crate::messages::model::{KINDS, MessageId};
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

fn own(subject: &str, body: &str) -> Style {
    let own = Wording { subject: Some(subject.into()), body: body.into() };
    Style { own: Some(own), brand_color: Some("#7a3e9d".into()) }
}

#[test]
fn a_mail_is_in_the_readers_language_and_the_companys_time() {
    let mail = render(&due("uk", "Стрижка"), &Style::default()).expect("rendered");

    assert!(mail.subject.contains("Стрижка"), "{}", mail.subject);
    assert!(mail.text.contains("10:30"), "{}", mail.text);
    assert!(mail.html.contains(r#"lang="uk""#), "{}", mail.html);
}

#[test]
fn the_text_part_reads_as_a_letter() {
    let mail = render(&due("en", "Haircut"), &Style::default()).expect("rendered");

    let text = "Hello Ada,\n\nYour booking with Studio Vesna is confirmed. Here are the details:\n\n\
                Service: Haircut\nWith: Iryna\nWhen: Tuesday, 24 November 2026, 10:30 (Kyiv, GMT+2)\n\
                Duration: 1 h 30 min\nPrice: ₴1,500.00\nReference: K7QD-3MXA\n\n\
                If you cannot make it or want to change something, please let Studio\n\
                Vesna know as early as you can.\n\n-- \nSent by Studio Vesna with Frontdesk\n";
    assert_eq!(mail.text, text);
}

#[test]
fn what_people_type_is_text_in_html() {
    let mail = render(&due("en", "<script>alert(1)</script>"), &Style::default()).expect("rendered");

    assert!(!mail.html.contains("<script>"), "{}", mail.html);
    assert!(mail.text.contains("<script>"), "{}", mail.text);
}

#[test]
fn the_default_words_of_every_kind_can_be_filled_in_every_language() {
    for kind in KINDS.iter().map(|manner| manner.kind) {
        for language in Language::ALL {
            let wording = default_wording(kind, language);
            assert_eq!(flaws(kind, Channel::Email, &wording), [], "{kind:?} {language:?}");

            let mail = render(&Due { kind, ..due(language.code(), "Haircut") }, &Style::default()).expect("rendered");

            for part in [&mail.subject, &mail.text, &mail.html] {
                assert!(!part.contains("{{") && !part.contains("mail.booking"), "{kind:?} {language:?}: {part}");
            }
            assert!(mail.text.lines().all(|line| line.chars().count() <= 78), "{kind:?} {language:?}: {}", mail.text);
        }
    }
}

#[test]
fn a_companys_own_words_take_the_place_of_ours() {
    let style = own(
        "{{service}} on {{date}}",
        "Dear {{client}},\nsee you at {{time}}.\n\n{{details}}\n\nhttps://vesna.example/map",
    );

    let mail = render(&due("en", "Haircut"), &style).expect("rendered");

    assert_eq!(mail.subject, "Haircut on Tuesday, 24 November 2026");
    assert!(mail.text.starts_with("Dear Ada,\nsee you at 10:30.\n\nService: Haircut\n"), "{}", mail.text);
    assert!(mail.html.contains("Dear Ada,<br>see you at 10:30."), "{}", mail.html);
    assert!(
        mail.html.contains(r#"href="https://vesna.example/map""#) && mail.html.contains("#7a3e9d"),
        "{}",
        mail.html
    );
}

#[test]
fn what_a_booking_lacks_takes_its_line_along_and_leaves_no_gap() {
    let mut due = due("en", "Haircut");
    due.facts.staff = None;
    let style = own("Hello", "Hello {{client}}\n\nWith: {{staff}}\n\nWhere: {{place}}\nNotes: {{notes}}\n\nBye");

    let mail = render(&due, &style).expect("rendered");

    assert!(mail.text.starts_with("Hello Ada\n\nBye\n\n-- \n"), "{}", mail.text);
}

#[test]
fn a_subject_is_one_line_whatever_is_in_it() {
    let mut due = due("en", "Hair\r\nBcc: all@example.com");
    due.facts.staff = None;

    let subject = |style: &Style| render(&due, style).expect("rendered").subject;

    assert_eq!(subject(&own("{{service}}", "x")), "Hair Bcc: all@example.com");
    assert!(
        subject(&own("{{staff}}", "x")).starts_with("Booking confirmed:"),
        "nothing left to say: the default says it"
    );
}

#[test]
fn a_name_that_looks_like_a_template_stays_as_it_is() {
    let mut due = due("en", "Haircut");
    due.facts.client = "{{company}} {{details}} {{".into();

    let mail = render(&due, &own("For {{client}}", "Hello {{client}}")).expect("rendered");

    assert_eq!(mail.subject, "For {{company}} {{details}} {{");
    assert!(mail.text.starts_with("Hello {{company}} {{details}} {{\n"), "{}", mail.text);
    assert!(
        !mail.html.contains("<table role=\"presentation\" width=\"100%\" style=\"border-collapse"),
        "{}",
        mail.html
    );
}

#[test]
fn words_that_are_of_no_use_give_way_to_ours() {
    let mail = render(&due("en", "Haircut"), &own("{{nonsense}}", "{{nonsense}}")).expect("rendered");

    assert!(mail.subject.starts_with("Booking confirmed:") && mail.text.contains("Service: Haircut"), "{}", mail.text);
}

#[test]
fn flaws_are_told_by_field() {
    let wording = Wording { subject: Some("{{details}}".into()), body: "{{clinet}}\n{{".into() };

    let flaws = flaws(Kind::BookingConfirmed, Channel::Email, &wording);

    let told: Vec<_> = flaws.iter().map(|(field, flaw)| (*field, flaw.code)).collect();
    assert_eq!(told, [("subject", "unknown_variable"), ("body", "unknown_variable"), ("body", "unclosed_braces")]);
}

#[test]
fn a_text_message_says_what_fits_in_lines() {
    let own = Wording { subject: None, body: "{{client}}: {{service}}\n{{place}}\n{{time}}".into() };

    let text = write_short(Kind::BookingConfirmed, Language::En, &due("en", "Haircut").facts, Some(&own));

    assert_eq!(text, "Ada: Haircut\n10:30");
    let details = Wording { subject: None, body: "{{details}}".into() };
    assert_eq!(flaws(Kind::BookingConfirmed, Channel::Sms, &details)[0].1.code, "unknown_variable");
}
