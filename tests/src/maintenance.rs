//! Maintenance of resources and locations: what it takes, what collides with it, and what it gives back.

use serde_json::{Value, json};

use crate::{Person, TestApp, at_once};

const NINE: &str = "2026-11-24T09:00:00Z";
const TEN: &str = "2026-11-24T10:00:00Z";
const ELEVEN: &str = "2026-11-24T11:00:00Z";
const NOON: &str = "2026-11-24T12:00:00Z";

async fn room(ada: &Person, capacity: i32) -> Value {
    ada.post("/resources", json!({ "kind": "room", "name": "Room 2", "capacity": capacity })).await.expect(201)
}

/// Where its maintenance is.
fn path(room: &Value) -> String {
    format!("/resources/{}/maintenance", room["id"].as_str().expect("an id"))
}

fn from_to(starts_at: &str, ends_at: &str) -> Value {
    json!({ "starts_at": starts_at, "ends_at": ends_at, "reason": "A new floor." })
}

async fn plan(ada: &Person, room: &Value, starts_at: &str, ends_at: &str) -> Value {
    ada.post(&path(room), from_to(starts_at, ends_at)).await.expect(201)
}

fn one(room: &Value, block: &Value) -> String {
    format!("{}/{}", path(room), block["id"].as_str().expect("an id"))
}

/// Bookings of somebody's time, on Tuesday and each an hour later; whatever else they take is taken by hand.
async fn bookings<const N: usize>(app: &TestApp, ada: &Person) -> [Value; N] {
    let (service, staff) = app.bookable(ada).await;
    let mut made = Vec::new();
    for hour in 7..15 {
        let new = json!({
            "service_id": service["id"], "staff_id": staff["id"], "starts_at": format!("2026-11-24T{hour:02}:00:00Z"),
            "name": "Grace", "email": "grace@example.com",
        });
        if made.len() < N {
            made.push(app.visitor().post("/public/vesna/bookings", new).await.expect(201));
        }
    }
    made.try_into().expect("as many as were asked for")
}

/// How many hours blocks have, on all units together.
async fn hours_blocked(app: &TestApp) -> i64 {
    let hours = "select coalesce(sum(extract(epoch from ends_at - starts_at)), 0) / 3600 from allocations where block_id is not null";
    app.db.number(hours).await
}

#[tokio::test]
async fn maintenance_is_kept_with_its_wall_time_and_no_booking_can_take_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    for capacity in [1, 3] {
        let room = room(&ada, capacity).await;

        let planned = plan(&ada, &room, NINE, NOON).await;

        assert_eq!((&planned["status"], &planned["reason"]), (&json!("active"), &json!("A new floor.")));
        assert_eq!(
            (&planned["wall_starts_at"], &planned["time_zone"]),
            (&json!("2026-11-24T11:00:00"), &json!("Europe/Kyiv"))
        );
        assert_eq!((&planned["collisions"], &planned["collision_count"]), (&json!([]), &json!(0)));
        for unit in 1..=capacity {
            assert_eq!(app.could_take("resources", &room, unit, TEN, ELEVEN).await, Err("23P01".into()));
            assert_eq!(app.could_take("resources", &room, unit, NOON, "2026-11-24T13:00:00Z").await, Ok(()));
        }
        assert_eq!(ada.get(&one(&room, &planned)).await.expect(200), planned);
    }
}

#[tokio::test]
async fn a_booking_in_the_way_is_told_and_keeps_its_time_until_it_is_cancelled() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let [grace] = bookings(&app, &ada).await;
    let room = room(&ada, 1).await;
    app.take(&grace, "resources", &room, 1, TEN, ELEVEN).await;

    let planned = plan(&ada, &room, NINE, NOON).await;

    let told = json!({
        "id": grace["id"], "reference": grace["reference"], "starts_at": grace["starts_at"], "ends_at": grace["ends_at"],
        "status": "confirmed",
    });
    assert_eq!((&planned["collisions"], &planned["collision_count"]), (&json!([told]), &json!(1)));
    assert_eq!(hours_blocked(&app).await, 2);

    app.let_go(&grace).await;

    assert_eq!(hours_blocked(&app).await, 3);
    assert_eq!(app.could_take("resources", &room, 1, TEN, ELEVEN).await, Err("23P01".into()));
    assert_eq!(ada.get(&one(&room, &planned)).await.expect(200)["collisions"], json!([]));
}

