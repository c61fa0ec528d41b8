//! The plan of shifts.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use crate::{Person, TestApp, at_once};

async fn hire(ada: &Person, name: &str) -> String {
    let made = ada.post("/staff", json!({ "name": name, "scheduling": "shifts" })).await.expect(201);
    made["id"].as_str().expect("an id").to_owned()
}

fn shift(staff: &str, starts_at: &str, ends_at: &str) -> Value {
    json!({ "staff_id": staff, "starts_at": starts_at, "ends_at": ends_at })
}

fn path(of: &Value) -> String {
    format!("/shifts/{}", of["id"].as_str().expect("an id"))
}

async fn starts(ada: &Person, range: &str) -> Vec<String> {
    let rows = ada.pages(&format!("/shifts?{range}"), 2).await.concat();
    rows.iter().map(|row| row["starts_at"].as_str().expect("a time").to_owned()).collect()
}

#[tokio::test]
async fn a_shift_is_planned_changed_and_taken_out() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (iryna, olha) = (hire(&ada, "Iryna").await, hire(&ada, "Olha").await);

    let new = shift(&iryna, "2026-11-24T07:00:00Z", "2026-11-24T15:00:00Z");
    let made = ada.post("/shifts", new).await.expect(201);
    let changed = json!({ "staff_id": olha, "ends_at": "2026-11-24T16:00:00Z" });
    let changed = ada.patch(&path(&made), 1, changed).await.expect(200);

    let facts = |row: &Value| json!([row["staff_name"], row["starts_at"], row["ends_at"], row["published_at"]]);
    assert_eq!(facts(&made), json!(["Iryna", "2026-11-24T07:00:00Z", "2026-11-24T15:00:00Z", null]));
    assert_eq!(facts(&changed), json!(["Olha", "2026-11-24T07:00:00Z", "2026-11-24T16:00:00Z", null]));
    assert_eq!(ada.patch(&path(&made), 1, json!({ "location_id": null })).await.problem(412), "stale_version");
    ada.delete(&path(&made)).await.expect(204);
    assert_eq!(ada.get(&path(&made)).await.problem(404), "not_found");
    assert_eq!(ada.delete(&path(&made)).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_shift_that_is_none_is_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let iryna = hire(&ada, "Iryna").await;
    let gone = hire(&ada, "Zoe").await;
    ada.post(&format!("/staff/{gone}/archive"), json!({})).await.expect(200);

    for (staff, starts_at, ends_at, field, code) in [
        (&iryna, "2026-11-24T07:00:00Z", "2026-11-24T07:00:00Z", "ends_at", "not_after_start"),
        (&iryna, "2026-11-24T07:00:00Z", "2026-11-26T07:00:01Z", "ends_at", "too_long"),
        (&iryna, "2926-11-24T07:00:00Z", "2926-11-24T08:00:00Z", "starts_at", "out_of_range"),
        (&gone, "2026-11-24T07:00:00Z", "2026-11-24T08:00:00Z", "staff_id", "archived"),
    ] {
        let errors = ada.post("/shifts", shift(staff, starts_at, ends_at)).await.invalid();
        assert_eq!(errors[0], (field.to_owned(), code.to_owned()));
    }
    let made = ada.post("/shifts", shift(&iryna, "2026-11-24T07:00:00Z", "2026-11-26T07:00:00Z")).await.expect(201);
    let longer = ada.patch(&path(&made), 1, json!({ "starts_at": "2026-11-24T06:00:00Z" })).await.invalid();
    assert_eq!(longer, [("ends_at".to_owned(), "too_long".to_owned())]);
}

#[tokio::test]
async fn nobody_works_two_shifts_at_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (iryna, olha) = (hire(&ada, "Iryna").await, hire(&ada, "Olha").await);
    let early = shift(&iryna, "2026-11-24T07:00:00Z", "2026-11-24T15:00:00Z");
    ada.post("/shifts", early).await.expect(201);

    let overlap = shift(&iryna, "2026-11-24T14:59:00Z", "2026-11-24T20:00:00Z");
    assert_eq!(ada.post("/shifts", overlap.clone()).await.problem(409), "shift_overlap");
    let late = ada.post("/shifts", shift(&iryna, "2026-11-24T15:00:00Z", "2026-11-24T20:00:00Z")).await.expect(201);
    let other = ada.post("/shifts", shift(&olha, "2026-11-24T14:00:00Z", "2026-11-24T20:00:00Z")).await.expect(201);
    let longer = ada.patch(&path(&late), 1, json!({ "starts_at": "2026-11-24T14:00:00Z" })).await;
    assert_eq!(longer.problem(409), "shift_overlap");
    assert_eq!(ada.patch(&path(&other), 1, json!({ "staff_id": iryna })).await.problem(409), "shift_overlap");
    assert_eq!(starts(&ada, "from=2026-11-24&to=2026-11-25").await.len(), 3);
}

