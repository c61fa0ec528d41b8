//! Who hears of what.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use super::{PATH, Stream, ask, book, happened, lively};
use crate::{Person, TestApp};

/// Somebody with a role of the company's own.
async fn with_role(app: &TestApp, admin: &Person, key: &str, permissions: &[&str]) -> Person {
    let role = json!({ "key": key, "name": key, "permissions": permissions });
    admin.post("/roles", role).await.expect(201);
    app.member(admin, Role::Custom(key.into())).await
}

#[tokio::test]
async fn a_visitors_booking_arrives_at_every_desk_of_the_company_and_at_none_next_door() {
    let app = lively().await;
    let (ada, osin) = (app.company("vesna").await, app.company("osin").await);
    let (service, staff) = app.bookable(&ada).await;
    let (their_service, their_staff) = app.bookable(&osin).await;
    let manager = app.member(&ada, Role::Manager).await;
    let (mut desk, mut other_desk) = (Stream::open(&ada).await, Stream::open(&manager).await);
    let mut next_door = Stream::open(&osin).await;

    let booking = book(&app.visitor(), "vesna", &service, &staff, 8).await;

    for heard in [desk.event().await, other_desk.event().await] {
        assert_eq!(heard.kind(), "booking.created");
        let data = heard.data();
        assert_eq!((&data["kind"], &data["payload"]["booking_id"]), (&json!("booking.created"), &booking));
        assert_eq!(data["created_at"], "2026-11-23T06:00:00Z");
        assert!(data["id"].is_string());
    }
    next_door.is_quiet().await;
    let theirs = book(&app.visitor(), "osin", &their_service, &their_staff, 8).await;
    assert_eq!(next_door.event().await.data()["payload"]["booking_id"], theirs);
    desk.is_quiet().await;
}

#[tokio::test]
async fn what_a_customer_books_and_moves_arrives_at_the_desk() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let grace = app.customer("vesna", "grace@example.com").await;
    let mut desk = Stream::open(&ada).await;

    let new = json!({ "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z" });
    let booking = grace.post("/portal/bookings", new).await.expect(201)["id"].clone();
    let path = format!("/portal/bookings/{}/reschedule", booking.as_str().expect("an id"));
    grace.post(&path, json!({ "starts_at": "2026-11-24T10:00:00Z" })).await.expect(200);

    for kind in ["booking.created", "booking.rescheduled"] {
        let heard = desk.event().await;
        assert_eq!((heard.kind(), &heard.data()["payload"]["booking_id"]), (kind, &booking));
    }
}

#[tokio::test]
async fn what_happens_in_another_process_arrives_with_redis_and_without() {
    for redis in [true, false] {
        let app = TestApp::start_with(|config| config.redis_url = config.redis_url.take().filter(|_| redis)).await;
        let ada = app.company("vesna").await;
        let (service, staff) = app.bookable(&ada).await;
        let second = app.second_process().await;
        let mut desk = Stream::open(&ada).await;

        let booking = book(&second.visitor(), "vesna", &service, &staff, 8).await;

        assert_eq!(desk.event().await.data()["payload"]["booking_id"], booking);
    }
}

#[tokio::test]
async fn an_employee_hears_of_their_own_bookings_and_not_of_a_colleagues() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, iryna) = app.bookable(&ada).await;
    let (other_service, colleague) = app.bookable(&ada).await;
    let bea = app.member(&ada, Role::Employee).await;
    let path = format!("/staff/{}", iryna["id"].as_str().expect("an id"));
    let version = ada.get(&path).await.expect(200)["version"].as_i64().expect("a version");
    ada.patch(&path, version, json!({ "member_id": bea.member(&ada).await["id"] })).await.expect(200);
    let (mut theirs, mut everybodys) = (Stream::open(&bea).await, Stream::open(&ada).await);

    let not_hers = book(&app.visitor(), "vesna", &other_service, &colleague, 8).await;
    assert_eq!(everybodys.event().await.data()["payload"]["booking_id"], not_hers);
    let hers = book(&app.visitor(), "vesna", &service, &iryna, 9).await;

    assert_eq!(everybodys.event().await.data()["payload"]["booking_id"], hers);
    assert_eq!(theirs.event().await.data()["payload"]["booking_id"], hers);
    // Nor where they come together: what is not theirs is left out of a batch.
    let mut again = Stream::after(&bea, &format!("1.{}", "0".repeat(32))).await;
    assert_eq!(again.kinds(1).await, ["booking.created"]);
    assert_eq!(again.cursor, theirs.cursor);
}

