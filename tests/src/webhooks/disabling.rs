//! An endpoint at which nothing arrives for five days is disabled, and the company hears of it.

use chrono::TimeDelta;
use serde_json::json;

use super::{Mood, Receiver, company, deliveries, happen, hook, settle};

#[tokio::test]
async fn after_five_days_of_nothing_but_failures_it_is_disabled_and_the_admins_are_told() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(500, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &["member.invited"]).await;
    happen(&ada).await;
    settle(&app).await;
    let subject = "Company vesna: a webhook has been disabled";

    app.clock.advance(TimeDelta::days(5) - TimeDelta::seconds(1));
    let ada = ada.refreshed().await;
    settle(&app).await;
    let before = ada.get(&hook).await.expect(200);
    assert_eq!((&before["enabled"], &before["failing_since"]), (&json!(true), &json!("2026-11-23T06:00:00Z")));
    app.clock.advance(TimeDelta::seconds(1));
    happen(&ada).await;
    settle(&app).await;

    let after = ada.get(&hook).await.expect(200);
    assert_eq!((&after["enabled"], &after["disabled_at"]), (&json!(false), &json!(app.clock.now())));
    assert_eq!(deliveries(&ada, &hook).await[0]["status"], "failed");
    let told: Vec<_> = app.mails().into_iter().filter(|mail| mail.subject() == Some(subject)).collect();
    let [mail] = &told[..] else { panic!("{told:?}") };
    let text = mail.body_text(0).expect("a text").replace("\r\n", " ");
    assert!(text.contains(&receiver.url()) && text.contains("28 November 2026"), "{text}");
}

#[tokio::test]
async fn disabled_it_is_sent_nothing_and_enabled_again_it_begins_anew() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &["member.invited"]).await;
    let off = ada.patch(&hook, 1, json!({ "enabled": false })).await.expect(200);
    happen(&ada).await;
    settle(&app).await;

    assert_eq!((off["enabled"].clone(), receiver.calls().len()), (json!(false), 0));
    assert_eq!(ada.post(&format!("{hook}/test"), json!({})).await.problem(409), "disabled");

    app.db.execute("update webhooks set disabled_at = now(), failing_since = now()").await;
    let on = ada.patch(&hook, 2, json!({ "enabled": true })).await.expect(200);
    let invitation = happen(&ada).await;
    settle(&app).await;

    assert_eq!((&on["enabled"], &on["disabled_at"], &on["failing_since"]), (&json!(true), &json!(null), &json!(null)));
    let [call] = &receiver.calls()[..] else { panic!("{:?}", receiver.calls()) };
    assert_eq!(call.json()["data"]["invitation"], invitation);
}

#[tokio::test]
async fn what_is_under_way_to_an_endpoint_that_is_disabled_is_given_up() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(500, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;

    ada.patch(&hook, 1, json!({ "enabled": false })).await.expect(200);
    app.clock.advance(TimeDelta::hours(1));
    let ada = ada.refreshed().await;
    settle(&app).await;

    assert_eq!((receiver.calls().len(), &deliveries(&ada, &hook).await[0]["status"]), (1, &json!("failed")));
}

#[tokio::test]
async fn one_that_arrives_starts_the_five_days_again() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(500, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &["member.invited"]).await;
    happen(&ada).await;
    settle(&app).await;

    app.clock.advance(TimeDelta::days(4));
    receiver.becomes(Mood::Answers(200, ""));
    settle(&app).await;
    receiver.becomes(Mood::Answers(500, ""));
    app.clock.advance(TimeDelta::days(2));
    let ada = ada.refreshed().await;
    happen(&ada).await;
    settle(&app).await;

    let now = ada.get(&hook).await.expect(200);
    assert_eq!((&now["enabled"], &now["failing_since"]), (&json!(true), &json!("2026-11-29T06:00:00Z")));
}
