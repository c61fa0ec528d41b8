//! Companies by the thousand and bookings by the million, behind the API: the companies like the first, the rest by COPY.

use std::fmt::Write;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use frontdesk_tests::Database;
use serde::Deserialize;
use uuid::Uuid;

use crate::world::{Company, STEP};

/// Bookings a company has, before and after today.
pub const BOOKINGS: usize = 1000;
const CLIENTS: usize = 100;
/// Of a company, six a day, in the evening hours that nothing else is measured in.
const A_DAY: usize = 6;
const DAYS_BEFORE: u64 = 100;
/// Companies whose rows go out in one message a table.
const AT_ONCE: usize = 20;

/// What all companies of the generated world have as the first one has it, under the same ids: whose they are is part of
/// each key.
const KEPT: &str =
    "'calendars', 'staff', 'services', 'working_hours', 'day_exceptions', 'holidays', 'shifts', 'blocks'";

#[derive(Deserialize)]
struct Row {
    id: Uuid,
    service: Uuid,
    staff: Vec<Uuid>,
    calendars: Vec<Uuid>,
}

/// Fills those that are known up to `to` companies, and gives those after the first `from` of them clients and bookings. In
/// the new ones there is nobody who could sign in.
pub async fn grow(db: &Database, known: &[Company], from: usize, to: usize) -> anyhow::Result<Vec<Company>> {
    let like = &known[0];
    if from == 0 {
        db.execute(&seldom((like.first + Days::new(340)).date_naive())).await;
    }
    db.execute(&clones(&like.slug, from.max(known.len()), to)).await;
    let rows = db
        .rows(&format!(
            "select c.id, v.id as service, array_agg(s.id order by s.id) as staff,
                    array_agg(s.calendar_id order by s.id) as calendars
             from companies c join services v on v.company_id = c.id join staff s on s.company_id = c.id
             where substring(c.slug from '[0-9]+$')::int >= {from} group by 1, 2"
        ))
        .await;
    let rows: Vec<Row> = rows.into_iter().map(serde_json::from_value).collect::<Result<_, _>>()?;
    for some in rows.chunks(AT_ONCE) {
        copy(db, some, like.first).await?;
    }
    db.execute("vacuum analyze").await;
    let made = (known.len()..to).map(|number| Company { slug: format!("bench-{number}"), ..like.clone() });
    Ok(known.iter().cloned().chain(made).collect())
}

