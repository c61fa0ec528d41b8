//! Secrets that have to be kept as they are, since we use them ourselves: encrypted, under keys from the environment.
//!
//! They are not derived from the keys that sign access tokens: those are thrown away when they are rotated, and what a
//! company's programs verify with must outlive that.

use anyhow::Context;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use rand::RngExt;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::{Error, Result};

const NONCE: usize = 24;

/// The keys of this installation: the first encrypts, each of them decrypts.
pub struct Vault(Vec<Key>);

struct Key {
    id: String,
    cipher: XChaCha20Poly1305,
}

impl Vault {
    /// From `id:secret` pairs, of which there may be none: then nothing can be kept.
    pub fn new(keys: &[String]) -> anyhow::Result<Self> {
        Ok(Self(keys.iter().map(|key| parse_key(key)).collect::<anyhow::Result<_>>()?))
    }

    /// Encrypts the secret of a row: in any other row it cannot be opened.
    pub fn seal(&self, row: Uuid, secret: &[u8]) -> Result<String> {
        let key = self.0.first().ok_or_else(|| {
            let why = "this installation cannot keep secrets: its operator has to set FRONTDESK_SECRET_KEYS";
            Error::Conflict("no_secret_keys", why.into())
        })?;
        let nonce: [u8; NONCE] = rand::rng().random();
        let payload = Payload { msg: secret, aad: row.as_bytes() };
        let sealed = key.cipher.encrypt(&nonce.into(), payload).map_err(|_| anyhow::anyhow!("encrypting failed"))?;
        Ok(format!("{}.{}", key.id, BASE64_URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())))
    }

    /// The secret of a row.
    pub fn open(&self, row: Uuid, sealed: &str) -> anyhow::Result<Vec<u8>> {
        let (id, text) = sealed.rsplit_once('.').context("not a sealed secret")?;
        let key = self.0.iter().find(|key| key.id == id);
        let key = key.with_context(|| format!("FRONTDESK_SECRET_KEYS has no key `{id}`"))?;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).context("not a sealed secret")?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().context("not a sealed secret")?;
        let payload = Payload { msg: sealed, aad: row.as_bytes() };
        key.cipher.decrypt(&(*nonce).into(), payload).map_err(|_| anyhow::anyhow!("not a secret of this row and key"))
    }
}

fn parse_key(key: &str) -> anyhow::Result<Key> {
    let (id, secret) = key.split_once(':').context("a key in FRONTDESK_SECRET_KEYS is not `id:secret`")?;
    let long = secret.len() >= 32;
    anyhow::ensure!(long, "the secret of key `{id}` in FRONTDESK_SECRET_KEYS is shorter than 32 characters");
    let cipher = XChaCha20Poly1305::new(&<[u8; 32]>::from(Sha256::digest(secret)).into());
    Ok(Key { id: id.into(), cipher })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "old:0123456789abcdef0123456789abcdef";
    const NEW: &str = "new:fedcba9876543210fedcba9876543210";

    fn vault(keys: &[&str]) -> Vault {
        Vault::new(&keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>()).expect("keys")
    }

    #[test]
    fn a_secret_is_opened_in_its_own_row_alone_and_never_stands_there_as_it_is() {
        let (vault, row) = (vault(&[OLD]), Uuid::now_v7());

        let sealed = vault.seal(row, b"a secret of 24 bytes....").expect("sealed");

        assert_eq!(vault.open(row, &sealed).expect("opened"), b"a secret of 24 bytes....");
        assert!(vault.open(Uuid::now_v7(), &sealed).is_err());
        assert!(!sealed.contains("secret of"));
        assert_ne!(vault.seal(row, b"a secret of 24 bytes....").expect("sealed"), sealed);
    }

    #[test]
    fn after_a_rotation_the_old_key_still_opens_and_the_new_one_seals() {
        let row = Uuid::now_v7();
        let sealed = vault(&[OLD]).seal(row, b"secret").expect("sealed");

        let rotated = vault(&[NEW, OLD]);

        assert_eq!(rotated.open(row, &sealed).expect("opened"), b"secret");
        assert!(rotated.seal(row, b"secret").expect("sealed").starts_with("new."));
        assert!(vault(&[NEW]).open(row, &sealed).is_err());
    }

    #[test]
    fn what_was_changed_is_not_opened() {
        let (vault, row) = (vault(&[OLD]), Uuid::now_v7());
        let sealed = vault.seal(row, b"secret").expect("sealed");
        let last = if sealed.ends_with('A') { "Q" } else { "A" };

        for bad in ["", "old.", "old.AAAA", &format!("{}{last}", &sealed[..sealed.len() - 1])] {
            assert!(vault.open(row, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn without_keys_nothing_is_kept() {
        assert!(matches!(vault(&[]).seal(Uuid::now_v7(), b"x"), Err(Error::Conflict("no_secret_keys", _))));
        assert!(Vault::new(&["short:key".to_owned()]).is_err());
    }
}
