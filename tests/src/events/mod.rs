//! Events as they happen: who hears of what, from where on, and until when.

use std::{pin::Pin, time::Duration};

use poem::{Request, Response, http::Method};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader, Lines};

use crate::{Answer, Person, TestApp, until};

mod ending;
mod hearing;
mod limits;
mod resuming;
mod telling;

const PATH: &str = "/api/v1/events/stream";

/// What has come between two empty lines.
#[derive(Clone, Debug, Default, PartialEq)]
struct Block {
    lines: Vec<String>,
}

impl Block {
    fn field(&self, name: &str) -> Option<&str> {
        self.lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn kind(&self) -> &str {
        self.field("event").unwrap_or_default()
    }

    fn data(&self) -> Value {
        self.field("data").map_or(Value::Null, |data| serde_json::from_str(data).expect("JSON"))
    }

    fn is_ping(&self) -> bool {
        self.lines.iter().any(|line| line == ": ping")
    }
}

/// Somebody listens.
struct Stream {
    lines: Lines<BufReader<Pin<Box<dyn AsyncRead + Send>>>>,
    /// The last `id` that came, as a browser keeps it.
    cursor: String,
}

async fn ask(person: &Person, path: &str, headers: &[(&str, &str)]) -> Response {
    let token = person.access_token.as_deref().expect("somebody who is signed in");
    let mut request =
        Request::builder().method(Method::GET).uri_str(path).header("authorization", format!("Bearer {token}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    person.app.send(request.finish()).await
}

impl Stream {
    /// From now on. What happened before is behind it: somewhere on the server a transaction may be under way that began
    /// earlier, and is waited for.
    async fn open(person: &Person) -> Self {
        let early = "select count(*) from events where xid >= pg_snapshot_xmin(pg_current_snapshot())";
        until("all that happened is behind", async || person.app.db.number(early).await == 0).await;
        Self::of(ask(person, PATH, &[]).await).await
    }

    /// After a cursor.
    async fn after(person: &Person, cursor: &str) -> Self {
        Self::of(ask(person, PATH, &[("last-event-id", cursor)]).await).await
    }

    /// The answer goes on; its first words are read.
    async fn of(mut response: Response) -> Self {
        assert_eq!(response.status().as_u16(), 200);
        let read: Pin<Box<dyn AsyncRead + Send>> = Box::pin(response.take_body().into_async_read());
        let mut stream = Self { lines: BufReader::new(read).lines(), cursor: String::new() };
        let first = stream.block().await.expect("it begins");
        assert_eq!(first.field("retry"), Some("1000"));
        stream
    }

    /// What comes next; `None` after the end.
    async fn block(&mut self) -> Option<Block> {
        let mut block = Block::default();
        loop {
            let line = tokio::time::timeout(Duration::from_secs(60), self.lines.next_line()).await;
            match line.expect("waited in vain for what comes next").expect("it does not break off") {
                None => return None,
                Some(line) if line.is_empty() => break,
                Some(line) => block.lines.push(line),
            }
        }
        self.cursor = block.field("id").unwrap_or(&self.cursor).to_owned();
        Some(block)
    }

    /// The next event.
    async fn event(&mut self) -> Block {
        loop {
            let block = self.block().await.expect("the stream goes on");
            if !block.kind().is_empty() {
                return block;
            }
        }
    }

    /// The next events, by kind.
    async fn kinds(&mut self, many: usize) -> Vec<String> {
        let mut kinds = Vec::new();
        for _ in 0..many {
            kinds.push(self.event().await.kind().to_owned());
        }
        kinds
    }

    /// Nothing comes while the process looks for news at least twice.
    async fn is_quiet(&mut self) {
        for _ in 0..3 {
            let block = self.block().await.expect("the stream goes on");
            assert!(block.is_ping() && block.kind().is_empty(), "{block:?}");
        }
    }

    /// Why it ends, and that it does.
    async fn reason(mut self) -> Value {
        let end = self.event().await;
        assert_eq!((end.kind(), self.block().await), ("end", None));
        end.data()["reason"].clone()
    }
}

/// An installation whose streams say every second that they are alive.
async fn lively() -> TestApp {
    TestApp::start_with(|config| config.event_heartbeat = 1).await
}

/// Grace books this service; the booking's id.
async fn book(visitor: &Person, slug: &str, service: &Value, staff: &Value, hour: u8) -> Value {
    let new = json!({
        "service_id": service["id"], "staff_id": staff["id"], "starts_at": format!("2026-11-24T{hour:02}:00:00Z"),
        "name": "Grace", "email": "grace@example.com",
    });
    visitor.post(&format!("/public/{slug}/bookings"), new).await.expect(201)["id"].clone()
}

/// SQL that tells of something, as the owner.
fn happened(slug: &str, kind: &str, payload: &Value) -> String {
    format!(
        "insert into events (company_id, id, kind, payload, created_at)
         select id, gen_random_uuid(), '{kind}', '{payload}', now() from companies where slug = '{slug}'"
    )
}

async fn problem(person: &Person, path: &str, headers: &[(&str, &str)]) -> Answer {
    person.send_raw(Method::GET, path, headers, poem::Body::empty()).await
}
