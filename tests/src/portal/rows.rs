//! What customers see: their own, in one company, and nothing that is only for staff.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{GRACE, book, customer};
use crate::TestApp;

#[tokio::test]
async fn one_person_has_a_card_in_each_of_two_companies_and_they_never_meet() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.company("vesna").await, app.company("osin").await);
    let (here, there) = (app.bookable(&ada).await.0, app.bookable(&bea).await.0);
    let at_vesna = book(&app, "vesna", &here, 8, GRACE).await;
    let at_osin = book(&app, "osin", &there, 9, GRACE).await;

    let (vesna, osin) = (customer(&app, "vesna", GRACE).await, customer(&app, "osin", GRACE).await);
    vesna.patch("/portal/profile", 1, json!({ "name": "Grace of Vesna" })).await.expect(200);

    let ids = async |person: &crate::Person| {
        let rows = person.get("/portal/bookings").await.expect(200);
        rows["data"].as_array().expect("rows").iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((ids(&vesna).await, ids(&osin).await), (vec![at_vesna["id"].clone()], vec![at_osin["id"].clone()]));
    assert_eq!(osin.get("/portal/profile").await.expect(200)["name"], "Grace");
    let path = format!("/portal/bookings/{}", at_osin["id"].as_str().expect("an id"));
    assert_eq!(vesna.get(&path).await.problem(404), "not_found");
    assert_eq!(app.db.number("select count(*) from users where email = 'grace@example.com'").await, 1);
}

#[tokio::test]
async fn a_booking_shows_what_the_customer_needs_and_nothing_for_staff() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let booked = book(&app, "vesna", &service, 8, GRACE).await;
    let path = |of: &Value, kind: &str| format!("/{kind}/{}/archive", of["id"].as_str().expect("an id"));
    let grace = customer(&app, "vesna", GRACE).await;
    ada.post(&path(&service, "services"), json!({})).await.expect(200);
    ada.post(&path(&staff, "staff"), json!({})).await.expect(200);

    let booking = grace.get(&format!("/portal/bookings/{}", booked["id"].as_str().expect("an id"))).await.expect(200);

    let expected = json!({
        "id": booked["id"], "reference": booked["reference"], "status": "confirmed",
        "service": { "id": service["id"], "name": "Haircut" }, "staff": { "id": staff["id"], "name": "Iryna" },
        "starts_at": "2026-11-24T08:00:00Z", "ends_at": "2026-11-24T09:00:00Z", "time_zone": "Europe/Kyiv",
        "total": { "amount": 150_000, "currency": "UAH" }, "expires_at": null,
    });
    assert_eq!(booking, expected);
}

#[tokio::test]
async fn another_clients_booking_does_not_exist() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let theirs = book(&app, "vesna", &service, 8, "alan@example.com").await;

    let grace = customer(&app, "vesna", GRACE).await;

    let path = format!("/portal/bookings/{}", theirs["id"].as_str().expect("an id"));
    assert_eq!(grace.get(&path).await.problem(404), "not_found");
    assert_eq!(grace.get("/portal/bookings").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn bookings_to_come_and_bookings_past_are_two_lists_page_by_page() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    for hour in [9, 7, 8, 10] {
        book(&app, "vesna", &service, hour, GRACE).await;
    }
    app.clock.advance(TimeDelta::hours(27));
    let grace = customer(&app, "vesna", GRACE).await;
    let hours = |pages: Vec<Vec<Value>>| -> Vec<String> {
        pages.concat().iter().map(|row| row["starts_at"].as_str().expect("a time")[11..13].to_owned()).collect()
    };

    let (upcoming, past) =
        (grace.pages("/portal/bookings", 1).await, grace.pages("/portal/bookings?when=past", 1).await);

    assert_eq!((hours(upcoming), hours(past)), (vec!["09".into(), "10".into()], vec!["08".into(), "07".to_owned()]));
}

#[tokio::test]
async fn a_profile_changes_only_from_the_version_that_was_read() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let grace = customer(&app, "vesna", GRACE).await;

    let patch = json!({ "name": "Grace Hopper", "phone": "044 765 43 21", "language": "bn" });
    let changed = grace.patch("/portal/profile", 1, patch).await.expect(200);
    let stale = grace.patch("/portal/profile", 1, json!({ "name": "Old" })).await;

    assert_eq!(
        (&changed["phone"], &changed["language"], &changed["version"]),
        (&json!("+380447654321"), &json!("bn"), &json!(2))
    );
    assert_eq!(stale.problem(412), "stale_version");
    let emptied = grace.patch("/portal/profile", 2, json!({ "phone": null, "language": null })).await.expect(200);
    assert_eq!(
        (&emptied["phone"], &emptied["language"], &emptied["name"]),
        (&json!(null), &json!(null), &json!("Grace Hopper"))
    );
    let bad = grace.patch("/portal/profile", 3, json!({ "phone": "12", "name": "x" })).await;
    assert_eq!(bad.invalid(), [("phone".to_owned(), "invalid_phone".to_owned())]);
}

#[tokio::test]
async fn a_card_that_is_put_away_closes_the_door_until_it_is_taken_out() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let grace = customer(&app, "vesna", GRACE).await;
    let card = &ada.get("/clients").await.expect(200)["data"][0];
    let path = |what: &str| format!("/clients/{}/{what}", card["id"].as_str().expect("an id"));

    ada.post(&path("archive"), json!({})).await.expect(200);

    assert_eq!(grace.get("/portal/profile").await.problem(401), "unauthenticated");
    app.visitor().post("/portal/vesna/sign-in-link", json!({ "email": GRACE })).await.expect(202);
    let secret = app.link_to(GRACE).await;
    assert_eq!(super::follow(&app, &secret).await.problem(403), "archived");
    ada.post(&path("restore"), json!({})).await.expect(200);
    super::follow(&app, &secret).await.expect(200);
    grace.get("/portal/profile").await.expect(200);
}

#[tokio::test]
async fn a_suspended_company_shows_its_customers_nothing_on_any_process() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let grace = customer(&app, "vesna", GRACE).await;
    let mut elsewhere = grace.clone();
    elsewhere.app = app.second_process().await;
    elsewhere.get("/portal/profile").await.expect(200);

    app.db.execute("update companies set status = 'suspended', suspended_reason = 'unpaid'").await;

    for person in [&grace, &elsewhere] {
        assert_eq!(person.get("/portal/profile").await.problem(401), "unauthenticated");
    }
}
