//! The people whose time is booked, and their week.

mod available;
mod days;

use serde_json::{Value, json};

use crate::{Person, TestApp, at_once};

async fn iryna(ada: &Person) -> String {
    let made = ada.post("/staff", json!({ "name": "Iryna", "title": "Stylist" })).await.expect(201);
    format!("/staff/{}", made["id"].as_str().expect("an id"))
}

fn hours(weekday: &str, starts: &str, ends: &str) -> Value {
    json!({ "weekday": weekday, "starts": starts, "ends": ends })
}

#[tokio::test]
async fn a_title_is_kept_changed_and_emptied() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let path = iryna(&ada).await;

    let kept = ada.patch(&path, 1, json!({ "name": "Iryna B." })).await.expect(200);
    let changed = ada.patch(&path, 2, json!({ "title": "Senior stylist" })).await.expect(200);
    let emptied = ada.patch(&path, 3, json!({ "title": null })).await.expect(200);

    assert_eq!((&kept["name"], &kept["title"]), (&json!("Iryna B."), &json!("Stylist")));
    assert_eq!(changed["title"], "Senior stylist");
    assert_eq!((&emptied["name"], &emptied["title"]), (&json!("Iryna B."), &json!(null)));
    assert_eq!(ada.patch(&path, 3, json!({ "title": "x" })).await.problem(412), "stale_version");
    assert_eq!(ada.get(&path).await.expect(200), emptied);
}

#[tokio::test]
async fn a_name_cannot_be_emptied() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let path = iryna(&ada).await;

    let blank = ada.patch(&path, 1, json!({ "name": " " })).await.invalid();
    let null = ada.patch(&path, 1, json!({ "name": null })).await;

    assert_eq!(blank, [("name".to_owned(), "required".to_owned())]);
    assert!(null.status.is_client_error() || null.body["name"] == "Iryna", "{}", null.text);
    assert_eq!(ada.get(&path).await.expect(200)["name"], "Iryna");
}

#[tokio::test]
async fn a_week_is_shown_in_order_as_it_was_set() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let path = format!("{}/working-hours", iryna(&ada).await);
    assert_eq!(ada.get(&path).await.expect(200), json!({ "hours": [] }));

    let week = [
        hours("sunday", "00:00", "24:00"),
        hours("monday", "14:00", "18:30"),
        hours("monday", "09:00", "13:00"),
        hours("monday", "13:00", "14:00"),
    ];
    ada.put(&path, json!({ "hours": week })).await.expect(200);

    let sorted = [&week[2], &week[3], &week[1], &week[0]];
    assert_eq!(ada.get(&path).await.expect(200), json!({ "hours": sorted }));
    ada.put(&path, json!({ "hours": [] })).await.expect(200);
    assert_eq!(ada.get(&path).await.expect(200), json!({ "hours": [] }));
}

#[tokio::test]
async fn hours_that_overlap_or_are_no_times_change_nothing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let path = format!("{}/working-hours", iryna(&ada).await);
    let good = json!({ "hours": [hours("monday", "09:00", "17:00")] });
    ada.put(&path, good.clone()).await.expect(200);
    let monday = |starts: &str, ends: &str| vec![hours("monday", starts, ends)];

    let bad = [
        ([monday("09:00", "13:00"), monday("12:59", "14:00")].concat(), "hours", "overlap"),
        ([monday("09:00", "10:00"), monday("09:00", "10:00")].concat(), "hours", "overlap"),
        (monday("09:00", "24:01"), "hours[0].ends", "invalid_time"),
        (monday("25:00", "24:00"), "hours[0].starts", "invalid_time"),
        (monday("9:00", "10:00"), "hours[0].starts", "invalid_time"),
        (monday("09:00", "10:0\0"), "hours[0].ends", "invalid_time"),
        (monday("22:00", "06:00"), "hours[0].ends", "not_after_start"),
        (monday("09:00", "09:00"), "hours[0].ends", "not_after_start"),
        (vec![hours("funday", "09:00", "10:00")], "hours[0].weekday", "unknown_value"),
        (vec![hours("monday", "09:00", "10:00"); 51], "hours", "too_many"),
        (
            vec![json!({ "weekday": "monday", "starts": "09:00", "ends": "10:00", "room": 1 })],
            "hours[0].room",
            "unknown_field",
        ),
    ];
    for (hours, field, code) in bad {
        let errors = ada.put(&path, json!({ "hours": hours })).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())]);
    }

    assert_eq!(ada.get(&path).await.expect(200), good);
}

#[tokio::test]
async fn weeks_that_are_set_at_once_leave_one_of_them_whole() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let path = format!("{}/working-hours", iryna(&ada).await);
    let week = |n: u8| {
        let times =
            |day| [hours(day, &format!("{:02}:00", n), "12:00"), hours(day, "13:00", &format!("{:02}:00", 14 + n))];
        let hours = ["monday", "tuesday", "friday"].map(times).concat();
        json!({ "hours": hours })
    };

    app.warm_up().await;
    let answers = at_once((0..8).map(|n| {
        let (ada, path, week) = (ada.clone(), path.clone(), week(n));
        async move { ada.put(&path, week).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers, [200; 8]);
    let stored = ada.get(&path).await.expect(200);
    assert!((0..8).any(|n| stored == week(n)), "{stored}");
}

#[tokio::test]
async fn whoever_is_archived_takes_no_bookings_until_restored() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let (service, staff) = (service["id"].as_str().expect("an id"), staff["id"].as_str().expect("an id"));
    let free = format!("/public/vesna/availability?service_id={service}&from=2026-11-24&to=2026-11-25");
    let new =
        json!({ "service_id": service, "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });

    ada.post(&format!("/staff/{staff}/archive"), json!({})).await.expect(200);

    assert_eq!(app.visitor().get(&free).await.expect(200)["slots"], json!([]));
    assert_eq!(app.visitor().post("/public/vesna/bookings", new.clone()).await.problem(409), "slot_taken");
    assert_eq!(ada.get("/staff").await.expect(200)["data"], json!([]));
    assert_eq!(ada.get("/staff?archived=true").await.expect(200)["data"][0]["id"], staff);

    ada.post(&format!("/staff/{staff}/restore"), json!({})).await.expect(200);
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
}
