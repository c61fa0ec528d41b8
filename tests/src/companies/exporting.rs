//! A company takes along what it has: all of it, nothing of others, and no secret.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use frontdesk::{
    auth::Role,
    db::catalogue,
    exports::{files, making::Making},
};
use poem::Request;
use serde_json::json;

use super::parcel::Parcel;
use crate::{Person, TestApp, proofs::walls, proofs::world::World, until};

#[tokio::test]
async fn an_export_has_every_row_of_the_company_and_none_of_the_next() {
    let app = TestApp::start().await;
    World::found(&app, "vesna").await;
    World::found(&app, "osin").await;

    let parcel = Parcel::of(&app, "vesna").await;

    let rows = parcel.rows(&[]);
    for (table, column) in walls::company_tables(&app.db).await {
        if catalogue::not_exported().contains(&&*table) {
            continue;
        }
        let but = if table == "allocations" { "and hold_id is null" } else { "" };
        let vesna = "(select id from companies where slug = 'vesna')";
        let there = app.db.number(&format!("select count(*) from {table} where {column} = {vesna} {but}")).await;
        assert_eq!(rows[&table].len(), usize::try_from(there).expect("a count"), "{table}");
    }
    let (osins, text): (BTreeSet<_>, _) = (walls::ids_of(&app.db, "osin").await.into_iter().collect(), parcel.text());
    assert_eq!(osins.iter().filter(|id| text.contains(*id)).count(), 0);
    println!("exported: {} tables, {} rows", rows.len(), rows.values().map(Vec::len).sum::<usize>());
}

