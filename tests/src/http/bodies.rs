//! Bodies that are not what they should be.

use poem::{Body, http::Method};
use serde_json::json;

use crate::{Answer, Person, TestApp};

const GOOD: &str = r#"{"name":"Cut","duration_minutes":60,"price":{"amount":1,"currency":"UAH"}}"#;

async fn post(person: &Person, kind: Option<&str>, body: impl Into<Body>) -> Answer {
    let headers: Vec<_> = kind.map(|kind| ("content-type", kind)).into_iter().collect();
    person.send_raw(Method::POST, "/api/v1/services", &headers, body.into()).await
}

#[tokio::test]
async fn what_is_not_json_is_a_400() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bad: [&[u8]; 8] = [
        b"",
        b" ",
        b"{",
        b"name=Cut",
        b"{\"name\": \"\xff\xfe\"}",
        b"\xef\xbb\xbf{}",
        b"{'name': 'Cut'}",
        b"{\"name\": \"a\0b\"}",
    ];

    for body in bad {
        let code = post(&ada, Some("application/json"), body.to_vec()).await.problem(400);
        assert!(code == "not_json" || code == "missing_body", "{code} {:?}", body.first_chunk::<9>());
    }
    let twice = format!("{GOOD}{GOOD}");
    assert_eq!(post(&ada, Some("application/json"), twice).await.problem(400), "not_json");

    assert_eq!(app.db.number("select count(*) from services").await, 0);
}

#[tokio::test]
async fn json_in_another_shape_is_a_422_that_names_the_field() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let price = json!({ "amount": 1, "currency": "UAH" });
    let bad = [
        (json!({ "duration_minutes": 60, "price": price }), "name", "required"),
        (json!({ "name": 5, "duration_minutes": 60, "price": price }), "name", "wrong_type"),
        (json!({ "name": null, "duration_minutes": 60, "price": price }), "name", "wrong_type"),
        (json!({ "name": ["Cut"], "duration_minutes": 60, "price": price }), "name", "wrong_type"),
        (json!({ "name": "Cut", "duration_minutes": "60", "price": price }), "duration_minutes", "wrong_type"),
        (json!({ "name": "Cut", "duration_minutes": 6e1, "price": price }), "duration_minutes", "wrong_type"),
        (
            json!({ "name": "Cut", "duration_minutes": 4_294_967_356_u64, "price": price }),
            "duration_minutes",
            "wrong_type",
        ),
        (
            json!({ "name": "Cut", "duration_minutes": 60, "price": { "amount": true, "currency": "UAH" } }),
            "price.amount",
            "wrong_type",
        ),
        (json!({ "name": "Cut", "duration_minutes": 60, "price": [1, "UAH"] }), "price", "wrong_type"),
        (
            json!({ "name": "Cut", "duration_minutes": 60, "price": { "amount": 1, "currency": "UAH", "x": 1 } }),
            "price.x",
            "unknown_field",
        ),
        (
            json!({ "name": "Cut", "duration_minutes": 60, "price": price, "company_id": "x" }),
            "company_id",
            "unknown_field",
        ),
        (json!({ "name": "Cut", "duration_minutes": 60, "price": price, "": 1 }), "", "unknown_field"),
    ];

    for (body, field, code) in bad {
        assert_eq!(
            ada.post("/services", body.clone()).await.invalid(),
            [(field.to_owned(), code.to_owned())],
            "{body}"
        );
    }
    for body in [json!([]), json!("Cut"), json!(null), json!(1)] {
        assert_eq!(ada.post("/services", body).await.invalid()[0].1, "wrong_type");
    }
    for deep in ["[".repeat(100_000), format!("{{\"price\":{}", "[".repeat(100_000)), "{\"price\":".repeat(20_000)] {
        assert!(post(&ada, Some("application/json"), deep).await.status.is_client_error());
    }
    let twice = post(&ada, Some("application/json"), GOOD.replace("{\"name\"", "{\"name\":\"Trim\",\"name\"")).await;
    assert_eq!(twice.invalid()[0].1, "duplicate_field");

    assert_eq!(app.db.number("select count(*) from services").await, 0);
}

#[tokio::test]
async fn what_is_not_sent_as_json_is_a_415() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for kind in
        [None, Some(""), Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("application/jsonp")]
    {
        let answer = post(&ada, kind, GOOD).await;
        assert_eq!(answer.problem(415), "unsupported_media_type", "{kind:?}");
    }
    for kind in ["application/json", "APPLICATION/JSON", "application/json; charset=utf-8"] {
        post(&ada, Some(kind), GOOD).await.expect(201);
    }
}

#[tokio::test]
async fn a_body_of_ten_megabytes_is_a_413_wherever_it_is_sent() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let json = [("content-type", "application/json")];
    let big = format!("{{\"name\":\"{}\"}}", "x".repeat(10 * 1024 * 1024));

    for path in [
        "/services",
        "/clients",
        "/staff",
        "/auth/register",
        "/auth/sign-in",
        "/auth/refresh",
        "/public/vesna/bookings",
    ] {
        let answer = ada.send_raw(Method::POST, &format!("/api/v1{path}"), &json, big.clone().into()).await;
        assert_eq!(answer.problem(413), "body_too_large", "{path}");
    }

    assert_eq!(app.db.number("select count(*) from clients").await, 0);
}
