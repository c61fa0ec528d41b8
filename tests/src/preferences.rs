//! What clients want to be told, who said so, and that it is kept to.

use serde_json::{Value, json};

use crate::{Person, TestApp};

fn wishes(allowed: bool, reminders: bool, marketing: bool) -> Value {
    json!({ "allowed": allowed, "reminders": reminders, "marketing": marketing })
}

async fn card(ada: &Person) -> String {
    let new = json!({ "name": "Grace", "email": "g@example.com" });
    ada.post("/clients", new).await.expect(201)["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn consent_says_when_by_whom_and_how() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let path = format!("/clients/{}/preferences", card(&ada).await);

    let silent = ada.get(&path).await.expect(200);
    let new = json!({ "email": wishes(true, true, true), "sms": wishes(true, true, false), "source": "on the phone" });
    let said = ada.put(&path, new.clone()).await.expect(200);
    app.clock.advance(chrono::TimeDelta::minutes(5));
    let again = ada.put(&path, new).await.expect(200);

    assert_eq!((&silent["email"]["allowed"], &silent["email"]["marketing"]), (&json!(true), &json!(false)));
    assert_eq!(silent["email"]["decided_at"], json!(null));
    assert_eq!((&said["email"]["marketing"], &said["email"]["source"]), (&json!(true), &json!("on the phone")));
    assert_eq!(said["email"]["decided_through"], "staff");
    assert_eq!(said["email"]["decided_by"], ada.get("/me").await.expect(200)["id"]);
    assert_eq!(again["email"]["decided_at"], said["email"]["decided_at"], "what was so already keeps its time");
}

#[tokio::test]
async fn a_customer_says_it_themselves() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let card = card(&ada).await;
    let grace = app.customer("vesna", "g@example.com").await;

    let mine = json!({ "email": wishes(true, false, false), "sms": wishes(false, false, false) });
    let said = grace.put("/portal/preferences", mine.clone()).await.expect(200);

    assert_eq!((&said, &grace.get("/portal/preferences").await.expect(200)), (&mine, &mine));
    let seen = ada.get(&format!("/clients/{card}/preferences")).await.expect(200);
    assert_eq!((&seen["sms"]["allowed"], &seen["sms"]["decided_through"]), (&json!(false), &json!("customer")));
}

#[tokio::test]
async fn who_wants_no_reminders_gets_none_and_hears_what_must_be_known() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "reminder_leads": [120] })).await.expect(200);
    let path = format!("/clients/{}/preferences", card(&ada).await);
    let new = json!({ "email": wishes(true, false, false), "sms": wishes(true, true, false) });
    ada.put(&path, new).await.expect(200);

    book(&app, &service).await;

    let told = app.db.rows("select kind, channel from messages").await;
    assert_eq!(told, [json!({ "kind": "booking_confirmed", "channel": "email" })]);
}

#[tokio::test]
async fn a_reminder_that_is_refused_meanwhile_is_not_sent_and_one_to_another_address_goes_there() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "reminder_leads": [1440, 120] })).await.expect(200);
    let card = card(&ada).await;
    book(&app, &service).await;

    ada.patch(&format!("/clients/{card}"), 1, json!({ "email": "grace@example.org" })).await.expect(200);
    app.clock.advance(chrono::TimeDelta::hours(50));
    app.run_jobs().await;
    let new = json!({ "email": wishes(true, false, false), "sms": wishes(true, true, false) });
    let ada = ada.refreshed().await;
    ada.put(&format!("/clients/{card}/preferences"), new).await.expect(200);
    app.clock.advance(chrono::TimeDelta::hours(22));
    app.run_jobs().await;

    let reminders = "select recipient, status from messages where kind = 'booking_reminder' order by send_at";
    let told = app.db.rows(reminders).await;
    assert_eq!(told[0], json!({ "recipient": "grace@example.org", "status": "sent" }));
    assert_eq!(told[1]["status"], "cancelled");
}

async fn book(app: &TestApp, service: &Value) {
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "Grace", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;
}
