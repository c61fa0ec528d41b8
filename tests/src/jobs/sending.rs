//! Mail servers that refuse, hang, drip and break off: what becomes of the mail, and of everybody else's work.

use std::time::Duration;

use frontdesk_jobs::Work;
use serde_json::{Value, json};

use super::{Workers, booked, by_way_of};
use crate::{
    TestApp,
    sink::Sink,
    smtp::{BadServer, Mood},
    until,
    webhooks::{self, Receiver},
};

/// Another booking, by somebody with this address.
async fn book(app: &TestApp, service: &Value, number: usize) -> String {
    let (hour, day) = (7 + number % 6, 24 + number / 6);
    let email = format!("g{number}@example.com");
    let new = json!({
        "service_id": service, "starts_at": format!("2026-11-{day}T{hour:02}:00:00Z"), "name": "G", "email": email,
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    email
}

async fn service(app: &TestApp) -> Value {
    app.visitor().get("/public/vesna/services").await.expect(200)["data"][0]["id"].clone()
}

fn impatient(work: Work) -> Work {
    Work { mailer: work.mailer.clone().with_patience(Duration::from_millis(300)), ..work }
}

#[tokio::test]
async fn a_mail_is_tried_again_where_the_server_may_take_it_later_and_not_where_it_never_will() {
    let app = TestApp::start().await;
    booked(&app).await;
    app.run_jobs().await;
    let service = service(&app).await;
    let moods = [
        (Mood::Refuses("421 4.3.2 shutting down"), "queued"),
        (Mood::Refuses("450 4.2.1 busy"), "queued"),
        (Mood::Refuses("550 5.1.1 no such user"), "bounced"),
        (Mood::Refuses("554 5.7.1 not from you"), "failed"),
        (Mood::RefusesMail("421 4.3.2 shutting down"), "queued"),
        (Mood::RefusesMail("450 4.7.1 come back later"), "queued"),
        (Mood::RefusesMail("550 5.7.1 spam"), "failed"),
        (Mood::RefusesMail("554 5.6.0 what is this"), "failed"),
        (Mood::CutsOff, "queued"),
        (Mood::Hangs, "queued"),
        (Mood::Drips, "queued"),
        (Mood::HangsAtTheEnd, "queued"),
    ];

    for (number, (mood, status)) in moods.into_iter().enumerate() {
        let email = book(&app, &service, number + 2).await;
        let server = BadServer::start(mood).await;
        let workers = Workers::start(impatient(by_way_of(&app, &server.url)));
        let again = format!(
            "select count(*) from messages m join apalis.jobs j on convert_from(j.job, 'utf8')::jsonb ->> 'message' = m.id::text
             where m.recipient = '{email}' and m.kind = 'booking_confirmed' and m.status = '{status}'
               and case m.status when 'queued' then j.status = 'Pending' and j.run_at > now() and j.metadata -> 'attempt' = '2'
                   else j.status in ('Failed', 'Killed') end"
        );
        until(&format!("{mood:?}: {status}"), async || app.db.number(&again).await == 1).await;
        workers.stop().await;
        app.db.execute("delete from apalis.jobs").await; // nothing of this one meets the next server
    }
}

#[tokio::test]
async fn what_a_server_leaves_halfway_is_not_taken_up_by_the_next_mail() {
    let server = BadServer::start(Mood::HangsAtTheEnd).await;
    let app = TestApp::start().await;
    booked(&app).await;
    let service = service(&app).await;
    book(&app, &service, 2).await;
    let work = impatient(by_way_of(&app, &server.url));

    frontdesk_jobs::run_due(&work).await.expect("the jobs");

    assert_eq!(app.db.number("select count(*) from messages where status = 'queued'").await, 2);
    assert_eq!(server.calls(), 2, "each by a call of its own");
}

#[tokio::test]
async fn a_mail_server_that_says_nothing_holds_up_no_other_queue() {
    let app = TestApp::start_with(|config| config.webhook_private = true).await;
    let silent = BadServer::start(Mood::Hangs).await;
    booked(&app).await;
    let service = service(&app).await;
    for number in 2..12 {
        book(&app, &service, number).await;
    }
    let osin = app.company("osin").await;
    let receiver = Receiver::start(webhooks::Mood::Answers(200, "")).await;
    osin.post("/webhooks", json!({ "url": receiver.url(), "event_types": [] })).await.expect(201);

    let workers = Workers::start(by_way_of(&app, &silent.url));
    until("as many mails are under way as there may be", async || silent.calls() == 8).await;
    osin.post("/invitations", json!({ "email": "b@example.com", "role": "employee" })).await.expect(201);
    until("another company's program is told", async || receiver.calls().len() == 1).await;
    let planned = "select count(*) from apalis.jobs where job_type = 'messages.plan' and status <> 'Done'";
    until("messages are planned", async || app.db.number(planned).await == 0).await;

    assert_eq!(app.db.number("select count(*) from messages where status = 'sent'").await, 0);
    drop(workers); // they would wait for the mails
}

#[tokio::test]
async fn mails_that_take_long_go_out_once_though_another_process_waits_for_work() {
    let app = TestApp::start().await;
    let other = app.second_process().await;
    let slow = Sink::start_shut().await.expect("a sink");
    booked(&app).await;
    let service = service(&app).await;
    for number in 2..12 {
        book(&app, &service, number).await;
    }
    app.run_jobs().await;
    app.db
        .execute(
            "update messages set status = 'queued', sent_at = null where kind = 'booking_confirmed';
             update apalis.jobs set status = 'Pending', done_at = null where job_type = 'messages.send'",
        )
        .await;

    let first = Workers::start(by_way_of(&app, slow.url()));
    until("as many are under way as there may be", async || slow.count() == 8).await;
    let second = Workers::start(by_way_of(&other, slow.url()));
    let looked = "select (extract(epoch from now() - min(last_seen)) > 0 and count(*) = 2)::int
                  from apalis.workers where worker_type = 'messages.send'";
    until("the other one is there", async || app.db.number(looked).await == 1).await;
    let long = "select (extract(epoch from now() - min(lock_at)) > 13)::int from apalis.jobs
                where job_type = 'messages.send' and status in ('Queued', 'Running')";
    until("who does not say that it lives would be dead", async || app.db.number(long).await == 1).await;
    slow.open();
    let open = "select count(*) from apalis.jobs where status <> 'Done'";
    until("all is done", async || app.db.number(open).await == 0).await;

    let mut ids: Vec<_> = slow.taken().into_iter().map(|mail| mail.message_id).collect();
    let mails = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((mails, ids.len()), (11, 11));
    first.stop().await;
    second.stop().await;
}
