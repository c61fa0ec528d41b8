//! Where work is done: kept, opened, shown to visitors, and how full it is.

use serde_json::{Value, json};

use crate::{Person, TestApp};

async fn podil(ada: &Person, capacity: i32) -> Value {
    ada.post("/locations", json!({ "name": "Podil", "capacity": capacity })).await.expect(201)
}

fn path(location: &Value) -> String {
    format!("/locations/{}", location["id"].as_str().expect("an id"))
}

/// A booking of an hour on Tuesday, of somebody's time; places are taken for it by hand.
async fn booking(app: &TestApp, ada: &Person) -> Value {
    let (service, staff) = app.bookable(ada).await;
    let new = json!({
        "service_id": service["id"], "staff_id": staff["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "Grace",
        "email": "grace@example.com",
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201)
}

async fn open(ada: &Person, location: &Value, starts: &str, ends: &str) {
    let hours = json!({ "hours": [{ "weekday": "tuesday", "starts": starts, "ends": ends }] });
    ada.put(&format!("{}/opening-hours", path(location)), hours).await.expect(200);
}

#[tokio::test]
async fn a_location_is_kept_as_it_was_made_and_changed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let new = json!({
        "name": " Podil ", "time_zone": "Asia/Dhaka", "capacity": 12, "street": "Sahaidachnoho 12", "city": "Kyiv",
        "zip": "04070", "country": "ua", "phone": "+380 44 123 4567",
    });
    let made = ada.post("/locations", new).await.expect(201);
    let patch = json!({ "name": "Podil 2", "time_zone": "Europe/Warsaw", "capacity": 2, "zip": null });
    let changed = ada.patch(&path(&made), 1, patch.clone()).await.expect(200);

    assert_eq!(
        (&made["name"], &made["country"], &made["phone"]),
        (&json!("Podil"), &json!("UA"), &json!("+380441234567"))
    );
    assert_eq!((&made["time_zone"], &made["capacity"]), (&json!("Asia/Dhaka"), &json!(12)));
    let mut expected = made.clone();
    expected.as_object_mut().expect("an object").extend(patch.as_object().expect("an object").clone());
    expected["version"] = json!(2);
    assert_eq!(changed, expected);
    assert_eq!(ada.get(&path(&made)).await.expect(200), expected);
    assert_eq!(ada.patch(&path(&made), 1, json!({ "name": "x" })).await.problem(412), "stale_version");
}

#[tokio::test]
async fn a_location_without_a_zone_is_in_the_companys_and_has_one_place() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let made = ada.post("/locations", json!({ "name": "Podil" })).await.expect(201);

    assert_eq!((&made["time_zone"], &made["capacity"]), (&json!("Europe/Kyiv"), &json!(1)));
}

#[tokio::test]
async fn what_is_wrong_with_a_location_is_told_by_field() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = podil(&ada, 1).await;
    let bad = [
        (json!({ "name": " " }), "name", "required"),
        (json!({ "time_zone": "Europe/Atlantis" }), "time_zone", "unknown_time_zone"),
        (json!({ "capacity": 0 }), "capacity", "out_of_range"),
        (json!({ "capacity": 1001 }), "capacity", "out_of_range"),
        (json!({ "country": "Ukraine" }), "country", "unknown_country"),
        (json!({ "country": "QQ" }), "country", "unknown_country"),
        (json!({ "phone": "12" }), "phone", "invalid_phone"),
        (json!({ "city": "x".repeat(121) }), "city", "too_long"),
    ];

    for (wrong, field, code) in bad {
        let mut new = json!({ "name": "Podil" });
        new.as_object_mut().expect("an object").extend(wrong.as_object().expect("an object").clone());
        let expected = [(field.to_owned(), code.to_owned())];
        assert_eq!(ada.post("/locations", new).await.invalid(), expected);
        assert_eq!(ada.patch(&path(&made), 1, wrong).await.invalid(), expected);
    }
}

#[tokio::test]
async fn a_location_is_open_always_until_it_has_hours_and_again_once_it_has_none() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = podil(&ada, 1).await;
    let hours = format!("{}/opening-hours", path(&made));
    let kept =
        || async { app.db.rows("select hours from calendars where kind = 'location'").await[0]["hours"].clone() };
    assert_eq!((ada.get(&hours).await.expect(200), kept().await), (json!({ "hours": [] }), json!("always")));

    let week = json!({ "hours": [{ "weekday": "monday", "starts": "09:00", "ends": "24:00" }] });
    ada.put(&hours, week.clone()).await.expect(200);
    assert_eq!((ada.get(&hours).await.expect(200), kept().await), (week, json!("week")));

    ada.put(&hours, json!({ "hours": [] })).await.expect(200);
    assert_eq!((ada.get(&hours).await.expect(200), kept().await), (json!({ "hours": [] }), json!("always")));
}

#[tokio::test]
async fn visitors_see_locations_that_are_in_use_and_nothing_internal() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (shown, hidden) = (podil(&ada, 3).await, podil(&ada, 3).await);
    ada.post(&format!("{}/archive", path(&hidden)), json!({})).await.expect(200);

    let seen = app.visitor().get("/public/vesna/locations").await.expect(200);

    let expected = json!({
        "id": shown["id"], "name": "Podil", "time_zone": "Europe/Kyiv", "street": null, "city": null, "zip": null,
        "country": null, "phone": null,
    });
    assert_eq!(seen, json!({ "data": [expected], "next_cursor": null }));
    assert_eq!(ada.get("/locations?archived=true").await.expect(200)["data"][0]["id"], hidden["id"]);
    ada.post(&format!("{}/restore", path(&hidden)), json!({})).await.expect(200);
    assert_eq!(app.visitor().pages("/public/vesna/locations", 1).await.len(), 2);
}

