//! Every kind of event that can be sent: what it tells, who may hear of it, and an example of its data.

use serde_json::Value;

use crate::auth::Permission;

/// What a test sends.
pub const TEST: &str = "webhook.test";

/// A kind of event.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// `booking.created`.
    pub name: &'static str,
    /// What whoever has it sent somewhere may read.
    pub permission: Permission,
    /// What has happened, in words.
    pub about: &'static str,
    data: &'static str,
}

impl Kind {
    /// What `data` is like.
    pub fn example(&self) -> Value {
        serde_json::from_str(self.data).expect("the examples are JSON")
    }
}

/// Whether there are events of this kind.
pub fn is_known(name: &str) -> bool {
    KINDS.iter().any(|kind| kind.name == name)
}

macro_rules! kinds {
    ($($permission:ident { $($name:literal: $about:literal, $data:literal;)* })*) => {
        pub const KINDS: &[Kind] = &[$($(
            Kind { name: $name, permission: Permission::$permission, about: $about, data: $data },
        )*)*];
    };
}

kinds! {
    BookingsRead {
        "booking.created": "Somebody has taken time.",
            r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11", "client_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b22",
                "status": "confirmed", "starts_at": "2026-11-24T08:00:00Z"}"#;
        "booking.confirmed": "The company said yes.", r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
        "booking.declined": "The company said no.", r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
        "booking.expired": "Nobody confirmed a booking in time.",
            r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
        "booking.started": "Work on it has begun.", r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
        "booking.completed": "The work is done.", r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
        "booking.cancelled": "It will not take place.", r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
        "booking.no_show": "The client did not come.", r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
        "booking.rescheduled": "It has another time, or another length.",
            r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
        "booking.assigned": "Somebody else does it.", r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
        "booking.items_changed": "It has other add-ons.", r#"{"booking_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b11"}"#;
    }
    ClientsRead {
        "client.erased": "All that named a client is gone.", r#"{"client": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b22"}"#;
    }
    CompanyRead {
        "company.closing": "The company is about to be erased.", r#"{"erased_at": "2026-12-23T06:00:00Z"}"#;
        "company.reopened": "It stays.", r#"{}"#;
    }
    ResourcesRead {
        "maintenance.planned": "A resource or a location cannot be booked for a time.",
            r#"{"block_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b33", "starts_at": "2026-11-24T08:00:00Z",
                "ends_at": "2026-11-24T16:00:00Z"}"#;
        "maintenance.changed": "Its time or reason is another.",
            r#"{"block_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b33", "starts_at": "2026-11-24T08:00:00Z",
                "ends_at": "2026-11-24T16:00:00Z"}"#;
        "maintenance.cancelled": "Its time can be booked again.",
            r#"{"block_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b33"}"#;
    }
    MembersRead {
        "member.invited": "Somebody was invited.",
            r#"{"invitation": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b44", "role": "employee"}"#;
        "member.joined": "Somebody accepted an invitation.",
            r#"{"invitation": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b44", "member": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b55"}"#;
        "member.role_changed": "A member has another role.",
            r#"{"member": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b55", "from": "employee", "to": "manager"}"#;
        "member.suspended": "A member may not come in for now.",
            r#"{"member": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b55"}"#;
        "member.reactivated": "They may come in again.", r#"{"member": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b55"}"#;
        "member.removed": "Somebody is no member any more.",
            r#"{"member": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b55", "role": "employee"}"#;
        "member.erased": "All that named a former member is gone.",
            r#"{"member": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b55"}"#;
    }
    ShiftsRead {
        "shifts.published": "A plan of shifts can be seen by staff. `staff` is null where it is everybody's.",
            r#"{"from": "2026-11-23", "to": "2026-11-30", "staff": null, "count": 12}"#;
    }
    TimeOffRead {
        "time_off.requested": "Somebody asks for time off.",
            r#"{"block_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b33", "staff_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b66"}"#;
        "time_off.approved": "They cannot be booked then.",
            r#"{"block_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b33", "staff_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b66"}"#;
        "time_off.declined": "They are not given it.",
            r#"{"block_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b33", "staff_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b66"}"#;
        "time_off.cancelled": "They can be booked then, if it was approved before.",
            r#"{"block_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b33", "staff_id": "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b66"}"#;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_an_object_and_every_kind_is_there_once() {
        let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        names.dedup();

        assert_eq!(names.len(), KINDS.len());
        assert!(KINDS.iter().all(|kind| kind.example().is_object()) && !is_known(TEST));
    }
}
