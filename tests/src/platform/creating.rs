//! `frontdesk operator create`, as somebody runs it.

use std::{env, path::Path};

use serde_json::json;
use tokio::process::Command;

use super::PASSWORD;
use crate::TestApp;

/// What the command says, and whether it succeeded.
async fn create(app: &TestApp, email: &str, password: Option<&str>, flags: &[&str]) -> (bool, String) {
    let frontdesk = env::current_exe().expect("a test is a file").with_file_name("../frontdesk");
    assert!(Path::new(&frontdesk).exists(), "run `cargo build` first: there is no {}", frontdesk.display());
    let mut command = Command::new(frontdesk);
    command.args(["operator", "create", "--email", email, "--name", "Root"]).args(flags).env_clear();
    command.env("DATABASE_OWNER_URL", app.db.owner_url());
    if let Some(password) = password {
        command.env("FRONTDESK_OPERATOR_PASSWORD", password);
    }
    let output = command.kill_on_drop(true).output().await.expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).expect("text").trim().to_owned())
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> u16 {
    let who = json!({ "email": email, "password": password });
    app.visitor().post("/platform/sign-in", who).await.status.as_u16()
}

#[tokio::test]
async fn the_first_run_makes_an_operator_and_the_second_says_that_nothing_has_changed() {
    let app = TestApp::start().await;

    let first = create(&app, "Root@Example.com", None, &[]).await;
    let second = create(&app, "root@example.com", Some("another password"), &[]).await;

    let (said, password) = first.1.rsplit_once(' ').expect("a password at the end");
    assert_eq!((first.0, said), (true, "root@example.com is an operator now. The password, which is not shown again:"));
    assert_eq!(second, (true, "root@example.com is an operator already; nothing has changed.".into()));
    assert_eq!(sign_in(&app, "root@example.com", password).await, 200);
    assert_eq!(sign_in(&app, "root@example.com", "another password").await, 401);
    assert_eq!(app.db.number("select count(*) from operators").await, 1);
}

#[tokio::test]
async fn a_password_that_is_given_is_not_printed() {
    let app = TestApp::start().await;

    let made = create(&app, "root@example.com", Some(PASSWORD), &[]).await;

    let said = "root@example.com is an operator now, with the password in FRONTDESK_OPERATOR_PASSWORD.";
    assert_eq!(made, (true, said.into()));
    assert_eq!(sign_in(&app, "root@example.com", PASSWORD).await, 200);
}

#[tokio::test]
async fn a_person_who_exists_keeps_their_password() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.db.execute("update users set email_verified_at = now()").await;

    let made = create(&app, "ada@vesna.example", Some("another password"), &[]).await;

    assert_eq!(made, (true, "ada@vesna.example is an operator now, with the password they have.".into()));
    assert_eq!(sign_in(&app, "ada@vesna.example", PASSWORD).await, 200);
    assert_eq!(sign_in(&app, "ada@vesna.example", "another password").await, 401);
    ada.get("/company").await.expect(200);
}

#[tokio::test]
async fn a_password_that_anybody_could_have_set_makes_no_operator_unless_it_is_trusted() {
    let app = TestApp::start().await;
    app.company("vesna").await;

    let refused = create(&app, "ada@vesna.example", None, &[]).await;
    let none = app.db.number("select count(*) from operators").await;
    let trusted = create(&app, "ada@vesna.example", None, &["--trust-password"]).await;

    assert!(!refused.0 && refused.1.contains("never verified the address"), "{refused:?}");
    assert_eq!(none, 0);
    assert!(trusted.0, "{trusted:?}");
    assert_eq!(sign_in(&app, "ada@vesna.example", PASSWORD).await, 200);
}

#[tokio::test]
async fn what_is_no_address_or_too_short_a_password_is_refused() {
    let app = TestApp::start().await;

    let no_address = create(&app, "root", None, &[]).await;
    let short = create(&app, "root@example.com", Some("short"), &[]).await;

    assert!(!no_address.0 && no_address.1.contains("--email"), "{no_address:?}");
    assert!(!short.0 && short.1.contains("10 to 200 characters"), "{short:?}");
    assert_eq!(app.db.number("select count(*) from users").await, 0);
}
