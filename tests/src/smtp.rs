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
#[derive(Clone, Copy, Debug)]
pub enum Mood {
    /// Answers every recipient with this line, such as `550 no such user`.
    Refuses(&'static str),
    /// The same, once it has read the whole mail.
    RefusesMail(&'static str),
    /// Takes calls and says nothing.
    Hangs,
    /// Says so little at a time that it never comes to an end.
    Drips,
    /// Ends the call in the middle of the mail.
    CutsOff,
    /// Says nothing more once it has read the whole mail.
    HangsAtTheEnd,
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
                    Mood::Hangs => held.push(stream),
                    Mood::Drips => drop(tokio::spawn(drip(stream))),
                    _ => drop(tokio::spawn(converse(stream, mood))),
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

async fn converse(stream: TcpStream, mood: Mood) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut answer, mut in_mail) = ("220 here", false);
    loop {
        if !answer.is_empty() {
            stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        answer = match (line.trim_end(), mood) {
            (".", Mood::RefusesMail(refusal)) if in_mail => refusal,
            (".", _) if in_mail => "",
            (_, Mood::CutsOff) if in_mail => return Ok(()),
            _ if in_mail => "",
            (line, Mood::Refuses(refusal)) if line.starts_with("RCPT") => refusal,
            ("DATA", _) => "354 go on",
            _ => "250 fine",
        };
        in_mail = answer == "354 go on" || (in_mail && line != ".\r\n");
    }
}

async fn drip(mut stream: TcpStream) -> std::io::Result<()> {
    loop {
        stream.write_all(b"2").await?;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}
