//! Who somebody is who accepts: the link shows the mailbox, and a password that somebody else may have set shows nothing.

use serde_json::json;

use super::{PASSWORD, accept, invite, show};
use crate::{Person, TestApp};

const OTHER: &str = "another long password";

#[tokio::test]
async fn a_person_of_another_company_joins_with_their_own_password_alone() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    app.db.execute("update users set email_verified_at = now()").await;
    let token = app.invitation_token(&invite(&ada, "ada@osin.example", "manager").await).await;
    assert_eq!(show(&app, &token).await.expect(200)["known"], true);

    assert_eq!(accept(&app, &token, "ada@osin.example", OTHER).await.problem(401), "wrong_credentials");
    let answer = accept(&app, &token, "ada@osin.example", PASSWORD).await.expect(200);

    let slugs: Vec<_> = answer["companies"].as_array().into_iter().flatten().map(|one| one["slug"].clone()).collect();
    assert_eq!(slugs, ["osin", "vesna"]);
    let guest = Person::new(app.clone(), "vesna", Some(&answer));
    assert_eq!(guest.get("/company").await.expect(200)["slug"], "vesna");
    assert_eq!(guest.post("/invitations", json!({ "email": "a@b.example", "role": "employee" })).await.status, 403);
    let row = guest.member(&ada).await;
    ada.delete(&format!("/members/{}", row["id"].as_str().expect("an id"))).await.expect(200);
    assert_eq!(guest.get("/company").await.problem(401), "unauthenticated");
    assert_eq!(olga.get("/company").await.expect(200)["slug"], "osin");
}

#[tokio::test]
async fn whoever_took_an_address_before_its_owner_loses_it_to_them() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let eve = app.company("osin").await; // with an address that nobody has shown to be theirs
    let token = app.invitation_token(&invite(&ada, "ada@osin.example", "admin").await).await;

    let answer = accept(&app, &token, "ada@osin.example", OTHER).await.expect(200);

    let owner = Person::new(app.clone(), "vesna", Some(&answer));
    owner.get("/members").await.expect(200);
    assert_eq!(eve.get("/company").await.problem(401), "unauthenticated");
    let refresh = json!({ "refresh_token": eve.refresh_token });
    assert_eq!(app.visitor().post("/auth/refresh", refresh).await.problem(401), "unauthenticated");
    for (password, status) in [(PASSWORD, 401), (OTHER, 200)] {
        let who = json!({ "email": "ada@osin.example", "password": password });
        app.visitor().post("/auth/sign-in", who).await.expect(status);
    }
}

#[tokio::test]
async fn guessing_a_password_behind_a_link_is_limited_as_at_sign_in() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.company("osin").await;
    app.db.execute("update users set email_verified_at = now()").await;
    let token = app.invitation_token(&invite(&ada, "ada@osin.example", "manager").await).await;

    for _ in 0..10 {
        assert_eq!(accept(&app, &token, "ada@osin.example", OTHER).await.problem(401), "wrong_credentials");
    }

    assert_eq!(accept(&app, &token, "ada@osin.example", PASSWORD).await.problem(429), "too_many_requests");
}

#[tokio::test]
async fn somebody_new_needs_a_name_and_a_password_that_will_do() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let token = app.invitation_token(&invite(&ada, "bea@example.com", "manager").await).await;
    let post = |body| {
        let visitor = app.visitor();
        async move { visitor.post("/auth/invitations/accept", body).await.invalid() }
    };

    let short = post(json!({ "token": token, "email": "bea@example.com", "name": "Bea", "password": "short" })).await;
    let nameless = post(json!({ "token": token, "email": "bea@example.com", "password": PASSWORD })).await;

    assert_eq!(short, [("password".to_owned(), "too_short".to_owned())]);
    assert_eq!(nameless, [("name".to_owned(), "required".to_owned())]);
    assert_eq!(app.db.number("select count(*) from users").await, 1);
    accept(&app, &token, "bea@example.com", PASSWORD).await.expect(200);
}
