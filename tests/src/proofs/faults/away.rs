//! Redis and Postgres go away under load, and come back; server and workers are not restarted.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use frontdesk_cli::{
    cluster::{Cluster, Kind},
    supervise,
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

use super::{Installation, PARTS, load, reckoning};
use crate::{Database, until};

const PEOPLE: u64 = 4;

/// A Postgres that can be stopped and started, at an address that stays.
struct Postgres {
    cluster: Option<Cluster>,
    dir: tempfile::TempDir,
    address: SocketAddr,
    port: Arc<Mutex<u16>>,
}

impl Postgres {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let port = Arc::new(Mutex::new(0));
        let there = Arc::clone(&port);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let port = *there.lock().expect("nobody panics with it");
                tokio::spawn(async move {
                    let mut server = TcpStream::connect(("127.0.0.1", port)).await?;
                    copy_bidirectional(&mut stream, &mut server).await
                });
            }
        });
        let dir = tempfile::tempdir().expect("a directory");
        let mut postgres = Self { dir, cluster: None, address, port };
        postgres.start_again();
        postgres
    }

    /// From the thread that lives as long as the test does.
    fn start_again(&mut self) {
        let cluster = Cluster::start_by(&frontdesk(), &self.home(), Kind::Lasting).expect("Postgres starts");
        let url: url::Url = cluster.url("postgres").parse().expect("a URL");
        *self.port.lock().expect("nobody panics with it") = url.port().expect("a port");
        self.cluster = Some(cluster);
    }

    /// In order, or on the spot, as a power cut does.
    fn stop(&mut self, in_order: bool) {
        let cluster = self.cluster.take().expect("it runs");
        if in_order {
            return cluster.stop().expect("it stops");
        }
        let status = std::fs::read_to_string(self.home().join("data/postmaster.pid")).expect("it runs");
        let pid = status.lines().next().expect("a pid");
        let killed = std::process::Command::new("kill").args(["-QUIT", pid]).status().expect("kill");
        assert!(killed.success(), "{pid}");
        let _ = cluster.stop(); // it says that it did not end in order
    }

    fn home(&self) -> PathBuf {
        self.dir.path().join("postgres")
    }

    /// The superuser's, by way of the address that stays.
    fn url(&self) -> url::Url {
        let url = self.cluster.as_ref().expect("it runs").url("postgres");
        let mut url: url::Url = url.parse().expect("a URL");
        url.set_port(Some(self.address.port())).expect("it takes a port");
        url
    }
}

/// A Redis on a port that stays.
struct Redis {
    port: u16,
    child: Option<Child>,
}

impl Redis {
    /// `None`: there is none here.
    async fn start() -> Option<Self> {
        std::env::var_os("TEST_REDIS_URL")?;
        let mut redis = Self { port: supervise::free_port().expect("a port"), child: None };
        redis.start_again().await;
        Some(redis)
    }

    async fn start_again(&mut self) {
        let mut command = Command::new("redis-server");
        command.args(["--bind", "127.0.0.1", "--save", "", "--port", &self.port.to_string()]);
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        self.child = Some(quiet.spawn().expect("Redis starts"));
        let port = self.port;
        until("Redis answers", async || TcpStream::connect(("127.0.0.1", port)).await.is_ok()).await;
    }

    async fn stop(&mut self) {
        self.child.take().expect("it runs").kill().await.expect("killed");
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }
}

fn frontdesk() -> PathBuf {
    let test = std::env::current_exe().expect("a test is a file");
    let here: &Path = test.parent().and_then(Path::parent).expect("tests are built into target/…/deps");
    here.join("frontdesk")
}

/// Some more requests are answered.
async fn go_on_for(requests: &[Arc<load::Progress>]) {
    let before: Vec<_> = requests.iter().map(|one| one.answered()).collect();
    until("everybody goes on", async || requests.iter().zip(&before).all(|(one, before)| one.answered() > before + 5))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_and_postgres_go_away_and_come_back_and_nothing_is_lost_or_half_done() {
    let mut postgres = Postgres::start().await;
    let mut redis = Redis::start().await;
    let db = Database::create_at(postgres.url()).await.expect("a database");
    let installation = Installation::on(db, redis.as_ref().map(Redis::url)).await;
    (0..PARTS.len()).for_each(|part| installation.start(part));
    until("both are ready", async || installation.are_ready().await).await;
    let company = installation.company().await;
    let over = Arc::new(AtomicBool::new(false));
    let progress: Vec<_> = (0..PEOPLE).map(|_| Arc::new(load::Progress::default())).collect();
    let people = progress.iter().zip(0..).map(|(progress, number)| {
        let (company, over, progress) = (company.clone(), Arc::clone(&over), Arc::clone(progress));
        tokio::spawn(async move { load::go_on(company, number, 1, &over, &progress).await })
    });
    let people: Vec<_> = people.collect();
    go_on_for(&progress).await;

    if let Some(redis) = &mut redis {
        redis.stop().await;
        go_on_for(&progress).await;
        assert!(installation.are_ready().await, "nobody needs Redis");
        redis.start_again().await;
        go_on_for(&progress).await;
    }
    for in_order in [true, false, false] {
        postgres.stop(in_order);
        for part in 0..PARTS.len() {
            until("it says that it is not ready", async || installation.is_ready(part).await == Some(false)).await;
        }
        postgres.start_again();
        until("they are ready again", async || installation.are_ready().await).await;
        go_on_for(&progress).await;
    }
    // so fast that hardly anybody notices
    for _ in 0..3 {
        postgres.stop(false);
        postgres.start_again();
        go_on_for(&progress).await;
    }
    over.store(true, Ordering::SeqCst);
    let mut known = Vec::new();
    for one in people {
        known.push(one.await.expect("they come to an end"));
    }
    installation.drain().await;

    let sum = |of: fn(&load::Known) -> usize| known.iter().map(of).sum::<usize>();
    println!("{} requests, {} of them repeated", sum(|one| one.requests), sum(|one| one.repeated));
    assert_eq!(reckoning::reckon(&installation, &company, &known).await, Vec::<String>::new());
    assert!(installation.kill(0).await && installation.kill(1).await, "they have run all the time");
}
