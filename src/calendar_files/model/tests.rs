//! What the file says, and that nothing in it breaks out of its line.

use super::*;
use crate::money::Money;

fn facts() -> Facts {
    Facts {
        company: "Студія \"Весна\"; Київ".into(),
        client: "Ґалина, Їжак".into(),
        service: "Стрижка".into(),
        staff: None,
        place: Some("Поділ, вул. Сагайдачного, 1".into()),
        reference: "K7QD-3MXA".into(),
        status: Status::Confirmed,
        starts_at: "2026-11-24T08:30:00Z".parse().expect("a time"),
        minutes: 90,
        time_zone: "Europe/Kyiv".into(),
        price: Money { amount: 150_000, currency: "UAH".into() },
        notes: "Дуже довга примітка, ".repeat(20) + "\r\nATTENDEE:mailto:evil@example.com",
    }
}

fn text_of(method: Method) -> String {
    let stand = Stand { booking: BookingId::new(), version: 3, was_confirmed: true };
    let organizer = Organizer { email: "desk@example.com".into(), host: "desk.example".into() };
    let now = "2026-11-23T08:00:00Z".parse().expect("a time");
    file(method, &stand, &facts(), Language::Uk, &organizer, Some("g@example.com"), now).text
}

#[test]
fn lines_end_as_they_must_and_are_folded_between_characters() {
    let text = text_of(Method::Request);

    assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{}: {line}", line.len());
    }
}

#[test]
fn times_are_in_utc_and_the_version_is_the_sequence() {
    let text = text_of(Method::Request);

    for line in
        ["METHOD:REQUEST", "DTSTART:20261124T083000Z", "DTEND:20261124T100000Z", "SEQUENCE:3", "STATUS:CONFIRMED"]
    {
        assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}: {text}");
    }
}

#[test]
fn what_people_type_writes_no_lines_of_its_own() {
    let unfolded = text_of(Method::Request).replace("\r\n ", "");

    let attendees: Vec<_> = unfolded.lines().filter(|line| line.starts_with("ATTENDEE")).collect();
    assert_eq!(attendees.len(), 1, "{unfolded}");
    assert!(
        attendees[0].contains("CN=\"Ґалина, Їжак\"") && attendees[0].ends_with(":mailto:g@example.com"),
        "{}",
        attendees[0]
    );
    assert!(unfolded.contains("ORGANIZER;CN=\"Студія 'Весна'; Київ\":mailto:desk@example.com"), "{unfolded}");
}

#[test]
fn what_is_published_has_no_attendee() {
    assert!(!text_of(Method::Publish).contains("\r\nATTENDEE"));
}

#[test]
fn calendars_hear_of_what_is_confirmed_and_of_what_was() {
    assert_eq!(method(Kind::BookingConfirmed, Status::Confirmed, true), Some(Method::Request));
    assert_eq!(method(Kind::BookingRescheduled, Status::Confirmed, true), Some(Method::Request));
    assert_eq!(method(Kind::BookingRescheduled, Status::Pending, false), None);
    assert_eq!(method(Kind::BookingConfirmed, Status::Cancelled, true), None, "overtaken");
    assert_eq!(method(Kind::BookingCancelled, Status::Cancelled, true), Some(Method::Cancel));
    assert_eq!(method(Kind::BookingCancelled, Status::Cancelled, false), None, "it was in no calendar");
    assert_eq!(method(Kind::BookingDeclined, Status::Declined, false), None);
    assert_eq!(method(Kind::BookingReminder, Status::Confirmed, true), None);
}
