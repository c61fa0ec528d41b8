//! A company's own words: whose they are, what they may say, and where they come to be read.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use crate::{Person, TestApp};

mod previewing;

const CONFIRMED: &str = "/templates/booking_confirmed/email/en";

/// A company with a service to book, and its admin.
async fn company(app: &TestApp) -> (Person, Value) {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    (ada, service)
}

async fn book(app: &TestApp, service: &Value, name: &str) -> Value {
    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:30:00Z", "name": name, "email": "g@example.com",
        "language": "en",
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201)
}

#[tokio::test]
async fn every_kind_has_words_in_every_language_from_the_start() {
    let app = TestApp::start().await;
    let (ada, _) = company(&app).await;

    let list = ada.get("/templates").await.expect(200);

    let all = list["data"].as_array().expect("a list");
    assert!(all.iter().all(|template| template["is_default"] == true && template["version"] == 0), "{list}");
    let of_kind =
        |kind: &str| all.iter().filter(|template| template["kind"] == kind && template["channel"] == "email").count();
    assert_eq!((of_kind("booking_confirmed"), of_kind("booking_cancelled")), (4, 4));
    let documented: Vec<_> = list["variables"].as_array().expect("a list").iter().map(|one| &one["name"]).collect();
    assert!(
        all.iter().all(|one| one["variables"].as_array().expect("names").iter().all(|name| documented.contains(&name)))
    );
    let one = ada.get("/templates?kind=booking_reminder").await.expect(200);
    assert_eq!(one["data"][0]["kind"], "booking_reminder");
}

#[tokio::test]
async fn a_companys_own_words_go_out_and_ours_come_back() {
    let app = TestApp::start().await;
    let (ada, service) = company(&app).await;
    let words = json!({ "subject": "{{service}}!", "body": "Dear {{client}},\r\n\r\nuntil {{time}}." });

    let put = ada.put_if(CONFIRMED, 0, words).await.expect(200);
    book(&app, &service, "Grace").await;
    app.run_jobs().await;
    ada.delete(CONFIRMED).await.expect(204);

    assert_eq!(
        (&put["is_default"], &put["version"], &put["body"]),
        (&json!(false), &json!(1), &json!("Dear {{client}},\n\nuntil {{time}}."))
    );
    let mail = app.mails().remove(0);
    assert_eq!(mail.subject(), Some("Haircut!"));
    assert!(mail.body_text(0).expect("text").starts_with("Dear Grace,"), "{:?}", mail.body_text(0));
    assert_eq!(ada.get(CONFIRMED).await.expect(200)["is_default"], true);
}

#[tokio::test]
async fn words_are_for_one_language_alone() {
    let app = TestApp::start().await;
    let (ada, service) = company(&app).await;
    let words = json!({ "subject": "Чекаємо", "body": "Вітаємо" });

    ada.put_if("/templates/booking_confirmed/email/uk", 0, words).await.expect(200);
    book(&app, &service, "Grace").await;
    app.run_jobs().await;

    assert_eq!(app.mails()[0].subject(), Some("Booking confirmed: Haircut at Company vesna"));
}

#[tokio::test]
async fn words_that_cannot_be_filled_are_refused_when_they_are_saved() {
    let app = TestApp::start().await;
    let (ada, _) = company(&app).await;

    for (subject, body, field, code) in [
        ("Hello", "Hello,\n{{clinet}}", "body", "unknown_variable"),
        ("{{password}}", "x", "subject", "unknown_variable"),
        ("{{details}}", "x", "subject", "unknown_variable"),
        ("Hello", "{{client", "body", "unclosed_braces"),
        ("Hello", "client}}", "body", "unopened_braces"),
        ("Hello", "All: {{details}}", "body", "misplaced_variable"),
        ("Hello\r\nBcc: all@example.com", "x", "subject", "control_character"),
        ("Hello", " ", "body", "required"),
        (&*"x".repeat(201), "x", "subject", "too_long"),
        ("Hello", &*"x".repeat(10_001), "body", "too_long"),
    ] {
        let refused = ada.put_if(CONFIRMED, 0, json!({ "subject": subject, "body": body })).await.expect(422);

        assert_eq!(
            (&refused["errors"][0]["field"], &refused["errors"][0]["code"]),
            (&json!(field), &json!(code)),
            "{refused}"
        );
    }
    let refused =
        ada.put_if(CONFIRMED, 0, json!({ "subject": "Hello", "body": "Hello,\n  {{clinet}}" })).await.expect(422);
    let message = refused["errors"][0]["message"].as_str().expect("a sentence");
    assert!(message.starts_with("line 2, character 3: there is no {{clinet}} here"), "{message}");
    let refused = ada.put_if(CONFIRMED, 0, json!({ "body": "Hello" })).await.expect(422);
    assert_eq!(refused["errors"][0]["field"], "subject");
    assert_eq!(app.db.number("select count(*) from message_templates").await, 0);
}

#[tokio::test]
async fn of_two_who_change_the_same_words_the_second_is_told() {
    let app = TestApp::start().await;
    let (ada, _) = company(&app).await;
    let words = json!({ "subject": "Hello", "body": "Hello" });

    ada.put_if(CONFIRMED, 0, words.clone()).await.expect(200);

    ada.put_if(CONFIRMED, 0, words.clone()).await.expect(412);
    ada.put_if(CONFIRMED, 1, words.clone()).await.expect(200);
    ada.put_if(CONFIRMED, 1, words.clone()).await.expect(412);
    ada.put(CONFIRMED, words).await.expect(428);
}

#[tokio::test]
async fn there_is_no_template_for_what_is_not_said() {
    let app = TestApp::start().await;
    let (ada, _) = company(&app).await;

    for path in [
        "/templates/nothing/email/en",
        "/templates/booking_confirmed/pigeon/en",
        "/templates/booking_confirmed/email/fr",
    ] {
        ada.get(path).await.expect(404);
        ada.put_if(path, 0, json!({ "subject": "Hello", "body": "Hello" })).await.expect(404);
    }
}

#[tokio::test]
async fn whoever_may_not_change_words_is_refused_and_others_do_not_see_them() {
    let app = TestApp::start().await;
    let (ada, _) = company(&app).await;
    let employee = app.member(&ada, Role::Employee).await;
    let other = app.company("other").await;
    let words = json!({ "subject": "Ours", "body": "Ours" });

    ada.put_if(CONFIRMED, 0, words.clone()).await.expect(200);

    employee.get(CONFIRMED).await.expect(403);
    employee.put_if(CONFIRMED, 1, words).await.expect(403);
    assert_eq!(other.get(CONFIRMED).await.expect(200)["is_default"], true);
}
