//! Roles are made, listed, changed and deleted.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use super::{path, role, with_role};
use crate::TestApp;

#[tokio::test]
async fn the_vocabulary_says_who_has_each_word() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let answer = ada.get("/permissions").await.expect(200);

    let words = answer["data"].as_array().expect("words");
    let word = |wanted: &str| words.iter().find(|word| word["word"] == wanted).cloned().unwrap_or_default();
    let bookings = json!({
        "word": "bookings:read", "object": "bookings", "action": "read", "can_be_own": true, "for_keys": true,
        "roles": ["admin", "manager", "employee"],
    });
    let keys = json!({
        "word": "api_keys:update", "object": "api_keys", "action": "update", "can_be_own": false, "for_keys": false,
        "roles": ["admin"],
    });
    assert_eq!((word("bookings:read"), word("api_keys:update")), (bookings, keys));
    assert!(words.iter().all(|word| !word["object"].as_str().expect("an object").starts_with("platform")));
}

#[tokio::test]
async fn a_companys_roles_stand_behind_those_that_every_company_has() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let olga = app.company("osin").await;
    role(&olga, "theirs", &["staff:read"]).await;
    let made = role(&ada, "booking_manager", &["bookings:read", "clients:read:own"]).await;

    let listed = ada.get("/roles").await.expect(200);

    let keys: Vec<_> = listed["data"].as_array().into_iter().flatten().map(|role| role["key"].clone()).collect();
    assert_eq!(keys, ["admin", "manager", "employee", "booking_manager"]);
    let employee = json!({
        "id": null, "key": "employee", "name": "Employee", "built_in": true, "version": 0, "created_at": null,
        "permissions": [
            "company:read", "services:read", "staff:read", "shifts:read", "clients:read:own", "bookings:read:own",
            "bookings:create:own", "bookings:update:own", "bookings:override:own", "locations:read", "resources:read",
            "messages:read:own", "notifications:read:own", "notifications:update:own", "time_off:read:own",
            "time_off:create:own", "time_entries:read:own", "time_entries:create:own",
        ],
    });
    assert_eq!((&listed["data"][2], &listed["data"][3]), (&employee, &made));
    assert_eq!(ada.get(&path(&made)).await.expect(200), made);
}

#[tokio::test]
async fn what_is_wrong_with_a_role_is_said_of_each_field() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    role(&ada, "taken", &["staff:read"]).await;
    let wrong = async |key: &str, permissions: &[&str]| {
        let new = json!({ "key": key, "name": "A role", "permissions": permissions });
        let errors = ada.post("/roles", new).await.invalid();
        errors.into_iter().map(|(field, code)| format!("{field} {code}")).collect::<Vec<_>>()
    };

    assert_eq!(wrong("taken", &["staff:read"]).await, ["key taken"]);
    for reserved in ["admin", "manager", "employee", "customer", "operator"] {
        assert_eq!(wrong(reserved, &["staff:read"]).await, ["key reserved"]);
    }
    for bad in ["", "A", "9a", "a b", "a__b", "a_", "x'; drop"] {
        assert_eq!(wrong(bad, &["staff:read"]).await, ["key invalid_key"], "{bad}");
    }
    assert_eq!(wrong("a", &[]).await, ["permissions required"]);
    let words = ["staff:read", "staff:fly", "staff:read", "services:read:own", "platform_companies:read"];
    let expected = ["[1] unknown_permission", "[2] duplicate", "[3] unknown_permission", "[4] unknown_permission"];
    assert_eq!(wrong("a", &words).await, expected.map(|rest| format!("permissions{rest}")));
}

#[tokio::test]
async fn nobody_makes_or_changes_a_role_that_may_more_than_they_may() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let mine = role(&ada, "keeper", &["roles:read", "roles:update", "clients:read:own"]).await;
    let above = role(&ada, "above", &["roles:read", "company:update"]).await;
    let keeper = with_role(&app, &ada, "keeper").await;
    let new = |words: Value| json!({ "key": "new", "name": "New", "permissions": words });

    assert_eq!(keeper.post("/roles", new(json!(["members:update"]))).await.problem(403), "forbidden");
    assert_eq!(keeper.post("/roles", new(json!(["clients:read"]))).await.problem(403), "forbidden");
    let wider = json!({ "permissions": ["roles:read", "roles:update", "clients:read"] });
    assert_eq!(keeper.patch(&path(&mine), 1, wider).await.problem(403), "forbidden");
    let lower = json!({ "permissions": ["roles:read"] });
    assert_eq!(keeper.patch(&path(&above), 1, lower).await.problem(403), "forbidden");
    assert_eq!(keeper.delete(&path(&above)).await.problem(403), "forbidden");

    let made = keeper.post("/roles", new(json!(["clients:read:own"]))).await.expect(201);
    keeper.delete(&path(&made)).await.expect(200);
}

#[tokio::test]
async fn a_role_stays_while_somebody_has_it_or_is_invited_to_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = role(&ada, "clerk", &["staff:read"]).await;
    let clerk = with_role(&app, &ada, "clerk").await.member(&ada).await;
    assert_eq!(ada.delete(&path(&made)).await.problem(409), "role_in_use");

    ada.delete(&format!("/members/{}", clerk["id"].as_str().expect("an id"))).await.expect(200);
    let invitation = json!({ "email": "zoe@example.com", "role": "clerk" });
    ada.post("/invitations", invitation).await.expect(201);
    assert_eq!(ada.delete(&path(&made)).await.problem(409), "role_in_use");
    app.clock.advance(chrono::TimeDelta::days(7));
    let ada = ada.refreshed().await;
    let deleted = ada.delete(&path(&made)).await.expect(200);

    assert_eq!(deleted, made);
    assert_eq!(ada.get(&path(&made)).await.problem(404), "not_found");
    let removed = ada.get("/members?status=removed").await.expect(200);
    assert_eq!(removed["data"][0]["role"], "clerk");
    role(&ada, "clerk", &["company:read"]).await;
    assert_eq!(app.member(&ada, Role::Employee).await.get("/staff").await.status, 200);
}
