//! What clients have that is worked on.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use crate::{Answer, Person, TestApp, at_once};

async fn client(ada: &Person, email: &str) -> String {
    let made = ada.post("/clients", json!({ "name": "Grace", "email": email })).await.expect(201);
    made["id"].as_str().expect("an id").to_owned()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

fn names(list: &Value) -> Vec<&str> {
    list["data"].as_array().into_iter().flatten().filter_map(|row| row["name"].as_str()).collect()
}

#[tokio::test]
async fn an_asset_is_added_changed_and_put_away() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let list = format!("/clients/{}/assets", client(&ada, "grace@example.com").await);

    let new = json!({ "kind": "pet", "name": "Rex", "make": "Dog", "model": " ", "year": 2020, "identifier": "9810" });
    let made = ada.post(&list, new).await.expect(201);
    let path = format!("/assets/{}", id(&made));
    let changed = json!({ "kind": "other", "make": null, "year": 2021, "notes": "Bites." });
    let changed = ada.patch(&path, 1, changed).await.expect(200);
    ada.post(&list, json!({ "kind": "site", "name": "House" })).await.expect(201);

    let facts =
        |row: &Value| json!([row["kind"], row["make"], row["model"], row["year"], row["identifier"], row["notes"]]);
    assert_eq!(facts(&made), json!(["pet", "Dog", null, 2020, "9810", ""]));
    assert_eq!(facts(&changed), json!(["other", null, null, 2021, "9810", "Bites."]));
    assert_eq!(ada.patch(&path, 1, json!({ "name": "Max" })).await.problem(412), "stale_version");
    for _ in 0..2 {
        ada.post(&format!("{path}/archive"), json!({})).await.expect(200);
    }
    assert_eq!(names(&ada.get(&list).await.expect(200)), ["House"]);
    assert_eq!(names(&ada.get(&format!("{list}?archived=true")).await.expect(200)), ["Rex"]);
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(ada.pages(&list, 1).await.len(), 2);
}

#[tokio::test]
async fn an_asset_that_is_none_is_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let list = format!("/clients/{}/assets", client(&ada, "grace@example.com").await);

    for (new, field, code) in [
        (json!({ "kind": "spaceship", "name": "Rex" }), "kind", "unknown_value"),
        (json!({ "kind": "pet", "name": " " }), "name", "required"),
        (json!({ "kind": "pet", "name": "Rex", "year": 1799 }), "year", "out_of_range"),
        (json!({ "kind": "pet", "name": "Rex", "identifier": "x".repeat(81) }), "identifier", "too_long"),
    ] {
        assert_eq!(ada.post(&list, new).await.invalid(), [(field.to_owned(), code.to_owned())]);
    }
    let nobody = format!("/clients/{}/assets", uuid::Uuid::now_v7());
    assert_eq!(ada.post(&nobody, json!({ "kind": "pet", "name": "Rex" })).await.problem(404), "not_found");
    assert_eq!(ada.get(&nobody).await.problem(404), "not_found");
}

#[tokio::test]
async fn an_employee_sees_what_their_own_clients_have() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (own, other) = (client(&ada, "grace@example.com").await, client(&ada, "alan@example.com").await);
    let pet = json!({ "kind": "pet", "name": "Rex" });
    let mine = ada.post(&format!("/clients/{own}/assets"), pet.clone()).await.expect(201);
    let theirs = ada.post(&format!("/clients/{other}/assets"), pet.clone()).await.expect(201);
    let bea = app.member(&ada, Role::Employee).await;
    let member = bea.member(&ada).await;
    let staff = ada.post("/staff", json!({ "name": "Bea", "member_id": member["id"] })).await.expect(201);
    let assign = format!(
        "insert into client_staff (company_id, id, client_id, staff_id)
         select company_id, gen_random_uuid(), '{own}', id from staff where id = '{}'",
        id(&staff)
    );
    app.db.execute(&assign).await;

    assert_eq!(names(&bea.get(&format!("/clients/{own}/assets")).await.expect(200)), ["Rex"]);
    bea.get(&format!("/assets/{}", id(&mine))).await.expect(200);
    assert_eq!(bea.get(&format!("/clients/{other}/assets")).await.problem(404), "not_found");
    assert_eq!(bea.get(&format!("/assets/{}", id(&theirs))).await.problem(404), "not_found");
    assert_eq!(bea.post(&format!("/clients/{own}/assets"), pet).await.problem(403), "forbidden");
}

