//! The link in what nobody must hear: looking at it does nothing, pressing it does one thing, and nobody signs in for it.

use chrono::TimeDelta;
use mail_parser::{HeaderValue, Message};
use poem::{Body, http::Method};
use serde_json::{Value, json};

use crate::{Answer, Person, TestApp};

/// A reminder that has gone out to Grace, and a confirmation before it.
async fn reminded(app: &TestApp) -> Person {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "reminder_leads": [120] })).await.expect(200);
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-26T08:00:00Z", "name": "Grace", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.run_jobs().await;
    app.clock.advance(TimeDelta::days(3));
    app.run_jobs().await;
    ada.refreshed().await
}

fn header(mail: &Message<'_>, name: &'static str) -> Option<String> {
    match mail.header_raw(name) {
        Some(raw) => Some(raw.trim().to_owned()),
        None => mail.header(name).and_then(HeaderValue::as_text).map(str::to_owned),
    }
}

/// The address in the reminder's header, below this installation's.
fn link(app: &TestApp) -> String {
    let mails = app.mails();
    let reminder = mails.iter().find(|mail| mail.subject().is_some_and(|subject| subject.starts_with("Reminder")));
    let header = header(reminder.expect("a reminder"), "List-Unsubscribe").expect("a link");
    let url = header.trim_matches(['<', '>']).to_owned();
    url.strip_prefix("http://127.0.0.1:8080").expect("an address of ours").to_owned()
}

async fn press(app: &TestApp, link: &str, kind: &str, body: &str) -> Answer {
    let body = Body::from_string(body.to_owned());
    app.visitor().send_raw(Method::POST, link, &[("content-type", kind)], body).await
}

async fn one_click(app: &TestApp, link: &str) -> Answer {
    press(app, link, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click").await
}

async fn wishes(ada: &Person) -> Value {
    let client = ada.get("/clients").await.expect(200)["data"][0]["id"].clone();
    ada.get(&format!("/clients/{}/preferences", client.as_str().expect("an id"))).await.expect(200)
}

#[tokio::test]
async fn reminders_have_a_link_and_what_must_be_known_has_none() {
    let app = TestApp::start().await;
    reminded(&app).await;

    let mails = app.mails();
    let of = |start: &str| mails.iter().find(|mail| mail.subject().is_some_and(|subject| subject.starts_with(start)));
    let (reminder, confirmation) = (of("Reminder").expect("a mail"), of("Booking confirmed").expect("a mail"));

    assert_eq!(header(reminder, "List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
    assert!(link(&app).starts_with("/account/unsubscribe?token="), "{}", link(&app));
    assert!(
        header(confirmation, "List-Unsubscribe").is_none() && header(confirmation, "List-Unsubscribe-Post").is_none()
    );
}

#[tokio::test]
async fn one_click_takes_back_one_wish_for_one_channel_and_twice_is_once() {
    let app = TestApp::start().await;
    let ada = reminded(&app).await;
    let link = link(&app);

    one_click(&app, &link).await.expect(200);
    let first = wishes(&ada).await;
    app.clock.advance(TimeDelta::minutes(5));
    one_click(&app, &link).await.expect(200);

    let email = &first["email"];
    assert_eq!(
        (&email["allowed"], &email["reminders"], &email["marketing"]),
        (&json!(true), &json!(false), &json!(false))
    );
    assert_eq!((&email["source"], &email["decided_through"]), (&json!("unsubscribe"), &json!("guest")));
    assert_eq!((&first["sms"]["reminders"], &first["sms"]["decided_at"]), (&json!(true), &json!(null)));
    assert_eq!(wishes(&ada).await, first);
    let log = ada.get("/audit-log?limit=5").await.expect(200);
    assert!(log.to_string().contains("client_preferences"), "{log}");
}

#[tokio::test]
async fn mail_programs_may_press_it_as_either_kind_of_form() {
    let app = TestApp::start().await;
    let ada = reminded(&app).await;
    let form = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";

    press(&app, &link(&app), "multipart/form-data; boundary=x", form).await.expect(200);

    assert_eq!(wishes(&ada).await["email"]["reminders"], false);
}

#[tokio::test]
async fn looking_at_it_any_number_of_times_changes_nothing() {
    let app = TestApp::start().await;
    let ada = reminded(&app).await;
    let (link, before) = (link(&app), app.db.rows("select to_jsonb(m) as row from messages m order by id").await);

    for method in [Method::GET, Method::GET, Method::HEAD] {
        let page = app.visitor().send_raw(method, &link, &[], Body::empty()).await;
        assert!(page.status.is_success() || page.status == 405, "{} {}", page.status, page.text);
    }
    let page = app.visitor().send_raw(Method::GET, &link, &[("accept-language", "uk")], Body::empty()).await;

    assert_eq!(page.text.matches("<button").count(), 1, "{}", page.text);
    assert!(page.text.contains("No more reminders by email?"), "in the language of the mail: {}", page.text);
    assert_eq!(wishes(&ada).await["email"]["decided_at"], json!(null));
    assert_eq!(app.db.rows("select to_jsonb(m) as row from messages m order by id").await, before);
    assert_eq!(app.db.number("select count(*) from client_preferences").await, 0);
}

#[tokio::test]
async fn the_pages_button_does_the_same_in_every_language() {
    for (language, done) in [
        ("en", "Done: no more reminders by email"),
        ("uk", "Готово: нагадувань поштою більше не буде"),
        ("bn", "হয়ে গেছে: ইমেইলে আর রিমাইন্ডার আসবে না"),
        ("id", "Selesai: tidak ada lagi pengingat lewat email"),
    ] {
        let app = TestApp::start().await;
        let ada = reminded(&app).await;
        let link = link(&app).replace("lang=en", &format!("lang={language}"));
        let token = link.split(['=', '&']).nth(1).expect("a token").to_owned();

        let form = format!("token={token}");
        let path = format!("/account/unsubscribe?lang={language}");
        let page = press(&app, &path, "application/x-www-form-urlencoded", &form).await;

        assert!(page.text.contains(done) && page.text.contains("Company vesna"), "{}", page.text);
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(wishes(&ada).await["email"]["reminders"], false);
    }
}

#[tokio::test]
async fn what_was_wished_otherwise_stays_and_no_further_reminder_goes_out() {
    let app = TestApp::start().await;
    let ada = reminded(&app).await;
    let client = ada.get("/clients").await.expect(200)["data"][0]["id"].clone();
    let path = format!("/clients/{}/preferences", client.as_str().expect("an id"));
    let all = json!({ "allowed": true, "reminders": true, "marketing": true });
    ada.put(&path, json!({ "email": all, "sms": all })).await.expect(200);

    one_click(&app, &link(&app)).await.expect(200);

    let after = wishes(&ada).await;
    assert_eq!((&after["email"]["reminders"], &after["email"]["marketing"]), (&json!(false), &json!(true)));
    assert_eq!(after["email"]["decided_by"], json!(null));
    assert_eq!((&after["sms"]["reminders"], &after["sms"]["source"]), (&json!(true), &json!(null)));
}

#[tokio::test]
async fn a_link_that_is_none_says_so_and_changes_nothing() {
    let app = TestApp::start().await;
    reminded(&app).await;

    for link in ["/account/unsubscribe?token=none", "/account/unsubscribe"] {
        app.visitor().send_raw(Method::GET, link, &[], Body::empty()).await.expect(410);
        one_click(&app, link).await.expect(410);
    }

    assert_eq!(app.db.number("select count(*) from client_preferences").await, 0);
}