#[tokio::test]
async fn of_many_who_plan_the_same_hours_at_once_one_does() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let iryna = hire(&ada, "Iryna").await;

    app.warm_up().await;
    let answers = at_once((0..8).map(|n| {
        let (ada, new) = (ada.clone(), shift(&iryna, &format!("2026-11-24T0{n}:00:00Z"), "2026-11-24T15:00:00Z"));
        async move { ada.post("/shifts", new).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 409).count(), 7, "{answers:?}");
}

#[tokio::test]
async fn shifts_that_trade_places_at_once_wait_for_each_other() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (iryna, olha) = (hire(&ada, "Iryna").await, hire(&ada, "Olha").await);
    let (day, next) =
        (("2026-11-24T07:00:00Z", "2026-11-24T15:00:00Z"), ("2026-11-25T07:00:00Z", "2026-11-25T15:00:00Z"));
    let one = ada.post("/shifts", shift(&iryna, day.0, day.1)).await.expect(201);
    let two = ada.post("/shifts", shift(&olha, next.0, next.1)).await.expect(201);

    app.warm_up().await;
    let answers = at_once([(one, olha), (two, iryna)].map(|(shift, staff)| {
        let ada = ada.clone();
        async move { ada.patch(&path(&shift), 1, json!({ "staff_id": staff })).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers, [200, 200]);
}

#[tokio::test]
async fn the_plan_is_listed_by_day_person_and_page() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await; // Kyiv: two hours ahead
    let (iryna, olha) = (hire(&ada, "Iryna").await, hire(&ada, "Olha").await);
    for (staff, starts_at, ends_at) in [
        (&iryna, "2026-11-24T20:00:00Z", "2026-11-25T04:00:00Z"), // over midnight
        (&iryna, "2026-11-25T07:00:00Z", "2026-11-25T15:00:00Z"),
        (&olha, "2026-11-25T07:00:00Z", "2026-11-25T15:00:00Z"),
        (&olha, "2026-11-25T22:00:00Z", "2026-11-26T02:00:00Z"), // the next day there
    ] {
        ada.post("/shifts", shift(staff, starts_at, ends_at)).await.expect(201);
    }

    let day = starts(&ada, "from=2026-11-25&to=2026-11-26").await;

    assert_eq!(day, ["2026-11-24T20:00:00Z", "2026-11-25T07:00:00Z", "2026-11-25T07:00:00Z"]);
    let olhas = starts(&ada, &format!("from=2026-11-25&to=2026-11-27&staff_id={olha}")).await;
    assert_eq!(olhas, ["2026-11-25T07:00:00Z", "2026-11-25T22:00:00Z"]);
    assert_eq!(ada.get("/shifts?from=2026-11-25&to=2026-11-25").await.invalid()[0].0, "to");
    let bea = app.member(&ada, Role::Employee).await;
    assert_eq!(starts(&bea, "from=2026-11-25&to=2026-11-26").await, day);
    let new = shift(&iryna, "2026-12-24T20:00:00Z", "2026-12-25T04:00:00Z");
    assert_eq!(bea.post("/shifts", new).await.problem(403), "forbidden");
}

#[tokio::test]
async fn what_is_published_is_counted_and_told_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (iryna, olha) = (hire(&ada, "Iryna").await, hire(&ada, "Olha").await);
    for (staff, day) in [(&iryna, 24), (&iryna, 25), (&olha, 25), (&olha, 26)] {
        let at = |hour: u8| format!("2026-11-{day}T{hour:02}:00:00Z");
        ada.post("/shifts", shift(staff, &at(7), &at(15))).await.expect(201);
    }
    let range = |staff: Value| json!({ "from": "2026-11-24", "to": "2026-11-26", "staff_id": staff });

    let hers = ada.post("/shifts/publish", range(json!(olha))).await.expect(200);
    let rest = ada.post("/shifts/publish", range(json!(null))).await.expect(200);
    let none = ada.post("/shifts/publish", range(json!(null))).await.expect(200);

    assert_eq!([&hers["count"], &rest["count"], &none["count"]], [1, 2, 0]);
    let rows = ada.get("/shifts?from=2026-11-24&to=2026-11-30").await.expect(200);
    let published: Vec<_> =
        rows["data"].as_array().expect("rows").iter().map(|row| row["published_at"].clone()).collect();
    assert_eq!(
        published,
        [json!("2026-11-23T06:00:00Z"), json!("2026-11-23T06:00:00Z"), json!("2026-11-23T06:00:00Z"), json!(null)]
    );
    assert_eq!(app.db.number("select count(*) from events where kind = 'shifts.published'").await, 2);
}

#[tokio::test]
async fn a_week_is_copied_by_the_clock_unpublished() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let iryna = hire(&ada, "Iryna").await;
    let gone = hire(&ada, "Zoe").await;
    for (staff, starts_at, ends_at) in [
        (&iryna, "2026-10-18T21:00:00Z", "2026-10-19T05:00:00Z"), // Monday, 00:00 in Kyiv, in summer
        (&iryna, "2026-10-25T20:00:00Z", "2026-10-25T22:00:00Z"), // Sunday, 22:00, in winter
        (&iryna, "2026-10-25T22:00:00Z", "2026-10-26T04:00:00Z"), // the next Monday
        (&gone, "2026-10-20T07:00:00Z", "2026-10-20T15:00:00Z"),
    ] {
        ada.post("/shifts", shift(staff, starts_at, ends_at)).await.expect(201);
    }
    ada.post(&format!("/staff/{gone}/archive"), json!({})).await.expect(200);
    ada.post("/shifts/publish", json!({ "from": "2026-10-19", "to": "2026-10-26" })).await.expect(200);

    let copied = ada.post("/shifts/copy", json!({ "from": "2026-10-19", "to": "2026-11-30" })).await.expect(200);

    assert_eq!(copied["count"], 2);
    let there = ada.get("/shifts?from=2026-11-30&to=2026-12-14").await.expect(200);
    let times: Vec<_> =
        there["data"].as_array().expect("rows").iter().map(|row| [&row["starts_at"], &row["published_at"]]).collect();
    let null = &json!(null);
    assert_eq!(times, [[&json!("2026-11-29T22:00:00Z"), null], [&json!("2026-12-06T20:00:00Z"), null]]);
}

