//! The order that services stand in, and what a list of them is narrowed to.

use serde_json::{Value, json};

use super::haircut;
use crate::{Person, TestApp};

async fn service(ada: &Person, name: &str, more: Value) -> Value {
    let mut new = haircut();
    new["name"] = json!(name);
    for (field, value) in more.as_object().into_iter().flatten() {
        new[field] = value.clone();
    }
    ada.post("/services", new).await.expect(201)
}

async fn names(person: &Person, path: &str) -> String {
    let rows = person.pages(path, 2).await.concat();
    rows.iter().map(|row| row["name"].as_str().expect("a name")).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn services_stand_where_they_are_put_and_new_ones_behind_them() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let [a, b, c] =
        [service(&ada, "a", json!({})).await, service(&ada, "b", json!({})).await, service(&ada, "c", json!({})).await];
    assert_eq!(names(&ada, "/services").await, "a b c");

    let order = json!({ "ids": [c["id"], a["id"], b["id"]] });
    assert_eq!(ada.put("/services/order", order.clone()).await.status.as_u16(), 204);
    service(&ada, "d", json!({})).await;
    service(&ada, "first", json!({ "position": 0 })).await;

    assert_eq!(names(&ada, "/services").await, "first c a b d");
    assert_eq!(names(&app.visitor(), "/public/vesna/services").await, "first c a b d");
    let version = async || {
        ada.get(&format!("/services/{}", c["id"].as_str().expect("an id"))).await.expect(200)["version"].clone()
    };
    assert_eq!(version().await, 2);
    ada.put("/services/order", order).await;
    assert_eq!(version().await, 2);
}

#[tokio::test]
async fn an_order_names_services_of_the_company_and_each_once() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    let (mine, theirs) = (service(&ada, "a", json!({})).await, service(&olga, "b", json!({})).await);

    for (ids, field, code) in [
        (json!([theirs["id"], mine["id"]]), "ids", "not_found"),
        (json!([mine["id"], mine["id"]]), "ids[1]", "duplicate"),
        (json!([]), "ids", "out_of_range"),
    ] {
        let refused = ada.put("/services/order", json!({ "ids": ids })).await.invalid();
        assert_eq!(refused, [(field.to_owned(), code.to_owned())]);
    }

    assert_eq!(ada.get("/services").await.expect(200)["data"], json!([mine]));
}

#[tokio::test]
async fn a_list_is_narrowed_to_a_category_and_to_who_may_book() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let hair = ada.post("/service-categories", json!({ "name": "Hair" })).await.expect(201)["id"].clone();
    service(&ada, "a", json!({ "category_id": hair })).await;
    service(&ada, "b", json!({ "category_id": hair, "visibility": "internal" })).await;
    service(&ada, "c", json!({ "visibility": "unlisted" })).await;
    let in_hair = format!("category_id={}", hair.as_str().expect("an id"));

    assert_eq!(names(&ada, &format!("/services?{in_hair}")).await, "a b");
    assert_eq!(names(&ada, &format!("/services?{in_hair}&visibility=internal")).await, "b");
    assert_eq!(names(&ada, "/services?visibility=unlisted").await, "c");
    assert_eq!(names(&ada, "/services?archived=true").await, "");
    assert_eq!(names(&app.visitor(), &format!("/public/vesna/services?{in_hair}")).await, "a");
}
