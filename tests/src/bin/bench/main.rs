//! The measurements of `make bench`: the server over HTTP, against pgbench running the same SQL on the same database in the
//! same run. What counts is the ratio; nothing is asserted about speed.
//!
//! `frontdesk with-services -- bench` gives it a database cluster of its own; `bench drain` measures reminders alone, `bench drain
//! 1000` a thousand of them.

mod capture;
mod drain;
mod generated;
mod http;
mod latency;
mod measure;
mod replay;
mod report;
mod server;
mod world;

use std::path::Path;

use frontdesk_cli::supervise;
use frontdesk_tests::Database;

use crate::{
    capture::Transaction,
    http::Connection,
    measure::Sides,
    replay::Replay,
    report::Report,
    server::Server,
    world::{Company, DAYS, ROOM},
};

/// A small world and a large one, of a thousand bookings a company.
const SMALL: usize = 100;
const LARGE: usize = 2000;
/// Connections to the server, and clients of pgbench, each with a company of its own.
const AT_ONCE: usize = 16;
/// The server's default.
const POOL: u32 = 16;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let db = Database::create().await?;
    let key = supervise::random_password()?; // the same for each server, so that whoever signed in stays so
    let companies = &register(&db, &key).await?;
    println!("generating {SMALL} companies with {} bookings", SMALL * generated::BOOKINGS);
    let world = generated::grow(&db, companies, 0, SMALL).await?;
    let mut arguments = std::env::args().skip(1);
    if arguments.next().is_some_and(|argument| argument == "drain") {
        let reminders = arguments.next().map_or(Ok(drain::REMINDERS), |number| number.parse())?;
        let server = Server::start(&db, &key, POOL)?;
        drain::drain(&db, &server, companies, reminders).await?.iter().for_each(|line| println!("{line}"));
        return Ok(());
    }
    let (list, booking) = capture(&db, &key, scratch.path(), companies).await?;

    let server = Server::start(&db, &key, POOL)?;
    let idle = server.memory()?;
    let mut report = Report::default();
    let small = latency::medians(&server, &world, AT_ONCE, 0).await?;
    let makers = || companies.iter().cloned().map(|company| move |_| company.list()).collect();
    let sides = measure::both(&server, &list, makers, &db, &[]).await?;
    report.ratio("list 25 clients", &list, &sides, 0.4, 0.5);
    let load = server.memory()?;

    let sides = book(&server, &booking, &db, companies).await?;
    report.ratio("create a booking", &booking, &sides, 0.3, 0.4);
    report.note(format!("bookings: {} created, {} refused as taken", sides.good, sides.conflicts));
    report.note(format!(
        "memory of serve: {idle:.0} MB idle, {load:.0} MB listing, {:.0} MB after it all",
        server.memory()?
    ));

    report.security(measure::row_level_security(&db, &list).await?);
    if let Some((cpu, kept)) = measure::availability(&server, &db).await? {
        report.note(format!(
            "CPU of a month's availability, 10 staff, 5 000 bookings: {cpu:.1} ms (at most 5), {kept:.1} ms while it is kept"
        ));
    }
    drain::drain(&db, &server, companies, drain::REMINDERS).await?.into_iter().for_each(|line| report.note(line));
    drop(server);

    println!("generating {LARGE} companies with {} bookings", LARGE * generated::BOOKINGS);
    let world = generated::grow(&db, companies, SMALL, LARGE).await?;
    latency::forget_what_was_read(&db).await;
    let server = Server::start(&db, &key, POOL)?;
    let large = latency::medians(&server, &world, AT_ONCE, 1).await?;
    latency::a_day_at_the_desk(&server, companies).await?;
    drop(server);
    report.growth(SMALL, LARGE, &small, &large);
    report.read_whole(&latency::read_whole(&db).await?);
    report.print();
    Ok(())
}

/// Each round books other times, so every one of them is free.
async fn book(server: &Server, booking: &Replay, db: &Database, companies: &[Company]) -> anyhow::Result<Sides> {
    const TABLES: [&str; 7] =
        ["bookings", "booking_history", "allocations", "clients", "order_lines", "events", "apalis.jobs"];
    const A_ROUND: u64 = ROOM / 6; // a warm-up and four rounds
    let mut round = 0;
    let makers = || {
        let from = DAYS + round * A_ROUND;
        round += 1;
        companies.iter().cloned().map(|company| move |n| company.book(from + n)).collect()
    };
    measure::both(server, booking, makers, db, &TABLES).await
}

async fn register(db: &Database, key: &str) -> anyhow::Result<Vec<Company>> {
    let server = Server::start(db, key, POOL)?;
    let mut http = Connection::open(server.address).await?;
    world::make(&mut http, AT_ONCE).await
}

/// One request at a time over a single connection to the database, so that the log tells one transaction after another.
async fn capture(db: &Database, key: &str, scratch: &Path, companies: &[Company]) -> anyhow::Result<(Replay, Replay)> {
    const LATER: u64 = 10; // days: nothing of the first booking is in sight of the second
    capture::set_logging(db, true).await;
    let server = Server::start(db, key, 1)?;
    let mut http = Connection::open(server.address).await?;
    let lists = record(&mut http, db, companies, Company::list).await?;
    let first = record(&mut http, db, companies, |company| company.book(0)).await?;
    let later = record(&mut http, db, companies, |company| company.book(LATER)).await?;
    capture::set_logging(db, false).await;
    let list = Replay::of("list", db, scratch, &lists).await?;
    let booking = Replay::between("booking", db, scratch, &first, &later, LATER).await?;
    Ok((list, booking))
}

/// What the database is asked for this request of each company, once everything that is asked but once is known.
async fn record(
    http: &mut Connection,
    db: &Database,
    companies: &[Company],
    request: impl Fn(&Company) -> Vec<u8>,
) -> anyhow::Result<Vec<Transaction>> {
    measure::warm_up(http, companies).await?;
    let from = capture::log_length(db).await;
    for company in companies {
        http.json(&request(company)).await?;
    }
    http.json(&companies[0].list()).await?; // by now, what was before has been rolled back
    let mut transactions = capture::transactions(db, from).await?;
    transactions.truncate(companies.len());
    anyhow::ensure!(transactions.len() == companies.len(), "the log tells of {} transactions", transactions.len());
    Ok(transactions)
}
