//! Invitations: who is known shows their password, who is new chooses one.

use serde_json::json;

use super::{EVIL, OTHER, PASSWORD, invited, open, sign_in, verified};
use crate::{Person, TestApp};

async fn memberships(app: &TestApp) -> i64 {
    app.db.number("select count(*) from memberships").await
}

#[tokio::test]
async fn somebody_new_says_their_name_and_chooses_a_password() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let page = open(&app, "invitation", &invited(&app, &ada, "bea@example.com").await).await.expect(200);

    let wrong = page.submit(&[("name", "Bea"), ("password", "short")]).await.expect(422);
    let done = wrong.submit(&[("password", PASSWORD)]).await.expect(200);

    assert_eq!(page.text("h1"), "Join Company vesna");
    assert!(page.text("main form p").contains("Your role: manager. Your email address: bea@example.com."));
    assert_eq!((wrong.value("name"), wrong.value("password")), ("Bea".into(), String::new()));
    assert_eq!(done.text("h1"), "Welcome to Company vesna");
    assert_eq!(sign_in(&app, "bea@example.com", PASSWORD).await, 200);
    let members = ada.get("/members").await.expect(200);
    let names: Vec<_> = members["data"].as_array().into_iter().flatten().map(|member| &member["name"]).collect();
    assert!(names.contains(&&json!("Bea")), "{names:?}");
    page.submit(&[("name", "Eve"), ("password", OTHER)]).await.dead();
}

#[tokio::test]
async fn a_name_is_needed_of_somebody_new() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let page = open(&app, "invitation", &invited(&app, &ada, "bea@example.com").await).await.expect(200);

    let wrong = page.submit(&[("name", " "), ("password", PASSWORD)]).await.expect(422);

    assert_eq!(wrong.text("#name-error"), "Please fill this in.");
    assert_eq!(memberships(&app).await, 1);
}

#[tokio::test]
async fn somebody_known_shows_their_own_password() {
    let app = TestApp::start().await;
    let (ada, _) = (app.company("vesna").await, app.company("osin").await);
    verified(&app).await;
    let page = open(&app, "invitation", &invited(&app, &ada, "ada@osin.example").await).await.expect(200);

    let wrong = page.submit(&[("password", OTHER)]).await.expect(422);
    let before = memberships(&app).await;
    let done = wrong.submit(&[("password", PASSWORD)]).await.expect(200);

    assert!(page.all("input[name=name], input[name=email]").is_empty());
    assert_eq!(wrong.text("#password-error"), "This is not the right password.");
    assert_eq!((before, memberships(&app).await), (2, 3));
    assert_eq!(done.text("h1"), "Welcome to Company vesna");
    page.submit(&[("password", PASSWORD)]).await.dead();
}

#[tokio::test]
async fn whoever_has_the_mailbox_needs_no_password_that_somebody_else_may_have_set() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let eve = app.company("osin").await; // with an address that nobody has shown to be theirs
    let page = open(&app, "invitation", &invited(&app, &ada, "ada@osin.example").await).await.expect(200);

    page.submit(&[("name", "Bea"), ("password", OTHER)]).await.expect(200);

    assert_eq!(eve.get("/company").await.problem(401), "unauthenticated");
    assert_eq!(sign_in(&app, "ada@osin.example", OTHER).await, 200);
}

#[tokio::test]
async fn an_address_in_the_form_makes_no_difference() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let page = open(&app, "invitation", &invited(&app, &ada, "bea@example.com").await).await.expect(200);
    let (url, body) = page.filled(&[("name", "Bea"), ("password", PASSWORD)]);

    let body = format!("{body}&email=eve%40example.com");
    page.browser.send(poem::http::Method::POST, url, &body).await.expect(200);

    assert_eq!(sign_in(&app, "bea@example.com", PASSWORD).await, 200);
    assert_eq!(sign_in(&app, "eve@example.com", PASSWORD).await, 401);
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_leads_nowhere() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let page = open(&app, "invitation", &invited(&app, &ada, "bea@example.com").await).await.expect(200);
    let list = ada.get("/invitations").await.expect(200);

    ada.delete(&format!("/invitations/{}", list["data"][0]["id"].as_str().expect("an id"))).await.expect(200);

    page.submit(&[("name", "Bea"), ("password", PASSWORD)]).await.dead();
    assert_eq!(memberships(&app).await, 1);
}

async fn rename(ada: &Person, name: &str) {
    let version = ada.get("/company").await.expect(200)["version"].as_i64().expect("a version");
    ada.patch("/company", version, json!({ "name": name })).await.expect(200);
}

#[tokio::test]
async fn a_company_can_be_called_anything() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    rename(&ada, EVIL).await;
    let page = open(&app, "invitation", &invited(&app, &ada, "bea@example.com").await).await.expect(200);
    let customer = super::customer_link(&app, "vesna", super::GRACE).await;

    let wrong = page.submit(&[("name", EVIL)]).await.expect(422);
    let done = wrong.submit(&[("name", EVIL), ("password", PASSWORD)]).await.expect(200);
    let button = page.browser.open(&format!("/b/vesna/sign-in?token={customer}")).await.expect(200);
    let yours = button.submit(&[]).await.expect(200);

    assert_eq!(wrong.value("name"), EVIL);
    for page in [&page, &wrong, &done, &button, &yours] {
        assert!(page.own_script_alone(), "{}", page.source);
        assert!(page.text("title").contains(EVIL), "{}", page.source);
    }
}
