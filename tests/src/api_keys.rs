//! Keys for programs: what they reach, and that they end at once.

use chrono::TimeDelta;
use frontdesk::auth::Role;
use serde_json::{Value, json};

use crate::{Person, TestApp, proofs::world::World};

async fn made(person: &Person, new: Value) -> (Person, Value) {
    let made = person.post("/api-keys", new).await.expect(201);
    let key = made["key"].as_str().map(str::to_owned);
    (Person { access_token: key, refresh_token: None, ..person.clone() }, made["api_key"].clone())
}

fn path(key: &Value) -> String {
    format!("/api-keys/{}", key["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn a_key_is_shown_once_and_kept_as_a_hash() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let new = json!({ "name": "Website", "permissions": ["services:read", "bookings:read:own"] });

    let (program, key) = made(&ada, new).await;

    let secret = program.access_token.clone().expect("a key");
    assert!(secret.starts_with("fd_live_") && secret.ends_with(key["hint"].as_str().expect("a hint")));
    let ada_row = ada.member(&ada).await;
    let mut expected = json!({
        "id": key["id"], "name": "Website", "hint": key["hint"], "permissions": ["services:read", "bookings:read:own"],
        "member": { "id": ada_row["id"], "name": "Ada" }, "expires_at": null, "last_used_at": null, "revoked_at": null,
        "created_at": "2026-11-23T06:00:00Z",
    });
    assert_eq!(key, expected);
    app.clock.advance(TimeDelta::minutes(5));
    program.get("/services").await.expect(200);
    let listed = ada.get("/api-keys").await;
    assert!(!listed.text.contains(&secret));
    expected["last_used_at"] = json!("2026-11-23T06:05:00Z");
    assert_eq!(listed.expect(200)["data"], json!([expected]));
    let kept = app.db.rows(&format!("select 1 from api_keys where api_keys::text like '%{secret}%'")).await;
    assert!(kept.is_empty());
}

#[tokio::test]
async fn a_key_reaches_what_it_is_for_and_no_further_than_its_maker() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Admin).await;
    let key = app.key(&bea, &["services:read", "services:create", "members:read"]).await;
    key.get("/services").await.expect(200);
    key.get("/members").await.expect(200);
    for path in ["/staff", "/clients", "/company", "/api-keys"] {
        assert_eq!(key.get(path).await.problem(403), "forbidden", "{path}");
    }

    let row = format!("/members/{}", bea.member(&ada).await["id"].as_str().expect("an id"));
    ada.patch(&row, 1, json!({ "role": "employee" })).await.expect(200);

    key.get("/services").await.expect(200);
    assert_eq!(key.get("/members").await.problem(403), "forbidden");
    let service = json!({ "name": "Cut", "duration_minutes": 30, "price": { "amount": 1, "currency": "UAH" } });
    assert_eq!(key.post("/services", service).await.problem(403), "forbidden");
}

#[tokio::test]
async fn a_key_for_own_rows_sees_its_makers_alone() {
    let app = TestApp::start_with(|config| config.rate_limit_factor = 0).await;
    let ada = app.company("vesna").await;
    let (own, _colleagues) = (World::of(&ada).await, World::of(&ada).await);
    let bea = app.member(&ada, Role::Admin).await;
    own.belongs_to(&bea).await;
    let count = async |program: &Person| {
        program.get("/clients").await.expect(200)["data"].as_array().map(Vec::len).unwrap_or_default()
    };

    let (narrow, wide) = (app.key(&bea, &["clients:read:own"]).await, app.key(&bea, &["clients:read"]).await);

    assert_eq!((count(&narrow).await, count(&wide).await), (1, 2));
}

