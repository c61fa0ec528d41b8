//! Jobs that fail: tried again later, or kept to be looked at.

use frontdesk_cli::mailbox::Mailbox;
use serde_json::json;

use super::{Workers, booked, by_way_of};
use crate::{
    TestApp,
    smtp::{BadServer, Mood},
    until,
};

const NOBODY: &str = "smtp://127.0.0.1:1";

#[tokio::test]
async fn a_mail_that_finds_no_server_is_tried_again_later_and_goes_out_then() {
    let app = TestApp::start_with(|config| config.smtp_url = Some(NOBODY.into())).await;
    booked(&app).await;

    app.run_jobs().await;
    app.run_jobs().await;

    let waiting = app
        .db
        .rows("select metadata -> 'attempt' as attempt, run_at > now() as later from apalis.jobs where status = 'Pending'")
        .await;
    assert_eq!(waiting, [json!({ "attempt": "2", "later": true })]);
    assert_eq!(app.db.number("select count(*) from messages where status = 'queued'").await, 1);
    let mailbox = Mailbox::start().await.expect("a mailbox");
    app.db.execute("update apalis.jobs set run_at = now() where status = 'Pending'").await;
    frontdesk_jobs::run_due(&by_way_of(&app, &mailbox.url())).await.expect("the jobs");
    assert_eq!(mailbox.mails().len(), 1);
    assert_eq!(app.db.number("select count(*) from messages where status = 'sent'").await, 1);
}

#[tokio::test]
async fn each_further_attempt_waits_longer() {
    let app = TestApp::start_with(|config| config.smtp_url = Some(NOBODY.into())).await;
    booked(&app).await;
    let mut waits = Vec::new();

    for _ in 0..4 {
        app.db.execute("update apalis.jobs set run_at = now() where status = 'Pending'").await;
        app.run_jobs().await;
        let wait = "select extract(epoch from run_at - now())::bigint from apalis.jobs where status = 'Pending'";
        waits.push(app.db.number(wait).await);
    }

    assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
    assert_eq!(app.db.number("select count(*) from apalis.jobs where status = 'Pending'").await, 1);
}

#[tokio::test]
async fn a_busy_server_is_asked_again_and_one_that_refuses_is_not() {
    for (line, message, job, attempts) in
        [("451 come back later", "queued", "Pending", 2), ("550 no such user", "bounced", "Failed", 1)]
    {
        let server = BadServer::start(Mood::Refuses(line)).await;
        let app = TestApp::start_with(|config| config.smtp_url = Some(server.url.clone())).await;
        booked(&app).await;

        let workers = Workers::start(app.work());
        let so = format!(
            "select count(*) from apalis.jobs j, messages m
             where m.kind = 'booking_confirmed' and m.status = '{message}' and j.status in ('{job}', 'Killed')
               and j.metadata -> 'attempt' = '{attempts}'"
        );
        until(line, async || app.db.number(&so).await == 1).await;
        workers.stop().await;

        let given_up = app.db.number("select count(*) from apalis.jobs where status in ('Failed', 'Killed')").await;
        assert_eq!(given_up, if message == "bounced" { 1 } else { 0 });
        assert!(server.calls() >= 1);
    }
}

#[tokio::test]
async fn a_job_that_failed_often_enough_is_given_up_and_kept() {
    let app = TestApp::start_with(|config| config.smtp_url = Some(NOBODY.into())).await;
    booked(&app).await;
    app.run_jobs().await;
    let last = "update apalis.jobs set metadata = metadata || 'attempt=>12', run_at = now() where status = 'Pending'";
    app.db.execute(last).await;

    let workers = Workers::start(app.work());
    let given_up = "select count(*) from apalis.jobs where status in ('Failed', 'Killed')";
    until("it is given up", async || app.db.number(given_up).await == 1).await;
    workers.stop().await;

    assert_eq!(
        app.db.number("select count(*) from apalis.jobs where job_type = 'messages.send' and status = 'Pending'").await,
        0,
        "and not tried again"
    );
    assert_eq!(app.db.number("select count(*) from messages where status = 'failed'").await, 1);
}

#[tokio::test]
async fn a_job_of_a_kind_that_makes_no_sense_holds_nobody_up() {
    let app = TestApp::start().await;
    booked(&app).await;
    app.db
        .execute(
            "insert into apalis.jobs (id, job, job_type, status, attempts, max_attempts, run_at, priority, metadata)
             select '01ARZ3NDEKTSV4RRFFQ69G5FA' || n, convert_to(payload, 'utf8'), job_type, 'Pending', 0, 1, now(), 9, metadata
             from apalis.jobs, unnest(array['{}', '{\"message\": 5}', '[]', 'null']) with ordinality x (payload, n)",
        )
        .await;

    let workers = Workers::start(app.work());
    until("the mail goes out", async || app.mails().len() == 1).await;
    let given_up = "select count(*) from apalis.jobs where status in ('Failed', 'Killed')";
    until("the others are kept", async || app.db.number(given_up).await == 4).await;
    workers.stop().await;

    assert_eq!(app.mails().len(), 1);
}
