//! Nobody gets what was kept for somebody else, and whom the door refuses does not get to the cache.

use redis::AsyncCommands;
use serde_json::{Value, json};

use super::{TUESDAY, ask, both, id, question, starts};
use crate::TestApp;

const NEVER: &str = "2026-11-24T03:00:00Z";

async fn company(app: &TestApp, slug: &str) -> String {
    app.envelope(slug).await.company.expect("a company").to_string()
}

/// Osin asks what Vesna asked: under the same ids, with the same version, while Vesna's answer lies in Redis.
#[tokio::test]
async fn another_companys_answer_is_never_given() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.company("vesna").await, app.company("osin").await);
    let ((ours, _), (theirs, _)) = (app.bookable(&ada).await, app.bookable(&bea).await);
    let Some(redis) = app.app.redis() else { return };
    let mut redis = redis.get_multiplexed_async_connection().await.expect("redis");
    let prefix = app.app.config().redis_prefix.clone();
    let (vesna, osin) = (company(&app, "vesna").await, company(&app, "osin").await);
    bea.patch(&format!("/services/{}", id(&theirs)), 1, json!({ "duration_minutes": 120 })).await.expect(200);
    let same = format!("update services set id = '{}' where company_id = '{osin}'", id(&ours));
    app.db.execute(&same).await;

    ask(&app.visitor(), &question("vesna", &ours, TUESDAY)).await;
    let kept: Vec<String> = redis.keys(format!("{prefix}:cache:*")).await.expect("keys");
    assert!(kept.len() == 1 && kept[0].starts_with(&format!("{prefix}:cache:{vesna}:")), "{kept:?}");
    let json: String = redis.get(&kept[0]).await.expect("an answer");
    let mut answer: Value = serde_json::from_str(&json).expect("JSON");
    let ends_at = "2026-11-24T04:00:00Z";
    answer["answer"]["availability"]["slots"] = json!([{ "starts_at": NEVER, "ends_at": ends_at, "staff_ids": [] }]);
    let () = redis.set(&kept[0], answer.to_string()).await.expect("planted");
    let version: String = redis.get(format!("{prefix}:schedule:{vesna}")).await.expect("a version");
    let () = redis.set(format!("{prefix}:schedule:{osin}"), version).await.expect("the same version");

    let second = app.second_process().await;
    for process in [&app, &second] {
        let free = ask(&process.visitor(), &question("osin", &ours, TUESDAY)).await;
        assert_eq!((starts(&free).len(), starts(&free)[0]), (25, "2026-11-24T07:00:00Z"));
        let desk = format!("/availability?service_id={}&{TUESDAY}", id(&ours));
        assert_eq!(starts(&ask(&bea.at(process), &desk).await).len(), 25);
    }
    let planted = ask(&second.visitor(), &question("vesna", &ours, TUESDAY)).await;
    assert_eq!(starts(&planted), [NEVER], "it would have been found");
}

#[tokio::test]
async fn an_id_of_another_company_is_not_found_while_its_answer_is_kept() {
    for app in both().await {
        let (ada, bea) = (app.company("vesna").await, app.company("osin").await);
        let (ours, _) = app.bookable(&ada).await;
        ask(&app.visitor(), &question("vesna", &ours, TUESDAY)).await;
        let desk = format!("/availability?service_id={}&{TUESDAY}", id(&ours));
        ask(&ada, &desk).await;

        assert_eq!(bea.get(&desk).await.problem(404), "not_found");
        assert_eq!(app.visitor().get(&question("osin", &ours, TUESDAY)).await.problem(404), "not_found");
    }
}

#[tokio::test]
async fn what_only_staff_book_is_kept_for_staff_alone() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, _) = app.bookable(&ada).await;
        let path = format!("/services/{}", id(&service));
        ada.patch(&path, 1, json!({ "visibility": "internal" })).await.expect(200);

        let desk = format!("/availability?service_id={}&{TUESDAY}", id(&service));
        assert_eq!(starts(&ask(&ada, &desk).await).len(), 29);

        assert_eq!(app.visitor().get(&question("vesna", &service, TUESDAY)).await.problem(404), "not_found");
    }
}

#[tokio::test]
async fn whoever_is_signed_out_or_suspended_gets_nothing_that_is_kept() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, _) = app.bookable(&ada).await;
        let desk = format!("/availability?service_id={}&{TUESDAY}", id(&service));
        let public = question("vesna", &service, TUESDAY);
        let again = ada.again().await.expect("another session");
        for _ in 0..2 {
            ask(&ada, &desk).await;
            ask(&again, &desk).await;
            ask(&app.visitor(), &public).await;
        }

        again.post("/auth/sign-out", json!({})).await.expect(204);
        assert_eq!(again.get(&desk).await.status.as_u16(), 401);
        ask(&ada, &desk).await;

        app.company_of("ops", "root@ops.example").await;
        let root = app.operator("root@ops.example").await;
        let path = format!("/platform/companies/{}", company(&app, "vesna").await);
        root.post(&format!("{path}/suspend"), json!({ "reason": "Spam." })).await.expect(200);
        assert_eq!(ada.get(&desk).await.problem(403), "company_suspended");
        assert_eq!(app.visitor().get(&public).await.problem(404), "not_found");
        root.post(&format!("{path}/restore"), json!({})).await.expect(200);
        ask(&app.visitor(), &public).await;
    }
}
