//! Reports that come by themselves when a period has ended.

use chrono::{DateTime, Utc};
use frontdesk::{auth::Role, queue::Envelope};
use mail_parser::MimeHeaders;
use serde_json::{Value, json};

use super::{again, salon};
use crate::{Person, TestApp, at_once};

fn move_to(app: &TestApp, moment: &str) {
    let moment: DateTime<Utc> = moment.parse().expect("a time");
    app.clock.advance(moment - app.clock.now());
}

async fn plan(ada: &Person, kind: &str, period: &str, recipients: &[&Value]) -> Value {
    let new = json!({ "kind": kind, "period": period, "format": "csv", "language": "uk", "recipients": recipients });
    ada.post("/report-schedules", new).await.expect(201)
}

async fn ranges(app: &TestApp) -> Vec<String> {
    let rows = app.db.rows("select from_day || ' ' || to_day as range from reports order by from_day, id").await;
    rows.iter().map(|row| row["range"].as_str().expect("a range").to_owned()).collect()
}

#[tokio::test]
async fn when_a_day_has_ended_its_report_is_made_once_and_sent_to_each_recipient() {
    let (app, ada, ..) = salon().await;
    let bea = app.member(&ada, Role::Manager).await.member(&ada).await;
    let me = ada.member(&ada).await;
    let made = plan(&ada, "finances", "daily", &[&me["id"], &bea["id"]]).await;
    app.run_jobs().await;
    let before = app.mails().len();

    move_to(&app, "2026-11-24T21:59:59Z");
    app.run_jobs().await;
    assert_eq!(
        (&made["due_at"], ranges(&app).await),
        (&json!("2026-11-23T22:00:00Z"), vec!["2026-11-23 2026-11-24".into()])
    );
    move_to(&app, "2026-11-24T22:00:00Z");
    app.run_jobs().await;
    app.run_jobs().await;

    assert_eq!(ranges(&app).await, ["2026-11-23 2026-11-24", "2026-11-24 2026-11-25"]);
    let mails = app.mails();
    assert_eq!(mails.len() - before, 4);
    let mut readers: Vec<_> = mails[..2].iter().filter_map(|mail| mail.to()?.first()?.address()).collect();
    readers.sort_unstable();
    assert_eq!(readers, [me["email"].as_str().expect("an address"), bea["email"].as_str().expect("an address")]);
    let subject = mails[0].subject().expect("a subject");
    assert!(subject.starts_with("Company vesna: Фінанси, ") && subject.contains("24 листопада 2026"), "{subject}");
    let file = mails[0].attachment(0).expect("a file");
    assert_eq!(file.attachment_name(), Some("finances-2026-11-24-2026-11-25.csv"));
    let text = String::from_utf8(file.contents().to_vec()).expect("text");
    assert!(text.contains("Завершені,UAH,1500.00"), "{text}");
}

#[tokio::test]
async fn three_workers_and_a_restart_make_one_report_of_a_period() {
    let (app, ada, ..) = salon().await;
    let me = ada.member(&ada).await;
    plan(&ada, "bookings", "weekly", &[&me["id"]]).await;
    move_to(&app, "2026-11-29T22:00:00Z");
    let id = app.db.rows("select id from report_schedules").await[0]["id"].as_str().expect("an id").to_owned();
    let schedule = frontdesk::reports::schedules::ScheduleId(id.parse().expect("an id"));
    let envelope: Envelope = app.envelope("vesna").await;
    app.warm_up().await;

    at_once((0..3).map(|_| {
        let app = app.clone();
        async move {
            let mut tx = app.app.begin_job(&envelope).await.expect("a transaction");
            frontdesk::reports::schedules::run(&mut tx, schedule).await.expect("it runs");
            tx.commit().await.expect("it commits");
        }
    }))
    .await;
    app.db.execute("update report_schedules set due_at = '2026-11-29T22:00:00Z', handed_at = null").await;
    app.second_process().await.run_jobs().await;

    assert_eq!(ranges(&app).await, ["2026-11-23 2026-11-30"]);
    let due = app.db.rows("select due_at from report_schedules").await;
    assert_eq!(due[0]["due_at"].as_str().map(|at| at[..19].to_owned()), Some("2026-12-06T22:00:00".into()));
}

