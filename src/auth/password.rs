//! Passwords: argon2id, on threads of their own, a few at a time, never inside a transaction.

use std::sync::LazyLock;

use anyhow::Context;
use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use tokio::sync::Semaphore;

use crate::error::Result;

/// A hash takes 19 MiB and a core for some 20 ms: as many at once as there are cores, the others wait their turn. The thread
/// holds the turn, not the request: whoever hangs up has not made room for the next one.
static TURN: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)));

/// Verifying against this takes as long as against anybody's, so that time does not tell whether an account exists.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody's password").unwrap_or_default());

fn hash_now(password: &str) -> anyhow::Result<String> {
    Ok(Argon2::default().hash_password(password.as_bytes()).context("hashing")?.to_string())
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// The PHC string to keep.
pub async fn hash(password: String) -> Result<String> {
    let turn = TURN.acquire().await.context("hashing")?;
    let hashed = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        hash_now(&password)
    });
    Ok(hashed.await.context("hashing")??)
}

/// Whether `password` is the one that `hash` was made of; `None` takes as long, and is never right.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    let turn = TURN.acquire().await.context("hashing")?;
    let verified = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        match hash {
            Some(hash) => verify_now(&password, &hash),
            None => {
                verify_now(&password, &NOBODY);
                false
            }
        }
    });
    Ok(verified.await.context("hashing")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let hash = hash("correct horse".into()).await.expect("hashed");

        assert!(verify("correct horse".into(), Some(hash.clone())).await.expect("verified"));
        assert!(!verify("battery staple".into(), Some(hash)).await.expect("verified"));
        assert!(!verify("nobody's password".into(), None).await.expect("verified"));
    }
}
