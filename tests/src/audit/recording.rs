//! Who changed what, when and from where.

use std::net::IpAddr;

use chrono::TimeDelta;
use frontdesk::auth::token::secret_hash;
use poem::http::Method;
use serde_json::{Value, json};

use super::{client, log};
use crate::{Person, TestApp};

async fn behind_a_proxy() -> TestApp {
    TestApp::start_with(|config| config.trusted_proxies = vec![IpAddr::from([0, 0, 0, 0])]).await
}

async fn user_id(app: &TestApp, email: &str) -> Value {
    app.db.rows(&format!("select id from users where email = '{email}'")).await[0]["id"].clone()
}

/// A key of Ada's that may change clients.
async fn key(app: &TestApp, ada: &Person) -> (String, Person) {
    let (secret, id) = ("fd_live_0123456789abcdef", "01930000-0000-7000-8000-000000000001");
    let hash: String = secret_hash(secret).iter().map(|byte| format!("{byte:02x}")).collect();
    let insert = format!(
        "insert into api_keys (company_id, id, membership_id, name, hint, hash, permissions)
         select company_id, '{id}', id, 'Website', 'cdef', '\\x{hash}', array['clients:create', 'clients:update']
         from memberships where email = 'ada@{}.example'",
        ada.slug
    );
    app.db.execute(&insert).await;
    (id.into(), Person { access_token: Some(secret.into()), ..ada.clone() })
}

#[tokio::test]
async fn a_change_by_a_member_says_who_what_and_from_where() {
    let app = behind_a_proxy().await;
    let ada = app.company("vesna").await;
    let grace = client(&ada, "Grace").await;
    let path = format!("/clients/{}", grace["id"].as_str().expect("an id"));

    let headers = [("if-match", "\"1\""), ("x-forwarded-for", "203.0.113.7")];
    let body = json!({ "name": "Grace Hopper", "notes": "Prefers mornings." });
    let changed = ada.send(Method::PATCH, &path, &headers, Some(body)).await;

    let request = changed.header("x-request-id").expect("an id").to_owned();
    changed.expect(200);
    let rows = log(&app, "clients").await;
    let (added, changed) = (&rows[0], &rows[1]);
    assert_eq!((&added["action"], &added["changes"]["name"]), (&json!("insert"), &json!([null, "Grace"])));
    assert_eq!(changed["changes"], json!({ "name": ["Grace", "Grace Hopper"], "notes": [null, "Prefers mornings."] }));
    assert_eq!((&changed["actor"], &changed["action"]), (&json!("staff"), &json!("update")));
    assert_eq!(changed["actor_id"], user_id(&app, "ada@vesna.example").await);
    assert_eq!((&changed["request_id"], &changed["address"]), (&json!(request), &json!("203.0.113.7")));
    assert_eq!((&changed["row_id"], rows.len()), (&grace["id"], 2));
}

#[tokio::test]
async fn a_change_by_a_program_names_its_key_and_whose_it_is() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (id, program) = key(&app, &ada).await;

    client(&program, "Grace").await;

    let rows = log(&app, "clients").await;
    assert_eq!((&rows[0]["actor"], &rows[0]["api_key"]), (&json!("api_key"), &json!(id)));
    assert_eq!(rows[0]["actor_id"], user_id(&app, "ada@vesna.example").await);
}

#[tokio::test]
async fn what_a_job_does_is_nobodys() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "confirmation": "manual", "pending_minutes": 60 })).await.expect(200);
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "Grace", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);

    app.clock.advance(TimeDelta::minutes(60));
    app.run_jobs().await;

    let rows = log(&app, "bookings").await;
    assert_eq!((&rows[0]["actor"], &rows[0]["actor_id"]), (&json!("system"), &json!(null)));
    assert_eq!((&rows[0]["changes"]["status"], rows.len()), (&json!(["pending", "expired"]), 1));
}

#[tokio::test]
async fn of_a_visitors_booking_only_the_new_card_is_written_down() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "Grace", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);

    let rows = app.db.rows("select table_name, changes from audit_log where actor = 'guest'").await;
    assert_eq!((&rows[0]["table_name"], rows.len()), (&json!("clients"), 1));
    assert_eq!(rows[0]["changes"]["email"], json!([null, "g@example.com"]));
}

#[tokio::test]
async fn a_customer_who_changes_their_card_is_named() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let grace = client(&ada, "Grace").await;
    let (company, card) =
        (app.envelope("vesna").await.company.expect("a company"), grace["id"].as_str().expect("an id"));
    let user = "01930000-0000-7000-8000-000000000002";

    let change = format!(
        "begin;
         select app.become('frontdesk_customer', 'customer', '{company}', '{user}', null, false, 'r-1', '203.0.113.9', '{card}');
         update clients set name = 'Grace Hopper', version = version + 1 where id = '{card}';
         commit"
    );
    app.db.attempt_as_app(&change).await.expect("their own card");

    let row = log(&app, "clients").await.pop().expect("a row");
    assert_eq!(
        (&row["actor"], &row["actor_id"], &row["address"]),
        (&json!("customer"), &json!(user), &json!("203.0.113.9"))
    );
    assert_eq!(row["changes"], json!({ "name": ["Grace", "Grace Hopper"] }));
}

#[tokio::test]
async fn signing_up_and_signing_in_are_written_down() {
    let app = behind_a_proxy().await;
    let ada = app.company("vesna").await;
    let who = json!({ "email": "ada@vesna.example", "password": "correct horse battery" });

    let headers = [("x-forwarded-for", "203.0.113.7"), ("user-agent", "Firefox")];
    app.visitor().send(Method::POST, "/auth/sign-in", &headers, Some(who)).await.expect(200);

    let ada_id = user_id(&app, "ada@vesna.example").await;
    let (companies, sessions) = (log(&app, "companies").await, log(&app, "sessions").await);
    assert_eq!((&companies[0]["actor"], &companies[0]["actor_id"]), (&json!("person"), &ada_id));
    assert_eq!(companies[0]["changes"]["slug"], json!([null, ada.slug]));
    let signed_in = sessions.last().expect("a row");
    assert_eq!((&signed_in["actor_id"], &signed_in["address"]), (&ada_id, &json!("203.0.113.7")));
    assert_eq!((&signed_in["changes"]["user_agent"], sessions.len()), (&json!([null, "Firefox"]), 2));
}

#[tokio::test]
async fn a_changed_password_is_in_the_log_of_every_company_they_are_in_and_of_no_other() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.company_of("osin", "ada@vesna.example").await;
    app.company("beta").await;
    let new = json!({ "current_password": "correct horse battery", "new_password": "another horse battery" });

    assert_eq!(log(&app, "credentials").await.len(), 0);
    assert!(ada.put("/me/password", new).await.status.is_success());

    let rows = log(&app, "credentials").await;
    let me = ada.get("/me").await.expect(200)["id"].clone();
    assert_eq!(rows.len(), 2);
    for row in &rows {
        assert_eq!((&row["actor"], &row["actor_id"], &row["row_id"]), (&json!("person"), &me, &me));
        assert_eq!((&row["action"], &row["changes"]), (&json!("update"), &json!({})));
    }
    app.seal("vesna").await;
    let shown = ada.get("/audit-log?table=credentials").await.expect(200);
    assert_eq!(shown["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(ada.get("/audit-log/verification").await.expect(200)["ok"], json!(true));
}
