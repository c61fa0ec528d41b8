//! What listeners get: an event, and a cursor to go on from.

use std::fmt;

use chrono::{DateTime, Utc};
use poem_openapi::Object;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// Something that happened in the company.
#[derive(Clone, Debug, Serialize, Object)]
pub struct LiveEvent {
    /// The event's own id: one that comes twice can be told by it.
    pub id: Uuid,
    /// What happened, such as `booking.created`.
    pub kind: String,
    /// Ids and what changed, by kind: `{"booking_id": "…", "client_id": "…", "status": "confirmed", "starts_at": "…"}`.
    pub payload: Value,
    /// RFC 3339, in UTC.
    pub created_at: DateTime<Utc>,
}

/// Where a listener stands: it has had everything up to here, in the order of transactions.
///
/// It never runs ahead of a transaction that is still under way, so nothing can come to stand before it later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub xid: u64,
    pub id: Uuid,
}

impl Position {
    /// Everything of the transactions before this one.
    pub fn before(xid: u64) -> Self {
        Self { xid, id: Uuid::nil() }
    }

    /// A cursor as it was given out.
    pub fn parse(cursor: &str) -> Option<Self> {
        let (xid, id) = cursor.split_once('.')?;
        let position = Self { xid: xid.parse().ok()?, id: id.parse().ok()? };
        (position.to_string() == cursor).then_some(position)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.xid, self.id.simple())
    }
}

/// An event, and where it stands.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub xid: u64,
    pub event: LiveEvent,
}

impl Recorded {
    pub fn position(&self) -> Position {
        Position { xid: self.xid, id: self.event.id }
    }
}

/// Why a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The access token has run out.
    Expired,
    /// The caller may not listen any more.
    Refused,
    /// The server stops.
    Stopping,
    /// The server cannot go on just now.
    Unavailable,
}

impl End {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Stopping => "stopping",
            Self::Unavailable => "unavailable",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_what_was_given_out_and_nothing_else() {
        let position = Position { xid: u64::MAX, id: Uuid::now_v7() };

        assert_eq!(Position::parse(&position.to_string()), Some(position));
        assert_eq!(Position::parse(&Position::before(7).to_string()), Some(Position::before(7)));
        for bad in ["", "7", "7.", ".", "surprise", "-1.x", "+7.00000000000000000000000000000000", "7.7", "\u{fffd}"] {
            assert_eq!(Position::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_cursor_stands_after_all_that_came_before_it() {
        let event = Position { xid: 7, id: Uuid::now_v7() };

        assert!(Position::before(7) < event && event < Position::before(8));
    }
}
