//! Jobs: what becomes of them when the other side, or the process itself, is away.

use frontdesk::{db::Nudge, messages::jobs::PlanMessages, queue::Job};
use frontdesk_jobs::{Mailer, Work};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinHandle};

use crate::{Person, TestApp, until};

mod crashing;
mod failing;
mod sending;

/// A booking with an address to write to, committed, and nobody yet working.
async fn booked(app: &TestApp) -> Person {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    book(app, &service["id"]).await;
    ada
}

async fn book(app: &TestApp, service: &Value) {
    let new =
        json!({ "service_id": service, "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
}

/// What workers work with, and another way to the mail server.
fn by_way_of(app: &TestApp, smtp_url: &str) -> Work {
    let mailer = Mailer::new(Some(smtp_url), "frontdesk@localhost", "frontdesk.test").expect("a mailer");
    Work { mailer, ..app.work() }
}

/// Workers as they run in production, until they are told to stop.
struct Workers {
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Workers {
    fn start(work: Work) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self { stop, running: tokio::spawn(frontdesk_jobs::run(work, stopped)) }
    }

    async fn stop(self) {
        self.stop.send(true).expect("they listen");
        self.running.await.expect("they end in order");
    }
}

#[tokio::test]
async fn workers_send_what_was_committed_while_nobody_worked_and_what_comes_after() {
    let app = TestApp::start().await;
    booked(&app).await;
    assert_eq!(app.db.number("select count(*) from apalis.jobs where status = 'Pending'").await, 1);

    let workers = Workers::start(app.work());
    until("the mail of before", async || app.mails().len() == 1).await;
    let services = app.visitor().get("/public/vesna/services").await.expect(200);
    let id = &services["data"][0]["id"];
    let new = json!({ "service_id": id, "starts_at": "2026-11-24T09:00:00Z", "name": "H", "email": "h@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);

    until("the mail of after", async || app.mails().len() == 2).await;
    let open = async || app.db.number("select count(*) from apalis.jobs where status <> 'Done'").await;
    until("both jobs are done", async || open().await == 0).await;
    workers.stop().await;
}

#[tokio::test]
async fn two_processes_of_workers_send_each_mail_once() {
    let app = TestApp::start().await;
    let other = app.second_process().await;
    let ada = booked(&app).await;
    let workers = [Workers::start(app.work()), Workers::start(other.work())];
    let services = ada.get("/services").await.expect(200);

    for hour in 9..14 {
        let id = &services["data"][0]["id"];
        let at = format!("2026-11-24T{hour:02}:00:00Z");
        let new = json!({ "service_id": id, "starts_at": at, "name": "G", "email": "g@example.com" });
        app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    }

    let open = async || app.db.number("select count(*) from apalis.jobs where status <> 'Done'").await;
    until("all jobs are done", async || open().await == 0).await;
    let mut ids: Vec<_> = app.mails().iter().filter_map(|mail| mail.message_id().map(str::to_owned)).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), app.mails().len()), (6, 6));
    for workers in workers {
        workers.stop().await;
    }
}

#[tokio::test]
async fn done_jobs_are_thrown_away_after_a_day_and_given_up_ones_never() {
    let app = TestApp::start().await;
    booked(&app).await;
    app.run_jobs().await;
    let days_ago = async |days: f32, status: &str| {
        let change = format!("update apalis.jobs set status = '{status}', done_at = now() - interval '1 day' * {days}");
        app.db.execute(&change).await;
        app.app.db().purge_done_jobs().await.expect("purged")
    };

    assert_eq!(days_ago(0.9, "Done").await, 0);
    assert_eq!(days_ago(400.0, "Failed").await, 0);
    assert_eq!(days_ago(400.0, "Killed").await, 0);
    assert_eq!(days_ago(1.1, "Done").await, 2, "what planned the mail, and what sent it");
}

#[tokio::test]
async fn a_commit_calls_the_queues_that_it_has_added_to_and_no_others() {
    let app = TestApp::start().await;
    let (service, _) = app.bookable(&app.company("vesna").await).await;
    let mut calls = app.app.db().calls();

    book(&app, &service["id"]).await;

    let call = calls.recv().await.expect("a call");
    assert_eq!((call.by, call.queue.as_ref()), (Nudge::Here, PlanMessages::QUEUE));
    assert!(calls.is_empty(), "what the visitor's booking brings about comes later");
}

#[tokio::test]
async fn a_commit_calls_the_queue_in_other_processes_over_redis() {
    let app = TestApp::start().await;
    let (service, _) = app.bookable(&app.company("vesna").await).await;
    let elsewhere = app.second_process().await;
    let workers = Workers::start(elsewhere.work());
    let redis = app.app.redis().expect("tests have Redis").get_multiplexed_async_connection().await.expect("Redis");
    until("it listens", async || {
        let channel = app.app.calls_channel();
        let (_, listening): (String, usize) =
            redis::cmd("PUBSUB").arg("NUMSUB").arg(channel).query_async(&mut redis.clone()).await.expect("an answer");
        listening == 1
    })
    .await;
    let mut calls = elsewhere.app.db().calls();

    book(&app, &service["id"]).await;

    // what its own workers call out comes back to it as well
    while calls.recv().await.expect("a call").queue != PlanMessages::QUEUE {}
    workers.stop().await;
}
