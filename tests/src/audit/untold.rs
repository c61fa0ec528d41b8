//! What is not in the log: secrets, changes that did not happen, and what only the database keeps for itself.

use frontdesk::clients::{self, model::NewClient};
use serde_json::json;

use super::{client, log};
use crate::TestApp;

#[tokio::test]
async fn no_secret_and_no_hash_is_in_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let who = json!({ "email": "ada@vesna.example", "password": "correct horse battery" });
    app.visitor().post("/auth/sign-in", who).await.expect(200);
    app.db
        .execute(
            "insert into api_keys (company_id, id, membership_id, name, hint, hash, permissions)
             select company_id, gen_random_uuid(), id, 'Website', 'cdef', sha256('key'), array['clients:read'] from memberships;
             insert into invitations (company_id, id, email, role, link_id, hash, invited_by, language, expires_at)
             select company_id, gen_random_uuid(), 'bea@example.com', 'manager', gen_random_uuid(), sha256('link'), id, 'en', now()
             from memberships;
             update api_keys set hash = sha256('other key');
             update invitations set hash = sha256('other link')",
        )
        .await;

    let found = app
        .db
        .rows(
            "with secrets (secret) as (
                 select password_hash from credentials
                 union all select encode(hash, 'hex') from refresh_tokens
                 union all select encode(h, 'hex') from unnest(array[sha256('key'), sha256('other key'), sha256('link'),
                                                                     sha256('other link')]) h
                 union all values ('correct horse battery'))
             select s.secret, l.table_name from secrets s join audit_log l on l::text like '%' || s.secret || '%'",
        )
        .await;

    assert_eq!(found, Vec::<serde_json::Value>::new());
    let tokens = [ada.access_token.expect("a token"), ada.refresh_token.expect("a token")];
    let all = format!("{:?}", app.db.rows("select * from audit_log").await);
    assert!(tokens.iter().all(|token| !all.contains(token)) && all.contains("Website"), "{all}");
}

#[tokio::test]
async fn that_a_secret_was_changed_is_told_and_what_it_was_is_not() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let key = "insert into api_keys (company_id, id, membership_id, name, hint, hash, permissions)
               select company_id, gen_random_uuid(), id, 'Website', 'cdef', 'x', array['clients:read'] from memberships";
    app.db.execute(key).await;

    app.db.execute("update api_keys set hash = 'y'; update api_keys set last_used_at = now(), version = 2").await;

    let rows = log(&app, "api_keys").await;
    assert_eq!(rows[0]["changes"]["name"], json!([null, "Website"]));
    assert_eq!(rows[1]["changes"], json!({}));
    assert_eq!(rows.len(), 2);
}

#[tokio::test]
async fn a_change_that_did_not_happen_leaves_no_row() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    client(&ada, "Grace").await;
    let before = app.db.number("select count(*) from audit_log").await;

    let mut tx = app.app.begin_job(&app.envelope("vesna").await).await.expect("a door");
    let new = NewClient { name: "Edsger".into(), ..NewClient::default() };
    clients::store::insert(&mut tx, &new).await.expect("a client");
    drop(tx);
    let taken = json!({ "name": "Haircut", "duration_minutes": 60, "price": { "amount": 1, "currency": "EUR" } });
    ada.post("/services", taken).await.expect(422);

    assert_eq!(app.db.number("select count(*) from audit_log").await, before);
}

#[tokio::test]
async fn a_new_version_alone_is_no_change() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    client(&ada, "Grace").await;

    app.db.execute("update clients set version = version + 1").await;

    assert_eq!(log(&app, "clients").await.len(), 1);
}

#[tokio::test]
async fn no_role_changes_what_is_written() {
    let app = TestApp::start().await;
    let ada = super::sealed(&app).await;
    client(&ada, "Ole").await;
    let company = app.envelope("vesna").await.company.expect("a company");
    let roles = app.db.rows("select rolname as name from pg_roles where rolname like 'frontdesk\\_%'").await;

    let mut possible = Vec::new();
    for role in roles.iter().filter_map(|role| role["name"].as_str()) {
        for (verb, sql) in [
            ("changes", "update audit_log set actor = 'system'"),
            ("changes", "update audit_seals set number = number"),
            ("unseals", "update audit_log set seal = null"),
            ("deletes", "delete from audit_log"),
            ("deletes", "delete from audit_seals"),
            ("empties", "truncate audit_log"),
            ("empties", "truncate audit_seals"),
            ("adds", "insert into audit_log select * from audit_log limit 0"),
            ("adds", "insert into audit_seals select * from audit_seals limit 0"),
        ] {
            let enter = format!("begin; set local app.company_id = '{company}'; set local role {role}");
            match app.db.attempt(&format!("{enter}; {sql}; rollback")).await {
                Err(code) => assert_eq!(code, "42501", "{role}: {sql}"),
                Ok(()) => possible.push(format!("{role} {verb}")),
            }
        }
    }

    possible.dedup();
    possible.sort();
    // Its own functions seal and add; a company that is erased takes its log along.
    assert_eq!(possible, ["frontdesk_audit adds", "frontdesk_audit unseals", "frontdesk_eraser deletes"]);
    assert!(roles.len() >= 12, "{roles:?}");
}
