//! Accepting: once, by the right person, and whole.

use frontdesk::auth::Role;
use serde_json::json;

use super::{PASSWORD, accept, invite, show};
use crate::{Person, TestApp, at_once};

#[tokio::test]
async fn somebody_new_joins_signed_in_and_is_whose_time_is_booked() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (_, iryna) = app.bookable(&ada).await;
    let new = json!({ "email": "bea@example.com", "role": "employee", "staff_id": iryna["id"] });
    let made = ada.post("/invitations", new.clone()).await.expect(201);
    let token = app.invitation_token(&made).await;

    let answer = accept(&app, &token, "Bea@Example.com", PASSWORD).await.expect(200);

    let bea = Person::new(app.clone(), "vesna", Some(&answer));
    bea.get("/bookings").await.expect(200);
    let member = bea.member(&ada).await;
    assert_eq!((&member["name"], &member["role"]), (&json!("Bea"), &json!("employee")));
    assert_eq!((&member["email"], &member["staff_id"]), (&json!("bea@example.com"), &iryna["id"]));
    let who = json!({ "email": "bea@example.com", "password": PASSWORD });
    app.visitor().post("/auth/sign-in", who).await.expect(200);
    assert_eq!(app.db.number("select count(*) from users where email_verified_at is not null").await, 1);
    let joined = app.db.rows("select payload ->> 'member' as id from events where kind = 'member.joined'").await;
    assert_eq!(joined, [json!({ "id": member["id"] })]);
    let other = json!({ "email": "zoe@example.com", "role": "employee", "staff_id": iryna["id"] });
    assert_eq!(ada.post("/invitations", other).await.invalid(), [("staff_id".to_owned(), "taken".to_owned())]);
}

#[tokio::test]
async fn another_address_is_refused_and_the_invitation_stays_open() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let eve = app.company("osin").await;
    let made = invite(&ada, "bea@example.com", "admin").await;
    let token = app.invitation_token(&made).await;

    for email in ["eve@example.com", "ada@osin.example"] {
        let wrong = accept(&app, &token, email, PASSWORD).await.invalid();
        assert_eq!(wrong, [("email".to_owned(), "other_email".to_owned())]);
    }

    assert_eq!(eve.get("/company").await.expect(200)["slug"], "osin");
    assert_eq!(app.db.number("select count(*) from memberships").await, 2);
    show(&app, &token).await.expect(200);
    accept(&app, &token, "bea@example.com", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn of_those_who_accept_at_once_one_joins_and_nothing_is_left_of_the_others() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let token = app.invitation_token(&invite(&ada, "bea@example.com", "manager").await).await;

    app.warm_up().await;
    let answers = at_once((0..6).map(|_| {
        let (app, token) = (app.clone(), token.clone());
        async move { accept(&app, &token, "bea@example.com", PASSWORD).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|status| [200, 401, 404].contains(status)), "{answers:?}");
    for (table, rows) in [("memberships", 2), ("users", 2), ("credentials", 2), ("sessions", 2)] {
        assert_eq!(app.db.number(&format!("select count(*) from {table}")).await, rows, "{table}");
    }
    assert_eq!(accept(&app, &token, "bea@example.com", PASSWORD).await.problem(404), "not_found");
}

#[tokio::test]
async fn one_who_was_removed_comes_back_as_what_they_are_invited_to() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Manager).await;
    let row = bea.member(&ada).await;
    ada.delete(&format!("/members/{}", row["id"].as_str().expect("an id"))).await.expect(200);
    let email = row["email"].as_str().expect("an address");
    let token = app.invitation_token(&invite(&ada, email, "employee").await).await;

    let answer = accept(&app, &token, email, PASSWORD).await.expect(200);

    let back = Person::new(app.clone(), "vesna", Some(&answer));
    let member = back.member(&ada).await;
    assert_eq!((&member["id"], &member["role"], &member["status"]), (&row["id"], &json!("employee"), &json!("active")));
    assert_eq!(bea.get("/services").await.problem(401), "unauthenticated");
    assert_eq!(back.post("/staff", json!({ "name": "Zoe" })).await.problem(403), "forbidden");
}

#[tokio::test]
async fn an_invitation_to_a_suspended_company_leads_nowhere() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let token = app.invitation_token(&invite(&ada, "bea@example.com", "manager").await).await;

    app.db.execute("update companies set status = 'suspended', suspended_reason = 'spam'").await;

    assert_eq!(show(&app, &token).await.problem(404), "not_found");
    assert_eq!(accept(&app, &token, "bea@example.com", PASSWORD).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_token_that_is_none_is_refused() {
    let app = TestApp::start().await;

    for token in ["", "x", "' or true --", "ї"] {
        assert_eq!(show(&app, token).await.problem(404), "not_found", "{token}");
        assert_eq!(accept(&app, token, "bea@example.com", PASSWORD).await.problem(404), "not_found", "{token}");
    }
    let wrong = show(&app, &"x".repeat(201)).await.invalid();
    assert_eq!(wrong, [("token".to_owned(), "too_long".to_owned())]);
}
