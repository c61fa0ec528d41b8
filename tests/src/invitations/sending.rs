//! Who can be invited, and what becomes of an invitation.

use chrono::TimeDelta;
use frontdesk::auth::Role;
use serde_json::json;

use super::{PASSWORD, accept, invite, mailed, path, show};
use crate::TestApp;

#[tokio::test]
async fn an_invitation_goes_out_in_its_language_with_a_link_that_works() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let role = json!({ "key": "clerk", "name": "Front clerk", "permissions": ["staff:read"] });
    ada.post("/roles", role).await.expect(201);
    let new = json!({ "email": "Bea@Example.com", "role": "clerk", "language": "uk" });

    let made = ada.post("/invitations", new).await.expect(201);
    app.run_jobs().await;

    assert_eq!((&made["email"], &made["status"]), (&json!("bea@example.com"), &json!("open")));
    assert_eq!((&made["invited_by"]["name"], &made["expires_at"]), (&json!("Ada"), &json!("2026-11-30T06:00:00Z")));
    let mail = app.mails().remove(0);
    let text = mail.body_text(0).expect("a text").into_owned();
    assert!(text.contains("Front clerk") && text.contains("Ada") && text.contains("7 днів"), "{text}");
    let shown = show(&app, &mailed(&app)).await.expect(200);
    let expected = json!({
        "company": "Company vesna", "email": "bea@example.com", "role": "clerk", "expires_at": "2026-11-30T06:00:00Z",
        "known": false,
    });
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn a_member_and_whoever_is_invited_already_are_not_invited() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Manager).await.member(&ada).await;
    let row = format!("/members/{}", bea["id"].as_str().expect("an id"));
    let again = json!({ "email": bea["email"], "role": "employee" });

    assert_eq!(ada.post("/invitations", again.clone()).await.problem(409), "already_member");
    ada.post(&format!("{row}/suspend"), json!({})).await.expect(200);
    assert_eq!(ada.post("/invitations", again.clone()).await.problem(409), "already_member");
    ada.delete(&row).await.expect(200);
    ada.post("/invitations", again.clone()).await.expect(201);
    assert_eq!(ada.post("/invitations", again).await.problem(409), "already_invited");

    let open = ada.get("/invitations?status=open").await.expect(200);
    assert_eq!(open["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn an_invitation_that_is_sent_again_has_another_link() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = invite(&ada, "bea@example.com", "employee").await;
    app.run_jobs().await;
    let old = mailed(&app);
    app.clock.advance(TimeDelta::days(8));
    let ada = ada.refreshed().await;
    assert_eq!(show(&app, &old).await.problem(404), "not_found");
    assert_eq!(ada.get("/invitations?status=expired").await.expect(200)["data"][0]["id"], made["id"]);

    let renewed = ada.post(&format!("{}/resend", path(&made)), json!({})).await.expect(200);
    app.run_jobs().await;

    assert_eq!((&renewed["status"], &renewed["expires_at"]), (&json!("open"), &json!("2026-12-08T06:00:00Z")));
    assert_eq!(app.mails().len(), 2);
    assert_eq!(show(&app, &old).await.problem(404), "not_found");
    assert_eq!(accept(&app, &old, "bea@example.com", PASSWORD).await.problem(404), "not_found");
    accept(&app, &mailed(&app), "bea@example.com", PASSWORD).await.expect(200);
    assert_eq!(ada.post(&format!("{}/resend", path(&made)), json!({})).await.problem(409), "invitation_closed");
}

#[tokio::test]
async fn a_revoked_or_expired_invitation_leads_nowhere_and_can_be_made_anew() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let revoked = invite(&ada, "bea@example.com", "employee").await;
    let token = app.invitation_token(&revoked).await;

    for _ in 0..2 {
        let answer = ada.delete(&path(&revoked)).await.expect(200);
        assert_eq!(answer["status"], "revoked");
    }
    assert_eq!(show(&app, &token).await.problem(404), "not_found");
    assert_eq!(accept(&app, &token, "bea@example.com", PASSWORD).await.problem(404), "not_found");
    app.run_jobs().await;
    assert!(app.mails().is_empty());
    let second = invite(&ada, "bea@example.com", "employee").await;
    let token = app.invitation_token(&second).await;
    app.clock.advance(TimeDelta::days(7));
    let ada = ada.refreshed().await;
    assert_eq!(accept(&app, &token, "bea@example.com", PASSWORD).await.problem(404), "not_found");
    invite(&ada, "bea@example.com", "employee").await;

    let statuses = ada.pages("/invitations", 1).await.concat();
    let statuses: Vec<_> = statuses.iter().map(|invitation| invitation["status"].clone()).collect();
    assert_eq!(statuses, ["open", "expired", "revoked"]);
}

#[tokio::test]
async fn nobody_invites_to_more_than_they_may() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let role = json!({ "key": "hr", "name": "HR", "permissions": ["members:read", "members:invite", "staff:read"] });
    ada.post("/roles", role).await.expect(201);
    let admins = invite(&ada, "boss@example.com", "admin").await;
    let hr = app.member(&ada, "hr".parse().expect("a role")).await;
    let manager = app.member(&ada, Role::Manager).await;

    for role in ["admin", "manager", "employee"] {
        let new = json!({ "email": "zoe@example.com", "role": role });
        assert_eq!(hr.post("/invitations", new.clone()).await.problem(403), "forbidden", "{role}");
        assert_eq!(manager.post("/invitations", new).await.problem(403), "forbidden", "{role}");
    }
    assert_eq!(hr.post(&format!("{}/resend", path(&admins)), json!({})).await.problem(403), "forbidden");
    assert_eq!(hr.delete(&path(&admins)).await.problem(403), "forbidden");

    let wrong = hr.post("/invitations", json!({ "email": "zoe@example.com", "role": "ceo" })).await.invalid();
    assert_eq!(wrong, [("role".to_owned(), "not_found".to_owned())]);
    hr.post("/invitations", json!({ "email": "zoe@example.com", "role": "hr" })).await.expect(201);
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = invite(&ada, "bea@example.com", "employee").await;

    for _ in 1..10 {
        ada.post(&format!("{}/resend", path(&made)), json!({})).await.expect(200);
    }

    assert_eq!(ada.post(&format!("{}/resend", path(&made)), json!({})).await.problem(429), "too_many_requests");
    invite(&ada, "zoe@example.com", "employee").await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 2, "of ten links to one mailbox, the last goes out");
}
