//! Nothing that opens a door stands in the database or the queue.

use serde_json::json;

use super::{OTHER, PASSWORD, link_to, registration};
use crate::{Person, TestApp};

/// Every table that holds this text, or bytes that are this text.
async fn holding(app: &TestApp, secret: &str) -> Vec<String> {
    let tables = app
        .db
        .rows(
            "select format('%I.%I', schemaname, tablename) as name from pg_tables
             where schemaname not in ('pg_catalog', 'information_schema')",
        )
        .await;
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut found = Vec::new();
    for table in tables {
        let name = table["name"].as_str().expect("a name");
        let sql = format!(
            "select count(*) from {name} t where strpos(to_jsonb(t)::text, '{secret}') + strpos(t::text, '{hex}') > 0"
        );
        if app.db.number(&sql).await > 0 {
            found.push(name.to_owned());
        }
    }
    found
}

#[tokio::test]
async fn no_table_and_no_job_holds_a_token_a_link_or_a_password() {
    let app = TestApp::start().await;
    let email = "ada@vesna.example";
    let answer = app.visitor().post("/auth/register", registration("vesna", email, PASSWORD)).await.expect(201);
    let ada = Person::new(app.clone(), "vesna", Some(&answer));
    let verify = link_to(&app, email).await;
    let reset = super::reset_link(&app, "vesna").await;
    let new = json!({ "email": "new@vesna.example", "current_password": PASSWORD });
    ada.post("/me/email", new).await.expect(202);
    let change = link_to(&app, "new@vesna.example").await;
    let body = json!({ "token": reset, "password": OTHER });
    app.visitor().post("/auth/password/reset", body).await.expect(204);

    let tokens = [ada.refresh_token, ada.access_token].map(|token| token.expect("a token"));
    for secret in [verify, reset, change, PASSWORD.into(), OTHER.into()].into_iter().chain(tokens) {
        assert_eq!(holding(&app, &secret).await, Vec::<String>::new(), "{secret}");
    }

    assert!(!holding(&app, email).await.is_empty(), "what is there is found");
    let job = app.db.rows("select id::text from one_time_tokens limit 1").await[0]["id"].clone();
    let job = job.as_str().expect("an id");
    assert!(holding(&app, job).await.contains(&"apalis.jobs".to_owned()), "in a job's bytes too");
}
