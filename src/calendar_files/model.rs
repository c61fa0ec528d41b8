//! A booking as an event in a calendar, and what a program is to do with it (RFC 5546).
//!
//! The same booking has the same UID for ever, and each change of it a higher SEQUENCE: the booking's own version. So an
//! update or a cancellation finds the event, and one that comes late is known to be old.

use chrono::{DateTime, TimeDelta, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use crate::{
    app::App,
    bookings::{BookingId, Status},
    i18n::Language,
    messages::{
        Kind,
        model::Facts,
        render::variables::{Values, Variable},
    },
};

/// What a program that gets the file is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To take the event over, or the changes to it. Gmail, Apple's Mail and Outlook apply a later one to the same event;
    /// of a PUBLISH they would make a second.
    Request,
    Cancel,
    /// To have it, for whoever fetches it themselves.
    Publish,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
            Self::Publish => "PUBLISH",
        }
    }
}

/// A file that calendar programs read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    pub method: Method,
    pub text: String,
}

/// Where a booking stands, as far as calendars mind.
#[derive(Clone, Debug)]
pub struct Stand {
    pub booking: BookingId,
    pub version: i32,
    /// Whether it has ever been confirmed: then it may be in somebody's calendar.
    pub was_confirmed: bool,
}

/// Who answers for the event: whoever the mail is from.
#[derive(Clone, Debug)]
pub struct Organizer {
    pub email: String,
    /// Of this installation: it makes a UID that nobody else has.
    pub host: String,
}

impl Organizer {
    pub fn of(app: &App) -> Self {
        let config = app.config();
        Self { email: config.mail_from.clone(), host: config.public_url.host_str().unwrap_or("localhost").into() }
    }
}

/// Whether messages of this kind may come with a file.
pub fn is_told_of(kind: Kind) -> bool {
    let told = [Kind::BookingConfirmed, Kind::BookingRescheduled, Kind::BookingCancelled, Kind::BookingDeclined];
    told.contains(&kind)
}

/// What a message has calendars do. It speaks of the booking as it is when it is sent: where a confirmation is overtaken by
/// a cancellation, only the latter says anything.
pub fn method(kind: Kind, status: Status, was_confirmed: bool) -> Option<Method> {
    let stands = matches!(status, Status::Confirmed | Status::InProgress);
    let is_off = matches!(status, Status::Cancelled | Status::Declined | Status::Expired);
    match kind {
        Kind::BookingConfirmed | Kind::BookingRescheduled if stands => Some(Method::Request),
        Kind::BookingCancelled | Kind::BookingDeclined if is_off && was_confirmed => Some(Method::Cancel),
        _ => None,
    }
}

/// Times are in UTC: they need no description of a zone, and every program shows them in its reader's own.
pub fn file(
    method: Method,
    stand: &Stand,
    facts: &Facts,
    language: Language,
    organizer: &Organizer,
    attendee: Option<&str>,
    now: DateTime<Utc>,
) -> CalendarFile {
    let values = Values { facts, language };
    let details: Vec<_> = values.details().into_iter().map(|(label, value)| format!("{label}: {value}")).collect();
    let mut event = Event::with_uid(&format!("{}@{}", stand.booking, organizer.host));
    event
        .timestamp(now)
        .sequence(stand.version.unsigned_abs())
        .starts(facts.starts_at)
        .ends(facts.starts_at + TimeDelta::minutes(facts.minutes))
        .summary(&plain(&format!("{} ({})", facts.service, facts.company)))
        .description(&plain(&details.join("\n")))
        .status(status(facts.status))
        .append_property(mailbox("ORGANIZER", &facts.company, &organizer.email).done());
    if let Some(place) = values.of(Variable::Place) {
        event.location(&plain(&place));
    }
    // The client has booked it: they are coming, and nobody waits for them to say so. A PUBLISH has no attendees.
    if let Some(email) = attendee.filter(|_| method != Method::Publish) {
        let mut attendee = mailbox("ATTENDEE", &facts.client, email);
        attendee
            .add_parameter("ROLE", "REQ-PARTICIPANT")
            .add_parameter("PARTSTAT", "ACCEPTED")
            .add_parameter("RSVP", "FALSE");
        event.append_multi_property(attendee.done());
    }
    let mut calendar = Calendar::empty();
    for property in [("VERSION", "2.0"), ("PRODID", "-//Frontdesk//Frontdesk//EN"), ("METHOD", method.as_str())] {
        calendar.append_property(property);
    }
    CalendarFile { method, text: calendar.push(event.done()).to_string() }
}

fn status(status: Status) -> EventStatus {
    match status {
        Status::Pending => EventStatus::Tentative,
        Status::Declined | Status::Cancelled | Status::Expired => EventStatus::Cancelled,
        Status::Confirmed | Status::InProgress | Status::Completed | Status::NoShow => EventStatus::Confirmed,
    }
}

/// Somebody's address. A name in a parameter can have neither quotes nor line breaks (RFC 5545 §3.2).
fn mailbox(property: &str, name: &str, email: &str) -> Property {
    let name = name.replace('"', "'").replace(char::is_control, " ");
    let mut property = Property::new(property, format!("mailto:{email}"));
    property.add_parameter("CN", &name);
    property
}

/// Without what would break a line: the only one that a text has is escaped (RFC 5545 §3.3.11).
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

#[cfg(test)]
mod tests;
