//! Somebody who uses the API, and what they get to hear.

use poem::{
    Body, Request,
    http::{HeaderMap, Method, StatusCode},
};
use serde_json::Value;

use crate::TestApp;

/// A member of a company, or a visitor.
#[derive(Clone)]
pub struct Person {
    pub app: TestApp,
    /// The company's address on the web.
    pub slug: String,
    pub access_token: Option<String>,
    pub refresh_token: Option<String>,
}

impl Person {
    /// `signed_in`: what register or sign-in answered.
    pub fn new(app: TestApp, slug: &str, signed_in: Option<&Value>) -> Self {
        let token = |name: &str| signed_in.and_then(|answer| answer[name].as_str()).map(str::to_owned);
        Self { app, slug: slug.into(), access_token: token("access_token"), refresh_token: token("refresh_token") }
    }

    /// The same member in a session of its own; `None` for whoever is no member.
    pub async fn again(&self) -> Option<Self> {
        let answer = self.post("/me/switch-company", serde_json::json!({ "company": self.slug })).await;
        answer.status.is_success().then(|| Self::new(self.app.clone(), &self.slug, Some(&answer.body)))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, &[], Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, &[], Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], None).await
    }

    /// Who they are among the members of their company.
    pub async fn member(&self, admin: &Self) -> Value {
        let token = self.access_token.as_deref().expect("somebody who is signed in");
        let user = self.app.app.tokens().verify(token, self.app.app.now()).expect("a token of ours").sub.to_string();
        let members = admin.pages("/members", 100).await.concat();
        members.into_iter().find(|member| member["user_id"] == user).expect("a member")
    }

    /// The same person, elsewhere: in another process of the installation.
    pub fn at(&self, app: &TestApp) -> Self {
        Self { app: app.clone(), ..self.clone() }
    }

    /// The same person, with the tokens that a refresh gives them.
    pub async fn refreshed(&self) -> Self {
        let token = serde_json::json!({ "refresh_token": self.refresh_token });
        let answer = self.app.visitor().post("/auth/refresh", token).await.expect(200);
        Self::new(self.app.clone(), &self.slug, Some(&answer))
    }

    /// Changes a row that was at this version when it was read.
    pub async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(Method::PATCH, path, &[("if-match", &format!("\"{version}\""))], Some(body)).await
    }

    /// Puts what replaces the row of this version; 0 where there is none yet.
    pub async fn put_if(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(Method::PUT, path, &[("if-match", &format!("\"{version}\""))], Some(body)).await
    }

    /// Every row of a list, page by page, `limit` to a page.
    pub async fn pages(&self, path: &str, limit: usize) -> Vec<Vec<Value>> {
        let mark = if path.contains('?') { '&' } else { '?' };
        let mut pages = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.get(&format!("{path}{mark}limit={limit}{cursor}")).await.expect(200);
            pages.push(page["data"].as_array().expect("rows").clone());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return pages,
            }
        }
    }

    /// Any request; `path` is below `/api/v1`, or absolute if it names another place such as `/b/…`.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        let body = body.map(|body| Body::from_string(body.to_string()));
        let json = [("content-type", "application/json")];
        let headers: Vec<_> = headers.iter().copied().chain(json.into_iter().filter(|_| body.is_some())).collect();
        self.send_raw(method, &format!("/api/v1{path}"), &headers, body.unwrap_or_else(Body::empty)).await
    }

    /// The same, with any body at all, at any path.
    pub async fn send_raw(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder().method(method.clone()).uri_str(path);
        if let Some(token) = &self.access_token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = self.app.send(request.body(body)).await;
        let streams = response.content_type().is_some_and(|kind| kind.starts_with("text/event-stream"));
        let text = match streams {
            true => String::new(), // it would go on for ever: whoever wants to hear it takes `tests::events::Stream`
            false => response.take_body().into_string().await.unwrap_or_default(),
        };
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let asked = format!("{method} {path}");
        Answer { asked, status: response.status(), headers: response.headers().clone(), body, text }
    }
}

/// An answer of the API.
#[derive(Debug)]
pub struct Answer {
    asked: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Null where it is not JSON.
    pub body: Value,
    pub text: String,
}

impl Answer {
    /// The body, if the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.asked, self.text);
        self.body
    }

    /// The problem's code, if the status is this one.
    #[track_caller]
    pub fn problem(self, status: u16) -> String {
        let kind = self.headers.get("content-type").and_then(|kind| kind.to_str().ok()).map(str::to_owned);
        let body = self.expect(status);
        assert_eq!(kind.as_deref(), Some("application/problem+json"), "{body}");
        body["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Field and code of what is wrong, if the status is 422.
    #[track_caller]
    pub fn invalid(self) -> Vec<(String, String)> {
        let body = self.expect(422);
        let word = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
        let errors = body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        errors.iter().map(|error| (word(error, "field"), word(error, "code"))).collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
