//! Mails about accounts: in the reader's language, with a link that works.

use serde_json::json;

use super::{OTHER, PASSWORD, link_to, registration, reset_link};
use crate::TestApp;

const LANGUAGES: [(&str, &str, &str, &str); 4] = [
    ("en", "Please confirm your email address", "Choose a new password", "Your password has been changed"),
    ("uk", "Підтвердьте", "пароль", "пароль"),
    ("bn", "ইমেইল", "পাসওয়ার্ড", "পাসওয়ার্ড"),
    ("id", "email", "sandi", "sandi"),
];

#[tokio::test]
async fn mails_are_in_the_readers_language_and_their_links_work() {
    for (language, verify, choose, changed) in LANGUAGES {
        let app = TestApp::start().await;
        let email = "ada@vesna.example";
        let mut new = registration("vesna", email, PASSWORD);
        new["company"]["language"] = json!(language);
        app.visitor().post("/auth/register", new).await.expect(201);

        let token = link_to(&app, email).await;
        app.visitor().post("/auth/email/verify", json!({ "token": token, "password": PASSWORD })).await.expect(204);
        let token = reset_link(&app, "vesna").await;
        let reset = json!({ "token": token, "password": OTHER });
        app.visitor().post("/auth/password/reset", reset).await.expect(204);
        app.run_jobs().await;

        let mails = app.mails();
        let subjects: Vec<_> = mails.iter().rev().filter_map(|mail| mail.subject()).collect();
        let wanted = [verify, choose, changed];
        let right =
            subjects.iter().zip(wanted).all(|(subject, word)| subject.to_lowercase().contains(&word.to_lowercase()));
        assert!(subjects.len() == 3 && right, "{language}: {subjects:?}");
        assert_eq!(mails[1].from().and_then(|from| from.first()?.name()), Some("Frontdesk"));
    }
}

#[tokio::test]
async fn links_lead_to_the_public_address_whatever_the_request_says() {
    let app = TestApp::start_with(|config| {
        config.public_url = "https://desk.example/app/".parse().expect("a URL");
    })
    .await;
    let ada = app.company("vesna").await;
    let host = [("host", "evil.example"), ("x-forwarded-host", "evil.example")];

    let body = json!({ "email": "ada@vesna.example" });
    ada.send(poem::http::Method::POST, "/auth/password/forgot", &host, Some(body)).await.expect(202);
    let reset = link_to(&app, "ada@vesna.example").await;
    ada.send(poem::http::Method::POST, "/me/email/verification", &host, None).await.expect(202);
    let verify = link_to(&app, "ada@vesna.example").await;
    let body = json!({ "email": "new@vesna.example", "current_password": PASSWORD });
    ada.send(poem::http::Method::POST, "/me/email", &host, Some(body)).await.expect(202);
    let change = link_to(&app, "new@vesna.example").await;

    let texts: Vec<_> = app.mails().iter().filter_map(|mail| Some(mail.body_text(0)?.into_owned())).collect();
    for (page, token) in [("reset", reset), ("verify", verify), ("email", change)] {
        let link = format!("\nhttps://desk.example/app/account/{page}?token={token}\r\n").replace("\r\n", "\n");
        assert!(texts.iter().any(|text| text.replace("\r\n", "\n").contains(&link)), "{link}: {texts:?}");
    }
}

#[tokio::test]
async fn a_customers_link_leads_to_their_company_and_is_from_it() {
    use frontdesk::identity::links::{self, LinkTo, NewLink, Purpose};

    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let company = ada.get("/company").await.expect(200)["id"].as_str().expect("an id").parse::<uuid::Uuid>();
    let to = LinkTo { id: company.expect("an id").into(), slug: "vesna", name: "Studio Vesna", phone: None };
    let (purpose, email) = (Purpose::SignInLink, "grace@example.com");
    let new = NewLink { purpose, user: None, email, name: None, language: "en", company: Some(to) };

    let mut tx = app.app.identity().await.expect("a transaction");
    links::send(&app.app, &mut tx, &new).await.expect("a link");
    tx.commit().await.expect("a link");
    link_to(&app, email).await;

    let mail = app.mails().remove(0);
    assert_eq!(mail.subject(), Some("Your link to sign in to Studio Vesna"));
    assert_eq!(mail.from().and_then(|from| from.first()?.name()), Some("Studio Vesna"));
    assert!(mail.body_text(0).is_some_and(|text| text.contains("http://127.0.0.1:8080/b/vesna/sign-in?token=")));
}

#[tokio::test]
async fn a_link_that_was_used_before_its_mail_went_out_is_not_sent() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.visitor().post("/auth/password/forgot", json!({ "email": "ada@vesna.example" })).await.expect(202);

    app.db.execute("update one_time_tokens set used_at = now()").await;
    app.run_jobs().await;

    assert!(app.mails().is_empty());
}
