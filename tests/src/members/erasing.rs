//! Somebody who is to be forgotten: nothing in the database names them any more, and what they did is still there.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use super::path;
use crate::{Person, TestApp};

/// Every table that still has this text anywhere in a row.
pub async fn mentioned(app: &TestApp, text: &str) -> Vec<String> {
    let tables = app
        .db
        .rows("select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'apalis')")
        .await;
    let mut found = Vec::new();
    for table in tables {
        let name = table["name"].as_str().expect("a name").to_owned();
        let sql = format!("select count(*) from {name} t where strpos(lower(t::text), lower('{text}')) > 0");
        if app.db.number(&sql).await > 0 {
            found.push(name);
        }
    }
    found
}

/// Somebody whose time is booked, and who is removed then.
async fn removed(app: &TestApp, ada: &Person) -> (Person, Value, String) {
    let invitation =
        ada.post("/invitations", json!({ "email": "Zebedee@Osin.example", "role": "manager" })).await.expect(201);
    let acceptance = json!({
        "token": app.invitation_token(&invitation).await, "email": "zebedee@osin.example", "name": "Zebedee Quux",
        "password": "correct horse battery",
    });
    let answer = app.visitor().post("/auth/invitations/accept", acceptance).await.expect(200);
    let person = Person::new(app.clone(), &ada.slug, Some(&answer));
    let member = person.member(ada).await;
    let staff = json!({ "name": "Zebedee Quux", "title": "Quux of quuxes", "member_id": member["id"] });
    let staff = ada.post("/staff", staff).await.expect(201);
    person.post("/clients", json!({ "name": "Grace" })).await.expect(201);
    app.seal(&ada.slug).await;
    ada.delete(&path(&member)).await.expect(200);
    (person, member, format!("/staff/{}", staff["id"].as_str().expect("an id")))
}

#[tokio::test]
async fn nothing_names_an_erased_member_and_the_log_still_verifies() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (person, member, staff) = removed(&app, &ada).await;
    app.run_jobs().await;
    assert!(!mentioned(&app, "zebedee").await.is_empty() && !mentioned(&app, "quux").await.is_empty());

    let erased = ada.post(&format!("{}/erase", path(&member)), json!({})).await.expect(200);
    let again = ada.post(&format!("{}/erase", path(&member)), json!({})).await.expect(200);
    app.seal("vesna").await;

    let address = format!("{}@erased.invalid", member["id"].as_str().expect("an id"));
    assert_eq!((&erased["name"], &erased["email"]), (&json!("Former member"), &json!(address)));
    assert_eq!((&erased["user_id"], &erased["erased_at"]), (&json!(null), &json!("2026-11-23T06:00:00Z")));
    assert_eq!(erased, again);
    for word in ["zebedee", "quux"] {
        assert_eq!(mentioned(&app, word).await, Vec::<String>::new(), "{word}");
    }
    let staff = ada.get(&staff).await.expect(200);
    assert_eq!((&staff["name"], &staff["title"]), (&json!("Former member"), &json!(null)));
    assert!(staff["archived_at"].is_string());
    assert_eq!(ada.get("/audit-log/verification").await.expect(200)["ok"], json!(true));
    assert_eq!(app.db.number("select count(*) from events where kind = 'member.erased'").await, 1);
    assert_eq!(app.db.number("select count(*) from clients").await, 1);
    assert_eq!(person.get("/me").await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn whoever_signed_in_from_somewhere_is_not_in_the_log_of_sessions() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (_, member, _) = removed(&app, &ada).await;
    let told = "select count(*) from audit_log where table_name = 'sessions' and changes is null";
    assert_eq!(app.db.number(told).await, 0);

    ada.post(&format!("{}/erase", path(&member)), json!({})).await.expect(200);

    let theirs = format!(
        "select count(*) from audit_log where changes::text like '%{}%'",
        member["user_id"].as_str().expect("an id")
    );
    assert_eq!((app.db.number(&theirs).await, app.db.number(told).await > 0), (0, true));
    let adas = "select count(*) from audit_log where table_name = 'sessions' and changes is not null";
    assert!(app.db.number(adas).await > 0);
}

