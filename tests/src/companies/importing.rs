//! A company comes back: as it was, letting nobody in, telling nobody anything, and touching no one else's rows.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use frontdesk::{
    db::{doctor, importing::Wish},
    exports::returning::COMES_BACK,
};
use serde_json::{Value, json};

use super::parcel::Parcel;
use crate::{Person, TestApp, proofs::walls, proofs::world::World};

/// What comes back otherwise than it left.
fn otherwise() -> Vec<(&'static str, &'static str)> {
    COMES_BACK.iter().map(|(table, column, _)| (*table, *column)).chain([("services", "service_type_id")]).collect()
}

fn rows(parcel: &Parcel) -> BTreeMap<String, Vec<Value>> {
    parcel.rows(&otherwise())
}

#[tokio::test]
async fn a_company_comes_back_elsewhere_as_it_was() {
    let (app, elsewhere) = (TestApp::start().await, TestApp::start().await);
    World::found(&app, "vesna").await;
    let parcel = Parcel::of(&app, "vesna").await;

    let imported = parcel.import(&elsewhere, Wish::default()).await.expect("an import");

    assert_eq!((imported.slug.as_str(), imported.other_ids), ("vesna", false));
    let again = Parcel::of(&elsewhere, "vesna").await;
    let (before, after) = (rows(&parcel), rows(&again));
    for (table, rows) in &before {
        assert_eq!(&after[table], rows, "{table}");
    }
    assert_eq!(before.len(), after.len());
    for check in doctor::examine(elsewhere.db.owner_url()).await.expect("a look") {
        assert!(check.holds(), "{check:?}");
    }
}

#[tokio::test]
async fn nobody_gets_in_by_a_file_and_members_are_invited_to_come_back() {
    let (app, elsewhere) = (TestApp::start().await, TestApp::start().await);
    World::found(&app, "vesna").await;
    let parcel = Parcel::of(&app, "vesna").await;

    let imported = parcel.import(&elsewhere, Wish::default()).await.expect("an import");

    assert_eq!(elsewhere.db.number("select count(*) from memberships where status <> 'removed'").await, 0);
    assert_eq!(elsewhere.db.number("select count(*) from memberships where user_id is not null").await, 0);
    assert_eq!(elsewhere.db.number("select count(*) from clients where user_id is not null").await, 0);
    assert_eq!(elsewhere.db.number("select count(*) from api_keys where revoked_at is null").await, 0);
    assert_eq!(elsewhere.db.number("select count(*) from webhooks where enabled").await, 0);
    assert_eq!(elsewhere.db.number("select count(*) from webhook_secrets").await, 0);
    assert!(imported.invited >= 3);
    elsewhere.run_jobs().await;
    let open = "select id, email, role from invitations where accepted_at is null and revoked_at is null";
    let invitations = elsewhere.db.rows(open).await;
    assert_eq!(invitations.len(), imported.invited);
    let adas = invitations.iter().find(|invitation| invitation["email"] == "ada@vesna.example").expect("an invitation");
    assert_eq!(adas["role"], "admin");
    let token = elsewhere.invitation_token(adas).await;
    let acceptance =
        json!({ "token": token, "email": "ada@vesna.example", "name": "Ada", "password": "correct horse battery" });
    let answer = elsewhere.visitor().post("/auth/invitations/accept", acceptance).await.expect(200);
    let ada = Person::new(elsewhere.clone(), "vesna", Some(&answer));
    assert_eq!(ada.get("/company").await.expect(200)["slug"], "vesna");
    assert!(!ada.pages("/clients", 100).await.concat().is_empty());
}

#[tokio::test]
async fn nobody_but_members_hears_of_it_and_what_was_due_meanwhile_is_not_sent() {
    let (app, elsewhere) = (TestApp::start().await, TestApp::start().await);
    World::found(&app, "vesna").await;
    app.run_jobs().await;
    app.db.execute("update messages set status = 'scheduled', sent_at = null, delivered_at = null").await;
    let parcel = Parcel::of(&app, "vesna").await;
    elsewhere.clock.advance(TimeDelta::days(365));

    let imported = parcel.import(&elsewhere, Wish::default()).await.expect("an import");
    elsewhere.run_jobs().await;

    assert_eq!(elsewhere.mails().len(), imported.invited);
    assert_eq!(elsewhere.db.number("select count(*) from messages where status <> 'cancelled'").await, 0);
    assert_eq!(elsewhere.db.number("select count(*) from bookings where status = 'pending'").await, 0);
}

