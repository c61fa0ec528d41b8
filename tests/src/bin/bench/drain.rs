//! Reminders that are due all at once, into a mail server that takes them at once; and how long a confirmation waits that
//! somebody gets by a booking meanwhile.

use std::{
    collections::HashMap,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use frontdesk_tests::{Database, sink::Sink};

use crate::{
    http::Connection,
    server::{Server, cpu, executable},
    world::{Company, DAYS, VISITOR},
};

pub const REMINDERS: usize = 20_000;
/// However slow it is, it ends.
const PATIENCE: Duration = Duration::from_secs(300);
/// The first booking of a round that nothing else measures.
const FREE: u64 = DAYS + 4_000;

/// `frontdesk work`, which ends when this is dropped.
struct Worker(Child);

impl Worker {
    fn start(db: &Database, sink: &Sink) -> anyhow::Result<Self> {
        let mut command = Command::new(executable()?);
        command.arg("work").env("DATABASE_URL", db.app_url()).env("SMTP_URL", sink.url());
        command.env("FRONTDESK_JWT_KEYS", format!("bench:{}", "k".repeat(40)));
        command.env_remove("DATABASE_DIRECT_URL").env_remove("REDIS_URL").stdin(Stdio::null()).stderr(Stdio::null());
        Ok(Self(command.spawn().context("starting frontdesk work")?))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What there is to say of it.
pub async fn drain(
    db: &Database,
    server: &Server,
    companies: &[Company],
    reminders: usize,
) -> anyhow::Result<Vec<String>> {
    let sink = Sink::start().await?;
    db.execute(&format!(
        "update companies set quiet_from = null, quiet_to = null;
         delete from apalis.jobs;
         insert into messages (company_id, id, kind, channel, recipient, language, client_id, booking_id, status, send_at,
                               reminds_of, once, created_at)
         select b.company_id, gen_random_uuid(), 'booking_reminder', 'email', c.email, 'en', c.id, b.id, 'scheduled',
                now() - interval '1 minute', b.starts_at, 'bench:' || b.id, now()
         from bookings b join clients c on c.company_id = b.company_id and c.id = b.client_id
         where b.status = 'confirmed' and b.starts_at > now() + interval '2 days' limit {reminders};
         analyze messages, apalis.jobs"
    ))
    .await;
    let due = db.number("select count(*) from messages where status = 'scheduled' and send_at <= now()").await;
    ensure!(due >= reminders as i64, "the world has {due} bookings to remind of");
    let transactions = "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()";
    let before = db.number(transactions).await;

    let worker = Worker::start(db, &sink)?;
    let (took, booked) = book_meanwhile(server, companies, &sink, reminders).await?;
    let used = cpu(&worker.0);
    let after = db.number(transactions).await;

    let cores = std::thread::available_parallelism()?.get() as f64;
    let rate = reminders as f64 / took.as_secs_f64();
    let used = used.map_or_else(String::new, |used| {
        format!(", {:.2} ms of the worker's CPU each", used.as_secs_f64() * 1000.0 / reminders as f64)
    });
    let waits = waits(&sink, &booked);
    let milliseconds = |wait: Option<&Duration>| wait.map_or(0, Duration::as_millis);
    Ok(vec![
        format!(
            "{reminders} due reminders drained: {rate:.0} a second, {:.0} a second and core (aim 1000), {:.1} transactions{used}",
            rate / cores,
            (after - before) as f64 / reminders as f64
        ),
        format!(
            "confirmations booked meanwhile: {} of {} came, after {} ms (median), {} ms (worst)",
            waits.len(),
            booked.len(),
            milliseconds(waits.get(waits.len() / 2)),
            milliseconds(waits.last())
        ),
    ])
}

/// Books ten times a second until every reminder and every confirmation has come. Answers how long the reminders took, and
/// who booked when.
async fn book_meanwhile(
    server: &Server,
    companies: &[Company],
    sink: &Sink,
    reminders: usize,
) -> anyhow::Result<(Duration, HashMap<String, Instant>)> {
    let started = Instant::now();
    let mut http = Connection::open(server.address).await?;
    let mut booked = HashMap::new();
    let mut every = tokio::time::interval(Duration::from_millis(100));
    for number in 0.. {
        every.tick().await;
        if sink.count() >= reminders && sink.count() - count(sink, &booked) >= reminders {
            break;
        }
        ensure!(started.elapsed() < PATIENCE, "{} came in {} s", sink.count(), PATIENCE.as_secs());
        let (company, n) = (&companies[number as usize % companies.len()], FREE + number);
        let (status, _) = http.exchange(&company.book(n)).await?;
        if status == 201 {
            booked.entry(format!("grace{}@example.com", VISITOR + n)).or_insert_with(Instant::now);
        }
    }
    Ok((started.elapsed(), booked))
}

/// How many confirmations have come.
fn count(sink: &Sink, booked: &HashMap<String, Instant>) -> usize {
    sink.taken().iter().filter(|mail| booked.contains_key(&mail.to)).count()
}

/// From the booking's answer to its mail, the shortest first.
fn waits(sink: &Sink, booked: &HashMap<String, Instant>) -> Vec<Duration> {
    let mut came = HashMap::new();
    for mail in sink.taken() {
        came.entry(mail.to).or_insert(mail.at);
    }
    let wait = |(who, at): (&String, &Instant)| Some(came.get(who)?.saturating_duration_since(*at));
    let mut waits: Vec<_> = booked.iter().filter_map(wait).collect();
    waits.sort_unstable();
    waits
}
