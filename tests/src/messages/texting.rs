//! SMS: to whom they go, what they say, and what is done where Twilio does not take one.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    Person, TestApp,
    twilio::{Mood, NUMBER, Twilio, sid},
};

/// A company that tells its clients by SMS first, and a visitor's booking for Thursday, 10:00 in Kyiv.
async fn booked(app: &TestApp, language: &str) -> Person {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "channels": ["sms", "email"], "reminder_leads": [] })).await.expect(200);
    book(app, &service, language).await;
    ada
}

async fn book(app: &TestApp, service: &Value, language: &str) {
    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "G", "email": "g@example.com",
        "phone": "+380441234567", "language": language,
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
}

async fn told(app: &TestApp) -> Vec<Value> {
    app.db.rows("select channel, status, fallback_of is not null as instead from messages order by id").await
}

fn message(channel: &str, status: &str, instead: bool) -> Value {
    json!({ "channel": channel, "status": status, "instead": instead })
}

/// Runs what is due, where a job is expected to be given up.
async fn run_all(app: &TestApp) {
    while frontdesk_jobs::run_due(&app.work()).await.is_err() {}
}

/// How many wait to be tried again, and in how many seconds the next is.
async fn waiting(app: &TestApp) -> (i64, i64) {
    let seconds =
        "select coalesce(min(extract(epoch from run_at - now())), 0)::bigint from apalis.jobs where status = 'Pending'";
    let number = "select count(*) from apalis.jobs where status = 'Pending'";
    (app.db.number(number).await, app.db.number(seconds).await)
}

async fn no_more_waiting(app: &TestApp) {
    app.db.execute("update apalis.jobs set run_at = now() where status = 'Pending'").await;
}

#[tokio::test]
async fn a_client_who_wants_no_mail_is_told_by_sms_in_their_language() {
    let twilio = Twilio::start(Mood::Takes).await;
    let app = twilio.app().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let new = json!({ "name": "Ґалина", "email": "g@example.com", "phone": "+380441234567", "language": "uk" });
    let client = ada.post("/clients", new).await.expect(201)["id"].clone();
    let wishes = |allowed: bool| json!({ "allowed": allowed, "reminders": true, "marketing": false });
    let path = format!("/clients/{}", client.as_str().expect("an id"));
    ada.put(&format!("{path}/preferences"), json!({ "email": wishes(false), "sms": wishes(true) })).await.expect(200);

    let new = json!({
        "client_id": client, "service_id": service["id"], "staff_id": staff["id"], "starts_at": "2026-11-26T08:00:00Z",
    });
    let booking = ada.post("/bookings", new).await.expect(201);
    app.run_jobs().await;

    let sms = &twilio.asked()[0];
    assert_eq!((sms["To"].as_str(), sms["From"].as_str()), ("+380441234567", NUMBER));
    assert!(sms["StatusCallback"].starts_with("https://book.example.com/api/v1/hooks/twilio/"), "{sms:?}");
    let reference = booking["reference"].as_str().expect("a reference");
    assert_eq!(sms["Body"], format!("Company vesna: Haircut, чт 26 лист., 10:00 підтверджено. Номер {reference}"));
    assert!(
        app.mails()
            .iter()
            .all(|mail| mail.to().and_then(|to| to.first()).and_then(|to| to.address()) != Some("g@example.com"))
    );
    let logged = ada.get("/messages?kind=booking_confirmed").await.expect(200)["data"][0].clone();
    assert_eq!(
        (&logged["channel"], &logged["status"], &logged["segments"]),
        (&json!("sms"), &json!("sent"), &json!(2)),
        "more than 70 signs"
    );
    assert_eq!(
        app.db.rows("select provider_id from messages where channel = 'sms' and status = 'sent'").await,
        [json!({ "provider_id": sid(1) })]
    );
}

