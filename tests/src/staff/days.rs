//! Hours that come back by a rule, and days that are different.

use serde_json::{Value, json};

use crate::{Person, TestApp, at_once};

async fn iryna(app: &TestApp, ada: &Person) -> String {
    let (_, staff) = app.bookable(ada).await; // Monday to Friday, 09:00 to 17:00
    format!("/staff/{}", staff["id"].as_str().expect("an id"))
}

fn rule(rule: &str, starts_on: &str) -> Value {
    json!({ "rule": rule, "starts_on": starts_on, "starts": "09:00", "ends": "13:00" })
}

fn window(starts: &str, ends: &str) -> Value {
    json!({ "starts": starts, "ends": ends })
}

#[tokio::test]
async fn recurring_hours_and_the_week_are_kept_apart() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let staff = iryna(&app, &ada).await;
    let (rules, week) = (format!("{staff}/recurring-hours"), format!("{staff}/working-hours"));
    let before = ada.get(&week).await.expect(200);

    let saturdays = json!({ "rules": [rule("INTERVAL=2;FREQ=WEEKLY;BYDAY=SA", "2026-11-28")] });
    ada.put(&rules, saturdays).await.expect(200);
    let kept = json!({ "rules": [rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "2026-11-28")] });
    assert_eq!(ada.get(&rules).await.expect(200), kept);
    assert_eq!(ada.get(&week).await.expect(200), before);

    ada.put(&week, json!({ "hours": [] })).await.expect(200);
    assert_eq!(ada.get(&rules).await.expect(200), kept);
    ada.put(&rules, json!({ "rules": [] })).await.expect(200);
    assert_eq!(ada.get(&rules).await.expect(200), json!({ "rules": [] }));
}

#[tokio::test]
async fn a_rule_that_is_none_is_named_with_its_place_in_the_list() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let path = format!("{}/recurring-hours", iryna(&app, &ada).await);
    let good = rule("FREQ=DAILY;COUNT=3", "2026-11-28");

    for (bad, field, code) in [
        (rule("FREQ=MONTHLY;BYDAY=1MO", "2026-11-28"), "rules[1].rule", "invalid_rule"),
        (rule("FREQ=WEEKLY;BYHOUR=9", "2026-11-28"), "rules[1].rule", "invalid_rule"),
        (rule("FREQ=WEEKLY;UNTIL=20261127", "2026-11-28"), "rules[1].rule", "ends_before_start"),
        (rule("FREQ=DAILY", "1066-10-14"), "rules[1].starts_on", "out_of_range"),
        (
            json!({ "rule": "FREQ=DAILY", "starts_on": "2026-11-28", "starts": "13:00", "ends": "09:00" }),
            "rules[1].ends",
            "not_after_start",
        ),
    ] {
        let errors = ada.put(&path, json!({ "rules": [good, bad] })).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())]);
    }
    let many = ada.put(&path, json!({ "rules": vec![good; 51] })).await.invalid();

    assert_eq!(many, [("rules".to_owned(), "too_many".to_owned())]);
    assert_eq!(ada.get(&path).await.expect(200), json!({ "rules": [] }));
}

#[tokio::test]
async fn a_day_is_made_different_and_what_it_was_again() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let path = format!("{}/exceptions", iryna(&app, &ada).await);
    let list = async || ada.get(&format!("{path}?from=2026-12-01&to=2026-12-31")).await.expect(200)["data"].clone();

    ada.put(&format!("{path}/2026-12-24"), json!({ "windows": [], "reason": "Christmas Eve" })).await.expect(200);
    let windows = [window("14:00", "24:00"), window("09:00", "13:00")];
    ada.put(&format!("{path}/2026-12-02"), json!({ "windows": [window("10:00", "11:00")] })).await.expect(200);
    ada.put(&format!("{path}/2026-12-02"), json!({ "windows": windows })).await.expect(200);

    let second = json!({ "on_date": "2026-12-02", "windows": [windows[1], windows[0]], "reason": "" });
    let eve = json!({ "on_date": "2026-12-24", "windows": [], "reason": "Christmas Eve" });
    assert_eq!(list().await, json!([second, eve]));
    for _ in 0..2 {
        ada.delete(&format!("{path}/2026-12-02")).await.expect(204);
    }
    assert_eq!(list().await, json!([eve]));
    let overlap = json!({ "windows": [window("09:00", "13:00"), window("12:00", "14:00")] });
    let errors = ada.put(&format!("{path}/2026-12-02"), overlap).await.invalid();
    assert_eq!(errors, [("windows".to_owned(), "overlap".to_owned())]);
    for range in ["from=2026-12-01&to=2026-12-01", "from=2026-12-01&to=2027-12-03"] {
        assert_eq!(ada.get(&format!("{path}?{range}")).await.invalid()[0].0, "to");
    }
    for nowhere in ["2026-13-01", "0001-01-01", "today"] {
        let status = ada.put(&format!("{path}/{nowhere}"), json!({ "windows": [] })).await.status;
        assert!(status.is_client_error(), "{nowhere}: {status}");
    }
}

#[tokio::test]
async fn a_day_moves_without_a_change_of_week_and_rules() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let staff = iryna(&app, &ada).await;
    let rules = json!({ "rules": [rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "2026-11-28")] });
    ada.put(&format!("{staff}/recurring-hours"), rules.clone()).await.expect(200);
    let week = ada.get(&format!("{staff}/working-hours")).await.expect(200);
    let path = format!("{staff}/exceptions/move");

    let saturday = ada.post(&path, json!({ "from": "2026-11-28", "to": "2026-12-06" })).await.expect(200);
    let to_a_working_day = ada.post(&path, json!({ "from": "2026-12-06", "to": "2026-12-01" })).await.expect(200);

    let moved = json!([
        { "on_date": "2026-11-28", "windows": [], "reason": "Moved to 2026-12-06" },
        { "on_date": "2026-12-06", "windows": [window("09:00", "13:00")], "reason": "Moved from 2026-11-28" },
    ]);
    assert_eq!(saturday["data"], moved);
    assert_eq!(to_a_working_day["data"][0]["windows"], json!([]));
    assert_eq!(to_a_working_day["data"][1]["windows"], json!([window("09:00", "17:00")]));
    for free in ["2026-12-05", "2026-11-28"] {
        let again = ada.post(&path, json!({ "from": free, "to": "2026-12-13" })).await;
        assert_eq!(again.problem(409), "nothing_to_move", "{free}");
    }
    let same = ada.post(&path, json!({ "from": "2026-12-01", "to": "2026-12-01" })).await.invalid();
    assert_eq!(same, [("to".to_owned(), "same_day".to_owned())]);
    assert_eq!(ada.get(&format!("{staff}/recurring-hours")).await.expect(200), rules);
    assert_eq!(ada.get(&format!("{staff}/working-hours")).await.expect(200), week);
}

#[tokio::test]
async fn a_day_that_is_moved_by_many_at_once_is_moved_by_one() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let staff = iryna(&app, &ada).await;
    let path = format!("{staff}/exceptions/move");

    app.warm_up().await;
    let answers = at_once((0..8).map(|n| {
        let (ada, path) = (ada.clone(), path.clone());
        let days = json!({ "from": "2026-12-01", "to": format!("2027-01-{:02}", 2 + 7 * (n % 4)) });
        async move { ada.post(&path, days).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    let list = ada.get(&format!("{staff}/exceptions?from=2026-12-01&to=2027-02-01")).await.expect(200);
    assert_eq!(list["data"].as_array().map(Vec::len), Some(2), "{list}");
}
