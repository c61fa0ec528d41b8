//! Customers: links that sign in, and what they see of themselves.

use serde_json::{Value, json};

use crate::{Person, TestApp};

mod booking;
mod kinds;
mod links;
mod moving;
mod owning;
mod passwords;
mod rows;

const GRACE: &str = "grace@example.com";

async fn follow(app: &TestApp, secret: &str) -> crate::Answer {
    app.visitor().post("/portal/sign-in-link/follow", json!({ "token": secret })).await
}

/// Somebody who asked for a link to a company and followed it.
async fn customer(app: &TestApp, slug: &str, email: &str) -> Person {
    let path = format!("/portal/{slug}/sign-in-link");
    app.visitor().post(&path, json!({ "email": email })).await.expect(202);
    let signed_in = follow(app, &app.link_to(email).await).await.expect(200);
    Person::new(app.clone(), slug, Some(&signed_in))
}

/// A visitor's booking of tomorrow.
async fn book(app: &TestApp, slug: &str, service: &Value, hour: u8, email: &str) -> Value {
    let new = json!({
        "service_id": service["id"], "starts_at": format!("2026-11-24T{hour:02}:00:00Z"), "name": "Grace",
        "email": email, "notes": "by the window",
    });
    app.visitor().post(&format!("/public/{slug}/bookings"), new).await.expect(201)
}
