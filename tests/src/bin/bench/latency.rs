//! How long one request takes, one at a time, in a small world and in a large one; and whether anything reads a whole table
//! there.

use std::time::{Duration, Instant};

use anyhow::ensure;
use chrono::{Days, TimeDelta};
use frontdesk_tests::Database;
use serde_json::{Value, json};

use crate::{
    http::{Connection, request},
    server::Server,
    world::{Company, DAYS},
};

const TIMES: usize = 400;
/// How many companies are asked.
const ASKED: usize = 100;
/// The first of the evening hours that no other measurement books in, as a number of quarter-hours.
const EVENING: u64 = 84;
/// How many of them one round may use.
const A_ROUND: u64 = 6;

/// Milliseconds, the median of so many requests.
#[derive(Clone, Copy, Debug)]
pub struct Medians {
    pub list: f64,
    pub availability: f64,
    pub booking: f64,
}

/// Asks one company after the other, [`ASKED`] from all over the world, each several times: what differs between worlds is
/// their size, not what is asked for the first time. Those with staff who can sign in are the first `staffed` of them.
/// `round` is another one each time, since it is other times that are booked.
pub async fn medians(server: &Server, world: &[Company], staffed: usize, round: u64) -> anyhow::Result<Medians> {
    let mut http = Connection::open(server.address).await?;
    let companies: Vec<_> = world.iter().step_by((world.len() / ASKED).max(1)).collect();
    let (mut list, mut availability, mut booking) = (vec![], vec![], vec![]);
    let warm_up = TIMES / 4;
    for n in 0..TIMES + warm_up {
        let company = companies[(n * 7) % companies.len()];
        let slot = EVENING + round * A_ROUND + (n / companies.len()) as u64 % A_ROUND;
        list.push(time(&mut http, &world[n % staffed].list(), 200).await?);
        availability.push(time(&mut http, &company.a_month(n as u64 % 30), 200).await?);
        booking.push(time(&mut http, &company.book(slot * DAYS + 240 + n as u64 % 50), 201).await?);
    }
    let median = |mut times: Vec<f64>| {
        times.drain(..warm_up);
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    Ok(Medians { list: median(list), availability: median(availability), booking: median(booking) })
}

async fn time(http: &mut Connection, ask: &[u8], expected: u16) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let (status, body) = http.exchange(ask).await?;
    let took = begun.elapsed().as_secs_f64() * 1000.0;
    ensure!(status == expected, "{status} {}", String::from_utf8_lossy(body));
    Ok(took)
}

/// Everything that staff do with a calendar in a day, once in each company with staff.
pub async fn a_day_at_the_desk(server: &Server, companies: &[Company]) -> anyhow::Result<()> {
    let mut http = Connection::open(server.address).await?;
    for company in companies {
        let (day, service) = (company.first.date_naive(), &company.service);
        let (from, to) = (day, day + Days::new(7));
        let mut ask = async |method: &str, path: &str, body: Option<Value>| {
            let body = body.map(|body| body.to_string()).unwrap_or_default();
            let headers = format!("{}if-match: \"1\"\r\n", company.authorization);
            http.json(&request(method, path, &headers, &body)).await
        };
        for path in [
            format!("/bookings?from={from}T00:00:00Z&to={to}T00:00:00Z"),
            format!("/bookings?status=pending&from={from}T00:00:00Z&to={to}T00:00:00Z"),
            format!("/availability?service_id={service}&from={from}&to={to}"),
            format!("/availability/{from}T20:00:00Z/why?service_id={service}"),
            format!("/staff/available?at={from}T20:00:00Z&minutes=30"),
            format!("/shifts?from={from}&to={to}"),
            "/time-off".into(),
            format!("/holidays?from={from}&to={to}"),
            "/staff".into(),
        ] {
            ask("GET", &path, None).await?;
        }
        let client = ask("GET", "/clients?limit=1", None).await?["data"][0]["id"].clone();
        let at = |minutes: u64| company.first + TimeDelta::days(295) + TimeDelta::minutes(minutes as i64);
        let new = json!({ "client_id": client, "service_id": service, "starts_at": at(60) });
        let booked = ask("POST", "/bookings", Some(new)).await?;
        let path = format!("/bookings/{}", booked["id"].as_str().unwrap_or_default());
        ask("POST", &format!("{path}/reschedule"), Some(json!({ "starts_at": at(120) }))).await?;
        ask("GET", &path, None).await?;
        ask("GET", &format!("{path}/history"), None).await?;
        ask("POST", &format!("{path}/cancel"), Some(json!({ "reason": "The weather" }))).await?;
    }
    Ok(())
}

/// Tables of companies that were read from one end to the other since `forget_what_was_read`; little ones are, and rightly.
/// A session tells what it has read when it ends: so this waits for those of the application.
pub async fn read_whole(db: &Database) -> anyhow::Result<Vec<String>> {
    const SESSIONS: &str =
        "select count(*) from pg_stat_activity where usename = 'frontdesk_app' and datname = current_database()";
    let patience = Instant::now() + Duration::from_secs(10);
    while db.number(SESSIONS).await > 0 {
        ensure!(Instant::now() < patience, "the server's sessions do not end");
        tokio::task::yield_now().await;
    }
    let rows = db
        .rows(
            "select s.relname as name from pg_stat_user_tables s
             join pg_class c on c.oid = s.relid
             join pg_attribute a on a.attrelid = s.relid and a.attname = 'company_id'
             where s.seq_scan > 0 and c.reltuples > 1000 order by 1",
        )
        .await;
    Ok(rows.iter().filter_map(|row| row["name"].as_str().map(str::to_owned)).collect())
}

/// From here on, count anew.
pub async fn forget_what_was_read(db: &Database) {
    db.execute("select pg_stat_reset()").await;
}
