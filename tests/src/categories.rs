//! Categories of services: named once, listed in order, deleted while no service is in them.

use serde_json::{Value, json};

use crate::TestApp;

fn path(category: &Value) -> String {
    format!("/service-categories/{}", category["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn a_category_is_made_changed_put_away_and_taken_back_out() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let hair = ada.post("/service-categories", json!({ "name": " Hair ", "position": 5 })).await.expect(201);
    let nails = ada.post("/service-categories", json!({ "name": "Nails", "position": 1 })).await.expect(201);
    let changed = ada.patch(&path(&hair), 1, json!({ "description": "Cuts" })).await.expect(200);

    assert_eq!(
        (&changed["name"], &changed["description"], &changed["version"]),
        (&json!("Hair"), &json!("Cuts"), &json!(2))
    );
    assert_eq!(ada.pages("/service-categories", 1).await.concat(), [nails, changed]);
    let archived = ada.post(&format!("{}/archive", path(&hair)), json!({})).await.expect(200);
    assert_eq!(ada.get("/service-categories?archived=true").await.expect(200)["data"], json!([archived]));
    let restored = ada.post(&format!("{}/restore", path(&hair)), json!({})).await.expect(200);
    assert_eq!((&restored["archived_at"], &restored["version"]), (&json!(null), &json!(4)));
}

#[tokio::test]
async fn a_name_is_one_categorys_in_each_company() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    ada.post("/service-categories", json!({ "name": "Hair" })).await.expect(201);
    let nails = ada.post("/service-categories", json!({ "name": "Nails" })).await.expect(201);
    let taken = [("name".to_owned(), "taken".to_owned())];

    assert_eq!(ada.post("/service-categories", json!({ "name": "Hair" })).await.invalid(), taken);
    assert_eq!(ada.patch(&path(&nails), 1, json!({ "name": "Hair" })).await.invalid(), taken);
    olga.post("/service-categories", json!({ "name": "Hair" })).await.expect(201);
}

#[tokio::test]
async fn a_category_with_a_service_in_it_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let hair = ada.post("/service-categories", json!({ "name": "Hair" })).await.expect(201);
    let new = json!({
        "name": "Cut", "duration_minutes": 60, "price": { "amount": 1, "currency": "UAH" }, "category_id": hair["id"],
    });
    let service = ada.post("/services", new).await.expect(201);

    assert_eq!(ada.delete(&path(&hair)).await.problem(409), "in_use");
    ada.delete(&format!("/services/{}", service["id"].as_str().expect("an id"))).await;
    assert_eq!(ada.delete(&path(&hair)).await.status.as_u16(), 204);
    assert_eq!(ada.delete(&path(&hair)).await.problem(404), "not_found");
}
