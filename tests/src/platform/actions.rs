//! The log of what operators did: complete, and written in the transaction that did it.

use serde_json::json;

use super::{actions, operator, path_of};
use crate::TestApp;

#[tokio::test]
async fn everything_an_operator_does_is_written_down_with_who_and_what() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.company("osin").await;
    let root = operator(&app).await;
    let (vesna, osin) = (path_of(&root, "vesna").await, path_of(&root, "osin").await);
    for path in [&vesna, &osin] {
        root.post(&format!("{path}/suspend"), json!({ "reason": "unpaid" })).await.expect(200);
    }

    let id = vesna.rsplit('/').next().expect("an id");
    let about_vesna = actions(&root, &format!("?company_id={id}")).await;

    assert_eq!(about_vesna.len(), 1);
    let action = &about_vesna[0];
    assert_eq!((&action["action"], &action["company_id"]), (&json!("company.suspend"), &json!(id)));
    assert_eq!(action["operator_name"], "Root");
    assert!(action["request_id"].is_string() && action["address"].is_string(), "{action}");
    assert_eq!(action["changes"], json!({ "status": ["active", "suspended"], "suspended_reason": [null, "unpaid"] }));
    assert_eq!(root.pages("/platform/actions", 1).await.concat().len(), 4);
}

#[tokio::test]
async fn what_an_operator_tried_in_vain_is_not_written_down_as_done() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let root = operator(&app).await;
    let path = path_of(&root, "vesna").await;
    let broken = "alter table operator_actions add constraint full_up check (action <> 'company.suspend')";
    app.db.execute(broken).await;

    let answer = root.post(&format!("{path}/suspend"), json!({ "reason": "unpaid" })).await;

    assert_eq!(answer.status.as_u16(), 500);
    assert_eq!(root.get(&path).await.expect(200)["status"], "active");
    assert_eq!(actions(&root, "").await.len(), 2);
}

#[tokio::test]
async fn the_log_goes_out_as_a_table() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let root = operator(&app).await;
    let path = path_of(&root, "vesna").await;
    root.post(&format!("{path}/suspend"), json!({ "reason": "=cmd, unpaid" })).await.expect(200);
    let id = path.rsplit('/').next().expect("an id");

    let everything = root.get("/platform/actions/export").await;
    let of_vesna = root.get(&format!("/platform/actions/export?company_id={id}")).await;

    assert_eq!(everything.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(everything.text.starts_with("at,operator,operator_id,action,company_id,changes,request_id,address,id\r\n"));
    assert_eq!(everything.text.trim_end().lines().count(), 4);
    let lines: Vec<_> = of_vesna.text.trim_end().lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[1].contains("Root,") && lines[1].contains(&format!(",company.suspend,{id},")), "{lines:?}");
    assert!(lines[1].contains("=cmd, unpaid"), "{lines:?}");
}
