//! What a service needs, what it is linked to, and what may not be said of it.

use serde_json::{Value, json};

use super::{haircut, path};
use crate::{Person, TestApp};

fn with(field: &str, value: Value) -> Value {
    let mut new = haircut();
    new[field] = value;
    new
}

async fn addon(ada: &Person, name: &str) -> Value {
    let new = json!({ "name": name, "price": { "amount": 30_000, "currency": "UAH" } });
    ada.post("/addons", new).await.expect(201)["id"].clone()
}

async fn category(ada: &Person, name: &str) -> Value {
    ada.post("/service-categories", json!({ "name": name })).await.expect(201)["id"].clone()
}

#[tokio::test]
async fn everything_that_a_service_needs_is_shown_as_it_was_made() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (hair, mask) = (category(&ada, "Hair").await, addon(&ada, "Mask").await);
    let mut new = haircut();
    let given = json!({
        "category_id": hair, "visibility": "unlisted", "place": "either", "needs_staff": false, "needs_place": true,
        "max_party_size": 4, "per_person": true, "minimum_notice_minutes": 0, "horizon_days": 14, "daily_limit": 3,
        "on_site_surcharge": { "amount": 100, "currency": "UAH" }, "addon_ids": [mask], "position": 7,
        "express_surcharge": { "amount": 0, "currency": "UAH" },
    });
    for (field, value) in given.as_object().expect("an object") {
        new[field] = value.clone();
    }
    new["skills"] = json!(["Cut", " cut", "COLOUR"]);
    new["resources"] = json!([{ "kind": "Room", "quantity": 1 }, { "kind": "chair", "quantity": 20 }]);

    let made = ada.post("/services", new).await.expect(201);

    for (field, value) in given.as_object().expect("an object") {
        assert_eq!(made[field], *value, "{field}");
    }
    assert_eq!(made["skills"], json!(["cut", "colour"]));
    assert_eq!(made["resources"], json!([{ "kind": "chair", "quantity": 20 }, { "kind": "room", "quantity": 1 }]));
    assert!(made.get("quota_calendar_id").is_none(), "{made}");
    assert_eq!(ada.get(&path(&made)).await.expect(200), made);
    assert_eq!(ada.get("/services").await.expect(200)["data"], json!([made]));
}

#[tokio::test]
async fn a_service_of_which_nothing_is_said_takes_one_member_of_staff() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let made = ada.post("/services", haircut()).await.expect(201);

    let expected = json!({
        "visibility": "public", "place": "location", "needs_staff": true, "needs_place": false, "skills": [],
        "resources": [], "addon_ids": [], "max_party_size": 1, "per_person": false, "category_id": null,
        "service_type_id": null, "daily_limit": null, "minimum_notice_minutes": null, "horizon_days": null,
        "on_site_surcharge": null, "express_surcharge": null, "position": 0,
    });
    for (field, value) in expected.as_object().expect("an object") {
        assert_eq!(made[field], *value, "{field}");
    }
}

