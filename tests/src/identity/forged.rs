//! Access tokens that somebody has made, or changed, themselves.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::{claims, session_as};
use crate::{Person, TestApp};
use frontdesk::auth::token::Kind;

/// The claims of somebody's token.
fn said(person: &Person) -> Value {
    serde_json::to_value(claims(person)).expect("claims")
}

/// Signed with the installation's own key: as bad as it gets.
fn sign(app: &TestApp, algorithm: Algorithm, kid: Option<&str>, claims: &Value) -> String {
    let key = app.app.config().jwt_keys[0].split_once(':').expect("a key").1;
    sign_with(key, algorithm, kid, claims)
}

fn sign_with(key: &str, algorithm: Algorithm, kid: Option<&str>, claims: &Value) -> String {
    let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(key.as_bytes())).expect("a token")
}

fn ours(app: &TestApp, claims: &Value) -> String {
    sign(app, Algorithm::HS256, Some("test"), claims)
}

async fn unauthenticated(person: &Person, token: &str, why: &str) {
    let forger = Person { access_token: Some(token.to_owned()), ..person.clone() };
    for path in ["/company", "/me"] {
        assert_eq!(forger.get(path).await.problem(401), "unauthenticated", "{why}: {path}");
    }
}

fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    claims[name] = value;
    claims
}

#[tokio::test]
async fn a_token_without_a_signature_or_with_another_is_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let claims = said(&ada);
    let encode = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let token = ours(&app, &claims);
    let (_, rest) = token.split_once('.').expect("a payload");

    for alg in ["none", "None", "NONE", "nOnE", "HS384", "RS256", ""] {
        let header = encode(&json!({ "alg": alg, "typ": "JWT", "kid": "test" }));
        unauthenticated(&ada, &format!("{header}.{}.", encode(&claims)), alg).await;
        unauthenticated(&ada, &format!("{header}.{rest}"), alg).await;
    }
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        unauthenticated(&ada, &sign(&app, algorithm, Some("test"), &claims), "another algorithm").await;
    }

    let good = Person { access_token: Some(ours(&app, &claims)), ..ada };
    good.get("/company").await.expect(200);
}

#[tokio::test]
async fn a_token_of_another_key_or_key_id_is_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (claims, hs256) = (said(&ada), Algorithm::HS256);

    for kid in [None, Some("other"), Some(""), Some("../test"), Some("TEST")] {
        unauthenticated(&ada, &sign(&app, hs256, kid, &claims), "another key id").await;
    }
    for key in ["", "test", "0123456789abcdef0123456789abcdef"] {
        unauthenticated(&ada, &sign_with(key, hs256, Some("test"), &claims), "another key").await;
    }
}

#[tokio::test]
async fn a_token_for_another_audience_is_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let claims = said(&ada);
    let mut nobodys = claims.clone();
    nobodys.as_object_mut().expect("claims").remove("aud");

    unauthenticated(&ada, &ours(&app, &nobodys), "no audience").await;
    let audiences =
        [json!("frontdesk"), json!("frontdesk-root"), json!(""), json!(null), json!(1), json!(["frontdesk-staff"])];
    for audience in audiences {
        let why = audience.to_string();
        unauthenticated(&ada, &ours(&app, &with(&claims, "aud", audience)), &why).await;
    }
}

#[tokio::test]
async fn a_staff_token_with_its_audience_rewritten_opens_no_other_door() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for audience in ["frontdesk-customer", "frontdesk-operator"] {
        let token = ours(&app, &with(&said(&ada), "aud", json!(audience)));
        let forger = Person { access_token: Some(token), ..ada.clone() };
        assert_eq!(forger.get("/me").await.problem(401), "unauthenticated", "the session is a member's");
        assert_eq!(forger.get("/company").await.problem(403), "forbidden", "the kind of caller is another");
    }
    for kind in [Kind::Customer, Kind::Operator] {
        let mut claims = said(&session_as(&ada, kind).await);
        for (name, value) in said(&ada).as_object().expect("claims") {
            if ["aud", "company", "role"].contains(&name.as_str()) {
                claims[name] = value.clone();
            }
        }
        unauthenticated(&ada, &ours(&app, &claims), kind.as_str()).await;
    }
}

#[tokio::test]
async fn a_token_with_another_company_role_person_or_session_is_refused() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.company("vesna").await, app.company("osin").await);
    let (claims, others) = (said(&ada), said(&bea));

    for name in ["company", "session", "sub"] {
        let token = ours(&app, &with(&claims, name, others[name].clone()));
        let forger = Person { access_token: Some(token), ..ada.clone() };
        assert_eq!(forger.get("/company").await.problem(401), "unauthenticated", "{name}");
    }
    for role in ["employee", "owner", "Admin", ""] {
        let token = ours(&app, &with(&claims, "role", json!(role)));
        let forger = Person { access_token: Some(token), ..ada.clone() };
        assert_eq!(forger.get("/clients").await.problem(401), "unauthenticated", "{role}");
    }
}

#[tokio::test]
async fn a_token_that_has_run_out_or_never_does_is_refused() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (claims, now) = (said(&ada), app.app.now().timestamp());

    for end in [json!(now), json!(now - 1), json!(0), json!(-1), json!(null), json!("never"), json!(1e300)] {
        let why = end.to_string();
        unauthenticated(&ada, &ours(&app, &with(&claims, "exp", end)), &why).await;
    }
}
