//! Servers that never outlive us: our own executable steps down to an ordinary user, asks for a signal at our death, and
//! turns into the server.
//!
//! The signal comes when the *thread* that spawned the child ends, so servers are started from the main thread.

use std::convert::Infallible;
use std::fs::{self, File};
use std::os::fd::IntoRawFd;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Gid, Pid, Uid, User, getppid, setgid, setpgid, setuid};

/// The hidden subcommand that ends in [`exec`].
pub const SUBCOMMAND: &str = "__supervised";

/// Stands for the server's directory in its arguments.
pub const DIR: &str = "{dir}";

/// Whom a server runs as when we are root.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Identity {
    pub uid: u32,
    pub gid: u32,
}

impl Identity {
    /// For a server that refuses root: the owner of its existing data, else `postgres`, else `nobody`. `None` if we are
    /// not root, and stay who we are.
    pub fn of(data: &Path) -> anyhow::Result<Option<Identity>> {
        if !Uid::effective().is_root() {
            return Ok(None);
        }

        if let Ok(meta) = fs::metadata(data)
            && meta.uid() != 0
        {
            return Ok(Some(Identity { uid: meta.uid(), gid: meta.gid() }));
        }

        for name in ["postgres", "nobody"] {
            if let Some(user) = User::from_name(name)? {
                return Ok(Some(Identity { uid: user.uid.as_raw(), gid: user.gid.as_raw() }));
            }
        }
        bail!("Postgres does not run as root, and there is no user `postgres` or `nobody` to run it as")
    }
}

/// `program` as a child of ours, by way of `executable` (our own). In its arguments, [`DIR`] stands for `dir`.
pub fn command(executable: &Path, identity: Option<Identity>, dir: &Path, program: &Path) -> Command {
    let id = |of: fn(Identity) -> u32| identity.map_or("-".to_owned(), |identity| of(identity).to_string());
    let mut command = Command::new(executable);
    command
        .args([SUBCOMMAND, &std::process::id().to_string(), &id(|i| i.uid), &id(|i| i.gid)])
        .args([dir, program])
        .stdin(Stdio::null());
    command
}

/// Backs the hidden subcommand, whose arguments are `parent uid gid dir program args…`. Returns only if it fails.
pub fn exec(args: &[String]) -> anyhow::Result<Infallible> {
    let [parent, uid, gid, dir, program, args @ ..] = args else {
        bail!("{SUBCOMMAND} is for the executable itself");
    };
    let mut dir = dir.clone();
    std::env::set_current_dir("/")?;
    setpgid(Pid::from_raw(0), Pid::from_raw(0)).context("leaving the terminal's process group")?;

    if uid != "-" {
        dir = reachable(&dir)?;
        step_down(uid.parse()?, gid.parse()?)?;
    }
    die_with(parent.parse()?)?;

    let error = Command::new(program).args(args.iter().map(|arg| arg.replace(DIR, &dir))).exec();
    Err(error).with_context(|| format!("running {program}"))
}

/// A path to `dir` that an ordinary user can use even below a directory of root's alone: one through an open descriptor.
fn reachable(dir: &str) -> anyhow::Result<String> {
    if cfg!(not(target_os = "linux")) {
        return Ok(dir.to_owned());
    }

    let open = File::open(dir).with_context(|| format!("opening {dir}"))?;
    fcntl(&open, FcntlArg::F_SETFD(FdFlag::empty()))?;
    Ok(format!("/proc/self/fd/{}", open.into_raw_fd()))
}

fn step_down(uid: u32, gid: u32) -> anyhow::Result<()> {
    #[cfg(target_os = "linux")]
    nix::unistd::setgroups(&[])?;
    setgid(Gid::from_raw(gid))?;
    setuid(Uid::from_raw(uid))?;
    Ok(())
}

/// Asks for a signal at the parent's death. Comes after [`step_down`], which would undo it.
fn die_with(parent: i32) -> anyhow::Result<()> {
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_pdeathsig(Signal::SIGINT)?;
    if getppid() != Pid::from_raw(parent) {
        bail!("the parent has gone");
    }
    Ok(())
}

/// Signals a child and waits for its end; one that outstays the deadline is killed.
pub fn stop(child: &mut Child, signal: Signal, deadline: Duration) -> anyhow::Result<ExitStatus> {
    if let Some(status) = child.try_wait()? {
        return Ok(status);
    }

    kill(pid(child), signal)?;
    let ended = poll(deadline, || Ok(child.try_wait()?))?;
    match ended {
        Some(status) => Ok(status),
        None => {
            child.kill()?;
            Ok(child.wait()?)
        }
    }
}

pub fn pid(child: &Child) -> Pid {
    Pid::from_raw(child.id().try_into().expect("a process id is a positive i32"))
}

/// Asks every few milliseconds until there is an answer; `None` if there is none in time.
pub fn poll<T>(deadline: Duration, mut ask: impl FnMut() -> anyhow::Result<Option<T>>) -> anyhow::Result<Option<T>> {
    let start = Instant::now();
    loop {
        let answer = ask()?;
        if answer.is_some() || start.elapsed() > deadline {
            return Ok(answer);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A loopback port that was free a moment ago.
pub fn free_port() -> std::io::Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// A password that needs no quoting anywhere.
pub fn random_password() -> std::io::Result<String> {
    let mut bytes = [0_u8; 24];
    std::io::Read::read_exact(&mut File::open("/dev/urandom")?, &mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
