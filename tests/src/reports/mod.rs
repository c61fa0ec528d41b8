//! Reports: what they count, who reads them, and when they come by themselves.

use poem::{Request, http::Method};
use serde_json::{Value, json};

use crate::{Person, TestApp};

mod counting;
mod dashboard;
mod files;
mod histories;
mod keeping;
mod planned;
mod reading;

/// Asks for a report and has it made.
async fn make(person: &Person, new: Value) -> Value {
    let queued = person.post("/reports", new).await.expect(202);
    assert_eq!((&queued["status"], &queued["progress"]), (&json!("queued"), &json!(0)));
    person.app.run_jobs().await;
    let done = person.get(&path(&queued)).await.expect(200);
    assert_eq!((&done["status"], &done["progress"]), (&json!("done"), &json!(100)), "{done}");
    done
}

fn about(kind: &str, from: &str, to: &str) -> Value {
    json!({ "kind": kind, "from": from, "to": to })
}

fn path(report: &Value) -> String {
    format!("/reports/{}", report["id"].as_str().expect("an id"))
}

/// The rows of a table of what came out of a report.
fn rows<'a>(tables: &'a Value, name: &str) -> &'a Vec<Value> {
    let mut all = tables["tables"].as_array().expect("tables").iter();
    let table = all.find(|table| table["name"] == name).unwrap_or_else(|| panic!("{name} of {tables}"));
    table["rows"].as_array().expect("rows")
}

async fn tables(person: &Person, report: &Value) -> Value {
    person.get(&format!("{}/tables", path(report))).await.expect(200)
}

/// A file, to the byte.
async fn bytes(person: &Person, path: &str) -> Vec<u8> {
    let token = person.access_token.as_deref().expect("somebody who is signed in");
    let request = Request::builder()
        .method(Method::GET)
        .uri_str(format!("/api/v1{path}"))
        .header("authorization", format!("Bearer {token}"))
        .finish();
    let mut answer = person.app.send(request).await;
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.take_body().into_vec().await.expect("a body")
}

/// A company where Iryna works, with a service, and a booking of Grace's that is over.
async fn salon() -> (TestApp, Person, Value, Value, Value) {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let booking = book(&ada, &service, &staff, "2026-11-24T08:00:00Z", "completed").await;
    (app, ada, service, staff, booking)
}

/// A booking of a new client's, and what became of it.
async fn book(ada: &Person, service: &Value, staff: &Value, starts_at: &str, status: &str) -> Value {
    let client = ada.post("/clients", json!({ "name": "Grace" })).await.expect(201);
    let new = json!({
        "client_id": client["id"], "service_id": service["id"], "staff_id": staff["id"], "starts_at": starts_at,
    });
    let booking = ada.post("/bookings", new).await.expect(201);
    let id = booking["id"].as_str().expect("an id");
    ada.app.db.execute(&format!("update bookings set status = '{status}' where id = '{id}'")).await;
    booking
}

/// The admin of the company, signed in again: what they signed in with before has run out.
async fn again(app: &TestApp) -> Person {
    let who = json!({ "email": "ada@vesna.example", "password": "correct horse battery" });
    Person::new(app.clone(), "vesna", Some(&app.visitor().post("/auth/sign-in", who).await.expect(200)))
}