#[tokio::test]
async fn whoever_is_somebody_elsewhere_keeps_their_account() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.company_of("osin", "zebedee@osin.example").await;
    let (_, member, _) = removed(&app, &ada).await;

    ada.post(&format!("{}/erase", path(&member)), json!({})).await.expect(200);

    assert!(!mentioned(&app, "vesna").await.is_empty());
    let who = json!({ "email": "zebedee@osin.example", "password": "correct horse battery", "company": "osin" });
    let again = app.visitor().post("/auth/sign-in", who).await.expect(200);
    let again = Person::new(app.clone(), "osin", Some(&again));
    assert_eq!(again.get("/me").await.expect(200)["email"], "zebedee@osin.example");
    assert_eq!(again.get("/members").await.expect(200)["data"][0]["name"], "Ada");
}

#[tokio::test]
async fn a_customer_and_an_operator_keep_their_accounts() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.company("osin").await;
    let (customer, operator) = (app.member(&ada, Role::Employee).await, app.member(&ada, Role::Employee).await);
    let (first, second) = (customer.member(&ada).await, operator.member(&ada).await);
    app.customer("osin", first["email"].as_str().expect("an address")).await;
    app.is_anybody(second["email"].as_str().expect("an address")).await;

    for member in [&first, &second] {
        ada.delete(&path(member)).await.expect(200);
        ada.post(&format!("{}/erase", path(member)), json!({})).await.expect(200);
        let sql =
            format!("select count(*) from users where email = '{}'", member["email"].as_str().expect("an address"));
        assert_eq!(app.db.number(&sql).await, 1);
    }
}

#[tokio::test]
async fn only_somebody_who_was_removed_is_erased_and_can_be_invited_again() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Employee).await;
    let row = bea.member(&ada).await;
    let erase = format!("{}/erase", path(&row));

    assert_eq!(ada.post(&erase, json!({})).await.problem(409), "member_not_removed");
    ada.post(&format!("{}/suspend", path(&row)), json!({})).await.expect(200);
    assert_eq!(ada.post(&erase, json!({})).await.problem(409), "member_not_removed");
    assert_eq!(ada.get(&path(&row)).await.expect(200)["email"], row["email"]);
    ada.delete(&path(&row)).await.expect(200);
    ada.post(&erase, json!({})).await.expect(200);

    let new = json!({ "email": row["email"], "role": "employee" });
    let invitation = ada.post("/invitations", new).await.expect(201);
    let acceptance = json!({
        "token": app.invitation_token(&invitation).await, "email": row["email"], "name": "Bea",
        "password": "correct horse battery",
    });
    app.visitor().post("/auth/invitations/accept", acceptance).await.expect(200);
    assert_eq!(ada.get("/members").await.expect(200)["data"].as_array().map(Vec::len), Some(2));
    assert_eq!(ada.get(&path(&row)).await.expect(200)["name"], "Former member");
}

#[tokio::test]
async fn a_calendar_that_is_somebody_elses_by_now_keeps_its_name() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (_, member, staff) = removed(&app, &ada).await;
    let cea = app.member(&ada, Role::Employee).await.member(&ada).await;
    let version = ada.get(&staff).await.expect(200)["version"].as_i64().expect("a version");
    let linked = ada.patch(&staff, version, json!({ "name": "Cea", "member_id": cea["id"] })).await.expect(200);
    let version = linked["version"].as_i64().expect("a version");
    ada.patch(&staff, version, json!({ "member_id": null })).await.expect(200);

    ada.post(&format!("{}/erase", path(&member)), json!({})).await.expect(200);

    let kept = ada.get(&staff).await.expect(200);
    assert_eq!((&kept["name"], &kept["archived_at"]), (&json!("Cea"), &json!(null)));
    assert_eq!(mentioned(&app, "quux of").await, ["public.staff"], "it is the calendar's title by now");
    assert_eq!(mentioned(&app, "zebedee").await, Vec::<String>::new());
}
