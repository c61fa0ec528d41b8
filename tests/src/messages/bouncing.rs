//! Addresses that take nothing, and what is tried instead.

use frontdesk::messages::{
    MessageId,
    delivery::{self, Cause, Fault, Report},
    plan::Offer,
};
use serde_json::{Value, json};

use crate::{
    Person, TestApp,
    smtp::{BadServer, Mood},
};

const SMS: Offer = Offer { sms: true };

async fn booked(app: &TestApp) -> Person {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "reminder_leads": [] })).await.expect(200);
    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "G", "email": "g@example.com",
        "phone": "+380441234567",
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    ada
}

async fn card(ada: &Person) -> Value {
    ada.get("/clients").await.expect(200)["data"][0].clone()
}

async fn told(app: &TestApp) -> Vec<Value> {
    app.db.rows("select channel, recipient, status, fallback_of is not null as instead from messages order by id").await
}

/// The message that was sent first.
async fn first(app: &TestApp) -> MessageId {
    let rows = app.db.rows("select id from messages order by id limit 1").await;
    MessageId(rows[0]["id"].as_str().expect("an id").parse().expect("an id"))
}

async fn report(app: &TestApp, id: MessageId, report: Report) {
    let mut tx = app.app.begin_job(&app.envelope("vesna").await).await.expect("a transaction");
    delivery::report(&mut tx, id, None, &report, SMS).await.expect("a report");
    tx.commit().await.expect("a commit");
}

fn nobody() -> Report {
    Report::Undelivered(Fault { answer: "no such user".into(), cause: Cause::BadAddress })
}

#[tokio::test]
async fn an_address_that_is_none_is_marked_and_left_alone_until_it_is_another() {
    let server = BadServer::start(Mood::Refuses("550 no such user")).await;
    let app = TestApp::start_with(|config| config.smtp_url = Some(server.url.clone())).await;
    let ada = booked(&app).await;

    frontdesk_jobs::run_due(&app.work()).await.expect_err("it is refused");
    let marked = card(&ada).await;
    let path = format!("/clients/{}", marked["id"].as_str().expect("an id"));
    let version = marked["version"].as_i64().expect("a version");
    let mended = ada.patch(&path, version, json!({ "email": "grace@example.org" })).await.expect(200);

    assert_eq!(told(&app).await[0]["status"], "bounced");
    assert!(marked["email_failure"].as_str().is_some_and(|why| why.contains("550")), "{marked}");
    assert!(marked["email_failed_at"].is_string() && mended["email_failed_at"].is_null(), "{mended}");
}

#[tokio::test]
async fn the_next_channel_is_tried_once() {
    let app = TestApp::start().await;
    booked(&app).await;
    app.run_jobs().await;
    let id = first(&app).await;

    report(&app, id, nobody()).await;
    report(&app, id, nobody()).await;
    let tried = told(&app).await;
    app.run_jobs().await;

    let email = json!({ "channel": "email", "recipient": "g@example.com", "status": "bounced", "instead": false });
    let sms = |status| json!({ "channel": "sms", "recipient": "+380441234567", "status": status, "instead": true });
    assert_eq!(tried, [email.clone(), sms("queued")]);
    assert_eq!(told(&app).await, [email, sms("failed")], "no further one");
}

#[tokio::test]
async fn what_has_arrived_stays_so_in_whatever_order_it_is_told() {
    for (reports, status) in [([Report::Delivered, nobody()], "delivered"), ([nobody(), Report::Delivered], "bounced")]
    {
        let app = TestApp::start().await;
        booked(&app).await;
        app.run_jobs().await;
        let id = first(&app).await;

        for one in reports {
            report(&app, id, one).await;
        }

        assert_eq!(told(&app).await[0]["status"], status);
    }
}

#[tokio::test]
async fn nobody_is_told_by_a_channel_that_they_do_not_allow() {
    let app = TestApp::start().await;
    let ada = booked(&app).await;
    app.run_jobs().await;
    let path = format!("/clients/{}/preferences", card(&ada).await["id"].as_str().expect("an id"));
    let (all, none) = (
        json!({ "allowed": true, "reminders": true, "marketing": false }),
        json!({ "allowed": false, "reminders": true, "marketing": false }),
    );
    ada.put(&path, json!({ "email": all, "sms": none })).await.expect(200);

    report(&app, first(&app).await, nobody()).await;

    assert_eq!(told(&app).await.len(), 1);
}
