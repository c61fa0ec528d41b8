//! A company with something of everything in it, and the requests that its people would make of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use chrono::{Days, NaiveDate};
use frontdesk::auth::Role;

use frontdesk::identity::links::{self, NewLink, Purpose};
use poem::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::document::{Document, Id, Operation, Place, pointer};
use crate::{Answer, Person, TestApp};

/// One of each kind of thing that has an id, and the company's admin.
pub struct World {
    pub admin: Person,
    pub email: String,
    /// Whose client card and booking these are.
    pub customer: Person,
    ids: BTreeMap<&'static str, String>,
    /// What was asked before: a member is made one of the staff once, and what is deleted is there once. The first request
    /// to do so gets the one that is here, later ones another.
    asked: Mutex<BTreeSet<String>>,
    /// How many days have been given to blocks.
    days: AtomicI64,
    /// What is deleted is deleted once: the first request to do so gets the one that is here, later ones another.
    deleted: Mutex<BTreeSet<&'static str>>,
    /// The secret of somebody at the checkout.
    hold: String,
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

fn plain_service() -> Value {
    json!({ "name": "Colour", "duration_minutes": 60, "price": { "amount": 100_000, "currency": "UAH" } })
}

/// A day on which nothing is, weeks after the last one that this said.
fn another_day() -> String {
    static TURN: AtomicU64 = AtomicU64::new(0);
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let first = NaiveDate::from_ymd_opt(2030, 1, 7).expect("a Monday");
    (first + Days::new(28 * turn)).to_string()
}

/// So many days after the Monday a fortnight on.
fn monday_after(monday: &str, days: u64) -> String {
    (monday.parse::<NaiveDate>().expect("a day") + Days::new(14 + days)).to_string()
}

impl World {
    /// A new company, with one of everything, and a seal on its audit log.
    pub async fn found(app: &TestApp, slug: &str) -> Self {
        let world = Self::of(&app.company(slug).await).await;
        app.seal(slug).await;
        world
    }

    /// One more of everything, in a company that exists.
    pub async fn of(admin: &Person) -> Self {
        let (service, staff) = admin.app.bookable(admin).await;
        let email = format!("{}@example.com", Uuid::now_v7().simple());
        let client = admin.post("/clients", json!({ "name": "Grace", "email": email })).await.expect(201);
        let token = admin.access_token.as_deref().expect("an admin is signed in");
        let user = admin.app.app.tokens().verify(token, admin.app.app.now()).expect("a token of ours").sub.to_string();
        let again = admin.again().await.expect("an admin is a member");
        let session = again.get("/me/sessions?limit=1").await.expect(200);
        let ids = [
            ("services", id(&service)),
            ("staff", id(&staff)),
            ("clients", id(&client)),
            ("sessions", id(&session["data"][0])),
            ("users", user),
        ]
        .into();
        let mut world = Self {
            email: format!("ada@{}.example", admin.slug),
            admin: admin.clone(),
            customer: admin.app.visitor(),
            ids,
            asked: Mutex::default(),
            days: AtomicI64::default(),
            deleted: Mutex::default(),
            hold: String::new(),
        };
        world.add_people().await;
        world.add_catalogue().await;
        world.add_places().await;
        world.add_working_time().await;
        let new = json!({
            "service_id": world.id("services"), "staff_id": world.id("staff"), "starts_at": world.free_time().await,
            "name": "Grace", "email": email,
        });
        let key = [("idempotency-key", email.as_str())];
        let path = format!("/public/{}/bookings", admin.slug);
        let booked = admin.app.visitor().send(Method::POST, &path, &key, Some(new)).await.expect(201);
        world.ids.insert("bookings", id(&booked));
        world.hold = world.new_hold().await;
        world.customer = admin.app.customer(&admin.slug, &email).await;
        world.ids.insert("companies", id(&admin.get("/company").await.expect(200)));
        world
    }

