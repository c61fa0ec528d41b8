//! One request, one connection: whoever asks gets the whole answer, or none.

use std::{net::SocketAddr, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// How long somebody waits for an answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// Somebody at the other end of a line.
#[derive(Clone)]
pub(super) struct Wire {
    address: SocketAddr,
    token: Option<String>,
}

impl Wire {
    pub fn to(address: SocketAddr) -> Self {
        Self { address, token: None }
    }

    pub fn signed_in(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    pub fn visitor(&self) -> Self {
        Self { token: None, ..self.clone() }
    }

    /// The status and the body; `None`: there was no answer, or only a part of one, and nobody knows what has become of it.
    pub async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Option<(u16, Value)> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n");
        let token = self.token.as_ref().map(|token| ("authorization", format!("Bearer {token}")));
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).chain(token);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len()));
        let exchange = async {
            let mut stream = TcpStream::connect(self.address).await?;
            stream.write_all(format!("{head}{body}").as_bytes()).await?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await?;
            Ok::<_, std::io::Error>(answer)
        };
        parse(&timeout(PATIENCE, exchange).await.ok()?.ok()?)
    }

    /// Something that has to succeed.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.ask("POST", &format!("/api/v1{path}"), &[], Some(&body)).await;
        let (status, body) = answer.expect("an answer");
        assert_eq!(status, 201, "{path}: {body}");
        body
    }
}

fn parse(answer: &[u8]) -> Option<(u16, Value)> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?.to_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())?;
    let body = answer[end + 4..].get(..length)?;
    Some((status, serde_json::from_slice(body).unwrap_or(Value::Null)))
}
