//! A Postgres of our own: a private cluster in a directory, on a loopback port, that starts and ends with us.

mod binaries;
mod home;
mod init;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use anyhow::{Context, bail};
use nix::sys::signal::Signal;

use crate::supervise;
pub use binaries::program_dirs;
use home::Home;

/// How long a start or stop may take: recovery after a power cut and a last checkpoint are included.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the data is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Survives a crash and the process.
    Lasting,
    /// For tests and benchmarks: nothing waits for the disk, and the directory goes with the cluster.
    Throwaway,
}

impl Kind {
    /// How logins prove their password. Tests connect thousands of times, and an unoptimised SCRAM exchange costs the client
    /// a tenth of a second; over the loopback of one run's throwaway server the password itself may travel.
    fn authentication(self) -> &'static str {
        match self {
            Kind::Lasting => "--auth=scram-sha-256",
            Kind::Throwaway => "--auth=password",
        }
    }

    fn settings(self) -> &'static [&'static str] {
        match self {
            Kind::Lasting => &[],
            Kind::Throwaway => &[
                "max_connections=300",
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "wal_level=minimal",
                "max_wal_senders=0",
                "max_wal_size=4GB",
                "shared_buffers=256MB",
            ],
        }
    }
}

/// A running server. Dropping it stops it too, but only [`Cluster::stop`] tells whether that went well.
#[derive(Debug)]
pub struct Cluster {
    server: Child,
    dir: PathBuf,
    kind: Kind,
    port: u16,
    password: String,
}

impl Cluster {
    /// Starts the cluster in `dir`, made if it does not exist. Blocks (0.1 s; 0.7 s for a new one), and must be called
    /// from the main thread, since the server ends with the thread that started it.
    pub fn start(dir: &Path, kind: Kind) -> anyhow::Result<Cluster> {
        Cluster::start_by(&std::env::current_exe()?, dir, kind)
    }

    /// [`Cluster::start`] for a process that is not `frontdesk` itself, such as a test.
    pub fn start_by(executable: &Path, dir: &Path, kind: Kind) -> anyhow::Result<Cluster> {
        fs::create_dir_all(dir).with_context(|| format!("creating {}", dir.display()))?;
        Cluster::start_in(executable, dir, kind).inspect_err(|_| {
            if kind == Kind::Throwaway {
                let _ = fs::remove_dir_all(dir);
            }
        })
    }

    fn start_in(executable: &Path, dir: &Path, kind: Kind) -> anyhow::Result<Cluster> {
        let home = Home::open(executable, dir)?;
        if home.version.is_none() {
            init::create(&home, kind)?;
        }
        let password = fs::read_to_string(home.dir.join("password")).context("reading the cluster's password")?;
        home.await_end_of_last()?;

        let (server, port) = home.serve(kind)?;
        tracing::debug!(dir = %home.dir.display(), port, "postgres is ready");
        Ok(Cluster { server, dir: home.dir, kind, port, password })
    }

    /// The superuser's URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    /// The superuser's URL of a database in the cluster that another process runs in `dir`, if one does.
    pub fn url_of_running(dir: &Path, database: &str) -> anyhow::Result<String> {
        let port = home::running(dir).with_context(|| format!("no Postgres runs in {}", dir.display()))?;
        let password = fs::read_to_string(dir.join("password")).context("reading the cluster's password")?;
        Ok(format!("postgres://postgres:{password}@127.0.0.1:{port}/{database}"))
    }

    /// Ends every session and the server.
    pub fn stop(mut self) -> anyhow::Result<()> {
        self.end()
    }

    fn end(&mut self) -> anyhow::Result<()> {
        let signal = match self.kind {
            Kind::Lasting => Signal::SIGINT,    // fast: roll back, write a checkpoint
            Kind::Throwaway => Signal::SIGQUIT, // immediate
        };
        let status = supervise::stop(&mut self.server, signal, PATIENCE)?;

        if self.kind == Kind::Throwaway {
            let _ = fs::remove_dir_all(&self.dir);
        } else if !status.success() {
            bail!("Postgres ended with {status}; its log: {}", self.dir.join("log").display());
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            tracing::error!("stopping Postgres: {error:#}");
        }
    }
}