#[tokio::test]
async fn lists_are_replaced_whole_and_null_empties() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (mask, gloss) = (addon(&ada, "Mask").await, addon(&ada, "Gloss").await);
    let mut new = with("resources", json!([{ "kind": "room", "quantity": 1 }, { "kind": "chair", "quantity": 1 }]));
    new["addon_ids"] = json!([mask]);
    new["category_id"] = category(&ada, "Hair").await;
    new["on_site_surcharge"] = json!({ "amount": 100, "currency": "UAH" });
    let made = ada.post("/services", new).await.expect(201);

    let patch = json!({ "resources": [{ "kind": "chair", "quantity": 2 }], "addon_ids": [gloss], "category_id": null,
                        "on_site_surcharge": null });
    let changed = ada.patch(&path(&made), 1, patch).await.expect(200);
    let kept = ada.patch(&path(&made), 2, json!({ "name": "Cut" })).await.expect(200);

    for shown in [&changed, &kept] {
        assert_eq!(shown["resources"], json!([{ "kind": "chair", "quantity": 2 }]));
        assert_eq!((&shown["addon_ids"], &shown["category_id"]), (&json!([gloss]), &json!(null)));
        assert_eq!(shown["on_site_surcharge"], json!(null));
    }
    let emptied = ada.patch(&path(&made), 3, json!({ "resources": [], "addon_ids": [] })).await.expect(200);
    assert_eq!((&emptied["resources"], &emptied["addon_ids"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn a_service_needs_somebody_or_a_place() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = ada.post("/services", with("needs_place", json!(true))).await.expect(201);
    let wrong = [("needs_staff".to_owned(), "needs_nothing".to_owned())];

    assert_eq!(ada.post("/services", with("needs_staff", json!(false))).await.invalid(), wrong);
    let neither = json!({ "needs_staff": false, "needs_place": false });
    assert_eq!(ada.patch(&path(&made), 1, neither).await.invalid(), wrong);
    ada.patch(&path(&made), 1, json!({ "needs_staff": false })).await.expect(200);
    assert_eq!(ada.patch(&path(&made), 2, json!({ "needs_place": false })).await.invalid(), wrong);
}

#[tokio::test]
async fn what_is_wrong_is_said_of_each_field() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = ada.post("/services", haircut()).await.expect(201);
    let long = "x".repeat(41);
    let bad = [
        ("skills", json!([long]), "skills[0]", "too_long"),
        ("skills", json!(["cut", " "]), "skills[1]", "required"),
        ("skills", json!(vec!["cut"; 21]), "skills", "too_many"),
        ("resources", json!([{ "kind": "room", "quantity": 0 }]), "resources[0].quantity", "out_of_range"),
        ("resources", json!([{ "kind": "room", "quantity": 21 }]), "resources[0].quantity", "out_of_range"),
        ("resources", json!([["room", 1]]), "resources[0]", "wrong_type"),
        ("max_party_size", json!(0), "max_party_size", "out_of_range"),
        ("max_party_size", json!(1001), "max_party_size", "out_of_range"),
        ("minimum_notice_minutes", json!(43201), "minimum_notice_minutes", "out_of_range"),
        ("horizon_days", json!(0), "horizon_days", "out_of_range"),
        ("daily_limit", json!(0), "daily_limit", "out_of_range"),
        ("daily_limit", json!(1001), "daily_limit", "out_of_range"),
        ("position", json!(-1), "position", "out_of_range"),
        ("visibility", json!("secret"), "visibility", "unknown_value"),
        ("place", json!("moon"), "place", "unknown_value"),
        (
            "on_site_surcharge",
            json!({ "amount": 1, "currency": "EUR" }),
            "on_site_surcharge.currency",
            "other_currency",
        ),
        ("express_surcharge", json!({ "amount": -1, "currency": "UAH" }), "express_surcharge.amount", "out_of_range"),
        ("express_surcharge", json!([1, "UAH"]), "express_surcharge", "wrong_type"),
    ];

    for (field, value, at, code) in bad {
        let expected = [(at.to_owned(), code.to_owned())];
        assert_eq!(ada.post("/services", with(field, value.clone())).await.invalid(), expected, "{field} {value}");
        let mut patch = json!({});
        patch[field] = value.clone();
        assert_eq!(ada.patch(&path(&made), 1, patch).await.invalid(), expected, "{field} {value}");
    }

    assert_eq!(ada.get("/services").await.expect(200)["data"], json!([made]));
}

#[tokio::test]
async fn what_is_archived_or_another_companys_is_not_linked_to() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    let made = ada.post("/services", haircut()).await.expect(201);
    let (old, mine) = (category(&ada, "Old").await, addon(&ada, "Old").await);
    ada.post(&format!("/service-categories/{}/archive", old.as_str().expect("an id")), json!({})).await.expect(200);
    ada.post(&format!("/addons/{}/archive", mine.as_str().expect("an id")), json!({})).await.expect(200);
    let service_type = "01939000-0000-7000-8000-000000000001";
    let sql = "insert into service_types (id, name, archived_at, created_at) values ('01939000-0000-7000-8000-000000000001', 'Old', now(), now())";
    app.db.execute(sql).await;

    for (field, value, code) in [
        ("category_id", old, "archived"),
        ("category_id", category(&olga, "Theirs").await, "not_found"),
        ("service_type_id", json!(service_type), "archived"),
        ("service_type_id", made["id"].clone(), "not_found"),
        ("addon_ids", json!([mine]), "archived"),
        ("addon_ids", json!([addon(&olga, "Theirs").await]), "not_found"),
    ] {
        let expected = [(field.to_owned(), code.to_owned())];
        assert_eq!(ada.post("/services", with(field, value.clone())).await.invalid(), expected);
        let mut patch = json!({});
        patch[field] = value;
        assert_eq!(ada.patch(&path(&made), 1, patch).await.invalid(), expected);
    }
}

#[tokio::test]
async fn what_is_archived_later_does_not_stand_in_the_way() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (hair, mask) = (category(&ada, "Hair").await, addon(&ada, "Mask").await);
    let mut new = with("category_id", hair.clone());
    new["addon_ids"] = json!([mask]);
    let made = ada.post("/services", new).await.expect(201);
    for path in [
        format!("/service-categories/{}", hair.as_str().expect("an id")),
        format!("/addons/{}", mask.as_str().expect("an id")),
    ] {
        ada.post(&format!("{path}/archive"), json!({})).await.expect(200);
    }

    let shown = ada.get(&path(&made)).await.expect(200);
    let again = json!({ "category_id": shown["category_id"], "addon_ids": shown["addon_ids"] });
    ada.patch(&path(&made), 1, again).await.expect(200);

    assert_eq!((&shown["category_id"], &shown["addon_ids"]), (&hair, &json!([])));
}

#[tokio::test]
async fn a_daily_limit_is_a_calendar_with_that_many_units_in_the_companys_zone() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = ada.post("/services", with("daily_limit", json!(3))).await.expect(201);
    let quota = "select q.kind, q.hours, q.time_zone, q.capacity from calendars q join services s on s.quota_calendar_id = q.id";

    let expected =
        |capacity| json!([{ "kind": "quota", "hours": "always", "time_zone": "Europe/Kyiv", "capacity": capacity }]);
    assert_eq!(json!(app.db.rows(quota).await), expected(3));
    ada.patch(&path(&made), 1, json!({ "name": "Cut" })).await.expect(200);
    let changed = ada.patch(&path(&made), 2, json!({ "daily_limit": 1000 })).await.expect(200);
    assert_eq!((json!(app.db.rows(quota).await), &changed["daily_limit"]), (expected(1000), &json!(1000)));
    assert_eq!(app.db.number("select count(*) from calendars where kind = 'quota'").await, 1);
    let without = ada.patch(&path(&made), 3, json!({ "daily_limit": null })).await.expect(200);
    assert_eq!((app.db.rows(quota).await.len(), &without["daily_limit"]), (0, &json!(null)));
}
