//! What work is done with, and the state it is in.

use serde_json::{Value, json};

use crate::{Person, TestApp};

async fn room(ada: &Person, name: &str, capacity: i32) -> Value {
    ada.post("/resources", json!({ "kind": "room", "name": name, "capacity": capacity })).await.expect(201)
}

fn path(resource: &Value) -> String {
    format!("/resources/{}", resource["id"].as_str().expect("an id"))
}

async fn booking(app: &TestApp, ada: &Person) -> Value {
    let (service, staff) = app.bookable(ada).await;
    let new = json!({
        "service_id": service["id"], "staff_id": staff["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "Grace",
        "email": "grace@example.com",
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201)
}

/// The state and the free units of each, in the order they were made.
async fn states(ada: &Person, at: &str) -> Vec<(Value, Value)> {
    let shown = ada.get(&format!("/resources?at={at}")).await.expect(200);
    let rows = shown["data"].as_array().expect("rows");
    rows.iter().map(|row| (row["state"].clone(), row["free_units"].clone())).collect()
}

#[tokio::test]
async fn a_resource_is_kept_as_it_was_made_and_changed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let location = ada.post("/locations", json!({ "name": "Podil" })).await.expect(201);

    let new = json!({ "kind": " Wash Bay ", "name": "Bay 1", "description": "Big", "location_id": location["id"] });
    let made = ada.post("/resources", new).await.expect(201);
    let patch = json!({ "kind": "lift", "name": "Lift 1", "capacity": 3, "location_id": null });
    let changed = ada.patch(&path(&made), 1, patch).await.expect(200);

    assert_eq!((&made["kind"], &made["capacity"]), (&json!("wash bay"), &json!(1)));
    assert_eq!((&made["location_id"], &made["state"]), (&location["id"], &json!("free")));
    assert_eq!((&changed["kind"], &changed["free_units"]), (&json!("lift"), &json!(3)));
    assert_eq!((&changed["location_id"], &changed["description"]), (&json!(null), &json!("Big")));
    assert_eq!(ada.get(&path(&made)).await.expect(200), changed);
    assert_eq!(ada.patch(&path(&made), 1, json!({})).await.problem(412), "stale_version");
}

#[tokio::test]
async fn another_companys_location_is_none() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let theirs = app.company("next-door").await.post("/locations", json!({ "name": "Theirs" })).await.expect(201);
    let mine = room(&ada, "Room 1", 1).await;

    let new = json!({ "kind": "room", "name": "x", "location_id": theirs["id"] });
    let not_found = [("location_id".to_owned(), "not_found".to_owned())];

    assert_eq!(ada.post("/resources", new).await.invalid(), not_found);
    assert_eq!(ada.patch(&path(&mine), 1, json!({ "location_id": theirs["id"] })).await.invalid(), not_found);
}

#[tokio::test]
async fn a_list_is_narrowed_by_kind_and_location_and_leaves_out_the_archived() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let location = ada.post("/locations", json!({ "name": "Podil" })).await.expect(201);
    let here = json!({ "kind": "room", "name": "Here", "location_id": location["id"] });
    let here = ada.post("/resources", here).await.expect(201);
    let (there, gone) = (room(&ada, "There", 1).await, room(&ada, "Gone", 1).await);
    let bay = ada.post("/resources", json!({ "kind": "bay", "name": "Bay" })).await.expect(201);
    ada.post(&format!("{}/archive", path(&gone)), json!({})).await.expect(200);
    let ids = async |query: &str| {
        let found = ada.get(&format!("/resources{query}")).await.expect(200);
        found["data"].as_array().expect("rows").iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };

    assert_eq!(ids("").await, [&here, &there, &bay].map(|one| one["id"].clone()));
    assert_eq!(ids("?kind=Room").await, [&here, &there].map(|one| one["id"].clone()));
    let at_podil = format!("?location_id={}", location["id"].as_str().expect("an id"));
    assert_eq!(ids(&at_podil).await, [here["id"].clone()]);
    assert_eq!(ids("?archived=true").await, [gone["id"].clone()]);
    assert_eq!(ada.pages("/resources", 2).await.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    ada.post(&format!("{}/restore", path(&gone)), json!({})).await.expect(200);
    assert_eq!(ids("?kind=room").await.len(), 3);
}

#[tokio::test]
async fn a_room_is_busy_while_it_is_booked_and_free_when_that_ends() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (one, many) = (room(&ada, "Room 1", 1).await, room(&ada, "Hall", 3).await);
    let grace = booking(&app, &ada).await;
    app.take(&grace, "resources", &one, 1, "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z").await;
    app.take(&grace, "resources", &many, 2, "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z").await;
    let (free, busy) = (json!("free"), json!("busy"));

    assert_eq!(states(&ada, "2026-11-24T09:59:59Z").await, [(free.clone(), json!(1)), (free.clone(), json!(3))]);
    assert_eq!(states(&ada, "2026-11-24T10:00:00Z").await, [(busy.clone(), json!(0)), (free.clone(), json!(2))]);
    assert_eq!(states(&ada, "2026-11-24T10:30:00Z").await, [(busy, json!(0)), (free.clone(), json!(2))]);
    assert_eq!(states(&ada, "2026-11-24T11:00:00Z").await, [(free.clone(), json!(1)), (free, json!(3))]);
}

#[tokio::test]
async fn a_room_in_maintenance_is_neither_free_nor_busy() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let hall = room(&ada, "Hall", 3).await;
    let grace = booking(&app, &ada).await;
    app.take(&grace, "resources", &hall, 1, "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z").await;
    let new = json!({ "starts_at": "2026-11-24T10:30:00Z", "ends_at": "2026-11-24T12:00:00Z" });
    ada.post(&format!("{}/maintenance", path(&hall)), new).await.expect(201);

    assert_eq!(states(&ada, "2026-11-24T10:15:00Z").await, [(json!("free"), json!(2))]);
    assert_eq!(states(&ada, "2026-11-24T10:30:00Z").await, [(json!("maintenance"), json!(0))]);
    assert_eq!(states(&ada, "2026-11-24T11:59:00Z").await, [(json!("maintenance"), json!(0))]);
    assert_eq!(states(&ada, "2026-11-24T12:00:00Z").await, [(json!("free"), json!(3))]);
}

#[tokio::test]
async fn what_has_run_out_makes_nothing_busy() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let one = room(&ada, "Room 1", 1).await;
    let grace = booking(&app, &ada).await;
    app.take(&grace, "resources", &one, 1, "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z").await;
    let state = async || states(&ada, "2026-11-24T10:30:00Z").await[0].0.clone();

    app.db.execute("update allocations set expires_at = '2026-11-23T06:00:01Z'").await;
    let held = state().await;
    app.db.execute("update allocations set expires_at = '2026-11-23T06:00:00Z'").await;

    assert_eq!((held, state().await), (json!("busy"), json!("free")));
}
