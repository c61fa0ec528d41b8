//! Roles of a company's own: what may be in one, and that a change holds at once.

use serde_json::{Value, json};

use crate::{Person, TestApp};

mod keeping;
mod reaching;

async fn role(admin: &Person, key: &str, permissions: &[&str]) -> Value {
    admin.post("/roles", json!({ "key": key, "name": "A role", "permissions": permissions })).await.expect(201)
}

fn path(role: &Value) -> String {
    format!("/roles/{}", role["id"].as_str().expect("an id"))
}

/// Somebody who has this role.
async fn with_role(app: &TestApp, admin: &Person, key: &str) -> Person {
    app.member(admin, key.parse().expect("a role")).await
}
