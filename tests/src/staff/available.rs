//! What staff can do, where they work, and whose time is free.

use serde_json::{Value, json};

use crate::{Person, TestApp};

fn names(list: &Value) -> Vec<&str> {
    list["data"].as_array().into_iter().flatten().filter_map(|row| row["name"].as_str()).collect()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

/// A location that nobody made over the API.
async fn location(ada: &Person) -> String {
    let (location, slug) = (uuid::Uuid::now_v7(), &ada.slug);
    let sql = format!(
        "with place as (
             insert into calendars (company_id, id, kind, time_zone)
             select id, gen_random_uuid(), 'location', time_zone from companies where slug = '{slug}'
             returning company_id, id)
         insert into locations (company_id, id, calendar_id, name, created_at)
         select company_id, '{location}', id, 'Centre', now() from place"
    );
    ada.app.db.execute(&sql).await;
    location.to_string()
}

#[tokio::test]
async fn skills_a_place_and_a_zone_are_kept_and_changed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let place = location(&ada).await;

    let new = json!({ "name": "Iryna", "skills": [" Haircut ", "ЗАВИВКА", "haircut"], "location_id": place,
                      "scheduling": "shifts", "time_zone": "Asia/Dhaka" });
    let made = ada.post("/staff", new).await.expect(201);
    let path = format!("/staff/{}", id(&made));
    let changed = json!({ "skills": ["shave"], "location_id": null, "scheduling": "week", "time_zone": "Europe/Kyiv" });
    let changed = ada.patch(&path, 1, changed).await.expect(200);
    let plain = ada.post("/staff", json!({ "name": "Zoe" })).await.expect(201);

    let facts = |row: &Value| json!([row["skills"], row["location_id"], row["scheduling"], row["time_zone"]]);
    assert_eq!(facts(&made), json!([["haircut", "завивка"], place, "shifts", "Asia/Dhaka"]));
    assert_eq!(facts(&changed), json!([["shave"], null, "week", "Europe/Kyiv"]));
    assert_eq!(facts(&plain), json!([[], null, "week", "Europe/Kyiv"]));
    assert_eq!(ada.get(&path).await.expect(200), changed);
}

#[tokio::test]
async fn skills_places_and_zones_that_are_none_are_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let elsewhere = location(&app.company("kalyna").await).await;

    for (field, value, wrong, code) in [
        ("skills", json!(vec!["a"; 21]), "skills", "too_many"),
        ("skills", json!(["a", "x".repeat(41)]), "skills[1]", "too_long"),
        ("skills", json!(["a", " "]), "skills[1]", "required"),
        ("location_id", json!(uuid::Uuid::now_v7()), "location_id", "not_found"),
        ("location_id", json!(elsewhere), "location_id", "not_found"),
        ("time_zone", json!("Europe/Atlantis"), "time_zone", "unknown_time_zone"),
        ("scheduling", json!("always"), "scheduling", "unknown_value"),
    ] {
        let errors = ada.post("/staff", json!({ "name": "Iryna", field: value })).await.invalid();
        assert_eq!(errors, [(wrong.to_owned(), code.to_owned())]);
    }
}

#[tokio::test]
async fn whose_time_nothing_takes_is_free() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, iryna) = app.bookable(&ada).await; // an hour
    let olha = ada.post("/staff", json!({ "name": "Olha", "skills": ["shave"] })).await.expect(201);
    let archived = ada.post("/staff", json!({ "name": "Zoe" })).await.expect(201);
    ada.post(&format!("/staff/{}/archive", id(&archived)), json!({})).await.expect(200);
    let new = json!({ "service_id": id(&service), "staff_id": id(&iryna), "starts_at": "2026-11-24T08:00:00Z",
                      "name": "Grace", "email": "grace@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);

    let free = async |at: &str, more: &str| {
        let list = ada.get(&format!("/staff/available?at=2026-11-24T{at}Z&{more}")).await.expect(200);
        names(&list).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };

    assert_eq!(free("07:00:00", "minutes=60").await, ["Iryna", "Olha"]);
    assert_eq!(free("07:00:00", "minutes=61").await, ["Olha"]);
    assert_eq!(free("08:59:00", "minutes=1").await, ["Olha"], "it began long before");
    assert_eq!(free("09:00:00", "minutes=1440").await, ["Iryna", "Olha"]);
    assert_eq!(free("00:00:00", "minutes=1440").await, ["Olha"]);
    assert_eq!(free("07:00:00", "minutes=60&skill=Shave").await, ["Olha"]);
    assert_eq!(free("07:00:00", "minutes=60&skill=fly").await, [""; 0]);
    assert_eq!(
        id(&olha),
        id(&ada.get("/staff/available?at=2026-11-24T08:00:00Z&minutes=5").await.expect(200)["data"][0])
    );
}

#[tokio::test]
async fn who_works_anywhere_is_free_at_every_location() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (here, there) = (location(&ada).await, location(&ada).await);
    for (name, place) in [("Iryna", Some(&here)), ("Olha", Some(&there)), ("Zoe", None)] {
        ada.post("/staff", json!({ "name": name, "location_id": place })).await.expect(201);
    }

    let path = "/staff/available?at=2026-11-24T08:00:00Z&minutes=60";
    let at = async |place: &str| ada.get(&format!("{path}&location_id={place}")).await.expect(200);

    assert_eq!(names(&ada.get(path).await.expect(200)), ["Iryna", "Olha", "Zoe"]);
    assert_eq!(names(&at(&here).await), ["Iryna", "Zoe"]);
    assert_eq!(names(&at(&there).await), ["Olha", "Zoe"]);
    assert_eq!(names(&at(&uuid::Uuid::now_v7().to_string()).await), [""; 0]);
    for (wrong, field) in [("minutes=0", "minutes"), ("minutes=1441", "minutes"), ("minutes=5&skill=%20", "skill")] {
        let errors = ada.get(&format!("/staff/available?at=2026-11-24T08:00:00Z&{wrong}")).await.invalid();
        assert_eq!(errors[0].0, field);
    }
}
