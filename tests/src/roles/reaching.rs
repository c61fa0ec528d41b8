//! What a role of a company's own reaches, and when.

use serde_json::{Value, json};

use super::{path, role, with_role};
use crate::{Person, TestApp, proofs::world::World};

async fn statuses(people: &[&Person], path: &str) -> Vec<u16> {
    let mut statuses = Vec::new();
    for person in people {
        statuses.push(person.get(path).await.status.as_u16());
    }
    statuses
}

#[tokio::test]
async fn a_booking_manager_sees_bookings_and_clients_and_nothing_of_the_rest() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    role(&ada, "booking_manager", &["bookings:read", "clients:read", "clients:create"]).await;
    let bea = with_role(&app, &ada, "booking_manager").await;

    bea.get("/bookings").await.expect(200);
    bea.post("/clients", json!({ "name": "Grace" })).await.expect(201);
    assert_eq!(bea.get("/clients").await.expect(200)["data"][0]["name"], "Grace");

    for path in ["/members", "/roles", "/api-keys", "/services", "/staff", "/company", "/members/export"] {
        assert_eq!(bea.get(path).await.problem(403), "forbidden", "{path}");
    }
    assert_eq!(bea.patch("/company", 1, json!({ "name": "Mine" })).await.problem(403), "forbidden");
}

/// There is no operation on orders or money yet: what a booking costs comes from the catalogue.
#[tokio::test]
async fn a_booking_manager_books_and_moves_and_makes_no_price() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let client = ada.post("/clients", json!({ "name": "Grace" })).await.expect(201);
    role(&ada, "booking_manager", &["bookings:read", "bookings:create", "bookings:update", "clients:read"]).await;
    let bea = with_role(&app, &ada, "booking_manager").await;
    let (at, later) = ("2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z");
    let new = json!({ "client_id": client["id"], "service_id": service["id"], "starts_at": at });

    let booked = bea.post("/bookings", new.clone()).await.expect(201);
    let booking = format!("/bookings/{}", booked["id"].as_str().expect("an id"));
    bea.post(&format!("{booking}/reschedule"), json!({ "starts_at": later })).await.expect(200);
    assert_eq!(bea.get(&booking).await.expect(200)["total"]["amount"], 150_000);
    let mut cheap = new;
    cheap["total"] = json!({ "amount": 1, "currency": "UAH" });
    assert_eq!(bea.post("/bookings", cheap).await.invalid()[0], ("total".into(), "unknown_field".into()));

    let price = json!({ "price": { "amount": 1, "currency": "UAH" } });
    let its = format!("/services/{}", service["id"].as_str().expect("an id"));
    assert_eq!(bea.patch(&its, 1, price).await.problem(403), "forbidden");
    let addon = json!({ "name": "Wax", "price": { "amount": 1, "currency": "UAH" } });
    assert_eq!(bea.post("/addons", addon).await.problem(403), "forbidden");
    assert_eq!(bea.patch("/company", 1, json!({ "currency": "EUR" })).await.problem(403), "forbidden");
    for path in ["/services", "/addons", "/service-categories", "/company", "/audit-log", "/members"] {
        assert_eq!(bea.get(path).await.problem(403), "forbidden", "{path}");
    }
}

#[tokio::test]
async fn a_change_of_a_role_is_in_force_on_every_process_with_the_next_request() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let made = role(&ada, "clerk", &["staff:read"]).await;
    let bea = with_role(&app, &ada, "clerk").await;
    let second = app.second_process().await;
    let people = [&bea, &bea.at(&second)];
    assert_eq!(statuses(&people, "/staff").await, [200, 200]);
    assert_eq!(statuses(&people, "/services").await, [403, 403]);

    let wider = json!({ "permissions": ["staff:read", "services:read"] });
    let wider = ada.patch(&path(&made), 1, wider).await.expect(200);
    assert_eq!(statuses(&people, "/services").await, [200, 200]);
    let narrower = json!({ "permissions": ["services:read"] });
    ada.patch(&path(&made), 2, narrower).await.expect(200);

    assert_eq!(statuses(&people, "/staff").await, [403, 403]);
    assert_eq!(statuses(&people, "/services").await, [200, 200]);
    assert_eq!(wider["version"], 2);
    assert_eq!(ada.patch(&path(&made), 2, json!({ "name": "B" })).await.problem(412), "stale_version");
}

