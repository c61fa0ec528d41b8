//! The catalogue as visitors see it: what is public is listed, what is unlisted is for whoever has its id.

use serde_json::{Value, json};

use super::{id, keys};
use crate::{Person, TestApp};

async fn service(ada: &Person, name: &str, more: Value) -> Value {
    let mut new = json!({ "name": name, "duration_minutes": 60, "price": { "amount": 1, "currency": "UAH" } });
    for (field, value) in more.as_object().into_iter().flatten() {
        new[field] = value.clone();
    }
    ada.post("/services", new).await.expect(201)
}

#[tokio::test]
async fn a_visitor_sees_the_category_and_the_addons_of_a_service() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let visitor = app.visitor();
    let hair = ada.post("/service-categories", json!({ "name": "Hair" })).await.expect(201);
    let price = json!({ "amount": 300, "currency": "UAH" });
    let addon = async |name: &str, position: i32| {
        let new =
            json!({ "name": name, "description": "d", "duration_minutes": 5, "position": position, "price": price });
        ada.post("/addons", new).await.expect(201)
    };
    let (late, early, gone) = (addon("Late", 2).await, addon("Early", 1).await, addon("Gone", 0).await);
    let more = json!({
        "category_id": hair["id"], "place": "either", "max_party_size": 3, "resources": [{ "kind": "room", "quantity": 1 }],
        "addon_ids": [late["id"], early["id"], gone["id"]],
    });
    let made = service(&ada, "Cut", more).await;
    ada.post(&format!("/addons/{}/archive", id(&gone)), json!({})).await.expect(200);

    let listed = visitor.get("/public/vesna/services").await.expect(200)["data"][0].clone();

    let shown = |addon: &Value| json!({ "id": addon["id"], "name": addon["name"], "description": "d", "duration_minutes": 5, "price": price });
    assert_eq!(listed["addons"], json!([shown(&early), shown(&late)]));
    assert_eq!(listed["category"], json!({ "id": hair["id"], "name": "Hair" }));
    assert_eq!((&listed["place"], &listed["max_party_size"]), (&json!("either"), &json!(3)));
    assert_eq!(visitor.get(&format!("/public/vesna/services/{}", id(&made))).await.expect(200), listed);
    let fields =
        ["addons", "category", "description", "duration_minutes", "id", "max_party_size", "name", "place", "price"];
    assert_eq!(keys(&listed), fields);
    ada.post(&format!("/service-categories/{}/archive", id(&hair)), json!({})).await.expect(200);
    assert_eq!(visitor.get("/public/vesna/services").await.expect(200)["data"][0]["category"], json!(null));
}

#[tokio::test]
async fn what_is_unlisted_is_shown_by_its_id_and_what_is_internal_or_archived_is_not() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let visitor = app.visitor();
    let unlisted = service(&ada, "Unlisted", json!({ "visibility": "unlisted" })).await;
    let internal = service(&ada, "Internal", json!({ "visibility": "internal" })).await;
    let archived = service(&ada, "Archived", json!({})).await;
    ada.post(&format!("/services/{}/archive", id(&archived)), json!({})).await.expect(200);
    let path = |service: &Value| format!("/public/vesna/services/{}", id(service));

    assert_eq!(visitor.get("/public/vesna/services").await.expect(200)["data"], json!([]));
    assert_eq!(visitor.get(&path(&unlisted)).await.expect(200)["name"], "Unlisted");
    for hidden in [internal, archived] {
        assert_eq!(visitor.get(&path(&hidden)).await.problem(404), "not_found");
        let free = format!("/public/vesna/availability?service_id={}&from=2026-11-24&to=2026-11-25", id(&hidden));
        assert_eq!(visitor.get(&free).await.problem(404), "not_found");
    }
}

#[tokio::test]
async fn the_booking_page_lists_what_is_public_alone() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    service(&ada, "Everybody's", json!({})).await;
    service(&ada, "Unlisted", json!({ "visibility": "unlisted" })).await;
    service(&ada, "Internal", json!({ "visibility": "internal" })).await;

    let page = app.send(poem::Request::builder().uri_str("/b/vesna").finish()).await;
    let text = page.into_body().into_string().await.expect("a page");

    assert!(text.contains("Everybody"), "{text}");
    assert!(!text.contains("Unlisted") && !text.contains("Internal"), "{text}");
}
