//! What is logged: what happened, and nothing about anybody.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use serde_json::json;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::{
    TestApp,
    smtp::{BadServer, Mood},
};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Everything that this thread logs from now on, at least as much of it as `frontdesk` writes.
    fn capture() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let filter = EnvFilter::new("info,sqlx=warn,apalis=warn,frontdesk=trace,frontdesk_jobs=trace");
        let subscriber =
            tracing_subscriber::fmt().with_writer(log.clone()).with_env_filter(filter).with_ansi(false).finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("the log")).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const PRIVATE: [&str; 6] =
    ["correct horse battery", "ada@vesna.example", "Grace Hopper", "grace@navy.example", "441234567", "very private"];

#[tokio::test]
async fn a_day_of_work_logs_requests_and_nobodys_data() {
    let (log, _guard) = Log::capture();
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let who = json!({ "email": "ada@vesna.example", "password": "correct horse battery" });
    app.visitor().post("/auth/sign-in", who).await.expect(200);
    let grace = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "Grace Hopper", "notes": "very private",
        "email": "grace@navy.example", "phone": "+380441234567",
    });
    app.visitor().post("/public/vesna/bookings", grace.clone()).await.expect(201);
    app.visitor().post("/public/vesna/bookings", grace).await.expect(409);
    ada.get("/clients?search=grace@navy.example").await.expect(200);
    app.run_jobs().await;

    let text = log.text();
    assert!(text.contains("operation=\"public_create_booking\" status=201"), "{text}");
    let tokens = [ada.access_token, ada.refresh_token].map(|token| token.expect("a token"));
    for secret in PRIVATE.into_iter().chain(tokens.iter().map(String::as_str)) {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test]
async fn failures_log_their_cause_and_nobodys_data() {
    let (log, _guard) = Log::capture();
    let server = BadServer::start(Mood::Refuses("451 <grace@navy.example> Grace Hopper has no room")).await;
    let app = TestApp::start_with(|config| config.smtp_url = Some(server.url.clone())).await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let grace = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "Grace Hopper", "notes": "very private",
        "email": "grace@navy.example", "phone": "+380441234567",
    });
    app.visitor().post("/public/vesna/bookings", grace.clone()).await.expect(201);
    app.run_jobs().await;
    let bad = json!({ "email": "ada@vesna.example", "password": ["correct horse battery"] });
    app.visitor().post("/auth/sign-in", bad).await.expect(422);
    let wrong = json!({ "email": "ada@vesna.example", "password": "wrong: correct horse battery" });
    app.visitor().post("/auth/sign-in", wrong).await.expect(401);
    app.db.execute("alter table clients add constraint odd check (name <> 'Grace Hopper') not valid").await;
    app.db.execute("alter table orders rename to gone").await;
    let card = json!({ "name": "Grace Hopper", "email": "grace@navy.example", "notes": "very private" });
    ada.post("/clients", card).await.expect(500);
    let mut later = grace;
    later["starts_at"] = json!("2026-11-24T09:00:00Z");
    app.visitor().post("/public/vesna/bookings", later).await.expect(500);

    let text = log.text();
    assert!(text.contains("odd") && text.contains("orders"), "the cause is there: {text}");
    assert!(text.contains("the mail server answered 451"), "{text}");
    for secret in PRIVATE {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
