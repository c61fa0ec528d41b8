//! Many at once, for a while: they book, move, confirm, decline and cancel on a few calendars, and bookings expire under
//! them. Afterwards the database is compared with what everybody was told.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use uuid::Uuid;

use super::world::unlimited;
use crate::{Person, TestApp};

const CLIENTS: u64 = 32;
/// Five calendars, with so many places each.
const CAPACITIES: [i64; 5] = [1, 2, 3, 1, 2];

/// Moments at which a calendar has more than it has places.
pub const OVERLAPS: &str = "select count(*) from allocations a where a.booking_id is not null and (
    select count(*) from allocations b where b.company_id = a.company_id and b.calendar_id = a.calendar_id
      and b.during @> a.starts_at) > (select c.capacity from calendars c
    where c.company_id = a.company_id and c.id = a.calendar_id)";

/// What somebody was told last of a booking: its version, and where it stands.
type Told = Arc<Mutex<HashMap<String, (i64, String)>>>;

/// What came of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Moments at which a calendar had more than it has places.
    pub overlaps: i64,
    /// Bookings that are not what somebody was told, or hold time that they should not, or none that they should.
    pub wrong: Vec<String>,
    pub deadlocks: i64,
    pub failures: Vec<u16>,
    pub booked: usize,
    pub answered: usize,
}

struct Town {
    app: TestApp,
    admin: Person,
    services: Vec<Value>,
    locations: Vec<Value>,
    client: Value,
    told: Told,
}

impl Town {
    async fn build() -> Self {
        let app = unlimited().await;
        let admin = app.company("vesna").await;
        admin.patch("/company", 1, json!({ "confirmation": "manual", "minimum_notice_minutes": 0 })).await.expect(200);
        let mut locations = Vec::new();
        for (number, capacity) in CAPACITIES.iter().enumerate() {
            let new = json!({ "name": format!("Bay {number}"), "capacity": capacity });
            locations.push(admin.post("/locations", new).await.expect(201)["id"].clone());
        }
        let mut services = Vec::new();
        for minutes in [30, 60, 90] {
            let new = json!({
                "name": format!("{minutes} minutes"), "duration_minutes": minutes, "buffer_after_minutes": 15,
                "price": { "amount": 100, "currency": "UAH" }, "needs_staff": false, "needs_place": true,
            });
            services.push(admin.post("/services", new).await.expect(201)["id"].clone());
        }
        let client = admin.post("/clients", json!({ "name": "Grace" })).await.expect(201)["id"].clone();
        app.warm_up().await;
        Self { app, admin, services, locations, client, told: Told::default() }
    }

