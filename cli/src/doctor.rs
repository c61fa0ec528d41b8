//! `frontdesk doctor`: whether the database is what it should be, in lines that a person reads.

use std::process::ExitCode;

use anyhow::Context;
use frontdesk::{
    clock::Clock,
    config::Config,
    db::doctor::{self, Check},
};
use frontdesk_jobs::backups::{Backups, Verdict};

use crate::{backup, cluster::Cluster, up};

/// The most that the newest sound backup may be old: a night, and some hours for what goes wrong in it.
const OLDEST_BACKUP: i64 = 30;

/// Looks, tells, and fails if anything is wrong. Without `DATABASE_OWNER_URL` it looks at the private cluster of
/// `frontdesk up`, which has to be running.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let url = match &config.database_owner_url {
        Some(url) => url.clone(),
        None => Cluster::url_of_running(&config.data_dir.join("postgres"), up::DATABASE)
            .context("DATABASE_OWNER_URL is not set, and `frontdesk up` is not running here")?,
    };
    let mut checks = doctor::examine(&url).await?;
    if config.backup_url.is_some() {
        checks.push(backups(config, &url).await?);
    }
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

/// Whether backups can be made here, and whether there is one that can be trusted.
async fn backups(config: &Config, url: &str) -> anyhow::Result<Check> {
    let (clock, tools) = (Clock::system(), backup::tools());
    let major = doctor::major(url).await?;
    let mut problems: Vec<String> = ["pg_dump", "pg_restore"]
        .iter()
        .filter_map(|program| tools.find(program, major).err())
        .map(|why| why.to_string())
        .collect();
    let (complete, _) = Backups::new(config, tools, clock.clone())?.place().list().await?;
    let sound = complete.iter().find(|stored| stored.verdict.as_ref().is_some_and(Verdict::is_sound));
    let made_at = sound.and_then(|stored| stored.manifest.as_ref().ok()).map(|manifest| manifest.made_at);
    match made_at.map(|at| (clock.now() - at).num_hours()) {
        None => problems.push("none is sound: frontdesk backup".into()),
        Some(hours) if hours > OLDEST_BACKUP => problems.push(format!("the newest that is sound is {hours} hours old")),
        Some(_) => {}
    }
    Ok(Check { what: format!("backups: {}", complete.len()), problems })
}
