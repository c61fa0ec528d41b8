//! What Twilio tells of an SMS: in any order, by Twilio alone, and of that one.

use serde_json::{Value, json};

use crate::{
    Person, TestApp,
    twilio::{Mood, Twilio, callback, sid, sign, tell, told},
};

/// A company whose client was told by SMS.
async fn texted(app: &TestApp, slug: &str) -> Person {
    let ada = app.company(slug).await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "channels": ["sms", "email"], "reminder_leads": [] })).await.expect(200);
    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "G", "email": "g@example.com",
        "phone": "+380441234567",
    });
    app.visitor().post(&format!("/public/{slug}/bookings"), new).await.expect(201);
    app.run_jobs().await;
    ada
}

/// How the messages of a company stand, and by which way they go.
async fn stand(ada: &Person) -> Vec<(Value, Value)> {
    let mut all = ada.pages("/messages", 100).await.concat();
    all.reverse();
    all.into_iter().map(|one| (one["channel"].clone(), one["status"].clone())).collect()
}

fn sms(status: &str) -> (Value, Value) {
    (json!("sms"), json!(status))
}

fn mail(status: &str) -> (Value, Value) {
    (json!("email"), json!(status))
}

#[tokio::test]
async fn what_has_arrived_stays_so_in_whatever_order_it_is_told() {
    let orders: [(&[&str], &str); 6] = [
        (&["queued", "sent", "delivered"], "delivered"),
        (&["delivered", "sent", "queued", "sending"], "delivered"),
        (&["delivered", "undelivered", "failed"], "delivered"),
        (&["failed", "delivered", "sent"], "failed"),
        (&["delivered", "delivered"], "delivered"),
        (&["sent", "something_new"], "sent"),
    ];
    let twilio = Twilio::start(Mood::Takes).await;
    let app = twilio.app().await;
    for (which, (statuses, stands)) in orders.into_iter().enumerate() {
        let ada = texted(&app, &format!("vesna-{which}")).await;

        for status in statuses {
            twilio.tells(&app, which, status, None).await.expect(204);
            app.run_jobs().await;
        }

        assert_eq!(stand(&ada).await[0], sms(stands), "{statuses:?}");
    }
}

#[tokio::test]
async fn what_does_not_arrive_is_said_by_mail_once_however_often_it_is_told() {
    let twilio = Twilio::start(Mood::Takes).await;
    let app = twilio.app().await;
    let ada = texted(&app, "vesna").await;

    for (status, code) in [("undelivered", 30005), ("failed", 30005), ("undelivered", 30005)] {
        twilio.tells(&app, 0, status, Some(code)).await.expect(204);
        app.run_jobs().await;
    }

    assert_eq!(stand(&ada).await, [sms("bounced"), mail("sent")]);
    assert_eq!((twilio.asked().len(), app.mails().len()), (1, 1));
    let card = ada.get("/clients").await.expect(200)["data"][0].clone();
    assert_eq!(card["phone_failure"], "Twilio: undelivered, error 30005");
}

#[tokio::test]
async fn whoever_has_answered_stop_is_told_of_later_too() {
    let twilio = Twilio::start(Mood::Takes).await;
    let app = twilio.app().await;
    let ada = texted(&app, "vesna").await;

    twilio.tells(&app, 0, "failed", Some(21610)).await.expect(204);
    app.run_jobs().await;

    let client = ada.get("/clients").await.expect(200)["data"][0]["id"].clone();
    let path = format!("/clients/{}/preferences", client.as_str().expect("an id"));
    assert_eq!(ada.get(&path).await.expect(200)["sms"]["allowed"], false);
    assert_eq!(stand(&ada).await, [sms("failed"), mail("sent")]);
}

#[tokio::test]
async fn what_is_not_signed_by_twilio_is_not_believed() {
    let twilio = Twilio::start(Mood::Takes).await;
    let app = twilio.app().await;
    let ada = texted(&app, "vesna").await;
    let url = twilio.asked()[0]["StatusCallback"].clone();
    let (failed, delivered) = (told(&sid(1), "failed", Some(30005)), told(&sid(1), "delivered", None));
    let of_another_place = sign(&url.replace("book.example.com", "elsewhere.example"), &failed);

    for signature in [None, Some(""), Some("AAAA"), Some(&*sign(&url, &delivered)), Some(&of_another_place)] {
        assert_eq!(tell(&app, &url, &failed, signature).await.problem(403), "forbidden", "{signature:?}");
    }
    let unknown = callback("no-such-token");
    assert_eq!(tell(&app, &unknown, &failed, Some(&sign(&unknown, &failed))).await.problem(404), "not_found");
    tell(&app, &url, &failed, Some(&sign(&url, &failed))).await.expect(204);
    app.run_jobs().await;

    assert_eq!(stand(&ada).await[0], sms("bounced"), "the last one was right");
}

#[tokio::test]
async fn a_token_is_of_one_message_and_reaches_no_other_company() {
    let twilio = Twilio::start(Mood::Takes).await;
    let app = twilio.app().await;
    let (ada, bea) = (texted(&app, "vesna").await, texted(&app, "kalyna").await);
    let url = twilio.asked()[0]["StatusCallback"].clone();

    // what Twilio calls Bea's message, told of Ada's
    let theirs = told(&sid(2), "failed", Some(30005));
    tell(&app, &url, &theirs, Some(&sign(&url, &theirs))).await.expect(204);
    app.run_jobs().await;
    let before = (stand(&ada).await, stand(&bea).await);
    twilio.tells(&app, 0, "delivered", None).await.expect(204);
    app.run_jobs().await;

    assert_eq!(before, (vec![sms("sent")], vec![sms("sent")]));
    assert_eq!((stand(&ada).await, stand(&bea).await), (vec![sms("delivered")], vec![sms("sent")]));
}

#[tokio::test]
async fn what_is_told_of_a_message_before_it_was_sent_again_is_not_about_it_any_more() {
    let twilio = Twilio::start(Mood::Takes).await;
    let app = twilio.app().await;
    let ada = texted(&app, "vesna").await;
    twilio.tells(&app, 0, "failed", Some(30008)).await.expect(204);
    app.run_jobs().await;

    let failed = ada.get("/messages?status=failed").await.expect(200)["data"][0]["id"].clone();
    ada.post(&format!("/messages/{}/resend", failed.as_str().expect("an id")), json!({})).await.expect(200);
    app.run_jobs().await;
    twilio.tells(&app, 0, "undelivered", Some(30008)).await.problem(404);
    twilio.tells(&app, 1, "delivered", None).await.expect(204);
    app.run_jobs().await;

    assert_eq!(stand(&ada).await, [sms("delivered"), mail("sent")]);
    assert_eq!(twilio.asked().len(), 2);
}

#[tokio::test]
async fn an_installation_without_an_account_has_nothing_to_be_told() {
    let app = TestApp::start().await;
    let (url, fields) = (callback("token"), told(&sid(1), "delivered", None));

    assert_eq!(tell(&app, &url, &fields, Some(&sign(&url, &fields))).await.problem(404), "not_found");
}
