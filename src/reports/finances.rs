//! What was sold with bookings, at the prices of when they were booked. Not what was paid: that is another question.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    names::Names,
    range::{Scope, Slice},
    table::{ColumnKind, Table},
};
use crate::{bookings::Status, db::TenantTx, error::Result};

/// What lines of orders come to that are alike in all that tables tell them apart by.
#[derive(Clone, Debug)]
struct Alike {
    month: NaiveDate,
    status: Status,
    service_id: Uuid,
    staff_id: Option<Uuid>,
    location_id: Option<Uuid>,
    currency: String,
    amount: i64,
}

/// In minor units: what is booked or done, what of it is done, and what came to nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Worth {
    booked: i64,
    completed: i64,
    lost: i64,
}

impl Worth {
    fn add(&mut self, status: Status, amount: i64) {
        match status {
            Status::Cancelled | Status::Declined | Status::Expired | Status::NoShow => self.lost += amount,
            Status::Pending | Status::Confirmed | Status::InProgress => self.booked += amount,
            Status::Completed => {
                self.booked += amount;
                self.completed += amount;
            }
        }
    }
}

type Sums<K> = BTreeMap<(K, String), Worth>;

/// What was added up so far, by what it is of and its currency.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    status: BTreeMap<(usize, String), i64>,
    month: Sums<NaiveDate>,
    service: Sums<Uuid>,
    staff: Sums<Option<Uuid>>,
    location: Sums<Option<Uuid>>,
}

/// Adds up a slice of the range. What is no service, an add-on or a surcharge, counts with the booking's first one.
pub async fn add_up(tx: &mut TenantTx, scope: &Scope, slice: Slice, tally: &mut Tally) -> Result<()> {
    let company = tx.company();
    let rows = sqlx::query_as!(
        Alike,
        r#"select date_trunc('month', b.starts_at at time zone $4::text)::date as "month!", b.status,
                  coalesce(l.service_id, b.service_id) as "service_id!: Uuid", b.staff_id as "staff_id: Uuid",
                  b.location_id as "location_id: Uuid", o.currency, sum(l.amount)::bigint as "amount!"
           from bookings b
           join orders o on o.company_id = $1 and o.booking_id = b.id
           join order_lines l on l.company_id = $1 and l.order_id = o.id
           where b.company_id = $1 and b.starts_at >= $2 and b.starts_at < $3
             and ($5::uuid is null or b.staff_id = $5)
             and ($6::uuid is null or coalesce(l.service_id, b.service_id) = $6)
             and ($7::uuid is null or b.location_id = $7)
           group by 1, 2, 3, 4, 5, 6"#,
        company.0,
        slice.from,
        slice.to,
        scope.zone.name(),
        scope.filters.staff_id.map(|id| id.0),
        scope.filters.service_id.map(|id| id.0),
        scope.filters.location_id.map(|id| id.0)
    )
    .fetch_all(tx.db())
    .await?;
    rows.into_iter().for_each(|row| tally.add(row));
    Ok(())
}

impl Tally {
    fn add(&mut self, row: Alike) {
        let Alike { month, status, service_id, staff_id, location_id, currency, amount } = row;
        *self.status.entry((status as usize, currency.clone())).or_default() += amount;
        self.month.entry((month, currency.clone())).or_default().add(status, amount);
        self.service.entry((service_id, currency.clone())).or_default().add(status, amount);
        self.staff.entry((staff_id, currency.clone())).or_default().add(status, amount);
        self.location.entry((location_id, currency)).or_default().add(status, amount);
    }

    pub fn tables(&self, names: &Names) -> Vec<Table> {
        let by_status = self
            .status
            .iter()
            .map(|((status, currency), amount)| [json!(Status::ALL[*status].as_str()), json!(currency), json!(amount)]);
        let columns = [("status", ColumnKind::Word), ("currency", ColumnKind::Text), ("value", ColumnKind::Money)];
        vec![
            Table::new("by_status", columns, by_status.collect()),
            valued("by_month", ("month", ColumnKind::Date), rows(&self.month, |month| json!(month))),
            valued("by_service", ("service", ColumnKind::Text), dearest(&self.service, |id| names.cell(Some(*id)))),
            valued("by_staff", ("staff", ColumnKind::Text), dearest(&self.staff, |id| names.cell(*id))),
            valued("by_location", ("location", ColumnKind::Text), dearest(&self.location, |id| names.cell(*id))),
        ]
    }
}

fn rows<K>(sums: &Sums<K>, key: impl Fn(&K) -> Value) -> Vec<[Value; 5]> {
    let row = |((of, currency), value): (&(K, String), &Worth)| {
        [key(of), json!(currency), json!(value.booked), json!(value.completed), json!(value.lost)]
    };
    sums.iter().map(row).collect()
}

/// The most first.
fn dearest<K>(sums: &Sums<K>, key: impl Fn(&K) -> Value) -> Vec<[Value; 5]> {
    let mut rows = rows(sums, key);
    rows.sort_by_key(|[name, currency, booked, ..]| {
        (-booked.as_i64().unwrap_or(0), name.to_string(), currency.to_string())
    });
    rows
}

fn valued(name: &str, by: (&str, ColumnKind), rows: Vec<[Value; 5]>) -> Table {
    let money = |name| (name, ColumnKind::Money);
    let columns =
        [by, ("currency", ColumnKind::Text), money("value_booked"), money("value_completed"), money("value_lost")];
    Table::new(name, columns, rows)
}
