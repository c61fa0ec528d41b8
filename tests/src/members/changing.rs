//! Another role, another name; and nobody rises by their own hand.

use frontdesk::auth::Role;
use serde_json::json;

use super::{path, with_role};
use crate::TestApp;

#[tokio::test]
async fn another_role_stops_the_old_token_at_once_and_comes_with_the_next() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Manager).await;
    let elsewhere = bea.at(&app.second_process().await);
    elsewhere.get("/company").await.expect(200);
    let row = bea.member(&ada).await;

    let changed = ada.patch(&path(&row), 1, json!({ "role": "employee", "name": "Beatrice" })).await.expect(200);

    assert_eq!(
        (&changed["role"], &changed["name"], &changed["version"]),
        (&json!("employee"), &json!("Beatrice"), &json!(2))
    );
    assert_eq!(bea.get("/company").await.problem(401), "unauthenticated");
    assert_eq!(elsewhere.get("/company").await.problem(401), "unauthenticated");
    let bea = bea.refreshed().await;
    bea.get("/company").await.expect(200);
    assert_eq!(bea.post("/staff", json!({ "name": "Zoe" })).await.problem(403), "forbidden");
    assert_eq!(ada.patch(&path(&row), 1, json!({ "name": "B" })).await.problem(412), "stale_version");
    let events = app.db.rows("select payload from events where kind = 'member.role_changed'").await;
    assert_eq!(events, [json!({ "payload": { "member": row["id"], "from": "manager", "to": "employee" } })]);
}

#[tokio::test]
async fn a_role_that_the_company_has_not_got_is_refused_by_name() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let olga = app.company("osin").await;
    olga.post("/roles", json!({ "key": "theirs", "name": "Theirs", "permissions": ["staff:read"] })).await.expect(201);
    let bea = path(&app.member(&ada, Role::Manager).await.member(&ada).await);

    for role in ["theirs", "operator", "customer", "owner"] {
        let wrong = ada.patch(&bea, 1, json!({ "role": role })).await.invalid();
        assert_eq!(wrong, [("role".to_owned(), "not_found".to_owned())], "{role}");
    }
}

#[tokio::test]
async fn nobody_rises_above_their_own_rights_or_lowers_whoever_stands_above() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let words = ["members:read", "members:update", "members:invite", "roles:read", "roles:update", "staff:read"];
    let hr = with_role(&app, &ada, "hr", &words).await;
    let (me, admin) = (hr.member(&ada).await, ada.member(&ada).await);
    let below = app.member(&ada, Role::Employee).await.member(&ada).await;

    for role in ["admin", "manager", "employee"] {
        assert_eq!(hr.patch(&path(&me), 1, json!({ "role": role })).await.problem(403), "forbidden", "{role}");
    }
    for (member, body) in [(&admin, json!({ "role": "hr" })), (&admin, json!({ "name": "X" })), (&below, json!({}))] {
        assert_eq!(hr.patch(&path(member), 1, body).await.problem(403), "forbidden");
        assert_eq!(hr.post(&format!("{}/suspend", path(member)), json!({})).await.problem(403), "forbidden");
        assert_eq!(hr.delete(&path(member)).await.problem(403), "forbidden");
    }

    let all = ada.pages("/members", 100).await.concat();
    assert!(all.iter().all(|member| member["version"] == 1), "{all:?}");
}

#[tokio::test]
async fn whoever_may_change_members_changes_those_who_may_no_more_than_they() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let hr = with_role(&app, &ada, "hr", &["members:read", "members:update", "staff:read"]).await;
    let clerk = with_role(&app, &ada, "clerk", &["staff:read"]).await;
    let row = clerk.member(&ada).await;

    hr.patch(&path(&row), 1, json!({ "role": "hr" })).await.expect(200);
    hr.patch(&path(&row), 2, json!({ "role": "clerk" })).await.expect(200);
    hr.post(&format!("{}/suspend", path(&row)), json!({})).await.expect(200);
    let gone = hr.delete(&path(&row)).await.expect(200);

    assert_eq!((&gone["status"], &gone["role"]), (&json!("removed"), &json!("clerk")));
}