#[tokio::test]
async fn no_secret_leaves_with_it() {
    let app = TestApp::start().await;
    World::found(&app, "vesna").await;

    let text = Parcel::of(&app, "vesna").await.text();

    let secrets = app
        .db
        .rows(
            "select secret from webhook_secrets union select encode(hash, 'hex') from invitations
             union select encode(hash, 'hex') from api_keys union select encode(secret_hash, 'hex') from holds
             union select password_hash from credentials",
        )
        .await;
    assert!(secrets.len() > 4, "{secrets:?}");
    for secret in secrets.iter().filter_map(|row| row["secret"].as_str()) {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn what_is_written_while_it_is_made_is_not_in_it() {
    let app = TestApp::start().await;
    let ada = World::found(&app, "vesna").await.admin;
    let (folder, envelope) = (tempfile::tempdir().expect("a directory"), app.envelope("vesna").await);
    let mut making = Making::begin(&app.app, &envelope, &folder.path().join("export.zip")).await.expect("a beginning");
    making.step().await.expect("a step");

    ada.post("/clients", json!({ "name": "Too late" })).await.expect(201);
    while making.step().await.expect("a step").is_some() {}
    let (manifest, _) = making.finish().await.expect("an export");

    let of = |table: &str| manifest.files.iter().find(|part| part.table == table).expect("the table").rows;
    assert_eq!(i64::try_from(of("clients")).expect("a count") + 1, app.db.number("select count(*) from clients").await);
}

#[tokio::test]
async fn an_admin_downloads_it_once() {
    let app = TestApp::start().await;
    let ada = World::found(&app, "vesna").await.admin;

    let asked = ada.post("/company/exports", json!({})).await.expect(202);
    let path = format!("/company/exports/{}", asked["id"].as_str().expect("an id"));
    assert_eq!(asked["status"], "queued");
    assert_eq!(ada.post("/company/exports", json!({})).await.problem(409), "export_under_way");
    assert_eq!(ada.get(&format!("{path}/download")).await.problem(409), "export_not_ready");
    app.run_jobs().await;
    let ready = ada.get(&path).await.expect(200);
    let zip = download(&ada, &path).await;

    assert_eq!((&ready["status"], &ready["tables_done"]), (&json!("ready"), &ready["tables"]));
    assert_eq!(json!(zip.len()), ready["bytes"]);
    assert_eq!(&zip[..4], b"PK\x03\x04");
    assert_eq!(ada.get(&format!("{path}/download")).await.problem(409), "export_downloaded");
    assert_eq!(ada.get("/company/exports").await.expect(200)["data"][0]["status"], "downloaded");
    let left = app.app.config().data_dir.join("exports").read_dir().expect("the directory").count();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn of_two_who_download_it_at_once_one_gets_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let asked = ada.post("/company/exports", json!({})).await.expect(202);
    app.run_jobs().await;
    let path = format!("/company/exports/{}/download", asked["id"].as_str().expect("an id"));
    app.warm_up().await;

    // Both have asked before either is answered.
    let gate = app.db.hold("lock table company_exports in share mode").await;
    let asking = [ada.clone(), ada.clone()].map(|ada| {
        let path = path.clone();
        tokio::spawn(async move { ada.get(&path).await.status.as_u16() })
    });
    let waiting = "select count(*) from pg_locks where not granted and relation = 'company_exports'::regclass";
    until("both wait", async || app.db.number(waiting).await == 2).await;
    gate.commit().await;
    let [first, second] = asking;
    let mut told = [first.await.expect("an answer"), second.await.expect("an answer")];

    told.sort_unstable();
    assert_eq!(told, [200, 409]);
}

async fn download(person: &Person, path: &str) -> Vec<u8> {
    let token = person.access_token.as_deref().expect("somebody who is signed in");
    let request = Request::builder().uri_str(format!("/api/v1{path}/download"));
    let request = request.header("authorization", format!("Bearer {token}")).finish();
    let mut response = person.app.send(request).await;
    assert_eq!(response.header("content-type"), Some("application/zip"));
    response.take_body().into_vec().await.expect("its bytes")
}

#[tokio::test]
async fn an_export_that_nobody_fetches_is_deleted() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let asked = ada.post("/company/exports", json!({})).await.expect(202);
    app.run_jobs().await;
    assert_eq!(files::purge(&app.app).await.expect("a purge"), 0);

    app.clock.advance(TimeDelta::days(3));

    let ada = ada.refreshed().await;
    let path = format!("/company/exports/{}", asked["id"].as_str().expect("an id"));
    assert_eq!(ada.get(&path).await.expect(200)["status"], "expired");
    assert_eq!(ada.get(&format!("{path}/download")).await.problem(409), "export_expired");
    assert_eq!(files::purge(&app.app).await.expect("a purge"), 1);
}

#[tokio::test]
async fn the_one_before_goes_when_another_is_made() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let first = ada.post("/company/exports", json!({})).await.expect(202);
    app.run_jobs().await;

    ada.post("/company/exports", json!({})).await.expect(202);
    app.run_jobs().await;

    let path = format!("/company/exports/{}/download", first["id"].as_str().expect("an id"));
    assert_eq!(ada.get(&path).await.problem(409), "export_expired");
    assert_eq!(app.app.config().data_dir.join("exports").read_dir().expect("the directory").count(), 1);
}

#[tokio::test]
async fn an_export_goes_with_its_company() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    ada.post("/company/close", json!({ "slug": "vesna" })).await.expect(200);
    app.clock.advance(TimeDelta::days(29));
    let ada = ada.refreshed().await;
    ada.post("/company/exports", json!({})).await.expect(202);
    app.run_jobs().await;
    let files = || app.app.config().data_dir.join("exports").read_dir().expect("the directory").count();
    assert_eq!(files(), 1);

    app.clock.advance(TimeDelta::days(1));
    app.run_jobs().await;

    assert_eq!(app.db.number("select count(*) from companies").await, 0);
    assert_eq!(files(), 0);
}

#[tokio::test]
async fn nobody_but_an_admin_takes_everything_along() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let asked = ada.post("/company/exports", json!({})).await.expect(202);
    app.run_jobs().await;
    let path = format!("/company/exports/{}/download", asked["id"].as_str().expect("an id"));

    let bea = app.member(&ada, Role::Manager).await;
    let stranger = app.company("osin").await;

    assert_eq!(bea.post("/company/exports", json!({})).await.problem(403), "forbidden");
    assert_eq!(bea.get(&path).await.problem(403), "forbidden");
    assert_eq!(stranger.get(&path).await.problem(404), "not_found");
}
