//! The document's examples work, and what is not quite them is refused by name.

use poem::{Body, http::Method};
use serde_json::{Value, json};

use super::{
    cast::Cast,
    document::{Document, Operation, Place, pointer},
    walls,
    world::{Request, World, unlimited},
};
use crate::{Answer, Person};

#[tokio::test]
async fn the_example_of_every_request_works() {
    let app = unlimited().await;
    let document = Document::of(&app);
    let operations = document.operations();
    let example = |id: &str| {
        let mut bodies = operations.iter().filter(|operation| operation.id == id).filter_map(|one| one.body.clone());
        bodies.next().expect("an operation with a body").1
    };
    let admin = app.visitor().post("/auth/register", example("register_company")).await.expect(201);
    app.visitor().post("/auth/sign-in", example("sign_in")).await.expect(200);
    let owner = Person::new(app.clone(), "studio-vesna", Some(&admin));
    let mut world = World::of(&owner).await;
    world.email = "olena@example.com".into();
    let cast = Cast::around(&app, &owner).await;

    let (last, first): (Vec<_>, Vec<_>) =
        operations.iter().filter(|operation| operation.body.is_some()).partition(|operation| operation.is_final());
    let with_body = [first, last].concat();
    for operation in &with_body {
        let person = cast.right_for(&world, operation);
        // The operator's are about the company next door, which may be suspended.
        let operates = operation.scheme.as_deref() == Some("operator_token");
        let at = if operates { &cast.elsewhere } else { &world };
        let answer = at.request(&document, operation, &person).await.send_as(&person).await;
        assert!(answer.status.is_success(), "{}: {} {}", operation.id, answer.status, answer.text);
    }

    println!("examples: {} of {} request bodies", with_body.len(), with_body.len());
}

#[tokio::test]
async fn an_unknown_field_and_a_wrong_type_are_refused_by_name() {
    let app = unlimited().await;
    let document = Document::of(&app);
    let world = World::found(&app, "alfa").await;
    let cast = Cast::around(&app, &world.admin).await;
    let operations = document.operations();
    let mut right = Vec::new();
    for operation in &operations {
        let person = cast.right_for(&world, operation);
        let nowhere = world.request_with(&document, operation, &person, |_| "surprise".into()).await;
        right.push((operation, world.request(&document, operation, &person).await, nowhere, person));
    }
    let before = walls::snapshot(&app.db, "alfa").await;

    let mut tried = 0;
    for (operation, right, nowhere, person) in right {
        for (field, code, wrong) in spoiled_bodies(&document, operation, &right) {
            named(operation, &field, code, &wrong.send_as(&person).await);
            tried += 1;
        }
        for (field, wrong) in spoiled_parameters(operation, &right) {
            named(operation, &field, "", &wrong.send_as(&person).await);
            tried += 1;
        }
        let in_path = document.ids(operation).iter().any(|id| matches!(id.place, Place::Path(_)));
        if in_path {
            assert_eq!(nowhere.send_as(&person).await.problem(404), "not_found", "{}", operation.id);
            tried += 1;
        }
    }

    assert_eq!(walls::snapshot(&app.db, "alfa").await, before);
    println!("wrong input: {} of {} operations, {tried} requests", operations.len(), operations.len());
}

#[tokio::test]
async fn a_body_that_is_not_an_object_is_refused() {
    let app = unlimited().await;
    let document = Document::of(&app);
    let world = World::found(&app, "alfa").await;
    let cast = Cast::around(&app, &world.admin).await;
    let operations: Vec<_> = document.operations().into_iter().filter(|operation| operation.body.is_some()).collect();

    for operation in &operations {
        let person = cast.right_for(&world, operation);
        let request = world.request(&document, operation, &person).await;
        let path = format!("/api/v1{}", request.path);
        let headers: Vec<_> = request.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for (body, status) in [("{", 400), ("", 400), ("[]", 422), ("null", 422), ("\"text\"", 422)] {
            let json = [&headers[..], &[("content-type", "application/json")]].concat();
            let answer = send(&person, &request.method, &path, &json, body).await;
            assert_eq!(answer.status.as_u16(), status, "{} with {body:?}: {}", operation.id, answer.text);
        }
        let form = [&headers[..], &[("content-type", "application/x-www-form-urlencoded")]].concat();
        send(&person, &request.method, &path, &form, "a=b").await.problem(415);
    }

    println!("bodies that are no objects: {} of {} request bodies", operations.len(), operations.len());
}

