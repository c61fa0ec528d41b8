//! A company with something of everything in it, and the requests that its people would make of it.

use std::collections::BTreeMap;

use poem::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::document::{Document, Id, Operation, Place, pointer};
use crate::{Answer, Person, TestApp};

/// One of each kind of thing that has an id, and the company's admin.
pub struct World {
    pub admin: Person,
    pub email: String,
    ids: BTreeMap<&'static str, String>,
}

/// A request that is ready to be sent.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Value>,
}

/// Without limits: a sweep asks more often than a person does.
pub async fn unlimited() -> TestApp {
    TestApp::start_with(|config| config.rate_limit_factor = 0).await
}

fn id(of: &Value) -> String {
    of["id"].as_str().expect("an id").to_owned()
}

impl World {
    /// A new company, with one of everything.
    pub async fn found(app: &TestApp, slug: &str) -> Self {
        Self::of(&app.company(slug).await).await
    }

    /// One more of everything, in a company that exists.
    pub async fn of(admin: &Person) -> Self {
        let (service, staff) = admin.app.bookable(admin).await;
        let email = format!("{}@example.com", Uuid::now_v7().simple());
        let client = admin.post("/clients", json!({ "name": "Grace", "email": email })).await.expect(201);
        let ids = [("services", id(&service)), ("staff", id(&staff)), ("clients", id(&client))].into();
        let mut world = Self { email: format!("ada@{}.example", admin.slug), admin: admin.clone(), ids };
        let new = json!({
            "service_id": world.id("services"), "staff_id": world.id("staff"), "starts_at": world.free_time().await,
            "name": "Grace", "email": email,
        });
        let key = [("idempotency-key", email.as_str())];
        let path = format!("/public/{}/bookings", admin.slug);
        let booked = admin.app.visitor().send(Method::POST, &path, &key, Some(new)).await.expect(201);
        world.ids.insert("bookings", id(&booked));
        world
    }

    pub fn id(&self, kind: &str) -> &str {
        self.ids.get(kind).unwrap_or_else(|| panic!("the world has none of the {kind}: let `World::of` make one"))
    }

    /// When its service can be booked with its member of staff.
    pub async fn free_time(&self) -> Value {
        let (service, staff) = (self.id("services"), self.id("staff"));
        let range = "from=2026-11-24&to=2026-12-24";
        let path = format!("/public/{}/availability?service_id={service}&staff_id={staff}&{range}", self.admin.slug);
        self.admin.app.visitor().get(&path).await.expect(200)["slots"][0]["starts_at"].clone()
    }

    /// Makes a member the one whose time is booked here.
    pub async fn belongs_to(&self, member: &Person) {
        let staff = self.id("staff");
        let token = member.access_token.as_deref().expect("a member is signed in");
        let user = member.app.app.tokens().verify(token, member.app.app.now()).expect("a token of ours").sub;
        let sql = format!(
            "update staff set membership_id = null
             where membership_id = (select id from memberships where user_id = '{user}');
             update staff set membership_id = (select id from memberships where user_id = '{user}')
             where id = '{staff}'"
        );
        self.admin.app.db.execute(&sql).await;
    }

    async fn refresh_token(&self) -> Value {
        let who = json!({ "email": self.email, "password": "correct horse battery" });
        self.admin.app.visitor().post("/auth/sign-in", who).await.expect(200)["refresh_token"].clone()
    }

    /// What an example cannot know: times that are free, secrets, and names that nobody has yet.
    async fn substitute(&self, operation: &str, body: &mut Value) {
        let new_name = || format!("new-{}", Uuid::now_v7().simple());
        let values: Vec<(&str, Value)> = match operation {
            "public_create_booking" => vec![("/starts_at", self.free_time().await)],
            "refresh_token" => vec![("/refresh_token", self.refresh_token().await)],
            "register_company" => vec![
                ("/company/slug", json!(new_name())),
                ("/admin/email", json!(format!("{}@example.com", new_name()))),
            ],
            "sign_in" => vec![("/email", json!(self.email))],
            _ => vec![],
        };
        for (pointer, value) in values {
            *body.pointer_mut(pointer).expect("the example has what is substituted") = value;
        }
    }

    /// The request that somebody of this company would make: the document's example, about what is theirs.
    pub async fn request(&self, document: &Document, operation: &Operation) -> Request {
        self.request_with(document, operation, |id| self.id(id.kind).to_owned()).await
    }

    /// The same, with other ids in it.
    pub async fn request_with(
        &self,
        document: &Document,
        operation: &Operation,
        choose: impl Fn(&Id) -> String,
    ) -> Request {
        let (mut path, mut query) = (operation.path.clone(), Vec::new());
        let mut body = operation.body.as_ref().map(|(_, example)| example.clone());
        if let Some(body) = &mut body {
            self.substitute(&operation.id, body).await;
        }
        for id in document.ids(operation) {
            let value = choose(&id);
            match &id.place {
                Place::Path(name) => path = path.replace(&format!("{{{name}}}"), &value),
                Place::Query(name) => query.push(format!("{name}={value}")),
                Place::Body(field) => {
                    let body = body.as_mut().expect("an id in a body has a body");
                    match body.pointer_mut(&pointer(field)) {
                        Some(at) => *at = if at.is_array() { json!([value]) } else { json!(value) },
                        // an optional one that the example leaves out
                        None => body[field.as_str()] = json!(value),
                    }
                }
            }
        }
        let mut headers = Vec::new();
        for parameter in operation.parameters.iter().filter(|parameter| parameter.schema["format"] != "uuid") {
            match (parameter.place.as_str(), parameter.name.as_str()) {
                ("path", "slug") => path = path.replace("{slug}", &self.admin.slug),
                ("header", "If-Match") => headers.push(("if-match", self.version(&path).await)),
                ("query", "from") if parameter.required => query.push("from=2026-11-24".into()),
                ("query", "to") if parameter.required => query.push("to=2026-12-01".into()),
                (_, name) if parameter.required => panic!("{} wants a `{name}`: give it one here", operation.id),
                _ => {}
            }
        }
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        Request { method: operation.method.clone(), path, headers, body }
    }

    /// What `If-Match` has to say of a row; of one that cannot be seen, what it says of a new one.
    async fn version(&self, path: &str) -> String {
        let current = self.admin.get(path).await;
        current.header("etag").unwrap_or("\"1\"").to_owned()
    }
}

impl Request {
    pub async fn send_as(&self, person: &Person) -> Answer {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        person.send(self.method.clone(), &self.path, &headers, self.body.clone()).await
    }
}
