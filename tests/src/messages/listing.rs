//! Messages as the company sees them.

use serde_json::json;

use crate::{
    TestApp,
    smtp::{BadServer, Mood},
};

#[tokio::test]
async fn everything_that_was_said_to_a_client_is_listed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;
    let other = ada.post("/clients", json!({ "name": "Alan" })).await.expect(201);
    let client = ada.get("/clients?search=g@example").await.expect(200)["data"][0]["id"].clone();

    let pages = ada.pages(&format!("/clients/{}/messages", client.as_str().expect("an id")), 1).await;
    let sent = ada.get("/messages?status=sent&channel=email&kind=booking_confirmed").await.expect(200);
    let theirs = ada.get(&format!("/clients/{}/messages", other["id"].as_str().expect("an id"))).await.expect(200);

    let mut kinds: Vec<_> = pages.concat().iter().map(|one| (one["kind"].clone(), one["status"].clone())).collect();
    kinds.sort_by_key(|(kind, _)| kind.to_string());
    let expected = [(json!("booking_confirmed"), json!("sent")), (json!("booking_reminder"), json!("scheduled"))];
    assert_eq!(kinds, expected);
    assert_eq!(
        (sent["data"].as_array().map(Vec::len), &sent["data"][0]["recipient"]),
        (Some(1), &json!("g@example.com"))
    );
    assert_eq!(theirs["data"], json!([]));
}

#[tokio::test]
async fn what_failed_is_sent_again_to_the_address_of_now() {
    let server = BadServer::start(Mood::Refuses("552 too much mail")).await;
    let app = TestApp::start_with(|config| config.smtp_url = Some(server.url.clone())).await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    frontdesk_jobs::run_due(&app.work()).await.expect_err("the server refuses");
    let failed = ada.get("/messages?kind=booking_confirmed").await.expect(200)["data"][0].clone();
    let client = format!("/clients/{}", failed["client_id"].as_str().expect("an id"));
    let version = ada.get(&client).await.expect(200)["version"].as_i64().expect("a version");
    ada.patch(&client, version, json!({ "email": "grace@example.org" })).await.expect(200);

    let path = format!("/messages/{}/resend", failed["id"].as_str().expect("an id"));
    let again = ada.post(&path, json!({})).await.expect(200);
    let twice = ada.post(&path, json!({})).await.problem(409);

    let log = ada.get("/audit-log?limit=1").await.expect(200)["data"][0].clone();
    assert_eq!((&log["table"], &log["action"]), (&json!("message_resends"), &json!("insert")));
    assert_eq!(log["changes"]["message_id"], json!([null, failed["id"]]), "{log}");
    assert!(failed["failure"].is_string(), "{failed}");
    assert_eq!((&again["status"], &again["recipient"]), (&json!("queued"), &json!("grace@example.org")));
    assert_eq!(twice, "not_failed");
}
