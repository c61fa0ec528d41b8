//! Load over HTTP/1.1: connections that are kept, each asking again as soon as it is answered, and as little work around
//! that as possible, since server and database have only what CPU is left over.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// One connection that is kept.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a whole request and reads the whole answer: its status and its body.
    pub async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<(u16, &[u8])> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await?;
            ensure!(read > 0, "the server hung up");
            if let Some((status, body)) = complete(&self.buffer)? {
                return Ok((status, &self.buffer[body..]));
            }
        }
    }

    /// Sends a request and parses the answer, which has to be a success.
    pub async fn json(&mut self, request: &[u8]) -> anyhow::Result<Value> {
        let (status, body) = self.exchange(request).await?;
        if !(200..300).contains(&status) {
            let asked = String::from_utf8_lossy(request).lines().next().unwrap_or_default().to_owned();
            bail!("{asked}: {status} {}", String::from_utf8_lossy(body));
        }
        Ok(serde_json::from_slice(body)?)
    }
}

/// The status, and where the body begins, once all of the answer is there.
fn complete(answer: &[u8]) -> anyhow::Result<Option<(u16, usize)>> {
    let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&answer[..end])?;
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).context("no status in the answer")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let body = end + 4;
    Ok((answer.len() >= body + length.context("no length in the answer")?).then_some((status, body)))
}

/// A request in bytes.
pub fn request(method: &str, path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!("{method} /api/v1{path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n{headers}");
    format!("{head}content-length: {length}\r\n\r\n{body}").into_bytes()
}

/// What came of a load.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    pub good: u64,
    pub conflicts: u64,
    pub took: Duration,
}

impl Outcome {
    pub fn per_second(&self) -> f64 {
        self.good as f64 / self.took.as_secs_f64()
    }
}

/// A connection for each of `makers`, which say what the n-th request of that connection is, until the time is up.
/// Anything but a success or a 409 is an error.
pub async fn load<M>(address: SocketAddr, makers: Vec<M>, length: Duration) -> anyhow::Result<Outcome>
where
    M: Fn(u64) -> Vec<u8> + Send + 'static,
{
    let mut connections = Vec::new();
    for maker in makers {
        connections.push((Connection::open(address).await?, maker));
    }
    let started = Instant::now();
    let running: Vec<_> = connections
        .into_iter()
        .map(|(connection, maker)| tokio::spawn(keep_asking(connection, maker, started + length)))
        .collect();
    let mut outcome = Outcome::default();
    for one in running {
        let (good, conflicts) = one.await??;
        outcome.good += good;
        outcome.conflicts += conflicts;
    }
    outcome.took = started.elapsed();
    Ok(outcome)
}

async fn keep_asking(
    mut connection: Connection,
    maker: impl Fn(u64) -> Vec<u8>,
    until: Instant,
) -> anyhow::Result<(u64, u64)> {
    let (mut good, mut conflicts) = (0, 0);
    while Instant::now() < until {
        match connection.exchange(&maker(good + conflicts)).await? {
            (200 | 201, _) => good += 1,
            (409, _) => conflicts += 1,
            (status, body) => bail!("{status} {}", String::from_utf8_lossy(body)),
        }
    }
    Ok((good, conflicts))
}
