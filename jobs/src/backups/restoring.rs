//! A backup is restored: into an empty database for good, or into a scratch to see whether it is the same.

use std::{fs::File, io, process::Stdio};

use anyhow::{Context, ensure};
use frontdesk::db::backups::{self as databases, Progress, Scratch};
use sha2::{Digest, Sha256};
use tokio::{io::AsyncReadExt, sync::mpsc, task::spawn_blocking};
use uuid::Uuid;

use super::{
    Backups, Verdict,
    keys::{Keys, Once},
    manifest::Manifest,
    pieces::Joined,
    tools,
};

/// The backup itself is to blame, and nothing that could be otherwise the next time.
#[derive(Debug)]
struct Damaged(String);

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Damaged {}

impl Backups {
    /// Restores one into a scratch database, compares, and writes down what came of it.
    pub async fn try_out(&self, name: &str, once: Option<&Once>) -> anyhow::Result<Verdict> {
        let differences = match self.compare(name, once).await {
            Ok(differences) => differences,
            Err(error) => match error.downcast_ref::<Damaged>() {
                Some(_) => vec![format!("it cannot be restored: {error:#}")],
                None => return Err(error),
            },
        };
        let verdict = Verdict { tried_at: self.clock.now(), differences };
        self.place.put_verdict(name, &verdict).await?;
        self.note(Uuid::nil(), name, Progress::Tried(&verdict.differences)).await?;
        Ok(verdict)
    }

    async fn compare(&self, name: &str, once: Option<&Once>) -> anyhow::Result<Vec<String>> {
        let manifest = self.manifest(name).await?;
        let owner_url = self.owner_url()?;
        let server = self.scratch_url.as_deref().unwrap_or(owner_url);
        let scratch = Scratch::create(server, &tools::name_of(&owner_url.parse()?)).await?;
        let compared = async {
            databases::prepare(scratch.url(), &manifest.database).await?;
            // In steps, since a transaction that is open for long holds events back on the whole server.
            self.pour(&manifest, once, scratch.url(), &[]).await?;
            anyhow::Ok(manifest.database.differences(&databases::fingerprint(scratch.url()).await?))
        };
        let compared = compared.await;
        scratch.remove().await?;
        compared
    }

    /// Restores one into an empty database, all of it or nothing, and says what is not the same as it was.
    pub async fn restore(&self, name: &str, target: &str) -> anyhow::Result<Vec<String>> {
        let manifest = self.manifest(name).await?;
        self.check(&manifest).await?;
        databases::prepare(target, &manifest.database).await?;
        self.pour(&manifest, None, target, &["--single-transaction"]).await?;
        Ok(manifest.database.differences(&databases::fingerprint(target).await?))
    }

    /// The newest that was not found to be unsound.
    pub async fn newest(&self) -> anyhow::Result<String> {
        let (complete, _) = self.place.list().await?;
        let good = |verdict: &Option<Verdict>| verdict.as_ref().is_none_or(Verdict::is_sound);
        let found = complete.into_iter().find(|stored| stored.manifest.is_ok() && good(&stored.verdict));
        Ok(found.context("there is no backup")?.name)
    }

    async fn manifest(&self, name: &str) -> anyhow::Result<Manifest> {
        ensure!(super::place::is_name(name), "{name} is not the name of a backup");
        self.place.manifest(name).await?.with_context(|| format!("there is no backup {name}"))
    }

    /// Reads all of it once, and refuses what is not what was written.
    async fn check(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let (mut whole, mut bytes) = (Sha256::new(), 0);
        for number in 0..manifest.pieces.len() {
            let piece = self.piece(manifest, number).await?;
            whole.update(&piece);
            bytes += piece.len() as u64;
        }
        let same = bytes == manifest.bytes && hex::encode(whole.finalize()) == manifest.sha256;
        ensure!(same, Damaged(format!("{} is not what was written", manifest.name)));
        Ok(())
    }

    async fn piece(&self, manifest: &Manifest, number: usize) -> anyhow::Result<Vec<u8>> {
        let which = || format!("{}: piece {} of {}", manifest.name, number + 1, manifest.pieces.len());
        let piece = self.place.piece(&manifest.name, number).await?;
        let piece = piece.ok_or_else(|| Damaged(format!("{} is missing", which())))?;
        let same = hex::encode(Sha256::digest(&piece)) == manifest.pieces[number];
        ensure!(same, Damaged(format!("{} is damaged: it is not what was written", which())));
        Ok(piece)
    }

    /// Lets `pg_restore` have it. Nothing of a piece that is damaged reaches it, and then it does not get to the end.
    async fn pour(
        &self,
        manifest: &Manifest,
        once: Option<&Once>,
        target: &str,
        options: &[&str],
    ) -> anyhow::Result<()> {
        let (program, _) = self.tools.find("pg_restore", manifest.dumped_by)?;
        let mut command = tools::command(&program, target)?;
        command.args(["--no-password", "--exit-on-error", "--dbname", &tools::name_of(&target.parse()?)]).args(options);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().context("starting pg_restore")?;
        let stdin = File::from(child.stdin.take().context("pg_restore has no input")?.into_owned_fd()?);
        let mut stderr = child.stderr.take().context("pg_restore has no output")?;

        let (to, pieces) = mpsc::channel(1);
        let keys = manifest.encrypted.then(|| (self.keys.clone(), once.cloned()));
        let opening = spawn_blocking(move || copy(Joined::new(pieces), keys, stdin));
        let running = async {
            let (fed, opened) = tokio::join!(self.feed(manifest, to), opening);
            let (copied, stdin) = opened.context("decrypting")?;
            if fed.is_err() || copied.is_err() {
                child.start_kill()?; // before its input ends, which it could take for the end of the backup
            }
            drop(stdin);
            anyhow::Ok((fed, copied, child.wait().await?))
        };
        let mut said = Vec::new();
        let (ran, read) = tokio::join!(running, stderr.read_to_end(&mut said));
        let (fed, copied, status) = ran?;
        read?;
        fed?;
        match copied {
            Err(error) if !is_broken_pipe(&error) => return Err(error),
            _ => {}
        }
        ensure!(status.success(), Damaged(format!("pg_restore ended with {status}: {}", tools::complaint(&said))));
        Ok(())
    }

    async fn feed(&self, manifest: &Manifest, to: mpsc::Sender<io::Result<Vec<u8>>>) -> anyhow::Result<()> {
        for number in 0..manifest.pieces.len() {
            match self.piece(manifest, number).await {
                Ok(piece) => {
                    if to.send(Ok(piece)).await.is_err() {
                        return Ok(()); // whoever reads knows why
                    }
                }
                Err(error) => {
                    let _ = to.send(Err(io::ErrorKind::InvalidData.into())).await;
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

/// Decrypts, and gives back the way it went, still open.
fn copy(mut pieces: Joined, keys: Option<(Keys, Option<Once>)>, mut to: File) -> (anyhow::Result<()>, File) {
    let copied = match keys {
        None => io::copy(&mut pieces, &mut to).map(drop).map_err(Into::into),
        Some((keys, once)) => keys.unlock(once.as_ref(), pieces).and_then(|mut opened| {
            io::copy(&mut opened, &mut to).map(drop).map_err(|error| match error.kind() {
                io::ErrorKind::BrokenPipe => error.into(),
                _ => Damaged(format!("decrypting failed: {error}")).into(),
            })
        }),
    };
    (copied, to)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