    fn pick<'a>(rng: &mut StdRng, of: &'a [Value]) -> &'a Value {
        &of[rng.random_range(0..of.len())]
    }

    /// Some quarter of an hour of one day, so that everybody is in everybody's way.
    fn some_time(rng: &mut StdRng) -> String {
        let minute = rng.random_range(0..32) * 15;
        format!("2026-11-24T{:02}:{:02}:00Z", 8 + minute / 60, minute % 60)
    }

    /// Somebody's next request, and its answer; what it tells of a booking is kept.
    async fn act(&self, rng: &mut StdRng) -> (u16, bool) {
        let known: Vec<String> = self.told.lock().expect("nobody panics").keys().cloned().collect();
        let choice = rng.random_range(0..10);
        if known.is_empty() || choice < 4 {
            let new = json!({
                "service_id": Self::pick(rng, &self.services), "location_id": Self::pick(rng, &self.locations),
                "starts_at": Self::some_time(rng), "name": "Grace", "email": format!("g{}@example.com", rng.random_range(0..9)),
            });
            let answer = if choice < 3 {
                self.app.visitor().post("/public/vesna/bookings", new).await
            } else {
                let new = json!({
                    "client_id": self.client, "service_id": new["service_id"], "location_id": new["location_id"],
                    "starts_at": new["starts_at"],
                });
                self.admin.post("/bookings", new).await
            };
            let booked = answer.status.as_u16() == 201;
            if booked {
                self.keep(&answer.body);
            }
            return (answer.status.as_u16(), booked);
        }
        let id = &known[rng.random_range(0..known.len())];
        let (action, body) = match choice {
            4 => ("confirm", json!({})),
            5 => ("cancel", json!({})),
            6 => ("decline", json!({})),
            7 => ("start", json!({})),
            _ => (
                "reschedule",
                json!({ "starts_at": Self::some_time(rng), "location_id": Self::pick(rng, &self.locations) }),
            ),
        };
        let answer = self.admin.post(&format!("/bookings/{id}/{action}"), body).await;
        if answer.status.as_u16() == 200 {
            self.keep(&answer.body);
        }
        (answer.status.as_u16(), false)
    }

    fn keep(&self, booking: &Value) {
        let id = booking["id"].as_str().expect("an id").to_owned();
        let version = booking["version"].as_i64().unwrap_or(1);
        let status = booking["status"].as_str().expect("a status").to_owned();
        let mut told = self.told.lock().expect("nobody panics");
        let newest = told.entry(id).or_insert((version, status.clone()));
        if version > newest.0 {
            *newest = (version, status);
        }
    }

    /// Time runs out for some that are pending, and the schedule finds them.
    async fn expire_some(&self) {
        let some = "select id from bookings where status = 'pending' order by random() limit 2";
        for row in self.app.db.rows(some).await {
            let id = row["id"].as_str().expect("an id").parse::<Uuid>().expect("an id");
            let past = format!(
                "with b as (update bookings set expires_at = created_at where id = '{id}' and status = 'pending' returning id)
                 update allocations set expires_at = '2026-11-01' where booking_id in (select id from b)"
            );
            self.app.db.execute(&past).await;
        }
        frontdesk_jobs::tick(&self.app.app).await.expect("the schedule");
        self.app.run_jobs().await;
    }

    /// Compares what is stored with what was told.
    async fn reckon(&self, outcome: &mut Outcome) {
        outcome.overlaps = self.app.db.number(OVERLAPS).await;
        let deadlocks = "select deadlocks from pg_stat_database where datname = current_database()";
        outcome.deadlocks = self.app.db.number(deadlocks).await;
        let stored = self
            .app
            .db
            .rows("select b.id, b.version, b.status, (select count(*) from allocations a where a.booking_id = b.id) as has from bookings b")
            .await;
        let told = self.told.lock().expect("nobody panics").clone();
        for row in &stored {
            let (id, status) = (row["id"].as_str().unwrap_or_default(), row["status"].as_str().unwrap_or_default());
            let blocks = ["pending", "confirmed", "in_progress"].contains(&status);
            if (row["has"] == 1) != blocks {
                outcome.wrong.push(format!("{id} is {status} and has {}", row["has"]));
            }
            match told.get(id) {
                None => outcome.wrong.push(format!("nobody was told of {id}")),
                Some((version, told)) if row["version"].as_i64() == Some(*version) && told != status => {
                    outcome.wrong.push(format!("{id} is {status}, told as {told}"));
                }
                Some((version, _)) if row["version"].as_i64() < Some(*version) => {
                    outcome.wrong.push(format!("{id} is older than what was told"));
                }
                Some(_) => {}
            }
        }
        if stored.len() != told.len() {
            outcome.wrong.push(format!("{} are stored, {} were told", stored.len(), told.len()));
        }
    }
}

/// Lets it blow for so long.
pub async fn storm(length: Duration, prepare: &str) -> Outcome {
    let town = Arc::new(Town::build().await);
    if !prepare.is_empty() {
        town.app.db.execute(prepare).await;
    }
    let until = Instant::now() + length;
    let clients = (0..CLIENTS).map(|seed| {
        let town = Arc::clone(&town);
        tokio::spawn(async move {
            let (mut rng, mut answers) = (StdRng::seed_from_u64(seed), Vec::new());
            while Instant::now() < until {
                answers.push(town.act(&mut rng).await);
            }
            answers
        })
    });
    let clients: Vec<_> = clients.collect();
    while Instant::now() < until {
        town.expire_some().await;
    }
    let mut outcome = Outcome::default();
    for client in clients {
        for (status, booked) in client.await.expect("a client comes to its end") {
            outcome.answered += 1;
            outcome.booked += usize::from(booked);
            if ![200, 201, 409].contains(&status) {
                outcome.failures.push(status);
            }
        }
    }
    town.reckon(&mut outcome).await;
    outcome
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_twenty_seconds_of_everything_at_once_the_book_says_what_everybody_was_told() {
    let outcome = storm(Duration::from_secs(20), "").await;

    println!("storm: {} of {} requests answered, {} booked", outcome.answered, outcome.answered, outcome.booked);
    let calm = Outcome { booked: outcome.booked, answered: outcome.answered, ..Outcome::default() };
    assert_eq!(outcome, calm);
    assert!(outcome.booked >= 20, "{outcome:?}");
}
