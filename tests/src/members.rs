//! Who works in a company: listed, changed, suspended, removed; and never without an admin.

use serde_json::Value;

use crate::{Person, TestApp};

mod changing;
pub mod erasing;
mod leaving;
mod listing;

fn path(member: &Value) -> String {
    format!("/members/{}", member["id"].as_str().expect("an id"))
}

/// A role with these permissions, made by the admin, and somebody who has it.
async fn with_role(app: &TestApp, admin: &Person, key: &str, permissions: &[&str]) -> Person {
    let role = serde_json::json!({ "key": key, "name": key, "permissions": permissions });
    admin.post("/roles", role).await.expect(201);
    app.member(admin, key.parse().expect("a role")).await
}
