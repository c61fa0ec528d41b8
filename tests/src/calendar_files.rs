//! The file that comes with a mail, read by another implementation than the one that wrote it, in a calendar that follows
//! RFC 5546.

use std::collections::BTreeMap;

use calcard::{
    Entry, Parser,
    icalendar::{ICalendar, ICalendarMethod, ICalendarProperty, ICalendarStatus, ICalendarValue},
};
use chrono::TimeDelta;
use mail_parser::{Message, MimeHeaders};
use poem::http::Method;
use serde_json::{Value, json};

use crate::{Person, TestApp};

mod fetching;

/// An event in somebody's calendar.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    sequence: i64,
    stamp: i64,
    starts: i64,
    ends: i64,
    status: ICalendarStatus,
}

/// A calendar program, as far as messages go: events by their UID.
#[derive(Clone, Debug, Default, PartialEq)]
struct Calendar(BTreeMap<String, Held>);

impl Calendar {
    /// Does what the file says, unless it has heard of something newer: by SEQUENCE, then by DTSTAMP (RFC 5546 §2.1.5).
    fn apply(&mut self, file: &ICalendar) {
        let method = file.components[0].property(&ICalendarProperty::Method).expect("a method");
        let event = file.components.iter().find(|component| component.component_type.is_event()).expect("an event");
        let value = |name: &ICalendarProperty| &event.property(name).expect("a property").values[0];
        let time = |name: &ICalendarProperty| {
            value(name).as_partial_date_time().and_then(|time| time.to_timestamp()).expect("a time in UTC")
        };
        let new = Held {
            sequence: value(&ICalendarProperty::Sequence).as_integer().expect("a number"),
            stamp: time(&ICalendarProperty::Dtstamp),
            starts: time(&ICalendarProperty::Dtstart),
            ends: time(&ICalendarProperty::Dtend),
            status: event.status().expect("a status").clone(),
        };
        let uid = event.uid().expect("a UID").to_owned();
        let known = self.0.get(&uid);
        if known.is_some_and(|known| (known.sequence, known.stamp) >= (new.sequence, new.stamp)) {
            return;
        }
        match method.values[0] {
            ICalendarValue::Method(ICalendarMethod::Request) => drop(self.0.insert(uid, new)),
            ICalendarValue::Method(ICalendarMethod::Cancel) if known.is_some() => drop(self.0.insert(uid, new)),
            ICalendarValue::Method(ICalendarMethod::Cancel) => {}
            ref other => panic!("{other:?} is no message"),
        }
    }
}

fn read(text: &str) -> ICalendar {
    match Parser::new(text).entry() {
        Entry::ICalendar(file) => file,
        other => panic!("{other:?}: {text}"),
    }
}

/// The files of the client's mails so far, the oldest first; none of a mail without one.
fn files(app: &TestApp) -> Vec<Option<String>> {
    let is_theirs =
        |mail: &&Message| mail.to().and_then(|to| to.first()).and_then(|to| to.address()) == Some("g@example.com");
    app.mails().iter().rev().filter(is_theirs).map(file_of).collect()
}

/// The file in a mail: once for programs that look among the alternatives, once for those that look among what is attached.
fn file_of(mail: &Message<'static>) -> Option<String> {
    let is = |part: &&mail_parser::MessagePart<'_>, kind: &str, of: &str| {
        part.content_type().is_some_and(|found| found.ctype() == kind && found.subtype() == Some(of))
    };
    let text = |part: &mail_parser::MessagePart<'_>| String::from_utf8(part.contents().to_vec()).expect("UTF-8");
    let inline = mail.parts.iter().find(|part| is(part, "text", "calendar"))?;
    let attached = mail.parts.iter().find(|part| is(part, "application", "ics")).expect("attached too");
    assert_eq!(text(inline).trim(), text(attached).trim());
    assert_eq!(attached.attachment_name(), Some("booking.ics"));
    let file = text(attached);
    let method = inline.content_type().and_then(|kind| kind.attribute("method")).expect("a method").to_owned();
    assert!(file.contains(&format!("\r\nMETHOD:{method}\r\n")), "{method}: {file}");
    Some(file)
}

/// A booking for Tuesday, 10:30 in Kyiv, by somebody with an address.
async fn booked(app: &TestApp, settings: Value) -> (Person, String) {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, settings).await.expect(200);
    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:30:00Z", "name": "Ґалина, \"Їжак\"; x",
        "email": "g@example.com", "notes": "Дуже довга примітка. ".repeat(10), "language": "uk",
    });
    let booking = app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;
    (ada, booking["id"].as_str().expect("an id").to_owned())
}

