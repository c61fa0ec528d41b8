//! Whatever dies halfway, there is a whole backup or none.

use std::process::Stdio;

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::process::Child;

use super::{Shop, bucket::Bucket, frontdesk, said};
use crate::until;

/// `frontdesk backup`, at a moment when a piece has been stored and another is on its way.
async fn halfway(shop: &Shop, bucket: &Bucket) -> Child {
    bucket.stall();
    let mut command = frontdesk(&["backup"], &bucket.environment(shop));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    until("a piece is on its way", async || bucket.is_stalling()).await;
    let stored = bucket.objects();
    assert!(stored.len() == 1 && stored[0].ends_with("/dump.000000"), "{stored:?}");
    child
}

fn pid(child: &Child) -> i32 {
    child.id().expect("it runs").try_into().expect("a process id")
}

/// There is none to restore, and the next one is whole and leaves nothing of the last.
async fn is_made_good(shop: &Shop, bucket: &Bucket) {
    let environment = bucket.environment(shop);
    let unfinished = bucket.objects()[0].split('/').next().expect("a name").to_owned();
    let mut elsewhere = environment.clone();
    elsewhere.push(("DATABASE_OWNER_URL", "postgres://127.0.0.1:1/nowhere"));

    let (refused, well) = said(frontdesk(&["restore"], &elsewhere)).await;
    assert!(!well && refused.contains("there is no backup"), "{refused}");
    let (refused, well) = said(frontdesk(&["restore", &unfinished], &elsewhere)).await;
    assert!(!well && refused.contains(&format!("there is no backup {unfinished}")), "{refused}");
    let (list, _) = said(frontdesk(&["backup", "list"], &environment)).await;
    assert!(list.contains(&format!("{unfinished}  unfinished")), "{list}");

    let (made, well) = said(frontdesk(&["backup"], &environment)).await;
    assert!(well && made.contains("restored and compared: the same"), "{made}");
    assert!(bucket.objects().iter().all(|object| !object.starts_with(&unfinished)), "{:?}", bucket.objects());
}

#[tokio::test]
async fn a_backup_that_is_killed_halfway_is_none_and_the_next_one_clears_it_away() {
    let (shop, bucket) = (Shop::open().await, Bucket::open().await);
    let mut child = halfway(&shop, &bucket).await;

    kill(Pid::from_raw(pid(&child)), Signal::SIGKILL).expect("killed");
    child.wait().await.expect("it ended");
    bucket.go_on();

    is_made_good(&shop, &bucket).await;
}

#[tokio::test]
async fn a_backup_whose_pg_dump_is_killed_halfway_is_none() {
    let (shop, bucket) = (Shop::open().await, Bucket::open().await);
    let child = halfway(&shop, &bucket).await;
    let parent = pid(&child);

    kill(Pid::from_raw(pg_dump_of(parent)), Signal::SIGKILL).expect("killed");
    bucket.go_on();
    let output = child.wait_with_output().await.expect("it ended");

    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("pg_dump ended with signal: 9"), "{said}");
    is_made_good(&shop, &bucket).await;
}

/// The child of this process: on whichever of its threads it was started.
fn pg_dump_of(parent: i32) -> i32 {
    let processes = std::fs::read_dir("/proc").expect("it is Linux").flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let is_it = |pid: &i32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let fields: Vec<&str> = stat.split_whitespace().collect();
        fields.get(1) == Some(&"(pg_dump)") && fields.get(3) == Some(&&*parent.to_string())
    };
    pids.into_iter().find(is_it).expect("pg_dump runs")
}
