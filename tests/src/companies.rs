//! The company's own settings.

use serde_json::json;

use crate::TestApp;

#[tokio::test]
async fn settings_are_changed_one_by_one_and_the_rest_stays() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let before = ada.get("/company").await.expect(200);

    let changed = ada.patch("/company", 1, json!({ "confirmation": "manual", "horizon_days": 7 })).await.expect(200);

    let mut expected = before;
    expected["confirmation"] = json!("manual");
    expected["horizon_days"] = json!(7);
    expected["version"] = json!(2);
    assert_eq!(changed, expected);
    assert_eq!(ada.patch("/company", 1, json!({ "horizon_days": 9 })).await.problem(412), "stale_version");
    assert_eq!(ada.get("/company").await.expect(200), expected);
}

#[tokio::test]
async fn settings_out_of_bounds_and_those_that_cannot_change_are_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bad = [
        (json!({ "slot_step_minutes": 4 }), "slot_step_minutes", "out_of_range"),
        (json!({ "slot_step_minutes": 241 }), "slot_step_minutes", "out_of_range"),
        (json!({ "minimum_notice_minutes": -1 }), "minimum_notice_minutes", "out_of_range"),
        (json!({ "horizon_days": 0 }), "horizon_days", "out_of_range"),
        (json!({ "horizon_days": 366 }), "horizon_days", "out_of_range"),
        (json!({ "pending_minutes": 4 }), "pending_minutes", "out_of_range"),
        (json!({ "reminder_lead_minutes": 20161 }), "reminder_lead_minutes", "out_of_range"),
        (json!({ "language": "tlh" }), "language", "unknown_language"),
        (json!({ "confirmation": "maybe" }), "confirmation", "unknown_value"),
        (json!({ "currency": "EUR" }), "currency", "unknown_field"),
        (json!({ "slug": "osin" }), "slug", "unknown_field"),
        (json!({ "status": "suspended" }), "status", "unknown_field"),
    ];

    for (patch, field, code) in bad {
        let errors = ada.patch("/company", 1, patch).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())]);
    }

    assert_eq!(ada.get("/company").await.expect(200)["version"], 1);
}
