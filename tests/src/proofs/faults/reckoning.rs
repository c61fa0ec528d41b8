//! What is in the database, in the mailboxes and with the company's program, against what everybody was told.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Company, Installation, load::Known};
use crate::proofs::storm;

/// What there is still to do: jobs, messages that are due, deliveries, and events that the endpoint has not been told of.
pub(super) const LEFT: &str = "
    select (select count(*) from apalis.jobs where status in ('Pending', 'Queued', 'Running'))
         + (select count(*) from messages where status = 'queued' or (status = 'scheduled' and send_at <= now()))
         + (select count(*) from webhook_deliveries where status = 'pending')
         + (select count(*) from events e join webhooks w on w.company_id = e.company_id
            where (e.xid, e.id) > (w.told_xid, w.told_event))";

/// What must not be there, as SQL that counts it.
const NEVER: &[(&str, &str)] = &[
    ("moments with more than there are places", storm::OVERLAPS),
    (
        "bookings that hold time that they should not, or none that they should",
        "select count(*) from bookings b where (select count(*) from allocations a where a.booking_id = b.id)
             <> case when b.status in ('pending', 'confirmed', 'in_progress') then 1 else 0 end",
    ),
    (
        "allocations of nothing",
        "select count(*) from allocations a where a.hold_id is null and a.block_id is null
             and not exists (select from bookings b where b.id = a.booking_id)",
    ),
    (
        "bookings without their one order",
        "select count(*) from bookings b where (select count(*) from orders o where o.booking_id = b.id) <> 1",
    ),
    (
        "orders that do not come to the price",
        "select count(*) from orders o
         where (select coalesce(sum(l.amount), 0) from order_lines l where l.order_id = o.id) <> 100",
    ),
    (
        "bookings that the events tell of otherwise than their history",
        "select count(*) from bookings b, (values ('created', null), ('confirmed', 'pending'), ('cancelled', 'any'),
                                                  ('rescheduled', 'time')) as x (kind, what)
         where (select count(*) from events e where e.kind = 'booking.' || x.kind and e.payload ->> 'booking_id' = b.id::text)
             <> (select count(*) from booking_history h where h.booking_id = b.id and case x.kind
                     when 'created' then h.from_status is null
                     when 'rescheduled' then h.kind = 'time'
                     else h.to_status = x.kind and h.from_status <> h.to_status end)",
    ),
    (
        "events of bookings that are not there",
        "select count(*) from events e where e.kind like 'booking.%'
             and not exists (select from bookings b where b.id::text = e.payload ->> 'booking_id')",
    ),
    (
        "things that a client was not told",
        "select count(*) from booking_history h where h.from_status is distinct from h.to_status and not exists (
             select from messages m where m.booking_id = h.booking_id and m.client_id is not null
               and m.kind = case h.to_status when 'pending' then 'booking_requested' else 'booking_' || h.to_status end)",
    ),
    (
        "reminders that do not stand ready",
        "select count(*) from bookings b where b.status = 'confirmed' and b.starts_at - interval '60 minutes' > now()
             and (select count(*) from messages m where m.booking_id = b.id and m.reminds_of = b.starts_at
                  and m.status = 'scheduled') <> 1",
    ),
    (
        // where a job could plan it in time, though its first worker died
        "reminders that were due and did not go",
        "select count(*) from bookings b where b.status = 'confirmed' and b.starts_at - interval '60 minutes' < now()
             and (select max(h.at) from booking_history h where h.booking_id = b.id) < b.starts_at - interval '61 minutes'
             and not exists (select from messages m where m.booking_id = b.id and m.reminds_of = b.starts_at
                             and m.status = 'sent')",
    ),
    (
        "messages that ended otherwise than they should",
        "select count(*) from messages m where m.status not in ('scheduled', 'sent', 'delivered')
             and not (m.status = 'cancelled' and m.kind = 'booking_reminder')",
    ),
    (
        "events that have no delivery which arrived",
        "select count(*) from events e join webhooks w on w.company_id = e.company_id where e.created_at >= w.created_at
             and not exists (select from webhook_deliveries d where d.event = e.id and d.status = 'delivered')",
    ),
    ("jobs that were given up", "select count(*) from apalis.jobs where status in ('Failed', 'Killed')"),
    ("jobs that somebody has who is dead", "select count(*) from apalis.jobs where status in ('Queued', 'Running')"),
];

