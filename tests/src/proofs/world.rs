//! A company with something of everything in it, and the requests that its people would make of it.

mod asking;
mod numbers;
mod rows;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use chrono::{Days, NaiveDate};
use poem::{Body, http::Method};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Answer, Person, TestApp, twilio};

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
    /// A form, instead of a body that is JSON.
    pub form: Option<String>,
}

/// Without limits: a sweep asks more often than a person does. With an account for SMS, which is nowhere.
pub async fn unlimited() -> TestApp {
    TestApp::start_with(|config| {
        config.rate_limit_factor = 0;
        twilio::configure(config);
        config.backup_url = Some("s3://bucket/desk".parse().expect("a URL")); // nobody here makes any
    })
    .await
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
        world.add_webhooks().await;
        world.add_template().await;
        world.add_mail_server().await;
        world.add_numbers().await;
        let new = json!({
            "service_id": world.id("services"), "staff_id": world.id("staff"), "starts_at": world.free_time().await,
            "name": "Grace", "email": email,
        });
        let key = [("idempotency-key", email.as_str())];
        let path = format!("/public/{}/bookings", admin.slug);
        let booked = admin.app.visitor().send(Method::POST, &path, &key, Some(new)).await.expect(201);
        world.ids.insert("bookings", id(&booked));
        world.add_messages().await;
        let export = world.new_export().await;
        world.ids.insert("exports", export);
        world.hold = world.new_hold().await;
        world.customer = admin.app.customer(&admin.slug, &email).await;
        world.ids.insert("companies", id(&admin.get("/company").await.expect(200)));
        world
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
        if let Some(form) = &self.form {
            let path = format!("/api/v1{}", self.path);
            return person.send_raw(self.method.clone(), &path, &headers, Body::from_string(form.clone())).await;
        }
        person.send(self.method.clone(), &self.path, &headers, self.body.clone()).await
    }
}
