//! Webhooks: what is sent to a company's programs, when, how often, and what becomes of it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use uuid::Uuid;

use crate::{Person, TestApp, until};

mod delivering;
mod disabling;
mod failing;
mod managing;
mod private;
mod replaying;
mod rotating;
mod snippet;
mod verifying;

/// How a company's program behaves.
#[derive(Clone, Copy, Debug)]
pub enum Mood {
    /// Answers with this status and body.
    Answers(u16, &'static str),
    /// Sends whoever comes to this address.
    Redirects(u16),
    /// Takes calls and says nothing.
    Hangs,
    /// Ends the connection when it has heard everything.
    HangsUp,
    /// Says 200 at once, and then one byte and no more of a body that is longer.
    Drips,
    /// Speaks, and not HTTP.
    Babbles,
}

/// What it was sent.
#[derive(Clone, Debug)]
pub struct Call {
    /// The first line.
    line: String,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Call {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a body is JSON")
    }

    pub fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }
}

/// A company's program, on the loopback for as long as the test runs.
#[derive(Clone)]
pub struct Receiver {
    port: u16,
    calls: Arc<Mutex<Vec<Call>>>,
    mood: Arc<Mutex<Mood>>,
}

impl Receiver {
    pub async fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let receiver = Self { port, calls: Arc::default(), mood: Arc::new(Mutex::new(mood)) };
        let here = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let here = here.clone();
                tokio::spawn(async move { here.take(stream).await });
            }
        });
        receiver
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hooks?key=1", self.port)
    }

    pub fn becomes(&self, mood: Mood) {
        *self.mood.lock().expect("nobody panics with it") = mood;
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("nobody panics with it").clone()
    }

    /// What kinds of events came, in order.
    fn kinds(&self) -> Vec<String> {
        self.calls().iter().map(|call| call.json()["type"].as_str().expect("a kind").to_owned()).collect()
    }

    async fn take(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let mut headers = BTreeMap::new();
        loop {
            let mut header = String::new();
            if stream.read_line(&mut header).await? == 0 {
                return Ok(()); // whoever called is gone
            }
            let Some((name, value)) = header.trim_end().split_once(": ") else { break };
            headers.insert(name.to_lowercase(), value.to_owned());
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        let body = String::from_utf8(body).expect("UTF-8");
        let call = Call { line: line.trim_end().to_owned(), headers, body };
        self.calls.lock().expect("nobody panics with it").push(call);
        let mood = *self.mood.lock().expect("nobody panics with it");
        let answer = match mood {
            Mood::Answers(status, body) => {
                format!("HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n\r\n{body}", body.len())
            }
            Mood::Redirects(port) => {
                format!("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{port}/\r\ncontent-length: 0\r\n\r\n")
            }
            Mood::Drips => "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nx".into(),
            Mood::Babbles => "220 mail.example.com ready\r\n".into(),
            Mood::HangsUp => return Ok(()),
            Mood::Hangs => String::new(),
        };
        stream.write_all(answer.as_bytes()).await?;
        if matches!(mood, Mood::Hangs | Mood::Drips) {
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest).await?; // until the other side has had enough
        }
        Ok(())
    }
}

/// An installation that may deliver to the loopback, and the admin of a company in it.
async fn company() -> (TestApp, Person) {
    let app = TestApp::start_with(|config| config.webhook_private = true).await;
    let ada = app.company("vesna").await;
    (app, ada)
}

/// An endpoint for these kinds of events, or for all: the path of it, and its secret.
async fn hook(admin: &Person, url: &str, event_types: &[&str]) -> (String, String) {
    let made = admin.post("/webhooks", json!({ "url": url, "event_types": event_types })).await.expect(201);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (format!("/webhooks/{}", text(&made["webhook"]["id"])), text(&made["secret"]))
}

/// Something happens: `member.invited`.
async fn happen(admin: &Person) -> Value {
    let email = format!("{}@example.com", Uuid::now_v7().simple());
    admin.post("/invitations", json!({ "email": email, "role": "employee" })).await.expect(201)["id"].clone()
}

/// Lets everything be told and sent that is due. Somewhere on the server a transaction may be under way that began earlier,
/// and no event after it is told before it is over: that is waited for.
async fn settle(app: &TestApp) {
    let early = "select count(*) from events where xid >= pg_snapshot_xmin(pg_current_snapshot())";
    until("all that happened can be told", async || app.db.number(early).await == 0).await;
    while app.run_jobs().await > 0 {}
}

/// The deliveries of an endpoint, newest first.
async fn deliveries(admin: &Person, hook: &str) -> Vec<Value> {
    admin.pages(&format!("{hook}/deliveries"), 100).await.concat()
}

/// The log of its last delivery.
async fn last_log(admin: &Person, hook: &str) -> Value {
    let id = deliveries(admin, hook).await[0]["id"].as_str().expect("an id").to_owned();
    admin.get(&format!("{hook}/deliveries/{id}")).await.expect(200)
}
