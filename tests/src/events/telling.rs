//! A notification is told to its reader and to nobody else.

use frontdesk::auth::Role;
use serde_json::json;

use super::{Stream, book, lively};

#[tokio::test]
async fn a_notification_is_an_event_that_its_reader_alone_hears() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let iryna = app.member(&ada, Role::Employee).await;
    let member = iryna.member(&ada).await;
    let path = format!("/staff/{}", staff["id"].as_str().expect("an id"));
    ada.patch(&path, 2, json!({ "member_id": member["id"] })).await.expect(200);
    app.db.execute("delete from apalis.jobs").await;
    let (mut hers, mut admins) = (Stream::open(&iryna).await, Stream::open(&ada).await);

    book(&app.visitor(), "vesna", &service, &staff, 8).await;
    app.run_jobs().await;

    let kinds = [hers.event().await, hers.event().await].map(|event| event.kind().to_owned());
    assert_eq!(kinds, ["booking.created", "notification.created"]);
    assert_eq!(admins.event().await.kind(), "booking.created");
    admins.is_quiet().await;
}
