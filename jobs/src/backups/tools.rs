//! The programs of Postgres that a backup is made and restored with: which one, and how it is told where the database is.

use std::{
    path::{Path, PathBuf},
    process::Command as Plain,
};

use anyhow::{Context, anyhow};
use tokio::process::Command;
use url::{Url, form_urlencoded};

/// Where programs of Postgres may be.
#[derive(Clone, Debug, Default)]
pub struct Tools {
    dirs: Vec<PathBuf>,
}

impl Tools {
    pub fn new(dirs: Vec<PathBuf>) -> Self {
        Self { dirs }
    }

    /// The oldest `program` that is of this version or newer.
    pub fn find(&self, program: &str, at_least: u32) -> anyhow::Result<(PathBuf, u32)> {
        let found = self.dirs.iter().filter_map(|dir| {
            let path = dir.join(program);
            version(&path).map(|major| (path, major))
        });
        found.filter(|(_, major)| *major >= at_least).min_by_key(|(_, major)| *major).ok_or_else(|| {
            anyhow!(
                "no {program} of Postgres {at_least} or newer is here: install one (Debian: apt install \
                 postgresql-client-{at_least}; macOS: brew install postgresql@{at_least})"
            )
        })
    }
}

fn version(program: &Path) -> Option<u32> {
    let answer = Plain::new(program).arg("--version").output().ok()?;
    major(&String::from_utf8_lossy(&answer.stdout))
}

/// `postgres (PostgreSQL) 17.2 (Debian 17.2-1)` is 17.
pub fn major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL)")?.1.trim_start();
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// What a query of a database URL and the environment of Postgres' programs call the same thing.
const QUERY: [(&str, &str); 8] = [
    ("host", "PGHOST"),
    ("port", "PGPORT"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
];

/// `program`, which finds its database in the environment: arguments can be read by everybody on the machine.
pub fn command(program: &Path, database: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(program);
    command.env("LC_ALL", "C").env("PGAPPNAME", "frontdesk backup").env("PGCONNECT_TIMEOUT", "15").kill_on_drop(true);
    for (name, value) in environment(database)? {
        command.env(name, value);
    }
    Ok(command)
}

fn environment(database: &str) -> anyhow::Result<Vec<(&'static str, String)>> {
    let url: Url = database.parse().context("not a database URL")?;
    let mut found = vec![("PGDATABASE", name_of(&url))];
    found.extend(
        url.host_str().filter(|host| !host.is_empty()).map(|host| ("PGHOST", decoded(host.trim_matches(['[', ']'])))),
    );
    found.extend(url.port().map(|port| ("PGPORT", port.to_string())));
    found.extend(Some(url.username()).filter(|user| !user.is_empty()).map(|user| ("PGUSER", decoded(user))));
    found.extend(url.password().map(|password| ("PGPASSWORD", decoded(password))));
    for (name, value) in url.query_pairs() {
        let known = QUERY.iter().find(|(word, _)| *word == name.replace('-', ""));
        found.extend(known.map(|(_, variable)| (*variable, value.into_owned())));
    }
    Ok(found)
}

/// Which database a URL names.
pub fn name_of(url: &Url) -> String {
    decoded(url.path().trim_start_matches('/'))
}

fn decoded(part: &str) -> String {
    let pair = format!("={}", part.replace('+', "%2B"));
    form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).next().unwrap_or_default()
}

/// The first thing that a program complained of. What it says after that may have rows in it.
pub fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let complains = |line: &&str| line.contains("error") || line.contains("ERROR") || line.contains("FATAL");
    let line = text.lines().find(complains).or(text.lines().last()).unwrap_or("it said nothing");
    line.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_the_program_says() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("pg_dump (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major("sh: postgres: not found\n"), None);
    }

    #[test]
    fn a_url_is_told_by_the_environment() {
        let told =
            environment("postgres://ops:p%40ss+%2Fw@[::1]:5433/front%20desk?sslmode=verify-full").expect("a URL");

        let wanted = [
            ("PGDATABASE", "front desk"),
            ("PGHOST", "::1"),
            ("PGPORT", "5433"),
            ("PGUSER", "ops"),
            ("PGPASSWORD", "p@ss+/w"),
            ("PGSSLMODE", "verify-full"),
        ];
        assert_eq!(told, wanted.map(|(name, value)| (name, value.to_owned())));
    }

    #[test]
    fn a_socket_is_named_by_the_query() {
        let told = environment("postgres:///desk?host=/run/postgresql&user=ops").expect("a URL");

        let wanted = [("PGDATABASE", "desk"), ("PGHOST", "/run/postgresql"), ("PGUSER", "ops")];
        assert_eq!(told, wanted.map(|(name, value)| (name, value.to_owned())));
    }
}