#[tokio::test]
async fn a_week_that_overlaps_one_shift_is_not_copied_at_all() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (iryna, olha) = (hire(&ada, "Iryna").await, hire(&ada, "Olha").await);
    for (staff, day) in [(&iryna, "2026-11-23"), (&iryna, "2026-11-27"), (&olha, "2026-11-25"), (&iryna, "2026-12-04")]
    {
        let at = |hour: u8| format!("{day}T{hour:02}:00:00Z");
        ada.post("/shifts", shift(staff, &at(7), &at(15))).await.expect(201);
    }
    let weeks = |staff: Value| json!({ "from": "2026-11-23", "to": "2026-11-30", "staff_id": staff });
    let next = "from=2026-11-30&to=2026-12-07";

    assert_eq!(ada.post("/shifts/copy", weeks(json!(null))).await.problem(409), "shift_overlap");
    assert_eq!(starts(&ada, next).await, ["2026-12-04T07:00:00Z"]);

    let hers = ada.post("/shifts/copy", weeks(json!(olha))).await.expect(200);
    assert_eq!(hers["count"], 1);
    assert_eq!(starts(&ada, next).await, ["2026-12-02T07:00:00Z", "2026-12-04T07:00:00Z"]);
    for (from, to, field, code) in [
        ("2026-11-24", "2026-11-30", "from", "not_a_monday"),
        ("2026-11-23", "2026-12-01", "to", "not_a_monday"),
        ("2026-11-23", "2026-11-23", "to", "same_week"),
    ] {
        let errors = ada.post("/shifts/copy", json!({ "from": from, "to": to })).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())]);
    }
}
