//! Times by the visitor's own clock.

use super::{Browser, GRACE};
use crate::TestApp;

#[tokio::test]
async fn a_visitor_elsewhere_sees_both_clocks_all_the_way() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.bookable(&ada).await;
    let times = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;

    let york = times.browser.open(&format!("{}?tz=America/New_York", times.url.path())).await.expect(200);
    let day = york.follow("Tuesday, 24 November 2026").await;
    let form = day.press("03:00").await.expect(200);
    let done = form.submit(GRACE).await.expect(200);

    assert!(times.all(".there").is_empty());
    assert_eq!(york.text(".there"), "Local time there: Kyiv, GMT+2");
    assert_eq!(york.text("#tz option[selected]"), "New York, GMT-5");
    for page in [&form, &done] {
        let facts = page.texts("dd");
        assert!(facts.contains(&"Tuesday, 24 November 2026, 03:00 (New York, GMT-5)".to_owned()), "{facts:?}");
        assert!(facts.contains(&"Tuesday, 24 November 2026, 10:00 (Kyiv, GMT+2)".to_owned()), "{facts:?}");
    }
    assert_eq!(ada.get("/bookings").await.expect(200)["data"][0]["starts_at"], "2026-11-24T08:00:00Z");
}

#[tokio::test]
async fn a_time_late_in_the_day_there_is_tomorrow_here() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let times = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;

    let kiritimati = format!("{}?tz=Pacific/Kiritimati&day=2026-11-25", times.url.path());
    let day = times.browser.open(&kiritimati).await.expect(200);

    // Four in the afternoon in Kyiv is four in the morning of the next day there.
    assert!(day.texts(".times button").contains(&"04:00".to_owned()), "{:?}", day.texts(".times button"));
}

#[tokio::test]
async fn a_zone_that_is_none_is_the_companys() {
    let app = TestApp::start().await;
    app.bookable(&app.company("vesna").await).await;
    let times = Browser::new(&app).open("/b/vesna").await.follow("Haircut").await;

    let mars = times.browser.open(&format!("{}?tz=Mars/Olympus", times.url.path())).await.expect(200);

    assert_eq!(mars.text("#tz option[selected]"), "Kyiv, GMT+2");
}