#[tokio::test]
async fn a_role_made_anew_under_an_old_key_has_nothing_of_the_old_one() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let old = role(&ada, "clerk", &["staff:read"]).await;
    let bea = with_role(&app, &ada, "clerk").await;
    bea.get("/staff").await.expect(200);
    let member = bea.member(&ada).await;
    ada.delete(&format!("/members/{}", member["id"].as_str().expect("an id"))).await.expect(200);
    ada.delete(&path(&old)).await.expect(200);

    role(&ada, "clerk", &["services:read"]).await;
    let zoe = with_role(&app, &ada, "clerk").await;

    assert_eq!(statuses(&[&zoe], "/staff").await, [403]);
    assert_eq!(statuses(&[&zoe], "/services").await, [200]);
}

#[tokio::test]
async fn a_role_that_reaches_own_rows_sees_no_colleagues() {
    let app = TestApp::start_with(|config| config.rate_limit_factor = 0).await;
    let ada = app.company("vesna").await;
    let (own, colleagues) = (World::of(&ada).await, World::of(&ada).await);
    role(&ada, "stylist", &["bookings:read:own", "clients:read:own"]).await;
    let bea = with_role(&app, &ada, "stylist").await;
    own.belongs_to(&bea).await;
    let ids =
        |list: Value| list["data"].as_array().into_iter().flatten().map(|row| row["id"].clone()).collect::<Vec<_>>();

    let (clients, bookings) = (bea.get("/clients").await.expect(200), bea.get("/bookings").await.expect(200));

    assert_eq!((ids(clients), ids(bookings)), (vec![json!(own.id("clients"))], vec![json!(own.id("bookings"))]));
    assert_eq!(bea.get(&format!("/clients/{}", colleagues.id("clients"))).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_role_of_one_company_is_nothing_in_another_of_the_same_name() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    role(&ada, "clerk", &["members:read", "staff:read"]).await;
    role(&olga, "clerk", &["staff:read"]).await;

    let (here, there) = (with_role(&app, &ada, "clerk").await, with_role(&app, &olga, "clerk").await);

    assert_eq!(statuses(&[&here, &there], "/members").await, [200, 403]);
    assert_eq!(statuses(&[&here, &there], "/staff").await, [200, 200]);
}

#[tokio::test]
async fn whoever_sees_their_own_rows_alone_makes_nobody_one_of_the_staff() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let others = ["staff:read", "staff:create", "staff:update", "members:read", "members:invite"];
    let own = [&others[..], &["clients:read:own", "bookings:read:own"]].concat();
    let all = [&others[..], &["clients:read", "bookings:read"]].concat();
    role(&ada, "helper", &own).await;
    role(&ada, "leader", &all).await;
    let (bea, cea) = (with_role(&app, &ada, "helper").await, with_role(&app, &ada, "leader").await);
    let me = bea.member(&ada).await;
    let iryna = ada.post("/staff", json!({ "name": "Iryna" })).await.expect(201);
    let staff = format!("/staff/{}", iryna["id"].as_str().expect("an id"));
    let invite = |email: &str| json!({ "email": email, "role": "helper", "staff_id": iryna["id"] });

    let linked = bea.patch(&staff, 1, json!({ "member_id": me["id"] })).await;
    let made = bea.post("/staff", json!({ "name": "Bea", "member_id": me["id"] })).await;
    let invited = bea.post("/invitations", invite("dea@example.com")).await;

    for refused in [linked, made, invited] {
        assert_eq!(refused.problem(403), "forbidden");
    }
    assert_eq!(ada.get(&staff).await.expect(200), iryna);
    bea.patch(&staff, 1, json!({ "title": "Stylist" })).await.expect(200);
    bea.post("/invitations", json!({ "email": "dea@example.com", "role": "helper" })).await.expect(201);
    cea.post("/invitations", invite("eea@example.com")).await.expect(201);
    cea.patch(&staff, 2, json!({ "member_id": me["id"] })).await.expect(200);
}
