//! `frontdesk doctor`: whether the database is what it should be, in lines that a person reads.

use std::process::ExitCode;

use anyhow::Context;
use frontdesk::{config::Config, db::doctor};

use crate::{cluster::Cluster, up};

/// Looks, tells, and fails if anything is wrong. Without `DATABASE_OWNER_URL` it looks at the private cluster of
/// `frontdesk up`, which has to be running.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let url = match &config.database_owner_url {
        Some(url) => url.clone(),
        None => Cluster::url_of_running(&config.data_dir.join("postgres"), up::DATABASE)
            .context("DATABASE_OWNER_URL is not set, and `frontdesk up` is not running here")?,
    };
    let checks = doctor::examine(&url).await?;
    for check in &checks {
        println!("{} {}", if check.holds() { '✓' } else { '✗' }, check.what);
        for problem in &check.problems {
            println!("    {problem}");
        }
    }
    let sound = checks.iter().filter(|check| check.holds()).count();
    println!("{sound} of {} checks hold", checks.len());
    Ok(if sound == checks.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