async fn send(as_: &Person, method: &Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    as_.send_raw(method.clone(), path, headers, Body::from_string(body.into())).await
}

/// The answer is a 422 about this field; `code`, where the code is known too.
fn named(operation: &Operation, field: &str, code: &str, answer: &Answer) {
    let mut errors = answer.body["errors"].as_array().into_iter().flatten();
    let right = errors.any(|error| error["field"] == field && (code.is_empty() || error["code"] == code));
    assert!(answer.status == 422 && right, "{}: {field} {code}: {} {}", operation.id, answer.status, answer.text);
}

/// The body with one thing wrong, each time another: the field, the code that says so, the request.
fn spoiled_bodies(document: &Document, operation: &Operation, right: &Request) -> Vec<(String, &'static str, Request)> {
    let Some((schema, _)) = &operation.body else { return vec![] };
    let body = right.body.as_ref().expect("the operation has a body");
    let mut spoiled = Vec::new();
    let mut add = |field: String, code, body: Value| {
        spoiled.push((field, code, Request { body: Some(body), ..right.clone() }));
    };
    let mut objects = vec![String::new()];
    for field in document.fields(schema) {
        let mut wrong = body.clone();
        put(&mut wrong, &field.pointer(), wrong_type(&operation.id, &field.schema));
        add(field.path.clone(), "wrong_type", wrong);
        match field.schema["type"].as_str() {
            Some("object") => objects.push(field.path),
            Some("array") if !matches!(field.schema["items"]["type"].as_str(), Some("string" | "integer")) => {
                objects.push(format!("{}[0]", field.path))
            }
            _ => {}
        }
    }
    for object in objects {
        let field = format!("{object}.surprise").trim_start_matches('.').to_owned();
        let mut wrong = body.clone();
        put(&mut wrong, &pointer(&field), json!(1));
        add(field, "unknown_field", wrong);
    }
    spoiled
}

fn put(body: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let parent = body.pointer_mut(parent).unwrap_or_else(|| panic!("the example has no {parent}"));
    match parent.as_object_mut() {
        Some(object) => drop(object.insert(name.into(), value)),
        None => panic!("the example has nothing in {pointer}"),
    }
}

fn wrong_type(operation: &str, schema: &Value) -> Value {
    match schema["type"].as_str() {
        Some("string" | "object" | "array") => json!(5),
        Some("integer" | "number" | "boolean") => json!("five"),
        other => panic!("{operation} has a field of a new type, {other:?}: {schema}"),
    }
}

/// Each parameter that is more than a text, with a text in it that it is not.
fn spoiled_parameters(operation: &Operation, right: &Request) -> Vec<(String, Request)> {
    let mut spoiled = Vec::new();
    for parameter in &operation.parameters {
        let free = parameter.schema["type"] == "string" && parameter.schema.get("format").is_none();
        if free
            && parameter.schema.get("enum").is_none()
            && !["If-Match", "cursor", "last_event_id"].contains(&&*parameter.name)
        {
            continue;
        }
        let mut wrong = right.clone();
        let given = format!("{}=", parameter.name);
        match parameter.place.as_str() {
            "header" => wrong.headers.iter_mut().for_each(|(_, value)| *value = "surprise".into()),
            "path" => continue, // leads nowhere: a 404
            _ => {
                let (path, query) = wrong.path.split_once('?').unwrap_or((&wrong.path, ""));
                let mut query: Vec<_> =
                    query.split('&').filter(|one| !one.is_empty() && !one.starts_with(&given)).collect();
                let surprise = format!("{given}surprise");
                query.push(&surprise);
                wrong.path = format!("{path}?{}", query.join("&"));
            }
        }
        spoiled.push((parameter.name.clone(), wrong));
    }
    spoiled
}
