//! Who makes and reads which reports.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use super::{about, book, bytes, make, path, rows, salon, tables};
use crate::Person;

/// A member with a role of the company's own that has these permissions.
async fn with(ada: &Person, key: &str, permissions: &[&str]) -> Person {
    let role = json!({ "key": key, "name": key, "permissions": permissions });
    ada.post("/roles", role).await.expect(201);
    ada.app.member(ada, Role::Custom(key.into())).await
}

fn kinds(list: &Value) -> Vec<&str> {
    list["data"].as_array().expect("rows").iter().map(|row| row["kind"].as_str().expect("a kind")).collect()
}

#[tokio::test]
async fn whoever_manages_bookings_alone_gets_no_financial_report() {
    let (_, ada, ..) = salon().await;
    let report = make(&ada, about("finances", "2026-11-01", "2026-12-01")).await;
    let manager = with(&ada, "booking_manager", &["bookings:read", "bookings:create", "bookings:update"]).await;

    manager.get("/bookings").await.expect(200);

    let finances = about("finances", "2026-11-01", "2026-12-01");
    assert_eq!(manager.post("/reports", finances).await.problem(403), "forbidden");
    for path in ["/reports", "/reports?kind=finances", &path(&report)] {
        assert_eq!(manager.get(path).await.problem(403), "forbidden", "{path}");
    }
    for part in ["tables", "download?format=csv", "download"] {
        assert_eq!(manager.get(&format!("{}/{part}", path(&report))).await.problem(403), "forbidden", "{part}");
    }
}

#[tokio::test]
async fn whoever_reads_reports_but_not_finances_does_not_hear_of_those() {
    let (_, ada, _, _, _) = salon().await;
    let money = make(&ada, about("finances", "2026-11-01", "2026-12-01")).await;
    let bookings = make(&ada, about("bookings", "2026-11-01", "2026-12-01")).await;
    let reader = with(&ada, "analyst", &["reports:read", "reports:create"]).await;
    let me = reader.member(&ada).await["id"].clone();

    assert_eq!(kinds(&reader.get("/reports").await.expect(200)), ["bookings"]);
    assert_eq!(kinds(&ada.get("/reports").await.expect(200)), ["bookings", "finances"]);
    tables(&reader, &bookings).await;
    assert_eq!(reader.get("/reports?kind=finances").await.problem(403), "forbidden");
    for part in ["", "/tables", "/download"] {
        assert_eq!(reader.get(&format!("{}{part}", path(&money))).await.problem(403), "forbidden", "{part}");
    }
    assert_eq!(reader.delete(&path(&money)).await.problem(403), "forbidden");
    assert_eq!(reader.post("/reports", about("finances", "2026-11-01", "2026-12-01")).await.problem(403), "forbidden");
    let plan = json!({
        "kind": "finances", "period": "daily", "format": "csv", "language": "en", "recipients": [me],
    });
    assert_eq!(reader.post("/report-schedules", plan.clone()).await.problem(403), "forbidden");
    let not_theirs = ada.post("/report-schedules", plan.clone()).await.invalid();
    assert_eq!(not_theirs, [("recipients".to_owned(), "not_allowed".to_owned())]);
}

