//! What stands beside a backup: what it is of, and what came of trying it.

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use frontdesk::db::fingerprint::Fingerprint;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::pieces::Cut;

/// The form of what is stored, which a later version may change.
pub const FORMAT: u32 = 1;

/// What a backup is. It names nobody, and is not encrypted: whoever has no key can still say which backups there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub name: String,
    /// The moment that the backup shows.
    pub made_at: DateTime<Utc>,
    /// The version of Frontdesk that made it.
    pub frontdesk: String,
    pub encrypted: bool,
    /// The version of `pg_dump`.
    pub dumped_by: u32,
    pub bytes: u64,
    /// Of all pieces one after the other.
    pub sha256: String,
    /// SHA-256 of each piece.
    pub pieces: Vec<String>,
    /// What the database held at that moment.
    pub database: Fingerprint,
    /// SHA-256 of all of the above, as it is written here.
    pub checksum: String,
}

impl Manifest {
    pub fn new(
        name: &str,
        made_at: DateTime<Utc>,
        encrypted: bool,
        dumped_by: u32,
        cut: Cut,
        database: Fingerprint,
    ) -> anyhow::Result<Self> {
        let manifest = Self {
            format: FORMAT,
            name: name.to_owned(),
            made_at,
            frontdesk: env!("CARGO_PKG_VERSION").to_owned(),
            encrypted,
            dumped_by,
            bytes: cut.bytes,
            sha256: cut.sha256,
            pieces: cut.pieces,
            database,
            checksum: String::new(),
        };
        manifest.sealed()
    }

    /// With the checksum of what it says.
    pub fn sealed(self) -> anyhow::Result<Self> {
        Ok(Self { checksum: self.sum()?, ..self })
    }

    fn sum(&self) -> anyhow::Result<String> {
        let unsealed = Self { checksum: String::new(), ..self.clone() };
        Ok(hex::encode(Sha256::digest(serde_json::to_vec(&unsealed)?)))
    }

    pub fn to_json(&self) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }

    /// The manifest of the backup of this name, if it is as it was written.
    pub fn from_json(name: &str, bytes: &[u8]) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        let form =
            serde_json::from_slice::<Form>(bytes).with_context(|| format!("the manifest of {name} is damaged"))?;
        ensure!(form.format <= FORMAT, "{name} was made by a newer version of frontdesk: restore it with that one");
        let read: Self = serde_json::from_slice(bytes).with_context(|| format!("the manifest of {name} is damaged"))?;
        ensure!(
            read.sum()? == read.checksum && read.name == name,
            "the manifest of {name} is damaged: it is not what was written"
        );
        Ok(read)
    }
}

/// What came of restoring a backup and comparing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub tried_at: DateTime<Utc>,
    /// In sentences; none in a backup that is sound.
    pub differences: Vec<String>,
}

impl Verdict {
    pub fn is_sound(&self) -> bool {
        self.differences.is_empty()
    }
}
