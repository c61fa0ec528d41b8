//! The log as those see it who may.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use super::client;
use crate::{Person, TestApp};

fn changed_names(rows: &Value) -> Vec<&str> {
    rows["data"].as_array().into_iter().flatten().filter_map(|row| row["changes"]["name"][1].as_str()).collect()
}

async fn filtered(ada: &Person, filter: &str) -> Vec<String> {
    let rows = ada.get(&format!("/audit-log?table=clients&{filter}")).await.expect(200);
    changed_names(&rows).into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn it_is_listed_newest_first_page_by_page_with_the_names_of_members_past_and_present() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Manager).await;
    for (who, name) in [(&ada, "Grace"), (&bea, "Edsger"), (&ada, "Barbara")] {
        client(who, name).await;
    }
    app.db.execute("update memberships set status = 'removed' where name = 'Bea'").await;

    let pages = ada.pages("/audit-log?table=clients", 2).await;

    let rows: Vec<_> =
        pages.concat().iter().map(|row| (row["changes"]["name"][1].clone(), row["actor_name"].clone())).collect();
    assert_eq!(rows, [("Barbara", "Ada"), ("Edsger", "Bea"), ("Grace", "Ada")].map(|(a, b)| (json!(a), json!(b))));
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    let everything = ada.pages("/audit-log", 3).await.concat().len();
    assert_eq!(i64::try_from(everything).expect("few"), app.db.number("select count(*) from audit_log").await);
}

#[tokio::test]
async fn it_is_filtered_by_who_what_and_when() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Manager).await;
    client(&ada, "Grace").await;
    let edsger = client(&bea, "Edsger").await;
    let path = format!("/clients/{}", edsger["id"].as_str().expect("an id"));
    ada.patch(&path, 1, json!({ "name": "Edsger D." })).await.expect(200);
    let all = ada.get("/audit-log?table=clients").await.expect(200);
    let (second, by_bea) =
        (all["data"][1]["at"].as_str().expect("a time"), all["data"][1]["actor_id"].as_str().expect("an id"));

    let by_row = format!("row_id={}", edsger["id"].as_str().expect("an id"));
    for (filter, expected) in [
        (format!("actor_id={by_bea}"), vec!["Edsger"]),
        (by_row.clone(), vec!["Edsger D.", "Edsger"]),
        (format!("{by_row}&action=update"), vec!["Edsger D."]),
        ("action=delete".into(), vec![]),
        (format!("from={second}"), vec!["Edsger D.", "Edsger"]),
        (format!("to={second}"), vec!["Grace"]),
    ] {
        assert_eq!(filtered(&ada, &filter).await, expected, "{filter}");
    }
    let services = ada.get("/audit-log?table=services").await.expect(200);
    assert_eq!(services["data"], json!([]));
}

#[tokio::test]
async fn nobody_reads_it_who_may_not_and_nobody_next_door() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    client(&ada, "Grace").await;
    let manager = app.member(&ada, Role::Manager).await;
    let stranger = app.company("beta").await;

    for path in ["/audit-log", "/audit-log/export", "/audit-log/verification"] {
        assert_eq!(manager.get(path).await.problem(403), "forbidden", "{path}");
        assert_eq!(app.visitor().get(path).await.problem(401), "unauthenticated", "{path}");
    }
    let theirs = stranger.get("/audit-log?table=clients").await.expect(200);
    assert_eq!(theirs["data"], json!([]));
    assert!(!stranger.get("/audit-log/export").await.text.contains("Grace"));
}

#[tokio::test]
async fn an_export_is_a_table_of_the_same_rows_that_no_spreadsheet_runs() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    client(&ada, "Grace").await;
    app.db.execute("update memberships set name = '=cmd()'").await;
    client(&ada, "Edsger").await;

    let answer = ada.get("/audit-log/export?table=clients").await;

    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"audit-log.csv\""));
    let lines: Vec<_> = answer.text.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "at,actor,actor_id,actor_name,api_key_id,request_id,address,table,row_id,action,changes");
    assert!(lines[1].contains("Edsger") && lines[2].contains("Grace") && lines.len() == 3, "{lines:?}");
    assert!(lines[1].contains(",'=cmd(),"), "{}", lines[1]);
}

#[tokio::test]
async fn an_export_goes_on_past_its_first_page() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let many = "insert into clients (company_id, id, name) select id, gen_random_uuid(), 'Client ' || n
                from companies, generate_series(1, 2500) n";
    app.db.execute(many).await;

    let export = ada.get("/audit-log/export?table=clients").await;

    let mut lines: Vec<_> = export.text.split_terminator("\r\n").skip(1).collect();
    assert_eq!(lines.len(), 2500);
    assert!(lines.is_sorted_by(|a, b| a[..27] >= b[..27]));
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), 2500);
}