#[tokio::test]
async fn a_company_that_was_erased_comes_back_and_the_one_next_door_is_untouched() {
    let app = TestApp::start().await;
    let ada = World::found(&app, "vesna").await.admin;
    World::found(&app, "osin").await;
    app.run_jobs().await;
    let parcel = Parcel::of(&app, "vesna").await;
    ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);
    app.db.execute("update webhooks set enabled = false").await;
    app.clock.advance(TimeDelta::days(30));
    app.run_jobs().await;
    assert_eq!(app.db.number("select count(*) from companies").await, 1);
    let before = walls::snapshot(&app.db, "osin").await;

    parcel.import(&app, Wish::default()).await.expect("an import");

    assert_eq!(walls::snapshot(&app.db, "osin").await, before);
    let (left, back) = (rows(&parcel), rows(&Parcel::of(&app, "vesna").await));
    assert_eq!(left["clients"], back["clients"]);
    assert_eq!(left["booking_items"], back["booking_items"]);
    assert_eq!(ada.get("/company").await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn a_company_that_was_damaged_is_replaced_and_the_one_next_door_is_untouched() {
    let app = TestApp::start().await;
    let ada = World::found(&app, "vesna").await.admin;
    World::found(&app, "osin").await;
    let parcel = Parcel::of(&app, "vesna").await;
    let vesna = "company_id = (select id from companies where slug = 'vesna')";
    app.db.execute(&format!("update clients set name = 'Nobody' where {vesna}")).await;
    app.db.execute(&format!("delete from working_hours where {vesna}")).await;
    ada.post("/clients", json!({ "name": "Since" })).await.expect(201);
    let before = walls::snapshot(&app.db, "osin").await;

    let refused = parcel.import(&app, Wish { slug: None, replace: false }).await.expect_err("it is there");
    parcel.import(&app, Wish { slug: None, replace: true }).await.expect("an import");

    assert!(format!("{refused:#}").contains("--replace"), "{refused:#}");
    assert_eq!(rows(&Parcel::of(&app, "vesna").await), rows(&parcel));
    assert_eq!(walls::snapshot(&app.db, "osin").await, before);
    assert_eq!(ada.get("/company").await.problem(401), "unauthenticated");
}

#[tokio::test]
async fn where_it_is_already_another_one_is_made_with_ids_of_its_own() {
    let app = TestApp::start().await;
    World::found(&app, "vesna").await;
    let parcel = Parcel::of(&app, "vesna").await;
    let before = walls::snapshot(&app.db, "vesna").await;

    let imported = parcel.import(&app, Wish { slug: Some("vesna-two"), replace: false }).await.expect("an import");

    assert!(imported.other_ids);
    assert_eq!(walls::snapshot(&app.db, "vesna").await, before);
    let copy = Parcel::of(&app, "vesna-two").await;
    let (ids, text) = (parcel.ids(), copy.text());
    let shared: Vec<_> = ids.iter().filter(|id| text.contains(*id)).collect();
    assert_eq!(shared, Vec::<&String>::new());
    for (table, rows) in parcel.rows(&[]).iter().filter(|(table, _)| *table != "audit_seals") {
        assert_eq!(copy.rows(&[])[table].len(), rows.len(), "{table}");
    }
    app.seal("vesna-two").await;
    for check in doctor::examine(app.db.owner_url()).await.expect("a look") {
        assert!(check.holds(), "{check:?}");
    }
}

#[tokio::test]
async fn a_file_from_an_older_version_comes_back_with_what_is_new_as_it_is_at_first() {
    let (app, elsewhere) = (TestApp::start().await, TestApp::start().await);
    World::found(&app, "vesna").await;
    let mut parcel = Parcel::of(&app, "vesna").await;
    let whole = rows(&parcel);
    parcel.without_table("time_entries");
    parcel.without_column("companies", "reminder_leads");
    parcel.without_column("companies", "verified_at");
    parcel.edit(|manifest| manifest["schema_version"] = json!(65));
    parcel.pack();

    parcel.import(&elsewhere, Wish::default()).await.expect("an import");

    let again = rows(&Parcel::of(&elsewhere, "vesna").await);
    assert_eq!(again["time_entries"], Vec::<Value>::new());
    assert_eq!(again["companies"][0]["reminder_leads"], json!([1440]));
    assert_eq!(elsewhere.db.number("select count(*) from companies where verified_at is null").await, 0);
    for table in ["clients", "bookings", "order_lines", "audit_log"] {
        assert_eq!(again[table], whole[table], "{table}");
    }
}
