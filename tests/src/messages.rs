//! What goes out, in whose language, and what stands ready.

use mail_parser::Message;
use serde_json::{Value, json};

use crate::TestApp;

mod bouncing;
mod clocks;
mod listing;
mod reminders;
mod reports;
mod staff;
mod telling;
mod texting;
mod unsubscribing;

/// A booking by somebody who reads this language, and the mail that came of it.
async fn mail_in(app: &TestApp, service: &Value, language: &str) -> Message<'static> {
    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:30:00Z", "name": "Ґалина", "email": "g@example.com",
        "language": language,
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;
    let mut mails = app.mails();
    mails.retain(|mail| recipient(mail) == "g@example.com");
    mails.remove(0)
}

fn recipient(mail: &Message<'_>) -> String {
    let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address());
    to.expect("an address").to_owned()
}

#[tokio::test]
async fn a_confirmation_is_in_the_readers_language_and_the_companys_time() {
    for (language, subject, time) in [
        ("uk", "Запис підтверджено: Haircut, Company vesna", "10:30"),
        ("bn", "বুকিং নিশ্চিত হয়েছে: Haircut, Company vesna", "১০:৩০"),
        ("en", "Booking confirmed: Haircut at Company vesna", "10:30"),
    ] {
        let app = TestApp::start().await;
        let ada = app.company("vesna").await;
        let (service, _) = app.bookable(&ada).await;

        let mail = mail_in(&app, &service, language).await;

        assert_eq!(mail.subject(), Some(subject));
        let (text, html) = (mail.body_text(0).expect("text"), mail.body_html(0).expect("HTML"));
        assert!(text.contains(time) && text.contains("Ґалина") && !text.contains("<td"), "{text}");
        assert!(html.contains(time) && html.contains(&format!("lang=\"{language}\"")), "{html}");
    }
}

#[tokio::test]
async fn a_visitor_who_names_no_language_is_written_to_in_the_companys() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "language": "uk" })).await.expect(200);

    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:30:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;

    assert_eq!(app.mails()[0].subject(), Some("Запис підтверджено: Haircut, Company vesna"));
}

#[tokio::test]
async fn a_mail_is_from_the_company_to_the_client_and_named_after_its_message() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    let mail = mail_in(&app, &service, "en").await;

    let address = |list: Option<&mail_parser::Address<'_>>| {
        let one = list.and_then(|list| list.first()).expect("an address");
        (one.name().unwrap_or_default().to_owned(), one.address().unwrap_or_default().to_owned())
    };
    assert_eq!(address(mail.from()), ("Company vesna".to_owned(), "frontdesk@localhost".to_owned()));
    assert_eq!(address(mail.to()), ("Ґалина".to_owned(), "g@example.com".to_owned()));
    let sent = app.db.rows("select id, sent_at from messages where status = 'sent'").await;
    let id = sent[0]["id"].as_str().expect("an id");
    assert_eq!(mail.message_id(), Some(format!("{id}@frontdesk.test").as_str()));
}

#[tokio::test]
async fn names_cannot_write_headers_or_html() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let name = r#"<script>alert(1)</script>", <all@example.com>; "x"#;

    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:30:00Z", "name": name, "email": "g@example.com",
        "notes": "<img src=x>\n.\nQUIT",
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;

    let mail = &app.mails()[0];
    let to: Vec<_> = mail.to().expect("an address").iter().map(|one| (one.name(), one.address())).collect();
    assert_eq!(to, [(Some(name), Some("g@example.com"))]);
    let html = mail.body_html(0).expect("HTML");
    assert!(!html.contains("<script>") && !html.contains("<img"), "{html}");
    assert!(mail.body_text(0).expect("text").contains("QUIT"), "a lone dot ends no mail");
    assert_eq!(app.mails().len(), 1);
}

#[tokio::test]
async fn a_pending_booking_is_acknowledged_and_not_confirmed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "confirmation": "manual" })).await.expect(200);

    let mail = mail_in(&app, &service, "en").await;

    assert_eq!(mail.subject(), Some("Booking request received: Haircut at Company vesna"));
    assert_eq!(app.mails().iter().filter(|mail| recipient(mail) == "g@example.com").count(), 1);
}

#[tokio::test]
async fn nobody_is_written_to_without_an_address() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    let new =
        json!({ "service_id": service["id"], "starts_at": "2026-11-26T08:30:00Z", "name": "G", "phone": "0441234567" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);

    app.run_jobs().await;
    assert_eq!(app.db.number("select count(*) from messages").await, 0);
    assert!(app.mails().is_empty());
}
