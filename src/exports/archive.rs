//! The file that a company is exported to: a zip with a file of JSON lines a table, and what should be in it at its end.

use std::{
    fs::{File, OpenOptions},
    io::{BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// The version of the format.
pub const FORMAT: u32 = 1;

/// The file in it that says what the others are.
pub const MANIFEST: &str = "manifest.json";

/// What is in an export, and how it is told whether it arrived whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    /// The newest migration of whoever made it.
    pub schema_version: i64,
    /// The moment that all rows are of.
    pub made_at: DateTime<Utc>,
    pub company: Whose,
    pub files: Vec<Part>,
}

/// The company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whose {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
}

/// One table's rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub table: String,
    /// What each row has, in this order.
    pub columns: Vec<String>,
    pub rows: u64,
    /// Not compressed.
    pub bytes: u64,
    /// Of the same, in hexadecimal.
    pub sha256: String,
}

impl Part {
    /// What its file is called.
    pub fn file(&self) -> String {
        format!("{}.jsonl", self.table)
    }
}

/// Writes an export, table by table; in memory is never more than what it is handed at a time.
pub struct Writer {
    zip: ZipWriter<BufWriter<File>>,
    manifest: Manifest,
    hash: Sha256,
}

impl Writer {
    /// A new file, which nobody else on the machine can read. It is an error if there is one.
    pub fn create(path: &Path, schema_version: i64, made_at: DateTime<Utc>, company: Whose) -> anyhow::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        let file = file.with_context(|| format!("making {}", path.display()))?;
        let manifest = Manifest { format: FORMAT, schema_version, made_at, company, files: vec![] };
        Ok(Self { zip: ZipWriter::new(BufWriter::new(file)), manifest, hash: Sha256::new() })
    }

    /// From here on rows are this table's.
    pub fn start(&mut self, table: String, columns: Vec<String>) -> anyhow::Result<()> {
        let part = Part { table, columns, rows: 0, bytes: 0, sha256: String::new() };
        self.zip.start_file(part.file(), options().large_file(true))?;
        self.manifest.files.push(part);
        Ok(())
    }

    /// More rows of the table, each an object on one line.
    pub fn rows(&mut self, rows: &[String]) -> anyhow::Result<()> {
        let part = self.manifest.files.last_mut().context("no table was started")?;
        for row in rows {
            for piece in [row.as_bytes(), b"\n"] {
                self.zip.write_all(piece)?;
                self.hash.update(piece);
                part.bytes += piece.len() as u64;
            }
            part.rows += 1;
        }
        Ok(())
    }

    /// The table has no more rows.
    pub fn end(&mut self) -> anyhow::Result<()> {
        let part = self.manifest.files.last_mut().context("no table was started")?;
        part.sha256 = hex::encode(std::mem::take(&mut self.hash).finalize());
        Ok(())
    }

    /// Writes the manifest, and sees to it that the file is on the disk. Answers its size in bytes.
    pub fn finish(mut self) -> anyhow::Result<(Manifest, u64)> {
        self.zip.start_file(MANIFEST, options())?;
        self.zip.write_all(&serde_json::to_vec_pretty(&self.manifest)?)?;
        let file = self.zip.finish()?.into_inner()?;
        file.sync_all()?;
        Ok((self.manifest, file.metadata()?.len()))
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}
