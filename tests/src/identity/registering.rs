//! Companies come to be, and people come to have several.

use serde_json::json;

use super::{PASSWORD, registration};
use crate::{Person, TestApp, at_once};

#[tokio::test]
async fn whoever_registers_a_company_is_signed_in_as_its_first_admin() {
    let app = TestApp::start().await;

    let new = registration("vesna", "Ada@Vesna.Example", PASSWORD);
    let answer = app.visitor().post("/auth/register", new).await.expect(201);

    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(answer["expires_in"], 900);
    assert_eq!(answer["company"]["role"], "admin");
    assert_eq!(answer["companies"].as_array().map(Vec::len), Some(1));
    let ada = Person::new(app.clone(), "vesna", Some(&answer));
    let company = ada.get("/company").await.expect(200);
    assert_eq!((&company["slug"], &company["currency"]), (&json!("vesna"), &json!("UAH")));
    let emails = app.db.rows("select email from users").await;
    assert_eq!(emails, [json!({ "email": "ada@vesna.example" })]);
}

#[tokio::test]
async fn a_second_sign_in_sees_the_company_in_whatever_case_the_address_is_typed() {
    let app = TestApp::start().await;
    app.company("vesna").await;

    let who = json!({ "email": " ADA@vesna.Example ", "password": PASSWORD });
    let answer = app.visitor().post("/auth/sign-in", who).await.expect(200);

    let ada = Person::new(app, "vesna", Some(&answer));
    assert_eq!(ada.get("/company").await.expect(200)["slug"], "vesna");
}

#[tokio::test]
async fn a_known_person_adds_a_company_and_chooses_between_them_at_sign_in() {
    let app = TestApp::start().await;
    app.company("vesna").await;

    let second = registration("osin", "ada@vesna.example", PASSWORD);
    let added = app.visitor().post("/auth/register", second).await.expect(201);

    assert_eq!(added["company"]["slug"], "osin");
    assert_eq!(added["companies"].as_array().map(Vec::len), Some(2));
    for (wanted, slug) in [(json!(null), "vesna"), (json!("vesna"), "vesna"), (json!("osin"), "osin")] {
        let who = json!({ "email": "ada@vesna.example", "password": PASSWORD, "company": wanted });
        let answer = app.visitor().post("/auth/sign-in", who).await.expect(200);
        let ada = Person::new(app.clone(), slug, Some(&answer));
        assert_eq!(ada.get("/company").await.expect(200)["slug"], slug);
    }
    assert_eq!(app.db.number("select count(*) from users").await, 1);
}

#[tokio::test]
async fn a_company_that_is_not_theirs_answers_like_a_wrong_password() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    app.company("osin").await;

    for company in ["osin", "nowhere", "o'; drop table users", "\0"] {
        let who = json!({ "email": "ada@vesna.example", "password": PASSWORD, "company": company });
        let answer = app.visitor().post("/auth/sign-in", who).await;
        assert_eq!(answer.problem(401), "wrong_credentials", "{company:?}");
    }
}

#[tokio::test]
async fn a_wrong_password_at_registration_answers_exactly_like_a_failed_sign_in() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let ada = "ada@vesna.example";

    let registering = registration("osin", ada, "a wrong password");
    let registering = app.visitor().post("/auth/register", registering).await;
    let signing_in = json!({ "email": ada, "password": "a wrong password" });
    let signing_in = app.visitor().post("/auth/sign-in", signing_in).await;
    let nobody = json!({ "email": "nobody@vesna.example", "password": "a wrong password" });
    let nobody = app.visitor().post("/auth/sign-in", nobody).await;

    assert_eq!(signing_in.status.as_u16(), 401);
    for other in [registering, nobody] {
        assert_eq!((other.status, &other.text), (signing_in.status, &signing_in.text));
        let names = |headers: &poem::http::HeaderMap| headers.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&other.headers), names(&signing_in.headers));
    }
    assert_eq!(app.db.number("select count(*) from companies").await, 1);
}

#[tokio::test]
async fn a_slug_that_is_taken_reserved_or_malformed_is_refused_and_leaves_nothing() {
    let app = TestApp::start().await;
    app.company("vesna").await;

    let bad = [
        ("vesna", "taken"),
        ("admin", "reserved"),
        ("api", "reserved"),
        ("www", "reserved"),
        ("ab", "invalid_slug"),
        ("Vesna", "invalid_slug"),
        ("a--b", "invalid_slug"),
        ("-abc", "invalid_slug"),
        ("abc-", "invalid_slug"),
        ("весна", "invalid_slug"),
        ("a/b/c", "invalid_slug"),
        ("ves\0na", "invalid_slug"),
        ("", "invalid_slug"),
        ("'; drop table companies --", "invalid_slug"),
    ];
    for (slug, code) in bad {
        let new = registration(slug, "bea@example.com", PASSWORD);
        let errors = app.visitor().post("/auth/register", new).await.invalid();
        assert_eq!(errors, [("company.slug".to_owned(), code.to_owned())], "{slug:?}");
    }

    assert_eq!(app.db.number("select count(*) from users").await, 1);
    assert_eq!(app.db.number("select count(*) from companies").await, 1);
}

