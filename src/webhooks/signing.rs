//! Signatures as Standard Webhooks has them (version 1 of its specification, symmetric): whoever has the secret can tell
//! that a body came from here, and when.

use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use rand::RngExt;
use sha2::Sha256;
use uuid::Uuid;

const PREFIX: &str = "whsec_";

/// What an endpoint's deliveries are signed with.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// 256 random bits.
    pub fn random() -> Self {
        Self(rand::rng().random::<[u8; 32]>().to_vec())
    }

    pub fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As whoever verifies gets it.
    pub fn shown(&self) -> String {
        format!("{PREFIX}{}", BASE64_STANDARD.encode(&self.0))
    }

    fn sign(&self, id: Uuid, timestamp: i64, body: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length will do");
        mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
        format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
    }
}

/// The three headers that go out with a body: one signature a secret, the newest first.
pub fn headers(secrets: &[Secret], id: Uuid, at: DateTime<Utc>, body: &str) -> [(&'static str, String); 3] {
    let timestamp = at.timestamp();
    let signatures: Vec<_> = secrets.iter().map(|secret| secret.sign(id, timestamp, body)).collect();
    [
        ("webhook-id", id.to_string()),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signatures.join(" ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_secret_signs_and_the_signature_covers_id_moment_and_body() {
        let secrets = [Secret::of(b"one".to_vec()), Secret::of(b"two".to_vec())];
        let (id, at) = (Uuid::nil(), DateTime::UNIX_EPOCH);

        let [.., (_, both)] = headers(&secrets, id, at, "{}");

        let (first, second) = both.split_once(' ').expect("two of them");
        assert!(first.starts_with("v1,") && second.starts_with("v1,") && first != second);
        for (id, at, body) in [(Uuid::max(), at, "{}"), (id, at + chrono::TimeDelta::seconds(1), "{}"), (id, at, "{ }")]
        {
            assert!(!headers(&secrets, id, at, body)[2].1.contains(first));
        }
        assert!(Secret::of(b"one".to_vec()).shown() == "whsec_b25l");
    }
}
