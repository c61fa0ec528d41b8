//! A company with a random history, as rows in its database and as plain data beside it.

use std::fmt::Write;

use chrono::{DateTime, TimeDelta, Utc};
use frontdesk::queue::Envelope;
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use uuid::Uuid;

use crate::{Person, TestApp};

pub const STATUSES: [&str; 8] =
    ["pending", "confirmed", "in_progress", "completed", "cancelled", "declined", "expired", "no_show"];

#[derive(Clone, Debug)]
pub struct Booking {
    pub status: &'static str,
    pub service: usize,
    pub staff: Option<usize>,
    pub location: Option<usize>,
    pub client: usize,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    /// Of a service, or of none; in minor units.
    pub lines: Vec<(Option<usize>, i64)>,
    pub currency: &'static str,
}

/// A stretch of somebody's time. Without an end it goes on.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub staff: usize,
    pub from: DateTime<Utc>,
    pub to: Option<DateTime<Utc>>,
    /// Of shifts: whether it is in the plan.
    pub published: bool,
}

pub struct History {
    pub app: TestApp,
    pub admin: Person,
    pub envelope: Envelope,
    pub now: DateTime<Utc>,
    pub services: Vec<Uuid>,
    pub staff: Vec<Uuid>,
    pub locations: Vec<Uuid>,
    pub bookings: Vec<Booking>,
    pub entries: Vec<Stretch>,
    pub shifts: Vec<Stretch>,
    /// When each card was made.
    pub clients: Vec<DateTime<Utc>>,
}

pub fn name(kind: &str, at: usize) -> String {
    format!("{kind} {at}")
}

/// Days on which clocks change, in Kyiv, New York and on Lord Howe, and some ordinary ones.
const AROUND: [&str; 6] = [
    "2026-03-08T00:00:00Z",
    "2026-03-29T00:00:00Z",
    "2026-04-05T00:00:00Z",
    "2026-10-04T00:00:00Z",
    "2026-10-25T00:00:00Z",
    "2026-11-01T00:00:00Z",
];

pub struct Dice(pub StdRng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0.random_range(0..most)
    }

    /// Within four days of one of the days around which things happen, to the second.
    pub fn moment(&mut self) -> DateTime<Utc> {
        let around: DateTime<Utc> = AROUND.choose(&mut self.0).expect("a day").parse().expect("a time");
        around + TimeDelta::seconds(self.0.random_range(-4 * 86_400..4 * 86_400))
    }

    fn some(&mut self, of: usize) -> Option<usize> {
        (self.below(5) > 0).then(|| self.below(of))
    }
}

impl History {
    /// 600 bookings of a few clients, and what staff had in the plan and clocked.
    pub async fn tell(seed: u64) -> Self {
        let app = TestApp::start().await;
        let admin = app.company("vesna").await;
        let (mut dice, now) = (Dice::new(seed), app.app.now());
        let ids = |count: usize| (0..count).map(|_| Uuid::now_v7()).collect::<Vec<_>>();
        let mut history = Self {
            envelope: app.envelope("vesna").await,
            app,
            admin,
            now,
            services: ids(4),
            staff: ids(5),
            locations: ids(3),
            bookings: Vec::new(),
            entries: Vec::new(),
            shifts: Vec::new(),
            clients: (0..60).map(|_| dice.moment()).collect(),
        };
        history.bookings = (0..600).map(|_| history.booking(&mut dice)).collect();
        history.entries = stretches(&mut dice, now);
        history.entries.push(Stretch { staff: 4, from: now - TimeDelta::hours(3), to: None, published: false });
        history.shifts = stretches(&mut dice, now);
        history.write().await;
        history
    }

    fn booking(&self, dice: &mut Dice) -> Booking {
        let starts_at = dice.moment();
        let lines = 1 + dice.below(3);
        Booking {
            status: STATUSES[dice.below(8)],
            service: dice.below(self.services.len()),
            staff: dice.some(self.staff.len()),
            location: dice.some(self.locations.len()),
            client: dice.below(self.clients.len()),
            starts_at,
            ends_at: starts_at + TimeDelta::minutes(15 * (1 + dice.below(12) as i64)),
            created_at: starts_at - TimeDelta::minutes(dice.below(60 * 24 * 60) as i64),
            lines: (0..lines).map(|_| (dice.some(self.services.len()), dice.below(200_000) as i64)).collect(),
            currency: if dice.below(10) == 0 { "EUR" } else { "UAH" },
        }
    }

