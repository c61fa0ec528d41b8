//! The README's tour, as somebody who pastes it: its own commands, against the executable it says to start.

use std::{env, path::Path, process::Stdio};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::database::Database;

const README: &str = include_str!("../../README.md");

/// The shell blocks below a heading.
fn blocks(heading: &str) -> String {
    let section = README.split("\n## ").find(|section| section.starts_with(heading)).expect("the heading is there");
    let blocks = section.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("bash\n"));
    blocks.collect()
}

/// `frontdesk up`, without demo data, on a free port; ends with the test.
async fn up(db: &Database, data_dir: &TempDir) -> (Child, String) {
    let frontdesk = env::current_exe().expect("a test is a file").with_file_name("../frontdesk");
    assert!(Path::new(&frontdesk).exists(), "run `cargo build` first: there is no {}", frontdesk.display());
    let mut command = Command::new(frontdesk);
    command.args(["up", "--no-demo"]).env_clear().env("PATH", env::var_os("PATH").unwrap_or_default());
    command.env("FRONTDESK_BIND", "127.0.0.1:0").env("FRONTDESK_DATA_DIR", data_dir.path());
    command.env("DATABASE_URL", db.app_url()).env("RUST_LOG", "poem=info");
    if let Ok(redis) = env::var("TEST_REDIS_URL") {
        command.env("REDIS_URL", redis).env("FRONTDESK_REDIS_PREFIX", format!("test-{}", uuid::Uuid::now_v7()));
    }
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true).spawn().expect("it starts");

    let mut log = BufReader::new(child.stderr.take().expect("it is piped")).lines();
    loop {
        let line = log.next_line().await.expect("a log").expect("it listens before it ends");
        if let Some((_, address)) = line.split_once("addr=socket://") {
            let address = format!("http://{}", address.trim());
            tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
            return (child, address);
        }
    }
}

#[tokio::test]
async fn the_tour_in_the_readme_works_as_it_is_pasted() {
    let (db, data_dir) = (Database::create().await.expect("a database"), tempfile::tempdir().expect("a directory"));
    let (_child, address) = up(&db, &data_dir).await;
    let tour = blocks("A tour with curl");
    assert!(tour.contains("base=http://127.0.0.1:8080\n"));

    let tour = tour.replace("http://127.0.0.1:8080", &address);
    let output = Command::new("bash").args(["-euc", &tour]).output().await.expect("bash and curl are installed");

    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let expected = [
        "\"slug\":\"studio-",
        "\"amount\":90000",
        "\"code\":\"slot_taken\"",
        " 1 201",
        " 49 409",
        "\"name\":\"Ada Lovelace\"",
        "{\"data\":[],\"next_cursor\":null}",
        "404",
        "<td>ada@example.com",
        "\"permissions\":[\"bookings:read\",\"clients:read\"]",
        "200\n403\n",
        "\"table\":\"memberships\"",
    ];
    for words in expected {
        assert!(said.contains(words), "the tour did not say {words}:\n{said}");
    }
}
