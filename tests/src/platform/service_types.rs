//! Service types: the operator's to say, every company's to use.

use serde_json::{Value, json};

use super::{actions, operator};
use crate::TestApp;

const TYPES: &str = "/platform/service-types";

fn path(service_type: &Value) -> String {
    format!("{TYPES}/{}", service_type["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn staff_see_the_types_that_are_not_archived() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let root = operator(&app).await;
    let hair = root.post(TYPES, json!({ "name": "Hair" })).await.expect(201);
    let spa = root.post(TYPES, json!({ "name": "Spa", "description": "Wet" })).await.expect(201);

    let archived = root.post(&format!("{}/archive", path(&hair)), json!({})).await.expect(200);

    assert_eq!(ada.get("/service-types").await.expect(200)["data"], json!([spa]));
    assert_eq!(root.get(TYPES).await.expect(200)["data"], json!([spa]));
    assert_eq!(root.get(&format!("{TYPES}?archived=true")).await.expect(200)["data"], json!([archived]));
    root.post(&format!("{}/restore", path(&hair)), json!({})).await.expect(200);
    assert_eq!(ada.pages("/service-types", 1).await.len(), 2);
    assert_eq!(ada.post(TYPES, json!({ "name": "Mine" })).await.problem(403), "forbidden");
}

#[tokio::test]
async fn a_name_is_one_types() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    root.post(TYPES, json!({ "name": "Hair" })).await.expect(201);
    let spa = root.post(TYPES, json!({ "name": "Spa" })).await.expect(201);
    let taken = [("name".to_owned(), "taken".to_owned())];

    assert_eq!(root.post(TYPES, json!({ "name": "Hair" })).await.invalid(), taken);
    assert_eq!(root.patch(&path(&spa), 1, json!({ "name": "Hair" })).await.invalid(), taken);
    assert_eq!(root.patch(&path(&spa), 2, json!({ "name": "Wellness" })).await.problem(412), "stale_version");
    assert_eq!(root.patch(&path(&spa), 1, json!({ "name": "Wellness" })).await.expect(200)["version"], 2);
}

#[tokio::test]
async fn a_type_stays_while_any_company_has_a_service_of_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let root = operator(&app).await;
    let hair = root.post(TYPES, json!({ "name": "Hair" })).await.expect(201);
    let new = json!({
        "name": "Cut", "duration_minutes": 60, "price": { "amount": 1, "currency": "UAH" }, "service_type_id": hair["id"],
    });
    let service = ada.post("/services", new).await.expect(201);
    assert_eq!(service["service_type_id"], hair["id"]);

    assert_eq!(root.delete(&path(&hair)).await.problem(409), "in_use");
    let service = format!("/services/{}", service["id"].as_str().expect("an id"));
    ada.patch(&service, 1, json!({ "service_type_id": null })).await.expect(200);
    assert_eq!(root.delete(&path(&hair)).await.status.as_u16(), 204);
    assert_eq!(root.delete(&path(&hair)).await.problem(404), "not_found");
}

#[tokio::test]
async fn what_is_done_to_a_type_is_written_down_with_its_id() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let hair = root.post(TYPES, json!({ "name": "Hair" })).await.expect(201);
    let id = &hair["id"];
    root.patch(&path(&hair), 1, json!({ "name": "Hairdressing" })).await.expect(200);
    root.post(&format!("{}/archive", path(&hair)), json!({})).await.expect(200);
    root.post(&format!("{}/archive", path(&hair)), json!({})).await.expect(200);
    root.post(&format!("{}/restore", path(&hair)), json!({})).await.expect(200);
    assert_eq!(root.delete(&path(&hair)).await.status.as_u16(), 204);

    let done = actions(&root, "?limit=5").await;

    let words: Vec<_> = done.iter().rev().map(|action| action["action"].as_str().expect("a word")).collect();
    let expected = ["create", "update", "archive", "restore", "delete"].map(|word| format!("service_type.{word}"));
    assert_eq!(words, expected);
    let moment = "2026-11-23T06:00:00+00:00";
    let created = json!({
        "id": [null, id], "name": [null, "Hair"], "description": [null, ""], "created_at": [null, moment],
    });
    assert_eq!(done[4]["changes"], created);
    assert_eq!(done[3]["changes"], json!({ "id": [id, id], "name": ["Hair", "Hairdressing"] }));
    assert_eq!(done[2]["changes"], json!({ "id": [id, id], "archived_at": [null, moment] }));
    assert_eq!(done[0]["changes"]["id"], json!([id, null]));
    assert_eq!(done[0]["changes"]["name"], json!(["Hairdressing", null]));
}
