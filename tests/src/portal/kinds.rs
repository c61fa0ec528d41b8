//! Members and customers are two kinds of caller, even where they are one person: no token or cookie of one opens the
//! other's doors.

use poem::http::Method;
use serde_json::json;

use super::customer;
use crate::{Person, TestApp};

const ADA: &str = "ada@vesna.example";

/// One person: the admin of Vesna, and a customer there.
async fn both(app: &TestApp) -> (Person, Person) {
    let ada = app.company("vesna").await;
    app.db.execute("update users set email_verified_at = now()").await;
    (ada, customer(app, "vesna", ADA).await)
}

#[tokio::test]
async fn a_token_of_one_kind_is_refused_at_the_others_doors() {
    let app = TestApp::start().await;
    let (ada, customer) = both(&app).await;

    for path in ["/company", "/clients", "/bookings", "/services", "/staff"] {
        ada.get(path).await.expect(200);
        assert_eq!(customer.get(path).await.problem(403), "forbidden", "{path}");
    }
    for path in ["/portal/profile", "/portal/bookings"] {
        customer.get(path).await.expect(200);
        assert_eq!(ada.get(path).await.problem(403), "forbidden", "{path}");
    }
}

#[tokio::test]
async fn a_refresh_token_of_one_kind_is_nothing_to_the_other() {
    let app = TestApp::start().await;
    let (ada, customer) = both(&app).await;
    let post = async |path: &str, who: &Person| {
        app.visitor().post(path, json!({ "refresh_token": who.refresh_token })).await.status.as_u16()
    };

    assert_eq!(post("/portal/refresh", &ada).await, 401);
    assert_eq!(post("/auth/refresh", &customer).await, 401);

    assert_eq!(post("/auth/refresh", &ada).await, 200);
    assert_eq!(post("/portal/refresh", &customer).await, 200);
}

#[tokio::test]
async fn a_cookie_of_staff_is_not_a_cookie_of_a_customer() {
    let app = TestApp::start().await;
    let (ada, _) = both(&app).await;
    let origin = app.app.config().public_url.origin().ascii_serialization();
    let token = ada.refresh_token.expect("a member has one");

    for cookie in [format!("fd_staff={token}"), format!("fd_customer={token}"), format!("fd_operator={token}")] {
        let headers = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
        let answer = app.visitor().send(Method::POST, "/portal/refresh", &headers, Some(json!({}))).await;
        assert_eq!(answer.problem(401), "unauthenticated", "{cookie}");
    }
}

#[tokio::test]
async fn a_cookie_that_another_site_sends_along_is_refused() {
    let app = TestApp::start().await;
    let (_, customer) = both(&app).await;
    let cookie = format!("fd_customer={}", customer.refresh_token.expect("a customer has one"));

    for headers in [vec![("cookie", cookie.as_str())], vec![("cookie", &cookie), ("origin", "https://evil.example")]] {
        let answer = app.visitor().send(Method::POST, "/portal/refresh", &headers, Some(json!({}))).await;
        assert_eq!(answer.problem(403), "cross_origin");
    }
}