    /// A member, an invitation, a role and a key; and one of the staff who never signs in.
    async fn add_people(&mut self) {
        let admin = self.admin.clone();
        let member = self.new_member().await;
        let staff = admin.post("/staff", json!({ "name": "Zoe" })).await.expect(201);
        let key = format!("role_{}", Uuid::now_v7().simple());
        let role = json!({ "key": key, "name": "Booking manager", "permissions": ["bookings:read"] });
        let role = admin.post("/roles", role).await.expect(201);
        let key = json!({ "name": "Website", "permissions": ["bookings:read"] });
        let key = admin.post("/api-keys", key).await.expect(201);
        self.ids.insert("memberships", member);
        self.ids.insert("members who are no staff", self.new_member().await);
        let removed = self.new_member().await;
        admin.delete(&format!("/members/{removed}")).await.expect(200);
        self.ids.insert("members who were removed", removed);
        let archived = id(&admin.post("/clients", json!({ "name": "Edsger" })).await.expect(201));
        admin.post(&format!("/clients/{archived}/archive"), json!({})).await.expect(200);
        self.ids.insert("clients who are archived", archived);
        self.ids.insert("staff who are no members", id(&staff));
        self.ids.insert("roles", id(&role));
        self.ids.insert("api_keys", id(&key["api_key"]));
        self.ids.insert("invitations", id(&self.invite().await));
    }

    /// A location and a resource in it, with maintenance of both, and time off of its member of staff.
    async fn add_places(&mut self) {
        let admin = self.admin.clone();
        let location = admin.post("/locations", json!({ "name": "Podil", "capacity": 3 })).await.expect(201);
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
        let hours = days.map(|day| json!({ "weekday": day, "starts": "08:00", "ends": "18:00" }));
        let path = format!("/locations/{}/opening-hours", id(&location));
        admin.put(&path, json!({ "hours": hours })).await.expect(200);
        let room = json!({ "kind": "room", "name": "Room 2", "location_id": location["id"] });
        let resource = admin.post("/resources", room).await.expect(201);
        self.ids.insert("locations", id(&location));
        self.ids.insert("resources", id(&resource));
        for kind in ["maintenance of a location", "maintenance of a resource", "time off"] {
            let block = self.new_block(kind).await;
            self.ids.insert(kind, block);
        }
    }

    /// One more block of a kind, at a time of its own.
    async fn new_block(&self, kind: &str) -> String {
        let (starts_at, ends_at) = self.next_day();
        let new = json!({ "starts_at": starts_at, "ends_at": ends_at });
        let (path, new) = match kind {
            "maintenance of a location" => (format!("/locations/{}/maintenance", self.id("locations")), new),
            "maintenance of a resource" => (format!("/resources/{}/maintenance", self.id("resources")), new),
            _ => {
                let staff = self.id("staff");
                let new = json!({ "starts_at": starts_at, "ends_at": ends_at, "staff_id": staff });
                ("/time-off".into(), new)
            }
        };
        id(&self.admin.post(&path, new).await.expect(201))
    }

    /// A day on which nothing here is blocked yet: when it starts and ends.
    fn next_day(&self) -> (Value, Value) {
        let day = self.days.fetch_add(1, Ordering::Relaxed);
        let starts_at = crate::monday() + chrono::TimeDelta::days(365 + day);
        (json!(starts_at), json!(starts_at + chrono::TimeDelta::days(1)))
    }

