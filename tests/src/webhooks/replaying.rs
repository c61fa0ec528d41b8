//! What was sent can be sent again: one event, or all of a time.

use chrono::TimeDelta;
use serde_json::json;

use super::{Mood, Receiver, company, deliveries, happen, hook, last_log, settle};

#[tokio::test]
async fn an_event_is_sent_again_with_its_id_and_body_whatever_became_of_it() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    happen(&ada).await;
    settle(&app).await;
    let id = deliveries(&ada, &hook).await[0]["id"].as_str().expect("an id").to_owned();

    let again = ada.post(&format!("{hook}/deliveries/{id}/replay"), json!({})).await.expect(200);
    settle(&app).await;

    assert_eq!((&again["status"], &again["attempts"]), (&json!("pending"), &json!(0)));
    let [first, second] = &receiver.calls()[..] else { panic!("{:?}", receiver.calls()) };
    assert_eq!((first.id(), &first.body), (second.id(), &second.body));
    let log = last_log(&ada, &hook).await;
    assert_eq!((&log["delivery"]["status"], log["attempts"].as_array().map(Vec::len)), (&json!("delivered"), Some(2)));
}

#[tokio::test]
async fn what_has_failed_for_good_still_arrives_by_a_replay() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(500, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    let delivery = ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    app.db.execute("update webhook_deliveries set attempts = 7").await;
    settle(&app).await;
    assert_eq!(deliveries(&ada, &hook).await[0]["status"], "failed");

    receiver.becomes(Mood::Answers(200, ""));
    let id = delivery["id"].as_str().expect("an id");
    ada.post(&format!("{hook}/deliveries/{id}/replay"), json!({})).await.expect(200);
    settle(&app).await;

    assert_eq!(deliveries(&ada, &hook).await[0]["status"], "delivered");
}

#[tokio::test]
async fn events_of_a_time_are_sent_again_and_those_that_were_never_sent_too() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    happen(&ada).await;
    app.clock.advance(TimeDelta::minutes(1));
    let missed = happen(&ada).await;
    let (hook, _) = hook(&ada, &receiver.url(), &["member.invited"]).await;
    app.clock.advance(TimeDelta::minutes(1));
    let heard = happen(&ada).await;
    app.clock.advance(TimeDelta::minutes(1));
    let late = happen(&ada).await;
    settle(&app).await;
    assert_eq!(receiver.calls().len(), 2);

    let time = json!({ "since": "2026-11-23T06:01:00Z", "until": "2026-11-23T06:03:00Z" });
    let answer = ada.post(&format!("{hook}/replay"), time.clone()).await.expect(200);
    settle(&app).await;

    assert_eq!(answer, time);
    let calls = receiver.calls();
    let of = |invitation: &serde_json::Value| {
        calls.iter().filter(|call| &call.json()["data"]["invitation"] == invitation).count()
    };
    assert_eq!((of(&missed), of(&heard), of(&late), calls.len()), (1, 2, 1, 4));
    assert_eq!(deliveries(&ada, &hook).await.len(), 3);
}

#[tokio::test]
async fn a_replay_goes_through_all_of_a_time_page_by_page() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    app.db
        .execute(
            "insert into events (company_id, id, kind, payload, created_at)
             select c.id, gen_random_uuid(), 'booking.expired', '{}', '2026-11-23 05:30Z'::timestamptz + n * interval '1 second'
             from companies c, generate_series(1, 450) n",
        )
        .await;
    let (hook, _) = hook(&ada, &receiver.url(), &["booking.expired"]).await;

    ada.post(&format!("{hook}/replay"), json!({ "since": "2026-11-23T05:00:00Z" })).await.expect(200);
    frontdesk_jobs::run_due(&app.work()).await.expect("the jobs");

    assert_eq!(app.db.number("select count(*) from webhook_deliveries").await, 450);
    assert_eq!(app.db.number("select count(*) from apalis.jobs where job_type = 'webhooks.replay'").await, 4);
}

#[tokio::test]
async fn a_time_is_at_most_thirty_days_and_ends_after_it_begins() {
    let (_app, ada) = company().await;
    let (hook, _) = hook(&ada, "http://127.0.0.1:1/", &[]).await;
    let refused = async |time| ada.post(&format!("{hook}/replay"), time).await.invalid()[0].clone();
    let error = |code: &str| ("since".to_owned(), code.to_owned());

    assert_eq!(refused(json!({ "since": "2026-10-24T05:59:59Z" })).await, error("too_far"));
    assert_eq!(refused(json!({ "since": "2026-11-23T06:00:00Z" })).await, error("not_before_until"));
    let backwards = json!({ "since": "2026-11-22T06:00:00Z", "until": "2026-11-21T06:00:00Z" });
    assert_eq!(refused(backwards).await, error("not_before_until"));
}

#[tokio::test]
async fn the_log_is_kept_for_thirty_days_after_the_end_and_longer_while_something_is_under_way() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    let (all, tries) = ("select count(*) from webhook_deliveries", "select count(*) from webhook_attempts");

    app.clock.advance(TimeDelta::days(30));
    frontdesk_jobs::purge_webhooks(&app.app).await.expect("the sweep");
    assert_eq!((app.db.number(all).await, app.db.number(tries).await), (2, 1));
    app.clock.advance(TimeDelta::seconds(1));
    frontdesk_jobs::purge_webhooks(&app.app).await.expect("the sweep");

    assert_eq!((app.db.number(all).await, app.db.number(tries).await), (1, 0));
}
