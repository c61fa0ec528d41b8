//! People who book, confirm, move and cancel, over and over. Whoever gets no answer, or hears that something is away, asks the
//! same again until there is one; what they were told is kept.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::{Company, SLUG, wire::Wire};

/// What one of them was told of a booking last.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub id: String,
    pub status: String,
    pub starts_at: DateTime<Utc>,
}

/// What one of them knows at the end.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub bookings: Vec<Told>,
    /// Addresses of visitors who were told that there was no room.
    pub refused: Vec<String>,
    /// Addresses of those who have a booking.
    pub booked: Vec<String>,
    pub requests: usize,
    /// Requests that had no answer the first time.
    pub repeated: usize,
    /// What should not have been said.
    pub wrong: Vec<String>,
}

/// How far one of them has come, for whoever waits for it.
#[derive(Debug, Default)]
pub(super) struct Progress(AtomicUsize);

impl Progress {
    pub fn answered(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// Waits until so many more are answered, and no longer than that.
    pub async fn more(&self, many: usize, most: Duration) {
        let (before, began) = (self.answered(), Instant::now());
        while self.answered() < before + many && began.elapsed() < most {
            sleep(Duration::from_millis(5)).await;
        }
    }
}

/// An answer, and whether it was asked for more than once.
struct Answer {
    status: u16,
    body: Value,
    again: bool,
}

struct Somebody {
    number: u64,
    rng: StdRng,
    company: Company,
    visitor: Wire,
    from: DateTime<Utc>,
    began: Instant,
    known: Known,
}

/// One of them, until it is over.
pub(super) async fn go_on(company: Company, number: u64, seed: u64, over: &AtomicBool, progress: &Progress) -> Known {
    let (visitor, from) = (company.wire.visitor(), company.opened);
    let rng = StdRng::seed_from_u64(seed.wrapping_add(number));
    let mut somebody = Somebody { number, rng, company, visitor, from, began: Instant::now(), known: Known::default() };
    while !over.load(Ordering::SeqCst) {
        somebody.act().await;
        progress.0.fetch_add(1, Ordering::SeqCst);
    }
    somebody.known
}

impl Somebody {
    async fn act(&mut self) {
        let open = |told: &Told| ["pending", "confirmed"].contains(&told.status.as_str());
        let mine: Vec<_> = (0..self.known.bookings.len()).filter(|n| open(&self.known.bookings[*n])).collect();
        let choice = self.rng.random_range(0..10);
        if mine.is_empty() || choice < 5 {
            return self.book(choice < 3).await;
        }
        let mine = mine[self.rng.random_range(0..mine.len())];
        match choice {
            5 | 6 => self.change(mine, "confirm", json!({}), "confirmed").await,
            7 => self.change(mine, "cancel", json!({}), "cancelled").await,
            _ => {
                let (starts_at, status) = (self.some_time(), self.known.bookings[mine].status.clone());
                let to = json!({ "starts_at": starts_at, "location_id": self.some_place() });
                self.change(mine, "reschedule", to, &status).await;
            }
        }
    }

    /// A quarter of an hour of the next two days; or, for staff, a minute in an hour from now, of which a reminder is due soon.
    fn some_time(&mut self) -> DateTime<Utc> {
        let hour = (self.from + TimeDelta::hours(3)).duration_trunc(TimeDelta::hours(1)).expect("it can be cut");
        hour + TimeDelta::minutes(15 * self.rng.random_range(0..4 * 48))
    }

    fn soon(&mut self) -> DateTime<Utc> {
        let now = self.from + TimeDelta::from_std(self.began.elapsed()).expect("it is short");
        let minute = now.duration_trunc(TimeDelta::minutes(1)).expect("it can be cut");
        minute + TimeDelta::minutes(self.rng.random_range(61..63))
    }

    fn some_place(&mut self) -> Value {
        self.company.places[self.rng.random_range(0..self.company.places.len())].clone()
    }

    async fn book(&mut self, visits: bool) {
        let key = format!("{}-{}", self.number, self.known.requests);
        let (place, service) = (self.some_place(), self.company.service.clone());
        if visits {
            let email = format!("visitor-{key}@example.com");
            let at = self.some_time();
            let new = json!({
                "service_id": service, "location_id": place, "starts_at": at, "name": "Ada", "email": email,
            });
            let wire = self.visitor.clone();
            let answer = self.insist(&wire, &format!("/public/{SLUG}/bookings"), &key, &new).await;
            let list = if answer.status == 201 { &mut self.known.booked } else { &mut self.known.refused };
            list.push(email);
            return self.keep_new(&answer);
        }
        let at = if self.rng.random_range(0..2) == 0 { self.soon() } else { self.some_time() };
        let new = json!({
            "service_id": service, "location_id": place, "starts_at": at, "client_id": self.company.client,
        });
        let wire = self.company.wire.clone();
        let answer = self.insist(&wire, "/bookings", &key, &new).await;
        self.keep_new(&answer);
    }

    fn keep_new(&mut self, answer: &Answer) {
        match answer.status {
            201 => self.known.bookings.push(told(&answer.body)),
            409 => {}
            status => self.known.wrong.push(format!("a booking: {status} {}", answer.body)),
        }
    }

    /// A change of a booking that nobody else changes. One that was asked for twice may have been made the first time.
    async fn change(&mut self, mine: usize, action: &str, body: Value, wanted: &str) {
        let before = self.known.bookings[mine].clone();
        let path = format!("/bookings/{}/{action}", before.id);
        let wire = self.company.wire.clone();
        let answer = self.insist(&wire, &path, "", &body).await;
        let after = match answer.status {
            200 => told(&answer.body),
            409 if answer.again => self.look(&before.id).await,
            409 => return,
            status => return self.known.wrong.push(format!("{action}: {status} {}", answer.body)),
        };
        if after.status != wanted && after.status != before.status {
            self.known.wrong.push(format!("{action} of what was {} made it {}", before.status, after.status));
        }
        self.known.bookings[mine] = after;
    }

    async fn look(&mut self, id: &str) -> Told {
        loop {
            let answer = self.company.wire.ask("GET", &format!("/api/v1/bookings/{id}"), &[], None).await;
            if let Some((200, booking)) = answer {
                return told(&booking);
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Asks until there is an answer that is one.
    async fn insist(&mut self, wire: &Wire, path: &str, key: &str, body: &Value) -> Answer {
        self.known.requests += 1;
        let mut again = false;
        loop {
            let key = [("idempotency-key", key)];
            let headers = if key[0].1.is_empty() { &key[..0] } else { &key[..] };
            match wire.ask("POST", &format!("/api/v1{path}"), headers, Some(body)).await {
                Some((status, body)) if status < 500 => return Answer { status, body, again },
                _ => self.known.repeated += usize::from(!again),
            }
            again = true;
            sleep(Duration::from_millis(50)).await;
        }
    }
}

fn told(booking: &Value) -> Told {
    Told {
        id: booking["id"].as_str().expect("an id").to_owned(),
        status: booking["status"].as_str().expect("a status").to_owned(),
        starts_at: serde_json::from_value(booking["starts_at"].clone()).expect("a moment"),
    }
}
