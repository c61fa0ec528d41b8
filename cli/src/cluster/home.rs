//! A cluster's directory, and the server in it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use anyhow::{Context, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::binaries::{self, Binaries};
use super::{Kind, PATIENCE};
use crate::supervise::{self, DIR, Identity};

/// How long a server that is already stopping is waited for.
const STOPPING: Duration = Duration::from_secs(10);

/// A cluster's directory: `data`, `password`, `log`, and who and what serves it.
pub(super) struct Home<'a> {
    executable: &'a Path,
    pub(super) dir: PathBuf,
    pub(super) version: Option<u32>,
    pub(super) binaries: Binaries,
    pub(super) identity: Option<Identity>,
}

impl Home<'_> {
    pub(super) fn open<'a>(executable: &'a Path, dir: &Path) -> anyhow::Result<Home<'a>> {
        let dir = dir.canonicalize()?;
        let version = fs::read_to_string(dir.join("data/PG_VERSION")).ok();
        let version = version.map(|text| text.trim().parse()).transpose().context("reading PG_VERSION")?;
        let binaries = binaries::find(version)?;
        let identity = Identity::of(&dir.join("data"))?;
        if let Some(Identity { uid, .. }) = identity {
            binaries::check_reachable(&binaries.postgres(), uid)?;
            if cfg!(not(target_os = "linux")) {
                binaries::check_reachable(&dir, uid)?;
            }
        }
        Ok(Home { executable, dir, version, binaries, identity })
    }

    pub(super) fn command(&self, program: &Path) -> std::process::Command {
        let mut command = supervise::command(self.executable, self.identity, &self.dir, program);
        command.env("LC_ALL", "C");
        command
    }

    /// Refuses a directory that another server is using; one that is on its way out is waited for.
    pub(super) fn await_end_of_last(&self) -> anyhow::Result<()> {
        let ended =
            supervise::poll(STOPPING, || match Status::read(&self.dir).filter(|last| last.runs_in(&self.dir)) {
                None => Ok(Some(())),
                Some(last) if last.state == "stopping" => Ok(None),
                Some(last) => bail!("already running (pid {}) in {}", last.pid, self.dir.display()),
            })?;
        ended.with_context(|| format!("the last server in {} does not end", self.dir.display()))?;

        // Another process may have the number by now, and Postgres would take it for the old server.
        if Status::read(&self.dir).is_some_and(|other| alive(other.pid)) {
            fs::remove_file(self.dir.join("data/postmaster.pid"))?;
        }
        Ok(())
    }

    /// Starts the server on a free port; on another, if somebody takes that one first.
    pub(super) fn serve(&self, kind: Kind) -> anyhow::Result<(Child, u16)> {
        let log = self.dir.join("log");
        let _ = fs::rename(&log, self.dir.join("log.last"));
        let mut tries = 0;
        loop {
            tries += 1;
            let port = supervise::free_port()?;
            let mut server = self.spawn(kind, port, File::create(&log)?)?;
            let ready = supervise::poll(PATIENCE, || match server.try_wait()? {
                Some(_) => Ok(Some(false)),
                None => Ok(Status::read(&self.dir).is_some_and(|status| status.is_ready(&server)).then_some(true)),
            })?;

            let text = fs::read_to_string(&log).unwrap_or_default();
            match ready {
                Some(true) => return Ok((server, port)),
                Some(false) if tries < 5 && text.contains("could not bind") => continue,
                Some(false) => bail!("Postgres did not start:\n{}", text.trim_end()),
                None => {
                    supervise::stop(&mut server, Signal::SIGQUIT, STOPPING)?;
                    bail!("Postgres did not become ready in {} s:\n{}", PATIENCE.as_secs(), text.trim_end())
                }
            }
        }
    }

    fn spawn(&self, kind: Kind, port: u16, log: File) -> anyhow::Result<Child> {
        let mut command = self.command(&self.binaries.postgres());
        command.args(["-D", &format!("{DIR}/data"), "-p", &port.to_string()]);
        for setting in ["listen_addresses=127.0.0.1", "unix_socket_directories="].iter().chain(kind.settings()) {
            command.args(["-c", setting]);
        }
        command.stdout(log.try_clone()?).stderr(log);
        command.spawn().context("starting Postgres")
    }
}

/// The port of the server that runs in a cluster's directory, if one does.
pub(super) fn running(dir: &Path) -> Option<u16> {
    let dir = dir.canonicalize().ok()?;
    let status = Status::read(&dir).filter(|status| status.runs_in(&dir) && status.state == "ready")?;
    status.port
}

/// What `postmaster.pid` says.
struct Status {
    pid: Pid,
    port: Option<u16>,
    state: String,
}

impl Status {
    fn read(dir: &Path) -> Option<Status> {
        let text = fs::read_to_string(dir.join("data/postmaster.pid")).ok()?;
        let pid = text.lines().next()?.trim().parse().ok()?;
        let state = text.lines().nth(7).unwrap_or_default().trim().to_owned();
        let port = text.lines().nth(3).and_then(|port| port.trim().parse().ok());
        Some(Status { pid: Pid::from_raw(pid), port, state })
    }

    fn is_ready(&self, server: &Child) -> bool {
        self.pid == supervise::pid(server) && self.state == "ready"
    }

    /// Whether that process is alive and a server of this directory, which is where a server works.
    fn runs_in(&self, dir: &Path) -> bool {
        if cfg!(not(target_os = "linux")) {
            return alive(self.pid);
        }
        fs::read_link(format!("/proc/{}/cwd", self.pid)).is_ok_and(|cwd| cwd == dir.join("data"))
    }
}

fn alive(pid: Pid) -> bool {
    kill(pid, None).is_ok()
}
