//! The chain: nothing is left out of it, whoever seals and whenever something commits.

use frontdesk::{
    audit::{jobs::SealAudit, store},
    clients::{self, model::NewClient},
};
use serde_json::json;

use super::client;
use crate::{TestApp, at_once, until};

fn new(name: &str) -> NewClient {
    NewClient { name: name.into(), ..NewClient::default() }
}

#[tokio::test]
async fn the_schedule_finds_every_company_with_rows_to_seal_and_the_job_seals_them() {
    let app = TestApp::start().await;
    for slug in ["alfa", "beta"] {
        client(&app.company(slug).await, "Grace").await;
    }

    until("both are sealed", async || {
        frontdesk_jobs::look_for_seals(&app.app).await.expect("the schedule");
        frontdesk_jobs::run_due(&app.work()).await.expect("the jobs");
        app.db.number("select count(*) from audit_log where seal is null").await == 0
    })
    .await;
    let before = app.db.number("select count(*) from apalis.jobs").await;
    frontdesk_jobs::look_for_seals(&app.app).await.expect("the schedule");

    assert_eq!(app.db.number("select count(distinct company_id) from audit_seals").await, 2);
    assert_eq!(app.db.number("select count(*) from apalis.jobs").await, before);
}

#[tokio::test]
async fn a_row_that_commits_late_is_sealed_late_and_not_lost() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let envelope = app.envelope("vesna").await;
    let late = "select count(*) from audit_log where changes -> 'name' ->> 1 = 'Late' and seal is not null";
    let after = "select count(*) from audit_log where changes -> 'name' ->> 1 = 'After' and seal is not null";
    let mut tx = app.app.begin_job(&envelope).await.expect("a door");
    clients::store::insert(&mut tx, &new("Late")).await.expect("a client");
    client(&ada, "After").await;

    for _ in 0..3 {
        frontdesk_jobs::seal(&app.work(), envelope, SealAudit {}).await.expect("the job");
    }
    let meanwhile = (app.db.number(late).await, app.db.number(after).await);
    tx.commit().await.expect("it happens");
    app.seal("vesna").await;

    assert_eq!(meanwhile, (0, 0));
    assert_eq!((app.db.number(late).await, app.db.number(after).await), (1, 1));
    let verified = ada.get("/audit-log/verification").await.expect(200);
    let rows = app.db.number("select count(*) from audit_log").await;
    assert_eq!((&verified["ok"], &verified["sealed_rows"]), (&json!(true), &json!(rows)));
}

#[tokio::test]
async fn sealers_at_once_make_one_chain() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    for n in 0..12 {
        client(&ada, &format!("Client{n}")).await;
    }
    app.warm_up().await;
    let envelope = app.envelope("vesna").await;

    let sealers = (0..4).map(|_| {
        let app = app.clone();
        async move {
            until("nothing is left", async || {
                let mut tx = app.app.begin_job(&envelope).await.expect("a door");
                store::seal(&mut tx, 2).await.expect("a seal");
                tx.commit().await.expect("it happens");
                app.db.number("select count(*) from audit_log where seal is null").await == 0
            })
            .await;
        }
    });
    at_once(sealers).await;

    let verified = ada.get("/audit-log/verification").await.expect(200);
    let rows = app.db.number("select count(*) from audit_log").await;
    let seals = app.db.number("select max(number) from audit_seals").await;
    assert_eq!(
        verified,
        json!({ "ok": true, "seals": seals, "sealed_rows": rows, "unsealed_rows": 0, "next_seal": null, "broken": null })
    );
    assert!(seals >= rows / 2, "{seals} seals of two rows each");
}

#[tokio::test]
async fn an_erased_payload_leaves_the_chain_whole() {
    let app = TestApp::start().await;
    let ada = super::sealed(&app).await;
    let company = app.envelope("vesna").await.company.expect("a company");
    let card =
        app.db.rows("select id from clients where name = 'Grace'").await[0]["id"].as_str().expect("an id").to_owned();

    app.db
        .execute(&format!(
            "begin; set local app.company_id = '{company}'; select app.erase_audit_payload('{company}', 'clients', '{card}'); commit"
        ))
        .await;

    let rows = ada.get(&format!("/audit-log?row_id={card}")).await.expect(200);
    assert_eq!((&rows["data"][0]["action"], &rows["data"][0]["changes"]), (&json!("insert"), &json!(null)));
    assert_eq!(app.db.number("select count(*) from audit_log where changes::text like '%Grace%'").await, 0);
    let verified = ada.get("/audit-log/verification").await.expect(200);
    assert_eq!((&verified["ok"], &verified["seals"]), (&json!(true), &json!(3)));
}