async fn act(app: &TestApp, ada: &Person, booking: &str, action: &str, body: Value) {
    app.clock.advance(TimeDelta::minutes(5));
    ada.send(Method::POST, &format!("/bookings/{booking}/{action}"), &[], Some(body)).await.expect(200);
    app.run_jobs().await;
}

fn moment(text: &str) -> i64 {
    text.parse::<chrono::DateTime<chrono::Utc>>().expect("a moment").timestamp()
}

#[tokio::test]
async fn a_booking_that_is_moved_and_cancelled_stays_one_event() {
    let app = TestApp::start().await;
    let (ada, booking) = booked(&app, json!({})).await;
    act(&app, &ada, &booking, "reschedule", json!({ "starts_at": "2026-11-25T09:00:00Z" })).await;
    act(&app, &ada, &booking, "cancel", json!({})).await;
    let files: Vec<_> = files(&app).into_iter().map(|file| read(&file.expect("a file"))).collect();
    let mut calendar = Calendar::default();

    let seen: Vec<_> = files
        .iter()
        .map(|file| {
            calendar.apply(file);
            calendar.0.values().map(|held| (held.starts, held.status.clone())).collect::<Vec<_>>()
        })
        .collect();

    let (before, after) = (moment("2026-11-24T08:30:00Z"), moment("2026-11-25T09:00:00Z"));
    let expected = [
        vec![(before, ICalendarStatus::Confirmed)],
        vec![(after, ICalendarStatus::Confirmed)],
        vec![(after, ICalendarStatus::Cancelled)],
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn in_whatever_order_mails_arrive_the_last_change_counts() {
    let app = TestApp::start().await;
    let (ada, booking) = booked(&app, json!({})).await;
    act(&app, &ada, &booking, "reschedule", json!({ "starts_at": "2026-11-25T09:00:00Z" })).await;
    act(&app, &ada, &booking, "reschedule", json!({ "starts_at": "2026-11-26T09:00:00Z" })).await;
    let files: Vec<_> = files(&app).into_iter().map(|file| read(&file.expect("a file"))).collect();
    let apply = |order: [usize; 3]| {
        let mut calendar = Calendar::default();
        order.iter().for_each(|index| calendar.apply(&files[*index]));
        calendar
    };

    let in_order = apply([0, 1, 2]);

    assert_eq!(in_order.0.values().map(|held| held.starts).collect::<Vec<_>>(), [moment("2026-11-26T09:00:00Z")]);
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(apply(order), in_order, "{order:?}");
    }
}

#[tokio::test]
async fn a_stale_update_does_not_revive_what_is_cancelled() {
    let app = TestApp::start().await;
    let (ada, booking) = booked(&app, json!({})).await;
    act(&app, &ada, &booking, "reschedule", json!({ "starts_at": "2026-11-25T09:00:00Z" })).await;
    act(&app, &ada, &booking, "cancel", json!({})).await;
    let files: Vec<_> = files(&app).into_iter().map(|file| read(&file.expect("a file"))).collect();
    let mut calendar = Calendar::default();

    [0, 2, 1].iter().for_each(|index: &usize| calendar.apply(&files[*index]));

    let held: Vec<_> = calendar.0.values().map(|held| &held.status).collect();
    assert_eq!(held, [&ICalendarStatus::Cancelled]);
}

#[tokio::test]
async fn what_was_never_confirmed_is_in_no_calendar() {
    let app = TestApp::start().await;
    let (ada, booking) = booked(&app, json!({ "confirmation": "manual" })).await;

    act(&app, &ada, &booking, "decline", json!({})).await;

    assert_eq!(files(&app), [None, None], "{:?}", app.mails().iter().map(|mail| mail.subject()).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_file_says_who_where_and_when() {
    let app = TestApp::start().await;
    booked(&app, json!({ "confirmation": "automatic" })).await;
    let file = read(files(&app)[0].as_deref().expect("a file"));
    let event = file.components.iter().find(|component| component.component_type.is_event()).expect("an event");

    let text =
        |name: &ICalendarProperty| event.property(name).and_then(|found| found.values[0].as_text()).expect("a text");

    assert_eq!(text(&ICalendarProperty::Summary), "Haircut (Company vesna)");
    let description = text(&ICalendarProperty::Description);
    assert!(
        description.starts_with("Послуга: Haircut\n") && description.ends_with("Дуже довга примітка."),
        "{description}"
    );
    let attendee = event.property(&ICalendarProperty::Attendee).expect("an attendee");
    assert_eq!(attendee.calendar_address(), Some("g@example.com"));
    let organizer = event.property(&ICalendarProperty::Organizer).expect("an organizer");
    assert_eq!(organizer.calendar_address(), Some("frontdesk@localhost"));
}
