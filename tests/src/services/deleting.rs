//! What was never used can be deleted; what was, is archived.

use serde_json::json;

use super::{haircut, path};
use crate::TestApp;

#[tokio::test]
async fn a_service_that_was_never_booked_goes_with_what_it_needed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let addon = json!({ "name": "Mask", "price": { "amount": 1, "currency": "UAH" } });
    let addon = ada.post("/addons", addon).await.expect(201);
    let mut new = haircut();
    new["resources"] = json!([{ "kind": "room", "quantity": 1 }]);
    new["addon_ids"] = json!([addon["id"]]);
    new["daily_limit"] = json!(2);
    let made = ada.post("/services", new).await.expect(201);

    assert_eq!(ada.delete(&path(&made)).await.status.as_u16(), 204);

    assert_eq!(ada.get(&path(&made)).await.problem(404), "not_found");
    assert_eq!(ada.delete(&path(&made)).await.problem(404), "not_found");
    assert_eq!(app.db.number("select count(*) from service_resources").await, 0);
    assert_eq!(app.db.number("select count(*) from service_addons").await, 0);
    ada.get(&format!("/addons/{}", addon["id"].as_str().expect("an id"))).await.expect(200);
}

#[tokio::test]
async fn a_service_that_was_booked_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);

    assert_eq!(ada.delete(&path(&service)).await.problem(409), "in_use");

    assert_eq!(ada.get(&path(&service)).await.expect(200), service);
}

#[tokio::test]
async fn nobody_deletes_what_is_another_companys() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    let made = ada.post("/services", haircut()).await.expect(201);

    assert_eq!(olga.delete(&path(&made)).await.problem(404), "not_found");

    assert_eq!(ada.get(&path(&made)).await.expect(200), made);
}
