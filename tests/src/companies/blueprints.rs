//! What a company is filled with when it registers as a kind of business.

use serde_json::{Value, json};

use crate::{Person, TestApp};

/// Whoever has registered such a company: its slug is the blueprint's name and the language.
async fn registered(app: &TestApp, blueprint: &str, zone: &str, currency: &str, language: &str) -> Person {
    let slug = format!("{blueprint}-{language}");
    let new = json!({
        "company": { "name": "Studio", "slug": slug, "time_zone": zone, "currency": currency, "language": language },
        "admin": { "name": "Ada", "email": format!("ada@{slug}.example"), "password": "correct horse battery" },
        "blueprint": blueprint,
    });
    Person::new(app.clone(), &slug, Some(&app.visitor().post("/auth/register", new).await.expect(201)))
}

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

/// What visitors may book, in order.
async fn offered(admin: &Person) -> Vec<Value> {
    let path = format!("/public/{}/services", admin.slug);
    let answer = admin.app.visitor().get(&path).await.expect(200);
    answer["data"].as_array().expect("services").clone()
}

/// When a service is free, from one day to another.
async fn free(admin: &Person, service: &Value, days: &str) -> Vec<Value> {
    let path = format!("/public/{}/availability?service_id={}&{days}", admin.slug, id(service));
    let answer = admin.app.visitor().get(&path).await.expect(200);
    answer["slots"].as_array().expect("slots").iter().map(|slot| slot["starts_at"].clone()).collect()
}

/// Everything that it offers can be booked within a week, whatever the language.
async fn can_be_booked_in_every_language(blueprint: &str, zone: &str, currency: &str) -> Vec<Vec<Value>> {
    let app = TestApp::start_with(|config| config.rate_limit_factor = 0).await;
    let mut catalogues = Vec::new();
    for language in ["en", "uk", "bn", "id"] {
        let ada = registered(&app, blueprint, zone, currency, language).await;
        let services = offered(&ada).await;
        for service in &services {
            let times = free(&ada, service, "from=2026-11-24&to=2026-11-28").await;
            assert!(!times.is_empty(), "{language}: {service}");
            assert!(service["category"]["name"].is_string(), "{language}: {service}");
        }
        let time = free(&ada, &services[0], "from=2026-11-25&to=2026-11-26").await[0].clone();
        let new = json!({
            "service_id": services[0]["id"], "starts_at": time, "name": "Grace", "email": "grace@mail.example",
            "addon_ids": [services[0]["addons"][0]["id"]],
        });
        let booked = app.visitor().post(&format!("/public/{}/bookings", ada.slug), new).await.expect(201);
        assert_eq!(booked["lines"].as_array().map(Vec::len), Some(2), "{language}: {booked}");
        catalogues.push(services);
    }
    catalogues
}

#[tokio::test]
async fn a_salon_can_be_booked_in_every_language() {
    let catalogues = can_be_booked_in_every_language("salon", "Europe/Kyiv", "UAH").await;

    let names: Vec<_> = catalogues.iter().map(|services| services[0]["name"].clone()).collect();
    assert_eq!(names, ["Women's haircut", "Жіноча стрижка", "মেয়েদের চুল কাটা", "Potong rambut wanita"]);
}

#[tokio::test]
async fn a_workshop_can_be_booked_in_every_language() {
    let catalogues = can_be_booked_in_every_language("workshop", "Asia/Jakarta", "IDR").await;

    assert!(catalogues.iter().all(|services| services.len() == 7));
}

#[tokio::test]
async fn a_detailer_can_be_booked_in_every_language() {
    let catalogues = can_be_booked_in_every_language("detailing", "Asia/Dhaka", "BDT").await;

    assert!(catalogues.iter().all(|services| services.len() == 3));
}

#[tokio::test]
async fn a_company_that_pays_in_another_currency_sets_its_own_prices() {
    let app = TestApp::start().await;

    let ada = registered(&app, "salon", "Europe/Berlin", "EUR", "en").await;

    assert_eq!(offered(&ada).await[0]["price"], json!({ "amount": 0, "currency": "EUR" }));
    assert_eq!(ada.get("/company").await.expect(200)["confirmation"], "automatic");
}

#[tokio::test]
async fn no_company_is_of_a_kind_that_does_not_exist() {
    let app = TestApp::start().await;
    let mut new = json!({
        "company": { "name": "Studio", "slug": "studio", "time_zone": "Europe/Kyiv", "currency": "UAH", "language": "en" },
        "admin": { "name": "Ada", "email": "ada@studio.example", "password": "correct horse battery" },
    });
    new["blueprint"] = json!("bakery");

    let answer = app.visitor().post("/auth/register", new).await.expect(422);

    assert_eq!(answer["errors"][0]["field"], "blueprint");
}

