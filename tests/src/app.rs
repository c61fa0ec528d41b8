//! An installation for one test: the application, its workers' handlers, a mailbox, and people who use it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use frontdesk::{app::App, auth::Role, clock::Clock, config::Config, http::server};
use frontdesk_cli::mailbox::Mailbox;
use frontdesk_jobs::{Mailer, Work};
use mail_parser::{Message, MessageParser};
use poem::{Endpoint, EndpointExt, Response, endpoint::BoxEndpoint};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Person, database::Database};

/// The moment tests begin at: Monday, 23 November 2026, 06:00 UTC; 08:00 in Kyiv.
pub fn monday() -> DateTime<Utc> {
    "2026-11-23T06:00:00Z".parse().expect("a time")
}

/// One installation.
#[derive(Clone)]
pub struct TestApp {
    pub app: App,
    pub clock: Clock,
    pub db: Arc<Database>,
    mailbox: Mailbox,
    work: Work,
    routes: Arc<BoxEndpoint<'static, Response>>,
}

impl TestApp {
    /// A new installation with nobody in it, at `monday()`.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same, with other settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::on(Database::create().await.expect("a database"), change).await
    }

    /// Another process on the same database, with the same clock.
    pub async fn second_process(&self) -> Self {
        let config = self.app.config().clone();
        Self::assemble(config, self.clock.clone(), self.db.clone(), self.mailbox.clone()).await
    }

    async fn on(db: Database, change: impl FnOnce(&mut Config)) -> Self {
        let mailbox = Mailbox::start().await.expect("a mailbox");
        let mut config = Config {
            database_url: Some(db.app_url().into()),
            redis_url: std::env::var("TEST_REDIS_URL").ok(),
            redis_prefix: format!("test-{}", Uuid::now_v7()),
            smtp_url: Some(mailbox.url()),
            jwt_keys: vec![format!("test:{}", Uuid::now_v7().to_string().repeat(2))],
            ..Config::defaults()
        };
        change(&mut config);
        Self::assemble(config, Clock::fixed(monday()), Arc::new(db), mailbox).await
    }

    async fn assemble(config: Config, clock: Clock, db: Arc<Database>, mailbox: Mailbox) -> Self {
        let app = App::new(config, clock.clone()).await.expect("an app");
        let config = app.config();
        let mailer = Mailer::new(config.smtp_url.as_deref(), &config.mail_from, "frontdesk.test").expect("a mailer");
        let work = Work { app: app.clone(), mailer };
        let routes = Arc::new(server::routes(app.clone()).map_to_response().boxed());
        Self { app, clock, db, mailbox, work, routes }
    }

    /// A company, registered over the API; whoever comes back is its first admin.
    pub async fn company(&self, slug: &str) -> Person {
        let registration = json!({
            "company": {
                "name": format!("Company {slug}"), "slug": slug, "time_zone": "Europe/Kyiv", "currency": "UAH",
                "language": "en",
            },
            "admin": { "name": "Ada", "email": format!("ada@{slug}.example"), "password": "correct horse battery" },
        });
        let answer = self.visitor().post("/auth/register", registration).await.expect(201);
        Person::new(self.clone(), slug, Some(&answer))
    }

    /// Somebody with a role in a company that exists. There is no invitation yet, so the row is put there directly.
    pub async fn member(&self, company: &Person, role: Role) -> Person {
        let email = format!("{}-{}@{}.example", role.as_str(), Uuid::now_v7().simple(), company.slug);
        let (user, role) = (Uuid::now_v7(), role.as_str());
        self.db
            .execute(&format!(
                "insert into users (id, email, name, language) values ('{user}', '{email}', 'Bea', 'en');
                 insert into credentials (user_id, password_hash)
                 select '{user}', c.password_hash from credentials c join users u on u.id = c.user_id
                 where u.email = 'ada@{slug}.example';
                 insert into memberships (company_id, id, user_id, role, name, email)
                 select id, gen_random_uuid(), '{user}', '{role}', 'Bea', '{email}' from companies where slug = '{slug}'",
                slug = company.slug,
            ))
            .await;
        let who = json!({ "email": email, "password": "correct horse battery" });
        let answer = self.visitor().post("/auth/sign-in", who).await.expect(200);
        Person::new(self.clone(), &company.slug, Some(&answer))
    }

    /// Opens some connections and leaves them to the pool, so that those who race later start together.
    pub async fn warm_up(&self) {
        let mut open = Vec::new();
        for _ in 0..8 {
            open.push(self.app.read_identity().await.expect("a connection"));
        }
    }

    /// Somebody with no account.
    pub fn visitor(&self) -> Person {
        Person::new(self.clone(), "", None)
    }

    /// Sends a request to the server as it runs in production, without a socket.
    pub async fn send(&self, request: poem::Request) -> Response {
        self.routes.get_response(request).await
    }

    /// One look of the schedule, then every job that is due, and what these bring about.
    pub async fn run_jobs(&self) -> usize {
        frontdesk_jobs::tick(&self.app).await.expect("the schedule");
        frontdesk_jobs::run_due(&self.work).await.expect("the jobs")
    }

    /// The mails that went out, newest first.
    pub fn mails(&self) -> Vec<Message<'static>> {
        let parse = |raw: &Arc<[u8]>| MessageParser::default().parse(&raw[..]).map(Message::into_owned);
        self.mailbox.mails().iter().filter_map(parse).collect()
    }

    /// What workers work with.
    pub fn work(&self) -> Work {
        self.work.clone()
    }

    /// A service of an hour at 1500.00, and somebody who does it from Monday to Friday, 09:00 to 17:00.
    pub async fn bookable(&self, admin: &Person) -> (Value, Value) {
        let service = json!({
            "name": "Haircut", "duration_minutes": 60, "price": { "amount": 150_000, "currency": "UAH" },
        });
        let service = admin.post("/services", service).await.expect(201);
        let staff = admin.post("/staff", json!({ "name": "Iryna" })).await.expect(201);
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
        let hours = days.map(|day| json!({ "weekday": day, "starts": "09:00", "ends": "17:00" }));
        let path = format!("/staff/{}/working-hours", staff["id"].as_str().expect("an id"));
        admin.put(&path, json!({ "hours": hours })).await.expect(200);
        (service, staff)
    }
}
