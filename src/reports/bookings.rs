//! Bookings in numbers. The database counts those that are alike, once for all tables, and the tables are sums of that.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    names::Names,
    range::{Scope, Slice, first, monday},
    table::{ColumnKind, Table, ratio},
};
use crate::{bookings::Status, db::TenantTx, error::Result};

/// How many bookings there are of each status, in the order of `Status::ALL`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([i64; 8]);

impl Counts {
    pub fn add(&mut self, status: Status, count: i64) {
        self.0[status as usize] += count;
    }

    pub fn of(&self, status: Status) -> i64 {
        self.0[status as usize]
    }

    pub fn total(&self) -> i64 {
        self.0.iter().sum()
    }

    /// How many did not come, of those who were expected and either came or not.
    pub fn expected(&self) -> i64 {
        self.of(Status::Completed) + self.of(Status::NoShow)
    }

    /// Total, each status, and the rate of no-shows.
    fn cells(&self) -> [Value; 10] {
        let [a, b, c, d, e, f, g, h] = self.0.map(Value::from);
        [json!(self.total()), a, b, c, d, e, f, g, h, ratio(self.of(Status::NoShow), self.expected())]
    }
}

/// How long before it starts a booking was made: shorter than the first of these days, and so on.
const LEADS: [&str; 5] = ["under_1_day", "1_to_3_days", "3_to_7_days", "7_to_30_days", "over_30_days"];

/// Bookings that are alike in all that tables tell them apart by.
#[derive(Clone, Debug)]
struct Alike {
    day: NaiveDate,
    status: Status,
    service_id: Uuid,
    staff_id: Option<Uuid>,
    location_id: Option<Uuid>,
    lead: i32,
    count: i64,
}

/// What was counted so far.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    status: Counts,
    service: BTreeMap<Uuid, Counts>,
    staff: BTreeMap<Option<Uuid>, Counts>,
    location: BTreeMap<Option<Uuid>, Counts>,
    lead: BTreeMap<usize, Counts>,
    day: BTreeMap<NaiveDate, Counts>,
}

/// Counts a slice of the range.
pub async fn count(tx: &mut TenantTx, scope: &Scope, slice: Slice, tally: &mut Tally) -> Result<()> {
    let company = tx.company();
    let rows = sqlx::query_as!(
        Alike,
        r#"select (b.starts_at at time zone $4::text)::date as "day!", b.status, b.service_id as "service_id: Uuid",
                  b.staff_id as "staff_id: Uuid", b.location_id as "location_id: Uuid",
                  width_bucket(extract(epoch from b.starts_at - b.created_at)::float8,
                               array[86400, 259200, 604800, 2592000]::float8[]) as "lead!",
                  count(*) as "count!"
           from bookings b
           where b.company_id = $1 and b.starts_at >= $2 and b.starts_at < $3
             and ($5::uuid is null or b.staff_id = $5) and ($6::uuid is null or b.service_id = $6)
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
    rows.iter().for_each(|row| tally.add(row));
    Ok(())
}

impl Tally {
    fn add(&mut self, row: &Alike) {
        let lead = usize::try_from(row.lead).unwrap_or_default();
        let counts = [
            &mut self.status,
            self.service.entry(row.service_id).or_default(),
            self.staff.entry(row.staff_id).or_default(),
            self.location.entry(row.location_id).or_default(),
            self.lead.entry(lead).or_default(),
            self.day.entry(row.day).or_default(),
        ];
        counts.into_iter().for_each(|counts| counts.add(row.status, row.count));
    }

    /// The tables of it. Days, weeks and months without a booking are in them too.
    pub fn tables(&self, scope: &Scope, names: &Names) -> Vec<Table> {
        let counts = |status: &Status| [json!(status.as_str()), json!(self.status.of(*status))];
        let columns = [("status", ColumnKind::Word), ("bookings", ColumnKind::Count)];
        let by_lead = LEADS.iter().enumerate().map(|(at, word)| (json!(word), self.lead.get(&at)));
        let (weeks, months) = (self.by(monday), self.by(first));
        vec![
            Table::new("by_status", columns, Status::ALL.iter().map(counts).collect()),
            named("by_service", "service", self.service.iter().map(|(id, one)| (Some(*id), one)), names),
            named("by_staff", "staff", self.staff.iter().map(|(id, one)| (*id, one)), names),
            named("by_location", "location", self.location.iter().map(|(id, one)| (*id, one)), names),
            counted("by_lead_time", ("lead_time", ColumnKind::Word), by_lead),
            dated("by_day", "day", scope.days(), &self.day),
            dated("by_week", "week", scope.weeks(), &weeks),
            dated("by_month", "month", scope.months(), &months),
        ]
    }

    fn by(&self, begins: fn(NaiveDate) -> NaiveDate) -> BTreeMap<NaiveDate, Counts> {
        let mut sums: BTreeMap<NaiveDate, Counts> = BTreeMap::new();
        for (day, counts) in &self.day {
            let sum = sums.entry(begins(*day)).or_default();
            Status::ALL.into_iter().for_each(|status| sum.add(status, counts.of(status)));
        }
        sums
    }
}

/// A table by what has a name, the most bookings first.
fn named<'a>(name: &str, column: &str, rows: impl Iterator<Item = (Option<Uuid>, &'a Counts)>, names: &Names) -> Table {
    let mut rows: Vec<_> = rows.map(|(id, counts)| (names.cell(id), Some(counts))).collect();
    rows.sort_by_key(|(name, counts)| (-counts.map_or(0, Counts::total), name.to_string()));
    counted(name, (column, ColumnKind::Text), rows.into_iter())
}

fn dated(name: &str, column: &str, days: Vec<NaiveDate>, counts: &BTreeMap<NaiveDate, Counts>) -> Table {
    counted(name, (column, ColumnKind::Date), days.into_iter().map(|day| (json!(day), counts.get(&day))))
}

fn counted<'a>(name: &str, by: (&str, ColumnKind), rows: impl Iterator<Item = (Value, Option<&'a Counts>)>) -> Table {
    let [a, b, c, d, e, f, g, h] = Status::ALL.map(|status| (status.as_str(), ColumnKind::Count));
    let columns = [by, ("bookings", ColumnKind::Count), a, b, c, d, e, f, g, h, ("no_show_rate", ColumnKind::Ratio)];
    let row = |(key, counts): (Value, Option<&Counts>)| {
        let [a, b, c, d, e, f, g, h, i, j] = counts.copied().unwrap_or_default().cells();
        [key, a, b, c, d, e, f, g, h, i, j]
    };
    Table::new(name, columns, rows.map(row).collect())
}
