//! What holds for every one of these pages: whole in every language, told to nobody, and where real mails lead.

use serde_json::json;

use super::{ADA, GRACE, MARK, PASSWORD, customer_link, email_link, invited, reset_link, verify_link};
use crate::{
    Person, TestApp,
    site::{Browser, Page},
};

/// Each page as it is opened, and what its button comes to.
async fn pages(app: &TestApp, ada: &Person, browser: &Browser) -> Vec<Page> {
    let typed = [("name", "Bea"), ("password", PASSWORD), ("email", "nobody@example.com")];
    let links = [
        format!("/account/verify?token={}", verify_link(app, ada).await),
        format!("/account/email?token={}", email_link(app, ada, "new@vesna.example").await),
        format!("/account/invitation?token={}", invited(app, ada, "bea@example.com").await),
        format!("/b/vesna/sign-in?token={}", customer_link(app, "vesna", GRACE).await),
        "/account/forgot".into(),
        "/account/verify?token=none".into(),
    ];
    let mut pages = Vec::new();
    for link in links {
        let page = browser.open(&link).await;
        if page.status == 200 {
            let known = page.fields();
            let typed: Vec<_> =
                typed.into_iter().filter(|(name, _)| known.iter().any(|(field, _)| field == name)).collect();
            pages.push(page.submit(&typed).await.expect(200));
        }
        pages.push(page);
    }
    pages
}

#[tokio::test]
async fn every_page_is_whole_in_every_language() {
    for language in ["en", "uk", "bn", "id"] {
        let app = TestApp::start().await;
        let ada = app.company("vesna").await;
        let browser = Browser::new(&app).preferring(language);

        let pages = pages(&app, &ada, &browser).await;

        assert_eq!(pages.len(), 11);
        for page in &pages {
            let source = page.source.replace("site.css", "").replace("site.js", "");
            assert_eq!(page.all("html")[0].attr("lang"), Some(language), "{source}");
            let names = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase() || c == '{');
            for left in ["site.", "mail.", "account.", "status.", "{"] {
                assert!(!source.split(left).skip(1).any(names), "{left} in {source}");
            }
            assert_eq!(page.all("h1").len(), 1, "{source}");
        }
    }
}

#[tokio::test]
async fn no_page_is_kept_listed_or_told_of() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for page in pages(&app, &ada, &Browser::new(&app)).await {
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'") && policy.contains("form-action 'self'"));
        assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("no-referrer", "no-store"));
        assert_eq!(page.all("meta[name=robots][content=noindex]").len(), 1, "{}", page.url);
        assert!(page.all("script:not([src]), [style], [onclick]").is_empty());
    }
}

#[tokio::test]
async fn the_menu_of_languages_keeps_the_link() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let token = reset_link(&app).await;

    let page = Browser::new(&app).open(&format!("/account/reset?token={token}")).await.expect(200);
    let theirs = page.follow("Українська").await.expect(200);
    let wrong = theirs.submit(&[("password", "short")]).await.expect(422);
    let done = wrong.submit(&[("password", "battery staple horse")]).await.expect(200);

    assert_eq!(theirs.value("token"), token);
    assert_eq!(wrong.text("#password-error"), "Потрібно щонайменше 10 символів.");
    assert_eq!(done.text("h1"), "Ваш пароль змінено");
}

#[tokio::test]
async fn every_link_in_a_mail_leads_to_a_page() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    verify_link(&app, &ada).await;
    email_link(&app, &ada, "new@vesna.example").await;
    invited(&app, &ada, "bea@example.com").await;
    customer_link(&app, "vesna", GRACE).await;
    reset_link(&app).await;
    app.run_jobs().await;

    let mails = app.mails();
    let texts: Vec<_> = mails.iter().filter_map(|mail| mail.body_text(0)).collect();
    let links: Vec<_> = texts.iter().flat_map(|text| text.split_whitespace()).filter(|w| w.contains(MARK)).collect();

    assert_eq!((mails.len(), links.len()), (5, 5), "{texts:?}");
    for link in links {
        let path = link.strip_prefix("http://127.0.0.1:8080").expect("our address");
        Browser::new(&app).open(path).await.expect(200);
    }
}

#[tokio::test]
async fn the_mail_about_a_new_password_leads_to_asking_for_another() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let change = json!({ "current_password": PASSWORD, "new_password": "battery staple horse" });
    ada.put("/me/password", change).await.expect(204);
    app.run_jobs().await;

    let text = app.mails()[0].body_text(0).expect("a text").replace("\r\n", "\n");

    assert!(text.contains("Choose a new password:\nhttp://127.0.0.1:8080/account/forgot\n"), "{text}");
}

#[tokio::test]
async fn a_stranger_greets_nobody_by_a_name_of_their_choice() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let words = "You have won, call 555";
    let registering = |email| json!({ "name": words, "email": email });
    for email in ["nobody@example.com", ADA] {
        app.visitor().post("/portal/vesna/register", registering(email)).await.expect(202);
    }

    app.run_jobs().await;

    let mails = app.mails();
    let raw: Vec<_> = mails.iter().map(|mail| String::from_utf8_lossy(mail.raw_message()).into_owned()).collect();
    assert_eq!(raw.len(), 2);
    assert!(raw.iter().all(|raw| !raw.contains("You have won")), "{raw:?}");
    assert!(raw.iter().any(|raw| raw.contains("Hello Ada,")), "{raw:?}");
}
