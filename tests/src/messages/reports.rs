//! What mail servers tell later of mails that they have taken.

use poem::{Body, http::Method};
use serde_json::{Value, json};

use crate::{Answer, Person, TestApp};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A confirmation to Grace that a mail server has taken: its id.
async fn mailed(app: &TestApp) -> (Person, String) {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "reminder_leads": [] })).await.expect(200);
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "Grace", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;
    let sent = app.mails()[0].message_id().and_then(|id| id.split('@').next().map(str::to_owned));
    (ada, sent.expect("a Message-ID"))
}

async fn installation() -> TestApp {
    TestApp::start_with(|config| {
        config.bounce_token = Some(TOKEN.into());
        config.public_url = "https://frontdesk.test".parse().expect("an address");
    })
    .await
}

fn report(message: &str, to: &str, action: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example.net\r\nTo: frontdesk@localhost\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example.net\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 {status} no such user\r\n\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message}@frontdesk.test>\r\nSubject: Hello\r\n\r\n\
         --b--\r\n"
    )
}

async fn hand_over(app: &TestApp, token: &str, report: impl Into<Vec<u8>>) -> Answer {
    let path = format!("/api/v1/hooks/bounces/{token}");
    let kind = [("content-type", "message/rfc822")];
    let answer = app.visitor().send_raw(Method::POST, &path, &kind, Body::from_vec(report.into())).await;
    app.run_jobs().await;
    answer
}

async fn stands(app: &TestApp) -> Value {
    let sql = "select m.status, c.email_failed_at is not null as bad, m.failure from messages m
               join clients c on c.company_id = m.company_id and c.id = m.client_id";
    app.db.rows(sql).await[0].clone()
}

#[tokio::test]
async fn an_address_that_turns_out_to_be_none_is_marked_and_twice_is_once() {
    let app = installation().await;
    let (ada, message) = mailed(&app).await;

    for _ in 0..2 {
        hand_over(&app, TOKEN, report(&message, "G@Example.com", "failed", "5.1.1")).await.expect(200);
    }

    let expected = json!({ "status": "bounced", "bad": true, "failure": "550 5.1.1 no such user" });
    assert_eq!(stands(&app).await, expected);
    let shown = ada.get("/messages").await.expect(200);
    assert_eq!(shown["data"][0]["failure"], "550 5.1.1 no such user");
}

#[tokio::test]
async fn a_mail_that_is_refused_for_what_it_is_fails_and_the_address_stays_good() {
    let app = installation().await;
    let (_, message) = mailed(&app).await;

    hand_over(&app, TOKEN, report(&message, "g@example.com", "failed", "5.7.1")).await.expect(200);

    let after = stands(&app).await;
    assert_eq!((&after["status"], &after["bad"]), (&json!("failed"), &json!(false)));
}

#[tokio::test]
async fn what_is_late_stays_sent_and_so_does_what_went_to_somebody_else_or_is_of_nobody() {
    let app = installation().await;
    let (_, message) = mailed(&app).await;
    let unknown = uuid::Uuid::now_v7().to_string();

    for report in [
        report(&message, "g@example.com", "delayed", "4.4.1"),
        report(&message, "g@example.com", "relayed", "2.0.0"),
        report(&message, "somebody@else.example", "failed", "5.1.1"),
        report(&unknown, "g@example.com", "failed", "5.1.1"),
        report(&message, "g@example.com", "failed", "5.1.1").replace("@frontdesk.test", "@elsewhere.test"),
        "From: g@example.com\r\nSubject: Out of office\r\n\r\nBack on Monday".into(),
    ] {
        hand_over(&app, TOKEN, report.clone()).await.expect(200);
        assert_eq!(stands(&app).await, json!({ "status": "sent", "bad": false, "failure": null }), "{report}");
    }
}

#[tokio::test]
async fn who_does_not_know_the_secret_is_told_that_there_is_nothing() {
    let app = installation().await;
    let (_, message) = mailed(&app).await;
    let good = report(&message, "g@example.com", "failed", "5.1.1");

    assert_eq!(hand_over(&app, "guessed", good.clone()).await.problem(404), "not_found");
    let closed = TestApp::start().await;
    assert_eq!(hand_over(&closed, TOKEN, good).await.problem(404), "not_found");

    assert_eq!(stands(&app).await["status"], "sent");
}

#[tokio::test]
async fn what_is_no_mail_or_has_no_end_is_refused() {
    let app = installation().await;

    let nested = "Content-Type: message/rfc822\n\n".repeat(5000);
    assert_eq!(hand_over(&app, TOKEN, vec![0; 1000]).await.problem(400), "not_a_mail");
    assert_eq!(hand_over(&app, TOKEN, nested).await.problem(400), "too_many_parts");
    hand_over(&app, TOKEN, vec![b'a'; 300 * 1024]).await.problem(413);
}

#[tokio::test]
async fn a_report_on_standard_input_is_taken_as_one_by_http() {
    let app = installation().await;
    let (_, message) = mailed(&app).await;
    let raw = report(&message, "g@example.com", "failed", "5.1.1").into_bytes();

    frontdesk::messages::bounces::take(&app.app, raw).await.expect("a report");
    app.run_jobs().await;

    assert_eq!(stands(&app).await["status"], "bounced");
}
