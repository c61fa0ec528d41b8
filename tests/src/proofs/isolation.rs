//! Every operation, as nobody and as the company next door.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    checked_in,
    document::{Document, Id, Place},
    walls,
    world::{World, unlimited},
};
use crate::{Answer, Person, TestApp};

/// Operations that the sweep cannot make succeed for their own company, so that a refusal of another's proves little.
const UNREACHED: &str = include_str!("../../unreached.txt");

/// What anybody may do: the document names no token for these.
const OPEN: [&str; 7] = [
    "public_availability",
    "public_company",
    "public_create_booking",
    "public_services",
    "refresh_token",
    "register_company",
    "sign_in",
];

#[tokio::test]
async fn nobody_gets_past_an_operation_that_wants_a_token() {
    let app = unlimited().await;
    let document = Document::of(&app);
    let world = World::found(&app, "alfa").await;
    let (open, closed): (Vec<_>, Vec<_>) = document.operations().into_iter().partition(|operation| !operation.secured);
    let before = walls::snapshot(&app.db, "alfa").await;

    for operation in &closed {
        let request = world.request(&document, operation).await;
        for token in [None, Some("garbage"), Some("eyJhbGciOiJub25lIn0.e30.")] {
            let mut nobody = app.visitor();
            nobody.access_token = token.map(str::to_owned);
            assert_eq!(request.send_as(&nobody).await.problem(401), "unauthenticated", "{}", operation.id);
        }
    }

    let open: Vec<_> = open.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(open, OPEN);
    assert_eq!(walls::snapshot(&app.db, "alfa").await, before);
    println!("401 without a token: {} of {} operations that want one", closed.len(), closed.len());
}

#[tokio::test]
async fn another_companys_ids_do_not_exist() {
    let app = unlimited().await;
    let document = Document::of(&app);
    let theirs = World::found(&app, "alfa").await;
    let ours = app.company("beta").await;
    let secrets = walls::ids_of(&app.db, "alfa").await;
    let before = walls::snapshot(&app.db, "alfa").await;

    let operations = document.operations();
    let (mut reached, mut tried) = (BTreeSet::new(), 0);
    for operation in &operations {
        let mine = World::of(&ours).await;
        for id in document.ids(operation) {
            let choose = |other: &Id| if *other == id { theirs.id(id.kind) } else { mine.id(other.kind) }.to_owned();
            let request = mine.request_with(&document, operation, choose).await;
            let answer = request.send_as(&caller(&app, &ours, operation.secured)).await;
            refused(&operation.id, &id.place, &answer);
            silent(&operation.id, &answer, &secrets, theirs.id(id.kind));
            tried += 1;
        }
        let answer = mine.request(&document, operation).await.send_as(&caller(&app, &ours, operation.secured)).await;
        silent(&operation.id, &answer, &secrets, "");
        if answer.status.is_success() {
            reached.insert(operation.id.as_str());
        }
    }

    assert_eq!(walls::snapshot(&app.db, "alfa").await, before);
    let unreached: Vec<_> = operations.iter().map(|one| one.id.as_str()).filter(|id| !reached.contains(id)).collect();
    assert_eq!(unreached, checked_in(UNREACHED), "unreached.txt may only shrink");
    println!("another company's ids: {} of {} operations, {tried} ids", reached.len(), operations.len());
}

fn caller(app: &TestApp, member: &Person, secured: bool) -> Person {
    if secured { member.clone() } else { app.visitor() }
}

/// In the path and in the body an id of another company is one that does not exist; a filter by it finds nothing.
fn refused(operation: &str, place: &Place, answer: &Answer) {
    let (status, body) = (answer.status.as_u16(), &answer.body);
    let not_found = |field: &str| {
        let mut errors = body["errors"].as_array().into_iter().flatten();
        errors.any(|error| error["field"] == field && error["code"] == "not_found")
    };
    let right = match place {
        Place::Path(_) => status == 404,
        Place::Query(_) => status == 404 || (status == 200 && finds_nothing(body)),
        Place::Body(field) => status == 404 || (status == 422 && not_found(field)),
    };
    assert!(right, "{operation} with another company's id in {place:?}: {status} {body}");
}

fn finds_nothing(body: &Value) -> bool {
    let mut lists = body.as_object().into_iter().flat_map(|object| object.values()).filter_map(Value::as_array);
    lists.clone().count() > 0 && lists.all(Vec::is_empty)
}

/// No answer holds an id of the other company, but the one that was sent.
fn silent(operation: &str, answer: &Answer, secrets: &[String], sent: &str) {
    let told = secrets.iter().find(|secret| *secret != sent && answer.text.contains(*secret));
    assert_eq!(told, None, "{operation} told an id of another company: {}", answer.text);
}
