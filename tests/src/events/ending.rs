//! Until when somebody hears.

use chrono::TimeDelta;
use frontdesk::auth::Role;
use serde_json::json;

use super::{Stream, book, happened, lively};
use crate::{Person, TestApp};

async fn member_path(person: &Person, admin: &Person) -> String {
    format!("/members/{}", person.member(admin).await["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn a_stream_ends_with_its_session_wherever_that_is_ended() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let second = app.second_process().await;

    for process in [&app, &second] {
        let desk = ada.again().await.expect("a session");
        let stream = Stream::open(&desk).await;
        desk.at(process).post("/auth/sign-out", json!({})).await.expect(204);
        assert_eq!(stream.reason().await, "refused");
    }
}

#[tokio::test]
async fn a_stream_of_somebody_who_was_suspended_or_removed_ends_and_a_colleagues_goes_on() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let (bea, taras) = (app.member(&ada, Role::Manager).await, app.member(&ada, Role::Manager).await);
    let (path, other_path) = (member_path(&bea, &ada).await, member_path(&taras, &ada).await);
    let (suspended, removed, mut goes_on) =
        (Stream::open(&bea).await, Stream::open(&taras).await, Stream::open(&ada).await);

    ada.post(&format!("{path}/suspend"), json!({})).await.expect(200);
    ada.delete(&other_path).await.expect(200);

    assert_eq!((suspended.reason().await, removed.reason().await), (json!("refused"), json!("refused")));
    assert_eq!(goes_on.kinds(2).await, ["member.suspended", "member.removed"]);
}

#[tokio::test]
async fn a_stream_of_somebody_who_got_another_role_ends_since_their_token_names_the_old_one() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Manager).await;
    let path = member_path(&bea, &ada).await;
    let stream = Stream::open(&bea).await;

    ada.patch(&path, 1, json!({ "role": "employee" })).await.expect(200);

    assert_eq!(stream.reason().await, "refused");
    Stream::open(&bea.refreshed().await).await;
}

#[tokio::test]
async fn a_stream_of_a_suspended_company_ends() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let stream = Stream::open(&ada).await;

    app.db.execute("update companies set status = 'suspended', suspended_reason = 'Unpaid' where slug = 'vesna'").await;

    assert_eq!(stream.reason().await, "refused");
}

#[tokio::test]
async fn a_stream_of_a_key_ends_with_the_key() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let stream = Stream::open(&app.key(&ada, &["bookings:read"]).await).await;
    let key = ada.get("/api-keys").await.expect(200)["data"][0]["id"].clone();

    ada.delete(&format!("/api-keys/{}", key.as_str().expect("an id"))).await.expect(200);

    assert_eq!(stream.reason().await, "refused");
}

#[tokio::test]
async fn a_changed_role_is_heard_at_once_and_one_that_reads_nothing_ends_the_stream() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let role = json!({ "key": "clerk", "name": "Clerk", "permissions": ["bookings:read"] });
    let role = ada.post("/roles", role).await.expect(201);
    let path = format!("/roles/{}", role["id"].as_str().expect("an id"));
    let bea = app.member(&ada, Role::Custom("clerk".into())).await;
    let mut stream = Stream::open(&bea).await;
    let tell = async || {
        app.db.execute(&happened("vesna", "booking.expired", &json!({}))).await;
        app.db.execute(&happened("vesna", "member.invited", &json!({}))).await;
    };

    tell().await;
    assert_eq!(stream.event().await.kind(), "booking.expired");
    ada.patch(&path, 1, json!({ "permissions": ["members:read"] })).await.expect(200);
    tell().await;
    assert_eq!(stream.event().await.kind(), "member.invited");
    stream.is_quiet().await;
    ada.patch(&path, 2, json!({ "permissions": ["services:read"] })).await.expect(200);

    assert_eq!(stream.reason().await, "refused");
}

#[tokio::test]
async fn a_stream_ends_with_its_access_token_and_goes_on_where_it_was_with_a_fresh_one() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let mut stream = Stream::open(&ada).await;
    book(&app.visitor(), "vesna", &service, &staff, 8).await;
    stream.event().await;
    app.clock.advance(TimeDelta::minutes(14));
    stream.is_quiet().await;

    app.clock.advance(TimeDelta::minutes(1));
    let end = stream.event().await;
    assert_eq!((end.kind(), &end.data()["reason"]), ("end", &json!("expired")));
    let missed = book(&app.visitor(), "vesna", &service, &staff, 10).await;
    let mut again = Stream::after(&ada.refreshed().await, &stream.cursor).await;

    assert_eq!(again.event().await.data()["payload"]["booking_id"], missed);
}
