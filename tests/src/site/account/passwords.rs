//! A password that was forgotten, from the form that asks for a link to signing in with another one.

use frontdesk::http::limits::Limit;

use super::{ADA, OTHER, PASSWORD, open, reset_link, sign_in};
use crate::{TestApp, site::Browser};

#[tokio::test]
async fn another_password_is_chosen_once_and_ends_what_was_open() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let page = open(&app, "reset", &reset_link(&app).await).await.expect(200);

    let done = page.submit(&[("password", OTHER)]).await.expect(200);

    assert_eq!(done.text("h1"), "Your password has been changed");
    assert_eq!((sign_in(&app, ADA, PASSWORD).await, sign_in(&app, ADA, OTHER).await), (401, 200));
    assert_eq!(ada.get("/company").await.problem(401), "unauthenticated");
    let dead = page.submit(&[("password", PASSWORD)]).await.dead();
    assert_eq!(dead.follow("Choose a new password").await.expect(200).url.path(), "/account/forgot");
    assert_eq!(sign_in(&app, ADA, OTHER).await, 200);
}

#[tokio::test]
async fn a_password_that_cannot_be_is_told_at_its_field_and_uses_nothing_up() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let page = open(&app, "reset", &reset_link(&app).await).await.expect(200);

    let short = page.submit(&[("password", "short")]).await.expect(422);
    let long = short.submit(&[("password", &"x".repeat(201))]).await.expect(422);

    assert_eq!(short.text("#password-error"), "Please use at least 10 characters.");
    assert_eq!(long.text("#password-error"), "Please keep this to 200 characters.");
    assert_eq!((short.value("password"), long.value("password")), (String::new(), String::new()));
    assert!(!short.source.contains("short\""), "{}", short.source);
    long.submit(&[("password", OTHER)]).await.expect(200);
    assert_eq!(sign_in(&app, ADA, OTHER).await, 200);
}

#[tokio::test]
async fn the_form_for_a_link_says_the_same_to_everybody() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let form = Browser::new(&app).open("/account/forgot").await.expect(200);

    let known = form.submit(&[("email", " ADA@vesna.example")]).await.expect(200);
    let unknown = form.submit(&[("email", "nobody@vesna.example")]).await.expect(200);
    let wrong = form.submit(&[("email", "nobody")]).await.expect(422);
    app.run_jobs().await;

    assert_eq!(known.source, unknown.source);
    assert_eq!(wrong.text("#email-error"), "Please enter a full email address, such as name@example.com.");
    assert_eq!(wrong.value("email"), "nobody");
    let mails = app.mails();
    let to: Vec<_> = mails.iter().filter_map(|mail| mail.to()?.first()?.address()).collect();
    assert_eq!(to, [ADA]);
}

#[tokio::test]
async fn who_asks_for_too_many_links_is_told_to_wait_in_their_language() {
    let app = TestApp::start().await;
    let form = Browser::new(&app).preferring("id").open("/account/forgot").await.expect(200);
    while app.app.limits().hit(Limit::LinkAddress, "0.0.0.0").await.is_ok() {}

    let page = form.submit(&[("email", ADA)]).await.expect(429);

    assert_eq!(page.all("html")[0].attr("lang"), Some("id"));
    assert_eq!(page.header("retry-after"), "3600");
}

#[tokio::test]
async fn a_fault_of_ours_is_a_page_too() {
    let app = TestApp::start().await;
    app.db.execute("alter table one_time_tokens rename to elsewhere").await;

    let page = Browser::new(&app).preferring("uk").open("/account/verify?token=x").await.expect(500);

    assert_eq!(page.text("h1"), "Щось пішло не так");
    assert!(page.source.contains(page.header("x-request-id")));
    let nothing = Browser::new(&app).preferring("uk").open("/account/nothing").await.expect(404);
    assert_eq!(nothing.all("html")[0].attr("lang"), Some("uk"));
}
