//! Who books: found again by address or number, and never overwritten.

use serde_json::{Value, json};

use super::grace;
use crate::{TestApp, at_once};

async fn book(app: &TestApp, service: &Value, hour: u8, who: Value) -> Value {
    let mut new = json!({ "service_id": service["id"], "starts_at": format!("2026-11-24T{hour:02}:00:00Z") });
    new.as_object_mut().expect("an object").extend(who.as_object().expect("an object").clone());
    app.visitor().post("/public/vesna/bookings", new).await.expect(201)
}

#[tokio::test]
async fn a_national_number_is_kept_with_the_code_of_the_companys_country() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    book(&app, &service, 8, json!({ "name": "Grace", "phone": "044 123-45-67" })).await;

    let card = &ada.get("/clients").await.expect(200)["data"][0];
    assert_eq!((&card["phone"], &card["email"]), (&json!("+380441234567"), &json!(null)));
}

#[tokio::test]
async fn who_books_again_is_found_by_address_or_number_and_their_card_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let card =
        json!({ "name": "Grace Hopper", "email": "grace@example.com", "phone": "+380441234567", "notes": "VIP" });
    let card = ada.post("/clients", card).await.expect(201);
    let numbered = ada.post("/clients", json!({ "name": "Ada", "phone": "+380447654321" })).await.expect(201);

    book(&app, &service, 8, json!({ "name": "Mallory", "email": "GRACE@example.com", "phone": "0445554433" })).await;
    book(&app, &service, 9, json!({ "name": "Mallory", "phone": "044 765 43 21" })).await;
    book(&app, &service, 10, json!({ "name": "Mallory", "email": "mallory@example.com", "phone": "0447654321" })).await;

    assert_eq!(ada.pages("/clients", 10).await.concat(), [numbered.clone(), card.clone()]);
    let bookings = ada.pages("/bookings", 10).await.concat();
    let on: Vec<_> = bookings.iter().map(|booking| &booking["client"]["id"]).collect();
    assert_eq!(on, [&card["id"], &numbered["id"], &numbered["id"]]);
}

/// Whoever reads the mail of an address comes to see its card: no number may lead somebody else's bookings there.
#[tokio::test]
async fn a_card_with_an_address_is_not_found_by_its_number() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    book(&app, &service, 8, json!({ "name": "Mallory", "email": "mallory@example.com", "phone": "0441234567" })).await;
    book(&app, &service, 9, json!({ "name": "Grace", "email": "grace@example.com", "phone": "0441234567" })).await;

    let bookings = ada.pages("/bookings", 10).await.concat();
    assert_ne!(bookings[0]["client"]["id"], bookings[1]["client"]["id"]);
}

#[tokio::test]
async fn a_card_next_door_or_put_away_is_not_found_again() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let bea = app.company("osin").await;
    let card = json!({ "name": "Grace", "email": "grace@example.com" });
    bea.post("/clients", card.clone()).await.expect(201);
    let old = ada.post("/clients", card).await.expect(201);
    ada.post(&format!("/clients/{}/archive", old["id"].as_str().expect("an id")), json!({})).await.expect(200);

    book(&app, &service, 8, json!({ "name": "Grace", "email": "grace@example.com" })).await;

    let cards = ada.pages("/clients", 10).await.concat();
    assert_eq!(cards.len(), 1);
    assert_ne!(cards[0]["id"], old["id"]);
    assert_eq!(bea.pages("/clients", 10).await.concat().len(), 1);
}

#[tokio::test]
async fn one_new_person_who_books_several_times_at_once_gets_one_card() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    app.warm_up().await;
    let statuses = at_once((7..14).map(|hour| {
        let (visitor, new) = (app.visitor(), grace(&service, &format!("2026-11-24T{hour:02}:00:00Z")));
        async move { visitor.post("/public/vesna/bookings", new).await.status.as_u16() }
    }))
    .await;

    assert_eq!(statuses, [201; 7]);
    assert_eq!(app.db.number("select count(*) from clients").await, 1);
}

#[tokio::test]
async fn one_new_person_known_now_by_number_alone_gets_one_card_of_each_kind_at_most() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    app.warm_up().await;
    let statuses = at_once((7..14).map(|hour| {
        let (visitor, mut new) = (app.visitor(), grace(&service, &format!("2026-11-24T{hour:02}:00:00Z")));
        new["phone"] = json!("0441234567");
        if hour % 2 == 0 {
            new["email"] = json!(null);
        }
        async move { visitor.post("/public/vesna/bookings", new).await.status.as_u16() }
    }))
    .await;

    assert_eq!(statuses, [201; 7]);
    let cards =
        async |which: &str| app.db.number(&format!("select count(*) from clients where email is {which}")).await;
    assert!(cards("not null").await <= 1 && cards("null").await <= 1);
}

#[tokio::test]
async fn a_visitor_has_to_say_how_to_reach_them() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let bad = [
        (json!({ "email": null }), "email", "email_or_phone"),
        (json!({ "email": " ", "phone": "" }), "email", "email_or_phone"),
        (json!({ "email": "nobody" }), "email", "invalid_email"),
        (json!({ "email": "a@b.c\nbcc: d@e.f" }), "email", "invalid_email"),
        (json!({ "phone": "12" }), "phone", "invalid_phone"),
        (json!({ "phone": "+380441234567\0" }), "phone", "control_character"),
        (json!({ "name": "" }), "name", "required"),
        (json!({ "name": "G\nH" }), "name", "control_character"),
        (json!({ "language": "tlh" }), "language", "unknown_language"),
        (json!({ "price": 1 }), "price", "unknown_field"),
        (json!({ "notes": "x".repeat(1001) }), "notes", "too_long"),
        (json!({ "status": "confirmed" }), "status", "unknown_field"),
    ];

    for (change, field, code) in bad {
        let mut new = grace(&service, "2026-11-24T08:00:00Z");
        new.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        let errors = app.visitor().post("/public/vesna/bookings", new).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())]);
    }

    assert_eq!(app.db.number("select count(*) from clients").await, 0);
}
