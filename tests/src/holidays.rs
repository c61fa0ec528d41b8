//! Days on which nobody works.

use serde_json::{Value, json};

use crate::{TestApp, at_once};

fn names(list: &Value) -> Vec<&str> {
    list["data"].as_array().into_iter().flatten().filter_map(|row| row["name"].as_str()).collect()
}

#[tokio::test]
async fn holidays_are_listed_by_day_and_deleted() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    for (day, name) in [("2027-01-01", "New Year"), ("2026-12-25", "Christmas"), ("2027-08-24", "Independence Day")] {
        ada.post("/holidays", json!({ "on_date": day, "name": name })).await.expect(201);
    }

    let year = ada.get("/holidays?from=2026-12-25&to=2027-08-24").await.expect(200);
    let pages = ada.pages("/holidays?from=2026-01-01&to=2028-01-01", 1).await;

    assert_eq!(names(&year), ["Christmas", "New Year"]);
    let paged: Vec<_> = pages.iter().flatten().map(|row| row["name"].clone()).collect();
    assert_eq!(paged, ["Christmas", "New Year", "Independence Day"]);
    let path = format!("/holidays/{}", year["data"][0]["id"].as_str().expect("an id"));
    ada.delete(&path).await.expect(204);
    assert_eq!(ada.delete(&path).await.problem(404), "not_found");
    assert_eq!(names(&ada.get("/holidays?from=2026-12-25&to=2027-08-24").await.expect(200)), ["New Year"]);
}

#[tokio::test]
async fn the_same_day_and_place_is_a_holiday_once_whoever_is_first() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let new = json!({ "on_date": "2026-12-25", "name": "Christmas" });

    app.warm_up().await;
    let answers = at_once((0..6).map(|_| {
        let (ada, new) = (ada.clone(), new.clone());
        async move { ada.post("/holidays", new).await.status.as_u16() }
    }))
    .await;

    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
    assert_eq!(ada.post("/holidays", new).await.problem(409), "holiday_exists");
    let nowhere = json!({ "on_date": "2026-12-25", "name": "Fair", "location_id": uuid::Uuid::now_v7() });
    assert_eq!(ada.post("/holidays", nowhere).await.invalid(), [("location_id".to_owned(), "not_found".to_owned())]);
}
