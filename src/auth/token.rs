//! Access tokens (JWT, 15 minutes, naming person, company, role and session) and refresh tokens (opaque, kept by hash).

use anyhow::Context;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Role, SessionId, UserId};
use crate::companies::CompanyId;

/// How long an access token is good for.
pub const ACCESS_TTL: TimeDelta = TimeDelta::minutes(15);
const AUDIENCE: &str = "frontdesk-staff";

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub sub: UserId,
    pub company: CompanyId,
    pub role: Role,
    pub session: SessionId,
    aud: String,
    iat: i64,
    exp: i64,
}

/// The keys of this installation: the first signs, each of them verifies.
pub struct Tokens(Vec<Key>);

struct Key {
    id: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Tokens {
    /// From `id:secret` pairs.
    pub fn new(keys: &[String]) -> anyhow::Result<Self> {
        let keys: Vec<_> = keys.iter().map(|key| parse_key(key)).collect::<anyhow::Result<_>>()?;
        anyhow::ensure!(!keys.is_empty(), "FRONTDESK_JWT_KEYS is empty: set it to `id:secret`");
        Ok(Self(keys))
    }

    pub fn issue(
        &self,
        user: UserId,
        company: CompanyId,
        role: Role,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> anyhow::Result<String> {
        let key = self.0.first().context("there is a key")?;
        let claims = Claims {
            sub: user,
            company,
            role,
            session,
            aud: AUDIENCE.into(),
            iat: now.timestamp(),
            exp: (now + ACCESS_TTL).timestamp(),
        };
        let header = Header { kid: Some(key.id.clone()), ..Header::new(Algorithm::HS256) };
        Ok(jsonwebtoken::encode(&header, &claims, &key.encoding)?)
    }

    /// The claims of a token that is ours, for this audience, and not run out; nothing says which of these it is not.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Claims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let key = self.0.iter().find(|key| Some(&key.id) == header.kid.as_ref())?;
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_audience(&[AUDIENCE]);
        rules.validate_exp = false; // by our clock, below
        let claims = jsonwebtoken::decode::<Claims>(token, &key.decoding, &rules).ok()?.claims;
        (claims.exp > now.timestamp()).then_some(claims)
    }
}

fn parse_key(key: &str) -> anyhow::Result<Key> {
    let (id, secret) = key.split_once(':').context("a key in FRONTDESK_JWT_KEYS is not `id:secret`")?;
    anyhow::ensure!(secret.len() >= 32, "the secret of key `{id}` in FRONTDESK_JWT_KEYS is shorter than 32 characters");
    Ok(Key {
        id: id.into(),
        encoding: EncodingKey::from_secret(secret.as_bytes()),
        decoding: DecodingKey::from_secret(secret.as_bytes()),
    })
}

/// A secret of 256 random bits, as it goes out, with the prefix that says what it is.
pub fn random_secret(prefix: &str) -> String {
    let bytes: [u8; 32] = rand::rng().random();
    format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// What is kept of such a secret. It has 256 bits of chance in it, so one round of SHA-256 is enough.
pub fn secret_hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> DateTime<Utc> {
        "2026-11-21T10:00:00Z".parse().expect("a date")
    }

    fn tokens(id: &str, secret: &str) -> Tokens {
        Tokens::new(&[format!("{id}:{secret}")]).expect("a key")
    }

    fn issue(tokens: &Tokens) -> String {
        tokens.issue(UserId::new(), CompanyId::new(), Role::Admin, SessionId::new(), at()).expect("a token")
    }

    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    const OTHER: &str = "fedcba9876543210fedcba9876543210";

    #[test]
    fn a_token_is_good_for_a_quarter_of_an_hour() {
        let tokens = tokens("a", SECRET);
        let token = issue(&tokens);

        assert!(tokens.verify(&token, at() + TimeDelta::minutes(14)).is_some());
        assert!(tokens.verify(&token, at() + TimeDelta::minutes(15)).is_none());
    }

    #[test]
    fn a_token_of_another_key_or_key_id_is_refused() {
        let ours = tokens("a", SECRET);

        assert!(ours.verify(&issue(&tokens("a", OTHER)), at()).is_none());
        assert!(ours.verify(&issue(&tokens("b", SECRET)), at()).is_none());
    }

    #[test]
    fn the_algorithm_none_is_refused() {
        let ours = tokens("a", SECRET);
        let token = issue(&ours);
        let payload = token.split('.').nth(1).expect("three parts");
        let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT","kid":"a"}"#);

        assert!(ours.verify(&format!("{header}.{payload}."), at()).is_none());
    }

    #[test]
    fn a_rotated_key_still_verifies() {
        let token = issue(&tokens("old", OTHER));
        let rotated = Tokens::new(&[format!("new:{SECRET}"), format!("old:{OTHER}")]).expect("two keys");

        assert!(rotated.verify(&token, at()).is_some());
    }
}
