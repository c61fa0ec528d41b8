//! Many services changed at once: previewed, then all of them or none.

use serde_json::{Value, json};

use super::{haircut, path};
use crate::{Person, TestApp, proofs::walls};

async fn priced(ada: &Person, amount: i64) -> Value {
    let mut new = haircut();
    new["price"]["amount"] = json!(amount);
    ada.post("/services", new).await.expect(201)
}

fn ids(services: &[&Value]) -> Value {
    json!({ "ids": services.iter().map(|service| service["id"].clone()).collect::<Vec<_>>() })
}

fn money(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "UAH" })
}

#[tokio::test]
async fn a_preview_says_what_would_change_and_changes_nothing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (cheap, dear) = (priced(&ada, 5).await, priced(&ada, 150_000).await);
    let mut bulk = json!({ "filter": {}, "change": { "price": { "percent": 10 } }, "preview": true });
    let before = walls::snapshot(&app.db, "vesna").await;

    let preview = ada.post("/services/bulk", bulk.clone()).await.expect(200);

    assert_eq!(walls::snapshot(&app.db, "vesna").await, before);
    let change = |service: &Value, from, to| json!({ "id": service["id"], "name": "Haircut", "before": { "price": money(from) }, "after": { "price": money(to) } });
    let data = json!([change(&cheap, 5, 6), change(&dear, 150_000, 165_000)]);
    assert_eq!(preview, json!({ "data": data, "applied": false }));
    bulk["preview"] = json!(false);
    assert_eq!(ada.post("/services/bulk", bulk).await.expect(200), json!({ "data": data, "applied": true }));
    let now = ada.get(&path(&cheap)).await.expect(200);
    assert_eq!((&now["price"], &now["version"]), (&money(6), &json!(2)));
}

#[tokio::test]
async fn one_price_that_cannot_be_stops_all_of_them() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (cheap, dearest) = (priced(&ada, 100).await, priced(&ada, 1_000_000_000_000).await);

    let bulk = json!({ "filter": ids(&[&cheap, &dearest]), "change": { "price": { "percent": 1 } } });
    let refused = ada.post("/services/bulk", bulk).await.invalid();

    assert_eq!(refused, [("change.price".to_owned(), "out_of_range".to_owned())]);
    assert_eq!(ada.get(&path(&cheap)).await.expect(200), cheap);
}

#[tokio::test]
async fn category_visibility_and_archive_change_together_and_only_where_they_differ() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let hair = ada.post("/service-categories", json!({ "name": "Hair" })).await.expect(201)["id"].clone();
    let (a, b) = (priced(&ada, 1).await, priced(&ada, 2).await);
    let change = json!({ "category_id": hair, "visibility": "internal", "archived": true, "price": { "amount": 2 } });

    let done = ada.post("/services/bulk", json!({ "filter": ids(&[&a, &b]), "change": change })).await.expect(200);

    let before = json!({ "category_id": null, "visibility": "public", "archived": false });
    let after = json!({ "category_id": hair, "visibility": "internal", "archived": true });
    assert_eq!((&done["data"][1]["before"], &done["data"][1]["after"]), (&before, &after));
    assert_eq!(done["data"][0]["after"]["price"], money(2));
    let again = ada.post("/services/bulk", json!({ "filter": ids(&[&a, &b]), "change": change })).await.expect(200);
    assert_eq!(again, json!({ "data": [], "applied": true }));
    let by_category = json!({ "filter": { "category_id": hair }, "change": { "archived": false } });
    assert_eq!(
        ada.post("/services/bulk", by_category).await.expect(200)["data"],
        json!([]),
        "archived ones are not meant"
    );
    let out = json!({ "filter": ids(&[&a]), "change": { "archived": false, "category_id": null } });
    assert_eq!(
        ada.post("/services/bulk", out).await.expect(200)["data"][0]["after"],
        json!({ "archived": false, "category_id": null })
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_bulk_change_is_said_of_each_field() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    let (mine, theirs) = (priced(&ada, 100).await, priced(&olga, 100).await);
    let old = ada.post("/service-categories", json!({ "name": "Old" })).await.expect(201)["id"].clone();
    ada.post(&format!("/service-categories/{}/archive", old.as_str().expect("an id")), json!({})).await.expect(200);
    let raise = json!({ "price": { "percent": 1 } });
    let all = json!({});
    let bad = [
        (all.clone(), json!({}), "change", "required"),
        (all.clone(), json!({ "price": {} }), "change.price", "one_of"),
        (all.clone(), json!({ "price": { "percent": 1, "amount": 1 } }), "change.price", "one_of"),
        (all.clone(), json!({ "price": { "percent": -51 } }), "change.price.percent", "out_of_range"),
        (all.clone(), json!({ "price": { "percent": 101 } }), "change.price.percent", "out_of_range"),
        (all.clone(), json!({ "price": { "amount": -1 } }), "change.price.amount", "out_of_range"),
        (all.clone(), json!({ "category_id": mine["id"] }), "change.category_id", "not_found"),
        (all, json!({ "category_id": old }), "change.category_id", "archived"),
        (json!({ "category_id": mine["id"] }), raise.clone(), "filter.category_id", "not_found"),
        (ids(&[&mine, &theirs]), raise.clone(), "filter.ids", "not_found"),
        (json!({ "ids": vec![mine["id"].clone(); 501] }), raise, "filter.ids", "too_many"),
    ];

    for (filter, change, field, code) in bad {
        let refused = ada.post("/services/bulk", json!({ "filter": filter, "change": change })).await.invalid();
        assert_eq!(refused, [(field.to_owned(), code.to_owned())], "{filter} {change}");
    }

    assert_eq!(ada.get(&path(&mine)).await.expect(200), mine);
    assert_eq!(olga.get(&path(&theirs)).await.expect(200), theirs);
}

#[tokio::test]
async fn more_than_five_hundred_are_too_many_at_once() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = priced(&ada, 100).await;
    let copies = |n: i32| {
        format!(
        "insert into services (company_id, id, name, duration_minutes, price_amount, price_currency)
         select company_id, gen_random_uuid(), 'Copy', 60, 100, 'UAH' from services, generate_series(1, {n}) where name = 'Haircut'"
    )
    };
    let bulk = json!({ "filter": {}, "change": { "price": { "percent": 10 } } });

    app.db.execute(&copies(499)).await;
    assert_eq!(ada.post("/services/bulk", bulk.clone()).await.expect(200)["data"].as_array().map(Vec::len), Some(500));
    app.db.execute(&copies(1)).await;
    assert_eq!(ada.post("/services/bulk", bulk).await.invalid(), [("filter".to_owned(), "too_many".to_owned())]);
    assert_eq!(ada.get(&path(&made)).await.expect(200)["price"], money(110));
}