/// Copies of a company: itself, and what is kept of it.
fn clones(like: &str, from: usize, to: usize) -> String {
    format!(
        "do $$
         declare
             kept text;
             others text;
         begin
             set local session_replication_role = replica;
             create temporary table fresh on commit drop as
             select gen_random_uuid() as fresh_id, 'bench-' || n as fresh_slug from generate_series({from}, {to} - 1) n;
             foreach kept in array array['companies', {KEPT}] loop
                 select string_agg(quote_ident(attname), ', ') into others from pg_attribute
                 where attrelid = kept::regclass and attnum > 0 and not attisdropped and attgenerated = ''
                   and attname not in ('company_id', 'slug') and (kept <> 'companies' or attname <> 'id');
                 execute case kept when 'companies' then
                     format('insert into companies (id, slug, %1$s)
                             select fresh_id, fresh_slug, %1$s from companies, fresh where slug = %2$L', others, '{like}')
                 else
                     format('insert into %1$I (company_id, %2$s) select fresh_id, %2$s from %1$I, fresh
                             where company_id = (select id from companies where slug = %3$L)', kept, others, '{like}')
                 end;
             end loop;
         end $$"
    )
}

/// What companies have of the rest of a calendar, on a day after all that is measured: so that these tables are as long as
/// in life.
fn seldom(day: NaiveDate) -> String {
    format!(
        "set session_replication_role = replica;
         insert into holidays (company_id, id, on_date, name, created_at)
         select id, gen_random_uuid(), '{day}', 'New Year', now() from companies;
         insert into day_exceptions (company_id, id, calendar_id, on_date)
         select company_id, gen_random_uuid(), calendar_id, '{day}' from staff;
         insert into shifts (company_id, id, calendar_id, starts_at, ends_at, time_zone, wall_starts_at, wall_ends_at, created_at)
         select company_id, gen_random_uuid(), calendar_id, '{day} 08:00Z', '{day} 16:00Z', 'Etc/UTC', '{day} 08:00',
                '{day} 16:00', now() from staff;
         insert into blocks (company_id, id, calendar_id, kind, status, starts_at, ends_at, time_zone, wall_starts_at,
                             wall_ends_at, created_at)
         select company_id, gen_random_uuid(), calendar_id, 'time_off', 'active', '{day} 08:00Z', '{day} 16:00Z', 'Etc/UTC',
                '{day} 08:00', '{day} 16:00', now() from staff"
    )
}

/// The lines for each table, tab by tab.
#[derive(Default)]
struct Lines {
    clients: String,
    bookings: String,
    items: String,
    history: String,
    allocations: String,
    orders: String,
    order_lines: String,
    events: String,
}

async fn copy(db: &Database, companies: &[Row], first: DateTime<Utc>) -> anyhow::Result<()> {
    let mut lines = Lines::default();
    for company in companies {
        lines.company(company, first).context("a line")?;
    }
    for (into, lines) in [
        ("clients (company_id, id, name, email, phone, language, created_at)", &lines.clients),
        (
            "bookings (company_id, id, reference, client_id, service_id, staff_id, status, starts_at, ends_at, time_zone,
                       wall_starts_at, source, language, created_at)",
            &lines.bookings,
        ),
        ("booking_items (company_id, id, booking_id, position, service_id, duration_minutes)", &lines.items),
        ("booking_history (company_id, id, booking_id, to_status, actor_kind, at)", &lines.history),
        ("allocations (company_id, id, calendar_id, unit, starts_at, ends_at, booking_id)", &lines.allocations),
        ("orders (company_id, id, client_id, booking_id, currency, created_at)", &lines.orders),
        (
            "order_lines (company_id, id, order_id, kind, service_id, description, quantity, unit_amount)",
            &lines.order_lines,
        ),
        ("events (company_id, id, kind, payload, created_at)", &lines.events),
    ] {
        db.copy(into, lines).await?;
    }
    Ok(())
}

impl Lines {
    fn company(&mut self, of: &Row, first: DateTime<Utc>) -> std::fmt::Result {
        let (company, service) = (of.id, of.service);
        let clients: Vec<Uuid> = (0..CLIENTS).map(|_| Uuid::now_v7()).collect();
        for (n, client) in clients.iter().enumerate() {
            let created = first - TimeDelta::days(200) + TimeDelta::minutes(n as i64);
            writeln!(
                self.clients,
                "{company}\t{client}\tAda Lovelace {n}\tada{n}@example.com\t+38050{}\tuk\t{created}",
                1_000_000 + n
            )?;
        }
        for n in 0..BOOKINGS {
            let (booking, order) = (Uuid::now_v7(), Uuid::now_v7());
            let (staff, calendar) = (of.staff[n % of.staff.len()], of.calendars[n % of.staff.len()]);
            let day = first - Days::new(DAYS_BEFORE) + Days::new((n / A_DAY) as u64);
            let starts = day + TimeDelta::hours(20) + TimeDelta::minutes(((n % A_DAY) / of.staff.len()) as i64 * 30);
            let (ends, wall) = (starts + TimeDelta::minutes(STEP as i64), starts.naive_utc());
            let (client, created) = (clients[n % CLIENTS], starts - TimeDelta::days(100));
            let status = if starts < first { "completed" } else { "confirmed" };
            let id = Uuid::now_v7;
            writeln!(
                self.bookings,
                "{company}\t{booking}\tG{n:08}\t{client}\t{service}\t{staff}\t{status}\t{starts}\t{ends}\tEtc/UTC\t{wall}\t\
                 website\ten\t{created}"
            )?;
            writeln!(self.items, "{company}\t{}\t{booking}\t1\t{service}\t{STEP}", id())?;
            writeln!(self.history, "{company}\t{}\t{booking}\tconfirmed\tguest\t{created}", id())?;
            writeln!(self.allocations, "{company}\t{}\t{calendar}\t1\t{starts}\t{ends}\t{booking}", id())?;
            writeln!(self.orders, "{company}\t{order}\t{client}\t{booking}\tUAH\t{created}")?;
            writeln!(self.order_lines, "{company}\t{}\t{order}\tservice\t{service}\tHaircut\t1\t150000", id())?;
            writeln!(
                self.events,
                "{company}\t{}\tbooking.created\t{{\"booking_id\": \"{booking}\"}}\t{created}",
                id()
            )?;
        }
        Ok(())
    }
}
