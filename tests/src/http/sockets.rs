//! The server on a real socket.

use std::net::SocketAddr;

use frontdesk::http::server;
use poem::{Route, listener::Acceptor};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
    task::JoinHandle,
};

use crate::{TestApp, until};

/// A server as `frontdesk serve` runs it.
struct Listening {
    app: TestApp,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    running: JoinHandle<anyhow::Result<()>>,
}

impl Listening {
    async fn start() -> Self {
        let app = TestApp::start_with(|config| config.bind = SocketAddr::from(([127, 0, 0, 1], 0))).await;
        let (stop, stopped) = watch::channel(false);
        let acceptor = frontdesk_cli::serve::bind(app.app.config()).await.expect("a port");
        let address = *acceptor.local_addr()[0].as_socket_addr().expect("an address");
        let routes = Route::new().nest_no_strip("/", server::routes(app.app.clone()));
        let of = app.app.clone();
        let running = tokio::spawn(async move { frontdesk_cli::serve::listen(acceptor, &of, routes, stopped).await });
        Self { app, address, stop, running }
    }

    /// A connection with the head of a POST on it.
    async fn post(&self, path: &str, length: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.expect("connected");
        let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{length}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.expect("sent");
        stream
    }
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await; // a reset ends it too
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_chunked_body_without_end_is_cut_off() {
    let server = Listening::start().await;
    let stream = server.post("/api/v1/auth/sign-in", "transfer-encoding: chunked").await;
    let (mut reading, mut writing) = stream.into_split();
    let chunk = format!("{:x}\r\n{}\r\n", 16 * 1024, "x".repeat(16 * 1024));

    let endless = tokio::spawn(async move {
        let mut sent = 0_usize;
        while sent < 1 << 30 && writing.write_all(chunk.as_bytes()).await.is_ok() {
            sent += chunk.len();
        }
        sent
    });
    let mut answer = vec![0; 4096];
    let read = reading.read(&mut answer).await.expect("an answer");
    drop(reading);

    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("application/problem+json"), "{answer}");
    assert!(endless.await.expect("it ended") < 64 << 20, "the connection was not ended");
}

#[tokio::test]
async fn a_body_that_never_comes_is_waited_for_only_so_long() {
    let server = Listening::start().await;

    let mut stream = server.post("/api/v1/auth/sign-in", "content-length: 100").await;
    stream.write_all(b"{\"email\":").await.expect("sent");
    let answer = rest(&mut stream).await;

    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("body_too_slow"), "{answer}");
}

#[tokio::test]
async fn a_request_under_way_is_finished_when_the_server_is_told_to_stop() {
    let server = Listening::start().await;
    let body = r#"{"company":{"name":"Studio","slug":"vesna","time_zone":"Europe/Kyiv","currency":"UAH","language":"en"},
        "admin":{"name":"Ada","email":"ada@example.com","password":"correct horse battery"}}"#;
    let (first, second) = body.split_at(body.len() / 2);

    let length = format!("content-length: {}\r\nexpect: 100-continue", body.len());
    let mut stream = server.post("/api/v1/auth/register", &length).await;
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.expect("it reads the body");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(first.as_bytes()).await.expect("sent");
    server.stop.send(true).expect("it listens");
    until("nobody new is let in", async || TcpStream::connect(server.address).await.is_err()).await;
    stream.write_all(second.as_bytes()).await.expect("sent");
    let answer = rest(&mut stream).await;

    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    server.running.await.expect("no panic").expect("it ends in order");
    assert_eq!(server.app.db.number("select count(*) from companies").await, 1);
}

#[tokio::test]
async fn a_stream_of_events_is_ended_when_the_server_is_told_to_stop() {
    let server = Listening::start().await;
    let ada = server.app.company("vesna").await;
    let token = ada.access_token.as_deref().expect("an admin is signed in");

    let mut stream = TcpStream::connect(server.address).await.expect("connected");
    let head = format!("GET /api/v1/events/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("sent");
    until("somebody listens", async || server.app.app.live().listeners() == 1).await;
    server.stop.send(true).expect("it listens");
    let answer = rest(&mut stream).await;

    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("retry: 1000"), "{answer}");
    assert!(answer.contains(r#"data: {"reason":"stopping"}"#), "{answer}");
    server.running.await.expect("no panic").expect("it ends in order");
}