    /// A category with a service in it, an add-on and a resource that a service takes, a service type; and one of each that
    /// nothing refers to.
    async fn add_catalogue(&mut self) {
        let admin = self.admin.clone();
        let (category, addon) = (self.new_category().await, self.new_addon().await);
        let path = format!("/services/{}", self.id("services"));
        let version = admin.get(&path).await.expect(200)["version"].as_i64().expect("a version");
        admin.patch(&path, version, json!({ "addon_ids": [addon] })).await.expect(200);
        let service_type = self.new_service_type().await;
        let mut new = plain_service();
        new["category_id"] = json!(category);
        let inside = id(&admin.post("/services", new.clone()).await.expect(201));
        new["addon_ids"] = json!([addon]);
        new["service_type_id"] = json!(service_type);
        new["resources"] = json!([{ "kind": "chair", "quantity": 1 }]);
        admin.post("/services", new).await.expect(201);
        for (kind, id) in [
            ("service_categories", category),
            ("addons", addon),
            ("service_types", service_type),
            ("services in the category", inside),
        ] {
            self.ids.insert(kind, id);
        }
        for kind in ["unused services", "unused categories", "unused add-ons", "unused service types"] {
            let id = self.new_unused(kind).await;
            self.ids.insert(kind, id);
        }
    }

    async fn new_category(&self) -> String {
        let new = json!({ "name": format!("Hair {}", Uuid::now_v7().simple()) });
        id(&self.admin.post("/service-categories", new).await.expect(201))
    }

    async fn new_addon(&self) -> String {
        let new = json!({ "name": "Mask", "duration_minutes": 15, "price": { "amount": 30_000, "currency": "UAH" } });
        id(&self.admin.post("/addons", new).await.expect(201))
    }

    /// As the operator makes them, and without one.
    async fn new_service_type(&self) -> String {
        let id = Uuid::now_v7();
        let sql = format!("insert into service_types (id, name, created_at) values ('{id}', 'Type {id}', now())");
        self.admin.app.db.execute(&sql).await;
        id.to_string()
    }

    async fn new_unused(&self, kind: &str) -> String {
        match kind {
            "unused services" => id(&self.admin.post("/services", plain_service()).await.expect(201)),
            "unused categories" => self.new_category().await,
            "unused add-ons" => self.new_addon().await,
            "unused service types" => self.new_service_type().await,
            _ => panic!("nothing makes {kind}: say here what does"),
        }
    }

    /// What is different from a week, and what the client has.
    async fn add_working_time(&mut self) {
        let (admin, staff) = (self.admin.clone(), format!("/staff/{}", self.id("staff")));
        let rule =
            json!({ "rule": "FREQ=WEEKLY;BYDAY=SA", "starts_on": "2027-01-02", "starts": "09:00", "ends": "13:00" });
        admin.put(&format!("{staff}/recurring-hours"), json!({ "rules": [rule] })).await.expect(200);
        let different = json!({ "windows": [{ "starts": "12:00", "ends": "16:00" }] });
        admin.put(&format!("{staff}/exceptions/2027-01-05"), different).await.expect(200);
        let asset = json!({ "kind": "vehicle", "name": "The blue one" });
        let asset = admin.post(&format!("/clients/{}/assets", self.id("clients")), asset).await.expect(201);
        self.ids.insert("assets", id(&asset));
        self.ids.insert("holidays", self.new_holiday().await);
        self.ids.insert("shifts", self.new_shift("2026-11-24").await);
    }

    async fn new_holiday(&self) -> String {
        let new = json!({ "on_date": another_day(), "name": "Fair", "location_id": self.id("locations") });
        id(&self.admin.post("/holidays", new).await.expect(201))
    }

    async fn new_shift(&self, day: &str) -> String {
        let (starts, ends) = (format!("{day}T07:00:00Z"), format!("{day}T15:00:00Z"));
        let new = json!({ "staff_id": self.id("staff"), "starts_at": starts, "ends_at": ends });
        id(&self.admin.post("/shifts", new).await.expect(201))
    }

    /// Somebody is at the checkout.
    async fn new_hold(&self) -> String {
        let (service, staff) = (self.id("services"), self.id("staff"));
        let new = json!({ "service_id": service, "staff_id": staff, "starts_at": self.free_time().await });
        let path = format!("/public/{}/holds", self.admin.slug);
        let hold = self.admin.app.visitor().post(&path, new).await.expect(201);
        hold["secret"].as_str().expect("a secret").to_owned()
    }

