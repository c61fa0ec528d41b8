//! What happens is sent: to whom, when, once, and as the standard says.

use chrono::TimeDelta;
use frontdesk::members::{MemberId, model::MemberErased};
use serde_json::json;

use super::{Mood, Receiver, company, deliveries, happen, hook, last_log, settle};

#[tokio::test]
async fn what_happens_is_sent_once_with_the_headers_of_the_standard() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(204, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;

    let invitation = happen(&ada).await;
    settle(&app).await;
    settle(&app).await;

    let [call] = &receiver.calls()[..] else { panic!("{:?}", receiver.calls()) };
    assert_eq!(call.line, "POST /hooks?key=1 HTTP/1.1");
    let data = json!({ "invitation": invitation, "role": "employee" });
    let expected = json!({ "type": "member.invited", "timestamp": "2026-11-23T06:00:00Z", "data": data });
    assert_eq!(call.json(), expected);
    assert!(call.body.starts_with(r#"{"type":"member.invited","timestamp":"2026-11-23T06:00:00Z","data":{""#));
    assert_eq!(call.headers["content-type"], "application/json");
    assert_eq!(call.headers["host"], format!("127.0.0.1:{}", receiver.port));
    assert_eq!(call.headers["webhook-timestamp"], app.clock.now().timestamp().to_string());
    assert!(call.headers["webhook-signature"].starts_with("v1,"));
    let log = last_log(&ada, &hook).await;
    assert_eq!((&log["delivery"]["status"], &log["delivery"]["message_id"]), (&json!("delivered"), &json!(call.id())));
    assert_eq!((&log["body"], &log["attempts"][0]["response_status"]), (&json!(call.body), &json!(204)));
    assert_eq!((deliveries(&ada, &hook).await.len(), &log["attempts"][0]["failure"]), (1, &json!(null)));
}

#[tokio::test]
async fn an_endpoint_is_sent_the_kinds_it_listens_to_and_nothing_from_before_it_was_there() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    happen(&ada).await;
    let (some, _) = hook(&ada, &receiver.url(), &["booking.created", "company.reopened"]).await;
    let (other, _) = hook(&ada, &receiver.url(), &["company.closing"]).await;

    happen(&ada).await;
    ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);
    ada.post("/company/reopen", json!({})).await.expect(200);
    settle(&app).await;

    let mut kinds = receiver.kinds();
    kinds.sort_unstable();
    assert_eq!(kinds, ["company.closing", "company.reopened"]);
    let of = async |hook: &str| deliveries(&ada, hook).await[0]["event_type"].clone();
    assert_eq!((of(&some).await, of(&other).await), (json!("company.reopened"), json!("company.closing")));
}

#[tokio::test]
async fn what_a_visitor_does_is_sent_and_to_their_company_alone() {
    let (app, ada) = company().await;
    let (ours, theirs) = (Receiver::start(Mood::Answers(200, "")).await, Receiver::start(Mood::Answers(200, "")).await);
    let osin = app.company("osin").await;
    hook(&ada, &ours.url(), &["booking.created"]).await;
    hook(&osin, &theirs.url(), &[]).await;
    let (service, _) = app.bookable(&ada).await;

    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });
    let booking = app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    settle(&app).await;

    let [call] = &ours.calls()[..] else { panic!("{:?}", ours.calls()) };
    assert_eq!(call.json()["data"]["booking_id"], booking["id"]);
    assert!(theirs.calls().is_empty());
}

#[tokio::test]
async fn an_event_that_commits_late_is_sent_and_in_its_turn() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    hook(&ada, &receiver.url(), &[]).await;

    let mut late = app.app.begin_job(&app.envelope("vesna").await).await.expect("a transaction");
    late.emit(&MemberErased { member: MemberId::new() }).await.expect("an event");
    happen(&ada).await;
    while app.run_jobs().await > 0 {}
    let before = receiver.kinds();
    late.commit().await.expect("it is over");
    settle(&app).await;

    let mut after = receiver.kinds();
    after.sort_unstable();
    assert_eq!((before, after), (vec![], vec!["member.erased".to_owned(), "member.invited".to_owned()]));
}

#[tokio::test]
async fn what_a_process_was_about_to_send_when_it_died_is_sent_by_another() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    frontdesk_jobs::tick(&app.app).await.expect("the schedule");
    app.db.execute("delete from apalis.jobs").await;

    settle(&app).await;
    let while_it_is_taken = receiver.calls().len();
    app.clock.advance(TimeDelta::minutes(2));
    settle(&app).await;

    assert_eq!((while_it_is_taken, receiver.kinds()), (0, vec!["webhook.test".to_owned()]));
}

#[tokio::test]
async fn a_job_that_comes_late_does_not_send_what_has_been_sent() {
    let (app, ada) = company().await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (hook, _) = hook(&ada, &receiver.url(), &[]).await;
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    frontdesk_jobs::tick(&app.app).await.expect("the schedule");
    app.clock.advance(TimeDelta::minutes(2));

    settle(&app).await;

    assert_eq!(app.db.number("select count(*) from apalis.jobs where job_type = 'webhooks.deliver'").await, 2);
    assert_eq!(receiver.calls().len(), 1);
}

#[tokio::test]
async fn a_test_goes_the_way_of_every_event_to_this_endpoint_alone() {
    let (app, ada) = company().await;
    let (receiver, other) = (Receiver::start(Mood::Answers(200, "thanks")).await, Receiver::start(Mood::Hangs).await);
    let (hook, _) = hook(&ada, &receiver.url(), &["booking.created"]).await;
    super::hook(&ada, &other.url(), &[]).await;

    let delivery = ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;

    assert_eq!((&delivery["status"], &delivery["event_type"]), (&json!("pending"), &json!("webhook.test")));
    assert_eq!(receiver.kinds(), ["webhook.test"]);
    assert!(other.calls().is_empty());
    let log = last_log(&ada, &hook).await;
    assert_eq!((&log["delivery"]["id"], &log["delivery"]["status"]), (&delivery["id"], &json!("delivered")));
    assert_eq!(log["attempts"][0]["response_body"], "thanks");
}
