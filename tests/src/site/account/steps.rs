//! Opening a page does nothing; its button does it once.

use serde_json::json;

use super::{ADA, EVIL, GRACE, PASSWORD, customer_link, email_link, invited, open, reset_link, verify_link, world};
use crate::{TestApp, site::Browser};

#[tokio::test]
async fn opening_a_page_any_number_of_times_changes_nothing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let links = [
        format!("/account/verify?token={}", verify_link(&app, &ada).await),
        format!("/account/email?token={}", email_link(&app, &ada, "new@vesna.example").await),
        format!("/account/reset?token={}", reset_link(&app).await),
        format!("/account/invitation?token={}", invited(&app, &ada, "bea@example.com").await),
        format!("/b/vesna/sign-in?token={}", customer_link(&app, "vesna", GRACE).await),
    ];
    let before = world(&app).await;

    for link in &links {
        for _ in 0..2 {
            let page = Browser::new(&app).open(link).await.expect(200);
            assert_eq!(page.all("main form button").len(), 1, "{}", page.source);
        }
    }

    assert_eq!(world(&app).await, before);
}

#[tokio::test]
async fn the_button_verifies_an_address_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let page = open(&app, "verify", &verify_link(&app, &ada).await).await.expect(200);

    let guessed = page.submit(&[("password", "a wrong password")]).await.expect(422);
    let done = page.submit(&[("password", PASSWORD)]).await.expect(200);

    assert_eq!(page.text("h1"), "Confirm your email address");
    assert!(guessed.source.contains("This is not the right password."), "{}", guessed.source);
    assert_eq!(done.text("h1"), "Thank you, your email address is confirmed");
    let verified = "select count(*) from users where email_verified_at is not null";
    assert_eq!(app.db.number(verified).await, 1);
    page.submit(&[("password", PASSWORD)]).await.dead();
    page.browser.open(page.url.as_str()).await.dead();
}

#[tokio::test]
async fn the_button_changes_an_address_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let page = open(&app, "email", &email_link(&app, &ada, "new@vesna.example").await).await.expect(200);

    let done = page.submit(&[]).await.expect(200);

    assert_eq!(done.text("h1"), "Your email address has been changed");
    assert_eq!(super::sign_in(&app, ADA, PASSWORD).await, 401);
    assert_eq!(super::sign_in(&app, "new@vesna.example", PASSWORD).await, 200);
    page.submit(&[]).await.dead();
}

#[tokio::test]
async fn a_link_is_good_on_its_own_page_alone() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let links = [
        ("verify", verify_link(&app, &ada).await),
        ("email", email_link(&app, &ada, "new@vesna.example").await),
        ("reset", reset_link(&app).await),
        ("invitation", invited(&app, &ada, "bea@example.com").await),
    ];
    let before = world(&app).await;

    for (page, _) in &links {
        for (of, token) in &links {
            let status = open(&app, page, token).await.status.as_u16();
            assert_eq!(status, if page == of { 200 } else { 410 }, "{of} on {page}");
        }
        open(&app, page, "").await.dead();
    }

    assert_eq!(world(&app).await, before);
}

#[tokio::test]
async fn a_secret_that_is_none_is_text_wherever_it_stands() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let evil = url::form_urlencoded::byte_serialize(EVIL.as_bytes()).collect::<String>();
    let body = format!("token={evil}&password={evil}&name={evil}&email={evil}");
    let form = [("content-type", "application/x-www-form-urlencoded")];

    for path in ["/account/verify", "/account/email", "/account/reset", "/account/invitation", "/b/vesna/sign-in"] {
        let opened = Browser::new(&app).open(&format!("{path}?token={evil}")).await.dead();
        let sent = app.visitor().send_raw(poem::http::Method::POST, path, &form, body.clone().into()).await;

        assert_eq!(sent.status, 410, "{path}");
        assert!(!opened.source.contains("<script") && !sent.text.contains("<script"), "{path}");
    }
    let kept = Browser::new(&app).open("/account/forgot").await.submit(&[("email", EVIL)]).await.expect(422);
    assert_eq!(kept.value("email"), EVIL);
    assert!(kept.all("script").is_empty());
}

#[tokio::test]
async fn who_tries_one_dead_link_after_the_other_is_told_to_wait() {
    let app = TestApp::start().await;
    for _ in 0..100 {
        app.visitor().post("/auth/email/verify", json!({ "token": "x", "password": PASSWORD })).await.expect(422);
    }

    let page = open(&app, "verify", "x").await.expect(429);

    assert_eq!(page.text("h1"), "Too many attempts");
    assert_eq!((page.header("retry-after"), page.header("referrer-policy")), ("60", "no-referrer"));
}
