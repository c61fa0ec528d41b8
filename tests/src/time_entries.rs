//! Clocking in and out, and putting it right.

use chrono::TimeDelta;
use frontdesk::auth::Role;
use serde_json::{Value, json};

use crate::{Person, TestApp, at_once};

/// A company with an admin, and an employee whose time is booked.
async fn company() -> (TestApp, Person, Person, String) {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Employee).await;
    let member = bea.member(&ada).await["id"].clone();
    let staff = ada.post("/staff", json!({ "name": "Iryna", "member_id": member })).await.expect(201);
    let staff = staff["id"].as_str().expect("an id").to_owned();
    (app, ada, bea, staff)
}

fn path(of: &Value) -> String {
    format!("/time-entries/{}", of["id"].as_str().expect("an id"))
}

fn entry(staff: &str, from: &str, to: &str) -> Value {
    json!({ "staff_id": staff, "clocked_in_at": from, "clocked_out_at": to })
}

#[tokio::test]
async fn an_employee_clocks_in_and_out_and_the_manager_sees_who_is_at_work() {
    let (app, ada, bea, staff) = company().await;

    let came = bea.post("/time-entries/clock-in", json!({ "note": "Opened" })).await.expect(201);
    let at_work = ada.get("/time-entries?open=true").await.expect(200);
    app.clock.advance(TimeDelta::minutes(10));
    let went = bea.post("/time-entries/clock-out", json!({})).await.expect(200);

    assert_eq!((&came["staff_id"], &came["clocked_out_at"]), (&json!(staff), &json!(null)));
    assert_eq!((&came["source"], &at_work["data"][0]["id"]), (&json!("self"), &came["id"]));
    assert_eq!(
        (&went["clocked_in_at"], &went["clocked_out_at"]),
        (&json!("2026-11-23T06:00:00Z"), &json!("2026-11-23T06:10:00Z"))
    );
    assert_eq!(went["note"], "Opened");
    assert_eq!(ada.get("/time-entries?open=true").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn nobody_comes_twice_or_goes_twice() {
    let (_, ada, bea, staff) = company().await;

    assert_eq!(bea.post("/time-entries/clock-out", json!({})).await.problem(409), "not_clocked_in");
    bea.post("/time-entries/clock-in", json!({})).await.expect(201);
    assert_eq!(bea.post("/time-entries/clock-in", json!({})).await.problem(409), "clocked_in");
    assert_eq!(ada.post("/time-entries/clock-in", json!({ "staff_id": staff })).await.problem(409), "clocked_in");
    assert_eq!(ada.post("/time-entries/clock-in", json!({})).await.problem(409), "not_staff");
}

#[tokio::test]
async fn of_many_who_clock_the_same_person_in_at_once_one_does() {
    let (app, _, bea, _) = company().await;
    app.warm_up().await;

    let answers = at_once((0..8).map(|_| {
        let bea = bea.clone();
        async move { bea.post("/time-entries/clock-in", json!({})).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
    assert_eq!(app.db.number("select count(*) from time_entries").await, 1);
}

#[tokio::test]
async fn nobody_is_at_work_twice_at_once_whoever_writes_it() {
    let (app, ada, _, staff) = company().await;
    ada.post("/time-entries", entry(&staff, "2026-11-20T07:00:00Z", "2026-11-20T15:00:00Z")).await.expect(201);

    let overlap = entry(&staff, "2026-11-20T14:59:00Z", "2026-11-20T16:00:00Z");
    assert_eq!(ada.post("/time-entries", overlap).await.problem(409), "time_entry_overlap");
    let next =
        ada.post("/time-entries", entry(&staff, "2026-11-20T15:00:00Z", "2026-11-20T16:00:00Z")).await.expect(201);
    let earlier = json!({ "clocked_in_at": "2026-11-20T14:00:00Z" });
    assert_eq!(ada.patch(&path(&next), 1, earlier).await.problem(409), "time_entry_overlap");
    let copy = "insert into time_entries (company_id, id, staff_id, clocked_in_at, clocked_out_at, source, created_at)
                select company_id, gen_random_uuid(), staff_id, clocked_in_at, null, source, created_at from time_entries";
    assert_eq!(app.db.attempt(copy).await, Err("23P01".to_owned()));
    let backwards = "update time_entries set clocked_out_at = clocked_in_at - interval '1 minute'";
    assert!(app.db.attempt(backwards).await.is_err());
}

#[tokio::test]
async fn without_its_constraint_somebody_would_be_at_work_twice() {
    let (app, ada, _, staff) = company().await;
    ada.post("/time-entries", entry(&staff, "2026-11-20T07:00:00Z", "2026-11-20T15:00:00Z")).await.expect(201);
    app.db.execute("alter table time_entries drop constraint time_entries_no_overlap").await;

    let overlap = entry(&staff, "2026-11-20T14:59:00Z", "2026-11-20T16:00:00Z");
    ada.post("/time-entries", overlap).await.expect(201);
}

#[tokio::test]
async fn a_manager_puts_an_entry_right_and_the_audit_log_has_what_it_said() {
    let (app, ada, bea, _) = company().await;
    bea.post("/time-entries/clock-in", json!({})).await.expect(201);
    app.clock.advance(TimeDelta::minutes(5));
    let went = bea.post("/time-entries/clock-out", json!({})).await.expect(200);

    let right = json!({ "clocked_in_at": "2026-11-23T05:30:00Z", "note": "Came by the back door" });
    let right = ada.patch(&path(&went), 2, right).await.expect(200);

    assert_eq!((&right["source"], &right["version"]), (&json!("manager"), &json!(3)));
    let log = ada.get("/audit-log?table=time_entries&action=update&limit=1").await.expect(200);
    let changed = &log["data"][0]["changes"]["clocked_in_at"];
    assert_eq!(changed.to_string().matches("2026-11-23T0").count(), 2, "{changed}");
    assert_eq!(ada.patch(&path(&went), 2, json!({ "note": "" })).await.problem(412), "stale_version");
    ada.delete(&path(&went)).await.expect(204);
    assert_eq!(ada.get(&path(&went)).await.problem(404), "not_found");
}

#[tokio::test]
async fn an_entry_that_cannot_be_is_refused() {
    let (_, ada, _, staff) = company().await;

    for (from, to, field, code) in [
        ("2026-11-20T07:00:00Z", "2026-11-20T07:00:00Z", "clocked_out_at", "not_after_start"),
        ("2026-11-20T07:00:00Z", "2026-11-22T07:00:01Z", "clocked_out_at", "too_long"),
        ("2026-11-23T05:00:00Z", "2026-11-23T06:00:01Z", "clocked_out_at", "in_the_future"),
        ("1826-11-20T07:00:00Z", "1826-11-20T08:00:00Z", "clocked_in_at", "out_of_range"),
    ] {
        let errors = ada.post("/time-entries", entry(&staff, from, to)).await.invalid();
        assert_eq!(errors[0], (field.to_owned(), code.to_owned()));
    }
}

#[tokio::test]
async fn whoever_forgot_to_clock_out_needs_somebody_to_put_it_right() {
    let (app, ada, bea, _) = company().await;
    let came = bea.post("/time-entries/clock-in", json!({})).await.expect(201);
    app.clock.advance(TimeDelta::hours(49));
    let (ada, bea) = (ada.refreshed().await, bea.refreshed().await);

    assert_eq!(bea.post("/time-entries/clock-out", json!({})).await.problem(409), "forgotten");
    let right = json!({ "clocked_out_at": "2026-11-23T15:00:00Z" });
    ada.patch(&path(&came), 1, right).await.expect(200);

    bea.post("/time-entries/clock-in", json!({})).await.expect(201);
}

#[tokio::test]
async fn an_employee_clocks_and_sees_themselves_alone() {
    let (_, ada, bea, _) = company().await;
    let colleague = ada.post("/staff", json!({ "name": "Olha" })).await.expect(201)["id"].clone();
    let theirs = ada.post("/time-entries/clock-in", json!({ "staff_id": colleague })).await.expect(201);
    let own = bea.post("/time-entries/clock-in", json!({})).await.expect(201);

    let seen = bea.get("/time-entries").await.expect(200);

    assert_eq!(theirs["source"], "manager");
    assert_eq!((seen["data"].as_array().map(Vec::len), &seen["data"][0]["id"]), (Some(1), &own["id"]));
    assert_eq!(bea.get(&path(&theirs)).await.problem(404), "not_found");
    for act in ["clock-in", "clock-out"] {
        let path = format!("/time-entries/{act}");
        assert_eq!(bea.post(&path, json!({ "staff_id": colleague })).await.problem(403), "forbidden");
    }
    assert_eq!(bea.patch(&path(&own), 1, json!({ "note": "mine" })).await.problem(403), "forbidden");
    assert_eq!(bea.delete(&path(&own)).await.problem(403), "forbidden");
}

#[tokio::test]
async fn entries_are_listed_by_when_they_were_and_whose() {
    let (_, ada, _, staff) = company().await;
    for day in ["18", "19", "20"] {
        let (from, to) = (format!("2026-11-{day}T07:00:00Z"), format!("2026-11-{day}T15:00:00Z"));
        ada.post("/time-entries", entry(&staff, &from, &to)).await.expect(201);
    }

    let days = async |filter: &str| {
        let rows = ada.pages(&format!("/time-entries?{filter}"), 1).await.concat();
        rows.iter().map(|row| row["clocked_in_at"].as_str().expect("a time")[8..10].to_owned()).collect::<Vec<_>>()
    };

    assert_eq!(days("").await, ["20", "19", "18"]);
    assert_eq!(days("from=2026-11-18T15:00:00Z&to=2026-11-20T07:00:00Z").await, ["19"]);
    assert_eq!(days(&format!("staff_id={staff}&from=2026-11-19T14:59:00Z")).await, ["20", "19"]);
}