#[tokio::test]
async fn an_employee_hears_of_their_own_time_off_and_not_of_a_colleagues() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Employee).await;
    let own = json!({ "name": "Bea", "member_id": bea.member(&ada).await["id"] });
    let own = ada.post("/staff", own).await.expect(201);
    let colleague = ada.post("/staff", json!({ "name": "Zoe" })).await.expect(201);
    let day = |staff: &Value| json!({ "staff_id": staff["id"], "starts_at": "2026-11-24T07:00:00Z", "ends_at": "2026-11-24T15:00:00Z" });
    let path =
        |time_off: &Value, action: &str| format!("/time-off/{}/{action}", time_off["id"].as_str().expect("an id"));
    let (mut theirs, mut everybodys) = (Stream::open(&bea).await, Stream::open(&ada).await);

    let not_hers = ada.post("/time-off", day(&colleague)).await.expect(201);
    ada.post(&path(&not_hers, "approve"), json!({})).await.expect(200);
    let hers = bea.post("/time-off", day(&own)).await.expect(201);
    ada.post(&path(&hers, "approve"), json!({})).await.expect(200);
    let declined = bea.post("/time-off", day(&own)).await.expect(201);
    ada.post(&path(&declined, "decline"), json!({ "reason": "Once is enough." })).await.expect(200);

    let all = ["requested", "approved", "requested", "approved", "requested", "declined"];
    assert_eq!(everybodys.kinds(6).await, all.map(|what| format!("time_off.{what}")));
    for (kind, of) in [("requested", &hers), ("approved", &hers), ("requested", &declined), ("declined", &declined)] {
        let event = theirs.event().await;
        assert_eq!(event.kind(), format!("time_off.{kind}"));
        assert_eq!(
            (&event.data()["payload"]["block_id"], &event.data()["payload"]["staff_id"]),
            (&of["id"], &own["id"])
        );
    }
}

#[tokio::test]
async fn a_kind_is_told_to_those_who_may_read_what_it_is_about_and_an_unknown_one_to_nobody() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let registrar = with_role(&app, &ada, "registrar", &["members:read"]).await;
    let key = app.key(&ada, &["company:read"]).await;
    let (mut all, mut members, mut company) =
        (Stream::open(&ada).await, Stream::open(&registrar).await, Stream::open(&key).await);

    let kinds =
        ["order.made", "booking.created", "bookings.made", "member.removed", "client.erased", "company.closing"];
    for kind in kinds {
        app.db.execute(&happened("vesna", kind, &json!({}))).await;
    }

    assert_eq!(all.kinds(4).await, ["booking.created", "member.removed", "client.erased", "company.closing"]);
    assert_eq!(members.kinds(1).await, ["member.removed"]);
    assert_eq!(company.kinds(1).await, ["company.closing"]);
    all.is_quiet().await;
    members.is_quiet().await;
    company.is_quiet().await;
}

#[tokio::test]
async fn each_permission_has_a_reach_of_its_own() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = with_role(&app, &ada, "clerk", &["clients:read:own", "bookings:read"]).await;
    let strange = ada.post("/clients", json!({ "name": "Grace" })).await.expect(201);
    let own = bea.member(&ada).await["id"].clone();
    let staff = ada.post("/staff", json!({ "name": "Bea", "member_id": own })).await.expect(201);
    let own = ada.post("/clients", json!({ "name": "Edsger" })).await.expect(201);
    let assign = format!(
        "insert into client_staff (company_id, id, client_id, staff_id)
         select company_id, gen_random_uuid(), id, {} from clients where id = {}",
        staff["id"].to_string().replace('"', "'"),
        own["id"].to_string().replace('"', "'")
    );
    app.db.execute(&assign).await;
    let mut desk = Stream::open(&bea).await;

    for payload in [json!({ "client": strange["id"] }), json!({}), json!({ "client": own["id"] })] {
        app.db.execute(&happened("vesna", "client.erased", &payload)).await;
    }
    app.db.execute(&happened("vesna", "booking.expired", &json!({}))).await;

    assert_eq!(desk.event().await.data()["payload"]["client"], own["id"]);
    assert_eq!(desk.event().await.kind(), "booking.expired");
}

#[tokio::test]
async fn a_stream_in_which_nothing_happens_says_that_it_is_alive() {
    let app = lively().await;
    let ada = app.company("vesna").await;

    let response = ask(&ada, PATH, &[]).await;
    for (name, value) in
        [("content-type", "text/event-stream"), ("cache-control", "no-store"), ("x-accel-buffering", "no")]
    {
        assert_eq!(response.header(name), Some(value));
    }
    let mut stream = Stream::of(response).await;
    let ping = stream.block().await.expect("it goes on");

    assert!(ping.is_ping() && ping.kind().is_empty(), "{ping:?}");
}

#[tokio::test]
async fn a_stream_says_that_it_is_alive_also_while_things_happen_that_are_not_for_it() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let bea = with_role(&app, &ada, "clerk", &["bookings:read"]).await;
    let mut stream = Stream::open(&bea).await;
    let busy = async {
        loop {
            app.db.execute(&happened("vesna", "member.invited", &json!({}))).await;
            app.app.db().news_from_elsewhere();
        }
    };

    let ping = tokio::select! {
        block = stream.block() => block.expect("it goes on"),
        () = busy => unreachable!(),
    };

    assert!(ping.is_ping() && ping.kind().is_empty(), "{ping:?}");
}

#[tokio::test]
async fn whoever_may_read_nothing_that_happens_has_nothing_to_listen_to() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = with_role(&app, &ada, "caterer", &["services:read"]).await;
    let key = app.key(&ada, &["staff:read"]).await;

    for person in [&bea, &key] {
        assert_eq!(person.get("/events/stream").await.problem(403), "forbidden");
    }
}