/// Pro Car Care as it was on 17 July 2025 at 15:00 in Dhaka.
async fn pro_car_care() -> Person {
    let app = TestApp::start().await;
    let then: chrono::DateTime<chrono::Utc> = "2025-07-17T09:00:00Z".parse().expect("a time");
    app.clock.advance(then - app.clock.now());
    registered(&app, "detailing", "Asia/Dhaka", "BDT", "en").await
}

#[tokio::test]
async fn the_detailer_has_the_packages_and_windows_of_the_fixture() {
    let ada = pro_car_care().await;
    let bdt = |amount: i64| json!({ "amount": amount, "currency": "BDT" });

    let services = offered(&ada).await;

    let row = |it: &Value| {
        json!([it["name"], it["description"], it["category"]["name"], it["price"], it["duration_minutes"]])
    };
    assert_eq!(
        services.iter().map(row).collect::<Vec<_>>(),
        [
            json!(["Basic Interior Clean", "Vacuum, wipe down.", "Interior", bdt(150_000), 60]),
            json!(["Premium Exterior Wash", "Wash, wax, tire shine.", "Exterior", bdt(250_000), 90]),
            json!(["Full Detail Package", "Complete interior & exterior.", "Full Service", bdt(400_000), 180]),
        ]
    );
    for service in &services {
        let addons: Vec<_> =
            service["addons"].as_array().expect("add-ons").iter().map(|it| json!([it["name"], it["price"]])).collect();
        assert_eq!(addons, [json!(["Pet Hair Removal", bdt(50_000)]), json!(["Headlight Restoration", bdt(80_000)])]);
    }
    let days = "from=2025-07-20&to=2025-07-22";
    let windows = ["2025-07-20T04:00:00Z", "2025-07-20T05:30:00Z", "2025-07-21T03:00:00Z"];
    assert_eq!(free(&ada, &services[0], days).await, windows);
    assert!(free(&ada, &services[1], days).await.is_empty());
    assert!(free(&ada, &services[2], days).await.is_empty());
    let categories = ada.get("/service-categories").await.expect(200);
    let row = |it: &Value| json!([it["name"], it["description"]]);
    assert_eq!(
        categories["data"].as_array().expect("categories").iter().map(row).collect::<Vec<_>>(),
        [
            json!(["Interior", "Comprehensive interior cleaning."]),
            json!(["Exterior", "Exterior wash, wax, and polish."]),
            json!(["Full Service", "Complete interior and exterior detailing."]),
            json!(["Ceramic Coating", "Long-lasting paint protection."]),
        ]
    );
}

#[tokio::test]
async fn the_booking_of_the_fixture_costs_2000_and_waits_to_be_confirmed() {
    let ada = pro_car_care().await;
    let service = offered(&ada).await[0].clone();
    let found =
        ada.get("/clients?search=client_user").await.expect(200)["data"].as_array().cloned().unwrap_or_default();
    let client = found.first().expect("the client of the fixture").clone();
    let mut new = json!({
        "service_id": service["id"], "addon_ids": [service["addons"][0]["id"]], "starts_at": "2025-07-20T04:00:00Z",
        "name": "client_user", "email": "client@example.com", "phone": "+8801812345678", "place": "on_site",
        "address": { "street": "456 Park Ave", "city": "Dhaka", "zip": "1205", "country": "BD" },
        "asset": { "name": "Toyota Camry", "make": "Toyota", "model": "Camry", "identifier": "DHA-123" },
    });

    let path = format!("/public/{}/bookings", ada.slug);
    let booked = ada.app.visitor().post(&path, new.clone()).await.expect(201);
    new["email"] = json!("somebody.else@example.com");
    new["phone"] = json!(null);
    ada.app.visitor().post(&path, new).await.expect(409);

    let shown = ada.get(&format!("/bookings/{}", id(&booked))).await.expect(200);
    assert_eq!(booked["total"], json!({ "amount": 200_000, "currency": "BDT" }));
    assert_eq!((&shown["status"], &shown["client"]["id"]), (&json!("pending"), &client["id"]));
    let vehicles = ada.get(&format!("/clients/{}/assets", id(&client))).await.expect(200);
    let row = |it: &Value| json!([it["make"], it["model"], it["identifier"]]);
    assert_eq!(
        vehicles["data"].as_array().expect("vehicles").iter().map(row).collect::<Vec<_>>(),
        [json!(["Toyota", "Camry", "DHA-123"]), json!(["Honda", "CR-V", "CTG-456"])]
    );
}
