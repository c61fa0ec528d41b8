//! Background work as operators see it: what waits, what was given up, what is paused, and what runs by the clock.

use frontdesk::queues::store;
use serde_json::{Value, json};

use super::{actions, operator};
use crate::{Person, TestApp};

/// A company with one booking, of which nobody has been told yet.
async fn booked(app: &TestApp) -> Person {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    ada
}

async fn queue(root: &Person, name: &str) -> Value {
    let queues = root.get("/platform/queues").await.expect(200);
    let all = queues["data"].as_array().expect("queues");
    all.iter().find(|queue| queue["name"] == name).expect("it exists").clone()
}

fn to_the_visitor(app: &TestApp) -> usize {
    let is_theirs = |mail: &mail_parser::Message| {
        mail.to().and_then(|to| to.first()).and_then(|to| to.address()) == Some("g@example.com")
    };
    app.mails().iter().filter(|mail| is_theirs(mail)).count()
}

#[tokio::test]
async fn a_paused_queue_keeps_its_jobs_until_it_goes_on() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    booked(&app).await;

    let paused = root.post("/platform/queues/messages.send/pause", Value::Null).await.expect(200);
    root.post("/platform/queues/messages.send/pause", Value::Null).await.expect(200);
    app.run_jobs().await;

    assert_eq!(paused["paused_at"], json!(app.clock.now()));
    assert_eq!(to_the_visitor(&app), 0);
    assert!(queue(&root, "messages.send").await["due"].as_i64() >= Some(1));

    let resumed = root.post("/platform/queues/messages.send/resume", Value::Null).await.expect(200);
    app.run_jobs().await;

    assert_eq!(resumed["paused_at"], Value::Null);
    assert_eq!(to_the_visitor(&app), 1);
    let done: Vec<_> = actions(&root, "").await.iter().map(|action| action["action"].clone()).collect();
    assert_eq!(done[..2], [json!("queue.resume"), json!("queue.pause")]);
    root.post("/platform/queues/messages.sand/pause", Value::Null).await.expect(404);
}

#[tokio::test]
async fn no_worker_fetches_from_a_paused_queue_and_what_a_dead_one_had_goes_back() {
    let app = TestApp::start().await;
    booked(&app).await;
    app.db
        .execute("insert into paused_queues (queue, paused_at) select job_type, now() from apalis.jobs limit 1")
        .await;
    let fetched = "set role frontdesk_queue;
        do $$ begin
            if exists (select from apalis.jobs j, apalis.get_jobs('somebody', j.job_type, 10)) then raise 'fetched'; end if;
            if not exists (select from apalis.jobs where status = 'Pending') then raise 'unseen'; end if;
        end $$";
    let put_back = "update apalis.jobs set status = 'Running';
        set role frontdesk_queue;
        update apalis.jobs set status = 'Pending', lock_by = null where status = 'Running'";

    assert_eq!(app.db.attempt(fetched).await, Ok(()));
    assert_eq!(app.db.attempt(put_back).await, Ok(()));

    assert!(app.db.number("select count(*) from apalis.jobs where status = 'Pending'").await >= 1);
}

#[tokio::test]
async fn what_was_given_up_is_shown_with_its_error_and_can_be_run_again() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let ada = booked(&app).await;
    let give_up = r#"update apalis.jobs set status = 'Killed', done_at = now(), metadata = metadata || 'attempt=>12',
                     last_result = '{"Err": "the mail server said no"}'"#;
    app.db.execute(give_up).await;

    let given_up = root.get("/platform/jobs?state=given_up").await.expect(200);
    let job = &given_up["data"][0];
    let path = format!("/platform/jobs/{}/rerun", job["id"].as_str().expect("an id"));
    assert_eq!((&job["error"], &job["attempt"]), (&json!("the mail server said no"), &json!(12)));
    let company = ada.get("/company").await.expect(200);
    assert_eq!(job["company_id"], company["id"]);
    assert_eq!(queue(&root, job["queue"].as_str().expect("a name")).await["given_up"], 1);

    let again = root.post(&path, Value::Null).await.expect(200);
    let twice = root.post(&path, Value::Null).await.expect(409);
    app.run_jobs().await;

    assert_eq!((&again["state"], &again["attempt"], &again["error"]), (&json!("pending"), &json!(1), &Value::Null));
    assert_eq!(twice["code"], "wrong_status");
    assert_eq!(to_the_visitor(&app), 1);
    assert_eq!(actions(&root, "").await[0]["action"], "job.rerun");
    root.post("/platform/jobs/01ARZ3NDEKTSV4RRFFQ69G5FAV/rerun", Value::Null).await.expect(404);
    root.post("/platform/jobs/nothing/rerun", Value::Null).await.expect(404);
}

#[tokio::test]
async fn jobs_come_page_by_page_and_by_queue() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    booked(&app).await;
    app.run_jobs().await;

    let pages = root.pages("/platform/jobs", 1).await;
    let all = root.pages("/platform/jobs", 100).await.concat();
    let sent = root.get("/platform/jobs?queue=messages.send&state=done").await.expect(200);

    assert_eq!(pages.concat(), all);
    assert!(all.len() >= 2);
    assert!(sent["data"].as_array().is_some_and(|jobs| jobs.iter().all(|job| job["queue"] == "messages.send")));
    root.get("/platform/jobs?queue=messages.sand").await.expect(404);
    root.get("/platform/jobs?cursor=WzEsMl0").await.expect(422);
}

#[tokio::test]
async fn what_runs_by_the_clock_is_begun_by_one_process_at_a_time() {
    let app = TestApp::start().await;
    let other = app.second_process().await;
    let root = operator(&app).await;
    let begin = async |app: &TestApp| {
        let mut tx = app.app.schedule().await.expect("a transaction");
        let begun = store::begin(&mut tx, "sweep", 3600).await.expect("an answer");
        tx.commit().await.expect("committed");
        begun
    };

    let first = [begin(&app).await, begin(&other).await, begin(&app).await];
    let mut tx = app.app.schedule().await.expect("a transaction");
    store::end(&mut tx, "sweep", Some("the disk is full")).await.expect("written down");
    tx.commit().await.expect("committed");
    let shown = root.get("/platform/schedules").await.expect(200);
    app.clock.advance(chrono::TimeDelta::minutes(59));
    let later = [begin(&other).await, begin(&app).await];

    assert_eq!((first, later), ([true, false, false], [true, false]));
    let sweep = &shown["data"][0];
    assert_eq!((&sweep["name"], &sweep["error"]), (&json!("sweep"), &json!("the disk is full")));
}

#[tokio::test]
async fn what_is_in_the_queues_is_counted() {
    frontdesk::metrics::install();
    let app = TestApp::start().await;
    booked(&app).await;

    frontdesk_jobs::gauge(&app.app).await.expect("counted");

    let text = frontdesk::metrics::render();
    assert!(text.contains("frontdesk_queue_due{queue=\"messages.plan\"} 1"), "{text}");
    assert!(text.contains("frontdesk_queue_given_up{queue=\"messages.plan\"} 0"), "{text}");
}