#[tokio::test]
async fn each_unit_of_three_is_blocked_but_for_what_is_booked_on_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let [grace, alan] = bookings(&app, &ada).await;
    let room = room(&ada, 3).await;
    app.take(&grace, "resources", &room, 1, "2026-11-24T08:00:00Z", TEN).await;
    app.take(&grace, "resources", &room, 2, TEN, ELEVEN).await;
    app.take(&alan, "resources", &room, 2, "2026-11-24T11:30:00Z", "2026-11-24T12:30:00Z").await;
    app.take(&alan, "resources", &room, 3, NOON, "2026-11-24T13:00:00Z").await;

    let planned = plan(&ada, &room, NINE, NOON).await;

    let ids: Vec<_> = planned["collisions"].as_array().expect("a list").iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&grace["id"], &alan["id"]]);
    let blocked =
        "select 2 * sum(extract(epoch from ends_at - starts_at)) / 3600 from allocations where block_id is not null";
    assert_eq!(app.db.number(blocked).await, 4 + 3 + 6);

    app.let_go(&grace).await;
    app.let_go(&alan).await;

    assert_eq!(hours_blocked(&app).await, 9);
    for unit in 1..=3 {
        assert_eq!(app.could_take("resources", &room, unit, "2026-11-24T08:00:00Z", NINE).await, Ok(()), "{unit}");
        assert_eq!(app.could_take("resources", &room, unit, "2026-11-24T11:59:00Z", NOON).await, Err("23P01".into()));
        assert_eq!(app.could_take("resources", &room, unit, NOON, "2026-11-24T13:00:00Z").await, Ok(()), "{unit}");
    }
}

#[tokio::test]
async fn seventy_days_are_taken_in_pieces_around_what_is_booked() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let [grace] = bookings(&app, &ada).await;
    let room = room(&ada, 3).await;
    app.take(&grace, "resources", &room, 2, "2026-12-30T10:00:00Z", "2026-12-30T12:00:00Z").await;

    let planned = plan(&ada, &room, "2026-12-01T00:00:00Z", "2027-02-09T00:00:00Z").await;

    let longest =
        "select max(extract(epoch from ends_at - starts_at)) / 3600 from allocations where block_id is not null";
    assert_eq!(planned["collision_count"], 1);
    assert_eq!((hours_blocked(&app).await, app.db.number(longest).await), (3 * 70 * 24 - 2, 720));
    app.let_go(&grace).await;
    assert_eq!(hours_blocked(&app).await, 3 * 70 * 24);
    ada.post(&format!("{}/cancel", one(&room, &planned)), json!({})).await.expect(200);
    assert_eq!(hours_blocked(&app).await, 0);
}

#[tokio::test]
async fn maintenance_does_not_overlap_other_maintenance_of_the_same_thing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (first, second) = (room(&ada, 1).await, room(&ada, 1).await);
    let planned = plan(&ada, &first, NINE, ELEVEN).await;

    assert_eq!(ada.post(&path(&first), from_to(TEN, NOON)).await.problem(409), "block_overlap");
    let next = plan(&ada, &first, ELEVEN, NOON).await;
    assert_eq!(ada.patch(&one(&first, &next), 1, json!({ "starts_at": TEN })).await.problem(409), "block_overlap");
    plan(&ada, &second, TEN, NOON).await;
    ada.post(&format!("{}/cancel", one(&first, &planned)), json!({})).await.expect(200);
    ada.patch(&one(&first, &next), 1, json!({ "starts_at": TEN })).await.expect(200);

    assert_eq!(hours_blocked(&app).await, 4);
}

#[tokio::test]
async fn of_those_who_plan_the_same_time_at_once_one_does() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let room = room(&ada, 3).await;

    app.warm_up().await;
    let answers = at_once((0..8).map(|_| {
        let (ada, path) = (ada.clone(), path(&room));
        async move { ada.post(&path, from_to(NINE, NOON)).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 409).count(), 7, "{answers:?}");
    assert_eq!(hours_blocked(&app).await, 9);
}

#[tokio::test]
async fn a_change_of_time_gives_back_what_is_not_needed_and_takes_what_is() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let [grace] = bookings(&app, &ada).await;
    let room = room(&ada, 1).await;
    app.take(&grace, "resources", &room, 1, "2026-11-24T12:30:00Z", "2026-11-24T13:00:00Z").await;
    let planned = plan(&ada, &room, NINE, NOON).await;
    assert_eq!(planned["collision_count"], 0);

    let patch = json!({ "starts_at": TEN, "ends_at": "2026-11-24T13:00:00Z", "reason": "Later." });
    let changed = ada.patch(&one(&room, &planned), 1, patch).await.expect(200);

    assert_eq!((&changed["reason"], &changed["version"]), (&json!("Later."), &json!(2)));
    assert_eq!((&changed["wall_starts_at"], &changed["collision_count"]), (&json!("2026-11-24T12:00:00"), &json!(1)));
    assert_eq!(app.could_take("resources", &room, 1, NINE, TEN).await, Ok(()));
    assert_eq!(app.could_take("resources", &room, 1, NOON, "2026-11-24T12:30:00Z").await, Err("23P01".into()));
    let backwards = ada.patch(&one(&room, &planned), 2, json!({ "ends_at": NINE })).await.invalid();
    assert_eq!(backwards, [("ends_at".to_owned(), "not_after_start".to_owned())]);
    assert_eq!(ada.patch(&one(&room, &planned), 1, json!({ "reason": "x" })).await.problem(412), "stale_version");
}

