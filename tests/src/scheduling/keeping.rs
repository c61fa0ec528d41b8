//! What is kept, for how long, and for whom.

use chrono::TimeDelta;
use serde_json::json;

use super::{TEN, TUESDAY, ask, both, counted, id, question, since, starts};
use crate::at_once;

#[tokio::test]
async fn who_asks_again_gets_what_was_kept_for_five_seconds_and_staff_and_visitors_each_their_own() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, _) = app.bookable(&ada).await;
        let public = question("vesna", &service, TUESDAY);
        let desk = format!("/availability?service_id={}&{TUESDAY}", id(&service));
        let before = counted();

        let first = ask(&app.visitor(), &public).await;
        assert_eq!(ask(&app.visitor(), &public).await, first);
        assert_eq!(since(before), (1, 1));

        ask(&ada, &desk).await;
        assert_eq!(since(before), (1, 2), "a visitor's answer is not a member's");
        ask(&ada, &desk).await;
        assert_eq!(since(before), (2, 2));
        ask(&app.visitor(), &question("vesna", &service, "from=2026-11-24&to=2026-11-26")).await;
        assert_eq!(since(before), (2, 3), "another question");

        app.clock.advance(TimeDelta::seconds(5));
        assert_eq!(ask(&app.visitor(), &public).await, first);
        assert_eq!(since(before), (2, 4));
    }
}

#[tokio::test]
async fn processes_that_share_redis_share_what_is_kept() {
    let [app, _] = both().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let second = app.second_process().await;
    let public = question("vesna", &service, TUESDAY);
    let before = counted();

    let first = ask(&app.visitor(), &public).await;
    let other = ask(&second.visitor(), &public).await;

    assert_eq!(first, other);
    assert_eq!(since(before), if app.app.redis().is_some() { (1, 1) } else { (0, 2) });
}

#[tokio::test]
async fn twenty_who_ask_the_same_at_once_are_one_piece_of_work() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, _) = app.bookable(&ada).await;
        app.warm_up().await;
        let before = counted();

        let answers = at_once((0..20).map(|_| {
            let (visitor, public) = (app.visitor(), question("vesna", &service, TUESDAY));
            async move { ask(&visitor, &public).await }
        }))
        .await;

        assert!(answers.iter().all(|answer| starts(answer).len() == 29));
        assert_eq!(since(before), (19, 1));
    }
}

#[tokio::test]
async fn what_is_not_there_is_asked_for_anew_by_everybody_who_waits_for_it() {
    for app in both().await {
        app.company("vesna").await;
        app.warm_up().await;
        let nothing = json!({ "id": uuid::Uuid::now_v7() });

        let answers = at_once((0..20).map(|_| {
            let (visitor, public) = (app.visitor(), question("vesna", &nothing, TUESDAY));
            async move { visitor.get(&public).await.problem(404) }
        }))
        .await;

        assert!(answers.iter().all(|code| code == "not_found"));
    }
}

#[tokio::test]
async fn notice_and_horizon_move_with_the_clock_while_an_answer_is_kept() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, _) = app.bookable(&ada).await;
        ada.patch("/company", 1, json!({ "minimum_notice_minutes": 60, "horizon_days": 1 })).await.expect(200);
        let public = question("vesna", &service, "from=2026-11-23&to=2026-11-25");
        app.clock.advance(TimeDelta::seconds(3598));
        let before = counted();

        let at_six_59_58 = ask(&app.visitor(), &public).await;
        app.clock.advance(TimeDelta::seconds(3));
        let at_seven_00_01 = ask(&app.visitor(), &public).await;

        assert_eq!(since(before), (1, 1));
        assert_eq!(starts(&at_six_59_58).first(), Some(&"2026-11-23T08:00:00Z"));
        assert_eq!(starts(&at_six_59_58).last(), Some(&"2026-11-23T14:00:00Z"));
        assert_eq!(starts(&at_seven_00_01).first(), Some(&"2026-11-23T08:15:00Z"), "an hour's notice");
        assert_eq!(starts(&at_seven_00_01).last(), Some(&"2026-11-24T07:00:00Z"), "a day ahead");
    }
}

#[tokio::test]
async fn a_hold_that_runs_out_gives_its_time_back_while_an_answer_is_kept() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, _) = app.bookable(&ada).await;
        let public = question("vesna", &service, TUESDAY);
        let hold = json!({ "service_id": service["id"], "starts_at": TEN });
        app.visitor().post("/public/vesna/holds", hold).await.expect(201);
        app.clock.advance(TimeDelta::seconds(599));

        let held = ask(&app.visitor(), &public).await;
        app.clock.advance(TimeDelta::seconds(1));
        let free = ask(&app.visitor(), &public).await;

        assert!(!starts(&held).contains(&TEN));
        assert!(starts(&free).contains(&TEN));
    }
}

/// Whoever changes rows sees their own change, and nobody else does before it is committed.
#[tokio::test]
async fn a_transaction_that_writes_or_has_read_already_does_its_own_work() {
    for app in both().await {
        let ada = app.company("vesna").await;
        app.bookable(&ada).await;
        let value = async |tx: &mut frontdesk::db::TenantTx, value: i32| {
            let work = async |_: &mut _| Ok(frontdesk::db::Lasting { answer: value, until: None });
            tx.cached("test", &(), work).await.expect("an answer")
        };

        let mut writing = app.app.begin_guest("vesna").await.expect("a transaction");
        assert_eq!(value(&mut writing, 1).await, 1);
        let mut reading = app.app.read_as_guest("vesna").await.expect("a transaction");
        frontdesk::companies::store::current(&mut reading).await.expect("a company");
        assert_eq!(value(&mut reading, 2).await, 2);

        let mut fresh = app.app.read_as_guest("vesna").await.expect("a transaction");
        assert_eq!(value(&mut fresh, 3).await, 3);
        let mut fresh = app.app.read_as_guest("vesna").await.expect("a transaction");
        assert_eq!(value(&mut fresh, 4).await, 3);
    }
}
