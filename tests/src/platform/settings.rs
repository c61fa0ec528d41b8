//! Settings of the installation: whoever asks next is answered by them.

use poem::http::Method;
use serde_json::{Value, json};

use super::{actions, operator};
use crate::{Answer, Person, TestApp};

async fn put(root: &Person, version: &str, settings: Value) -> Answer {
    root.send(Method::PUT, "/platform/settings", &[("if-match", version)], Some(settings)).await
}

fn registration(slug: &str) -> Value {
    json!({
        "company": {
            "name": "New", "slug": slug, "time_zone": "Europe/Kyiv", "currency": "UAH", "language": "en",
        },
        "admin": { "name": "Ada", "email": "ada@example.com", "password": "correct horse battery" },
    })
}

#[tokio::test]
async fn closed_registration_refuses_the_next_company_on_every_process() {
    let app = TestApp::start().await;
    let elsewhere = app.second_process().await;
    let root = operator(&app).await;

    put(
        &root,
        "\"1\"",
        json!({ "registration_open": false, "verification_required": false, "closing_grace_days": 30 }),
    )
    .await
    .expect(200);

    for process in [&app, &elsewhere] {
        let refused = process.visitor().post("/auth/register", registration("vesna")).await;
        assert_eq!(refused.problem(403), "registration_closed");
    }
    put(&root, "\"2\"", json!({ "registration_open": true, "verification_required": false, "closing_grace_days": 30 }))
        .await
        .expect(200);
    elsewhere.visitor().post("/auth/register", registration("vesna")).await.expect(201);
}

#[tokio::test]
async fn settings_change_only_from_the_version_that_was_read() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let new = json!({ "registration_open": true, "verification_required": false, "closing_grace_days": 14 });

    let read = root.get("/platform/settings").await;
    assert_eq!(read.header("etag"), Some("\"1\""));
    let changed = put(&root, "\"1\"", new.clone()).await.expect(200);
    let stale = put(&root, "\"1\"", new.clone()).await;
    let missing = root.send(Method::PUT, "/platform/settings", &[], Some(new)).await;

    assert_eq!((&changed["closing_grace_days"], &changed["version"]), (&json!(14), &json!(2)));
    assert_eq!(changed["updated_at"], "2026-11-23T06:00:00Z");
    assert_eq!((stale.problem(412), missing.problem(428)), ("stale_version".into(), "version_required".into()));
    let bad = put(
        &root,
        "\"2\"",
        json!({ "registration_open": true, "verification_required": false, "closing_grace_days": 0 }),
    )
    .await;
    assert_eq!(bad.invalid(), [("closing_grace_days".to_owned(), "out_of_range".to_owned())]);
    let done = actions(&root, "?limit=1").await;
    assert_eq!(done[0]["action"], "settings.update");
    assert_eq!(done[0]["changes"], json!({ "closing_grace_days": [30, 14] }));
}
