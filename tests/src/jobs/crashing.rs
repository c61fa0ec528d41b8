//! Workers that die: whatever they held, another one does.

use std::process::Stdio;

use frontdesk_cli::mailbox::Mailbox;
use mail_parser::MessageParser;
use tokio::process::{Child, Command};

use super::booked;
use crate::{
    TestApp,
    smtp::{BadServer, Mood},
    until,
};

/// `frontdesk work`, as a process of its own.
fn process(app: &TestApp, smtp_url: &str) -> Child {
    let test = std::env::current_exe().expect("a test is a program");
    let built = test.ancestors().nth(2).expect("tests are built into target/…/deps").join("frontdesk");
    Command::new(built)
        .arg("work")
        .env_clear()
        .env("DATABASE_URL", app.db.app_url())
        .env("SMTP_URL", smtp_url)
        .env("FRONTDESK_JWT_KEYS", format!("test:{}", "k".repeat(40)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("`cargo build` makes it")
}

fn ids(mailbox: &Mailbox) -> Vec<String> {
    let parse = |raw| MessageParser::default().parse(raw).and_then(|mail| mail.message_id().map(str::to_owned));
    mailbox.mails().iter().filter_map(|raw| parse(&raw[..])).collect()
}

#[tokio::test]
async fn what_was_committed_goes_out_though_the_process_died_before_it_worked() {
    let app = TestApp::start().await;
    let mailbox = Mailbox::start().await.expect("a mailbox");
    booked(&app).await;
    app.app.db().close().await; // this process is gone, and has sent nothing
    assert_eq!(app.mails().len(), 0);

    let mut worker = process(&app, &mailbox.url());
    until("the mail", async || ids(&mailbox).len() == 1).await;
    until("it is marked", async || app.db.number("select count(*) from messages where status = 'sent'").await == 1)
        .await;

    worker.kill().await.expect("killed");
}

#[tokio::test]
async fn a_job_whose_worker_was_killed_goes_to_another_that_sends_the_same_mail() {
    let app = TestApp::start().await;
    let hanging = BadServer::start(Mood::Hangs).await;
    let mailbox = Mailbox::start().await.expect("a mailbox");
    booked(&app).await;

    let mut first = process(&app, &hanging.url);
    until("the first is at it", async || hanging.calls() == 1).await;
    first.kill().await.expect("killed");
    let held = app
        .db
        .number("select count(*) from apalis.jobs where job_type = 'messages.send' and status in ('Queued', 'Running')")
        .await;
    let mut second = process(&app, &mailbox.url());
    until("the mail", async || !ids(&mailbox).is_empty()).await;
    let open = async || app.db.number("select count(*) from apalis.jobs where status <> 'Done'").await;
    until("the job is done", async || open().await == 0).await;
    second.kill().await.expect("killed");

    assert_eq!(held, 1, "nobody else could have it while it was held");
    let message = app
        .db
        .rows("select id::text || '@127.0.0.1' as id, status from messages where kind = 'booking_confirmed'")
        .await;
    assert_eq!(message[0]["status"], "sent");
    assert!(ids(&mailbox).iter().all(|id| message[0]["id"] == **id), "{:?}", ids(&mailbox));
}