#[tokio::test]
async fn without_its_constraint_a_period_would_have_two_reports() {
    let (app, ada, ..) = salon().await;
    let me = ada.member(&ada).await;
    plan(&ada, "bookings", "weekly", &[&me["id"]]).await;
    app.db.execute("alter table reports drop constraint reports_once").await;

    move_to(&app, "2026-11-29T22:00:00Z");
    app.run_jobs().await;
    app.db.execute("update report_schedules set due_at = '2026-11-29T22:00:00Z', handed_at = null").await;
    app.run_jobs().await;

    assert_eq!(ranges(&app).await, ["2026-11-23 2026-11-30", "2026-11-23 2026-11-30"]);
}

#[tokio::test]
async fn a_period_ends_at_midnight_on_the_companys_clock_when_that_changes_too() {
    let (app, ..) = salon().await;
    move_to(&app, "2027-03-27T12:00:00Z");
    let ada = again(&app).await;
    let me = ada.member(&ada).await;
    let daily = plan(&ada, "bookings", "daily", &[&me["id"]]).await;
    let monthly = plan(&ada, "bookings", "monthly", &[&me["id"]]).await;

    // In Kyiv, clocks go forward in the night to the 28th of March.
    move_to(&app, "2027-03-27T22:00:00Z");
    app.run_jobs().await;
    let next = app.db.rows("select due_at from report_schedules where period = 'daily'").await;

    assert_eq!(
        (&daily["due_at"], &monthly["due_at"]),
        (&json!("2027-03-27T22:00:00Z"), &json!("2027-03-31T21:00:00Z"))
    );
    assert_eq!(next[0]["due_at"].as_str().map(|at| at[..19].to_owned()), Some("2027-03-28T21:00:00".into()));
    assert_eq!(ranges(&app).await, ["2027-03-27 2027-03-28"]);
}

#[tokio::test]
async fn what_was_missed_is_not_made_up_for_and_what_is_off_is_not_made() {
    let (app, ada, ..) = salon().await;
    let me = ada.member(&ada).await;
    let made = plan(&ada, "bookings", "daily", &[&me["id"]]).await;
    let place = format!("/report-schedules/{}", made["id"].as_str().expect("an id"));

    move_to(&app, "2026-12-01T10:00:00Z");
    app.run_jobs().await;
    let ada = again(&app).await;
    ada.patch(&place, 1, json!({ "enabled": false })).await.expect(200);
    move_to(&app, "2026-12-05T10:00:00Z");
    app.run_jobs().await;
    let ada = again(&app).await;
    let on = ada.patch(&place, 2, json!({ "enabled": true })).await.expect(200);
    app.run_jobs().await;

    assert_eq!(ranges(&app).await, ["2026-11-30 2026-12-01"]);
    assert_eq!(on["due_at"], "2026-12-05T22:00:00Z");
}

#[tokio::test]
async fn whoever_may_not_read_it_any_more_is_sent_nothing() {
    let (app, ada, ..) = salon().await;
    let bea = app.member(&ada, Role::Manager).await.member(&ada).await;
    plan(&ada, "finances", "daily", &[&bea["id"]]).await;
    let member = format!("/members/{}", bea["id"].as_str().expect("an id"));
    let version = bea["version"].as_i64().expect("a version");
    ada.patch(&member, version, json!({ "role": "employee" })).await.expect(200);
    app.run_jobs().await;
    let before = app.mails().len();

    move_to(&app, "2026-11-23T22:00:00Z");
    app.run_jobs().await;

    assert_eq!((ranges(&app).await.len(), app.mails().len() - before), (1, 0));
}
