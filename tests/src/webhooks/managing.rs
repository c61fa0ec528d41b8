//! Who sets up endpoints, how many, and where they may lead.

use frontdesk::auth::Role;
use poem::http::Method;
use serde_json::json;

use super::{company, happen, hook, settle};
use crate::{Person, TestApp, at_once};

#[tokio::test]
async fn an_endpoint_is_added_shown_changed_and_deleted_with_its_log() {
    let (app, ada) = company().await;
    let new = json!({ "url": "http://127.0.0.1:1/a#part", "description": " Ours ", "event_types": ["client.erased", "client.erased"] });

    let made = ada.post("/webhooks", new).await.expect(201);
    let path = format!("/webhooks/{}", made["webhook"]["id"].as_str().expect("an id"));
    let shown = ada.get(&path).await.expect(200);
    let changed = ada.patch(&path, 1, json!({ "event_types": [], "url": "http://127.0.0.1:2/" })).await.expect(200);
    let stale = ada.patch(&path, 1, json!({ "enabled": false })).await.problem(412);
    ada.post(&format!("{path}/test"), json!({})).await.expect(201);
    settle(&app).await;
    ada.delete(&path).await.expect(204);

    assert!(made["secret"].as_str().is_some_and(|secret| secret.starts_with("whsec_")));
    assert_eq!(
        (&shown, &shown["url"], &shown["description"]),
        (&made["webhook"], &json!("http://127.0.0.1:1/a"), &json!("Ours"))
    );
    assert_eq!(shown["event_types"], json!(["client.erased"]));
    assert_eq!(
        (&changed["version"], &changed["event_types"], stale.as_str()),
        (&json!(2), &json!([]), "stale_version")
    );
    ada.get(&path).await.problem(404);
    for table in ["webhooks", "webhook_secrets", "webhook_deliveries", "webhook_attempts"] {
        assert_eq!(app.db.number(&format!("select count(*) from {table}")).await, 0, "{table}");
    }
}

#[tokio::test]
async fn where_people_sign_up_an_endpoint_is_on_the_public_internet() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (path, _) = hook(&ada, "https://example.com/hooks", &[]).await;

    for (url, code) in [
        ("http://example.com/", "https_only"),
        ("https://127.0.0.1/", "private_address"),
        ("https://0x7f.1/", "private_address"),
        ("https://[::ffff:10.0.0.1]/", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://localhost:8080/", "private_address"),
        ("https://ada:secret@example.com/", "has_credentials"),
        ("nonsense", "invalid_url"),
    ] {
        let expected = [("url".to_owned(), code.to_owned())];
        assert_eq!(ada.post("/webhooks", json!({ "url": url })).await.invalid(), expected, "{url}");
        assert_eq!(ada.patch(&path, 1, json!({ "url": url })).await.invalid(), expected, "{url}");
    }
}

#[tokio::test]
async fn a_kind_that_there_is_not_is_refused_by_name() {
    let (_app, ada) = company().await;

    let new =
        json!({ "url": "http://127.0.0.1:1/", "event_types": ["booking.created", "booking.eaten", "webhook.test"] });
    let refused = ada.post("/webhooks", new).await.invalid();

    let unknown = |index| (format!("event_types[{index}]"), "unknown_value".to_owned());
    assert_eq!(refused, [unknown(1), unknown(2)]);
}

#[tokio::test]
async fn of_many_at_once_a_company_gets_twenty_and_the_company_next_door_its_own() {
    let (app, ada) = company().await;
    app.warm_up().await;
    async fn add(person: Person) -> u16 {
        person.post("/webhooks", json!({ "url": "http://127.0.0.1:1/" })).await.status.as_u16()
    }

    let mut statuses = at_once((0..24).map(|_| add(ada.clone()))).await;
    statuses.sort_unstable();

    assert_eq!((statuses.iter().filter(|status| **status == 201).count(), statuses[23]), (20, 409));
    assert_eq!(ada.post("/webhooks", json!({ "url": "http://127.0.0.1:1/" })).await.problem(409), "too_many_webhooks");
    let osin = app.company("osin").await;
    hook(&osin, "http://127.0.0.1:1/", &[]).await;
}

#[tokio::test]
async fn nobody_has_sent_out_what_they_may_not_read() {
    let (app, ada) = company().await;
    let (path, _) = hook(&ada, "http://127.0.0.1:1/", &[]).await;
    let words = ["webhooks:create", "webhooks:update", "bookings:read"];
    let role = json!({ "key": "integrator", "name": "Integrator", "permissions": words });
    ada.post("/roles", role).await.expect(201);
    let bea = app.member(&ada, "integrator".parse::<Role>().expect("a role")).await;
    let add = async |types: &[&str]| {
        let new = json!({ "url": "http://127.0.0.1:1/", "event_types": types });
        bea.post("/webhooks", new).await.status.as_u16()
    };

    assert_eq!((add(&["booking.created"]).await, add(&["client.erased"]).await, add(&[]).await), (201, 403, 403));
    assert_eq!(bea.patch(&path, 1, json!({ "url": "http://127.0.0.1:2/" })).await.problem(403), "forbidden");
    let key = app.key(&ada, &["webhooks:create", "bookings:read:own"]).await;
    let new = json!({ "url": "http://127.0.0.1:1/", "event_types": ["booking.created"] });
    assert_eq!(key.post("/webhooks", new).await.problem(403), "forbidden");
}

#[tokio::test]
async fn a_manager_sees_what_was_sent_and_changes_nothing_and_the_company_next_door_sees_nothing() {
    let (app, ada) = company().await;
    let (path, _) = hook(&ada, "http://127.0.0.1:1/", &[]).await;
    let delivery = ada.post(&format!("{path}/test"), json!({})).await.expect(201);
    let log = format!("{path}/deliveries/{}", delivery["id"].as_str().expect("an id"));
    let manager = app.member(&ada, Role::Manager).await;
    let osin = app.company("osin").await;
    let (theirs, _) = hook(&osin, "http://127.0.0.1:1/", &[]).await;

    manager.get(&log).await.expect(200);
    manager.post(&format!("{path}/rotate-secret"), json!({})).await.problem(403);
    for place in [&path, &log, &format!("{path}/deliveries")] {
        assert_eq!(osin.get(place).await.problem(404), "not_found");
    }
    let crossed = log.replace(&path, &theirs);
    assert_eq!(osin.get(&crossed).await.problem(404), "not_found");
    assert_eq!(osin.send(Method::POST, &format!("{crossed}/replay"), &[], None).await.problem(404), "not_found");
}

#[tokio::test]
async fn who_set_up_what_is_in_the_audit_log_and_what_was_sent_is_not() {
    let (app, ada) = company().await;
    let (_, _) = hook(&ada, "http://127.0.0.1:1/", &[]).await;
    happen(&ada).await;
    settle(&app).await;

    let tables = "select table_name, actor, count(*) as n from audit_log where table_name like 'webhook%' group by 1, 2 order by 1";
    let rows: Vec<_> = app.db.rows(tables).await.iter().map(ToString::to_string).collect();

    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| row.contains("staff") && row.contains("\"n\":1")), "{rows:?}");
}
