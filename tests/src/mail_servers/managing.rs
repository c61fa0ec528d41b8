//! Setting it up: who may, what is refused, and what is never shown.

use serde_json::{Value, json};

use super::{PASSWORD, company, settings};
use crate::{TestApp, smtp::OwnServer};

const PATH: &str = "/company/mail-server";

fn example() -> Value {
    json!({
        "host": "smtp.example.com", "port": 587, "security": "starttls", "username": "vesna", "password": PASSWORD,
        "from_email": "hello@vesna.example",
    })
}

#[tokio::test]
async fn it_is_set_up_changed_and_taken_away() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    assert_eq!(ada.get(PATH).await.problem(404), "not_found");

    let made = ada.put_if(PATH, 0, example()).await.expect(200);
    let twice = ada.put_if(PATH, 0, example()).await;
    let changed = json!({
        "host": "smtp.example.com", "port": 587, "security": "starttls", "username": "vesna",
        "from_email": "salon@vesna.example", "from_name": "Salon Vesna",
    });
    let after = ada.put_if(PATH, 1, changed).await.expect(200);
    ada.delete(PATH).await.expect(204);

    assert_eq!((&made["version"], &made["from_name"]), (&json!(1), &json!(null)));
    assert_eq!(twice.problem(412), "stale_version");
    assert_eq!((&after["version"], &after["from_email"]), (&json!(2), &json!("salon@vesna.example")));
    ada.get(PATH).await.problem(404);
}

#[tokio::test]
async fn its_password_is_shown_nowhere_and_stands_nowhere_as_it_is() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let made = ada.put_if(PATH, 0, example()).await;
    let shown = ada.get(PATH).await;
    let log = ada.get("/audit-log?limit=100").await;
    let rows = app.db.rows("select to_jsonb(m)::text as row from mail_servers m").await;

    let sealed = app.db.rows("select secret from mail_servers").await[0]["secret"].as_str().map(str::to_owned);
    let sealed = sealed.expect("a secret");
    for text in [&made.text, &shown.text, &log.text] {
        assert!(!text.contains(PASSWORD) && !text.contains(&sealed) && !text.contains("secret"), "{text}");
    }
    assert!(!json!(rows).to_string().contains(PASSWORD));
    assert!(log.text.contains("mail_servers"), "{}", log.text);
}

#[tokio::test]
async fn a_password_goes_to_the_server_that_it_was_given_for_and_no_other() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    ada.put_if(PATH, 0, example()).await.expect(200);

    for (field, value) in [
        ("host", json!("smtp.evil.example")),
        ("port", json!(2525)),
        ("security", json!("tls")),
        ("username", json!("somebody")),
    ] {
        let mut elsewhere = example();
        elsewhere.as_object_mut().expect("an object").remove("password");
        elsewhere[field] = value;
        let answer = ada.put_if(PATH, 1, elsewhere).await;
        assert_eq!(answer.invalid(), [("password".into(), "required".into())], "{field}");
    }
}

#[tokio::test]
async fn the_installations_own_network_is_refused_and_so_are_other_ports_and_no_encryption() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for (field, value, code) in [
        ("host", json!("127.0.0.1"), "private_address"),
        ("host", json!("0x7f.1"), "private_address"),
        ("host", json!("::1"), "private_address"),
        ("host", json!("10.0.0.5"), "private_address"),
        ("host", json!("169.254.169.254"), "private_address"),
        ("host", json!("localhost"), "private_address"),
        ("port", json!(6379), "unknown_value"),
        ("security", json!("none"), "unknown_value"),
    ] {
        let mut wrong = example();
        wrong[field] = value.clone();
        assert_eq!(ada.put_if(PATH, 0, wrong).await.invalid(), [(field.into(), code.into())], "{value}");
    }
    assert_eq!(app.db.number("select count(*) from mail_servers").await, 0);
}

#[tokio::test]
async fn a_test_goes_to_whoever_asks_and_says_what_the_server_said() {
    let (app, ada, _) = company().await;
    let server = OwnServer::start(PASSWORD).await;
    assert_eq!(ada.post(&format!("{PATH}/test"), json!({})).await.problem(409), "no_mail_server");
    ada.put_if(PATH, 0, settings(&server, "a wrong one")).await.expect(200);
    assert_eq!(ada.post(&format!("{PATH}/test"), json!({})).await.problem(409), "email_not_verified");
    app.db.execute("update users set email_verified_at = now()").await;

    let refused = ada.post(&format!("{PATH}/test"), json!({})).await.expect(200);
    let shown = ada.get(PATH).await.expect(200);
    ada.put_if(PATH, 1, settings(&server, PASSWORD)).await.expect(200);
    let taken = ada.post(&format!("{PATH}/test"), json!({})).await.expect(200);

    assert_eq!((&refused["accepted"], &refused["to"]), (&json!(false), &json!("ada@vesna.example")));
    assert!(refused["answer"].as_str().is_some_and(|answer| answer.contains("535")), "{refused}");
    assert!(shown["failure"].as_str().is_some_and(|why| why.contains("5.7.8")), "{shown}");
    assert_eq!((&taken["accepted"], &taken["answer"]), (&json!(true), &json!("250 2.0.0 queued as 42")));
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to().and_then(|to| to.first()).and_then(|to| to.address()), Some("ada@vesna.example"));
}
