//! Reads an export that somebody brings along, and believes nothing of it: neither what it says it holds nor how much.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use anyhow::{Context, bail, ensure};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zip::{CompressionMethod, ZipArchive};

use super::archive::{FORMAT, MANIFEST, Manifest, Part};

/// How long a manifest may be, in bytes.
const MOST_MANIFEST: u64 = 1 << 20;
/// How long a row may be.
const MOST_ROW: u64 = 32 << 20;
/// How long all rows together may be: 1 TiB.
const MOST_BYTES: u64 = 1 << 40;
/// How many times as long as in the zip a file may be once it is out of it, if it is longer than [`SMALL`].
const MOST_RATIO: u64 = 200;
const SMALL: u64 = 1 << 20;

/// An export whose manifest has been read, and agrees with what lies beside it.
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    pub manifest: Manifest,
}

/// A row: as it was written, and what it says.
pub struct Row {
    pub line: String,
    pub id: Uuid,
    pub values: Map<String, Value>,
}

impl Archive {
    /// Looks at the manifest and at the list of files, before anything else is read.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
        let mut zip = ZipArchive::new(BufReader::new(file)).context("not a whole zip file")?;
        ensure!(!zip.has_duplicate_names() && !zip.has_overlapping_files()?, "two files in it are one");
        let manifest = read_manifest(&mut zip)?;
        let mut archive = Self { zip, manifest };
        archive.compare()?;
        Ok(archive)
    }

    /// What is in the zip is what the manifest names, of the size that it says.
    fn compare(&mut self) -> anyhow::Result<()> {
        let mut wanted = BTreeSet::from([MANIFEST.to_owned()]);
        let mut total = 0_u64;
        for part in &self.manifest.files {
            let plain =
                part.table.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
            ensure!(plain && !part.table.is_empty(), "{:?} is no table's name", part.table);
            ensure!(wanted.insert(part.file()), "the manifest names {} twice", part.file());
            total = total.saturating_add(part.bytes);
        }
        ensure!(total <= MOST_BYTES, "its files say that they are {total} bytes long: that is too much");
        for index in 0..self.zip.len() {
            let entry = self.zip.by_index_raw(index)?;
            let name = entry.name()?.into_owned();
            ensure!(wanted.remove(&name), "{name:?} is in it, and the manifest does not name it");
            ensure!(
                entry.compression() == CompressionMethod::Deflated && !entry.encrypted(),
                "{name} is packed strangely"
            );
            let allowed = entry.compressed_size().saturating_mul(MOST_RATIO).max(SMALL);
            ensure!(entry.size() <= allowed, "{name} would become {} bytes: that is a bomb", entry.size());
            if let Some(part) = self.manifest.files.iter().find(|part| part.file() == name) {
                ensure!(part.bytes == entry.size(), "{name} is not as long as the manifest says");
            }
        }
        match wanted.first() {
            Some(name) => bail!("{name} is missing"),
            None => Ok(()),
        }
    }

    /// Reads a table's rows, and hands on each. An error, once the end is reached, if they are not those of the manifest.
    pub fn rows(&mut self, part: &Part, mut each: impl FnMut(Row) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let (file, company) = (part.file(), self.manifest.company.id.to_string());
        let entry = self.zip.by_name(&file)?;
        let mut source = BufReader::new(entry.take(part.bytes.saturating_add(1)));
        let (mut hash, mut bytes, mut rows) = (Sha256::new(), 0_u64, 0_u64);
        loop {
            let mut line = Vec::new();
            let read = source.by_ref().take(MOST_ROW).read_until(b'\n', &mut line);
            let read = read.with_context(|| format!("{file} is damaged"))?;
            if read == 0 {
                break;
            }
            hash.update(&line);
            bytes += read as u64;
            rows += 1;
            ensure!(line.pop() == Some(b'\n'), "{file}: row {rows} is too long, or is cut off");
            each(row(line, part, &company).with_context(|| format!("{file}: row {rows}"))?)?;
        }
        ensure!(bytes == part.bytes, "{file} is not as long as the manifest says");
        ensure!(rows == part.rows, "{file} has {rows} rows, and the manifest says {}", part.rows);
        ensure!(
            hex::encode(hash.finalize()) == part.sha256,
            "{file} is not what was exported: its checksum is another"
        );
        Ok(())
    }
}

fn read_manifest(zip: &mut ZipArchive<BufReader<File>>) -> anyhow::Result<Manifest> {
    let entry = zip.by_name(MANIFEST).ok().with_context(|| format!("{MANIFEST} is missing"))?;
    let mut text = Vec::new();
    entry.take(MOST_MANIFEST + 1).read_to_end(&mut text).with_context(|| format!("{MANIFEST} is damaged"))?;
    ensure!(text.len() as u64 <= MOST_MANIFEST, "{MANIFEST} is too long");
    let any: Value = serde_json::from_slice(&text).with_context(|| format!("{MANIFEST} is not JSON"))?;
    let format = any["format"].as_u64().unwrap_or_default();
    ensure!(format == u64::from(FORMAT), "it is of format {format}, and this reads format {FORMAT}");
    serde_json::from_value(any).with_context(|| format!("{MANIFEST} is not one of ours"))
}

/// One row, if it is this company's and has the columns that the manifest names.
fn row(line: Vec<u8>, part: &Part, company: &str) -> anyhow::Result<Row> {
    let line = String::from_utf8(line).context("not text")?;
    let values: Map<String, Value> = serde_json::from_str(&line).context("not an object")?;
    for column in &part.columns {
        ensure!(values.contains_key(column), "{column} is missing");
    }
    if let Some(unknown) = values.keys().find(|name| !part.columns.contains(name)) {
        bail!("{unknown} is no column of it");
    }
    let owner = if part.table == "companies" { "id" } else { "company_id" };
    ensure!(values.get(owner).and_then(Value::as_str) == Some(company), "it is another company's");
    let id = values.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok()).context("its id is none")?;
    Ok(Row { line, id, values })
}
