//! Many who sign in at once keep nobody else waiting: passwords are hashed on threads of their own, outside of transactions.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use serde_json::json;
use tokio::task::JoinSet;

use super::{OTHER, PASSWORD, reset_link};
use crate::{Person, TestApp};

const CROWD: usize = 100;

/// Starts them all, and comes back when the first has been answered; the counter says how many have.
async fn crowd(app: &TestApp) -> (JoinSet<u16>, Arc<AtomicUsize>) {
    let (mut crowd, answered) = (JoinSet::new(), Arc::new(AtomicUsize::new(0)));
    for n in 0..CROWD {
        let (visitor, answered) = (app.visitor(), answered.clone());
        // half of them with a password that is nobody's
        let password = if n % 2 == 0 { PASSWORD } else { "a wrong password" };
        crowd.spawn(async move {
            let who = json!({ "email": "ada@vesna.example", "password": password });
            let status = visitor.post("/auth/sign-in", who).await.status.as_u16();
            answered.fetch_add(1, Ordering::SeqCst);
            status
        });
    }
    let first = crowd.join_next().await.expect("a crowd").expect("an answer");
    assert!([200, 401].contains(&first));
    (crowd, answered)
}

/// On one connection to the database, other requests are answered while sign-ins wait for their hash.
async fn others_are_answered(app: &TestApp, ada: &Person) {
    let (mut crowd, answered) = crowd(app).await;

    for _ in 0..10 {
        ada.get("/company").await.expect(200);
        app.visitor().get("/public/vesna").await.expect(200);
    }

    let pending = CROWD - answered.load(Ordering::SeqCst);
    assert!(pending > CROWD / 4, "20 requests were answered, and only {pending} sign-ins were still waiting");
    let mut statuses = Vec::new();
    while let Some(status) = crowd.join_next().await {
        statuses.push(status.expect("an answer"));
    }
    assert!(statuses.iter().all(|status| [200, 401].contains(status)), "{statuses:?}");
}

#[tokio::test]
async fn a_hundred_sign_ins_at_once_leave_other_requests_answering_on_one_connection() {
    let app = TestApp::start_with(|config| (config.pool_size, config.rate_limit_factor) = (1, 0)).await;
    let ada = app.company("vesna").await;

    others_are_answered(&app, &ada).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_on_several_threads() {
    let app = TestApp::start_with(|config| (config.pool_size, config.rate_limit_factor) = (1, 0)).await;
    let ada = app.company("vesna").await;

    others_are_answered(&app, &ada).await;
}

#[tokio::test]
async fn registering_resetting_and_changing_need_one_connection_too() {
    let app = TestApp::start_with(|config| (config.pool_size, config.rate_limit_factor) = (1, 0)).await;
    let ada = app.company("vesna").await;
    let token = reset_link(&app, "vesna").await;

    let change = json!({ "current_password": PASSWORD, "new_password": OTHER });
    ada.put("/me/password", change).await.expect(204);
    let reset = json!({ "token": token, "password": PASSWORD });
    assert_eq!(app.visitor().post("/auth/password/reset", reset).await.status.as_u16(), 422);
    let token = reset_link(&app, "vesna").await;
    let reset = json!({ "token": token, "password": PASSWORD });

    app.visitor().post("/auth/password/reset", reset).await.expect(204);
}
