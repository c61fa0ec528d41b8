//! Makes an export, a piece at a time, so that whoever waits can be told how far it is.

use std::path::Path;

use anyhow::Context;

use super::archive::{Manifest, Writer};
use crate::{app::App, db::Snapshot, error::Result, queue::Envelope};

/// How many rows are a piece.
const PIECE: usize = 10_000;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub tables: usize,
    pub tables_done: usize,
    pub rows: i64,
}

/// An export on its way into a file.
pub struct Making {
    snapshot: Snapshot,
    writer: Option<Writer>,
    is_open: bool,
    done: usize,
    rows: i64,
}

impl Making {
    /// Begins a new file with what the company of the envelope has now.
    pub async fn begin(app: &App, envelope: &Envelope, path: &Path) -> Result<Self> {
        let snapshot = app.snapshot(envelope).await?;
        let writer = Writer::create(path, snapshot.schema_version, snapshot.made_at, snapshot.company.clone())?;
        Ok(Self { snapshot, writer: Some(writer), is_open: false, done: 0, rows: 0 })
    }

    /// Writes some more; `None` once there is no more to write.
    pub async fn step(&mut self) -> Result<Option<Progress>> {
        let Some(table) = self.snapshot.tables.get(self.done).cloned() else { return Ok(None) };
        if !self.is_open {
            self.snapshot.open(&table).await?;
            let (name, columns) = (table.name.clone(), table.columns.clone());
            self.write(move |writer| writer.start(name, columns)).await?;
            self.is_open = true;
        }
        let mut written = 0;
        while written < PIECE {
            let rows = self.snapshot.fetch().await?;
            if rows.is_empty() {
                self.write(Writer::end).await?;
                self.is_open = false;
                self.done += 1;
                break;
            }
            written += rows.len();
            self.rows += i64::try_from(rows.len()).unwrap_or(i64::MAX);
            self.write(move |writer| writer.rows(&rows)).await?;
        }
        Ok(Some(Progress { tables: self.snapshot.tables.len(), tables_done: self.done, rows: self.rows }))
    }

    /// Closes the file. Answers what is in it, and its size in bytes.
    pub async fn finish(mut self) -> Result<(Manifest, u64)> {
        let writer = self.writer.take().context("the file is lost")?;
        Ok(tokio::task::spawn_blocking(|| writer.finish()).await.context("writing the file")??)
    }

    /// Compressing takes its time: elsewhere than where requests are answered.
    async fn write(&mut self, what: impl FnOnce(&mut Writer) -> anyhow::Result<()> + Send + 'static) -> Result<()> {
        let mut writer = self.writer.take().context("the file is lost")?;
        let written = tokio::task::spawn_blocking(move || what(&mut writer).map(|()| writer));
        self.writer = Some(written.await.context("writing the file")??);
        Ok(())
    }
}

/// Makes all of it.
pub async fn whole(app: &App, envelope: &Envelope, path: &Path) -> Result<(Manifest, u64)> {
    let mut making = Making::begin(app, envelope, path).await?;
    while making.step().await?.is_some() {}
    making.finish().await
}

/// The rows of a manifest, all together.
pub fn rows(manifest: &Manifest) -> u64 {
    manifest.files.iter().map(|part| part.rows).sum()
}
