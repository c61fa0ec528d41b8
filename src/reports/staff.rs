//! Each member of staff in numbers: in the plan, at work, booked, and whom they served.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use uuid::Uuid;

use super::{
    range::{Scope, Slice},
    table::{ColumnKind, Table, ratio},
};
use crate::{
    db::TenantTx,
    error::Result,
    scheduling::{
        availability::Span,
        store::{Planned, planned},
    },
    staff::StaffId,
};

/// What was added up so far: everybody by name, with seconds in the plan and at work.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    people: BTreeMap<(String, StaffId), Person>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Person {
    archived: bool,
    scheduled: i64,
    worked: i64,
}

/// Adds up how long staff are in the plan and at work in a slice of the range.
pub async fn add_up(tx: &mut TenantTx, scope: &Scope, slice: Slice, tally: &mut Tally) -> Result<()> {
    let span = Span { starts_at: slice.from, ends_at: slice.to };
    let worked = worked(tx, scope, slice).await?;
    for Planned { staff, name, archived, time } in planned(tx, span, scope.filters.staff_id).await? {
        let person = tally.people.entry((name, staff)).or_default();
        person.archived = archived;
        person.scheduled += time.num_seconds();
        person.worked += worked.get(&staff.0).copied().unwrap_or_default();
    }
    Ok(())
}

/// Seconds at work, of whom there are any. Whoever has not clocked out is at work until now.
async fn worked(tx: &mut TenantTx, scope: &Scope, slice: Slice) -> Result<HashMap<Uuid, i64>> {
    let company = tx.company();
    let rows = sqlx::query!(
        r#"select t.staff_id as "staff_id: Uuid",
                  floor(sum(extract(epoch from least(coalesce(t.clocked_out_at, $4), $3) - greatest(t.clocked_in_at, $2))))::bigint
                      as "seconds!"
           from time_entries t
           where t.company_id = $1 and t.clocked_in_at < $3 and coalesce(t.clocked_out_at, $4) > $2
             and coalesce(t.clocked_out_at, $4) > t.clocked_in_at and ($5::uuid is null or t.staff_id = $5)
           group by t.staff_id"#,
        company.0,
        slice.from,
        slice.to,
        scope.now,
        scope.filters.staff_id.map(|id| id.0)
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.staff_id, row.seconds)).collect())
}

/// What was booked of somebody.
#[derive(Clone, Debug, Default)]
struct Booked {
    bookings: i64,
    completed: i64,
    no_show: i64,
    clients: i64,
    seconds: i64,
}

/// Counted over the whole range, since somebody who comes twice is one client.
async fn booked(tx: &mut TenantTx, scope: &Scope) -> Result<HashMap<Uuid, Booked>> {
    let (company, whole) = (tx.company(), scope.whole());
    let rows = sqlx::query!(
        r#"select b.staff_id as "staff_id!: Uuid", count(*) as "bookings!",
                  count(*) filter (where b.status = 'completed') as "completed!",
                  count(*) filter (where b.status = 'no_show') as "no_show!",
                  count(distinct b.client_id) filter (where b.status = 'completed') as "clients!",
                  coalesce(sum(extract(epoch from b.ends_at - b.starts_at))
                           filter (where b.status in ('confirmed', 'in_progress', 'completed', 'no_show')), 0)::bigint
                      as "seconds!"
           from bookings b
           where b.company_id = $1 and b.starts_at >= $2 and b.starts_at < $3 and b.staff_id is not null
             and ($4::uuid is null or b.staff_id = $4)
           group by 1"#,
        company.0,
        whole.from,
        whole.to,
        scope.filters.staff_id.map(|id| id.0)
    )
    .fetch_all(tx.db())
    .await?;
    let booked = rows.into_iter().map(|row| {
        let (bookings, completed, no_show) = (row.bookings, row.completed, row.no_show);
        (row.staff_id, Booked { bookings, completed, no_show, clients: row.clients, seconds: row.seconds })
    });
    Ok(booked.collect())
}

/// Everybody, by name; of those who are archived, who has numbers.
pub async fn tables(tx: &mut TenantTx, scope: &Scope, tally: &Tally) -> Result<Vec<Table>> {
    let booked = booked(tx, scope).await?;
    let row = |((name, staff), person): (&(String, StaffId), &Person)| {
        let theirs = booked.get(&staff.0).cloned().unwrap_or_default();
        let silent = person.worked == 0 && theirs.bookings == 0;
        let row = [
            json!(name),
            json!(person.scheduled / 60),
            json!(person.worked / 60),
            json!(theirs.seconds / 60),
            ratio(theirs.seconds, person.scheduled),
            json!(theirs.bookings),
            json!(theirs.completed),
            json!(theirs.no_show),
            json!(theirs.clients),
        ];
        (!(person.archived && silent)).then_some(row)
    };
    let columns = [
        ("staff", ColumnKind::Text),
        ("scheduled", ColumnKind::Minutes),
        ("worked", ColumnKind::Minutes),
        ("booked", ColumnKind::Minutes),
        ("utilisation", ColumnKind::Ratio),
        ("bookings", ColumnKind::Count),
        ("completed", ColumnKind::Count),
        ("no_show", ColumnKind::Count),
        ("clients_served", ColumnKind::Count),
    ];
    Ok(vec![Table::new("by_staff", columns, tally.people.iter().filter_map(row).collect())])
}
