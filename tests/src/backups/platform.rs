//! Backups of an installation as its operator knows them: asked for, due by the clock, shown, measured, and restored.

use chrono::TimeDelta;
use frontdesk::config::Config;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Database, Person, TestApp};

/// An installation that keeps backups, and the directory and key that it has for them.
async fn keeping() -> (TestApp, TempDir) {
    let dir = TempDir::new().expect("a directory");
    let (_, identity) = frontdesk_jobs::backups::generate_key();
    let url = format!("file://{}", dir.path().display());
    let app = TestApp::start_with(|config: &mut Config| {
        config.backup_url = Some(url.parse().expect("a URL"));
        config.backup_identities = vec![identity];
    })
    .await;
    (app, dir)
}

async fn root(app: &TestApp) -> Person {
    app.company_of("ops", "root@example.com").await;
    app.operator("root@example.com").await
}

async fn newest(root: &Person) -> Value {
    root.get("/platform/backups?limit=1").await.expect(200)["data"][0].clone()
}

#[tokio::test]
async fn an_operator_starts_a_backup_sees_that_it_is_sound_and_restores_all_of_it() {
    frontdesk::metrics::install();
    let (app, _dir) = keeping().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.seal("vesna").await;
    let root = root(&app).await;

    let asked = root.post("/platform/backups", Value::Null).await.expect(202);
    let again = root.post("/platform/backups", Value::Null).await.expect(202);
    app.run_jobs().await;
    let made = newest(&root).await;

    assert_eq!((&asked["status"], &asked["id"]), (&json!("waiting"), &again["id"]));
    assert_eq!(
        (&made["status"], &made["sound"], &made["encrypted"]),
        (&json!("made"), &json!(true), &json!(true)),
        "{made}"
    );
    assert_eq!(made["differences"], json!([]));
    let actions = root.get("/platform/actions?limit=1").await.expect(200);
    assert_eq!(actions["data"][0]["action"], "backup.create");

    app.clock.advance(TimeDelta::hours(5));
    frontdesk_jobs::gauge(&app.app).await.expect("measured");
    let metrics = frontdesk::metrics::render();
    for line in
        ["frontdesk_backup_age_seconds 18000", "frontdesk_backup_sound_age_seconds 18000", "frontdesk_backup_sound 1"]
    {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }

    let target = Database::empty().await.expect("a database");
    let backups = app.work().backups.expect("it keeps some");
    let name = made["name"].as_str().expect("a name");
    assert_eq!(backups.restore(name, target.owner_url()).await.expect("restored"), Vec::<String>::new());
    let restored = TestApp::over(target).await;
    let who = json!({ "email": "ada@vesna.example", "password": "correct horse battery" });
    let signed_in = restored.visitor().post("/auth/sign-in", who).await.expect(200);
    let ada = Person::new(restored.clone(), "vesna", Some(&signed_in));
    assert_eq!(ada.get("/bookings").await.expect(200)["data"][0]["starts_at"], "2026-11-24T08:00:00Z");
    let checks = frontdesk::db::doctor::examine(restored.db.owner_url()).await.expect("examined");
    assert!(checks.iter().all(frontdesk::db::doctor::Check::holds), "{checks:#?}");
}

#[tokio::test]
async fn a_backup_is_due_once_a_night_and_whoever_cannot_make_it_leaves_it_alone() {
    let (app, _dir) = keeping().await;
    let mut config = app.app.config().clone();
    config.database_owner_url = None;
    let other = app.process_with(config).await;
    let asked = async || app.db.number("select count(*) from backups").await;
    let mut counts = Vec::new();

    for hours in [0, 1, 18, 1, 1, 24] {
        app.clock.advance(TimeDelta::hours(hours));
        frontdesk_jobs::backups::ask_if_due(&other.app).await.expect("asked");
        counts.push(asked().await);
        app.db.execute("update backups set status = 'failed'").await;
    }
    other.run_jobs().await;

    // Monday, 06:00, 07:00; Tuesday, 01:00, 02:00, 03:00; Wednesday, 03:00: due at 02:30.
    assert_eq!(counts, [1, 1, 1, 1, 2, 3]);
    assert_eq!(
        app.db.number("select count(*) from apalis.jobs where job_type = 'backups.make' and status = 'Pending'").await,
        3
    );
    let last = app.db.rows("select max(requested_at) = timestamptz '2026-11-25 03:00Z' as is_it from backups").await;
    assert_eq!(last[0]["is_it"], true);
}

#[tokio::test]
async fn an_installation_that_keeps_no_backups_says_so_and_asks_for_none() {
    let app = TestApp::start().await;
    let root = root(&app).await;

    frontdesk_jobs::backups::ask_if_due(&app.app).await.expect("nothing to ask");
    let refused = root.post("/platform/backups", Value::Null).await;

    assert_eq!(refused.problem(409), "no_backups");
    assert_eq!(root.get("/platform/backups").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn a_backup_that_cannot_be_made_is_shown_with_the_reason() {
    let (app, dir) = keeping().await;
    let root = root(&app).await;
    root.post("/platform/backups", Value::Null).await.expect(202);
    std::fs::remove_dir_all(dir.path()).expect("the disk is gone");
    std::fs::write(dir.path(), "").expect("something else is there");

    app.run_jobs().await;

    let failed = newest(&root).await;
    assert_eq!(failed["status"], "failed", "{failed}");
    assert!(failed["failure"].as_str().is_some_and(|why| !why.is_empty()), "{failed}");
    std::fs::remove_file(dir.path()).expect("removed");
}