#[tokio::test]
async fn of_those_who_want_one_slug_at_once_exactly_one_gets_it() {
    let app = TestApp::start().await;

    app.warm_up().await;
    let answers =
        at_once((0..8).map(|n| {
            let visitor = app.visitor();
            async move {
                visitor.post("/auth/register", registration("vesna", &format!("p{n}@example.com"), PASSWORD)).await
            }
        }))
        .await;

    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status.as_u16() == 201);
    assert_eq!(won.len(), 1);
    for answer in lost {
        assert_eq!(answer.invalid(), [("company.slug".to_owned(), "taken".to_owned())]);
    }
    assert_eq!(app.db.number("select count(*) from users").await, 1, "who got nothing is nobody");
}

#[tokio::test]
async fn one_new_address_used_twice_at_once_stays_one_person() {
    let app = TestApp::start().await;

    app.warm_up().await;
    let answers = at_once((0..6).map(|n| {
        let visitor = app.visitor();
        async move {
            visitor.post("/auth/register", registration(&format!("studio-{n}"), "ada@example.com", PASSWORD)).await
        }
    }))
    .await;

    let made = answers.iter().filter(|answer| answer.status.as_u16() == 201).count() as i64;
    assert!(made >= 1);
    for answer in answers.into_iter().filter(|answer| answer.status.as_u16() != 201) {
        assert_eq!(answer.problem(401), "wrong_credentials");
    }
    assert_eq!(app.db.number("select count(*) from users").await, 1);
    assert_eq!(app.db.number("select count(*) from companies").await, made);
    assert_eq!(app.db.number("select count(*) from memberships").await, made);
}

#[tokio::test]
async fn nobody_chooses_their_own_role() {
    let app = TestApp::start().await;
    let fields =
        [("/admin", "role"), ("/admin", "user_type"), ("/company", "status"), ("", "role"), ("", "is_operator")];

    for (place, field) in fields {
        let mut new = registration("vesna", "ada@example.com", PASSWORD);
        new.pointer_mut(place).expect("a place")[field] = json!("operator");
        let errors = app.visitor().post("/auth/register", new).await.invalid();
        let path = format!("{place}/{field}").trim_matches('/').replace('/', ".");
        assert_eq!(errors, [(path, "unknown_field".to_owned())]);
    }

    assert_eq!(app.db.number("select count(*) from users").await, 0);
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_registration_is_told_at_once() {
    let app = TestApp::start().await;

    let new = json!({
        "company": { "name": " ", "slug": "b!", "time_zone": "Europe/Atlantis", "currency": "XYZ", "language": "tlh" },
        "admin": { "name": "", "email": "ada@example.com\nbcc: all@example.com", "password": "short" },
    });
    let errors = app.visitor().post("/auth/register", new).await.invalid();

    let told: Vec<_> = errors.iter().map(|(field, code)| (field.as_str(), code.as_str())).collect();
    assert_eq!(
        told,
        [
            ("company.name", "required"),
            ("company.slug", "invalid_slug"),
            ("company.time_zone", "unknown_time_zone"),
            ("company.currency", "unknown_currency"),
            ("company.language", "unknown_language"),
            ("admin.name", "required"),
            ("admin.email", "invalid_email"),
            ("admin.password", "too_short"),
        ]
    );
}

#[tokio::test]
async fn a_company_that_wants_sample_data_can_be_booked_at_once() {
    let app = TestApp::start().await;
    let mut new = registration("vesna", "ada@vesna.example", PASSWORD);
    new["sample_data"] = json!(true);

    let answer = app.visitor().post("/auth/register", new).await.expect(201);

    let ada = Person::new(app.clone(), "vesna", Some(&answer));
    let services = ada.get("/services").await.expect(200)["data"].clone();
    let staff = ada.get("/staff").await.expect(200)["data"].clone();
    let path = format!("/public/vesna/availability?service_id={}", services[0]["id"].as_str().expect("an id"));
    let free = app.visitor().get(&format!("{path}&from=2026-11-24&to=2026-11-25")).await.expect(200);
    assert_eq!(services.as_array().map(Vec::len), Some(2));
    assert_eq!(staff[0]["name"], "Ada");
    assert!(staff[0]["member_id"].is_string(), "{staff}");
    assert_eq!(free["slots"][0]["starts_at"], "2026-11-24T07:00:00Z");
    assert_eq!(ada.get("/clients").await.expect(200)["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn an_address_on_the_web_that_is_taken_does_not_tell_whose_mailbox_is_known() {
    let app = TestApp::start().await;
    app.company("vesna").await;
    let mut answers = Vec::new();

    for (email, password) in
        [("ada@vesna.example", PASSWORD), ("ada@vesna.example", "a wrong password"), ("nobody@vesna.example", PASSWORD)]
    {
        let mut answer = app.visitor().post("/auth/register", registration("vesna", email, password)).await.expect(422);
        answer.as_object_mut().expect("a problem").remove("request_id");
        answers.push(answer);
    }

    assert_eq!(answers[0]["errors"][0]["field"], "company.slug");
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    assert_eq!(app.db.number("select count(*) from users").await, 1);
}
