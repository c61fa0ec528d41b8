//! Time off: asked for, decided on, called off, and what it means for bookings.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use crate::{Person, TestApp, at_once};

const TEN: &str = "2026-11-24T08:00:00Z";

/// A company, a service, somebody who does it, and them signed in as an employee.
async fn salon(app: &TestApp) -> (Person, Value, Value, Person) {
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let bea = app.member(&ada, Role::Employee).await;
    let member = bea.member(&ada).await;
    let path = format!("/staff/{}", staff["id"].as_str().expect("an id"));
    let version = ada.get(&path).await.expect(200)["version"].as_i64().expect("a version");
    ada.patch(&path, version, json!({ "member_id": member["id"] })).await.expect(200);
    (ada, service, staff, bea)
}

/// All of Tuesday in Kyiv.
fn tuesday(staff: &Value) -> Value {
    json!({
        "staff_id": staff["id"], "starts_at": "2026-11-23T22:00:00Z", "ends_at": "2026-11-24T22:00:00Z",
        "reason": "A wedding.",
    })
}

fn path(time_off: &Value, action: &str) -> String {
    format!("/time-off/{}{action}", time_off["id"].as_str().expect("an id"))
}

fn grace(service: &Value) -> Value {
    json!({ "service_id": service["id"], "starts_at": TEN, "name": "Grace", "email": "grace@example.com" })
}

async fn slots(app: &TestApp, service: &Value) -> usize {
    let service = service["id"].as_str().expect("an id");
    let path = format!("/public/vesna/availability?service_id={service}&from=2026-11-24&to=2026-11-25");
    app.visitor().get(&path).await.expect(200)["slots"].as_array().expect("slots").len()
}

#[tokio::test]
async fn an_employee_asks_and_once_it_is_approved_they_cannot_be_booked() {
    let app = TestApp::start().await;
    let (ada, service, staff, bea) = salon(&app).await;
    let before = slots(&app, &service).await;

    let asked = bea.post("/time-off", tuesday(&staff)).await.expect(201);
    assert_eq!((&asked["status"], &asked["decided_by"]), (&json!("requested"), &json!(null)));
    assert_eq!(asked["requested_by"], bea.member(&ada).await["id"]);
    assert_eq!((&asked["wall_starts_at"], &asked["time_zone"]), (&json!("2026-11-24T00:00:00"), &json!("Europe/Kyiv")));
    assert_eq!(slots(&app, &service).await, before);

    let approved = ada.post(&path(&asked, "/approve"), json!({})).await.expect(200);

    assert_eq!((&approved["status"], &approved["decided_by"]), (&json!("active"), &ada.member(&ada).await["id"]));
    assert_eq!(slots(&app, &service).await, 0);
    assert_eq!(app.visitor().post("/public/vesna/bookings", grace(&service)).await.problem(409), "slot_taken");
    bea.post(&path(&asked, "/cancel"), json!({})).await.expect(200);
    app.visitor().post("/public/vesna/bookings", grace(&service)).await.expect(201);
}

#[tokio::test]
async fn a_booking_in_the_way_is_told_and_its_time_is_off_once_it_is_cancelled() {
    let app = TestApp::start().await;
    let (ada, service, staff, bea) = salon(&app).await;
    let booked = app.visitor().post("/public/vesna/bookings", grace(&service)).await.expect(201);

    let asked = bea.post("/time-off", tuesday(&staff)).await.expect(201);
    let approved = ada.post(&path(&asked, "/approve"), json!({})).await.expect(200);

    assert_eq!((&asked["collisions"][0]["id"], &asked["collision_count"]), (&booked["id"], &json!(1)));
    assert_eq!(approved["collisions"], asked["collisions"]);
    app.let_go(&booked).await;
    assert_eq!(app.visitor().post("/public/vesna/bookings", grace(&service)).await.problem(409), "slot_taken");
    assert_eq!(bea.get(&path(&asked, "")).await.expect(200)["collisions"], json!([]));
}

#[tokio::test]
async fn an_employee_asks_for_themselves_alone_and_sees_their_own_alone() {
    let app = TestApp::start().await;
    let (ada, _, staff, bea) = salon(&app).await;
    let colleague = ada.post("/staff", json!({ "name": "Zoe" })).await.expect(201);
    let theirs = ada.post("/time-off", tuesday(&colleague)).await.expect(201);
    let own = bea.post("/time-off", tuesday(&staff)).await.expect(201);

    assert_eq!(bea.post("/time-off", tuesday(&colleague)).await.problem(403), "forbidden");
    assert_eq!(bea.get(&path(&theirs, "")).await.problem(404), "not_found");
    assert_eq!(bea.post(&path(&theirs, "/cancel"), json!({})).await.problem(404), "not_found");
    assert_eq!(bea.post(&path(&own, "/approve"), json!({})).await.problem(403), "forbidden");
    let mut approved = tuesday(&staff);
    approved["approve"] = json!(true);
    assert_eq!(bea.post("/time-off", approved).await.problem(403), "forbidden");
    let seen = bea.get("/time-off").await.expect(200);
    assert_eq!(seen["data"].as_array().expect("rows").iter().map(|row| &row["id"]).collect::<Vec<_>>(), [&own["id"]]);
    assert_eq!(ada.get("/time-off").await.expect(200)["data"].as_array().expect("rows").len(), 2);
}

