//! What goes out by it, and what happens where it does not work.

use chrono::TimeDelta;
use serde_json::json;

use super::{PASSWORD, book, company, settings};
use crate::{
    TestApp,
    smtp::{OwnServer, USER},
};

const PATH: &str = "/company/mail-server";

/// Lets what waits to be tried again be due.
async fn again(app: &TestApp) {
    app.db.execute("update apalis.jobs set run_at = now() where status = 'Pending'").await;
    app.run_jobs().await;
}

#[tokio::test]
async fn what_clients_are_told_goes_out_by_it_and_nothing_else_does() {
    let (app, ada, service) = company().await;
    let server = OwnServer::start(PASSWORD).await;
    ada.put_if(PATH, 0, settings(&server, PASSWORD)).await.expect(200);

    book(&app, &service, 8, "g@example.com").await;
    book(&app, &service, 10, "h@example.com").await;
    ada.post("/invitations", json!({ "email": "bea@example.com", "role": "employee" })).await.expect(201);
    app.run_jobs().await;

    let mails = server.mails();
    let from = mails[0].from().and_then(|from| from.first()).expect("a sender").clone();
    assert_eq!((from.name(), from.address()), (Some("Salon Vesna"), Some(USER)));
    assert_eq!((mails.len(), server.calls()), (2, 1), "one connection, used again");
    let calendar = format!("{:?}", mails[0].parts);
    assert!(calendar.contains(&format!("mailto:{USER}")), "whoever the mail is from answers for the event");
    let [invitation] = &app.mails()[..] else { panic!("{:?}", app.mails()) };
    assert_eq!(invitation.to().and_then(|to| to.first()).and_then(|to| to.address()), Some("bea@example.com"));
    assert_eq!(app.db.number("select count(*) from messages where status = 'sent'").await, 2);
}

#[tokio::test]
async fn another_company_goes_on_by_the_installations() {
    let (app, ada, _) = company().await;
    let server = OwnServer::start(PASSWORD).await;
    ada.put_if(PATH, 0, settings(&server, PASSWORD)).await.expect(200);
    let bob = app.company("next-door").await;
    let (service, _) = app.bookable(&bob).await;
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/next-door/bookings", new).await.expect(201);

    app.run_jobs().await;

    assert_eq!((server.calls(), app.mails().len()), (0, 1));
}

#[tokio::test]
async fn where_it_does_not_let_us_in_mails_wait_and_the_admins_are_told_once() {
    let (app, ada, service) = company().await;
    let server = OwnServer::start(PASSWORD).await;
    ada.put_if(PATH, 0, settings(&server, "a wrong one")).await.expect(200);
    book(&app, &service, 8, "g@example.com").await;
    book(&app, &service, 10, "h@example.com").await;

    app.run_jobs().await;
    let calls = server.calls();
    app.clock.advance(TimeDelta::minutes(11));
    again(&app).await;
    let shown = ada.get(PATH).await.expect(200);
    let waiting = app.db.number("select count(*) from messages where status = 'queued'").await;
    let told = app.mails();
    ada.put_if(PATH, 1, settings(&server, PASSWORD)).await.expect(200);
    again(&app).await;

    assert_eq!(calls, 1, "it is left alone for a while, since an account can be locked");
    assert!(shown["refused_at"].is_string() && shown["failure"].to_string().contains("535"), "{shown}");
    assert_eq!(waiting, 2);
    let [notice] = &told[..] else { panic!("{told:?}") };
    assert_eq!(notice.subject(), Some("Company vesna: your mail server does not let us in"));
    assert!(notice.body_text(0).expect("a text").contains("127.0.0.1"));
    assert_eq!(server.mails().len(), 2);
    assert!(ada.get(PATH).await.expect(200)["failing_since"].is_null());
    assert_eq!(app.mails().len(), 1, "nothing went out by the installation's own");
}

#[tokio::test]
async fn where_it_knows_another_sender_alone_the_mail_waits_and_no_address_is_blamed() {
    let (app, ada, service) = company().await;
    let server = OwnServer::start(PASSWORD).await;
    let mut wrong = settings(&server, PASSWORD);
    wrong["from_email"] = json!("somebody@else.example");
    ada.put_if(PATH, 0, wrong).await.expect(200);
    book(&app, &service, 8, "g@example.com").await;

    app.run_jobs().await;

    let shown = ada.get(PATH).await.expect(200);
    assert!(shown["failure"].to_string().contains("553"), "{shown}");
    assert_eq!(app.db.number("select count(*) from messages where status = 'queued'").await, 1);
    assert_eq!(app.db.number("select count(*) from clients where email_failed_at is not null").await, 0);
}

#[tokio::test]
async fn an_address_that_it_does_not_know_is_marked_as_such() {
    let (app, ada, service) = company().await;
    let server = OwnServer::start(PASSWORD).await;
    ada.put_if(PATH, 0, settings(&server, PASSWORD)).await.expect(200);
    book(&app, &service, 8, "nobody@example.com").await;

    frontdesk_jobs::run_due(&app.work()).await.expect_err("it is refused");

    assert_eq!(app.db.number("select count(*) from messages where status = 'bounced'").await, 1);
    assert_eq!(app.db.number("select count(*) from clients where email_failed_at is not null").await, 1);
    assert!(ada.get(PATH).await.expect(200)["failing_since"].is_null(), "that is not the server's fault");
}

#[tokio::test]
async fn another_password_opens_another_connection() {
    let (app, ada, service) = company().await;
    let server = OwnServer::start(PASSWORD).await;
    ada.put_if(PATH, 0, settings(&server, PASSWORD)).await.expect(200);
    book(&app, &service, 8, "g@example.com").await;
    app.run_jobs().await;
    server.change_password("the next one");
    ada.put_if(PATH, 1, settings(&server, "the next one")).await.expect(200);

    book(&app, &service, 10, "h@example.com").await;
    app.run_jobs().await;

    assert_eq!((server.mails().len(), server.calls()), (2, 2));
}
