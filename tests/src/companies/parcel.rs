//! An export in a test's hands: to be looked into, and to be forged.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use frontdesk::{
    db::importing::{self, Imported, Wish},
    exports::{archive::Manifest, making},
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::TestApp;

/// The file, and where it lies.
pub struct Parcel {
    folder: TempDir,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Parcel {
    /// Everything that a company has now.
    pub async fn of(app: &TestApp, slug: &str) -> Self {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("export.zip");
        making::whole(&app.app, &app.envelope(slug).await, &path).await.expect("an export");
        Self { files: unpack(&path), folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("export.zip")
    }

    pub fn manifest(&self) -> Manifest {
        serde_json::from_slice(&self.files["manifest.json"]).expect("a manifest")
    }

    /// The rows of every table, less the columns that come back otherwise.
    pub fn rows(&self, but: &[(&str, &str)]) -> BTreeMap<String, Vec<Value>> {
        let tables = self.files.iter().filter_map(|(name, text)| Some((name.strip_suffix(".jsonl")?, text)));
        tables
            .map(|(table, text)| {
                let lines = std::str::from_utf8(text).expect("text").lines();
                let mut rows: Vec<Value> = lines.map(|line| serde_json::from_str(line).expect("a row")).collect();
                for row in &mut rows {
                    for (_, column) in but.iter().filter(|(name, _)| *name == table) {
                        row.as_object_mut().expect("a row").remove(*column);
                    }
                }
                (table.to_owned(), rows)
            })
            .collect()
    }

    /// Changes rows of a table, and what the manifest says of them.
    pub fn forge(&mut self, table: &str, change: impl FnOnce(String) -> String) {
        let file = format!("{table}.jsonl");
        let text = change(String::from_utf8(self.files[&file].clone()).expect("text"));
        self.edit(|manifest| {
            let part = part(manifest, table);
            part["rows"] = text.lines().count().into();
            part["bytes"] = text.len().into();
            part["sha256"] = hex::encode(Sha256::digest(&text)).into();
        });
        self.files.insert(file, text.into_bytes());
    }

    /// As if the table had not had this column yet.
    pub fn without_column(&mut self, table: &str, column: &str) {
        self.forge(table, |text| {
            let row = |line| {
                let mut row: Value = serde_json::from_str(line).expect("a row");
                row.as_object_mut().expect("a row").remove(column).expect("the column");
                format!("{row}\n")
            };
            text.lines().map(row).collect()
        });
        self.edit(|manifest| {
            part(manifest, table)["columns"].as_array_mut().expect("names").retain(|name| name != column)
        });
    }

    /// As if there had not been such a table yet.
    pub fn without_table(&mut self, table: &str) {
        self.files.remove(&format!("{table}.jsonl")).expect("the table");
        self.edit(|manifest| manifest["files"].as_array_mut().expect("files").retain(|part| part["table"] != table));
    }

    /// Changes the manifest.
    pub fn edit(&mut self, change: impl FnOnce(&mut Value)) {
        let mut manifest: Value = serde_json::from_slice(&self.files["manifest.json"]).expect("a manifest");
        change(&mut manifest);
        self.files.insert("manifest.json".into(), manifest.to_string().into_bytes());
    }

    /// Packs the files as they are now, the manifest last.
    pub fn pack(&self) {
        let mut zip = ZipWriter::new(File::create(self.path()).expect("a file"));
        let manifest = self.files.iter().filter(|(name, _)| *name == "manifest.json");
        for (name, text) in self.files.iter().filter(|(name, _)| *name != "manifest.json").chain(manifest) {
            zip.start_file(name, SimpleFileOptions::default()).expect("a file in it");
            zip.write_all(text).expect("its bytes");
        }
        zip.finish().expect("a zip");
    }

    /// Lets the zip say of a file that it is so long, in both places where it says that.
    pub fn lie(&self, name: &str, size: u32) {
        let mut zip = std::fs::read(self.path()).expect("the file");
        let named = |at: &usize| zip[*at..].starts_with(name.as_bytes());
        let places: Vec<usize> = (46..zip.len() - name.len()).filter(named).collect();
        let headers = places.iter().flat_map(|at| [(at - 30, b"PK\x03\x04", 22), (at - 46, b"PK\x01\x02", 24)]);
        let told: Vec<_> = headers.filter(|(at, mark, _)| zip[*at..].starts_with(*mark)).collect();
        assert_eq!(told.len(), 2, "{name} has a header of its own, and one in the list");
        for (at, _, size_at) in told {
            zip[at + size_at..][..4].copy_from_slice(&size.to_le_bytes());
        }
        std::fs::write(self.path(), zip).expect("the file");
    }

    /// Brings it back to an installation.
    pub async fn import(&self, app: &TestApp, wish: Wish<'_>) -> anyhow::Result<Imported> {
        importing::import(app.db.owner_url(), &self.path(), wish, app.clock.now()).await
    }

    /// The ids of all rows.
    pub fn ids(&self) -> Vec<String> {
        let rows = self.rows(&[]);
        rows.values().flatten().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Everything that is said in it.
    pub fn text(&self) -> String {
        self.files.values().map(|text| String::from_utf8_lossy(text)).collect()
    }
}

/// What a manifest says of a table.
pub fn part<'a>(manifest: &'a mut Value, table: &str) -> &'a mut Value {
    let parts = manifest["files"].as_array_mut().expect("files");
    parts.iter_mut().find(|part| part["table"] == table).expect("the table")
}

fn unpack(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(File::open(path).expect("the file")).expect("a zip");
    let mut files = BTreeMap::new();
    let last = zip.len() - 1;
    for index in 0..=last {
        let mut entry = zip.by_index(index).expect("a file in it");
        let name = entry.name().expect("a name").into_owned();
        assert_eq!(name == "manifest.json", index == last, "the manifest is last");
        let mut text = Vec::new();
        entry.read_to_end(&mut text).expect("its bytes");
        files.insert(name, text);
    }
    files
}
