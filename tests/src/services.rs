//! The catalogue: made, listed, changed, put away.

use std::collections::BTreeSet;

use poem::http::Method;
use serde_json::{Value, json};

use crate::{TestApp, at_once};

mod bulk;
mod deleting;
mod needs;
mod ordering;

fn path(service: &Value) -> String {
    format!("/services/{}", service["id"].as_str().expect("an id"))
}

fn haircut() -> Value {
    json!({ "name": "Haircut", "duration_minutes": 60, "price": { "amount": 150_000, "currency": "UAH" } })
}

#[tokio::test]
async fn a_service_is_shown_as_it_was_made_with_its_version() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let new = json!({
        "name": "  Colour ", "description": "Two\nlines", "duration_minutes": 90, "buffer_before_minutes": 5,
        "buffer_after_minutes": 10, "price": { "amount": 0, "currency": "UAH" },
    });
    let made = ada.post("/services", new).await.expect(201);
    let shown = ada.get(&format!("/services/{}", made["id"].as_str().expect("an id"))).await;

    assert_eq!(shown.header("etag"), Some("\"1\""));
    assert_eq!(shown.expect(200), made);
    assert_eq!((&made["name"], &made["description"]), (&json!("Colour"), &json!("Two\nlines")));
    assert_eq!((&made["buffer_before_minutes"], &made["buffer_after_minutes"]), (&json!(5), &json!(10)));
    assert_eq!((&made["archived_at"], &made["version"]), (&json!(null), &json!(1)));
}

#[tokio::test]
async fn a_list_is_walked_page_by_page_each_row_once_whatever_the_limit() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    for _ in 0..7 {
        ada.post("/services", haircut()).await.expect(201);
    }

    for (limit, pages) in [(1, vec![1; 7]), (3, vec![3, 3, 1]), (7, vec![7]), (100, vec![7])] {
        let walked = ada.pages("/services", limit).await;
        assert_eq!(walked.iter().map(Vec::len).collect::<Vec<_>>(), pages);
        let ids: BTreeSet<_> = walked.iter().flatten().map(|row| row["id"].to_string()).collect();
        assert_eq!(ids.len(), 7);
    }
}

#[tokio::test]
async fn a_limit_or_a_cursor_that_is_none_is_refused_by_every_list() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    // a cursor in its right shape, with a moment that no database knows
    let early = "WyItMjYyMTQzLTAxLTAxVDAwOjAwOjAwWiIsIjAxOTNhMGUwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMCJd";

    for list in [
        "/services",
        "/addons",
        "/service-categories",
        "/service-types",
        "/staff",
        "/clients",
        "/bookings",
        "/public/vesna/services",
    ] {
        for limit in ["0", "101", "-1", "abc", "1.5", "99999999999"] {
            let errors = ada.get(&format!("{list}?limit={limit}")).await.invalid();
            assert_eq!(errors.first().map(|error| error.0.as_str()), Some("limit"), "{list} {limit}");
        }
        for cursor in ["", "abc", "!!!", "bnVsbA", "W10", "%00", early] {
            let errors = ada.get(&format!("{list}?cursor={cursor}")).await.invalid();
            assert_eq!(errors, [("cursor".to_owned(), "invalid_cursor".to_owned())], "{list} {cursor}");
        }
    }
}

#[tokio::test]
async fn a_patch_changes_what_it_names_and_keeps_the_rest() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = ada.post("/services", haircut()).await.expect(201);
    let path = format!("/services/{}", made["id"].as_str().expect("an id"));

    let patched = ada.patch(&path, 1, json!({ "duration_minutes": 45 })).await;
    let empty = ada.patch(&path, 2, json!({})).await;

    assert_eq!(patched.header("etag"), Some("\"2\""));
    let mut expected = made.clone();
    expected["duration_minutes"] = json!(45);
    expected["version"] = json!(2);
    assert_eq!(patched.expect(200), expected);
    assert_eq!(empty.expect(200)["version"], 3);
}

#[tokio::test]
async fn a_change_needs_the_version_that_was_read() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = ada.post("/services", haircut()).await.expect(201);
    let path = format!("/services/{}", made["id"].as_str().expect("an id"));
    let patch = json!({ "name": "Cut" });

    let missing = ada.send(Method::PATCH, &path, &[], Some(patch.clone())).await;
    assert_eq!(missing.problem(428), "version_required");
    for stale in ["\"0\"", "\"2\"", "\"-1\""] {
        let answer = ada.send(Method::PATCH, &path, &[("if-match", stale)], Some(patch.clone())).await;
        assert_eq!(answer.problem(412), "stale_version", "{stale}");
    }
    for malformed in ["1", "*", "\"x\"", "W/\"1\"", "\"1\", \"2\"", "\"99999999999\"", "\""] {
        let answer = ada.send(Method::PATCH, &path, &[("if-match", malformed)], Some(patch.clone())).await;
        assert_eq!(answer.invalid(), [("If-Match".to_owned(), "invalid_version".to_owned())], "{malformed}");
    }

    assert_eq!(ada.get(&path).await.expect(200), made);
}

