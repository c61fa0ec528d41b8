//! Every kind of event there is, and who may hear of it. An event that is not in this table does not compile.

use serde_json::Value;
use uuid::Uuid;

use super::{Event, LiveEvent};
use crate::{
    auth::{Permission, Reach, Rights},
    bookings::events::{
        BookingAssigned, BookingCancelled, BookingCompleted, BookingConfirmed, BookingCreated, BookingDeclined,
        BookingExpired, BookingItemsChanged, BookingNoShow, BookingRescheduled, BookingStarted,
    },
    clients::model::ClientErased,
    companies::closing::{CompanyClosing, CompanyReopened},
    invitations::model::MemberInvited,
    maintenance::model::{MaintenanceCancelled, MaintenanceChanged, MaintenancePlanned},
    members::model::{
        MemberErased, MemberJoined, MemberReactivated, MemberRemoved, MemberRoleChanged, MemberSuspended,
    },
    notifications::model::NotificationCreated,
    shifts::model::ShiftsPublished,
    time_off::model::{TimeOffApproved, TimeOffCancelled, TimeOffDeclined, TimeOffRequested},
};

/// What stands in the table below, and nothing else.
pub trait Listed {}

/// Events about one sort of thing, and who may hear of them.
#[derive(Debug)]
pub struct Topic {
    /// What whoever hears of them may read.
    pub permission: Permission,
    /// What can be somebody's own.
    pub subject: Option<Subject>,
    pub kinds: &'static [Kind],
}

/// One kind of event.
#[derive(Debug)]
pub struct Kind {
    /// `booking.created`.
    pub name: &'static str,
    /// What has happened, in words.
    pub about: fn() -> &'static str,
    /// A payload as it goes out.
    pub example: fn() -> Value,
}

/// A row that is somebody's own or not; row-level security says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Booking,
    Client,
    TimeOff,
    /// To whoever is told, whatever their role reaches.
    Notification,
}

macro_rules! topics {
    ($($permission:ident, $subject:expr => [$($event:ident),* $(,)?];)*) => {
        $($(impl Listed for $event {})*)*

        /// Who may hear of what.
        pub const TOPICS: &[Topic] = &[$(Topic {
            permission: Permission::$permission,
            subject: $subject,
            kinds: &[$(Kind::of::<$event>()),*],
        }),*];
    };
}

topics! {
    BookingsRead, Some(Subject::Booking) => [
        BookingCreated, BookingConfirmed, BookingDeclined, BookingExpired, BookingStarted, BookingCompleted,
        BookingCancelled, BookingNoShow, BookingRescheduled, BookingAssigned, BookingItemsChanged,
    ];
    ClientsRead, Some(Subject::Client) => [ClientErased];
    CompanyRead, None => [CompanyClosing, CompanyReopened];
    MembersRead, None => [
        MemberInvited, MemberJoined, MemberRoleChanged, MemberSuspended, MemberReactivated, MemberRemoved, MemberErased,
    ];
    NotificationsRead, Some(Subject::Notification) => [NotificationCreated];
    ResourcesRead, None => [MaintenancePlanned, MaintenanceChanged, MaintenanceCancelled];
    ShiftsRead, None => [ShiftsPublished];
    TimeOffRead, Some(Subject::TimeOff) => [TimeOffRequested, TimeOffApproved, TimeOffDeclined, TimeOffCancelled];
}

/// Every kind there is, with what it is about.
pub fn kinds() -> impl Iterator<Item = (&'static Topic, &'static Kind)> {
    TOPICS.iter().flat_map(|topic| topic.kinds.iter().map(move |kind| (topic, kind)))
}

/// Whether there are events of this kind.
pub fn is_known(name: &str) -> bool {
    kinds().any(|(_, kind)| kind.name == name)
}

impl Kind {
    const fn of<E: Event>() -> Self {
        Self { name: E::KIND, about: about::<E>, example: example::<E> }
    }
}

/// What the payload's doc comment says.
fn about<E: Event>() -> &'static str {
    let mut registry = poem_openapi::registry::Registry::new();
    E::register(&mut registry);
    registry.schemas.get(&*E::name()).and_then(|schema| schema.description).unwrap_or_default()
}

fn example<E: Event>() -> Value {
    serde_json::to_value(E::example()).expect("ids and what changed are JSON")
}

impl Topic {
    /// Those that somebody with these rights hears of.
    pub fn heard_with(rights: &Rights) -> Vec<&'static Self> {
        TOPICS.iter().filter(|topic| rights.reach(topic.permission).is_some()).collect()
    }

    /// Whether these rights are about own rows alone.
    pub fn is_own_with(&self, rights: &Rights) -> bool {
        self.subject == Some(Subject::Notification) || rights.reach(self.permission) == Some(Reach::Own)
    }

    pub fn has(&self, event: &LiveEvent) -> bool {
        self.kinds.iter().any(|kind| kind.name == event.kind)
    }
}

impl Subject {
    /// Which row an event is about, if it says so.
    pub fn of(self, event: &LiveEvent) -> Option<Uuid> {
        let field = match self {
            Self::Booking => "booking_id",
            Self::Client => "client",
            Self::TimeOff => "block_id",
            Self::Notification => "notification_id",
        };
        event.payload[field].as_str()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::DateTime;

    use super::*;

    fn event(kind: &str, payload: Value) -> LiveEvent {
        LiveEvent { id: Uuid::nil(), kind: kind.into(), payload, created_at: DateTime::UNIX_EPOCH }
    }

    #[test]
    fn every_kind_has_a_name_of_its_own_and_says_what_has_happened() {
        let names: BTreeSet<_> = kinds().map(|(_, kind)| kind.name).collect();

        assert_eq!(names.len(), kinds().count());
        for (_, kind) in kinds() {
            assert!(!(kind.about)().is_empty(), "{}: what does it tell?", kind.name);
            assert!((kind.example)().is_object(), "{}", kind.name);
        }
    }

    #[test]
    fn what_can_be_somebodys_own_says_which_row_it_is() {
        for topic in TOPICS {
            let Some(subject) = topic.subject else { continue };
            for kind in topic.kinds {
                assert!(subject.of(&event(kind.name, (kind.example)())).is_some(), "{}", kind.name);
            }
        }
    }

    #[test]
    fn a_topic_has_its_own_kinds_and_not_those_that_begin_alike() {
        assert!(TOPICS[0].has(&event("booking.created", Value::Null)));
        assert!(!TOPICS[0].has(&event("bookings_export.made", Value::Null)));
        assert_eq!(Subject::Booking.of(&event("booking.created", Value::Null)), None);
    }
}
