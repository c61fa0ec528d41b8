//! Suspended, removed, and the admin who stays.

use frontdesk::auth::Role;
use serde_json::json;

use super::path;
use crate::{TestApp, at_once};

#[tokio::test]
async fn a_suspended_members_token_and_key_rest_on_every_process_until_they_are_back() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Admin).await;
    let key = app.key(&bea, &["services:read"]).await;
    let second = app.second_process().await;
    let row = path(&bea.member(&ada).await);
    for person in [&bea, &key, &bea.at(&second), &key.at(&second)] {
        person.get("/services").await.expect(200);
    }

    for _ in 0..2 {
        let suspended = ada.post(&format!("{row}/suspend"), json!({})).await.expect(200);
        assert_eq!((&suspended["status"], &suspended["version"]), (&json!("suspended"), &json!(2)));
    }

    for person in [&bea, &key, &bea.at(&second), &key.at(&second)] {
        assert_eq!(person.get("/services").await.problem(403), "suspended");
    }
    ada.post(&format!("{row}/reactivate"), json!({})).await.expect(200);
    for person in [&bea, &key, &bea.at(&second), &key.at(&second)] {
        person.get("/services").await.expect(200);
    }
    let told = app.db.rows("select kind from events where kind in ('member.suspended', 'member.reactivated')").await;
    assert_eq!(told.len(), 2);
}

#[tokio::test]
async fn a_removed_members_sessions_keys_and_calendar_are_theirs_no_more() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Admin).await;
    let key = app.key(&bea, &["services:read"]).await;
    let second = app.second_process().await;
    let row = bea.member(&ada).await;
    let staff = ada.post("/staff", json!({ "name": "Bea", "member_id": row["id"] })).await.expect(201);
    key.at(&second).get("/services").await.expect(200);

    let first = ada.delete(&path(&row)).await.expect(200);
    let again = ada.delete(&path(&row)).await.expect(200);

    assert_eq!((&first["status"], &first["staff_id"]), (&json!("removed"), &json!(null)));
    assert_eq!(first, again);
    for person in [&bea, &key, &bea.at(&second), &key.at(&second)] {
        assert_eq!(person.get("/services").await.problem(401), "unauthenticated");
    }
    let refresh = json!({ "refresh_token": bea.refresh_token });
    assert_eq!(app.visitor().post("/auth/refresh", refresh).await.problem(401), "unauthenticated");
    let staff = ada.get(&format!("/staff/{}", staff["id"].as_str().expect("an id"))).await.expect(200);
    assert_eq!(staff["member_id"], json!(null));
    let keys = ada.get("/api-keys").await.expect(200);
    assert!(keys["data"][0]["revoked_at"].is_string(), "{keys}");
    for change in ["suspend", "reactivate"] {
        let refused = ada.post(&format!("{}/{change}", path(&row)), json!({})).await;
        assert_eq!(refused.problem(409), "member_removed");
    }
    assert_eq!(ada.patch(&path(&row), 2, json!({ "role": "admin" })).await.problem(409), "member_removed");
}

#[tokio::test]
async fn the_last_admin_is_not_lowered_suspended_or_removed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.member(&ada, Role::Manager).await;
    let resting = path(&app.member(&ada, Role::Admin).await.member(&ada).await);
    ada.post(&format!("{resting}/suspend"), json!({})).await.expect(200);
    let me = path(&ada.member(&ada).await);

    for role in ["manager", "employee"] {
        assert_eq!(ada.patch(&me, 1, json!({ "role": role })).await.problem(409), "last_admin");
    }
    assert_eq!(ada.post(&format!("{me}/suspend"), json!({})).await.problem(409), "last_admin");
    assert_eq!(ada.delete(&me).await.problem(409), "last_admin");

    assert_eq!(ada.get(&me).await.expect(200)["version"], 1);
}

#[tokio::test]
async fn of_eight_admins_who_leave_at_once_exactly_one_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let mut admins = vec![ada.clone()];
    for _ in 0..7 {
        admins.push(app.member(&ada, Role::Admin).await);
    }
    let mut leaving = Vec::new();
    for (index, admin) in admins.into_iter().enumerate() {
        let me = path(&admin.member(&ada).await);
        leaving.push(async move {
            match index % 3 {
                0 => admin.delete(&me).await,
                1 => admin.patch(&me, 1, json!({ "role": "employee" })).await,
                _ => admin.post(&format!("{me}/suspend"), json!({})).await,
            }
        });
    }

    app.warm_up().await;
    let answers = at_once(leaving).await;

    let gone = answers.iter().filter(|answer| answer.status == 200).count();
    let stayed: Vec<_> = answers.into_iter().filter(|answer| answer.status != 200).collect();
    assert_eq!((gone, stayed.len()), (7, 1));
    for answer in stayed {
        assert_eq!(answer.problem(409), "last_admin");
    }
    let left = "select count(*) from memberships where role = 'admin' and status = 'active'";
    assert_eq!(app.db.number(left).await, 1);
}

#[tokio::test]
async fn the_open_invitations_of_a_removed_member_lead_nowhere() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Admin).await;
    let invite = |email: &str| json!({ "email": email, "role": "admin" });
    let theirs = bea.post("/invitations", invite("cea@example.com")).await.expect(201);
    let adas = ada.post("/invitations", invite("dea@example.com")).await.expect(201);
    let accepted = app.member(&bea, Role::Employee).await;

    ada.delete(&path(&bea.member(&ada).await)).await.expect(200);

    for (invitation, status) in [(&theirs, "revoked"), (&adas, "open")] {
        let shown = ada.get("/invitations").await.expect(200);
        let shown =
            shown["data"].as_array().and_then(|all| all.iter().find(|one| one["id"] == invitation["id"]).cloned());
        assert_eq!(shown.expect("an invitation")["status"], status);
    }
    let link = json!({ "token": app.invitation_token(&theirs).await });
    assert_eq!(app.visitor().post("/auth/invitations/show", link).await.problem(404), "not_found");
    let link = json!({ "token": app.invitation_token(&adas).await });
    app.visitor().post("/auth/invitations/show", link).await.expect(200);
    accepted.get("/services").await.expect(200);
}
