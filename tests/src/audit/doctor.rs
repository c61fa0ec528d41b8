//! `frontdesk doctor`, as an operator runs it.

use std::process::Command;

use super::{client, sealed};
use crate::TestApp;

/// What it says, and how it ends.
fn doctor(url: &str) -> (Vec<String>, Option<i32>) {
    let frontdesk = std::env::current_exe().expect("a test is a file").with_file_name("../frontdesk");
    let output = Command::new(frontdesk).arg("doctor").env("DATABASE_OWNER_URL", url).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    (said, output.status.code())
}

#[tokio::test]
async fn a_sound_installation_is_found_sound() {
    let app = TestApp::start().await;
    client(&sealed(&app).await, "Ole").await;
    let rows = app.db.number("select count(*) from audit_log where seal is not null").await;

    let (said, code) = doctor(app.db.owner_url());

    assert_eq!((said.last().map(String::as_str), code), (Some("6 of 6 checks hold"), Some(0)), "{said:#?}");
    let chains = format!("✓ audit chains: 1 of 1 companies; {rows} rows under seal, 1 waiting for one");
    assert!(said.contains(&chains), "{said:#?}");
}

#[tokio::test]
async fn a_broken_chain_and_a_fallen_wall_are_named() {
    let app = TestApp::start().await;
    sealed(&app).await;
    app.company("beta").await;
    let row = app.db.rows("select audit_ids[2]::text as id from audit_seals where number = 2").await[0]["id"].clone();
    let row = row.as_str().expect("an id");

    app.db.execute(&format!("update audit_log set actor = 'system' where id = '{row}'")).await;
    app.db.execute("alter table services no force row level security").await;

    let (said, code) = doctor(app.db.owner_url());
    assert_eq!((said.last().map(String::as_str), code), (Some("4 of 6 checks hold"), Some(1)), "{said:#?}");
    assert!(said.contains(&format!("    vesna: changed_row at row {row} (seal 2)")), "{said:#?}");
    assert!(said.contains(&"    row-level security is on, and forced: services".to_owned()), "{said:#?}");
}

#[tokio::test]
async fn a_schema_of_another_version_is_said_to_be_one() {
    let app = TestApp::start().await;

    app.db.execute("delete from _sqlx_migrations where version = 20; update _sqlx_migrations set checksum = 'x' where version = 1").await;

    let (said, code) = doctor(app.db.owner_url());
    assert_eq!((said.last().map(String::as_str), code), (Some("2 of 3 checks hold"), Some(1)), "{said:#?}");
    assert!(said.contains(&"    20 audit has not run".to_owned()), "{said:#?}");
    assert!(said.contains(&"    1 roles was another one".to_owned()), "{said:#?}");
}

#[tokio::test]
async fn a_login_that_cannot_look_is_told_so() {
    let app = TestApp::start().await;

    let (said, code) = doctor(app.db.app_url());

    assert!(said.contains(&"    it may not bypass row-level security".to_owned()) && code == Some(1), "{said:#?}");
}
