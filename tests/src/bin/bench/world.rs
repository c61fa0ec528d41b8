//! Who is measured: companies that work around the clock.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use frontdesk::clock::Clock;
use frontdesk_tests::Database;
use serde_json::{Value, json};

use crate::http::{Connection, request};

/// The n-th booking of a company is on day n; each time round, a little later, until the days are full.
pub const DAYS: u64 = 300;
/// In minutes: how much later, and how long a booking is.
pub const STEP: u64 = 15;
/// How many bookings that makes, until others begin that are too far away for the server, but not for pgbench.
pub const ROOM: u64 = DAYS * 1440 / STEP;
/// The number of the first visitor, which stands in their e-mail address and phone number.
pub const VISITOR: u64 = 1_000_000;

/// A company that a connection works in.
#[derive(Clone)]
pub struct Company {
    pub slug: String,
    /// Header lines that say who asks.
    pub authorization: String,
    pub service: String,
    /// When its first booking is: far enough away to be reminded of.
    pub first: DateTime<Utc>,
}

/// Registers companies over the API.
pub async fn make(http: &mut Connection, companies: usize) -> anyhow::Result<Vec<Company>> {
    let mut made = Vec::new();
    for number in 0..companies {
        made.push(company(http, &format!("bench-{number}"), 3, ["00:00", "24:00"]).await?);
    }
    Ok(made)
}

/// A company with ten staff, and 5 000 bookings in any month of the hundred days from that day on: of half an hour, a quarter
/// between them.
pub async fn busy(http: &mut Connection, db: &Database, from: NaiveDate) -> anyhow::Result<Company> {
    let company = company(http, "busy", 10, ["08:00", "20:00"]).await?;
    db.execute(&format!(
        "insert into holds (company_id, id, secret_hash, choice, starts_at, expires_at, created_at)
         select id, id, '', '{{}}', now(), now() + interval '1 year', now() from companies where slug = 'busy';
         insert into allocations (company_id, id, calendar_id, unit, starts_at, ends_at, hold_id)
         select a.company_id, gen_random_uuid(), a.id, 1, t, t + interval '30 minutes', c.id
         from companies c
         join calendars a on a.company_id = c.id,
              generate_series(0, 130) day, generate_series(0, 15) k,
              lateral (select '{from} 08:00Z'::timestamptz + day * interval '1 day' + k * interval '45 minutes' as t) at
         where c.slug = 'busy';
         analyze allocations"
    ))
    .await;
    Ok(company)
}

async fn company(http: &mut Connection, slug: &str, staff: usize, hours: [&str; 2]) -> anyhow::Result<Company> {
    let registration = json!({
        "company": {
            "name": slug, "slug": slug, "time_zone": "Etc/UTC", "currency": "UAH", "language": "en",
        },
        "admin": { "name": "Ada", "email": format!("ada@{slug}.example"), "password": "correct horse battery" },
    });
    let admin = http.json(&request("POST", "/auth/register", "", &registration.to_string())).await?;
    let authorization = format!("authorization: Bearer {}\r\n", text(&admin["access_token"]));
    let mut post = async |method: &str, path: &str, headers: &str, body: Value| {
        http.json(&request(method, path, &format!("{authorization}{headers}"), &body.to_string())).await
    };
    post("PATCH", "/company", "if-match: \"1\"\r\n", json!({ "horizon_days": 365 })).await?;
    let service = json!({
        "name": "Haircut", "duration_minutes": STEP, "price": { "amount": 150_000, "currency": "UAH" },
    });
    let service = post("POST", "/services", "", service).await?;
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let hours = days.map(|day| json!({ "weekday": day, "starts": hours[0], "ends": hours[1] }));
    for number in 0..staff {
        let staff = post("POST", "/staff", "", json!({ "name": format!("Iryna {number}") })).await?;
        let path = format!("/staff/{}/working-hours", text(&staff["id"]));
        post("PUT", &path, "", json!({ "hours": hours })).await?;
    }
    let first = (Clock::system().now().date_naive() + Days::new(3)).and_time(NaiveTime::MIN).and_utc();
    Ok(Company { slug: slug.into(), authorization, service: text(&service["id"]), first })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Company {
    /// Its newest 25 clients.
    pub fn list(&self) -> Vec<u8> {
        request("GET", "/clients", &self.authorization, "")
    }

    /// The free times of a month that begins so many days after its first booking.
    pub fn a_month(&self, after: u64) -> Vec<u8> {
        let from = self.first.date_naive() + Days::new(after);
        let days = format!("from={from}&to={}", from + Days::new(31));
        request("GET", &format!("/public/{}/availability?service_id={}&{days}", self.slug, self.service), "", "")
    }

    /// A booking of the n-th time, by the n-th visitor.
    pub fn book(&self, n: u64) -> Vec<u8> {
        let visitor = VISITOR + n;
        let body = json!({
            "service_id": self.service, "starts_at": self.first + TimeDelta::minutes(shift(n)), "name": "Grace Hopper",
            "email": format!("grace{visitor}@example.com"), "phone": format!("+38044{visitor}"), "language": "en",
        });
        request("POST", &format!("/public/{}/bookings", self.slug), "", &body.to_string())
    }
}

/// Minutes from the first booking of a company to its n-th.
pub fn shift(n: u64) -> i64 {
    ((n % DAYS) * 1440 + n % ROOM / DAYS * STEP + n / ROOM * DAYS * 1440) as i64
}
