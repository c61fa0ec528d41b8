//! A mail server that takes whatever comes, at once, and remembers of each mail what it is called and whom it is for.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use anyhow::Context;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A mail that has come in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Taken {
    /// Without its angle brackets.
    pub message_id: String,
    /// The envelope's recipient.
    pub to: String,
    pub at: Instant,
}

/// Listens on the loopback for as long as the process runs; cheap to clone.
#[derive(Clone)]
pub struct Sink {
    url: String,
    taken: Arc<Mutex<Vec<Taken>>>,
    open: watch::Sender<bool>,
}

impl Sink {
    pub async fn start() -> anyhow::Result<Self> {
        Self::start_as(true).await
    }

    /// One that reads a mail, and says that it has it only once it is open.
    pub async fn start_shut() -> anyhow::Result<Self> {
        Self::start_as(false).await
    }

    async fn start_as(open: bool) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("the sink")?;
        let url = format!("smtp://{}", listener.local_addr()?);
        let sink = Self { url, taken: Arc::default(), open: watch::Sender::new(open) };
        let here = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let here = here.clone();
                tokio::spawn(async move { here.receive(stream).await });
            }
        });
        Ok(sink)
    }

    /// What `SMTP_URL` has to be for mails to come here.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// From now on whatever has come or comes is taken.
    pub fn open(&self) {
        self.open.send_replace(true);
    }

    /// In the order they came.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many have come.
    pub fn count(&self) -> usize {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    async fn receive(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        let (mut line, mut to) = (String::new(), String::new());
        stream.write_all(b"220 sink\r\n").await?;
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let answer: &[u8] = match line.get(..4).unwrap_or_default() {
                "RCPT" => {
                    to = between(&line, '<', '>').to_owned();
                    b"250 fine\r\n"
                }
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await?;
                    let Some(message_id) = read_mail(&mut stream).await? else { return Ok(()) };
                    let taken = Taken { message_id, to: std::mem::take(&mut to), at: Instant::now() };
                    self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(taken);
                    let _ = self.open.subscribe().wait_for(|open| *open).await; // it ends with us
                    b"250 taken\r\n"
                }
                "QUIT" => return stream.write_all(b"221 bye\r\n").await,
                _ => b"250 fine\r\n",
            };
            stream.write_all(answer).await?;
        }
    }
}

/// Reads a mail to its end: its Message-ID; `None` where it breaks off.
async fn read_mail(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<String>> {
    let (mut line, mut id) = (Vec::new(), String::new());
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        if line == b".\r\n" {
            return Ok(Some(id));
        }
        if let Some(value) = line.strip_prefix(b"Message-ID:") {
            id = between(&String::from_utf8_lossy(value), '<', '>').to_owned();
        }
    }
}

fn between(text: &str, left: char, right: char) -> &str {
    text.split_once(left).and_then(|(_, rest)| rest.split_once(right)).map_or("", |(inner, _)| inner)
}
