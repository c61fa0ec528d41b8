//! A secret is shown once, kept encrypted, and replaced without anything being lost on the way.

use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use super::{Call, Mood, Receiver, company, hook, last_log, settle};
/// What a call would be signed with by this secret.
fn signature(secret: &str, call: &Call) -> String {
    let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
    mac.update(format!("{}.{}.{}", call.id(), call.headers["webhook-timestamp"], call.body).as_bytes());
    format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn a_replaced_secret_signs_beside_the_new_one_until_its_time_is_over() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (hook, first) = hook(&ada, &receiver.url(), &[]).await;
    let send = async || {
        ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
        settle(&app).await;
        receiver.calls().pop().expect("a call")
    };
    let rotate = async |hours: i32| {
        let body = json!({ "keep_previous_hours": hours });
        ada.post(&format!("{hook}/rotate-secret"), body).await.expect(200)
    };

    let call = send().await;
    assert_eq!(call.headers["webhook-signature"], signature(&first, &call));
    let rotated = rotate(0).await;
    let second = rotated["secret"].as_str().expect("a secret");
    assert_eq!(rotated["previous_secret_until"], json!(null));
    let call = send().await;
    assert_eq!(call.headers["webhook-signature"], signature(second, &call));
    let rotated = rotate(1).await;
    let third = rotated["secret"].as_str().expect("a secret");
    assert_eq!(rotated["previous_secret_until"], "2026-11-23T07:00:00Z");
    let call = send().await;
    assert_eq!(call.headers["webhook-signature"], format!("{} {}", signature(third, &call), signature(second, &call)));
    let ada = ada.refreshed().await;
    assert_eq!(ada.get(&hook).await.expect(200)["previous_secret_until"], "2026-11-23T07:00:00Z");

    app.clock.advance(TimeDelta::hours(1));
    let ada = ada.refreshed().await;
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;
    let call = receiver.calls().pop().expect("a call");
    assert_eq!(call.headers["webhook-signature"], signature(third, &call));
}

#[tokio::test]
async fn there_are_never_more_than_two_secrets() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;

    for _ in 0..3 {
        ada.post(&format!("{hook}/rotate-secret"), json!({})).await.expect(200);
    }
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;

    assert_eq!(receiver.calls()[0].headers["webhook-signature"].split(' ').count(), 2);
    assert_eq!(app.db.number("select count(*) from webhook_secrets").await, 2);
}

#[tokio::test]
async fn the_database_has_no_secret_that_anybody_could_sign_with() {
    let (app, ada) = company().await;
    let (hook, secret) = hook(&ada, "http://127.0.0.1:1/", &[]).await;
    let bare = secret.strip_prefix("whsec_").expect("a secret");
    let hex: String = BASE64_STANDARD.decode(bare).expect("base64").iter().map(|byte| format!("{byte:02x}")).collect();

    let shown = ada.get(&hook).await.expect(200).to_string();
    let rows = app.db.rows("select to_jsonb(s) as row from webhook_secrets s").await;
    let audited = app.db.rows("select changes from audit_log").await;

    let kept = format!("{shown} {rows:?} {audited:?}");
    assert!(!kept.contains(bare) && !kept.contains(&hex));
    assert!(kept.contains("test."), "it is there, under the key `test`: {kept}");
    assert!(!format!("{audited:?}").contains("test."), "and not in the log");
}

#[tokio::test]
async fn without_a_key_to_keep_secrets_with_no_endpoint_is_made_and_one_there_was_fails_visibly() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    let mut config = app.app.config().clone();
    config.secret_keys.clear();
    let without = app.process_with(config).await;

    let refused = ada.at(&without).post("/webhooks", json!({ "url": receiver.url() })).await.problem(409);
    ada.at(&without).post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&without).await;

    assert_eq!(refused, "no_secret_keys");
    assert_eq!(last_log(&ada, &hook).await["attempts"][0]["failure"], "unreadable_secret");
    assert!(receiver.calls().is_empty());
}
