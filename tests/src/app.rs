//! An installation for one test: the application, its workers' handlers, a mailbox, and people who use it.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use frontdesk::{
    app::App,
    audit::jobs::SealAudit,
    auth::{Policy, Role, policy},
    clock::Clock,
    companies::CompanyId,
    config::Config,
    db::operators::{self, NewOperator},
    http::server,
    mail_servers::dial::Dialer,
    queue::Envelope,
};
use frontdesk_cli::{backup, mailbox::Mailbox};
use frontdesk_jobs::{Backups, Courier, Mailer, Texter, Work, courier::Lookup};
use futures_util::{FutureExt, future::ready};
use mail_parser::{Message, MessageParser};
use poem::{Endpoint, EndpointExt, Response, endpoint::BoxEndpoint};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Person, database::Database, until};

/// The moment tests begin at: Monday, 23 November 2026, 06:00 UTC; 08:00 in Kyiv.
pub fn monday() -> DateTime<Utc> {
    "2026-11-23T06:00:00Z".parse().expect("a time")
}

/// The policy of the program.
async fn program() -> Policy {
    Policy::read(policy::TABLE).await.expect("the policy")
}

/// One installation.
#[derive(Clone)]
pub struct TestApp {
    pub app: App,
    pub clock: Clock,
    pub db: Arc<Database>,
    mailbox: Mailbox,
    /// Gone with the last of those who share it.
    files: Arc<TempDir>,
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

    /// The same, where a table of one's own says who may do what.
    pub async fn start_under(table: &str, change: impl FnOnce(&mut Config)) -> Self {
        let db = Database::create().await.expect("a database");
        Self::on_with(db, change, Policy::read(table).await.expect("a policy")).await
    }

    /// Another process on the same database, with the same clock.
    pub async fn second_process(&self) -> Self {
        self.process_with(self.app.config().clone()).await
    }

    /// Another process on the same database, with the same clock and other settings.
    pub async fn process_with(&self, config: Config) -> Self {
        Self::assemble(
            config,
            self.clock.clone(),
            self.db.clone(),
            (self.mailbox.clone(), self.files.clone()),
            program().await,
        )
        .await
    }

    /// The same, on a database that is there already.
    pub async fn over(db: Database) -> Self {
        Self::on(db, |_| {}).await
    }

    async fn on(db: Database, change: impl FnOnce(&mut Config)) -> Self {
        Self::on_with(db, change, program().await).await
    }

    async fn on_with(db: Database, change: impl FnOnce(&mut Config), policy: Policy) -> Self {
        let mailbox = Mailbox::start().await.expect("a mailbox");
        let files = Arc::new(tempfile::tempdir().expect("a directory"));
        let mut config = Config {
            data_dir: files.path().into(),
            database_url: Some(db.app_url().into()),
            redis_url: std::env::var("TEST_REDIS_URL").ok(),
            redis_prefix: format!("test-{}", Uuid::now_v7()),
            smtp_url: Some(mailbox.url()),
            jwt_keys: vec![format!("test:{}", Uuid::now_v7().to_string().repeat(2))],
            secret_keys: vec![format!("test:{}", Uuid::now_v7().to_string().repeat(2))],
            ..Config::defaults()
        };
        change(&mut config);
        if !config.backup_identities.is_empty() {
            config.database_owner_url = Some(db.owner_url().into());
        }
        Self::assemble(config, Clock::fixed(monday()), Arc::new(db), (mailbox, files), policy).await
    }

