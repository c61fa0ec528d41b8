//! One measurement after the other, never two at once: the machine is as free for the one side as for the other.

use std::time::Duration;

use anyhow::ensure;
use chrono::Days;
use frontdesk::clock::Clock;
use frontdesk_tests::Database;

use crate::{
    http::{self, Connection, request},
    replay::Replay,
    server::Server,
    world::{self, Company, ROOM},
};

/// How often each side is measured; the best time counts, since whatever else the machine does only takes away.
const ROUNDS: u64 = 4;
const SECONDS: u64 = 3;
const WARM_UP: Duration = Duration::from_secs(1);

/// What the two sides did.
#[derive(Debug, Default)]
pub struct Sides {
    pub ours: f64,
    pub theirs: f64,
    pub good: u64,
    pub conflicts: u64,
}

/// The server, then pgbench, and again the other way round. Each transaction of either must add one row to each of `tables`.
pub async fn both<M>(
    server: &Server,
    replay: &Replay,
    mut makers: impl FnMut() -> Vec<M>,
    db: &Database,
    tables: &[&str],
) -> anyhow::Result<Sides>
where
    M: Fn(u64) -> Vec<u8> + Send + 'static,
{
    http::load(server.address, makers(), WARM_UP).await?;
    let mut sides = Sides::default();
    for turn in 0..2 * ROUNDS {
        let before = count(db, tables).await;
        let done = if turn % 4 == 0 || turn % 4 == 3 {
            let outcome = http::load(server.address, makers(), Duration::from_secs(SECONDS)).await?;
            sides.ours = sides.ours.max(outcome.per_second());
            sides.good += outcome.good;
            sides.conflicts += outcome.conflicts;
            outcome.good as i64
        } else {
            let measured = replay.run(SECONDS, ROOM * (turn + 1))?;
            sides.theirs = sides.theirs.max(measured.per_second);
            measured.transactions
        };
        for (table, (before, after)) in tables.iter().zip(before.into_iter().zip(count(db, tables).await)) {
            ensure!(after - before == done, "{done} transactions made {} rows in {table}", after - before);
        }
    }
    Ok(sides)
}

async fn count(db: &Database, tables: &[&str]) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in tables {
        counts.push(db.number(&format!("select count(*) from {table}")).await);
    }
    counts
}

/// pgbench alone, with the policies of the table and without: transactions a second.
pub async fn row_level_security(db: &Database, list: &Replay) -> anyhow::Result<(f64, f64)> {
    let (mut on, mut off) = (0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS / 2 {
        on = on.max(list.run(SECONDS, 0)?.per_second);
        db.execute("alter table clients disable row level security").await;
        off = off.max(list.run(SECONDS, 0)?.per_second);
        db.execute("alter table clients enable row level security").await;
    }
    Ok((on, off))
}

/// What a request of every kind asks but once, of a connection to the database or of the process, has been asked.
pub async fn warm_up(http: &mut Connection, companies: &[Company]) -> anyhow::Result<()> {
    for company in companies {
        http.json(&company.list()).await?;
        http.json(&request("GET", &format!("/public/{}/services", company.slug), "", "")).await?;
    }
    let (status, body) = http.exchange(&companies[0].book(20)).await?;
    ensure!(status == 201 || status == 409, "a booking: {status} {}", String::from_utf8_lossy(body));
    Ok(())
}

/// Milliseconds of the server's CPU for a month of a company with ten staff and 5 000 bookings in it: one that nobody has
/// asked for, and one whose answer is kept.
pub async fn availability(server: &Server, db: &Database) -> anyhow::Result<Option<(f64, f64)>> {
    const TIMES: u64 = 100;
    let mut http = Connection::open(server.address).await?;
    let from = Clock::system().now().date_naive() + Days::new(3);
    let company = world::busy(&mut http, db, from).await?;
    let slots = http.json(&company.a_month(0)).await?["slots"].as_array().map_or(0, Vec::len);
    ensure!(slots > 0, "the month has no free time");
    let mut used = async |month: fn(u64) -> u64| -> anyhow::Result<Option<f64>> {
        let Some(before) = server.cpu() else { return Ok(None) };
        for n in 0..TIMES {
            http.exchange(&company.a_month(month(n))).await?;
        }
        Ok(server.cpu().map(|after| (after - before).as_secs_f64() * 1000.0 / TIMES as f64))
    };
    Ok(used(|n| n + 1).await?.zip(used(|_| 0).await?))
}
