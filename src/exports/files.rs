//! Where exports lie: in the data directory, each under a name that nobody could guess and that says until when it is kept.

use std::{
    io,
    path::{Path, PathBuf},
};

use anyhow::Context;
use chrono::{DateTime, Utc};
use tokio::fs;

use super::model::KEPT;
use crate::{app::App, auth::token, config::Config, error::Result};

/// The name of a new one.
pub fn name(now: DateTime<Utc>) -> String {
    format!("{}-{}.zip", (now + KEPT).timestamp(), token::random_secret(""))
}

/// Where the one of this name is, or is to be.
pub fn path(config: &Config, name: &str) -> PathBuf {
    folder(config).join(name)
}

fn folder(config: &Config) -> PathBuf {
    config.data_dir.join("exports")
}

/// Makes the folder, if it is not there.
pub async fn prepare(config: &Config) -> Result<()> {
    let folder = folder(config);
    fs::create_dir_all(&folder).await.with_context(|| format!("making {}", folder.display()))?;
    Ok(())
}

/// Deletes one; harmless where it is gone.
pub async fn delete(path: &Path) -> Result<()> {
    match fs::remove_file(path).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("deleting {}", path.display()))?
        }
        _ => Ok(()),
    }
}

/// Deletes those whose time is over, whosever they were. Answers how many.
pub async fn purge(app: &App) -> Result<usize> {
    let folder = folder(app.config());
    let mut files = match fs::read_dir(&folder).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        files => files.with_context(|| format!("reading {}", folder.display()))?,
    };
    let mut purged = 0;
    while let Some(file) = files.next_entry().await.context("reading the folder of exports")? {
        let name = file.file_name();
        let until = name.to_str().and_then(|name| name.split('-').next()?.parse::<i64>().ok());
        if until.is_some_and(|until| until <= app.now().timestamp()) {
            delete(&file.path()).await?;
            purged += 1;
        }
    }
    Ok(purged)
}