    async fn assemble(
        config: Config,
        clock: Clock,
        db: Arc<Database>,
        (mailbox, files): (Mailbox, Arc<TempDir>),
        policy: Policy,
    ) -> Self {
        let app = App::with_policy(config, clock.clone(), policy).await.expect("an app");
        let config = app.config();
        let mailer = Mailer::new(config.smtp_url.as_deref(), &config.mail_from, "frontdesk.test").expect("a mailer");
        let mailer = mailer.with_dialer(Dialer::new(config.webhook_private, "frontdesk.test"));
        // Names lead nowhere, unless a test says where to.
        let nowhere: Lookup = Arc::new(|_| ready(Ok(Vec::new())).boxed());
        let courier = Courier::new(config.webhook_private).with_lookup(nowhere);
        let texter = Texter::new(app.twilio().cloned());
        let backups = Backups::of_worker(config, backup::tools(), clock.clone()).expect("a place for backups");
        let work = Work { app: app.clone(), mailer, texter, courier, backups };
        let routes = Arc::new(server::routes(app.clone()).map_to_response().boxed());
        Self { app, clock, db, mailbox, files, work, routes }
    }

    /// A company, registered over the API; whoever comes back is its first admin. The mail that asks them to verify their
    /// address is not sent.
    pub async fn company(&self, slug: &str) -> Person {
        self.company_of(slug, &format!("ada@{slug}.example")).await
    }

    /// The same, of somebody with this address.
    pub async fn company_of(&self, slug: &str, email: &str) -> Person {
        let registration = json!({
            "company": {
                "name": format!("Company {slug}"), "slug": slug, "time_zone": "Europe/Kyiv", "currency": "UAH",
                "language": "en",
            },
            "admin": { "name": "Ada", "email": email, "password": "correct horse battery" },
        });
        let answer = self.visitor().post("/auth/register", registration).await.expect(201);
        self.db.execute("delete from apalis.jobs where job_type = 'identity.send_link'").await;
        Person::new(self.clone(), slug, Some(&answer))
    }

    /// Somebody with a role in a company that exists, invited by its admin.
    pub async fn member(&self, admin: &Person, role: Role) -> Person {
        let email = format!("{role}-{}@{}.example", Uuid::now_v7().simple(), admin.slug);
        let new = json!({ "email": email, "role": role });
        let invitation = admin.post("/invitations", new).await.expect(201);
        let token = self.invitation_token(&invitation).await;
        let acceptance = json!({ "token": token, "email": email, "name": "Bea", "password": "correct horse battery" });
        let answer = self.visitor().post("/auth/invitations/accept", acceptance).await.expect(200);
        Person::new(self.clone(), &admin.slug, Some(&answer))
    }

    /// What the link in an invitation's mail says, without waiting for the mail.
    pub async fn invitation_token(&self, invitation: &Value) -> String {
        let id = invitation["id"].as_str().expect("an id");
        let rows = self.db.rows(&format!("select link_id from invitations where id = '{id}'")).await;
        let link = rows[0]["link_id"].as_str().and_then(|link| link.parse().ok()).expect("a link");
        self.app.tokens().link_secret(link).expect("a secret")
    }

    /// A program that acts for somebody, with a key of theirs.
    pub async fn key(&self, person: &Person, permissions: &[&str]) -> Person {
        let new = json!({ "name": "Website", "permissions": permissions });
        let made = person.post("/api-keys", new).await.expect(201);
        let key = made["key"].as_str().map(str::to_owned);
        Person { access_token: key, refresh_token: None, ..person.clone() }
    }

    /// The secret of the link that was last made for an address, without waiting for the mail.
    pub async fn link_to(&self, email: &str) -> String {
        let sql =
            format!("select id from one_time_tokens where email = '{email}' order by created_at desc, id desc limit 1");
        let id = self.db.rows(&sql).await[0]["id"].as_str().and_then(|id| id.parse().ok()).expect("a link");
        self.app.tokens().link_secret(id).expect("a key")
    }

    /// Somebody who asked for a link to a company and followed it.
    pub async fn customer(&self, slug: &str, email: &str) -> Person {
        let path = format!("/portal/{slug}/sign-in-link");
        self.visitor().post(&path, json!({ "email": email })).await.expect(202);
        let link = json!({ "token": self.link_to(email).await });
        let signed_in = self.visitor().post("/portal/sign-in-link/follow", link).await.expect(200);
        self.db.execute("delete from apalis.jobs where job_type = 'identity.send_link'").await;
        Person::new(self.clone(), slug, Some(&signed_in))
    }