/// Everything that is not as it should be.
pub(super) async fn reckon(installation: &Installation, company: &Company, known: &[Known]) -> Vec<String> {
    let mut wrong: Vec<String> = known.iter().flat_map(|one| one.wrong.clone()).collect();
    wrong.extend(installation.bugs());
    for (what, count) in NEVER {
        let found = installation.db.number(count).await;
        if found > 0 {
            wrong.push(format!("{what}: {found}"));
        }
    }
    compare_bookings(installation, known, &mut wrong).await;
    compare_visitors(installation, known, &mut wrong).await;
    compare_webhooks(installation, company, &mut wrong).await;
    compare_mails(installation, &mut wrong).await;
    wrong
}

async fn compare_bookings(installation: &Installation, known: &[Known], wrong: &mut Vec<String>) {
    let stored = installation.db.rows("select id, status, starts_at from bookings").await;
    let told: HashMap<_, _> = known.iter().flat_map(|one| &one.bookings).map(|told| (told.id.as_str(), told)).collect();
    for row in &stored {
        let starts_at: DateTime<Utc> = serde_json::from_value(row["starts_at"].clone()).expect("a moment");
        match told.get(row["id"].as_str().unwrap_or_default()) {
            None => wrong.push(format!("nobody was told of {row}")),
            Some(told) if row["status"] != told.status || starts_at != told.starts_at => {
                wrong.push(format!("{row} is not what was told: {told:?}"));
            }
            Some(_) => {}
        }
    }
    if stored.len() != known.iter().map(|one| one.bookings.len()).sum::<usize>() {
        wrong.push(format!("{} bookings are stored", stored.len()));
    }
}

/// A visitor who was told that they have it has it once, and one who was told that they have not has none.
async fn compare_visitors(installation: &Installation, known: &[Known], wrong: &mut Vec<String>) {
    let rows = installation
        .db
        .rows("select c.email, count(*) as has from clients c join bookings b on b.client_id = c.id group by c.email")
        .await;
    let has: HashMap<_, _> = rows.iter().map(|row| (row["email"].as_str().unwrap_or_default(), &row["has"])).collect();
    for email in known.iter().flat_map(|one| &one.booked) {
        if has.get(email.as_str()).is_none_or(|has| **has != 1) {
            wrong.push(format!("{email} booked once and has {:?}", has.get(email.as_str())));
        }
    }
    for email in known.iter().flat_map(|one| &one.refused).filter(|email| has.contains_key(email.as_str())) {
        wrong.push(format!("{email} was told that there was no room, and has some"));
    }
}

/// The company's program was told of each event, and of nothing that did not happen.
async fn compare_webhooks(installation: &Installation, company: &Company, wrong: &mut Vec<String>) {
    let rows = installation.db.rows("select e.id, e.created_at from events e").await;
    let happened: BTreeMap<String, DateTime<Utc>> =
        serde_json::from_value::<Vec<(String, DateTime<Utc>)>>(rows.iter().map(row_of).collect())
            .expect("ids and moments")
            .into_iter()
            .collect();
    let calls = installation.receiver.calls();
    let heard: HashSet<_> = calls.iter().map(|call| call.id().to_owned()).collect();
    let missed = happened.iter().filter(|(id, at)| **at >= company.opened && !heard.contains(*id)).count();
    let made_up = heard.iter().filter(|id| !happened.contains_key(*id)).count();
    println!("webhooks: {} events, {} calls", happened.len(), calls.len());
    if missed + made_up > 0 {
        wrong.push(format!("{missed} events were not told, {made_up} were told that did not happen"));
    }
}

fn row_of(row: &serde_json::Value) -> serde_json::Value {
    serde_json::json!([row["id"], row["created_at"]])
}

/// Each mail that was marked as sent has come, and all that came of one message have its name.
async fn compare_mails(installation: &Installation, wrong: &mut Vec<String>) {
    let rows =
        installation.db.rows("select id, recipient from messages where channel = 'email' and status = 'sent'").await;
    let sent: HashSet<_> = rows.iter().filter_map(|row| row["id"].as_str()?.parse::<Uuid>().ok()).collect();
    let taken = installation.sink.taken();
    let id = |name: &str| name.split_once('@').and_then(|(id, _)| id.parse::<Uuid>().ok());
    let came: HashSet<_> = taken.iter().filter_map(|mail| id(&mail.message_id)).collect();
    let lost = sent.difference(&came).count();
    // what verifies the admin's address is no company's message
    let strange = taken.iter().filter(|mail| id(&mail.message_id).is_none_or(|id| !sent.contains(&id)));
    let strange = strange.filter(|mail| mail.to != "ada@vesna.example").count();
    println!("mails: {} messages sent, {} mails came", sent.len(), taken.len());
    if lost + strange > 0 {
        wrong.push(format!("{lost} mails did not come, {strange} came that are no message's"));
    }
}
