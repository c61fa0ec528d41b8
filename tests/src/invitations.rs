//! Invitations: sent, shown, accepted once, by whom they were sent to.

use serde_json::{Value, json};

use crate::{Answer, Person, TestApp};

mod accepting;
mod proving;
mod sending;

const PASSWORD: &str = "correct horse battery";

async fn invite(admin: &Person, email: &str, role: &str) -> Value {
    admin.post("/invitations", json!({ "email": email, "role": role })).await.expect(201)
}

fn path(invitation: &Value) -> String {
    format!("/invitations/{}", invitation["id"].as_str().expect("an id"))
}

async fn show(app: &TestApp, token: &str) -> Answer {
    app.visitor().post("/auth/invitations/show", json!({ "token": token })).await
}

/// Accepts with an address and a password, as somebody new called Bea.
async fn accept(app: &TestApp, token: &str, email: &str, password: &str) -> Answer {
    let acceptance = json!({ "token": token, "email": email, "name": "Bea", "password": password });
    app.visitor().post("/auth/invitations/accept", acceptance).await
}

/// The token in the newest mail.
fn mailed(app: &TestApp) -> String {
    let mails = app.mails();
    let text = mails.first().and_then(|mail| mail.body_text(0)).expect("a mail").into_owned();
    let (_, rest) = text.split_once("/account/invitation?token=").expect("a link");
    rest.split_whitespace().next().expect("a token").to_owned()
}
