//! Companies that have mails to their clients go out by a server of their own.

use serde_json::{Value, json};

use crate::{
    Person, TestApp,
    smtp::{OwnServer, USER},
};

mod dialling;
mod managing;
mod sending;

const PASSWORD: &str = "a password like no other";

/// A company with something to book, in an installation that may send to itself.
async fn company() -> (TestApp, Person, Value) {
    let app = TestApp::start_with(|config| config.webhook_private = true).await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    ada.patch("/company", 1, json!({ "reminder_leads": [] })).await.expect(200);
    (app, ada, service)
}

/// What an admin says of a server.
fn settings(server: &OwnServer, password: &str) -> Value {
    json!({
        "host": "127.0.0.1", "port": server.port(), "security": "none", "username": USER, "password": password,
        "from_email": USER, "from_name": "Salon Vesna",
    })
}

/// A client books at this hour of tomorrow, in UTC.
async fn book(app: &TestApp, service: &Value, hour: u8, email: &str) {
    let new = json!({
        "service_id": service["id"], "starts_at": format!("2026-11-24T{hour:02}:00:00Z"), "name": "G", "email": email,
    });
    app.visitor().post("/public/vesna/bookings", new).await.expect(201);
}