#[tokio::test]
async fn whose_time_is_not_booked_asks_for_nobody() {
    let app = TestApp::start().await;
    let (ada, _, staff, _) = salon(&app).await;
    let zoe = app.member(&ada, Role::Employee).await;

    assert_eq!(zoe.post("/time-off", tuesday(&staff)).await.problem(403), "forbidden");
    assert_eq!(zoe.get("/time-off").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn a_manager_gives_time_off_at_once() {
    let app = TestApp::start().await;
    let (ada, service, staff, _) = salon(&app).await;
    let manager = app.member(&ada, Role::Manager).await;
    let mut new = tuesday(&staff);
    new["approve"] = json!(true);

    let given = manager.post("/time-off", new.clone()).await.expect(201);

    assert_eq!((&given["status"], &given["decided_by"]), (&json!("active"), &manager.member(&ada).await["id"]));
    assert_eq!(slots(&app, &service).await, 0);
    assert_eq!(manager.post("/time-off", new).await.problem(409), "block_overlap");
}

#[tokio::test]
async fn what_is_decided_is_not_decided_again() {
    let app = TestApp::start().await;
    let (ada, service, staff, bea) = salon(&app).await;
    let [declined, approved, cancelled] = [(); 3].map(|()| bea.post("/time-off", tuesday(&staff)));
    let [declined, approved, cancelled] =
        [declined.await.expect(201), approved.await.expect(201), cancelled.await.expect(201)];
    let because = json!({ "reason": "Two are away already." });

    let answer = ada.post(&path(&declined, "/decline"), because.clone()).await.expect(200);
    ada.post(&path(&approved, "/approve"), json!({})).await.expect(200);
    bea.post(&path(&cancelled, "/cancel"), json!({})).await.expect(200);

    assert_eq!((&answer["status"], &answer["decision_reason"]), (&json!("declined"), &because["reason"]));
    for one in [&declined, &approved, &cancelled] {
        assert_eq!(ada.post(&path(one, "/approve"), json!({})).await.problem(409), "not_requested");
        assert_eq!(ada.post(&path(one, "/decline"), because.clone()).await.problem(409), "not_requested");
    }
    assert_eq!(bea.post(&path(&declined, "/cancel"), json!({})).await.problem(409), "not_open");
    assert_eq!(bea.post(&path(&cancelled, "/cancel"), json!({})).await.problem(409), "not_open");
    assert_eq!(slots(&app, &service).await, 0);
    let events = app.db.rows("select kind from events where kind like 'time_off.%' order by id").await;
    let kinds: Vec<_> = events.iter().filter_map(|event| event["kind"].as_str()).collect();
    let asked = ["time_off.requested"; 3];
    assert_eq!(kinds, [&asked[..], &["time_off.declined", "time_off.approved", "time_off.cancelled"]].concat());
}

#[tokio::test]
async fn of_two_that_overlap_one_is_approved() {
    let app = TestApp::start().await;
    let (ada, _, staff, bea) = salon(&app).await;
    let first = bea.post("/time-off", tuesday(&staff)).await.expect(201);
    let second = bea.post("/time-off", tuesday(&staff)).await.expect(201);

    app.warm_up().await;
    let mut answers = at_once([&first, &second, &first, &second].map(|one| {
        let (ada, path) = (ada.clone(), path(one, "/approve"));
        async move { ada.post(&path, json!({})).await.status.as_u16() }
    }))
    .await;

    answers.sort_unstable();
    assert_eq!(answers, [200, 409, 409, 409]);
    assert_eq!(app.db.number("select count(*) from blocks where status = 'active'").await, 1);
}

#[tokio::test]
async fn whoever_books_while_it_is_approved_is_in_the_way_or_too_late() {
    let app = TestApp::start().await;
    let (ada, service, staff, bea) = salon(&app).await;
    let asked = bea.post("/time-off", tuesday(&staff)).await.expect(201);

    app.warm_up().await;
    let answers = at_once((0..6).map(|n| {
        let (ada, visitor, mut new) = (ada.clone(), app.visitor(), grace(&service));
        let path = path(&asked, "/approve");
        new["email"] = json!(format!("p{n}@example.com"));
        async move {
            match n {
                3 => ada.post(&path, json!({})).await,
                _ => visitor.post("/public/vesna/bookings", new).await,
            }
        }
    }))
    .await;

    assert_eq!(answers[3].status, 200, "{}", answers[3].text);
    let booked = answers.iter().filter(|answer| answer.status == 201).count();
    let shown = ada.get(&path(&asked, "")).await.expect(200);
    assert_eq!(shown["collision_count"], booked);
    let taken = "select extract(epoch from sum(ends_at - starts_at)) / 3600 from allocations";
    assert_eq!(app.db.number(taken).await, 24);
}

#[tokio::test]
async fn a_list_is_narrowed_by_who_what_and_when() {
    let app = TestApp::start().await;
    let (ada, _, staff, bea) = salon(&app).await;
    let colleague = ada.post("/staff", json!({ "name": "Zoe" })).await.expect(201);
    let own = bea.post("/time-off", tuesday(&staff)).await.expect(201);
    let mut theirs = tuesday(&colleague);
    theirs["approve"] = json!(true);
    let theirs = ada.post("/time-off", theirs).await.expect(201);
    let ids = async |query: &str| {
        let found = ada.get(&format!("/time-off?{query}")).await.expect(200);
        found["data"].as_array().expect("rows").iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };

    assert_eq!(ids("status=requested").await, [own["id"].clone()]);
    assert_eq!(ids("status=active").await, [theirs["id"].clone()]);
    let zoe = colleague["id"].as_str().expect("an id");
    assert_eq!(ids(&format!("staff_id={zoe}")).await, [theirs["id"].clone()]);
    assert_eq!(ids("to=2026-11-23T22:00:00Z").await, [] as [Value; 0]);
    assert_eq!(ids("from=2026-11-24T22:00:00Z").await, [] as [Value; 0]);
    assert_eq!(ids("from=2026-11-24T21:59:00Z&to=2026-11-23T22:01:00Z").await.len(), 2);
    assert_eq!(ada.pages("/time-off", 1).await.concat().len(), 2);
}
