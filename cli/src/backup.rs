//! `frontdesk backup` and `frontdesk restore`, in lines that a person reads.

use std::process::ExitCode;

use anyhow::Context;
use frontdesk::{backups::BackupId, clock::Clock, config::Config};
use frontdesk_jobs::backups::{self, Backups, Stored, Tools, Verdict};

use crate::cluster;

/// Postgres' programs, wherever they are installed.
pub fn tools() -> Tools {
    Tools::new(cluster::program_dirs())
}

fn backups(config: &Config) -> anyhow::Result<Backups> {
    Backups::new(config, tools(), Clock::system())
}

/// `frontdesk backup`
pub async fn make(config: &Config, encrypted: bool) -> anyhow::Result<ExitCode> {
    let report = backups(config)?.run(BackupId::new().0, encrypted).await?;
    let manifest = &report.manifest;
    println!(
        "made   {}  {} bytes, {} rows in {} tables",
        manifest.name,
        manifest.bytes,
        manifest.database.rows(),
        manifest.database.tables.len()
    );
    let code = tell(&manifest.name, &report.verdict);
    for name in &report.gone {
        println!("gone   {name}");
    }
    Ok(code)
}

/// `frontdesk backup try`
pub async fn try_out(config: &Config, name: Option<String>) -> anyhow::Result<ExitCode> {
    let backups = backups(config)?;
    let name = match name {
        Some(name) => name,
        None => backups.newest().await?,
    };
    Ok(tell(&name, &backups.try_out(&name, None).await?))
}

fn tell(name: &str, verdict: &Verdict) -> ExitCode {
    if verdict.is_sound() {
        println!("sound  {name}  restored and compared: the same");
        return ExitCode::SUCCESS;
    }
    println!("UNSOUND  {name}");
    verdict.differences.iter().for_each(|difference| println!("    {difference}"));
    ExitCode::FAILURE
}

/// `frontdesk backup list`
pub async fn list(config: &Config) -> anyhow::Result<()> {
    let (complete, unfinished) = backups(config)?.place().list().await?;
    for stored in complete {
        println!("{}", line(&stored));
    }
    for name in unfinished {
        println!("{name}  unfinished: under way, or cut short");
    }
    Ok(())
}

fn line(Stored { name, manifest, verdict }: &Stored) -> String {
    let manifest = match manifest {
        Ok(manifest) => manifest,
        Err(why) => return format!("{name}  {why:#}"),
    };
    let sound = match verdict {
        None => "not tried".to_owned(),
        Some(verdict) if verdict.is_sound() => format!("sound, tried {}", verdict.tried_at.format("%F %T")),
        Some(verdict) => format!("UNSOUND: {}", verdict.differences.join("; ")),
    };
    let lock = if manifest.encrypted { "encrypted" } else { "NOT encrypted" };
    format!("{name}  {} bytes, {} rows, {lock}, {sound}", manifest.bytes, manifest.database.rows())
}

/// `frontdesk backup key`
pub fn key() {
    let (recipient, identity) = backups::generate_key();
    println!("FRONTDESK_BACKUP_RECIPIENTS={recipient}");
    println!("FRONTDESK_BACKUP_IDENTITIES={identity}");
}

/// `frontdesk restore`
pub async fn restore(config: &Config, name: Option<String>) -> anyhow::Result<ExitCode> {
    let target = config.database_owner_url.as_deref().context("DATABASE_OWNER_URL is not set")?;
    let backups = backups(config)?;
    let name = match name {
        Some(name) => name,
        None => backups.newest().await?,
    };
    let differences = backups.restore(&name, target).await.with_context(|| format!("restoring {name}"))?;
    if differences.is_empty() {
        println!("restored  {name}  compared: the same");
        return Ok(ExitCode::SUCCESS);
    }
    println!("RESTORED, BUT NOT THE SAME  {name}");
    differences.iter().for_each(|difference| println!("    {difference}"));
    Ok(ExitCode::FAILURE)
}
