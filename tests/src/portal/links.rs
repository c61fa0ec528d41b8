//! Links that sign in: once, for an hour, into one company; and nobody learns who is known.

use chrono::TimeDelta;
use serde_json::json;

use super::{GRACE, customer, follow};
use crate::{Person, TestApp, at_once};

#[tokio::test]
async fn a_registration_makes_nothing_before_its_link_is_followed() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let new =
        json!({ "name": "Grace Hopper", "email": "GRACE@example.com", "phone": "044 123 45 67", "language": "uk" });

    app.visitor().post("/portal/vesna/register", new).await.expect(202);

    let made = "(select count(*) from clients) + (select count(*) from users where email = 'grace@example.com')";
    assert_eq!(app.db.number(made).await, 0);
    let signed_in = follow(&app, &app.link_to(GRACE).await).await.expect(200);
    assert_eq!(signed_in["company"], json!({ "slug": "vesna", "name": "Company vesna" }));
    let grace = Person::new(app.clone(), "vesna", Some(&signed_in));
    let profile = grace.get("/portal/profile").await.expect(200);
    assert_eq!((&profile["name"], &profile["email"]), (&json!("Grace Hopper"), &json!(GRACE)));
    assert_eq!((&profile["phone"], &profile["language"]), (&json!("+380441234567"), &json!("uk")));
}

#[tokio::test]
async fn a_known_and_an_unknown_address_are_answered_alike() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    customer(&app, "vesna", GRACE).await;
    let ask = async |path: &str, email: &str| {
        let mut body = json!({ "email": email });
        if path.ends_with("register") {
            body["name"] = json!("Mallory");
        }
        let answer = app.visitor().post(path, body).await;
        (answer.status.as_u16(), answer.text.replace(email, "…"))
    };

    for path in ["/portal/vesna/register", "/portal/vesna/sign-in-link"] {
        let (known, unknown) = (ask(path, GRACE).await, ask(path, "nobody@example.com").await);
        assert_eq!(known, unknown, "{path}");
        assert_eq!(known.0, 202, "{path}");
    }
}

#[tokio::test]
async fn a_mailbox_that_is_asked_for_too_often_gets_no_more_links_and_nobody_is_told() {
    let app = TestApp::start().await;
    app.company("vesna").await;

    for _ in 0..12 {
        app.visitor().post("/portal/vesna/sign-in-link", json!({ "email": GRACE })).await.expect(202);
    }

    assert_eq!(app.db.number("select count(*) from one_time_tokens where purpose = 'sign_in_link'").await, 10);
}

#[tokio::test]
async fn an_address_that_asks_for_too_many_links_is_refused() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let ask = async |n: u8| {
        let who = json!({ "email": format!("g{n}@example.com") });
        app.visitor().post("/portal/vesna/sign-in-link", who).await
    };

    for n in 0..20 {
        ask(n).await.expect(202);
    }

    assert_eq!(ask(20).await.problem(429), "too_many_requests");
}

#[tokio::test]
async fn a_link_works_once_also_for_two_at_once() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.visitor().post("/portal/vesna/sign-in-link", json!({ "email": GRACE })).await.expect(202);
    let secret = app.link_to(GRACE).await;

    app.warm_up().await;
    let mut statuses = at_once((0..4).map(|_| {
        let (app, secret) = (app.clone(), secret.clone());
        async move { follow(&app, &secret).await.status.as_u16() }
    }))
    .await;
    statuses.sort_unstable();

    assert_eq!(statuses, [200, 422, 422, 422]);
    assert_eq!(app.db.number("select count(*) from sessions where kind = 'customer'").await, 1);
    assert_eq!(follow(&app, &secret).await.invalid(), [("token".to_owned(), "invalid_link".to_owned())]);
}

#[tokio::test]
async fn a_link_is_good_for_an_hour() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let mut secrets = Vec::new();
    for _ in 0..2 {
        app.visitor().post("/portal/vesna/sign-in-link", json!({ "email": GRACE })).await.expect(202);
        secrets.push(app.link_to(GRACE).await);
    }

    app.clock.advance(TimeDelta::minutes(59));
    follow(&app, &secrets[0]).await.expect(200);
    app.clock.advance(TimeDelta::minutes(1));

    assert_eq!(follow(&app, &secrets[1]).await.invalid(), [("token".to_owned(), "invalid_link".to_owned())]);
}

#[tokio::test]
async fn two_links_followed_at_once_find_one_person_and_one_card() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let mut secrets = Vec::new();
    for _ in 0..4 {
        app.visitor().post("/portal/vesna/sign-in-link", json!({ "email": GRACE })).await.expect(202);
        secrets.push(app.link_to(GRACE).await);
    }

    app.warm_up().await;
    let statuses = at_once(secrets.into_iter().map(|secret| {
        let app = app.clone();
        async move { follow(&app, &secret).await.status.as_u16() }
    }))
    .await;

    assert_eq!(statuses, [200; 4]);
    assert_eq!(app.db.number("select count(*) from clients").await, 1);
    assert_eq!(app.db.number("select count(*) from users where email = 'grace@example.com'").await, 1);
}

#[tokio::test]
async fn a_company_that_is_not_there_or_suspended_has_no_door() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.visitor().post("/portal/vesna/sign-in-link", json!({ "email": GRACE })).await.expect(202);
    let secret = app.link_to(GRACE).await;
    app.db.execute("update companies set status = 'suspended', suspended_reason = 'unpaid'").await;

    assert_eq!(follow(&app, &secret).await.problem(404), "not_found");
    let elsewhere = app.second_process().await;
    for slug in ["vesna", "nowhere", "a--b"] {
        let path = format!("/portal/{slug}/sign-in-link");
        assert_eq!(elsewhere.visitor().post(&path, json!({ "email": GRACE })).await.problem(404), "not_found");
    }
    app.db.execute("update companies set status = 'active', suspended_reason = null").await;
    follow(&app, &secret).await.expect(200);
}
