//! A backup is made: `pg_dump`, through encryption, into pieces, and at last the manifest that makes a backup of them.

use std::{fs::File, io, process::Stdio};

use anyhow::{Context, bail, ensure};
use chrono::{DateTime, Utc};
use frontdesk::db::backups::{Progress, Snapshot};
use tokio::{sync::mpsc, task::spawn_blocking};
use uuid::Uuid;

use super::{
    Backups,
    keys::{Locked, Once},
    manifest::Manifest,
    pieces::{Cut, Pieces},
    tools,
};

pub(super) const NO_KEY: &str =
    "there is no key to encrypt backups with: set FRONTDESK_BACKUP_RECIPIENTS or FRONTDESK_BACKUP_PASSPHRASE";

impl Backups {
    /// Makes one, and says what it is; where the key that opens it is not here, with another that does.
    pub async fn make(&self, id: Uuid, encrypted: bool) -> anyhow::Result<(Manifest, Option<Once>)> {
        ensure!(!encrypted || self.keys.can_lock(), NO_KEY);
        let mut snapshot = Snapshot::take(self.owner_url()?).await?;
        let now = self.clock.now();
        let name = name(id, now);
        let begun = self.note(id, &name, Progress::Begun).await;
        let made = match begun {
            Ok(()) => self.make_of(&mut snapshot, &name, now, encrypted).await,
            Err(error) => Err(error),
        };
        let noted = match &made {
            Ok((manifest, _)) => {
                let (bytes, rows) = (i64::try_from(manifest.bytes)?, manifest.database.rows());
                let schema_version = manifest.database.schema_version;
                self.note(id, &name, Progress::Made { bytes, rows, schema_version, encrypted }).await
            }
            Err(error) => self.note(id, &name, Progress::Failed(&format!("{error:#}"))).await,
        };
        let ended = snapshot.end().await;
        let made = made?;
        noted?;
        ended?;
        Ok(made)
    }

    async fn make_of(
        &self,
        snapshot: &mut Snapshot,
        name: &str,
        now: DateTime<Utc>,
        encrypted: bool,
    ) -> anyhow::Result<(Manifest, Option<Once>)> {
        // There is one at a time, so what has no manifest by now will never get one.
        for unfinished in self.place.list().await?.1 {
            tracing::info!(name = unfinished, "a backup that was cut short is taken away");
            self.place.delete(&unfinished).await?;
        }
        let once = self.keys.once().filter(|_| encrypted);
        let (program, dumped_by) = self.tools.find("pg_dump", snapshot.major())?;
        let mut command = tools::command(&program, self.owner_url()?)?;
        command.args(["--format=custom", "--no-password", "--lock-wait-timeout=60000"]);
        command.arg(format!("--snapshot={}", snapshot.id()));
        let (cut, database) =
            tokio::try_join!(self.dump(command, name, encrypted, once.clone()), snapshot.fingerprint())?;
        let manifest = Manifest::new(name, now, encrypted, dumped_by, cut, database)?;
        self.place.put_manifest(&manifest).await?;
        Ok((manifest, once))
    }

    /// Runs `pg_dump`. If it fails, or anything after it, there are pieces and no backup.
    async fn dump(
        &self,
        mut command: tokio::process::Command,
        name: &str,
        encrypted: bool,
        once: Option<Once>,
    ) -> anyhow::Result<Cut> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("starting pg_dump")?;
        let output = child.stdout.take().context("pg_dump has no output")?.into_owned_fd()?;
        let (to, mut pieces) = mpsc::channel(1);
        let (keys, size) = (self.keys.clone(), self.piece);
        let locking = spawn_blocking(move || -> anyhow::Result<Cut> {
            let to = Pieces::new(size, to);
            let mut locked = if encrypted { keys.lock(once.as_ref(), to)? } else { Locked::Plain(to) };
            io::copy(&mut File::from(output), &mut locked)?;
            Ok(locked.finish()?)
        });
        let storing = async move {
            let mut number = 0;
            while let Some(piece) = pieces.recv().await {
                self.place.put_piece(name, number, piece).await?;
                number += 1;
            }
            anyhow::Ok(())
        };
        // Whichever fails ends the others: each learns that nobody reads on.
        let (locked, stored, ended) = tokio::join!(locking, storing, child.wait_with_output());
        stored?;
        let ended = ended?;
        if !ended.status.success() {
            bail!("pg_dump ended with {}: {}", ended.status, tools::complaint(&ended.stderr));
        }
        locked.context("encrypting")?
    }
}

/// `20261121T023000Z-9f3c1a7e`.
fn name(id: Uuid, now: DateTime<Utc>) -> String {
    let id = id.simple().to_string();
    format!("{}-{}", now.format("%Y%m%dT%H%M%SZ"), &id[24..])
}
