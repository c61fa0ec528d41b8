//! Clients in numbers: who is new, who comes again, and how often. A visit is a booking that was completed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;

use super::{
    range::{Scope, Slice},
    table::{ColumnKind, Table},
};
use crate::{db::TenantTx, error::Result};

/// How often somebody came: less than the second of these is the first, and so on.
const FREQUENCIES: [&str; 5] = ["once", "twice", "3_to_5_times", "6_to_10_times", "over_10_times"];

/// What was counted so far.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// New cards, by the month.
    new: BTreeMap<NaiveDate, i64>,
}

/// Counts the cards that were made in a slice of the range.
pub async fn count(tx: &mut TenantTx, scope: &Scope, slice: Slice, tally: &mut Tally) -> Result<()> {
    let company = tx.company();
    let rows = sqlx::query!(
        r#"select date_trunc('month', c.created_at at time zone $4::text)::date as "month!", count(*) as "count!"
           from clients c where c.company_id = $1 and c.created_at >= $2 and c.created_at < $3
           group by 1"#,
        company.0,
        slice.from,
        slice.to,
        scope.zone.name()
    )
    .fetch_all(tx.db())
    .await?;
    rows.iter().for_each(|row| *tally.new.entry(row.month).or_default() += row.count);
    Ok(())
}

/// How many came so often, and of these, how many had come before.
struct Visitors {
    frequency: i32,
    clients: i64,
    returning: i64,
}

async fn visitors(tx: &mut TenantTx, scope: &Scope) -> Result<Vec<Visitors>> {
    let (company, whole) = (tx.company(), scope.whole());
    Ok(sqlx::query_as!(
        Visitors,
        r#"with visits as (
               select b.client_id, count(*) as visits from bookings b
               where b.company_id = $1 and b.starts_at >= $2 and b.starts_at < $3 and b.status = 'completed'
               group by b.client_id
           )
           select width_bucket(v.visits::float8, array[2, 3, 6, 11]::float8[]) as "frequency!", count(*) as "clients!",
                  count(*) filter (where exists (
                      select from bookings e where e.company_id = $1 and e.client_id = v.client_id and e.starts_at < $2
                                               and e.status = 'completed')) as "returning!"
           from visits v group by 1"#,
        company.0,
        whole.from,
        whole.to
    )
    .fetch_all(tx.db())
    .await?)
}

pub async fn tables(tx: &mut TenantTx, scope: &Scope, tally: &Tally) -> Result<Vec<Table>> {
    let visitors = visitors(tx, scope).await?;
    let came =
        |at: usize| visitors.iter().filter(|one| usize::try_from(one.frequency) == Ok(at)).map(|one| one.clients).sum();
    let frequency = FREQUENCIES.iter().enumerate().map(|(at, word)| {
        let clients: i64 = came(at);
        [json!(word), json!(clients)]
    });
    let active: i64 = visitors.iter().map(|one| one.clients).sum();
    let returning: i64 = visitors.iter().map(|one| one.returning).sum();
    let new: i64 = tally.new.values().sum();
    let summary = [
        ("new_clients", new),
        ("clients_served", active),
        ("first_visit", active - returning),
        ("returning", returning),
    ];
    let clients = ("clients", ColumnKind::Count);
    let by_month = scope
        .months()
        .into_iter()
        .map(|month| [json!(month), json!(tally.new.get(&month).copied().unwrap_or_default())]);
    Ok(vec![
        Table::new(
            "summary",
            [("group", ColumnKind::Word), clients],
            summary.iter().map(|(word, count)| [json!(word), json!(count)]).collect(),
        ),
        Table::new("by_frequency", [("frequency", ColumnKind::Word), clients], frequency.collect()),
        Table::new("new_by_month", [("month", ColumnKind::Date), clients], by_month.collect()),
    ])
}
