//! The audit log: what is in it and what is not, that nobody alters it unseen, and how it is read.

use serde_json::{Value, json};

use crate::{Person, TestApp};

mod doctor;
mod reading;
mod recording;
mod sealing;
mod tampering;
mod untold;

/// What the log has on a kind of row, oldest first.
async fn log(app: &TestApp, table: &str) -> Vec<Value> {
    app.db.rows(&format!("select * from audit_log where table_name = '{table}' order by at, id")).await
}

async fn client(by: &Person, name: &str) -> Value {
    by.post("/clients", json!({ "name": name, "email": format!("{}@example.com", name.to_lowercase()) }))
        .await
        .expect(201)
}

/// A company with three seals on its log: two clients were added, two more, and one.
async fn sealed(app: &TestApp) -> Person {
    let ada = app.company("vesna").await;
    for names in [&["Grace", "Edsger"][..], &["Barbara", "Donald"], &["Tony"]] {
        for name in names {
            client(&ada, name).await;
        }
        app.seal("vesna").await;
    }
    ada
}
