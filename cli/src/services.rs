//! Runs a command beside a Postgres and a Redis of its own: what `make test` does.

use std::os::unix::process::ExitStatusExt;
use std::process::{ExitCode, ExitStatus};
use std::time::Duration;

use anyhow::{Context, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};
use tokio::signal::unix::{self, SignalKind};
use tokio::time::timeout;

use crate::cluster::{Cluster, Kind};
use crate::redis::Redis;

/// How long an interrupted command may take to clean up.
const GRACE: Duration = Duration::from_secs(15);

/// Backs `frontdesk with-services -- command…`: the command finds the services in `TEST_DATABASE_URL` (a superuser's) and
/// `TEST_REDIS_URL`, which is absent where no Redis is installed; they end with it, and its exit code is passed on. Must be
/// awaited on the main thread, since the services end with the thread that started them.
pub async fn with_services(command: Vec<String>) -> anyhow::Result<ExitCode> {
    let Some((program, args)) = command.split_first() else {
        bail!("with-services wants a command");
    };
    let mut signals = Signals::watch()?;
    let dir = tempfile::Builder::new().prefix("frontdesk-").tempdir()?;
    let cluster = Cluster::start(dir.path(), Kind::Throwaway)?;
    let redis = Redis::start_if_installed();

    if timeout(Duration::ZERO, signals.next()).await.is_ok() {
        cluster.stop()?;
        return Ok(ExitCode::from(130)); // interrupted before there was a command
    }

    let mut command = Command::new(program);
    command.args(args).env("TEST_DATABASE_URL", cluster.url("postgres")).env_remove("TEST_REDIS_URL");
    if let Some(redis) = &redis {
        command.env("TEST_REDIS_URL", redis.url());
    }
    let status = run(command, signals).await.with_context(|| format!("running {program}"));

    cluster.stop()?;
    let status = status?;
    let code = status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default());
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

/// Runs a command to its end. A terminal's Ctrl-C reaches it without us; what is meant for us alone is passed on.
async fn run(mut command: Command, mut signals: Signals) -> anyhow::Result<ExitStatus> {
    let mut child = command.kill_on_drop(true).spawn()?;

    tokio::select! {
        status = child.wait() => return Ok(status?),
        signal = signals.next() => if signal == Signal::SIGTERM { end(&child)? },
    }
    if let Ok(status) = timeout(GRACE, child.wait()).await {
        return Ok(status?);
    }
    end(&child)?;
    if let Ok(status) = timeout(GRACE, child.wait()).await {
        return Ok(status?);
    }
    child.kill().await?;
    Ok(child.wait().await?)
}

fn end(child: &Child) -> anyhow::Result<()> {
    if let Some(pid) = child.id() {
        kill(Pid::from_raw(pid.try_into().expect("a process id is a positive i32")), Signal::SIGTERM)?;
    }
    Ok(())
}

/// The signals that ask us to end, from now on.
struct Signals {
    interrupt: unix::Signal,
    terminate: unix::Signal,
}

impl Signals {
    fn watch() -> std::io::Result<Signals> {
        Ok(Signals {
            interrupt: unix::signal(SignalKind::interrupt())?,
            terminate: unix::signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::SIGINT,
            _ = self.terminate.recv() => Signal::SIGTERM,
        }
    }
}
