//! Words are seen before they are sent, with a booking that there is or one that there might be.

use serde_json::json;

use super::{book, company};
use crate::TestApp;

#[tokio::test]
async fn a_preview_is_what_would_be_sent() {
    let app = TestApp::start().await;
    let (ada, service) = company(&app).await;
    let booking = book(&app, &service, "Grace").await;
    let words = json!({ "subject": "{{service}} for {{client}}", "body": "Dear {{client}},\n\n{{details}}\n\nhttps://vesna.example" });
    let mut draft = words.clone();
    for (field, value) in [
        ("kind", json!("booking_confirmed")),
        ("channel", json!("email")),
        ("language", json!("en")),
        ("booking_id", booking["id"].clone()),
    ] {
        draft[field] = value;
    }

    let preview = ada.post("/templates/preview", draft).await.expect(200);
    ada.put_if(super::CONFIRMED, 0, words).await.expect(200);
    app.run_jobs().await;

    let mail = app.mails().remove(0);
    assert_eq!(preview["subject"], "Haircut for Grace");
    assert_eq!(mail.subject(), preview["subject"].as_str());
    let lines = |text: &str| text.trim().replace("\r\n", "\n");
    assert_eq!(lines(&mail.body_text(0).expect("text")), lines(preview["text"].as_str().expect("text")));
    assert_eq!(lines(&mail.body_html(0).expect("HTML")), lines(preview["html"].as_str().expect("HTML")));
}

#[tokio::test]
async fn without_a_booking_a_sample_is_shown_and_nothing_is_sent_or_saved() {
    let app = TestApp::start().await;
    let (ada, _) = company(&app).await;
    let body = "{{company}} {{client}} {{service}} {{staff}} {{place}} {{when}} {{date}} {{time}} {{time_zone}} {{duration}} \
                {{price}} {{reference}} {{notes}}";

    for language in ["en", "uk", "bn", "id"] {
        let draft = json!({
            "kind": "booking_cancelled", "channel": "email", "language": language, "subject": "{{client}}", "body": body,
        });
        let preview = ada.post("/templates/preview", draft).await.expect(200);

        let text = preview["text"].as_str().expect("text");
        assert!(text.contains("Company vesna") && text.contains("K7QD-3MXA") && !text.contains("{{"), "{text}");
    }
    assert_eq!(app.run_jobs().await, 0);
    assert_eq!(app.db.number("select count(*) from message_templates").await, 0);
}

#[tokio::test]
async fn a_preview_is_refused_as_saving_would_be() {
    let app = TestApp::start().await;
    let (ada, _) = company(&app).await;
    let draft = |kind: &str, body: &str| json!({ "kind": kind, "channel": "email", "language": "en", "subject": "x", "body": body });

    let refused = ada.post("/templates/preview", draft("booking_confirmed", "{{clinet}}")).await.expect(422);

    assert_eq!(
        (&refused["errors"][0]["field"], &refused["errors"][0]["code"]),
        (&json!("body"), &json!("unknown_variable"))
    );
    ada.post("/templates/preview", draft("nothing", "x")).await.expect(422);
}

#[tokio::test]
async fn another_companys_booking_is_not_shown() {
    let app = TestApp::start().await;
    let (_, service) = company(&app).await;
    let booking = book(&app, &service, "Grace").await;
    let other = app.company("other").await;
    let draft = json!({
        "kind": "booking_confirmed", "channel": "email", "language": "en", "subject": "x", "body": "{{client}}",
        "booking_id": booking["id"],
    });

    let refused = other.post("/templates/preview", draft).await.expect(422);

    assert_eq!(
        (&refused["errors"][0]["field"], &refused["errors"][0]["code"]),
        (&json!("booking_id"), &json!("not_found"))
    );
}
