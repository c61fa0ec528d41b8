//! The private cluster: starts, answers, refuses a second server, and ends with whoever started it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use frontdesk_cli::cluster::{Cluster, Kind};
use tempfile::TempDir;

const FRONTDESK: &str = env!("CARGO_BIN_EXE_frontdesk");

#[test]
fn a_lasting_cluster_starts_again_with_its_data_and_password() {
    let scratch = scratch();

    let first = start(scratch.path(), Kind::Lasting).expect("a new cluster starts");
    let password = password(&first.url("postgres"));
    first.stop().expect("it stops in good order");
    let second = start(scratch.path(), Kind::Lasting).expect("an old cluster starts");

    assert!(listens(&second.url("postgres")));
    assert_eq!(self::password(&second.url("postgres")), password);
}

#[test]
fn a_second_server_in_the_same_directory_is_refused() {
    let scratch = scratch();
    let _first = start(scratch.path(), Kind::Lasting).expect("a new cluster starts");

    let error = start(scratch.path(), Kind::Lasting).expect_err("the directory is in use").to_string();

    assert!(error.starts_with("already running (pid "), "{error}");
}

#[test]
fn who_looks_for_a_running_cluster_finds_it_while_it_runs() {
    let scratch = scratch();
    let cluster = start(scratch.path(), Kind::Lasting).expect("a new cluster starts");

    let url = Cluster::url_of_running(scratch.path(), "frontdesk").expect("it runs");
    let expected = cluster.url("frontdesk");
    cluster.stop().expect("it stops in good order");

    assert_eq!(url, expected);
    let error = Cluster::url_of_running(scratch.path(), "frontdesk").expect_err("it has ended").to_string();
    assert!(error.starts_with("no Postgres runs in "), "{error}");
}

#[test]
fn a_stale_pid_file_does_not_keep_the_cluster_from_starting() {
    let scratch = scratch();
    start(scratch.path(), Kind::Lasting).expect("a new cluster starts").stop().expect("it stops");
    let pid_file = format!("{}\n/nowhere\n0\n5432\n\n127.0.0.1\n\nready\n", std::process::id());
    fs::write(scratch.path().join("data/postmaster.pid"), pid_file).expect("the file can be written");

    let again = start(scratch.path(), Kind::Lasting).expect("it starts");

    assert!(listens(&again.url("postgres")));
}

#[test]
fn the_command_gets_its_services_and_its_exit_code_is_passed_on() {
    let scratch = scratch();

    let output = with_services(&scratch, "echo $TEST_DATABASE_URL; exit 7").output().expect("it runs");

    assert_eq!(output.status.code(), Some(7));
    let url = String::from_utf8_lossy(&output.stdout);
    assert!(url.starts_with("postgres://postgres:"), "{url}");
    assert!(!listens(url.trim()), "the services end with the command");
    assert_eq!(fs::read_dir(scratch.path()).expect("it exists").count(), 0, "and leave nothing behind");
}

#[test]
fn a_killed_parent_takes_the_server_along() {
    let scratch = scratch();
    let mut parent = with_services(&scratch, "echo $TEST_DATABASE_URL; read end").spawn().expect("it runs");
    let mut url = String::new();
    BufReader::new(parent.stdout.take().expect("piped")).read_line(&mut url).expect("a line");
    assert!(listens(url.trim()));

    parent.kill().expect("SIGKILL");
    parent.wait().expect("it is gone");

    let deadline = Instant::now() + Duration::from_secs(10);
    while listens(url.trim()) {
        assert!(Instant::now() < deadline, "the server outlived its parent");
        sleep(Duration::from_millis(10));
    }
}

fn scratch() -> TempDir {
    tempfile::tempdir().expect("the temporary directory is writable")
}

fn start(dir: &Path, kind: Kind) -> anyhow::Result<Cluster> {
    Cluster::start_by(Path::new(FRONTDESK), dir, kind)
}

fn with_services(scratch: &TempDir, script: &str) -> Command {
    let mut command = Command::new(FRONTDESK);
    command.args(["with-services", "--", "sh", "-c", script]).env("TMPDIR", scratch.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn password(url: &str) -> String {
    let (login, _) = url.split_once('@').expect("a URL with a login");
    login.rsplit(':').next().expect("a password").to_owned()
}

fn listens(url: &str) -> bool {
    let (_, rest) = url.split_once('@').expect("a URL with a login");
    let (address, _) = rest.split_once('/').expect("a URL with a database");
    TcpStream::connect(address).is_ok()
}