#[tokio::test]
async fn a_key_makes_no_keys_roles_or_members() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let words = ["api_keys:update", "roles:update", "members:invite", "members:update", "company:close"];
    for word in words {
        let new = json!({ "name": "Website", "permissions": ["services:read", word] });
        let wrong = ada.post("/api-keys", new).await.invalid();
        assert_eq!(wrong, [("permissions[1]".to_owned(), "not_for_keys".to_owned())], "{word}");
    }
    let key = app.key(&ada, &["services:read"]).await;

    // as a key would be that was made when these were allowed
    let all = words.map(|word| format!("'{word}'")).join(", ");
    app.db.execute(&format!("update api_keys set permissions = array[{all}]")).await;

    let role = json!({ "key": "r", "name": "R", "permissions": ["members:update"] });
    assert_eq!(key.post("/roles", role).await.problem(403), "forbidden");
    let new = json!({ "name": "Website", "permissions": ["services:read"] });
    assert_eq!(key.post("/api-keys", new).await.problem(403), "forbidden");
    let invitation = json!({ "email": "zoe@example.com", "role": "employee" });
    assert_eq!(key.post("/invitations", invitation).await.problem(403), "forbidden");
    let row = format!("/members/{}", ada.member(&ada).await["id"].as_str().expect("an id"));
    assert_eq!(key.patch(&row, 1, json!({ "name": "X" })).await.problem(403), "forbidden");
}

#[tokio::test]
async fn only_who_may_makes_keys_and_for_no_more_than_they_may() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let new = |words: Value| json!({ "name": "Website", "permissions": words });
    let manager = app.member(&ada, Role::Manager).await;
    assert_eq!(manager.post("/api-keys", new(json!(["services:read"]))).await.problem(403), "forbidden");
    assert_eq!(manager.get("/api-keys").await.problem(403), "forbidden");
    let role = json!({ "key": "dev", "name": "Dev", "permissions": ["api_keys:update", "bookings:read:own"] });
    ada.post("/roles", role).await.expect(201);
    let dev = app.member(&ada, "dev".parse().expect("a role")).await;

    for beyond in [json!(["services:read"]), json!(["bookings:read"]), json!(["bookings:read:own", "members:read"])] {
        assert_eq!(dev.post("/api-keys", new(beyond)).await.problem(403), "forbidden");
    }

    dev.post("/api-keys", new(json!(["bookings:read:own"]))).await.expect(201);
    assert_eq!(ada.get("/api-keys").await.expect(200)["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_key_ends_when_it_expires() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let new = |at: &str| json!({ "name": "Website", "permissions": ["services:read"], "expires_at": at });
    let past = ada.post("/api-keys", new("2026-11-23T06:00:00Z")).await.invalid();
    assert_eq!(past, [("expires_at".to_owned(), "in_the_past".to_owned())]);
    let (program, _) = made(&ada, new("2026-11-23T07:00:00Z")).await;

    app.clock.advance(TimeDelta::minutes(59));
    program.get("/services").await.expect(200);
    app.clock.advance(TimeDelta::minutes(1));

    assert_eq!(program.get("/services").await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn a_revoked_key_is_refused_on_every_process_at_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (program, key) = made(&ada, json!({ "name": "Website", "permissions": ["services:read"] })).await;
    let elsewhere = program.at(&app.second_process().await);
    elsewhere.get("/services").await.expect(200);

    let first = ada.delete(&path(&key)).await.expect(200);
    app.clock.advance(TimeDelta::minutes(1));
    let again = ada.delete(&path(&key)).await.expect(200);

    assert_eq!(first["revoked_at"], again["revoked_at"]);
    for program in [&program, &elsewhere] {
        assert_eq!(program.get("/services").await.problem(401), "unauthenticated");
    }
}

#[tokio::test]
async fn another_companys_keys_are_not_there() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    let (program, key) = made(&ada, json!({ "name": "Website", "permissions": ["services:read"] })).await;

    assert_eq!(olga.delete(&path(&key)).await.problem(404), "not_found");
    assert_eq!(olga.get("/api-keys").await.expect(200)["data"], json!([]));

    program.get("/services").await.expect(200);
}

#[tokio::test]
async fn a_key_that_is_used_too_often_waits() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let key = app.key(&ada, &["services:read"]).await;
    let other = app.key(&ada, &["services:read"]).await;

    for _ in 0..600 {
        key.get("/services").await.expect(200);
    }
    let refused = key.get("/services").await;

    assert_eq!(refused.header("retry-after"), Some("60"));
    assert_eq!(refused.problem(429), "too_many_requests");
    other.get("/services").await.expect(200);
}
