//! The server under measurement: the real `frontdesk serve`, in a process of its own.

use std::{
    fs::{self, File},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, ensure};
use frontdesk_cli::supervise;
use frontdesk_tests::Database;

/// A server, which ends when this is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    _dir: tempfile::TempDir,
}

impl Server {
    /// `frontdesk serve` as it stands beside this executable, with its defaults; the rate limits alone are off.
    pub fn start(db: &Database, key: &str, pool_size: u32) -> anyhow::Result<Self> {
        let dir = tempfile::tempdir()?;
        let log = dir.path().join("log");
        let address = SocketAddr::from(([127, 0, 0, 1], supervise::free_port()?));
        let child = Command::new(executable()?)
            .arg("serve")
            .env("FRONTDESK_BIND", address.to_string())
            .env("FRONTDESK_JWT_KEYS", format!("bench:{key}"))
            .env("FRONTDESK_RATE_LIMIT_FACTOR", "0")
            .env("FRONTDESK_POOL_SIZE", pool_size.to_string())
            .env("DATABASE_URL", db.app_url())
            .env_remove("DATABASE_DIRECT_URL")
            .env_remove("REDIS_URL")
            .stdin(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .context("starting frontdesk serve")?;
        let mut server = Self { child, address, _dir: dir };
        let ready = supervise::poll(Duration::from_secs(20), || {
            let ended = server.child.try_wait()?;
            ensure!(ended.is_none(), "frontdesk serve ended:\n{}", fs::read_to_string(&log).unwrap_or_default());
            Ok(TcpStream::connect(address).ok())
        })?;
        ready.context("frontdesk serve does not listen")?;
        Ok(server)
    }

    /// The memory it has in use, in MB.
    pub fn memory(&self) -> anyhow::Result<f64> {
        let pid = self.child.id().to_string();
        let said = Command::new("ps").args(["-o", "rss=", "-p", &pid]).output().context("running ps")?;
        let kilobytes: f64 = String::from_utf8_lossy(&said.stdout).trim().parse().context("what ps says")?;
        Ok(kilobytes / 1024.0)
    }

    /// The CPU time it has used, where the system tells.
    pub fn cpu(&self) -> Option<Duration> {
        cpu(&self.child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The CPU time that a child has used, where the system tells.
pub fn cpu(child: &Child) -> Option<Duration> {
    const TICKS_A_SECOND: u64 = 100;
    let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 1000 / TICKS_A_SECOND))
}

/// `frontdesk`, as it stands beside this executable.
pub fn executable() -> anyhow::Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name("frontdesk");
    ensure!(path.is_file(), "{} is not there: `make bench` builds it", path.display());
    Ok(path)
}