    async fn write(&self) {
        let mut sql = String::from("set session_replication_role = replica;");
        let company = self.envelope.company.expect("a company");
        let time = |at: DateTime<Utc>| at.to_rfc3339();
        for (at, id) in self.services.iter().enumerate() {
            let name = name("Service", at);
            write!(
                sql,
                "insert into services (company_id, id, name, duration_minutes, price_amount, price_currency)
                values ('{company}', '{id}', '{name}', 60, 100, 'UAH');"
            )
            .expect("text");
        }
        for (at, id) in self.staff.iter().enumerate() {
            // The first works by the week, through the hours at which clocks change; the others by shifts.
            let (name, calendar, hours) = (name("Staff", at), Uuid::now_v7(), if at == 0 { "week" } else { "shifts" });
            write!(
                sql,
                "insert into calendars (company_id, id, kind, time_zone, hours)
                values ('{company}', '{calendar}', 'staff', 'Europe/Kyiv', '{hours}');"
            )
            .expect("text");
            write!(
                sql,
                "insert into staff (company_id, id, calendar_id, name)
                values ('{company}', '{id}', '{calendar}', '{name}');"
            )
            .expect("text");
            if at == 0 {
                write!(
                    sql,
                    "insert into working_hours (company_id, id, calendar_id, weekday, starts_minute,
                    ends_minute)
                    select '{company}', gen_random_uuid(), '{calendar}', d, 0, 360 from generate_series(1,
                    7) d;"
                )
                .expect("text");
            }
            for shift in self.shifts.iter().filter(|shift| at > 0 && shift.staff == at) {
                let (from, to) = (time(shift.from), time(shift.to.expect("shifts end")));
                let published = if shift.published { format!("'{from}'") } else { "null".into() };
                write!(
                    sql,
                    "insert into shifts (company_id, id, calendar_id, starts_at, ends_at, time_zone,
                    wall_starts_at, wall_ends_at, published_at, created_at)
                    values ('{company}', gen_random_uuid(), '{calendar}', '{from}', '{to}', 'UTC', '{from}',
                    '{to}', {published}, '{from}');"
                )
                .expect("text");
            }
        }
        for (at, id) in self.locations.iter().enumerate() {
            let (name, calendar) = (name("Location", at), Uuid::now_v7());
            write!(
                sql,
                "insert into calendars (company_id, id, kind, time_zone)
                values ('{company}', '{calendar}', 'location', 'Europe/Kyiv');
                insert into locations (company_id, id, calendar_id, name, created_at)
                values ('{company}', '{id}', '{calendar}', '{name}', now());"
            )
            .expect("text");
        }
        let clients: Vec<Uuid> = self.clients.iter().map(|_| Uuid::now_v7()).collect();
        for (id, made) in clients.iter().zip(&self.clients) {
            write!(
                sql,
                "insert into clients (company_id, id, name, created_at) values ('{company}', '{id}', 'Client', '{}');",
                time(*made)
            )
            .expect("text");
        }
        let id = |ids: &[Uuid], at: Option<usize>| at.map_or("null".into(), |at| format!("'{}'", ids[at]));
        for booking in &self.bookings {
            let (booked, ordered) = (Uuid::now_v7(), Uuid::now_v7());
            let (from, to, made) = (time(booking.starts_at), time(booking.ends_at), time(booking.created_at));
            let (status, client, currency) = (booking.status, clients[booking.client], booking.currency);
            let (service, staff) = (self.services[booking.service], id(&self.staff, booking.staff));
            let location = id(&self.locations, booking.location);
            let expires = if status == "pending" { "'2036-01-01'" } else { "null" };
            write!(
                sql,
                "insert into bookings (company_id, id, reference, client_id, service_id, staff_id,
                location_id, status, starts_at, ends_at, time_zone, wall_starts_at, source, language, created_at,
                expires_at)
                values ('{company}', '{booked}', '{booked}', '{client}', '{service}', {staff}, {location},
                '{status}', '{from}', '{to}', 'UTC', '{from}', 'staff', 'en', '{made}', {expires});
                insert into orders (company_id, id, client_id, booking_id, currency, created_at)
                values ('{company}', '{ordered}', '{client}', '{booked}', '{currency}', '{made}');"
            )
            .expect("text");
            for (service, amount) in &booking.lines {
                let (kind, service) =
                    (if service.is_some() { "service" } else { "surcharge" }, id(&self.services, *service));
                write!(
                    sql,
                    "insert into order_lines (company_id, id, order_id, kind, service_id, description,
                    quantity, unit_amount)
                    values ('{company}', gen_random_uuid(), '{ordered}', '{kind}', {service}, '', 1,
                    {amount});"
                )
                .expect("text");
            }
        }
        for entry in &self.entries {
            let (staff, from) = (self.staff[entry.staff], time(entry.from));
            let to = entry.to.map_or("null".into(), |to| format!("'{}'", time(to)));
            write!(
                sql,
                "insert into time_entries (company_id, id, staff_id, clocked_in_at, clocked_out_at, source,
                created_at)
                values ('{company}', gen_random_uuid(), '{staff}', '{from}', {to}, 'self',
                '{from}');"
            )
            .expect("text");
        }
        self.app.db.execute(&sql).await;
    }
}

/// Stretches of everybody's, none overlapping another of theirs.
fn stretches(dice: &mut Dice, now: DateTime<Utc>) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for _ in 0..300 {
        let (staff, from) = (dice.below(5), dice.moment());
        let to = from + TimeDelta::seconds(1 + dice.below(36_000) as i64);
        let free = |other: &&Stretch| other.staff == staff && other.from < to && other.to.is_none_or(|end| from < end);
        if to < now && !all.iter().any(|other| free(&other)) {
            all.push(Stretch { staff, from, to: Some(to), published: dice.below(4) > 0 });
        }
    }
    all
}
