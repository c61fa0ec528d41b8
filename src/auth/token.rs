//! Access tokens (JWT, 15 minutes, naming person, company, role and session) and secrets that are kept by hash: refresh
//! tokens, API keys, links in mails.

use anyhow::Context;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Role, SessionId, UserId};
use crate::companies::CompanyId;

/// How every API key begins.
pub const KEY_PREFIX: &str = "fd_live_";
/// How long an access token is good for.
pub const ACCESS_TTL: TimeDelta = TimeDelta::minutes(15);

/// What kind of caller a token, or a session, is of. None of them opens another's doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    Staff,
    Customer,
    Operator,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Customer => "customer",
            Self::Operator => "operator",
        }
    }
}

/// Whom a token is for, and where it is good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "aud")]
pub enum Holder {
    #[serde(rename = "frontdesk-staff")]
    Staff { company: CompanyId, role: Role },
    #[serde(rename = "frontdesk-customer")]
    Customer { company: CompanyId },
    #[serde(rename = "frontdesk-operator")]
    Operator {},
}

const AUDIENCES: [&str; 3] = ["frontdesk-staff", "frontdesk-customer", "frontdesk-operator"];

impl Holder {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Staff { .. } => Kind::Staff,
            Self::Customer { .. } => Kind::Customer,
            Self::Operator {} => Kind::Operator,
        }
    }
}

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub sub: UserId,
    pub session: SessionId,
    #[serde(flatten)]
    pub holder: Holder,
    iat: i64,
    exp: i64,
}

impl Claims {
    /// When the token runs out.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.exp, 0)
    }
}

/// The keys of this installation: the first signs, each of them verifies.
pub struct Tokens(Vec<Key>);

struct Key {
    id: String,
    secret: Vec<u8>,
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
        session: SessionId,
        holder: Holder,
        now: DateTime<Utc>,
    ) -> anyhow::Result<String> {
        let key = self.0.first().context("there is a key")?;
        let exp = (now + ACCESS_TTL).timestamp();
        let claims = Claims { sub: user, session, holder, iat: now.timestamp(), exp };
        let header = Header { kid: Some(key.id.clone()), ..Header::new(Algorithm::HS256) };
        Ok(jsonwebtoken::encode(&header, &claims, &key.encoding)?)
    }

    /// The claims of a token that is ours, for this audience, and not run out; nothing says which of these it is not.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Claims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let key = self.0.iter().find(|key| Some(&key.id) == header.kid.as_ref())?;
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_audience(&AUDIENCES);
        rules.set_required_spec_claims(&["exp", "aud"]);
        rules.validate_exp = false; // by our clock, below
        let claims = jsonwebtoken::decode::<Claims>(token, &key.decoding, &rules).ok()?.claims;
        (claims.exp > now.timestamp()).then_some(claims)
    }

    /// The secret of a link that is sent by mail. It is made from the link's id, so that whoever sends the mail can make
    /// it again, and neither the database nor the queue has to hold it.
    pub fn link_secret(&self, id: Uuid) -> anyhow::Result<String> {
        Ok(self.0.first().context("there is a key")?.link_secret(id))
    }

    /// The same, as it was made when its hash was this one: the first key may be another by now.
    pub fn link_secret_again(&self, id: Uuid, hash: &[u8]) -> Option<String> {
        self.0.iter().map(|key| key.link_secret(id)).find(|secret| secret_hash(secret) == hash)
    }
}

impl Key {
    fn link_secret(&self, id: Uuid) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).expect("a key of any length will do");
        mac.update(b"frontdesk link");
        mac.update(id.as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

fn parse_key(key: &str) -> anyhow::Result<Key> {
    let (id, secret) = key.split_once(':').context("a key in FRONTDESK_JWT_KEYS is not `id:secret`")?;
    anyhow::ensure!(secret.len() >= 32, "the secret of key `{id}` in FRONTDESK_JWT_KEYS is shorter than 32 characters");
    Ok(Key {
        id: id.into(),
        secret: secret.into(),
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
        let holder = Holder::Staff { company: CompanyId::new(), role: Role::Admin };
        tokens.issue(UserId::new(), SessionId::new(), holder, at()).expect("a token")
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

    #[test]
    fn a_link_is_made_again_with_the_key_that_made_it() {
        let id = Uuid::now_v7();
        let hash = secret_hash(&tokens("old", OTHER).link_secret(id).expect("a link"));
        let rotated = Tokens::new(&[format!("new:{SECRET}"), format!("old:{OTHER}")]).expect("two keys");

        let again = rotated.link_secret_again(id, &hash);

        assert_eq!(again.map(|secret| secret_hash(&secret)), Some(hash));
        assert_eq!(rotated.link_secret_again(Uuid::now_v7(), b"another"), None);
    }
}