#[tokio::test]
async fn an_sms_is_in_the_companys_own_words_as_they_were_shown() {
    let twilio = Twilio::start(Mood::Takes).await;
    let app = twilio.app().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "channels": ["sms"] })).await.expect(200);
    let words = json!({ "body": "{{client}}, {{when}}: {{service}} [€]" });
    ada.put_if("/templates/booking_confirmed/sms/en", 0, words.clone()).await.expect(200);
    book(&app, &service, "en").await;
    app.run_jobs().await;

    let booking = ada.get("/bookings").await.expect(200)["data"][0]["id"].clone();
    let mut draft = json!({ "kind": "booking_confirmed", "channel": "sms", "language": "en", "booking_id": booking });
    draft["body"] = words["body"].clone();
    let preview = ada.post("/templates/preview", draft).await.expect(200);

    assert_eq!(twilio.asked()[0]["Body"], "G, Thu 26 Nov, 10:00: Haircut [€]");
    assert_eq!((&preview["text"], &preview["segments"]), (&json!("G, Thu 26 Nov, 10:00: Haircut [€]"), &json!(1)));
}

#[tokio::test]
async fn a_reminder_goes_by_sms_at_its_time_once() {
    let twilio = Twilio::start(Mood::Takes).await;
    let app = twilio.app().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "channels": ["sms"], "reminder_leads": [120] })).await.expect(200);
    book(&app, &service, "en").await;
    app.run_jobs().await;

    let before = twilio.asked().len();
    app.clock.advance(TimeDelta::days(3));
    app.run_jobs().await;
    app.run_jobs().await;

    assert_eq!((before, twilio.asked().len()), (1, 2));
    assert!(twilio.asked()[1]["Body"].starts_with("Company vesna: a reminder of Haircut, Thu 26 Nov, 10:00."));
}

#[tokio::test]
async fn a_number_that_is_none_is_marked_and_a_mail_goes_out_once_instead() {
    let twilio = Twilio::start(Mood::Refuses(400, 21211)).await;
    let app = twilio.app().await;
    let ada = booked(&app, "en").await;

    run_all(&app).await;
    run_all(&app).await;

    assert_eq!(told(&app).await, [message("sms", "bounced", false), message("email", "sent", true)]);
    assert_eq!((twilio.asked().len(), app.mails().len()), (1, 1));
    let card = ada.get("/clients").await.expect(200)["data"][0].clone();
    assert!(card["phone_failure"].as_str().is_some_and(|why| why.contains("21211")), "{card}");
    let given_up = app.db.rows("select last_result::text as said from apalis.jobs where status = 'Failed'").await;
    assert!(given_up.iter().all(|job| !job["said"].to_string().contains("+380")), "{given_up:?}");
}

#[tokio::test]
async fn whoever_has_answered_stop_gets_no_more_sms_and_the_card_says_so() {
    let twilio = Twilio::start(Mood::Refuses(400, 21610)).await;
    let app = twilio.app().await;
    let ada = booked(&app, "en").await;
    run_all(&app).await;
    twilio.becomes(Mood::Takes);

    let client = ada.get("/clients").await.expect(200)["data"][0].clone();
    let path = format!("/clients/{}/preferences", client["id"].as_str().expect("an id"));
    let sms = ada.get(&path).await.expect(200)["sms"].clone();
    let booking = ada.get("/bookings").await.expect(200)["data"][0]["id"].clone();
    ada.post(&format!("/bookings/{}/cancel", booking.as_str().expect("an id")), json!({})).await.expect(200);
    app.run_jobs().await;

    assert_eq!((&sms["allowed"], &sms["marketing"]), (&json!(false), &json!(false)));
    assert_eq!((&sms["source"], &sms["decided_through"]), (&json!("STOP, in answer to an SMS"), &json!("system")));
    assert!(client["phone_failed_at"].is_null(), "the number is right: {client}");
    assert_eq!(
        told(&app).await,
        [message("sms", "failed", false), message("email", "sent", true), message("email", "sent", false)]
    );
    assert_eq!(twilio.asked().len(), 1);
}

