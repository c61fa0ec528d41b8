//! Fifty visitors, one slot.

use poem::http::StatusCode;
use serde_json::json;
use sqlx::{Connection, PgConnection};

use super::world::unlimited;
use crate::TestApp;

const VISITORS: usize = 50;

#[tokio::test]
async fn of_fifty_visitors_at_once_exactly_one_gets_the_slot() {
    let app = unlimited().await;

    let (booked, taken, kept) = race(&app).await;

    assert_eq!((booked, taken, kept), (1, VISITORS - 1, 1));
    println!("race: {VISITORS} of {VISITORS} visitors answered");
}

/// How many were told that they have it, how many that it is taken, and how many bookings there are.
///
/// Nobody can write an allocation until at least two have found the time free: the race is one on every machine.
pub async fn race(app: &TestApp) -> (usize, usize, i64) {
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let mut gate = PgConnection::connect(app.db.owner_url()).await.expect("the owner");
    sqlx::raw_sql("begin; lock table allocations in share mode").execute(&mut gate).await.expect("a lock");

    let visitors = (0..VISITORS).map(|n| {
        let (app, service) = (app.clone(), service["id"].clone());
        tokio::spawn(async move {
            let new = json!({
                "service_id": service, "starts_at": "2026-11-24T08:00:00Z", "name": "Grace",
                "email": format!("grace{n}@example.com"),
            });
            app.visitor().post("/public/vesna/bookings", new).await.status
        })
    });
    let visitors: Vec<_> = visitors.collect();
    let waiting = "select count(*) from pg_locks where not granted and (
                       relation = 'allocations'::regclass or locktype = 'advisory' and database =
                           (select oid from pg_database where datname = current_database()))";
    while app.db.number(waiting).await < 2 {}
    sqlx::raw_sql("rollback").execute(&mut gate).await.expect("the lock goes");

    let mut statuses = Vec::new();
    for visitor in visitors {
        statuses.push(visitor.await.expect("a visitor is answered"));
    }
    let count = |status: StatusCode| statuses.iter().filter(|one| **one == status).count();
    let kept = app.db.number("select count(*) from bookings where starts_at = '2026-11-24T08:00:00Z'").await;
    (count(StatusCode::CREATED), count(StatusCode::CONFLICT), kept)
}
