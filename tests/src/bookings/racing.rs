//! Many who want the same time at once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::grace;
use crate::{Answer, TestApp, at_once};

const TEN: &str = "2026-11-24T08:00:00Z";

async fn fifty_at_once(app: &TestApp, service: &Value) -> (Vec<Value>, Vec<Answer>) {
    app.warm_up().await;
    let answers = at_once((0..50).map(|n| {
        let visitor = app.visitor();
        let mut new = grace(service, TEN);
        new["email"] = json!(format!("p{n}@example.com"));
        async move { visitor.post("/public/vesna/bookings", new).await }
    }))
    .await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status.as_u16() == 201);
    (won.into_iter().map(|answer| answer.body).collect(), lost)
}

#[tokio::test]
async fn of_fifty_for_one_slot_exactly_one_gets_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    let (won, lost) = fifty_at_once(&app, &service).await;

    assert_eq!((won.len(), lost.len()), (1, 49));
    for answer in lost {
        assert_eq!(answer.problem(409), "slot_taken");
    }
    for table in ["allocations", "bookings", "orders", "order_lines", "clients", "booking_history", "events"] {
        assert_eq!(app.db.number(&format!("select count(*) from {table}")).await, 1, "{table}");
    }
}

#[tokio::test]
async fn of_fifty_for_two_members_of_staff_exactly_two_get_one_each() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    app.bookable(&ada).await;

    let (won, lost) = fifty_at_once(&app, &service).await;

    assert_eq!((won.len(), lost.len()), (2, 48));
    let staff: BTreeSet<_> = won.iter().map(|booked| booked["staff"]["id"].to_string()).collect();
    assert_eq!(staff.len(), 2);
    for answer in lost {
        assert_eq!(answer.problem(409), "slot_taken");
    }
    assert_eq!(app.db.number("select count(*) from allocations").await, 2);
}

#[tokio::test]
async fn two_processes_sell_one_slot_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let other = app.second_process().await;
    other.warm_up().await;

    app.warm_up().await;
    let statuses = at_once((0..20).map(|n| {
        let visitor = if n % 2 == 0 { app.visitor() } else { other.visitor() };
        let mut new = grace(&service, ["2026-11-24T08:00:00Z", "2026-11-24T08:30:00Z"][n / 2 % 2]); // they overlap
        new["email"] = json!(format!("p{n}@example.com"));
        async move { visitor.post("/public/vesna/bookings", new).await.status.as_u16() }
    }))
    .await;

    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 19, "{statuses:?}");
    assert_eq!(app.db.number("select count(*) from allocations").await, 1);
}
