//! People see where they are signed in, and end what they do not know.

use chrono::TimeDelta;
use frontdesk::auth::token::Kind;
use poem::http::Method;
use serde_json::{Value, json};

use super::{PASSWORD, again, claims, session_as};
use crate::{Answer, Person, TestApp};

async fn sessions(person: &Person) -> Vec<Value> {
    let page = person.get("/me/sessions").await.expect(200);
    page["data"].as_array().expect("sessions").clone()
}

async fn end(person: &Person, session: &str) -> Answer {
    person.send(Method::DELETE, &format!("/me/sessions/{session}"), &[], None).await
}

fn id(person: &Person) -> String {
    claims(person).session.to_string()
}

#[tokio::test]
async fn a_session_says_where_it_is_and_when_it_was_seen() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.clock.advance(TimeDelta::minutes(5));
    let who = json!({ "email": "ada@vesna.example", "password": PASSWORD });
    let firefox = [("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0")];
    let visitor = app.visitor();
    let answer = visitor.send(Method::POST, "/auth/sign-in", &firefox, Some(who)).await.expect(200);

    let mut seen = sessions(&ada).await;

    seen.iter_mut().for_each(|session| drop(session.as_object_mut().expect("a session").remove("id")));
    let listed = |created_at: &str, current: bool, device: &str| {
        json!({
            "kind": "staff", "company": { "slug": "vesna", "name": "Company vesna" }, "device": device,
            "address": "0.0.0.0", "created_at": created_at, "last_seen_at": created_at, "current": current,
        })
    };
    let newest = listed("2026-11-23T06:05:00Z", false, "Firefox on Linux");
    assert_eq!(seen, [newest, listed("2026-11-23T06:00:00Z", true, "Unknown device")]);
    app.clock.advance(TimeDelta::minutes(10));
    let body = json!({ "refresh_token": answer["refresh_token"] });
    let answer = visitor.send(Method::POST, "/auth/refresh", &firefox, Some(body)).await.expect(200);
    let firefox = Person::new(app.clone(), "vesna", Some(&answer));
    let newest = sessions(&firefox).await.remove(0);
    assert_eq!((&newest["current"], &newest["device"]), (&json!(true), &json!("Firefox on Linux")));
    assert_eq!(newest["created_at"], "2026-11-23T06:05:00Z");
    assert_eq!(newest["last_seen_at"], "2026-11-23T06:15:00Z");
}

#[tokio::test]
async fn the_list_comes_in_pages_and_without_what_is_over() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let mut ids = vec![id(&ada)];
    for _ in 0..4 {
        app.clock.advance(TimeDelta::minutes(1));
        ids.insert(0, id(&again(&app, "vesna").await));
    }
    end(&ada, &ids.remove(1)).await.expect(204);

    let pages = ada.pages("/me/sessions", 2).await;

    let listed: Vec<_> =
        pages.concat().iter().map(|session| session["id"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!((pages.len(), listed), (2, ids));
}

#[tokio::test]
async fn a_session_that_is_ended_stops_at_once_in_every_process() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let phone = again(&app, "vesna").await;
    let phone = Person { app: app.second_process().await, ..phone };
    phone.get("/company").await.expect(200);

    assert_eq!(end(&ada, &id(&phone)).await.expect(204), Value::Null);

    assert_eq!(phone.get("/company").await.problem(401), "unauthenticated");
    let body = json!({ "refresh_token": phone.refresh_token });
    assert_eq!(phone.app.visitor().post("/auth/refresh", body).await.problem(401), "unauthenticated");
    assert_eq!(end(&ada, &id(&phone)).await.problem(404), "not_found", "it is over");
    ada.get("/company").await.expect(200);
}

#[tokio::test]
async fn nobody_ends_anybody_elses() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.company("vesna").await, app.company("osin").await);

    assert_eq!(end(&eve, &id(&ada)).await.problem(404), "not_found");
    assert_eq!(end(&eve, &uuid::Uuid::now_v7().to_string()).await.problem(404), "not_found");
    eve.send(Method::POST, "/me/sessions/revoke-others", &[], None).await.expect(204);

    ada.get("/company").await.expect(200);
    assert_eq!(sessions(&eve).await.len(), 1);
}

#[tokio::test]
async fn all_the_others_end_together() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let others =
        [again(&app, "vesna").await, session_as(&ada, Kind::Customer).await, session_as(&ada, Kind::Operator).await];

    ada.send(Method::POST, "/me/sessions/revoke-others", &[], None).await.expect(204);

    for other in others {
        assert_eq!(other.get("/me").await.problem(401), "unauthenticated");
    }
    assert_eq!(sessions(&ada).await.len(), 1);
}

#[tokio::test]
async fn a_customer_sees_and_ends_sessions_of_customers_alone() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (here, there) = (session_as(&ada, Kind::Customer).await, session_as(&ada, Kind::Customer).await);

    let listed = sessions(&here).await;
    let refused = end(&here, &id(&ada)).await;
    here.send(Method::POST, "/me/sessions/revoke-others", &[], None).await.expect(204);

    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|session| session["kind"] == "customer" && session["company"]["slug"] == "vesna"));
    assert_eq!(refused.problem(404), "not_found");
    assert_eq!(there.get("/me").await.problem(401), "unauthenticated");
    ada.get("/company").await.expect(200);
}

#[tokio::test]
async fn a_customer_who_is_no_member_sees_the_name_of_the_company() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let customer = session_as(&ada, Kind::Customer).await;

    app.db.execute("alter table memberships disable trigger user; delete from memberships").await;

    let company = sessions(&customer).await.remove(0)["company"].clone();
    assert_eq!(company, json!({ "slug": "vesna", "name": "Company vesna" }));
}
