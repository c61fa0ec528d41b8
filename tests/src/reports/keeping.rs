//! How far a report has come, and how long it is kept.

use chrono::TimeDelta;
use frontdesk::reports::store;
use serde_json::json;

use super::{about, again, make, path, salon, tables};

#[tokio::test]
async fn a_report_is_not_there_before_it_is_done() {
    let (app, ada, ..) = salon().await;
    let queued = ada.post("/reports", about("bookings", "2026-01-01", "2026-12-01")).await.expect(202);

    for part in ["tables", "download"] {
        assert_eq!(ada.get(&format!("{}/{part}", path(&queued))).await.problem(409), "not_done");
    }
    app.run_jobs().await;
    tables(&ada, &queued).await;
}

#[tokio::test]
async fn a_report_that_is_thrown_away_while_it_waits_comes_to_nothing() {
    let (app, ada, ..) = salon().await;
    let queued = ada.post("/reports", about("bookings", "2026-01-01", "2026-12-01")).await.expect(202);

    ada.delete(&path(&queued)).await.expect(204);
    app.run_jobs().await;

    assert_eq!(ada.get(&path(&queued)).await.problem(404), "not_found");
    assert_eq!(app.db.number("select count(*) from report_results").await, 0);
}

#[tokio::test]
async fn a_report_moves_on_month_by_month_and_one_that_was_interrupted_begins_anew() {
    let (app, ada, ..) = salon().await;
    let queued = ada.post("/reports", about("bookings", "2026-01-01", "2026-12-01")).await.expect(202);
    let id = frontdesk::reports::ReportId(queued["id"].as_str().expect("an id").parse().expect("an id"));
    let envelope = app.envelope("vesna").await;
    app.db
        .execute(
            "create table seen (progress smallint);
             create function see() returns trigger language plpgsql security definer as $$
             begin insert into seen values (new.progress); return null; end $$;
             create trigger see after update on reports for each row execute function see()",
        )
        .await;

    let mut tx = app.app.begin_job(&envelope).await.expect("a transaction");
    let begun = store::begin(&mut tx, id).await.expect("a report").expect("it waits");
    tx.commit().await.expect("it commits");
    frontdesk::reports::make(&app.app, &envelope, &begun).await.expect("tables");
    let halfway = ada.get(&path(&queued)).await.expect(200);
    app.run_jobs().await;

    assert_eq!((&halfway["status"], &halfway["progress"]), (&json!("running"), &json!(90)));
    assert_eq!(ada.get(&path(&queued)).await.expect(200)["status"], "done");
    let seen = app.db.rows("select array_agg(distinct progress) as progress from seen").await;
    let seen = seen[0]["progress"].as_array().expect("numbers").len();
    assert!(seen >= 12, "it moved {seen} times");
}

#[tokio::test]
async fn after_thirty_days_what_came_out_is_gone_and_after_sixty_the_report() {
    let (app, ada, ..) = salon().await;
    let report = make(&ada, about("bookings", "2026-11-01", "2026-12-01")).await;
    let download = format!("{}/download?format=csv", path(&report));

    app.clock.advance(TimeDelta::days(30));
    let ada = again(&app).await;
    assert_eq!(ada.get(&download).await.problem(410), "expired");
    frontdesk_jobs::purge_reports(&app.app).await.expect("the schedule");
    assert_eq!(app.db.number("select count(*) from report_results").await, 0);
    assert_eq!(ada.get(&download).await.problem(410), "expired");
    assert_eq!(ada.get(&path(&report)).await.expect(200)["status"], "done");

    app.clock.advance(TimeDelta::days(30));
    let ada = again(&app).await;
    frontdesk_jobs::purge_reports(&app.app).await.expect("the schedule");
    assert_eq!(ada.get(&download).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_report_that_makes_no_sense_is_refused() {
    let (_, ada, service, staff, _) = salon().await;

    for (kind, from, to, field, code) in [
        ("bookings", "2026-11-01", "2026-11-01", "to", "not_after_from"),
        ("bookings", "2020-01-01", "2026-11-01", "to", "too_far"),
        ("bookings", "1820-01-01", "1820-11-01", "from", "out_of_range"),
    ] {
        assert_eq!(ada.post("/reports", about(kind, from, to)).await.invalid()[0], (field.into(), code.into()));
    }
    for (kind, field, id) in [("clients", "staff_id", &staff), ("staff", "service_id", &service)] {
        let mut new = about(kind, "2026-11-01", "2026-12-01");
        new[field] = id["id"].clone();
        assert_eq!(ada.post("/reports", new).await.invalid(), [(field.to_owned(), "not_for_kind".to_owned())]);
    }
    let mut unknown = about("bookings", "2026-11-01", "2026-12-01");
    unknown["staff_id"] = service["id"].clone();
    assert_eq!(ada.post("/reports", unknown).await.invalid(), [("staff_id".to_owned(), "not_found".to_owned())]);
}
