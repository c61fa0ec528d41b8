//! Add-ons: made, listed, changed, put away, deleted while nobody has booked them.

use serde_json::{Value, json};

use crate::TestApp;

fn mask() -> Value {
    json!({ "name": "Mask", "duration_minutes": 15, "price": { "amount": 30_000, "currency": "UAH" } })
}

fn path(addon: &Value) -> String {
    format!("/addons/{}", addon["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn an_addon_is_made_changed_put_away_and_taken_back_out() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let made = ada.post("/addons", mask()).await.expect(201);
    let changed = ada.patch(&path(&made), 1, json!({ "duration_minutes": 0, "position": 3 })).await.expect(200);
    let behind = ada.post("/addons", mask()).await.expect(201);

    assert_eq!((&made["description"], &made["position"], &made["version"]), (&json!(""), &json!(0), &json!(1)));
    assert_eq!((&changed["duration_minutes"], &changed["price"]), (&json!(0), &made["price"]));
    assert_eq!(behind["position"], 3);
    assert_eq!(ada.pages("/addons", 1).await.concat(), [changed.clone(), behind]);
    assert_eq!(ada.patch(&path(&made), 1, json!({ "name": "x" })).await.problem(412), "stale_version");
    let archived = ada.post(&format!("{}/archive", path(&made)), json!({})).await.expect(200);
    assert_eq!(ada.get("/addons?archived=true").await.expect(200)["data"], json!([archived]));
    let restored = ada.post(&format!("{}/restore", path(&made)), json!({})).await.expect(200);
    assert_eq!((&restored["archived_at"], &restored["version"]), (&json!(null), &json!(4)));
}

#[tokio::test]
async fn an_addon_has_a_price_in_the_companys_currency_which_then_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = ada.post("/addons", mask()).await.expect(201);
    let euros = json!({ "amount": 1, "currency": "EUR" });
    let wrong = [("price.currency".to_owned(), "other_currency".to_owned())];

    let mut new = mask();
    new["price"] = euros.clone();
    assert_eq!(ada.post("/addons", new).await.invalid(), wrong);
    assert_eq!(ada.patch(&path(&made), 1, json!({ "price": euros })).await.invalid(), wrong);
    assert_eq!(ada.patch("/company", 1, json!({ "currency": "EUR" })).await.problem(409), "currency_in_use");
    let mut new = mask();
    new["duration_minutes"] = json!(1441);
    assert_eq!(ada.post("/addons", new).await.invalid(), [("duration_minutes".to_owned(), "out_of_range".to_owned())]);
}

#[tokio::test]
async fn an_addon_that_was_booked_stays_and_another_goes_from_its_services() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let (booked, other) =
        (ada.post("/addons", mask()).await.expect(201), ada.post("/addons", mask()).await.expect(201));
    let service = format!("/services/{}", service["id"].as_str().expect("an id"));
    ada.patch(&service, 1, json!({ "addon_ids": [booked["id"], other["id"]] })).await.expect(200);
    let new = json!({ "service_id": service.trim_start_matches("/services/"), "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    app.db
        .execute(&format!(
            "insert into booking_items (company_id, id, booking_id, position, service_id, addon_id, duration_minutes)
         select company_id, gen_random_uuid(), id, 9, service_id, '{}', 15 from bookings",
            booked["id"].as_str().expect("an id")
        ))
        .await;

    assert_eq!(ada.delete(&path(&booked)).await.problem(409), "in_use");
    assert_eq!(ada.delete(&path(&other)).await.status.as_u16(), 204);

    assert_eq!(ada.get(&service).await.expect(200)["addon_ids"], json!([booked["id"]]));
    assert_eq!(ada.get(&path(&other)).await.problem(404), "not_found");
}
