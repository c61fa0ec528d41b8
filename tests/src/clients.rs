//! Clients' cards: kept, changed, found.

use serde_json::{Value, json};

use crate::{Person, TestApp};

mod erasing;

async fn found(person: &Person, search: &str) -> Vec<String> {
    let mut search_for = url::form_urlencoded::Serializer::new(String::new());
    search_for.append_pair("search", search);
    let rows = person.pages(&format!("/clients?{}", search_for.finish()), 100).await.concat();
    rows.iter().map(|row| row["name"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_card_is_kept_changed_and_emptied_field_by_field() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let new = json!({
        "name": "Grace", "email": "Grace@Example.com", "phone": "+380 44 123 45 67", "language": "uk", "notes": "Mornings",
    });
    let made = ada.post("/clients", new).await.expect(201);
    let path = format!("/clients/{}", made["id"].as_str().expect("an id"));

    assert_eq!((&made["email"], &made["phone"]), (&json!("grace@example.com"), &json!("+380441234567")));
    let mut expected = made.clone();
    for (version, field) in (1..).zip(["email", "phone", "language", "notes"]) {
        let patched = ada.patch(&path, version, json!({ field: null })).await.expect(200);
        expected[field] = json!(null);
        expected["version"] = json!(version + 1);
        assert_eq!(patched, expected);
    }
    let refilled = ada.patch(&path, 5, json!({ "email": "g@example.com", "language": "bn" })).await.expect(200);
    assert_eq!((&refilled["email"], &refilled["language"]), (&json!("g@example.com"), &json!("bn")));
    assert_eq!((&refilled["name"], &refilled["phone"]), (&json!("Grace"), &json!(null)));
}

#[tokio::test]
async fn lists_walk_newest_first_each_once_and_archived_cards_apart() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let mut made = Vec::new();
    for n in 0..5 {
        app.clock.advance(chrono::TimeDelta::seconds(n % 2)); // some at the very same moment
        made.push(ada.post("/clients", json!({ "name": format!("Client {n}") })).await.expect(201)["id"].clone());
    }
    let gone = made.remove(2);
    let card = format!("/clients/{}", gone.as_str().expect("an id"));

    ada.post(&format!("{card}/archive"), json!({})).await.expect(200);

    let ids = |rows: Vec<Value>| rows.into_iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
    made.reverse();
    assert_eq!(ids(ada.pages("/clients", 1).await.concat()), made);
    assert_eq!(ids(ada.pages("/clients?archived=true", 1).await.concat()), [gone]);
    assert!(found(&ada, "Client 2").await.is_empty());
    ada.post(&format!("{card}/restore"), json!({})).await.expect(200);
    assert_eq!(found(&ada, "Client 2").await, ["Client 2"]);
}

#[tokio::test]
async fn a_client_is_found_by_any_part_of_name_address_or_number() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    for (name, email, phone) in [
        ("Grace Hopper", json!("hopper@navy.example"), json!("+380441234567")),
        ("Їжак Ґудзик", json!(null), json!(null)),
        ("100% Wool_Works", json!(null), json!(null)),
        ("Back\\slash", json!(null), json!(null)),
    ] {
        ada.post("/clients", json!({ "name": name, "email": email, "phone": phone })).await.expect(201);
    }

    for (search, expected) in [
        ("grace", vec!["Grace Hopper"]),
        ("OPP", vec!["Grace Hopper"]),
        ("@navy", vec!["Grace Hopper"]),
        ("44123", vec!["Grace Hopper"]),
        ("їжак", vec!["Їжак Ґудзик"]),
        ("ґУДЗ", vec!["Їжак Ґудзик"]),
        ("100%", vec!["100% Wool_Works"]),
        ("%", vec!["100% Wool_Works"]),
        ("_", vec!["100% Wool_Works"]),
        ("\\", vec!["Back\\slash"]),
        ("' or 1=1 --", vec![]),
        ("g%e", vec![]),
        ("nobody", vec![]),
    ] {
        assert_eq!(found(&ada, search).await, expected, "{search}");
    }
    assert_eq!(found(&ada, "  ").await.len(), 4, "nothing is no search");
}

#[tokio::test]
async fn a_search_never_finds_the_clients_of_the_company_next_door() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.company("osin").await;
    ada.post("/clients", json!({ "name": "Grace", "email": "grace@example.com" })).await.expect(201);

    assert_eq!(found(&ada, "grace").await, ["Grace"]);
    assert!(found(&bea, "grace").await.is_empty());
    assert!(bea.pages("/clients", 100).await.concat().is_empty());
}

#[tokio::test]
async fn a_search_walks_its_pages_too() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    for n in 0..5 {
        ada.post("/clients", json!({ "name": format!("Grace {n}") })).await.expect(201);
        ada.post("/clients", json!({ "name": format!("Other {n}") })).await.expect(201);
    }

    let walked = ada.pages("/clients?search=grace", 2).await;

    let names: Vec<_> = walked.concat().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names, ["Grace 4", "Grace 3", "Grace 2", "Grace 1", "Grace 0"]);
    assert_eq!(walked.len(), 3);
}

#[tokio::test]
async fn addresses_and_numbers_that_are_none_are_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let emails = [
        "",
        "ada",
        "ada@",
        "@example.com",
        "a b@example.com",
        "ada@example.com\nbcc: all@example.com",
        "ada@example.com\0",
        "ada@exa mple.com",
        "\"a\nb\"@example.com",
        "<ada@example.com>",
        "ada@example.com, bea@example.com",
        &format!("{}@example.com", "a".repeat(300)),
    ];
    let phones = [
        "",
        "1",
        "044 123 45 67",
        "+",
        "+0",
        "+380",
        "+999999999999",
        "+380441234567 ext. 5",
        "+380441234567;ext=5",
        "+380441234567\0",
        "tel:+380441234567;phone-context=x",
        ".;phone-context=",
        "+٣٨٠٤٤١٢٣٤٥٦٧x",
        &"+1".repeat(200),
    ];

    for email in emails {
        let errors = ada.post("/clients", json!({ "name": "G", "email": email })).await.invalid();
        assert_eq!(errors, [("email".to_owned(), "invalid_email".to_owned())], "{email:?}");
    }
    for phone in phones {
        let errors = ada.post("/clients", json!({ "name": "G", "phone": phone })).await.invalid();
        assert_eq!(errors, [("phone".to_owned(), "invalid_phone".to_owned())], "{phone:?}");
    }

    assert_eq!(app.db.number("select count(*) from clients").await, 0);
}

#[tokio::test]
async fn a_card_with_another_address_is_not_the_customers_any_more() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let new = json!({ "name": "Grace", "email": "grace@example.com", "notes": "Mornings" });
    let card = ada.post("/clients", new).await.expect(201);
    let grace = app.customer("vesna", "grace@example.com").await;
    let path = format!("/clients/{}", card["id"].as_str().expect("an id"));
    let linked = "select count(*) from clients where user_id is not null";

    let kept = ada.patch(&path, 1, json!({ "notes": "Evenings", "email": "grace@example.com" })).await.expect(200);
    grace.get("/portal/profile").await.expect(200);
    assert_eq!((app.db.number(linked).await, &kept["version"]), (1, &json!(2)));
    ada.patch(&path, 2, json!({ "email": "joan@example.com" })).await.expect(200);

    assert_eq!(app.db.number(linked).await, 0);
    assert_eq!(grace.get("/portal/profile").await.problem(401), "unauthenticated");
}