    /// One more booking of its client with its member of staff, where what is asked for is possible.
    async fn new_booking(&self, operation: &str) -> Option<String> {
        let status = match operation {
            "confirm_booking" | "decline_booking" => "pending",
            "start_booking" | "cancel_booking" | "no_show_booking" | "add_booking_addons" | "cancel_own_booking" => {
                "confirmed"
            }
            "complete_booking" => "in_progress",
            _ => return None,
        };
        let new = json!({
            "client_id": self.id("clients"), "service_id": self.id("services"), "staff_id": self.id("staff"),
            "starts_at": self.free_time().await,
        });
        let booking = id(&self.admin.post("/bookings", new).await.expect(201));
        if status != "confirmed" {
            let expires = if status == "pending" { "now() + interval '9 years'" } else { "null" };
            let change =
                format!("update bookings set status = '{status}', expires_at = {expires} where id = '{booking}'");
            self.admin.app.db.execute(&change).await;
        }
        Some(booking)
    }

    async fn new_member(&self) -> String {
        id(&self.admin.app.member(&self.admin, Role::Employee).await.member(&self.admin).await)
    }

    /// Somebody new is invited.
    async fn invite(&self) -> Value {
        let email = format!("{}@example.com", Uuid::now_v7().simple());
        self.admin.post("/invitations", json!({ "email": email, "role": "employee" })).await.expect(201)
    }

    /// The token and the address of an invitation that nobody has accepted yet.
    async fn invitation(&self) -> (Value, Value) {
        let open = self.admin.get("/invitations?status=open&limit=1").await.expect(200)["data"][0].clone();
        let open = if open.is_null() { self.invite().await } else { open };
        (json!(self.admin.app.invitation_token(&open).await), open["email"].clone())
    }

    pub fn id(&self, kind: &str) -> &str {
        self.ids.get(kind).unwrap_or_else(|| panic!("the world has none of the {kind}: let `World::of` make one"))
    }

    /// When its service can be booked with its member of staff.
    pub async fn free_time(&self) -> Value {
        let (service, staff) = (self.id("services"), self.id("staff"));
        let more = match (self.ids.get("addons"), self.ids.get("locations")) {
            (Some(addon), Some(at)) => format!("&further_service_ids={service}&addon_ids={addon}&location_id={at}"),
            _ => String::new(),
        };
        let range = "from=2026-11-24&to=2027-01-20";
        let path =
            format!("/public/{}/availability?service_id={service}&staff_id={staff}&{range}{more}", self.admin.slug);
        self.admin.app.visitor().get(&path).await.expect(200)["slots"][0]["starts_at"].clone()
    }

    /// Makes a member the one whose time is booked here.
    pub async fn belongs_to(&self, member: &Person) {
        let member = member.member(&self.admin).await;
        if let Some(before) = member["staff_id"].as_str() {
            self.link(before, json!(null)).await;
        }
        self.link(self.id("staff"), member["id"].clone()).await;
    }

    async fn link(&self, staff: &str, member: Value) {
        let path = format!("/staff/{staff}");
        let version = self.admin.get(&path).await.expect(200)["version"].as_i64().expect("a version");
        self.admin.patch(&path, version, json!({ "member_id": member })).await.expect(200);
    }

    async fn refresh_token(&self) -> Value {
        self.token_from("/auth/sign-in").await
    }

    async fn token_from(&self, sign_in: &str) -> Value {
        let who = json!({ "email": self.email, "password": "correct horse battery" });
        self.admin.app.visitor().post(sign_in, who).await.expect(200)["refresh_token"].clone()
    }

    /// The secret of a link that signs a customer in.
    async fn sign_in_link(&self) -> Value {
        let app = &self.admin.app;
        let email = format!("{}@example.com", Uuid::now_v7().simple());
        let path = format!("/portal/{}/sign-in-link", self.admin.slug);
        app.visitor().post(&path, json!({ "email": email })).await.expect(202);
        json!(app.link_to(&email).await)
    }