#[tokio::test]
async fn twilio_that_is_busy_is_left_alone_for_as_long_as_it_says_and_then_asked_once() {
    for (mood, least) in [(Mood::IsBusy(3000), 2990), (Mood::IsBusy(2), 5), (Mood::Refuses(500, 20500), 5)] {
        let twilio = Twilio::start(mood).await;
        let app = twilio.app().await;
        booked(&app, "en").await;

        app.run_jobs().await;
        let (number, seconds) = waiting(&app).await;
        twilio.becomes(Mood::Takes);
        no_more_waiting(&app).await;
        app.run_jobs().await;
        no_more_waiting(&app).await;
        app.run_jobs().await;

        assert!(number == 1 && seconds >= least, "{mood:?}: {number} {seconds}");
        assert_eq!((twilio.asked().len(), app.mails().len()), (2, 0), "{mood:?}");
        assert_eq!(told(&app).await, [message("sms", "sent", false)]);
    }
}

#[tokio::test]
async fn twilio_that_never_answers_is_asked_again_at_the_same_address_unless_it_tells_that_it_has_it() {
    for tells in [false, true] {
        let twilio = Twilio::start(Mood::Hangs).await;
        let app = twilio.app().await;
        let app = app.texting(Duration::from_millis(300));
        booked(&app, "en").await;

        app.run_jobs().await;
        let (number, _) = waiting(&app).await;
        twilio.becomes(Mood::Takes);
        if tells {
            twilio.tells(&app, 0, "queued", None).await.expect(204);
            app.run_jobs().await;
        }
        no_more_waiting(&app).await;
        app.run_jobs().await;

        let asked = twilio.asked();
        assert_eq!((number, asked.len()), (1, if tells { 1 } else { 2 }));
        assert!(asked.iter().all(|one| one["StatusCallback"] == asked[0]["StatusCallback"]));
        assert_eq!(told(&app).await, [message("sms", "sent", false)]);
    }
}

#[tokio::test]
async fn wrong_settings_are_the_operators_to_mend_and_no_clients_fault() {
    let twilio = Twilio::start(Mood::Takes).await;
    let app = TestApp::start_with(|config| {
        twilio.configure(config);
        config.twilio_auth_token = Some("another token".into());
    })
    .await;
    let ada = booked(&app, "en").await;
    app.run_jobs().await;
    let retried = told(&app).await;
    app.db
        .execute("update apalis.jobs set metadata = metadata || 'attempt=>12', run_at = now() where status = 'Pending'")
        .await;

    let error = frontdesk_jobs::run_due(&app.work()).await.expect_err("it is given up");
    run_all(&app).await;

    assert_eq!(retried, [message("sms", "queued", false)]);
    assert_eq!(error.to_string(), "Twilio answered 401, error 20003");
    assert_eq!(told(&app).await, [message("sms", "failed", false), message("email", "sent", true)]);
    let card = ada.get("/clients").await.expect(200)["data"][0].clone();
    assert!(card["phone_failed_at"].is_null(), "{card}");
    assert!(twilio.asked().is_empty());
}

#[tokio::test]
async fn without_an_account_clients_are_told_by_mail_whatever_the_company_prefers() {
    let app = TestApp::start().await;
    let ada = booked(&app, "en").await;
    let new = json!({ "name": "H", "phone": "+380441234568" });
    let client = ada.post("/clients", new).await.expect(201)["id"].clone();
    let service = ada.get("/services").await.expect(200)["data"][0]["id"].clone();
    let staff = ada.get("/staff").await.expect(200)["data"][0]["id"].clone();
    let new =
        json!({ "client_id": client, "service_id": service, "staff_id": staff, "starts_at": "2026-11-27T08:00:00Z" });
    ada.post("/bookings", new).await.expect(201);
    app.run_jobs().await;

    assert_eq!(told(&app).await, [message("email", "sent", false)]);
}
