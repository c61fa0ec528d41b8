//! Mail servers: one that is not at its best, and a company's own.

mod own;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

pub use own::{OwnServer, USER};

/// How it behaves.
#[derive(Clone, Copy)]
pub enum Mood {
    /// Answers every recipient with this line, such as `550 no such user`.
    Refuses(&'static str),
    /// Takes calls and says nothing.
    Hangs,
}

/// Listens on the loopback for as long as the test runs.
pub struct BadServer {
    pub url: String,
    calls: Arc<AtomicUsize>,
}

impl BadServer {
    pub async fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let calls = Arc::new(AtomicUsize::new(0));
        let counter = calls.clone();
        tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                match mood {
                    Mood::Refuses(line) => drop(tokio::spawn(refuse(stream, line))),
                    Mood::Hangs => held.push(stream),
                }
            }
        });
        Self { url, calls }
    }

    /// How often it was called.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

async fn refuse(stream: TcpStream, refusal: &str) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut answer = "220 here";
    loop {
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        answer = if line.starts_with("RCPT") { refusal } else { "250 fine" };
    }
}
