//! Every operation, as nobody and as the company next door.

use serde_json::Value;

use super::{
    cast::Cast,
    checked_in,
    document::{Document, Id, Place},
    walls,
    world::{World, unlimited},
};
use crate::Answer;

/// Operations that the sweep cannot make succeed for their own company, so that a refusal of another's proves little.
const UNREACHED: &str = include_str!("../../unreached.txt");

/// What anybody may do: the document names no token for these.
const OPEN: [&str; 26] = [
    "accept_invitation",
    "confirm_email",
    "customer_sign_in",
    "follow_sign_in_link",
    "forgot_password",
    "operator_sign_in",
    "public_availability",
    "public_company",
    "public_create_booking",
    "public_create_hold",
    "public_drop_hold",
    "public_locations",
    "public_service",
    "public_services",
    "public_show_hold",
    "refresh_customer_token",
    "refresh_operator_token",
    "refresh_token",
    "register_company",
    "register_customer",
    "request_sign_in_link",
    "reset_password",
    "show_invitation",
    "sign_in",
    "twilio_status",
    "verify_email",
];

#[tokio::test]
async fn nobody_gets_past_an_operation_that_wants_a_token() {
    let app = unlimited().await;
    let document = Document::of(&app);
    let world = World::found(&app, "alfa").await;
    let (open, closed): (Vec<_>, Vec<_>) =
        document.operations().into_iter().partition(|operation| operation.scheme.is_none());
    let mut requests = Vec::new();
    for operation in &closed {
        requests.push((operation, world.request(&document, operation, &world.admin).await));
    }
    let before = walls::snapshot(&app.db, "alfa").await;

    for (operation, request) in requests {
        for token in [None, Some("garbage"), Some("eyJhbGciOiJub25lIn0.e30."), Some("fd_live_garbage")] {
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

/// Each operation by whom it is for, at home, with one id after the other that is of the company next door. To the operator
/// no company is another's.
async fn part(number: usize) {
    const PARTS: usize = 4;
    let app = unlimited().await;
    let document = Document::of(&app);
    let theirs = World::found(&app, "alfa").await;
    let mut cast = Cast::assemble(&app).await;
    let secrets = walls::ids_of(&app.db, "alfa").await;
    let before = walls::snapshot(&app.db, "alfa").await;

    let operations = document.operations();
    let own: Vec<_> = operations.iter().skip(number).step_by(PARTS).collect();
    let (mut unreached, mut tried) = (Vec::new(), 0);
    for operation in &own {
        let mine = World::of(&cast.admin).await;
        let person = cast.right_for(&mine, operation);
        let operates = operation.scheme.as_deref() == Some("operator_token");
        // Service types are the installation's, and nobody's secret.
        for id in document.ids(operation).into_iter().filter(|id| !operates && id.kind != "service_types") {
            let choose = |other: &Id| if *other == id { theirs.id(id.kind) } else { mine.id(other.kind) }.to_owned();
            let answer = mine.request_with(&document, operation, &person, choose).await.send_as(&person).await;
            refused(&operation.id, &id.place, &answer);
            silent(&operation.id, &answer, &secrets, theirs.id(id.kind));
            tried += 1;
        }
        let answer = mine.request(&document, operation, &person).await.send_as(&person).await;
        if !operates {
            silent(&operation.id, &answer, &secrets, "");
        }
        if !answer.status.is_success() {
            unreached.push(operation.id.as_str());
        }
        cast = cast.after(operation).await;
    }

    assert_eq!(walls::snapshot(&app.db, "alfa").await, before);
    let expected: Vec<_> = checked_in(UNREACHED).into_iter().filter(|id| own.iter().any(|one| one.id == *id)).collect();
    assert_eq!(unreached, expected, "unreached.txt may only shrink");
    println!("another company's ids: {} of {} operations, {tried} ids", own.len(), operations.len());
}

#[tokio::test]
async fn another_companys_ids_do_not_exist() {
    part(0).await;
}

#[tokio::test]
async fn another_companys_ids_do_not_exist_in_the_second_part() {
    part(1).await;
}

#[tokio::test]
async fn another_companys_ids_do_not_exist_in_the_third_part() {
    part(2).await;
}

#[tokio::test]
async fn another_companys_ids_do_not_exist_in_the_fourth_part() {
    part(3).await;
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
        Place::Query(_) => status == 404 || (status == 200 && (finds_nothing(body) || is_bare_table(answer))),
        Place::Body(field) => status == 404 || (status == 422 && not_found(field)),
    };
    assert!(right, "{operation} with another company's id in {place:?}: {status} {body}");
}

fn finds_nothing(body: &Value) -> bool {
    let mut lists = body.as_object().into_iter().flat_map(|object| object.values()).filter_map(Value::as_array);
    lists.clone().count() > 0 && lists.all(Vec::is_empty)
}

/// A table of nothing but its headings.
fn is_bare_table(answer: &Answer) -> bool {
    answer.header("content-type").is_some_and(|kind| kind.starts_with("text/csv")) && answer.text.lines().count() == 1
}

/// No answer holds an id of the other company, but the one that was sent.
fn silent(operation: &str, answer: &Answer, secrets: &[String], sent: &str) {
    let told = secrets.iter().find(|secret| *secret != sent && answer.text.contains(*secret));
    assert_eq!(told, None, "{operation} told an id of another company: {}", answer.text);
}