    /// The secret of a link that somebody who is nobody here was sent.
    async fn mailed_link(&self, purpose: Purpose) -> Value {
        let (app, slug) = (&self.admin.app, format!("new-{}", Uuid::now_v7().simple()));
        let newcomer = app.company(&slug).await.get("/me").await.expect(200);
        let user = newcomer["id"].as_str().expect("an id").parse::<Uuid>().expect("an id");
        let email = match purpose {
            Purpose::ChangeEmail => format!("{slug}@example.com"),
            _ => newcomer["email"].as_str().expect("an address").to_owned(),
        };
        let user = Some(user.into());
        let new = NewLink { purpose, user, email: &email, name: None, language: "en", company: None };
        let mut tx = app.app.identity().await.expect("a transaction");
        links::send(&app.app, &mut tx, &new).await.expect("a link");
        tx.commit().await.expect("a link");
        let links = app.db.rows("select id from one_time_tokens order by id desc limit 1").await;
        let id = links[0]["id"].as_str().expect("an id").parse().expect("an id");
        json!(app.app.tokens().link_secret(id).expect("a secret"))
    }

    /// What an example cannot know: times that are free, secrets, and names that nobody has yet.
    async fn substitute(&self, operation: &str, body: &mut Value) {
        let new_name = || format!("new-{}", Uuid::now_v7().simple());
        let values: Vec<(&str, Value)> = match operation {
            "public_create_hold" | "create_booking" | "reschedule_booking" => {
                vec![("/starts_at", self.free_time().await)]
            }
            "public_create_booking" => vec![("/starts_at", self.free_time().await)],
            "copy_shifts" => vec![("/to", json!(monday_after(&another_day(), 0)))],
            "create_holiday" => vec![("/on_date", json!(another_day()))],
            "create_shift" => {
                let day = another_day();
                let at = |time: &str| json!(format!("{day}T{time}Z"));
                vec![("/starts_at", at("07:00:00")), ("/ends_at", at("15:00:00"))]
            }
            "move_day" => {
                let day = another_day();
                vec![("/from", json!(monday_after(&day, 1))), ("/to", json!(monday_after(&day, 5)))]
            }
            "change_password" => vec![("/new_password", json!("correct horse battery"))],
            "close_company" => vec![("/slug", json!(self.admin.slug))],
            "confirm_email" => vec![("/token", self.mailed_link(Purpose::ChangeEmail).await)],
            "reset_password" => vec![("/token", self.mailed_link(Purpose::ResetPassword).await)],
            "switch_company" => vec![("/company", json!(self.admin.slug))],
            "verify_email" => vec![("/token", self.mailed_link(Purpose::VerifyEmail).await)],
            "show_invitation" => vec![("/token", self.invitation().await.0)],
            "accept_invitation" => {
                let (token, email) = self.invitation().await;
                vec![("/token", token), ("/email", email)]
            }
            "create_invitation" => vec![("/email", json!(format!("{}@example.com", new_name())))],
            "create_service_category" | "create_service_type" | "update_service_type" => {
                vec![("/name", json!(new_name()))]
            }
            "create_role" => vec![("/key", json!(new_name().replace('-', "_")))],
            "refresh_token" => vec![("/refresh_token", self.refresh_token().await)],
            "follow_sign_in_link" => vec![("/token", self.sign_in_link().await)],
            "customer_sign_in" | "operator_sign_in" => {
                self.admin.app.is_anybody(&self.email).await;
                vec![("/email", json!(self.email))]
            }
            "refresh_customer_token" | "refresh_operator_token" => {
                let slug = &self.admin.slug;
                let path = match operation {
                    "refresh_operator_token" => "/platform/sign-in".to_owned(),
                    _ => format!("/portal/{slug}/sign-in"),
                };
                self.admin.app.is_anybody(&self.email).await;
                vec![("/refresh_token", self.token_from(&path).await)]
            }
            "plan_location_maintenance" | "plan_resource_maintenance" => {
                let (starts_at, ends_at) = self.next_day();
                vec![("/starts_at", starts_at), ("/ends_at", ends_at)]
            }
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

    /// The request that `reader` would make of this company: the document's example, about what is here.
    pub async fn request(&self, document: &Document, operation: &Operation, reader: &Person) -> Request {
        let again = !self.asked.lock().expect("nobody panicked").insert(operation.id.clone());
        let another = match operation.id.as_str() {
            "create_staff" if again => Some(("members who are no staff", self.new_member().await)),
            "delete_holiday" if again => Some(("holidays", self.new_holiday().await)),
            "delete_shift" if again => Some(("shifts", self.new_shift(&another_day()).await)),
            _ => None,
        };
        let another = match self.new_booking(&operation.id).await {
            Some(booking) => Some(("bookings", booking)),
            None => another,
        };
        let block = self.block_for(document, operation).await;
        let mut unused = BTreeMap::new();
        for id in document.ids(operation).iter().filter(|id| id.kind.starts_with("unused ")) {
            let first = self.deleted.lock().expect("nobody panics with it").insert(id.kind);
            if !first {
                unused.insert(id.kind, self.new_unused(id.kind).await);
            }
        }
        let choose = |id: &Id| match (&another, &block) {
            (Some((kind, another)), _) if id.kind == *kind => another.clone(),
            (_, Some((kind, block))) if id.kind == *kind => block.clone(),
            _ => unused.get(id.kind).cloned().unwrap_or_else(|| self.id(id.kind).to_owned()),
        };
        self.request_with(document, operation, reader, choose).await
    }

    /// A block is decided on or cancelled once: each who does it gets one of their own.
    async fn block_for(&self, document: &Document, operation: &Operation) -> Option<(&'static str, String)> {
        let ends = ["approve_", "decline_", "cancel_"].iter().any(|verb| operation.id.starts_with(verb));
        let kinds = ["maintenance of a location", "maintenance of a resource", "time off"];
        let id = document.ids(operation).into_iter().find(|id| ends && kinds.contains(&id.kind))?;
        Some((id.kind, self.new_block(id.kind).await))
    }

    /// The same, with other ids in it.
    pub async fn request_with(
        &self,
        document: &Document,
        operation: &Operation,
        reader: &Person,
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
                ("path", "starts_at") => path = path.replace("{starts_at}", "2026-11-24T08:00:00Z"),
                ("path", "secret") => path = path.replace("{secret}", &self.hold),
                ("path", "slug") => path = path.replace("{slug}", &self.admin.slug),
                ("path", "date") => path = path.replace("{date}", "2027-01-05"),
                ("query", "at") => query.push("at=2026-11-24T08:00:00Z".into()),
                ("query", "minutes") => query.push("minutes=60".into()),
                ("header", "If-Match") => headers.push(("if-match", self.version(&path, reader).await)),
                ("query", "date") if parameter.required => query.push("date=2026-11-24".into()),
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

    /// What `If-Match` has to say of a row, as they see it, or the admin; of one that cannot be seen, what it says of a
    /// new one.
    async fn version(&self, path: &str, reader: &Person) -> String {
        for person in [reader, &self.admin] {
            if let Some(version) = person.get(path).await.header("etag") {
                return version.to_owned();
            }
        }
        "\"1\"".into()
    }
}

impl Request {
    /// Who signs out does it in a session of its own, and goes on in the other.
    pub async fn send_as(&self, person: &Person) -> Answer {
        if self.path == "/auth/sign-out"
            && let Some(again) = person.again().await
        {
            return self.send(&again).await;
        }
        self.send(person).await
    }

    async fn send(&self, person: &Person) -> Answer {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        person.send(self.method.clone(), &self.path, &headers, self.body.clone()).await
    }
}
