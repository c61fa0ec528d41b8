//! The numbers at a glance, against plain SQL over the same rows.

use serde_json::{Value, json};

use super::{about, histories::History, make, rows, salon, tables};

#[tokio::test]
async fn a_month_is_what_plain_sql_counts() {
    let history = History::tell(7).await;
    let (ada, db) = (&history.admin, &history.app.db);
    let month = "starts_at >= '2026-10-01 00:00 Europe/Kyiv' and starts_at < '2026-11-01 00:00 Europe/Kyiv'";

    let found = ada.get("/reports/dashboard?from=2026-10-01&to=2026-11-01").await.expect(200);
    let report = make(ada, about("bookings", "2026-10-01", "2026-11-01")).await;
    let report = tables(ada, &report).await;

    assert_eq!(found["time_zone"], "Europe/Kyiv");
    assert_eq!(found["bookings"]["total"], db.number(&format!("select count(*) from bookings where {month}")).await);
    for (at, status) in super::histories::STATUSES.iter().enumerate() {
        let count = db.number(&format!("select count(*) from bookings where status = '{status}' and {month}")).await;
        assert!(count > 0, "{status}");
        assert_eq!(found["bookings"][status], count, "{status}");
        assert_eq!(rows(&report, "by_status")[at], json!([status, count]));
    }
    let days = db
        .rows(
            "select d::date as day, (select count(*) from bookings
                 where (starts_at at time zone 'Europe/Kyiv')::date = d::date) as bookings
             from generate_series('2026-10-01'::date, '2026-10-31', '1 day') d order by d",
        )
        .await;
    let told: Vec<_> = found["days"]
        .as_array()
        .expect("days")
        .iter()
        .map(|day| json!({ "day": day["day"], "bookings": day["bookings"]["total"] }))
        .collect();
    assert_eq!(told, days);
    let clients = "select count(*) from clients where created_at >= '2026-10-01 00:00 Europe/Kyiv' and created_at < '2026-11-01 00:00 Europe/Kyiv'";
    assert_eq!(found["new_clients"], db.number(clients).await);
    let booked = format!(
        "select sum(extract(epoch from ends_at - starts_at)) / 60 from bookings
         where staff_id is not null and status in ('confirmed', 'in_progress', 'completed', 'no_show') and {month}"
    );
    let booked = db.number(&booked).await;
    assert_eq!(found["booked_minutes"], booked);
    let scheduled = found["scheduled_minutes"].as_i64().expect("minutes");
    let share = found["utilisation"].as_f64().expect("a share");
    assert!((share - booked as f64 / scheduled as f64).abs() < 0.001, "{found}");
}

#[tokio::test]
async fn without_a_range_it_is_the_last_thirty_days() {
    let (_, ada, ..) = salon().await;
    let range = async |query: &str| {
        let found = ada.get(&format!("/reports/dashboard{query}")).await.expect(200);
        assert_eq!(found["days"].as_array().map(Vec::len), Some(30));
        format!("{} {}", found["from"].as_str().expect("a day"), found["to"].as_str().expect("a day"))
    };

    assert_eq!(range("").await, "2026-10-25 2026-11-24");
    assert_eq!(range("?from=2026-11-01").await, "2026-11-01 2026-12-01");
    assert_eq!(range("?to=2026-11-01").await, "2026-10-02 2026-11-01");
    let invalid = |query: &'static str| {
        let ada = ada.clone();
        async move { ada.get(&format!("/reports/dashboard{query}")).await.invalid()[0].1.clone() }
    };
    assert_eq!(invalid("?from=2026-11-01&to=2026-11-01").await, "not_after_from");
    assert_eq!(invalid("?from=2025-11-01&to=2026-11-03").await, "too_far");
}

#[tokio::test]
async fn holidays_and_time_off_are_not_in_the_plan() {
    let (_, ada, _, iryna, _) = salon().await;
    let minutes = async || {
        let found = ada.get("/reports/dashboard?from=2026-11-23&to=2026-11-30").await.expect(200);
        found["scheduled_minutes"].clone()
    };
    assert_eq!(minutes().await, Value::from(5 * 8 * 60));

    ada.post("/holidays", json!({ "on_date": "2026-11-25", "name": "Fair" })).await.expect(201);
    assert_eq!(minutes().await, 4 * 8 * 60);
    let off = json!({
        "staff_id": iryna["id"], "starts_at": "2026-11-26T10:00:00Z", "ends_at": "2026-11-26T22:00:00Z", "approve": true,
    });
    ada.post("/time-off", off).await.expect(201);
    assert_eq!(minutes().await, 4 * 8 * 60 - 5 * 60);
}