#[tokio::test]
async fn cancelled_maintenance_gives_its_time_back_and_stays_cancelled() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let [grace] = bookings(&app, &ada).await;
    let room = room(&ada, 1).await;
    app.take(&grace, "resources", &room, 1, TEN, ELEVEN).await;
    let planned = plan(&ada, &room, NINE, NOON).await;
    let path_of_one = one(&room, &planned);

    let cancelled = ada.post(&format!("{path_of_one}/cancel"), json!({})).await.expect(200);

    assert_eq!((&cancelled["status"], &cancelled["collisions"]), (&json!("cancelled"), &json!([])));
    assert_eq!(app.could_take("resources", &room, 1, NINE, TEN).await, Ok(()));
    app.let_go(&grace).await;
    assert_eq!(hours_blocked(&app).await, 0);
    assert_eq!(ada.post(&format!("{path_of_one}/cancel"), json!({})).await.problem(409), "cancelled");
    assert_eq!(ada.patch(&path_of_one, 2, json!({ "reason": "x" })).await.problem(409), "cancelled");
    assert_eq!(ada.get(&path(&room)).await.expect(200)["data"], json!([]));
    assert_eq!(ada.get(&format!("{}?cancelled=true", path(&room))).await.expect(200)["data"][0]["id"], planned["id"]);
}

#[tokio::test]
async fn a_unit_that_is_added_during_maintenance_is_blocked_too() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let [grace] = bookings(&app, &ada).await;
    let room = room(&ada, 1).await;
    app.take(&grace, "resources", &room, 1, TEN, ELEVEN).await;
    plan(&ada, &room, NINE, NOON).await;
    let resource = format!("/resources/{}", room["id"].as_str().expect("an id"));

    ada.patch(&resource, 1, json!({ "capacity": 2 })).await.expect(200);
    assert_eq!(hours_blocked(&app).await, 5);

    ada.patch(&resource, 2, json!({ "capacity": 1 })).await.expect(200);
    assert_eq!(hours_blocked(&app).await, 2);
}

#[tokio::test]
async fn maintenance_of_a_location_takes_its_places() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let location = ada.post("/locations", json!({ "name": "Podil", "capacity": 2, "time_zone": "Asia/Dhaka" })).await;
    let location = location.expect(201);
    let path = format!("/locations/{}", location["id"].as_str().expect("an id"));

    let planned = ada.post(&format!("{path}/maintenance"), from_to(NINE, ELEVEN)).await.expect(201);

    assert_eq!(
        (&planned["time_zone"], &planned["wall_ends_at"]),
        (&json!("Asia/Dhaka"), &json!("2026-11-24T17:00:00"))
    );
    let day = ada.get(&format!("{path}/places?date=2026-11-24")).await.expect(200);
    let full: Vec<_> = day["rows"].as_array().expect("rows").iter().filter(|row| row["full"] == true).collect();
    assert_eq!(full.iter().map(|row| row["starts_at"].clone()).collect::<Vec<_>>(), [NINE, TEN]);
    let elsewhere = format!("{}/{}", self::path(&room(&ada, 1).await), planned["id"].as_str().expect("an id"));
    assert_eq!(ada.get(&elsewhere).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_list_tells_what_touches_a_time() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let room = room(&ada, 1).await;
    let first = plan(&ada, &room, NINE, TEN).await;
    let second = plan(&ada, &room, ELEVEN, NOON).await;
    let ids = async |query: &str| {
        let found = ada.get(&format!("{}?{query}", path(&room))).await.expect(200);
        found["data"].as_array().expect("rows").iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };

    assert_eq!(ids("").await, [first["id"].clone(), second["id"].clone()]);
    assert_eq!(ids(&format!("from={TEN}")).await, [second["id"].clone()]);
    assert_eq!(ids(&format!("from=2026-11-24T09:59:00Z&to={ELEVEN}")).await, [first["id"].clone()]);
    assert_eq!(ada.pages(&path(&room), 1).await.concat().len(), 2);
}

#[tokio::test]
async fn times_that_are_none_are_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let room = room(&ada, 1).await;

    for (starts_at, ends_at, field, code) in [
        (NINE, NINE, "ends_at", "not_after_start"),
        (NINE, "2027-12-30T09:00:00Z", "ends_at", "too_long"),
        ("1999-12-31T23:00:00Z", "2000-01-01T00:00:00Z", "starts_at", "out_of_range"),
    ] {
        let errors = ada.post(&path(&room), from_to(starts_at, ends_at)).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())]);
    }
}
