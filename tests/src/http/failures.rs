//! Every failure has the same face, and ours tell nothing.

use poem::{Body, http::Method};
use serde_json::json;

use crate::{TestApp, at_once};

#[tokio::test]
async fn what_is_not_there_and_what_cannot_be_done_are_problems_with_a_request_id() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let asked = [
        (Method::GET, "/nope", 404),
        (Method::GET, "/api/v1/nope", 404),
        (Method::GET, "/api/v2/services", 404),
        (Method::GET, "/api/v1/services/01a00000-0000-7000-8000-000000000000", 404),
        (Method::POST, "/api/v1/company", 405),
        (Method::DELETE, "/api/v1/services", 405),
        (Method::GET, "/api/v1/auth/sign-in", 405),
        (Method::PUT, "/api/v1/public/vesna", 405),
        (Method::POST, "/healthz", 405),
        (Method::GET, "/api/v1/services/not-an-id", 404),
        (Method::GET, "/api/v1/services/%00", 404),
        (Method::GET, "/api/v1/services?archived=maybe", 422),
        (Method::GET, "/api/v1/bookings?staff_id=5", 422),
    ];

    for (method, path, status) in asked {
        let answer = ada.send_raw(method.clone(), path, &[], Body::empty()).await;
        let id = answer.header("x-request-id").unwrap_or_default().to_owned();
        assert!(id.parse::<uuid::Uuid>().is_ok(), "{method} {path}: {id}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.body["status"], status, "{method} {path}: {}", answer.text);
        assert_eq!(answer.body["type"], "about:blank");
        assert!(!answer.problem(status).is_empty(), "{method} {path}");
    }
}

#[tokio::test]
async fn a_failure_of_ours_shows_an_id_and_no_cause() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.db.execute("alter table services rename to gone").await;

    let answer = ada.get("/services").await;

    let id = answer.header("x-request-id").expect("an id").to_owned();
    assert_eq!(answer.body["request_id"], id);
    for word in ["services", "relation", "42P01", "sql", "gone", "table"] {
        assert!(!answer.text.to_lowercase().contains(word), "{}", answer.text);
    }
    assert_eq!(answer.problem(500), "internal");
}

#[tokio::test]
async fn a_process_without_its_database_is_alive_but_not_ready() {
    let app = TestApp::start_with(|config| {
        config.database_url = Some("postgres://frontdesk_app:secret@127.0.0.1:1/none".into());
    })
    .await;
    let visitor = app.visitor();

    let answers = at_once(["/healthz", "/readyz", "/api/v1/public/vesna"].map(|path| {
        let visitor = visitor.clone();
        async move { visitor.send_raw(Method::GET, path, &[], Body::empty()).await }
    }))
    .await;

    let statuses: Vec<_> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses, [200, 503, 503]);
    assert!(answers.iter().all(|answer| !answer.text.contains("127.0.0.1") && !answer.text.contains("secret")));
    assert_eq!(answers[2].header("retry-after"), Some("1"));
    assert_eq!(answers[2].body["code"], "unavailable");
}

#[tokio::test]
async fn a_database_that_comes_back_is_found_again() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    ada.get("/services").await.expect(200);

    app.db
        .execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'frontdesk_app' and datname = current_database()")
        .await;

    ada.get("/services").await.expect(200);
    ada.post("/staff", json!({ "name": "Iryna" })).await.expect(201);
    let ready = ada.send_raw(Method::GET, "/readyz", &[], Body::empty()).await;
    assert_eq!(ready.status.as_u16(), 200);
}

#[tokio::test]
async fn requests_are_counted_by_operation_and_status() {
    frontdesk::metrics::install();
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    ada.get("/services").await.expect(200);
    ada.get("/services?limit=0").await.expect(422);

    let metrics = ada.send_raw(Method::GET, "/metrics", &[], Body::empty()).await.text;

    for status in ["200", "422"] {
        let counted = metrics.lines().any(|line| {
            line.starts_with("frontdesk_request_seconds_bucket")
                && line.contains("operation=\"list_services\"")
                && line.contains(&format!("status=\"{status}\""))
        });
        assert!(counted, "{metrics}");
    }
    assert!(metrics.contains("frontdesk_db_connections "), "{metrics}");
}
