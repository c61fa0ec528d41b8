//! What is lost when parts of an installation die or go away under load: nothing. The server and the workers are the real
//! executable, in processes of their own; people use them over HTTP, and whoever gets no answer asks again.

mod away;
mod killed;
mod load;
mod reckoning;
mod wire;

use std::{env, fs::OpenOptions, net::SocketAddr, path::PathBuf, process::Stdio, sync::Mutex, time::Instant};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::{Database, sink::Sink, until, webhooks};
use wire::Wire;

/// The two kinds of process there are.
const PARTS: [&str; 2] = ["serve", "work"];
const SLUG: &str = "vesna";

/// Processes, and what they are connected to.
pub(super) struct Installation {
    pub db: Database,
    pub sink: Sink,
    pub receiver: webhooks::Receiver,
    address: SocketAddr,
    health: SocketAddr,
    environment: Vec<(&'static str, String)>,
    dir: TempDir,
    children: Mutex<Vec<Option<Child>>>,
}

impl Installation {
    /// Nothing of it runs yet.
    pub async fn on(db: Database, redis_url: Option<String>) -> Self {
        let port = || SocketAddr::from(([127, 0, 0, 1], frontdesk_cli::supervise::free_port().expect("a port")));
        let (address, health, sink) = (port(), port(), Sink::start().await.expect("a sink"));
        let key = || format!("test:{}", uuid::Uuid::now_v7().to_string().repeat(2));
        let mut environment = vec![
            ("DATABASE_URL", db.app_url().to_owned()),
            ("FRONTDESK_BIND", address.to_string()),
            ("FRONTDESK_WORK_BIND", health.to_string()),
            ("FRONTDESK_POOL_SIZE", "8".to_owned()),
            ("FRONTDESK_JWT_KEYS", key()),
            ("FRONTDESK_SECRET_KEYS", key()),
            ("FRONTDESK_RATE_LIMIT_FACTOR", "0".to_owned()),
            ("FRONTDESK_WEBHOOK_PRIVATE", "true".to_owned()),
            ("FRONTDESK_REDIS_PREFIX", format!("test-{}", uuid::Uuid::now_v7())),
            ("SMTP_URL", sink.url().to_owned()),
        ];
        environment.extend(redis_url.map(|url| ("REDIS_URL", url)));
        let receiver = webhooks::Receiver::start(webhooks::Mood::Answers(200, "")).await;
        let dir = tempfile::tempdir().expect("a directory");
        let children = Mutex::new(PARTS.map(|_| None).into());
        Self { db, sink, receiver, address, health, environment, dir, children }
    }

    /// Starts a part; how it went is in its log.
    pub fn start(&self, part: usize) {
        let child = self.spawn(PARTS[part]);
        self.children.lock().expect("nobody panics with it")[part] = Some(child);
    }

    /// Ends a part on the spot, as a power cut does; `false`: it had ended by itself.
    pub async fn kill(&self, part: usize) -> bool {
        let child = self.children.lock().expect("nobody panics with it")[part].take();
        let Some(mut child) = child else { return false };
        let ran = child.try_wait().expect("a child of ours").is_none();
        child.kill().await.expect("killed");
        ran
    }

    fn spawn(&self, part: &str) -> Child {
        let frontdesk = env::current_exe().expect("a test is a file").with_file_name("../frontdesk");
        let log = OpenOptions::new().create(true).append(true).open(self.log(part)).expect("a log");
        let mut command = Command::new(frontdesk);
        command.arg(part).env_clear().envs(self.environment.iter().cloned()).env("RUST_LOG", "info,sqlx=warn");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).kill_on_drop(true);
        command.spawn().expect("`cargo build` makes it")
    }

    fn log(&self, part: &str) -> PathBuf {
        self.dir.path().join(part)
    }

    /// Lines in the logs of all that ran which tell of a bug.
    pub fn bugs(&self) -> Vec<String> {
        let logs = PARTS.map(|part| std::fs::read_to_string(self.log(part)).unwrap_or_default());
        let bug = |line: &&str| line.contains("panicked") || line.contains("a job was given up");
        logs.iter().flat_map(|log| log.lines().filter(bug).map(str::to_owned)).collect()
    }

    /// Whether a part says that it can do its work; `None`: it says nothing.
    pub async fn is_ready(&self, part: usize) -> Option<bool> {
        let wire = Wire::to(if part == 0 { self.address } else { self.health });
        wire.ask("GET", "/readyz", &[], None).await.map(|(status, _)| status == 200)
    }

    pub async fn are_ready(&self) -> bool {
        self.is_ready(0).await == Some(true) && self.is_ready(1).await == Some(true)
    }

    /// A company with a few places to book, and a program that is told all that happens in it.
    pub async fn company(&self) -> Company {
        let wire = Wire::to(self.address);
        let registration = json!({
            "company": {
                "name": "Vesna", "slug": SLUG, "time_zone": "Etc/UTC", "currency": "UAH", "language": "en",
            },
            "admin": { "name": "Ada", "email": "ada@vesna.example", "password": "correct horse battery" },
        });
        let admin = wire.post("/auth/register", registration).await;
        let wire = wire.signed_in(admin["access_token"].as_str().expect("a token"));
        wire.post("/webhooks", json!({ "url": self.receiver.url(), "event_types": [] })).await;
        let settings = json!({
            "confirmation": "manual", "minimum_notice_minutes": 0, "reminder_leads": [60], "quiet_from": null,
            "quiet_to": null,
        });
        let changed = wire.ask("PATCH", "/api/v1/company", &[("if-match", "\"1\"")], Some(&settings)).await;
        assert_eq!(changed.as_ref().map(|(status, _)| *status), Some(200), "{changed:?}");
        let mut places = Vec::new();
        for capacity in [1, 2, 3, 2] {
            let new = json!({ "name": format!("Bay {}", places.len()), "capacity": capacity });
            places.push(wire.post("/locations", new).await["id"].clone());
        }
        let service = json!({
            "name": "Wash", "duration_minutes": 30, "price": { "amount": 100, "currency": "UAH" }, "needs_staff": false,
            "needs_place": true,
        });
        let service = wire.post("/services", service).await["id"].clone();
        let client =
            wire.post("/clients", json!({ "name": "Grace", "email": "grace@example.com" })).await["id"].clone();
        Company { wire, service, client, places, opened: self.clock().await }
    }

    /// What the database's clock shows, which is the processes' too.
    async fn clock(&self) -> DateTime<Utc> {
        let rows = self.db.rows("select now()").await;
        serde_json::from_value(rows[0]["now"].clone()).expect("a moment")
    }

    /// Waits until nothing is left to do. What is tried again waits for ten seconds, and so do the jobs of the dead.
    pub async fn drain(&self) {
        let started = Instant::now();
        until("nothing is left to do", async || self.db.number(reckoning::LEFT).await == 0).await;
        println!("drained after {:.1} s", started.elapsed().as_secs_f32());
    }
}

/// Whoever works in it, and what they book.
#[derive(Clone)]
pub(super) struct Company {
    wire: Wire,
    service: Value,
    client: Value,
    places: Vec<Value>,
    opened: DateTime<Utc>,
}
