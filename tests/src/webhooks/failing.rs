//! An endpoint that does not answer as it should is tried again, eight times, and each answer is kept.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use frontdesk_jobs::Courier;
use serde_json::json;

use super::{Mood, Receiver, company, deliveries, hook, last_log, settle};

/// The times of the standard between one attempt and the next.
const WAITS: [TimeDelta; 7] = [
    TimeDelta::seconds(5),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(10),
    TimeDelta::hours(10),
];

async fn fails(mood: Mood, patience: Duration, failure: &str, status: Option<u16>) {
    let (app, ada) = company().await;
    let app = app.delivering(Courier::new(true).with_patience(patience));
    let receiver = Receiver::start(mood).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;

    let log = last_log(&ada, &hook).await;
    let (delivery, attempt) = (&log["delivery"], &log["attempts"][0]);
    assert_eq!((&attempt["failure"], &attempt["response_status"]), (&json!(failure), &json!(status)), "{mood:?}");
    assert_eq!((&delivery["status"], &delivery["attempts"]), (&json!("pending"), &json!(1)), "{mood:?}");
    assert_eq!(delivery["next_attempt_at"], "2026-11-23T06:00:05Z", "{mood:?}");

    receiver.becomes(Mood::Answers(200, ""));
    let app = app.delivering(Courier::new(true));
    app.clock.advance(TimeDelta::seconds(5));
    settle(&app).await;

    let [first, second] = &receiver.calls()[..] else { panic!("{mood:?}: {:?}", receiver.calls()) };
    assert_eq!((first.id(), &first.body), (second.id(), &second.body), "{mood:?}");
    assert_eq!(deliveries(&ada, &hook).await[0]["status"], "delivered", "{mood:?}");
}

const LONG: Duration = Duration::from_secs(15);
const SHORT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn an_answer_other_than_2xx_is_a_failure() {
    fails(Mood::Answers(500, "oops"), LONG, "status", Some(500)).await;
    fails(Mood::Answers(410, ""), LONG, "status", Some(410)).await;
}

#[tokio::test]
async fn a_redirect_is_a_failure_and_is_not_followed() {
    let elsewhere = Receiver::start(Mood::Answers(200, "")).await;

    fails(Mood::Redirects(elsewhere.port), LONG, "status", Some(302)).await;

    assert!(elsewhere.calls().is_empty());
}

#[tokio::test]
async fn no_answer_in_time_is_a_failure() {
    fails(Mood::Hangs, SHORT, "timeout", None).await;
}

#[tokio::test]
async fn an_answer_that_does_not_end_in_time_is_a_failure() {
    fails(Mood::Drips, SHORT, "timeout", Some(200)).await;
}

#[tokio::test]
async fn an_answer_that_breaks_off_or_is_no_http_is_a_failure() {
    fails(Mood::HangsUp, LONG, "broken", None).await;
    fails(Mood::Babbles, LONG, "broken", None).await;
}

#[tokio::test]
async fn nobody_there_is_a_failure() {
    let (app, ada) = company().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    drop(listener);
    let (hook, _) = hook(&ada, &url, &[]).await;

    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;

    assert_eq!(last_log(&ada, &hook).await["attempts"][0]["failure"], "unreachable");
}

#[tokio::test]
async fn there_are_eight_attempts_at_the_times_of_the_standard_and_then_it_has_failed() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(503, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;

    for (before, wait) in WAITS.iter().enumerate() {
        app.clock.advance(*wait - TimeDelta::seconds(1));
        settle(&app).await;
        assert_eq!(receiver.calls().len(), before + 1);
        app.clock.advance(TimeDelta::seconds(1));
        settle(&app).await;
        assert_eq!(receiver.calls().len(), before + 2);
    }

    let log = last_log(&ada.refreshed().await, &hook).await;
    let delivery = &log["delivery"];
    assert_eq!((&delivery["status"], &delivery["attempts"]), (&json!("failed"), &json!(8)));
    assert_eq!((&delivery["next_attempt_at"], &delivery["ended_at"]), (&json!(null), &json!(app.clock.now())));
    assert_eq!(log["attempts"].as_array().map(Vec::len), Some(8));
    app.clock.advance(TimeDelta::days(1));
    settle(&app).await;
    assert_eq!(receiver.calls().len(), 8);
}

#[tokio::test]
async fn each_attempt_is_signed_anew_and_says_when_it_was_made() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(500, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);

    settle(&app).await;
    app.clock.advance(TimeDelta::seconds(5));
    settle(&app).await;

    let calls = receiver.calls();
    let at = |call: &super::Call| {
        let seconds = call.headers["webhook-timestamp"].parse().expect("a number");
        DateTime::<Utc>::from_timestamp(seconds, 0).expect("a moment")
    };
    assert_eq!(at(&calls[1]) - at(&calls[0]), TimeDelta::seconds(5));
    assert_ne!(calls[0].headers["webhook-signature"], calls[1].headers["webhook-signature"]);
}

#[tokio::test]
async fn a_long_answer_is_kept_as_far_as_it_is_wanted_and_a_strange_one_as_text() {
    let (app, ada) = company().await;
    let long: &'static str = Box::leak(format!("\0{}", "x".repeat(100_000)).into_boxed_str());
    let receiver = Receiver::start(Mood::Answers(200, long)).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;

    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;

    let log = last_log(&ada, &hook).await;
    let body = log["attempts"][0]["response_body"].as_str().expect("a text").to_owned();
    assert_eq!((log["delivery"]["status"].as_str(), body.chars().count()), (Some("delivered"), 16 * 1024));
    assert!(body.starts_with("\u{fffd}xxx"));
}

#[tokio::test]
async fn an_endpoint_that_hangs_does_not_hold_up_the_others() {
    let (app, ada) = company().await;
    let (slow, quick) = (Receiver::start(Mood::Answers(500, "")).await, Receiver::start(Mood::Answers(200, "")).await);
    let (slow_hook, _) = hook(&ada, &slow.url(), &[]).await;
    let (quick_hook, _) = hook(&ada, &quick.url(), &[]).await;
    for path in [&slow_hook, &quick_hook] {
        for _ in 0..20 {
            ada.post(&format!("{path}/test"), json!({})).await.expect(201);
        }
    }
    let taken = async |path: &str| {
        let id = path.trim_start_matches("/webhooks/");
        let sql =
            format!("select count(*) from webhook_deliveries where webhook_id = '{id}' and taken_until is not null");
        app.db.number(&sql).await
    };

    frontdesk_jobs::tick(&app.app).await.expect("the schedule");
    frontdesk_jobs::tick(&app.app).await.expect("the schedule");
    assert_eq!((taken(&slow_hook).await, taken(&quick_hook).await), (16, 16));

    settle(&app).await;
    app.clock.advance(TimeDelta::seconds(5));
    frontdesk_jobs::tick(&app.app).await.expect("the schedule");
    assert_eq!((taken(&slow_hook).await, quick.calls().len()), (2, 20));
}
