//! Backups of the whole installation: made of one snapshot by `pg_dump`, encrypted on their way to where they are kept, and each
//! restored into a scratch database to be compared with what it was made of.

mod keep;
mod keys;
mod making;
mod manifest;
mod pieces;
mod place;
mod restoring;
mod schedule;
mod tools;

use std::sync::Arc;

use anyhow::Context;
use frontdesk::{
    backups::jobs::MakeBackup,
    clock::Clock,
    config::Config,
    db::backups::{self as register, Progress},
    queue::Envelope,
};
use uuid::Uuid;

use crate::{Failure, Work};
use keep::{Candidate, Keep};
pub use keys::{Keys, Once, generate as generate_key};
pub use manifest::{Manifest, Verdict};
pub use place::{Place, Stored};
pub use schedule::{ask_if_due, gauge};
pub use tools::{Tools, major};

/// What makes backups, tries them and restores them.
#[derive(Clone)]
pub struct Backups {
    place: Place,
    keys: Keys,
    tools: Tools,
    keep: Keep,
    clock: Clock,
    /// The database that they are of.
    owner_url: Option<String>,
    /// The server that they are tried on.
    scratch_url: Option<String>,
    /// Bytes of a piece.
    piece: usize,
}

/// What came of making one.
#[derive(Debug)]
pub struct Report {
    pub manifest: Manifest,
    pub verdict: Verdict,
    /// Those that were not kept any longer.
    pub gone: Vec<String>,
}

impl Backups {
    pub fn new(config: &Config, tools: Tools, clock: Clock) -> anyhow::Result<Self> {
        let url = config.backup_url.as_ref().context("FRONTDESK_BACKUP_URL is not set")?;
        Ok(Self {
            place: Place::open(url)?,
            keys: Keys::new(config)?,
            tools,
            keep: config.backup_keep.parse()?,
            clock,
            owner_url: config.database_owner_url.clone(),
            scratch_url: config.backup_scratch_url.clone(),
            piece: usize::try_from(config.backup_piece)?,
        })
    }

    /// What a worker makes backups with; `None` where it is not to make any.
    pub fn of_worker(config: &Config, tools: Tools, clock: Clock) -> anyhow::Result<Option<Arc<Self>>> {
        match (&config.backup_url, &config.database_owner_url) {
            (None, _) => Ok(None),
            (Some(_), None) => {
                tracing::warn!("this process makes no backups: DATABASE_OWNER_URL is not set");
                Ok(None)
            }
            (Some(_), Some(_)) => {
                let backups = Self::new(config, tools, clock)?;
                anyhow::ensure!(backups.keys.can_lock(), making::NO_KEY);
                Ok(Some(Arc::new(backups)))
            }
        }
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    fn owner_url(&self) -> anyhow::Result<&str> {
        self.owner_url.as_deref().context("DATABASE_OWNER_URL is not set")
    }

    /// Makes one, tries it, and takes away what is not kept any longer. One that is not the same as what it was made of takes
    /// nothing away.
    pub async fn run(&self, id: Uuid, encrypted: bool) -> anyhow::Result<Report> {
        let (manifest, once) = self.make(id, encrypted).await?;
        let verdict = self.try_out(&manifest.name, once.as_ref()).await.context("trying the backup")?;
        let gone = if verdict.is_sound() { self.take_away().await? } else { Vec::new() };
        Ok(Report { manifest, verdict, gone })
    }

    /// Takes away what is not kept any longer.
    async fn take_away(&self) -> anyhow::Result<Vec<String>> {
        let (complete, _) = self.place.list().await?;
        let candidates = complete.iter().filter_map(|stored| {
            let made_at = stored.manifest.as_ref().ok()?.made_at;
            let sound = stored.verdict.as_ref().is_some_and(Verdict::is_sound);
            Some(Candidate { name: stored.name.clone(), made_at, sound })
        });
        let gone = self.keep.superfluous(candidates.collect());
        for name in &gone {
            self.place.delete(name).await?;
        }
        register::forget(self.owner_url()?, &gone).await?;
        Ok(gone)
    }

    async fn note(&self, id: Uuid, name: &str, progress: Progress<'_>) -> anyhow::Result<()> {
        register::note(self.owner_url()?, id, name, self.clock.now(), progress).await
    }
}

/// Makes the backup that was asked for.
pub(crate) async fn make(work: &Work, _: Envelope, job: MakeBackup) -> Result<(), Failure> {
    let backups = work.backups.as_ref().context("this process makes no backups")?;
    let report = backups.run(job.backup.0, true).await?;
    let (name, gone) = (report.manifest.name, report.gone.len());
    match report.verdict.is_sound() {
        true => tracing::info!(name, bytes = report.manifest.bytes, gone, "a backup was made, and is sound"),
        false => {
            tracing::error!(name, differences = ?report.verdict.differences, "a backup was made, and is not sound")
        }
    }
    Ok(())
}
