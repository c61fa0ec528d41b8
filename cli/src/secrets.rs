//! Secrets that are made once and kept in the data directory.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use anyhow::Context;
use frontdesk::auth::token;

/// The secret in this file, which only the owner of the files can read; made the first time it is asked for.
pub fn kept(path: &Path) -> anyhow::Result<String> {
    if let Ok(kept) = fs::read_to_string(path) {
        return Ok(kept.trim().to_owned());
    }
    let secret = token::random_secret("");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("{}", path.display()))?;
    file.write_all(secret.as_bytes())?;
    Ok(secret)
}
