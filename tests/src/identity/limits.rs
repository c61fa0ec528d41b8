//! Guessing passwords ends soon, and locks nobody else out.

use std::net::IpAddr;

use frontdesk::config::Config;
use poem::http::Method;
use serde_json::{Value, json};

use super::{PASSWORD, registration};
use crate::{Answer, TestApp};

const THIEF: &str = "192.0.2.1";
const ADA: &str = "198.51.100.7";

/// The requests of a test have no address of their own; this believes what `X-Forwarded-For` says.
fn behind_a_proxy(config: &mut Config) {
    config.trusted_proxies = vec![IpAddr::from([0, 0, 0, 0])];
}

async fn post_from(app: &TestApp, address: &str, path: &str, body: Value) -> Answer {
    app.visitor().send(Method::POST, path, &[("x-forwarded-for", address)], Some(body)).await
}

async fn sign_in_from(app: &TestApp, address: &str, password: &str) -> u16 {
    let who = json!({ "email": "ada@vesna.example", "password": password });
    post_from(app, address, "/auth/sign-in", who).await.status.as_u16()
}

#[tokio::test]
async fn who_guesses_ten_times_has_to_wait_and_the_owner_elsewhere_has_not() {
    let app = TestApp::start_with(behind_a_proxy).await;
    app.company("vesna").await;

    for _ in 0..10 {
        assert_eq!(sign_in_from(&app, THIEF, "a wrong password").await, 401);
    }
    let who = json!({ "email": "ada@vesna.example", "password": PASSWORD });
    let refused = post_from(&app, THIEF, "/auth/sign-in", who).await;

    assert_eq!(refused.header("retry-after"), Some("300"));
    assert_eq!(refused.problem(429), "too_many_requests");
    assert_eq!(sign_in_from(&app, ADA, PASSWORD).await, 200);
}

#[tokio::test]
async fn guessing_at_registration_counts_as_guessing_at_sign_in() {
    let app = TestApp::start_with(behind_a_proxy).await;
    app.company("vesna").await;

    for n in 0..5 {
        let new = registration(&format!("studio-{n}"), "ada@vesna.example", "a wrong password");
        assert_eq!(post_from(&app, THIEF, "/auth/register", new).await.status.as_u16(), 401);
        assert_eq!(sign_in_from(&app, THIEF, "a wrong password").await, 401);
    }
    let new = registration("studio-9", "ada@vesna.example", PASSWORD);

    assert_eq!(post_from(&app, THIEF, "/auth/register", new).await.problem(429), "too_many_requests");
    assert_eq!(sign_in_from(&app, THIEF, PASSWORD).await, 429);
}

#[tokio::test]
async fn signing_in_rightly_never_counts() {
    let app = TestApp::start_with(behind_a_proxy).await;
    app.company("vesna").await;

    for _ in 0..15 {
        assert_eq!(sign_in_from(&app, ADA, PASSWORD).await, 200);
    }
}

#[tokio::test]
async fn trying_one_password_on_many_accounts_ends_too() {
    let app = TestApp::start_with(behind_a_proxy).await;
    app.company("vesna").await;

    for n in 0..50 {
        let who = json!({ "email": format!("p{n}@example.com"), "password": PASSWORD });
        assert_eq!(post_from(&app, THIEF, "/auth/sign-in", who).await.status.as_u16(), 401);
    }

    assert_eq!(sign_in_from(&app, THIEF, PASSWORD).await, 429);
    assert_eq!(sign_in_from(&app, ADA, PASSWORD).await, 200);
}

#[tokio::test]
async fn an_address_that_anyone_could_have_written_is_not_believed() {
    let app = TestApp::start().await;
    app.company("vesna").await;

    for n in 0..10 {
        assert_eq!(sign_in_from(&app, &format!("192.0.2.{n}"), "a wrong password").await, 401);
    }

    assert_eq!(sign_in_from(&app, "192.0.2.99", PASSWORD).await, 429);
}

#[tokio::test]
async fn of_several_forwarded_addresses_the_last_that_is_not_a_proxy_counts() {
    let app = TestApp::start_with(|config| {
        config.trusted_proxies = vec![IpAddr::from([0, 0, 0, 0]), IpAddr::from([10, 0, 0, 1])];
    })
    .await;
    app.company("vesna").await;

    for n in 0..10 {
        let forwarded = format!("192.0.2.{n}, 203.0.113.5, 10.0.0.1");
        assert_eq!(sign_in_from(&app, &forwarded, "a wrong password").await, 401);
    }

    assert_eq!(sign_in_from(&app, "203.0.113.5", PASSWORD).await, 429);
    assert_eq!(sign_in_from(&app, "192.0.2.0", PASSWORD).await, 200);
}

#[tokio::test]
async fn processes_that_share_redis_count_together() {
    let app = TestApp::start_with(behind_a_proxy).await;
    app.company("vesna").await;
    let other = app.second_process().await;

    for process in [&app, &other].into_iter().cycle().take(10) {
        assert_eq!(sign_in_from(process, THIEF, "a wrong password").await, 401);
    }

    let expected = if app.app.redis().is_some() { 429 } else { 401 };
    assert_eq!(sign_in_from(&app, THIEF, "a wrong password").await, expected);
    assert_eq!(sign_in_from(&other, THIEF, "a wrong password").await, expected);
}

#[tokio::test]
async fn without_redis_or_with_a_dead_one_the_process_counts_alone() {
    for redis_url in [None, Some("redis://127.0.0.1:1".to_owned())] {
        let app = TestApp::start_with(|config| {
            behind_a_proxy(config);
            config.redis_url = redis_url.clone();
        })
        .await;
        app.company("vesna").await;

        for _ in 0..10 {
            assert_eq!(sign_in_from(&app, THIEF, "a wrong password").await, 401, "{redis_url:?}");
        }

        assert_eq!(sign_in_from(&app, THIEF, PASSWORD).await, 429, "{redis_url:?}");
        assert_eq!(sign_in_from(&app, ADA, PASSWORD).await, 200, "{redis_url:?}");
    }
}