#[tokio::test]
async fn whoever_reaches_their_own_rows_gets_their_own_numbers_alone() {
    let (app, ada, service, iryna, _) = salon().await;
    let words = ["reports:read:own", "reports:create:own", "finances:read:own", "bookings:read:own"];
    let dealer = with(&ada, "dealer", &words).await;
    let member = dealer.member(&ada).await["id"].clone();
    let olha = ada.post("/staff", json!({ "name": "Olha", "member_id": member })).await.expect(201);
    let hours = json!({ "hours": [{ "weekday": "wednesday", "starts": "09:00", "ends": "17:00" }] });
    ada.put(&format!("/staff/{}/working-hours", olha["id"].as_str().expect("an id")), hours).await.expect(200);
    book(&ada, &service, &olha, "2026-11-25T08:00:00Z", "completed").await;
    let everybodys = make(&ada, about("bookings", "2026-11-01", "2026-12-01")).await;
    for staff in [&iryna, &olha] {
        let entry = json!({
            "staff_id": staff["id"], "clocked_in_at": "2026-11-20T07:00:00Z", "clocked_out_at": "2026-11-20T08:00:00Z",
        });
        ada.post("/time-entries", entry).await.expect(201);
    }

    let own = make(&dealer, about("bookings", "2026-11-01", "2026-12-01")).await;
    let (bookings, all) = (tables(&dealer, &own).await, tables(&ada, &everybodys).await);
    let staff = make(&dealer, about("staff", "2026-11-01", "2026-12-01")).await;
    let staff = tables(&dealer, &staff).await;
    let money = make(&dealer, about("finances", "2026-11-01", "2026-12-01")).await;
    let money = tables(&dealer, &money).await;
    let dashboard = dealer.get("/reports/dashboard?from=2026-11-01&to=2026-12-01").await.expect(200);

    assert_eq!((&own["own"], &everybodys["own"]), (&json!(true), &json!(false)));
    let people = |tables: &Value| rows(tables, "by_staff").iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    assert_eq!((people(&bookings), people(&all).len()), (vec![json!("Olha")], 2));
    assert_eq!(people(&staff), ["Olha"]);
    assert_eq!(rows(&staff, "by_staff")[0], json!(["Olha", 4 * 8 * 60, 60, 60, 0.0313, 1, 1, 0, 1]));
    assert_eq!(rows(&money, "by_staff")[..], [json!(["Olha", "UAH", 150_000, 150_000, 0])]);
    assert_eq!((&dashboard["bookings"]["total"], &dashboard["scheduled_minutes"]), (&json!(1), &json!(4 * 8 * 60)));
    assert_eq!(dealer.get(&path(&everybodys)).await.problem(404), "not_found");
    assert_eq!(dealer.get("/reports").await.expect(200)["data"].as_array().map(Vec::len), Some(3));
    assert_eq!(dealer.get("/report-schedules").await.expect(200)["data"], json!([]));
    drop(app);
}

#[tokio::test]
async fn what_somebody_made_for_everybody_is_not_theirs_once_they_reach_their_own_alone() {
    let (_, ada, ..) = salon().await;
    let bea = with(&ada, "analyst", &["reports:read", "reports:create"]).await;
    let report = make(&bea, about("bookings", "2026-11-01", "2026-12-01")).await;
    let roles = ada.get("/roles").await.expect(200);
    let mut roles = roles["data"].as_array().expect("roles").iter();
    let role = roles.find(|role| role["key"] == "analyst").expect("the role");
    let narrowed = json!({ "permissions": ["reports:read:own", "reports:create:own"] });
    let place = format!("/roles/{}", role["id"].as_str().expect("an id"));
    ada.patch(&place, role["version"].as_i64().expect("a version"), narrowed).await.expect(200);

    assert_eq!(bea.get(&path(&report)).await.problem(404), "not_found");
    assert_eq!(bea.get(&format!("{}/download", path(&report))).await.problem(404), "not_found");
}

#[tokio::test]
async fn another_companys_bookings_are_in_nobodys_numbers() {
    let (app, ada, ..) = salon().await;
    let rahim = app.company("next").await;
    let report = make(&ada, about("bookings", "2026-11-01", "2026-12-01")).await;

    let theirs = make(&rahim, about("bookings", "2026-11-01", "2026-12-01")).await;

    assert_eq!(rows(&tables(&ada, &report).await, "by_status")[3], json!(["completed", 1]));
    assert_eq!(rows(&tables(&rahim, &theirs).await, "by_status")[3], json!(["completed", 0]));
    for part in ["", "/tables", "/download"] {
        assert_eq!(rahim.get(&format!("{}{part}", path(&report))).await.problem(404), "not_found");
    }
    assert_eq!(rahim.delete(&path(&report)).await.problem(404), "not_found");
    assert!(!bytes(&ada, &format!("{}/download", path(&report))).await.is_empty());
}

#[tokio::test]
async fn were_the_jobs_transaction_not_narrowed_everybodys_rows_would_be_counted() {
    let (app, ada, ..) = salon().await;
    let dealer = with(&ada, "dealer", &["reports:read:own", "reports:create:own"]).await;
    let before = make(&dealer, about("bookings", "2026-11-01", "2026-12-01")).await;

    app.db
        .execute(
            "create or replace function app.narrow(company uuid, usr uuid) returns void language plpgsql as $$ begin end $$",
        )
        .await;
    let after = make(&dealer, about("bookings", "2026-11-01", "2026-12-01")).await;

    assert_eq!(rows(&tables(&dealer, &before).await, "by_staff").len(), 0);
    assert_eq!(rows(&tables(&dealer, &after).await, "by_staff").len(), 1);
}