    /// Somebody with a password, who runs the installation from now on.
    pub async fn operator(&self, email: &str) -> Person {
        self.is_anybody(email).await;
        let who = json!({ "email": email, "password": "correct horse battery" });
        Person::new(self.clone(), "", Some(&self.visitor().post("/platform/sign-in", who).await.expect(200)))
    }

    /// Lets somebody with a password in by every door: their address is theirs, and they run the installation too.
    pub async fn is_anybody(&self, email: &str) {
        self.db.execute(&format!("update users set email_verified_at = now() where email = '{email}'")).await;
        let new = NewOperator { email, name: "Root", password_hash: "", trusts_password: false };
        operators::create(self.db.owner_url(), &new).await.expect("an operator");
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

    /// The same installation, where this delivers its webhooks.
    pub fn delivering(&self, courier: Courier) -> Self {
        Self { work: Work { courier, ..self.work.clone() }, ..self.clone() }
    }

    /// The same installation, where Twilio has so long to answer.
    pub fn texting(&self, patience: Duration) -> Self {
        let texter = self.work.texter.clone().with_patience(patience);
        Self { work: Work { texter, ..self.work.clone() }, ..self.clone() }
    }

    /// The same installation, where this sends its mail.
    pub fn mailing(&self, mailer: Mailer) -> Self {
        Self { work: Work { mailer, ..self.work.clone() }, ..self.clone() }
    }

    /// On a job's behalf, in this company.
    pub async fn envelope(&self, slug: &str) -> Envelope {
        let rows = self.db.rows(&format!("select id from companies where slug = '{slug}'")).await;
        let id = rows[0]["id"].as_str().expect("a company").parse().expect("an id");
        Envelope { company: Some(CompanyId(id)), attempt: 1 }
    }

    /// Puts one seal on what a company's audit log has so far. Somewhere on the server a transaction may be under way that
    /// began earlier, and no row after it can be sealed before it is over: that is waited for.
    pub async fn seal(&self, slug: &str) {
        let early =
            "select count(*) from audit_log where seal is null and xid >= pg_snapshot_xmin(pg_current_snapshot())";
        until("all of it can be sealed", async || self.db.number(early).await == 0).await;
        frontdesk_jobs::seal(&self.work, self.envelope(slug).await, SealAudit {}).await.expect("the job");
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

    /// Lets a booking have time of something with a calendar, a row of `table`, on one of its units.
    pub async fn take(&self, booking: &Value, table: &str, row: &Value, unit: i32, from: &str, to: &str) {
        let (booking, row) = (booking["id"].as_str().expect("an id"), row["id"].as_str().expect("an id"));
        let sql = format!(
            "insert into allocations (company_id, id, calendar_id, unit, starts_at, ends_at, booking_id)
             select company_id, gen_random_uuid(), calendar_id, {unit}, '{from}', '{to}', '{booking}'
             from {table} where id = '{row}'"
        );
        self.db.execute(&sql).await;
    }

    /// Takes back what a booking has.
    pub async fn let_go(&self, booking: &Value) {
        let booking = booking["id"].as_str().expect("an id");
        self.db.execute(&format!("delete from allocations where booking_id = '{booking}'")).await;
    }

    /// Whether time of something could be taken, on one of its units: the SQLSTATE if not.
    pub async fn could_take(&self, table: &str, row: &Value, unit: i32, from: &str, to: &str) -> Result<(), String> {
        let row = row["id"].as_str().expect("an id");
        let sql = format!(
            "begin; set constraints all deferred;
             insert into allocations (company_id, id, calendar_id, unit, starts_at, ends_at, booking_id)
             select company_id, gen_random_uuid(), calendar_id, {unit}, '{from}', '{to}', gen_random_uuid()
             from {table} where id = '{row}'; rollback"
        );
        self.db.attempt(&sql).await
    }
}
