//! Free times, as the company's policy and what is taken leave them.

use serde_json::json;

use super::{id, starts};
use crate::TestApp;

const TUESDAY: &str = "from=2026-11-24&to=2026-11-25";

#[tokio::test]
async fn a_day_is_cut_into_starts_from_the_beginning_of_work_to_the_last_that_fits() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;

    let free = starts(&app.visitor(), &service, TUESDAY).await;

    assert_eq!((free.len(), free[0].as_str(), free[28].as_str()), (29, "2026-11-24T07:00:00Z", "2026-11-24T14:00:00Z"));
    assert_eq!(free[1], "2026-11-24T07:15:00Z");
    ada.patch("/company", 1, json!({ "slot_step_minutes": 60 })).await.expect(200);
    assert_eq!(starts(&app.visitor(), &service, TUESDAY).await.len(), 8);
    assert!(starts(&app.visitor(), &service, "from=2026-11-28&to=2026-11-30").await.is_empty(), "a weekend");
}

#[tokio::test]
async fn notice_and_horizon_bound_what_is_offered_and_what_is_taken() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let visitor = app.visitor();
    let book = async |at: &str| {
        let new = json!({ "service_id": service["id"], "starts_at": at, "name": "G", "email": "g@example.com" });
        visitor.post("/public/vesna/bookings", new).await
    };

    // 08:00 in Kyiv: with two hours' notice the first is at 10:00, and a day later is the last
    ada.patch("/company", 1, json!({ "minimum_notice_minutes": 120, "horizon_days": 1 })).await.expect(200);
    let free = starts(&visitor, &service, "from=2026-11-22&to=2026-11-28").await;

    assert_eq!(free.first().map(String::as_str), Some("2026-11-23T08:00:00Z"));
    assert_eq!(free.last().map(String::as_str), Some("2026-11-23T14:00:00Z"));
    assert_eq!(book("2026-11-23T07:45:00Z").await.invalid(), [("starts_at".to_owned(), "too_soon".to_owned())]);
    assert_eq!(book("2026-11-24T07:00:00Z").await.invalid(), [("starts_at".to_owned(), "too_far".to_owned())]);
    book("2026-11-23T08:00:00Z").await.expect(201);
}

#[tokio::test]
async fn a_booking_and_its_buffers_take_their_time_out() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let path = format!("/services/{}", id(&service));
    ada.patch(&path, 1, json!({ "buffer_before_minutes": 15, "buffer_after_minutes": 30 })).await.expect(200);
    let all = starts(&app.visitor(), &service, TUESDAY).await;

    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T10:00:00Z", "name": "G", "email": "g@example.com" });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
    let free = starts(&app.visitor(), &service, TUESDAY).await;

    // it blocks 09:45 to 11:30; one before needs 1:30 after its start, one after needs 0:15 before
    let apart = |at: &String| at.as_str() <= "2026-11-24T08:15:00Z" || at.as_str() >= "2026-11-24T11:45:00Z";
    let expected: Vec<_> = all.into_iter().filter(apart).collect();
    assert_eq!(free, expected);
}

#[tokio::test]
async fn a_slot_names_who_is_free_and_can_be_asked_for_one_of_them() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, iryna) = app.bookable(&ada).await;
    let (_, olha) = app.bookable(&ada).await;
    let visitor = app.visitor();

    let new = json!({
        "service_id": service["id"], "staff_id": iryna["id"], "starts_at": "2026-11-24T07:00:00Z", "name": "G",
        "email": "g@example.com",
    });
    visitor.post("/public/vesna/bookings", new).await.expect(201);

    let path = format!("/public/vesna/availability?service_id={}&{TUESDAY}", id(&service));
    let slots = visitor.get(&path).await.expect(200)["slots"].clone();
    assert_eq!(slots[0]["staff_ids"], json!([olha["id"]]));
    assert_eq!(slots[4]["staff_ids"].as_array().map(Vec::len), Some(2));
    let with = |staff: &serde_json::Value| format!("{TUESDAY}&staff_id={}", id(staff));
    assert_eq!(starts(&visitor, &service, &with(&iryna)).await[0], "2026-11-24T08:00:00Z");
    assert_eq!(starts(&visitor, &service, &with(&olha)).await[0], "2026-11-24T07:00:00Z");
    assert!(starts(&visitor, &service, &with(&service)).await.is_empty(), "nobody of that id");
}

#[tokio::test]
async fn days_are_the_companys_and_clocks_change_under_them() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "horizon_days": 365 })).await.expect(200);

    let winter = starts(&app.visitor(), &service, "from=2027-03-26&to=2027-03-27").await;
    let summer = starts(&app.visitor(), &service, "from=2027-03-29&to=2027-03-30").await;

    assert_eq!((winter[0].as_str(), summer[0].as_str()), ("2027-03-26T07:00:00Z", "2027-03-29T06:00:00Z"));
}

#[tokio::test]
async fn days_that_make_no_range_are_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let bad = [
        ("from=2026-11-25&to=2026-11-24", "to", "not_after_from"),
        ("from=2026-11-24&to=2026-11-24", "to", "not_after_from"),
        ("from=2026-11-01&to=2027-01-03", "to", "too_long"),
        ("from=1900-01-01&to=1900-01-02", "from", "out_of_range"),
        ("from=9999-12-30&to=9999-12-31", "from", "out_of_range"),
        ("from=2026-02-30&to=2026-03-01", "from", "invalid"),
        ("from=%2B262142-12-30&to=%2B262142-12-31", "from", "out_of_range"),
        ("from=x&to=2026-11-25", "from", "invalid"),
        ("from=-262143-01-01&to=2026-11-25", "from", "out_of_range"),
        ("from=2026-11-24", "to", "invalid"),
        ("from=2026-11-24&to=2026-11-25%00", "to", "invalid"),
    ];

    for (days, field, code) in bad {
        let path = format!("/public/vesna/availability?service_id={}&{days}", id(&service));
        let errors = app.visitor().get(&path).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())], "{days}");
    }

    let longest = starts(&app.visitor(), &service, "from=2026-11-01&to=2027-01-02").await;
    assert!(!longest.is_empty(), "62 days are not too many");
}
