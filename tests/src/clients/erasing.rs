//! A client who is to be forgotten: nothing in the database names them any more, and the money still adds up.

use chrono::TimeDelta;
use poem::http::Method;
use serde_json::{Value, json};

use super::found;
use crate::{Person, TestApp, members::erasing::mentioned};

const EMAIL: &str = "zebedee@osin.example";

/// A client who booked with a note, came, signed in once and is put away; and where their card is.
async fn gone(app: &TestApp, ada: &Person) -> (Person, String) {
    let (service, _) = app.bookable(ada).await;
    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "Zebedee Quux", "email": EMAIL,
        "phone": "+380441239876", "notes": "The quux, please.",
    });
    let key = [("idempotency-key", "one")];
    app.visitor().send(Method::POST, &format!("/public/{}/bookings", ada.slug), &key, Some(new)).await.expect(201);
    let customer = app.customer(&ada.slug, EMAIL).await;
    let card = ada.get("/clients").await.expect(200)["data"][0].clone();
    let path = format!("/clients/{}", card["id"].as_str().expect("an id"));
    ada.patch(&path, 1, json!({ "notes": "Quux, as always" })).await.expect(200);
    app.run_jobs().await;
    ada.post(&format!("{path}/archive"), json!({})).await.expect(200);
    app.seal(&ada.slug).await;
    (customer, path)
}

/// What was sold, and what for.
async fn money(app: &TestApp) -> Vec<Value> {
    app.db
        .rows("select o.id, o.currency, l.description, l.amount from orders o join order_lines l on l.order_id = o.id order by l.id")
        .await
}

#[tokio::test]
async fn nothing_names_an_erased_client_and_money_and_log_hold() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (customer, path) = gone(&app, &ada).await;
    app.clock.advance(TimeDelta::days(3));
    app.run_jobs().await;
    let ada = ada.refreshed().await;
    let (sold, history) = (money(&app).await, app.db.number("select count(*) from booking_history").await);
    assert!(mentioned(&app, "zebedee").await.len() > 2 && !mentioned(&app, "80441239876").await.is_empty());

    let erased = ada.post(&format!("{path}/erase"), json!({})).await.expect(200);
    let again = ada.post(&format!("{path}/erase"), json!({})).await.expect(200);
    app.seal("vesna").await;

    assert_eq!(erased["name"], "Former client");
    for field in ["email", "phone", "language", "notes"] {
        assert_eq!(erased[field], json!(null), "{field}");
    }
    assert_eq!(erased, again);
    for word in ["zebedee", "quux", "80441239876"] {
        assert_eq!(mentioned(&app, word).await, Vec::<String>::new(), "{word}");
    }
    assert_eq!((money(&app).await, sold.len()), (sold, 1));
    assert_eq!(app.db.number("select count(*) from booking_history").await, history);
    let booking = ada.get("/bookings").await.expect(200)["data"][0].clone();
    assert_eq!((&booking["client"]["name"], &booking["total"]["amount"]), (&json!("Former client"), &json!(150_000)));
    assert_eq!(ada.get("/audit-log/verification").await.expect(200)["ok"], json!(true));
    assert_eq!(app.db.number("select count(*) from events where kind = 'client.erased'").await, 1);
    assert_eq!(customer.get("/portal/profile").await.status.as_u16(), 401);
}

#[tokio::test]
async fn no_search_finds_an_erased_client_and_their_card_stays_empty() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let card = ada.post("/clients", json!({ "name": "Zebedee", "email": EMAIL })).await.expect(201);
    let path = format!("/clients/{}", card["id"].as_str().expect("an id"));
    ada.post(&format!("{path}/archive"), json!({})).await.expect(200);
    let search = "/clients?archived=true&search=zebedee";
    assert_eq!(ada.get(search).await.expect(200)["data"].as_array().map(Vec::len), Some(1));

    let erased = ada.post(&format!("{path}/erase"), json!({})).await.expect(200);

    assert_eq!(ada.get(search).await.expect(200)["data"], json!([]));
    assert!(found(&ada, "zebedee").await.is_empty());
    let version = erased["version"].as_i64().expect("a version");
    assert_eq!(ada.patch(&path, version, json!({ "name": "Zebedee" })).await.problem(409), "client_erased");
    assert_eq!(ada.post(&format!("{path}/restore"), json!({})).await.problem(409), "client_erased");
    ada.post(&format!("{path}/archive"), json!({})).await.expect(200);
}

#[tokio::test]
async fn a_client_in_use_or_expected_is_not_erased() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (_, path) = gone(&app, &ada).await;
    let erase = format!("{path}/erase");

    assert_eq!(ada.post(&erase, json!({})).await.problem(409), "client_has_bookings_ahead");
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(ada.post(&erase, json!({})).await.problem(409), "client_not_archived");

    assert_eq!(ada.get(&path).await.expect(200)["email"], EMAIL);
}

#[tokio::test]
async fn a_client_who_is_one_elsewhere_too_keeps_their_account_and_the_other_card() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.company("osin").await;
    let (_, path) = gone(&app, &ada).await;
    let elsewhere = app.customer("osin", EMAIL).await;
    app.db.execute("update bookings set status = 'cancelled'").await;

    ada.post(&format!("{path}/erase"), json!({})).await.expect(200);

    assert_eq!(elsewhere.get("/portal/profile").await.expect(200)["email"], EMAIL);
    assert_eq!(mentioned(&app, "quux").await, Vec::<String>::new());
}
