//! Whose an address is: whoever typed it first has no right to it, whoever gets its mail has.

use serde_json::json;

use super::{GRACE, customer};
use crate::{Person, TestApp};

/// Somebody who registers a company under an address that is not theirs.
async fn squatter(app: &TestApp) -> Person {
    let new = json!({
        "company": {
            "name": "Trap", "slug": "trap", "time_zone": "Europe/Kyiv", "currency": "UAH", "language": "en",
        },
        "admin": { "name": "Mallory", "email": GRACE, "password": "a planted password" },
    });
    let answer = app.visitor().post("/auth/register", new).await.expect(201);
    Person::new(app.clone(), "trap", Some(&answer))
}

#[tokio::test]
async fn a_password_planted_under_an_address_is_gone_once_its_owner_follows_a_link() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let mallory = squatter(&app).await;

    let grace = customer(&app, "vesna", GRACE).await;

    assert_eq!(mallory.get("/company").await.problem(401), "unauthenticated");
    let refresh = json!({ "refresh_token": mallory.refresh_token });
    app.visitor().post("/auth/refresh", refresh).await.expect(401);
    let planted = json!({ "email": GRACE, "password": "a planted password" });
    app.visitor().post("/auth/sign-in", planted.clone()).await.expect(401);
    app.visitor().post("/portal/vesna/sign-in", planted).await.expect(401);
    grace.get("/portal/profile").await.expect(200);
}

#[tokio::test]
async fn a_change_of_address_that_a_squatter_asked_for_leads_nowhere() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    squatter(&app).await;
    let pending = "insert into one_time_tokens (id, hash, purpose, user_id, email, language, created_at, expires_at)
        select gen_random_uuid(), 'x', 'change_email', id, 'mallory@example.com', 'en', now(), 'infinity' from users where email = 'grace@example.com'";
    app.db.execute(pending).await;

    customer(&app, "vesna", GRACE).await;

    let open = "select count(*) from one_time_tokens where purpose = 'change_email' and used_at is null";
    assert_eq!(app.db.number(open).await, 0);
}

#[tokio::test]
async fn the_password_of_an_address_that_was_shown_to_be_theirs_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.db.execute("update users set email_verified_at = now()").await;

    let customer = customer(&app, "vesna", "ada@vesna.example").await;

    ada.get("/company").await.expect(200);
    let who = json!({ "email": "ada@vesna.example", "password": "correct horse battery" });
    app.visitor().post("/auth/sign-in", who).await.expect(200);
    customer.get("/portal/profile").await.expect(200);
}

#[tokio::test]
async fn the_oldest_card_with_the_address_becomes_theirs_and_is_not_written_over() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let card = json!({ "name": "Mrs Hopper", "email": GRACE, "phone": "+380441234567", "notes": "VIP" });
    let old = ada.post("/clients", card.clone()).await.expect(201);
    ada.post("/clients", card).await.expect(201);

    let new = json!({ "name": "Mallory", "email": GRACE, "phone": "+380445554433" });
    app.visitor().post("/portal/vesna/register", new).await.expect(202);
    let signed_in = super::follow(&app, &app.link_to(GRACE).await).await.expect(200);

    let grace = Person::new(app.clone(), "vesna", Some(&signed_in));
    let profile = grace.get("/portal/profile").await.expect(200);
    assert_eq!((&profile["name"], &profile["phone"]), (&json!("Mrs Hopper"), &json!("+380441234567")));
    let id = old["id"].as_str().expect("an id");
    assert_eq!(
        app.db.number(&format!("select count(*) from clients where id = '{id}' and user_id is not null")).await,
        1
    );
    assert_eq!(app.db.number("select count(*) from clients").await, 2);
}

#[tokio::test]
async fn a_card_with_somebody_elses_number_on_it_does_not_collect_their_bookings() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let mallory = customer(&app, "vesna", "mallory@example.com").await;
    mallory.patch("/portal/profile", 1, json!({ "phone": "044 123 45 67" })).await.expect(200);

    let new = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "Grace", "phone": "044 123 45 67",
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);

    assert_eq!(mallory.get("/portal/bookings").await.expect(200)["data"], json!([]));
}
