//! Text that people type, in every field that takes text.

use serde_json::{Value, json};

use crate::{Person, TestApp};

/// An operation that takes text for staff to read: its path, a body that works, and the fields, with how long they may be.
type Place = (&'static str, Value, Vec<(&'static str, usize)>);

fn places() -> Vec<Place> {
    vec![
        (
            "/services",
            json!({ "name": "Cut", "duration_minutes": 60, "price": { "amount": 1, "currency": "UAH" } }),
            vec![("name", 120), ("description", 2000)],
        ),
        ("/staff", json!({ "name": "Iryna" }), vec![("name", 120), ("title", 120)]),
        ("/clients", json!({ "name": "Grace" }), vec![("name", 120), ("notes", 4000)]),
    ]
}

async fn with(person: &Person, place: &Place, field: &str, text: &str) -> crate::Answer {
    let mut body = place.1.clone();
    body[field] = json!(text);
    person.post(place.0, body).await
}

#[tokio::test]
async fn control_characters_are_refused_in_every_field() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for place in places() {
        for (field, _) in &place.2 {
            for text in ["a\0b", "\0\0x", "a\u{1}b", "a\u{7f}b", "a\u{85}b", "a\u{1b}[31mb", "a\u{8}b"] {
                let errors = with(&ada, &place, field, text).await.invalid();
                assert_eq!(errors, [((*field).to_owned(), "control_character".to_owned())], "{} {text:?}", place.0);
            }
        }
        assert_eq!(ada.get(place.0).await.expect(200)["data"], json!([]));
    }
}

#[tokio::test]
async fn control_characters_are_refused_where_visitors_and_founders_type() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let booking = json!({
        "service_id": service["id"], "starts_at": "2026-11-24T08:00:00Z", "name": "G", "email": "g@example.com",
    });
    let company = json!({
        "company": { "name": "S", "slug": "osin", "time_zone": "Europe/Kyiv", "currency": "UAH", "language": "en" },
        "admin": { "name": "A", "email": "a@example.com", "password": "correct horse battery" },
    });
    let fields = [
        ("/public/vesna/bookings", &booking, vec!["/name", "/email", "/phone", "/notes", "/language"]),
        (
            "/auth/register",
            &company,
            vec![
                "/company/name",
                "/company/slug",
                "/company/time_zone",
                "/company/currency",
                "/company/language",
                "/admin/name",
                "/admin/email",
            ],
        ),
    ];

    for (path, good, pointers) in fields {
        for pointer in pointers {
            let mut body = good.clone();
            let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
            body.pointer_mut(parent).expect("an object")[field] = json!("a\0b");
            let errors = app.visitor().post(path, body).await.invalid();
            assert_eq!(errors[0].0, pointer.trim_matches('/').replace('/', "."));
        }
    }

    assert_eq!(ada.patch("/company", 1, json!({ "name": "a\0b" })).await.invalid()[0].0, "name");
    assert_eq!(ada.get("/clients?search=a%00b").await.invalid()[0].0, "search");
    assert_eq!(app.db.number("select count(*) from companies").await, 1);
    assert_eq!(app.db.number("select count(*) from bookings").await, 0);
}

#[tokio::test]
async fn sql_html_and_every_script_come_back_as_they_were_typed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let texts = [
        "'; drop table services; --",
        "\"; delete from clients where ''='",
        "$$; select pg_sleep(60); $$",
        "\\'; \\",
        "<script>alert('x')</script>",
        "\"><img src=x onerror=alert(1)>",
        "{{7*7}} ${7*7} %s %n %00",
        "../../etc/passwd",
        "👩‍👩‍👧‍👦 Ґанок",
        "مرحبا\u{202e}abc",
        "בדיקה",
        "ক্ষৌরকর্ম",
        "e\u{301}",
        "𝔘𝔫𝔦",
        "null",
        "0",
        "-1",
    ];

    for place in places() {
        for (field, _) in &place.2 {
            for text in texts {
                let made = with(&ada, &place, field, text).await.expect(201);
                assert_eq!(made[field], text);
                let shown = ada.get(&format!("{}/{}", place.0, made["id"].as_str().expect("an id"))).await.expect(200);
                assert_eq!(shown[field], text);
            }
        }
        let rows = ada.pages(place.0, 100).await.concat();
        assert_eq!(rows.len(), texts.len() * place.2.len(), "nothing was dropped");
    }
}

#[tokio::test]
async fn length_is_counted_in_characters() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for place in places() {
        for (field, most) in &place.2 {
            for one in ["x", "ї", "🙂"] {
                with(&ada, &place, field, &one.repeat(*most)).await.expect(201);
                let errors = with(&ada, &place, field, &one.repeat(most + 1)).await.invalid();
                assert_eq!(errors, [((*field).to_owned(), "too_long".to_owned())], "{} {one}", place.0);
            }
        }
    }
}
