//! Where backups are: a directory, or a bucket of anything that speaks S3. Each backup is a folder of its own: pieces, a
//! manifest that is written last, and what came of trying it.

use std::{
    collections::BTreeMap,
    fs, io,
    path::PathBuf,
    sync::{Arc, Once},
};

use anyhow::{Context, anyhow, bail, ensure};
use futures_util::TryStreamExt;
use object_store::{
    ClientConfigKey, Error as StoreError, ObjectStore, ObjectStoreExt,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    local::LocalFileSystem,
    path::Path,
};
use url::Url;

use super::manifest::{Manifest, Verdict};

const MANIFEST: &str = "manifest.json";
const VERDICT: &str = "verdict.json";

#[derive(Clone)]
pub struct Place {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    /// On this machine, where it is one of its directories.
    directory: Option<PathBuf>,
}

/// A backup that is complete, or was: one without a manifest is none.
pub struct Stored {
    pub name: String,
    pub manifest: anyhow::Result<Manifest>,
    /// `None`: it was not tried.
    pub verdict: Option<Verdict>,
}

impl Place {
    /// `file:///…` or `s3://bucket/prefix`. How to reach S3 is in the environment, by the names that Amazon's tools use.
    pub fn open(url: &Url) -> anyhow::Result<Self> {
        match url.scheme() {
            "file" => {
                let directory = url.to_file_path().map_err(|()| anyhow!("{url} is no directory of this machine"))?;
                make_private(&directory).with_context(|| format!("{}", directory.display()))?;
                let store = LocalFileSystem::new_with_prefix(&directory)?.with_fsync(true);
                Ok(Self { store: Arc::new(store), prefix: Path::default(), directory: Some(directory) })
            }
            "s3" => {
                choose_cryptography();
                let timeout = AmazonS3ConfigKey::Client(ClientConfigKey::Timeout);
                let store = AmazonS3Builder::from_env().with_url(url.as_str()).with_config(timeout, "300s").build()?;
                let prefix = Path::from_url_path(url.path()).context("FRONTDESK_BACKUP_URL")?;
                Ok(Self { store: Arc::new(store), prefix, directory: None })
            }
            other => bail!("FRONTDESK_BACKUP_URL begins with {other}://, which is neither file:/// nor s3://"),
        }
    }

    fn at(&self, name: &str, object: &str) -> Path {
        self.prefix.clone().join(name).join(object)
    }

    pub async fn put_piece(&self, name: &str, number: usize, piece: Vec<u8>) -> anyhow::Result<()> {
        let path = self.at(name, &piece_name(number));
        self.store.put(&path, piece.into()).await.with_context(|| format!("storing {path}"))?;
        Ok(())
    }

    /// `None`: it is missing.
    pub async fn piece(&self, name: &str, number: usize) -> anyhow::Result<Option<Vec<u8>>> {
        self.read(name, &piece_name(number)).await
    }

    /// From here on it is a backup.
    pub async fn put_manifest(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let path = self.at(&manifest.name, MANIFEST);
        self.store.put(&path, manifest.to_json()?.into()).await.context("storing the manifest")?;
        Ok(())
    }

    /// `None`: there is no such backup.
    pub async fn manifest(&self, name: &str) -> anyhow::Result<Option<Manifest>> {
        self.read(name, MANIFEST).await?.map(|bytes| Manifest::from_json(name, &bytes)).transpose()
    }

    pub async fn put_verdict(&self, name: &str, verdict: &Verdict) -> anyhow::Result<()> {
        let json = serde_json::to_vec(verdict)?;
        self.store.put(&self.at(name, VERDICT), json.into()).await.context("storing the verdict")?;
        Ok(())
    }

    async fn read(&self, name: &str, object: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let path = self.at(name, object);
        match self.store.get(&path).await {
            Ok(found) => Ok(Some(found.bytes().await?.into())),
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(why) => Err(why).with_context(|| format!("reading {path}")),
        }
    }

    /// Every backup that is complete, newest first; beside it, the names of what never became one.
    pub async fn list(&self) -> anyhow::Result<(Vec<Stored>, Vec<String>)> {
        let (mut complete, mut unfinished) = (Vec::new(), Vec::new());
        for name in self.names().await? {
            let verdict = self.read(&name, VERDICT).await?.and_then(|bytes| serde_json::from_slice(&bytes).ok());
            match self.read(&name, MANIFEST).await? {
                Some(bytes) => complete.push(Stored { manifest: Manifest::from_json(&name, &bytes), verdict, name }),
                None => unfinished.push(name),
            }
        }
        complete.reverse();
        Ok((complete, unfinished))
    }

    /// Oldest first. Whatever has another kind of name is not ours.
    async fn names(&self) -> anyhow::Result<Vec<String>> {
        let found = self.store.list_with_delimiter(Some(&self.prefix)).await.context("listing the backups")?;
        let names = found
            .common_prefixes
            .iter()
            .filter_map(|path| path.parts().next_back().map(|part| part.as_ref().to_owned()));
        let mut names: Vec<String> = names.filter(|name| is_name(name)).collect();
        names.sort();
        Ok(names)
    }

    /// Takes it away: its manifest first, so that what is left of it, if this is cut short, is no backup.
    pub async fn delete(&self, name: &str) -> anyhow::Result<()> {
        ensure!(is_name(name), "{name} is not the name of a backup");
        let folder = self.prefix.clone().join(name);
        let mut objects: BTreeMap<bool, Vec<Path>> = BTreeMap::new();
        for object in self.store.list(Some(&folder)).try_collect::<Vec<_>>().await? {
            objects.entry(object.location.filename() != Some(MANIFEST)).or_default().push(object.location);
        }
        for path in objects.into_values().flatten() {
            match self.store.delete(&path).await {
                Ok(()) | Err(StoreError::NotFound { .. }) => {}
                Err(why) => return Err(why).with_context(|| format!("deleting {path}")),
            }
        }
        // A directory also has the beginning of a piece in it, if whoever wrote it was cut short.
        if let Some(directory) = &self.directory
            && directory.join(name).exists()
        {
            fs::remove_dir_all(directory.join(name)).with_context(|| format!("deleting {name}"))?;
        }
        Ok(())
    }
}

fn piece_name(number: usize) -> String {
    format!("dump.{number:06}")
}

/// `20261121T023000Z-9f3c1a7e`: when, and a part of its id.
pub fn is_name(name: &str) -> bool {
    let Some((time, id)) = name.split_once("Z-") else { return false };
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = time.split_once('T').is_some_and(|(day, time)| digits(day, 8) && digits(time, 6));
    is_time && id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A directory that nobody else can look into, where it is made by us.
fn make_private(directory: &std::path::Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

/// What speaks HTTPS to the bucket leaves the choice to its process.
fn choose_cryptography() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| drop(tokio_rustls::rustls::crypto::ring::default_provider().install_default()));
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn what_is_not_named_like_a_backup_is_none() {
        assert!(is_name("20261121T023000Z-9f3c1a7e"));
        for other in [
            "",
            "lost+found",
            "20261121T023000Z",
            "20261121T023000Z-../..",
            "2026121T023000Z-9f3c1a7e",
            "20261121T023000Z-9f3c1a7e/x",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }
}
