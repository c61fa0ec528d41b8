//! What is chosen beside a service: add-ons, further services, where, for how many; and what it comes to.

use serde_json::{Value, json};

use super::{Browser, GRACE};
use crate::{Person, TestApp};

fn id(row: &Value) -> &str {
    row["id"].as_str().expect("an id")
}

/// An add-on of 500.00 and a quarter of an hour, with the service.
async fn addon(admin: &Person, service: &Value) -> Value {
    let price = json!({ "amount": 50_000, "currency": "UAH" });
    let addon =
        admin.post("/addons", json!({ "name": "Wash", "duration_minutes": 15, "price": price })).await.expect(201);
    change(admin, "services", service, json!({ "addon_ids": [addon["id"]] })).await;
    addon
}

async fn change(admin: &Person, kind: &str, row: &Value, change: Value) -> Value {
    let path = format!("/{kind}/{}", id(row));
    let version = admin.get(&path).await.expect(200)["version"].as_i64().expect("a version");
    admin.patch(&path, version, change).await.expect(200)
}

#[tokio::test]
async fn add_ons_are_chosen_paid_for_and_take_their_time() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    addon(&ada, &service).await;

    let times = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;
    let with = times.tick(&["Wash"]).await.expect(200);
    let form = with.follow("Tuesday, 24 November 2026").await.press("10:00").await.expect(200);
    let done = form.submit(GRACE).await.expect(200);

    assert_eq!((times.text("#total strong"), with.text("#total strong")), ("₴1,500.00".into(), "₴2,000.00".into()));
    assert_eq!(form.texts(".bill td"), ["₴1,500.00", "₴500.00", "₴2,000.00"]);
    assert_eq!(done.texts(".bill td"), ["₴1,500.00", "₴500.00", "₴2,000.00"]);
    let booking = &ada.get("/bookings").await.expect(200)["data"][0];
    assert_eq!(booking["ends_at"], "2026-11-24T09:15:00Z");
    assert_eq!(booking["total"]["amount"], 200_000);
}

#[tokio::test]
async fn a_second_service_follows_the_first() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let price = json!({ "amount": 70_000, "currency": "UAH" });
    ada.post("/services", json!({ "name": "Beard", "duration_minutes": 30, "price": price })).await.expect(201);

    let both = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await.tick(&["Beard"]).await.expect(200);
    let form = both.follow("Tuesday, 24 November 2026").await.press("10:00").await.expect(200);
    form.submit(GRACE).await.expect(200);

    assert_eq!(form.text(".summary h2"), "Haircut + Beard");
    assert_eq!(both.text("#total strong"), "₴2,200.00");
    let booking = &ada.get("/bookings").await.expect(200)["data"][0];
    assert_eq!((&booking["ends_at"], &booking["total"]["amount"]), (&json!("2026-11-24T09:30:00Z"), &json!(220_000)));
}

#[tokio::test]
async fn another_companys_add_on_is_refused_on_every_page() {
    let app = TestApp::start().await;
    let (ada, olga) = (app.company("vesna").await, app.company("osin").await);
    let ((service, _), (theirs, _)) = (app.bookable(&ada).await, app.bookable(&olga).await);
    let addon = addon(&olga, &theirs).await;
    let browser = Browser::new(&app);
    let (path, foreign) = (format!("/b/vesna/{}", id(&service)), format!("addon={}", id(&addon)));
    let at = "starts_at=2026-11-24T08:00:00Z";

    let times = browser.open(&format!("{path}?{foreign}")).await.expect(422);
    let form = browser.open(&format!("{path}/book?{foreign}&{at}")).await.expect(422);
    let url = times.url.join(&format!("{path}/hold?{foreign}")).expect("an address");
    let held = browser.send(poem::http::Method::POST, url, at).await.expect(422);
    let url = times.url.join(&format!("{path}/book")).expect("an address");
    let body = format!("{foreign}&{at}&name=Grace&email=grace%40example.com&key=k");
    let booked = browser.send(poem::http::Method::POST, url, &body).await.expect(422);

    assert_eq!(times.text("[role=alert] h2"), "This cannot be booked like that");
    for page in [times, form, held, booked] {
        assert!(!page.source.contains("Wash"), "{}", page.source);
    }
    assert_eq!(app.db.number("select (select count(*) from bookings) + (select count(*) from holds)").await, 0);
}

#[tokio::test]
async fn a_place_of_the_visitors_takes_an_address() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let surcharge = json!({ "amount": 30_000, "currency": "UAH" });
    change(&ada, "services", &service, json!({ "place": "on_site", "on_site_surcharge": surcharge })).await;

    let times = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;
    let form = times.follow("Tuesday, 24 November 2026").await.press("10:00").await.expect(200);
    let wrong = form.submit(GRACE).await.expect(422);
    let done = wrong.submit(&[("street", "Khreshchatyk 1"), ("city", "Kyiv")]).await.expect(200);

    assert_eq!(wrong.text("#street-error"), "Please fill this in.");
    assert_eq!(wrong.value("name"), "Grace");
    assert_eq!(done.texts(".bill td"), ["₴1,500.00", "₴300.00", "₴1,800.00"]);
    let booking = &ada.get("/bookings").await.expect(200)["data"][0];
    let booking = ada.get(&format!("/bookings/{}", id(booking))).await.expect(200);
    assert_eq!(booking["address"]["street"], "Khreshchatyk 1");
}

#[tokio::test]
async fn of_several_locations_one_is_chosen_and_named() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    for name in ["Podil", "Pechersk"] {
        ada.post("/locations", json!({ "name": name, "city": "Kyiv" })).await.expect(201);
    }

    let times = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;
    let other = times.tick(&["Pechersk"]).await.expect(200);
    let form = other.follow("Tuesday, 24 November 2026").await.press("10:00").await.expect(200);
    let done = form.submit(GRACE).await.expect(200);

    assert_eq!(times.texts("input[name=location][checked] + label .what"), ["PodilKyiv"]);
    assert!(form.texts("dd").contains(&"Pechersk".to_owned()) && done.texts("dd").contains(&"Pechersk".to_owned()));
}

#[tokio::test]
async fn more_people_than_one_booking_is_for_are_told_so() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    change(&ada, "services", &service, json!({ "max_party_size": 4 })).await;
    let browser = Browser::new(&app);

    let many = browser.open(&format!("/b/vesna/{}?party=5", id(&service))).await.expect(422);
    let four = browser.open(&format!("/b/vesna/{}?party=4", id(&service))).await.expect(200);

    assert_eq!(many.text("[role=alert] li"), "That is too many people for one booking.");
    assert_eq!(four.all("#party")[0].attr("value"), Some("4"));
}

#[tokio::test]
async fn what_a_booking_is_about_is_kept_with_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let form = super::form_at(&app, "vesna", "2026-11-24T08:00:00Z").await;

    let wrong = form.submit(&[GRACE, &[("asset_identifier", "AA 1234 BB")]].concat()).await.expect(422);
    wrong.submit(&[("asset_name", "Family car")]).await.expect(200);

    assert_eq!(wrong.text("#asset_name-error"), "Please fill this in.");
    assert!(wrong.all("details.asset")[0].attr("open").is_some());
    let kept = app.db.rows("select kind, name, identifier from assets").await;
    assert_eq!(kept, [json!({ "kind": "vehicle", "name": "Family car", "identifier": "AA 1234 BB" })]);
}
