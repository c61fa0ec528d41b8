//! Backups: made, tried, restored, and what becomes of them when something goes wrong halfway.

use std::{
    fs,
    path::{Path, PathBuf},
};

use frontdesk::{backups::BackupId, clock::Clock, config::Config};
use frontdesk_cli::backup;
use frontdesk_jobs::backups::{Backups, Manifest, Report};
use tempfile::TempDir;
use tokio::process::Command;

use crate::{Database, monday};

mod bucket;
mod damaged;
mod dying;
mod keeping;
mod keys;
mod platform;
mod refused;
mod restoring;

/// A database with a little of everything, a directory for its backups, and the key to them.
struct Shop {
    db: Database,
    clock: Clock,
    dir: TempDir,
    recipient: String,
    identity: String,
}

const FILLED: &str = "
    create table things (
        id integer constraint things_pkey primary key, name text not null, price numeric(12, 2), weight double precision,
        at timestamptz, kept interval, tags jsonb, picture bytea,
        constraint things_price check (price >= 0));
    create function worth() returns numeric language sql return (select sum(price) from public.things);
    alter table things enable row level security;
    create policy guests on things for select to frontdesk_guest using (price > 1);
    create view cheap as select id, name from things where price < 10;
    insert into things
    select n, md5(n::text), n / 7.0, n / 3.0, timestamptz '2026-03-29 00:30Z' + n * interval '1 hour', n * interval '1 minute',
           jsonb_build_object('n', n), sha512(n::text::bytea) || sha512((n || 'x')::bytea)
    from generate_series(1, 4000) n;
    create index things_name_idx on things (name)";

impl Shop {
    async fn open() -> Self {
        let db = Database::empty().await.expect("a database");
        db.execute(FILLED).await;
        let (recipient, identity) = frontdesk_jobs::backups::generate_key();
        Self { db, clock: Clock::fixed(monday()), dir: TempDir::new().expect("a directory"), recipient, identity }
    }

    /// Small pieces, so that there are several.
    fn config(&self) -> Config {
        let url = format!("file://{}", self.dir.path().display());
        Config {
            backup_url: Some(url.parse().expect("a URL")),
            backup_identities: vec![self.identity.clone()],
            backup_piece: 65_536,
            database_owner_url: Some(self.db.owner_url().into()),
            ..Config::defaults()
        }
    }

    fn with(&self, change: impl FnOnce(&mut Config)) -> Backups {
        let mut config = self.config();
        change(&mut config);
        Backups::new(&config, backup::tools(), self.clock.clone()).expect("a place for backups")
    }

    fn backups(&self) -> Backups {
        self.with(|_| {})
    }

    /// Makes one and does not try it.
    async fn made(&self) -> Manifest {
        self.backups().make(BackupId::new().0, true).await.expect("a backup").0
    }

    async fn run(&self) -> Report {
        self.backups().run(BackupId::new().0, true).await.expect("a backup")
    }

    fn piece(&self, name: &str, number: usize) -> PathBuf {
        self.dir.path().join(name).join(format!("dump.{number:06}"))
    }

    /// The names that are in the directory, complete or not.
    fn folders(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dir.path()).expect("a directory");
        let mut names: Vec<_> =
            entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
        names.sort();
        names
    }
}

/// Whether there is nothing in a database.
async fn is_empty(db: &Database) -> bool {
    db.number("select count(*) from pg_class where relnamespace = 'public'::regnamespace").await == 0
}

/// Turns one bit of a file around.
fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).expect("a file");
    bytes[at] ^= 1;
    fs::write(path, bytes).expect("written");
}

/// The executable, with nothing but these in its environment.
fn frontdesk(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let program = std::env::current_exe().expect("a test is a file").with_file_name("../frontdesk");
    let mut command = Command::new(program);
    command.args(arguments).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.envs(environment.iter().copied()).kill_on_drop(true);
    command
}

/// What it said, and whether it was content.
async fn said(mut command: Command) -> (String, bool) {
    let output = command.output().await.expect("`cargo build` makes it");
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&text).into_owned(), output.status.success())
}