#[tokio::test]
async fn fewer_places_than_are_taken_in_time_to_come_are_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let location = podil(&ada, 3).await;
    let grace = booking(&app, &ada).await;
    for unit in 1..=2 {
        app.take(&grace, "locations", &location, unit, "2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z").await;
    }
    app.take(&grace, "locations", &location, 3, "2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z").await;

    let refused = ada.patch(&path(&location), 1, json!({ "capacity": 1, "name": "Less" })).await;

    assert_eq!(refused.problem(409), "capacity_in_use");
    assert_eq!(ada.get(&path(&location)).await.expect(200), location);
    assert_eq!(ada.patch(&path(&location), 1, json!({ "capacity": 2 })).await.expect(200)["capacity"], 2);
    app.let_go(&grace).await;
    assert_eq!(ada.patch(&path(&location), 2, json!({ "capacity": 1 })).await.expect(200)["capacity"], 1);
}

#[tokio::test]
async fn what_is_taken_on_a_place_that_goes_moves_to_one_that_is_free() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let location = podil(&ada, 3).await;
    let grace = booking(&app, &ada).await;
    app.take(&grace, "locations", &location, 1, "2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z").await;
    app.take(&grace, "locations", &location, 3, "2026-11-24T08:30:00Z", "2026-11-24T09:30:00Z").await;

    ada.patch(&path(&location), 1, json!({ "capacity": 2 })).await.expect(200);

    let units = app
        .db
        .rows("select unit from allocations a join locations using (company_id, calendar_id) order by unit")
        .await;
    assert_eq!(units, [json!({ "unit": 1 }), json!({ "unit": 2 })]);
}

#[tokio::test]
async fn a_day_is_told_hour_by_hour_with_the_most_places_taken_at_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let location = podil(&ada, 3).await;
    open(&ada, &location, "09:00", "12:00").await;
    let grace = booking(&app, &ada).await;
    app.take(&grace, "locations", &location, 1, "2026-11-24T07:00:00Z", "2026-11-24T08:30:00Z").await;
    app.take(&grace, "locations", &location, 2, "2026-11-24T07:15:00Z", "2026-11-24T07:45:00Z").await;
    app.take(&grace, "locations", &location, 2, "2026-11-24T07:45:00Z", "2026-11-24T08:45:00Z").await;
    hold(&app, &location, "2026-11-24T08:00:00Z", "2026-11-24T08:15:00Z", "2026-11-23T06:10:00Z").await;
    hold(&app, &location, "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", "2026-11-23T05:00:00Z").await;

    let day = ada.get(&format!("{}/places?date=2026-11-24&minutes=60", path(&location))).await.expect(200);

    let row = |from: &str, to: &str, taken: i32, full: bool| {
        let at = |hour: &str| format!("2026-11-24T{hour}:00:00Z");
        json!({ "starts_at": at(from), "ends_at": at(to), "capacity": 3, "taken": taken, "full": full })
    };
    let rows = [row("07", "08", 2, false), row("08", "09", 3, true), row("09", "10", 0, false)];
    let expected = json!({
        "location_id": location["id"], "date": "2026-11-24", "time_zone": "Europe/Kyiv", "rows": rows,
    });
    assert_eq!(day, expected);
}

/// Somebody is at the checkout with the third place until `expires`.
async fn hold(app: &TestApp, location: &Value, from: &str, to: &str, expires: &str) {
    let location = location["id"].as_str().expect("an id");
    let sql = format!(
        "with held as (
             insert into holds (company_id, id, secret_hash, choice, starts_at, expires_at, created_at)
             select company_id, gen_random_uuid(), '\\x{expires_hash}', '{{}}', '{from}', '{expires}', now()
             from locations where id = '{location}' returning company_id, id)
         insert into allocations (company_id, id, calendar_id, unit, starts_at, ends_at, hold_id, expires_at)
         select h.company_id, gen_random_uuid(), l.calendar_id, 3, '{from}', '{to}', h.id, '{expires}'
         from held h join locations l on l.company_id = h.company_id and l.id = '{location}'",
        expires_hash = uuid::Uuid::now_v7().simple(),
    );
    app.db.execute(&sql).await;
}

#[tokio::test]
async fn a_day_has_no_rows_when_closed_and_a_short_one_before_closing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let location = podil(&ada, 1).await;
    let day = async |query: &str| {
        let shown = ada.get(&format!("{}/places?{query}", path(&location))).await.expect(200);
        shown["rows"].as_array().expect("rows").clone()
    };
    assert_eq!(day("date=2026-11-24").await.len(), 24);

    open(&ada, &location, "09:00", "10:45").await;
    app.db
        .execute(
            "insert into holidays (company_id, id, on_date, name, created_at)
             select id, gen_random_uuid(), '2026-12-01', 'A day off', now() from companies",
        )
        .await;

    let ends: Vec<_> = day("date=2026-11-24&minutes=30").await.iter().map(|row| row["ends_at"].clone()).collect();
    assert_eq!(ends, ["2026-11-24T07:30:00Z", "2026-11-24T08:00:00Z", "2026-11-24T08:30:00Z", "2026-11-24T08:45:00Z"]);
    assert_eq!(day("date=2026-11-25").await, [] as [Value; 0]);
    assert_eq!(day("date=2026-12-01").await, [] as [Value; 0]);
}
