//! A Redis of our own, where one is installed: on a loopback port, keeping nothing.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use nix::sys::signal::Signal;

use crate::supervise;

const PATIENCE: Duration = Duration::from_secs(10);

/// A running server; it stops when this is dropped.
#[derive(Debug)]
pub struct Redis {
    server: Child,
    port: u16,
    password: String,
}

impl Redis {
    /// Blocks for some 10 ms, and must be called from the main thread, as [`crate::cluster::Cluster::start`] must.
    /// `None` if there is no Redis here, or none that starts: everything works without, within one process.
    pub fn start_if_installed() -> Option<Redis> {
        let program = installed()?;
        let executable = std::env::current_exe().ok()?;
        match Redis::start_by(&executable, &program) {
            Ok(redis) => Some(redis),
            Err(error) => {
                tracing::warn!("going on without Redis: {error:#}");
                None
            }
        }
    }

    fn start_by(executable: &Path, program: &Path) -> anyhow::Result<Redis> {
        for _ in 0..5 {
            let (port, password) = (supervise::free_port()?, supervise::random_password()?);
            let server = spawn(executable, program, port, &password)?;
            let mut redis = Redis { server, port, password };
            let ready = supervise::poll(PATIENCE, || match redis.server.try_wait()? {
                Some(_) => Ok(Some(false)), // somebody took the port first
                None => Ok(redis.answers().then_some(true)),
            })?;
            match ready {
                Some(true) => return Ok(redis),
                Some(false) => continue,
                None => bail!("{} does not answer", program.display()),
            }
        }
        bail!("{} does not start", program.display())
    }

    pub fn url(&self) -> String {
        format!("redis://default:{}@127.0.0.1:{}/", self.password, self.port)
    }

    fn answers(&self) -> bool {
        let ask = || -> std::io::Result<bool> {
            let mut stream = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], self.port)))?;
            stream.set_read_timeout(Some(Duration::from_secs(1)))?;
            write!(stream, "AUTH {}\r\n", self.password)?;
            let mut answer = [0; 5];
            stream.read_exact(&mut answer)?;
            Ok(&answer == b"+OK\r\n")
        };
        ask().unwrap_or(false)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        if let Err(error) = supervise::stop(&mut self.server, Signal::SIGINT, PATIENCE) {
            tracing::warn!("stopping Redis: {error:#}");
        }
    }
}

fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = |dir: PathBuf| ["redis-server", "valkey-server"].map(|name| dir.join(name));
    std::env::split_paths(&path).flat_map(names).find(|program| program.is_file())
}

/// The configuration goes in by standard input: arguments would show the password to everybody.
fn spawn(executable: &Path, program: &Path, port: u16, password: &str) -> anyhow::Result<Child> {
    let mut command = supervise::command(executable, None, Path::new("/"), program);
    command.arg("-").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut server = command.spawn().context("starting Redis")?;

    let mut stdin = server.stdin.take().expect("it was piped");
    let config = format!("bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave \"\"\nappendonly no\n");
    match stdin.write_all(config.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(server),
    }
}