#[tokio::test]
async fn a_customer_keeps_their_own_and_sees_nobody_elses() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (grace, alan) = (client(&ada, "grace@example.com").await, client(&ada, "alan@example.com").await);
    let alans = ada.post(&format!("/clients/{alan}/assets"), json!({ "kind": "pet", "name": "Rex" })).await.expect(201);
    let customer = app.customer("vesna", "grace@example.com").await;

    let new = json!({ "kind": "vehicle", "name": "The blue one", "make": "Toyota", "year": 2021 });
    let made = customer.post("/portal/assets", new).await.expect(201);
    let path = format!("/portal/assets/{}", id(&made));
    let changed = customer.patch(&path, 1, json!({ "model": "Camry" })).await.expect(200);

    assert_eq!((&changed["make"], &changed["model"]), (&json!("Toyota"), &json!("Camry")));
    assert_eq!(customer.patch(&path, 1, json!({ "name": "x" })).await.problem(412), "stale_version");
    assert_eq!(names(&customer.get("/portal/assets").await.expect(200)), ["The blue one"]);
    assert_eq!(names(&ada.get(&format!("/clients/{grace}/assets")).await.expect(200)), ["The blue one"]);
    let strange = format!("/portal/assets/{}", id(&alans));
    assert_eq!(customer.get(&strange).await.problem(404), "not_found");
    assert_eq!(customer.patch(&strange, 1, json!({ "name": "Mine" })).await.problem(404), "not_found");
    ada.post(&format!("/assets/{}/archive", id(&made)), json!({})).await.expect(200);
    assert_eq!(customer.get("/portal/assets").await.expect(200)["data"], json!([]));
    assert_eq!(customer.patch(&path, 3, json!({ "name": "x" })).await.problem(404), "not_found");
}

/// Somebody books as Grace, about this; at these hours in UTC she still can.
async fn book(app: &TestApp, service: &Value, hour: u8, asset: Value) -> Answer {
    let new = json!({
        "service_id": service["id"], "starts_at": format!("2026-11-24T{hour:02}:00:00Z"), "name": "Grace",
        "email": "grace@example.com", "asset": asset,
    });
    app.visitor().post("/public/vesna/bookings", new).await
}

#[tokio::test]
async fn a_visitor_who_books_for_what_is_known_adds_nothing_and_changes_nothing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let grace = client(&ada, "grace@example.com").await;
    let list = format!("/clients/{grace}/assets");
    let car = json!({ "kind": "vehicle", "name": "The blue one", "identifier": "АА 1234-ВВ" });
    let car = ada.post(&list, car).await.expect(201);

    for (hour, asset) in [
        (7, json!({ "name": "Skoda", "make": "Skoda", "identifier": "АА1234ВВ" })),
        (8, json!({ "kind": "pet", "name": "Chip", "identifier": "АА 1234-ВВ" })),
        (9, json!({ "kind": "pet", "name": "Rex", "year": 2020 })),
        (10, json!({ "kind": "pet", "name": "rex", "year": 2020 })),
        (11, json!({ "kind": "pet", "name": "Rex" })),
    ] {
        book(&app, &service, hour, asset).await.expect(201);
    }

    let found = ada.get(&list).await.expect(200);
    assert_eq!(names(&found), ["The blue one", "Chip", "Rex", "Rex"]);
    let kinds: Vec<_> = found["data"].as_array().expect("rows").iter().map(|row| row["kind"].clone()).collect();
    assert_eq!(kinds, ["vehicle", "pet", "pet", "pet"]);
    assert_eq!(ada.get(&format!("/assets/{}", id(&car))).await.expect(200), car);
    let about = format!("select count(*) from bookings where asset_id = '{}'", id(&car));
    assert_eq!(app.db.number(&about).await, 1);
}

#[tokio::test]
async fn what_was_archived_or_is_another_clients_is_not_booked_for_again() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let (grace, alan) = (client(&ada, "grace@example.com").await, client(&ada, "alan@example.com").await);
    let car = json!({ "kind": "vehicle", "name": "Car", "identifier": "1" });
    let old = ada.post(&format!("/clients/{grace}/assets"), car.clone()).await.expect(201);
    ada.post(&format!("/assets/{}/archive", id(&old)), json!({})).await.expect(200);
    ada.post(&format!("/clients/{alan}/assets"), car.clone()).await.expect(201);

    book(&app, &service, 8, car).await.expect(201);

    assert_eq!(names(&ada.get(&format!("/clients/{grace}/assets")).await.expect(200)), ["Car"]);
    assert_eq!(names(&ada.get(&format!("/clients/{alan}/assets")).await.expect(200)), ["Car"]);
}

#[tokio::test]
async fn a_customer_adds_fifty_at_most_also_at_once_and_staff_as_many_as_there_are() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let grace = client(&ada, "grace@example.com").await;
    let customer = app.customer("vesna", "grace@example.com").await;
    let most = format!(
        "insert into assets (company_id, id, client_id, kind, name, created_at)
         select c.company_id, gen_random_uuid(), c.id, 'vehicle', 'Van ' || n, now()
         from clients c, generate_series(1, 48) n where c.id = '{grace}'"
    );
    app.db.execute(&most).await;
    let van = |n: usize| json!({ "kind": "vehicle", "name": format!("Another {n}") });

    let answers = at_once((0..6).map(|n| {
        let (customer, new) = (customer.clone(), van(n));
        async move { customer.post("/portal/assets", new).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 2, "{answers:?}");
    assert_eq!(customer.post("/portal/assets", van(7)).await.problem(409), "too_many_assets");
    assert_eq!(book(&app, &service, 8, van(7)).await.problem(409), "too_many_assets");
    book(&app, &service, 8, json!({ "name": "Van 1" })).await.expect(201);
    ada.post(&format!("/clients/{grace}/assets"), van(8)).await.expect(201);
}