#[tokio::test]
async fn of_those_who_change_one_version_at_once_exactly_one_wins() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = ada.post("/services", haircut()).await.expect(201);
    let path = format!("/services/{}", made["id"].as_str().expect("an id"));

    app.warm_up().await;
    let answers = at_once((0..10).map(|n| {
        let (ada, path) = (ada.clone(), path.clone());
        async move { ada.patch(&path, 1, json!({ "name": format!("Cut {n}") })).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 412).count(), 9, "{answers:?}");
    assert_eq!(ada.get(&path).await.expect(200)["version"], 2);
}

#[tokio::test]
async fn an_archived_service_is_not_offered_until_it_is_restored() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let id = service["id"].as_str().expect("an id");
    let visitor = app.visitor();
    let free = format!("/public/vesna/availability?service_id={id}&from=2026-11-24&to=2026-11-25");

    ada.post(&format!("/services/{id}/archive"), json!({})).await.expect(200);
    let again = ada.post(&format!("/services/{id}/archive"), json!({})).await.expect(200);

    assert_eq!(again["archived_at"], "2026-11-23T06:00:00Z");
    assert_eq!(visitor.get("/public/vesna/services").await.expect(200)["data"], json!([]));
    assert_eq!(visitor.get(&free).await.problem(404), "not_found");
    let new = json!({ "service_id": id, "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com" });
    let refused = visitor.post("/public/vesna/bookings", new).await.invalid();
    assert_eq!(refused, [("service_id".to_owned(), "not_found".to_owned())]);
    assert_eq!(ada.get("/services").await.expect(200)["data"], json!([]));
    assert_eq!(ada.get("/services?archived=true").await.expect(200)["data"][0]["id"], id);

    let restored = ada.post(&format!("/services/{id}/restore"), json!({})).await.expect(200);
    assert_eq!(restored["archived_at"], json!(null));
    assert_eq!(visitor.get("/public/vesna/services").await.expect(200)["data"][0]["id"], id);
}

#[tokio::test]
async fn a_price_is_in_the_companys_currency_and_within_reason() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = ada.post("/services", haircut()).await.expect(201);
    let path = format!("/services/{}", made["id"].as_str().expect("an id"));
    let bad = [
        (json!({ "amount": 1, "currency": "EUR" }), "price.currency", "other_currency"),
        (json!({ "amount": 1, "currency": "XXQ" }), "price.currency", "unknown_currency"),
        (json!({ "amount": 1, "currency": "uah" }), "price.currency", "unknown_currency"),
        (json!({ "amount": -1, "currency": "UAH" }), "price.amount", "out_of_range"),
        (json!({ "amount": i64::MAX, "currency": "UAH" }), "price.amount", "out_of_range"),
        (json!({ "amount": 1.5, "currency": "UAH" }), "price.amount", "wrong_type"),
        (json!({ "amount": "1", "currency": "UAH" }), "price.amount", "wrong_type"),
        (json!({ "amount": 1 }), "price.currency", "required"),
        (json!(1), "price", "wrong_type"),
    ];

    for (price, field, code) in bad {
        let expected = [(field.to_owned(), code.to_owned())];
        let mut new = haircut();
        new["price"] = price.clone();
        assert_eq!(ada.post("/services", new).await.invalid(), expected);
        assert_eq!(ada.patch(&path, 1, json!({ "price": price })).await.invalid(), expected);
    }

    assert_eq!(ada.get("/services").await.expect(200)["data"], json!([made]));
}

#[tokio::test]
async fn lengths_and_buffers_have_bounds() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for (field, low, high) in
        [("duration_minutes", 5, 1440), ("buffer_before_minutes", 0, 480), ("buffer_after_minutes", 0, 480)]
    {
        for (value, right) in [(low - 1, false), (low, true), (high, true), (high + 1, false)] {
            let mut new = haircut();
            new[field] = json!(value);
            let answer = ada.post("/services", new).await;
            assert_eq!(answer.status.as_u16(), if right { 201 } else { 422 }, "{field} {value}");
        }
    }

    assert_eq!(ada.pages("/services", 100).await.concat().len(), 6);
}
