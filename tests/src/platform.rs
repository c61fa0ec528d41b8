//! Operators: who they are, what they may do with companies, and what is written down about it.

use frontdesk::{
    auth::password,
    db::operators::{self, NewOperator},
};
use serde_json::{Value, json};

use crate::{Person, TestApp};

mod actions;
mod companies;
mod creating;
mod queues;
mod service_types;
mod settings;
mod signing_in;
mod suspending;
mod verifying;

const ROOT: &str = "root@example.com";
const PASSWORD: &str = "correct horse battery";

/// Makes somebody an operator, as the command does.
async fn make_operator(app: &TestApp, email: &str) {
    let password_hash = password::hash(PASSWORD.into()).await.expect("hashed");
    let new = NewOperator { email, name: "Root", password_hash: &password_hash, trusts_password: true };
    operators::create(app.db.owner_url(), &new).await.expect("an operator");
}

/// An operator, signed in.
async fn operator(app: &TestApp) -> Person {
    make_operator(app, ROOT).await;
    let who = json!({ "email": ROOT, "password": PASSWORD });
    let signed_in = app.visitor().post("/platform/sign-in", who).await.expect(200);
    Person::new(app.clone(), "", Some(&signed_in))
}

/// The address of a company among the operator's, by its slug.
async fn path_of(root: &Person, slug: &str) -> String {
    let list = root.get(&format!("/platform/companies?search={slug}")).await.expect(200);
    format!("/platform/companies/{}", list["data"][0]["id"].as_str().expect("an id"))
}

/// What was done, newest first.
async fn actions(root: &Person, query: &str) -> Vec<Value> {
    root.get(&format!("/platform/actions{query}")).await.expect(200)["data"].as_array().expect("rows").clone()
}
