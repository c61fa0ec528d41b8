//! One of everything, and one more of what can only be had once.

use std::sync::atomic::Ordering;

use frontdesk::{auth::Role, exports::files};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, another_day, id, plain_service};

impl World {
    /// A member, an invitation, a role and a key; and one of the staff who never signs in.
    pub(super) async fn add_people(&mut self) {
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
    pub(super) async fn add_places(&mut self) {
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
    pub(super) async fn new_block(&self, kind: &str) -> String {
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
    pub(super) fn next_day(&self) -> (Value, Value) {
        let day = self.days.fetch_add(1, Ordering::Relaxed);
        let starts_at = crate::monday() + chrono::TimeDelta::days(365 + day);
        (json!(starts_at), json!(starts_at + chrono::TimeDelta::days(1)))
    }

    /// A category with a service in it, an add-on and a resource that a service takes, a service type; and one of each that
    /// nothing refers to.
    pub(super) async fn add_catalogue(&mut self) {
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

    pub(super) async fn new_category(&self) -> String {
        let new = json!({ "name": format!("Hair {}", Uuid::now_v7().simple()) });
        id(&self.admin.post("/service-categories", new).await.expect(201))
    }

    pub(super) async fn new_addon(&self) -> String {
        let new = json!({ "name": "Mask", "duration_minutes": 15, "price": { "amount": 30_000, "currency": "UAH" } });
        id(&self.admin.post("/addons", new).await.expect(201))
    }

    /// As the operator makes them, and without one.
    pub(super) async fn new_service_type(&self) -> String {
        let id = Uuid::now_v7();
        let sql = format!("insert into service_types (id, name, created_at) values ('{id}', 'Type {id}', now())");
        self.admin.app.db.execute(&sql).await;
        id.to_string()
    }

    pub(super) async fn new_unused(&self, kind: &str) -> String {
        match kind {
            "unused services" => id(&self.admin.post("/services", plain_service()).await.expect(201)),
            "unused categories" => self.new_category().await,
            "unused add-ons" => self.new_addon().await,
            "unused service types" => self.new_service_type().await,
            "unused webhooks" => self.new_webhook().await,
            "unused time entries" => self.new_time_entry().await,
            "unused reports" => self.new_report().await,
            "unused report schedules" => self.new_report_schedule().await,
            _ => panic!("nothing makes {kind}: say here what does"),
        }
    }

    /// What is different from a week, and what the client has.
    pub(super) async fn add_working_time(&mut self) {
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

    pub(super) async fn new_holiday(&self) -> String {
        let new = json!({ "on_date": another_day(), "name": "Fair", "location_id": self.id("locations") });
        id(&self.admin.post("/holidays", new).await.expect(201))
    }

    pub(super) async fn new_shift(&self, day: &str) -> String {
        let (starts, ends) = (format!("{day}T07:00:00Z"), format!("{day}T15:00:00Z"));
        let new = json!({ "staff_id": self.id("staff"), "starts_at": starts, "ends_at": ends });
        id(&self.admin.post("/shifts", new).await.expect(201))
    }

    /// What its client wants to hear; a message to them that failed; and a notification of the admin's.
    pub(super) async fn add_messages(&mut self) {
        let wishes = json!({ "allowed": true, "reminders": true, "marketing": false });
        let path = format!("/clients/{}/preferences", self.id("clients"));
        self.admin.put(&path, json!({ "email": wishes, "sms": wishes })).await.expect(200);
        let (message, notification) = (self.new_failed_message().await, Uuid::now_v7().to_string());
        let sql = format!(
            "insert into messages (company_id, id, kind, channel, recipient, language, member_id, booking_id, status, send_at,
                                   sent_at, text, created_at)
             select b.company_id, '{notification}', 'staff_booking_confirmed', 'in_app', m.email, 'en', m.id, b.id,
                    'delivered', now(), now(), 'New booking', now()
             from bookings b join memberships m on m.company_id = b.company_id and m.user_id = '{}' where b.id = '{}'",
            self.id("users"),
            self.id("bookings")
        );
        self.admin.app.db.execute(&sql).await;
        let again = format!(
            "insert into message_resends (company_id, id, message_id, created_at)
             select company_id, gen_random_uuid(), id, now() from messages where id = '{message}'"
        );
        self.admin.app.db.execute(&again).await;
        self.ids.insert("messages that failed", message);
        self.ids.insert("notifications", notification);
    }

    pub(super) async fn new_failed_message(&self) -> String {
        let (id, booking) = (Uuid::now_v7(), self.id("bookings"));
        let sql = format!(
            "insert into messages (company_id, id, kind, channel, recipient, language, client_id, booking_id, status, send_at,
                                   failure, created_at)
             select b.company_id, '{id}', 'booking_confirmed', 'email', 'g@example.com', 'en', b.client_id, b.id, 'failed',
                    now(), 'no such user', now()
             from bookings b where b.id = '{booking}'"
        );
        self.admin.app.db.execute(&sql).await;
        id.to_string()
    }

    /// An export that can be downloaded, of hardly anything.
    pub(super) async fn new_export(&self) -> String {
        let app = &self.admin.app;
        self.end_exports().await;
        let export = id(&self.admin.post("/company/exports", json!({})).await.expect(202));
        let file = files::name(app.app.now());
        files::prepare(app.app.config()).await.expect("a directory");
        std::fs::write(files::path(app.app.config(), &file), "PK").expect("a file");
        let ready = format!(
            "update company_exports set status = 'ready', file = '{file}', bytes = 2, expires_at = '2027-06-01Z'
             where id = '{export}'; delete from apalis.jobs where job_type = 'exports.make'"
        );
        app.db.execute(&ready).await;
        export
    }

    /// None is under way any more: it would be in the next one's way.
    pub(super) async fn end_exports(&self) {
        let end = "update company_exports set status = 'failed' where status in ('queued', 'running')";
        self.admin.app.db.execute(end).await;
    }

    /// An SMS that went out: the token of what Twilio tells of it.
    pub(super) async fn new_texted_message(&self) -> String {
        let (id, callback, booking) = (Uuid::now_v7(), Uuid::now_v7(), self.id("bookings"));
        let token = self.admin.app.app.tokens().link_secret(callback).expect("a key");
        let sql = format!(
            "insert into messages (company_id, id, kind, channel, recipient, language, client_id, booking_id, status, send_at,
                                   sent_at, callback_id, callback_hash, segments, created_at)
             select b.company_id, '{id}', 'booking_confirmed', 'sms', '+380441234567', 'en', b.client_id, b.id, 'sent', now(),
                    now(), '{callback}', sha256('{token}'), 1, now()
             from bookings b where b.id = '{booking}'"
        );
        self.admin.app.db.execute(&sql).await;
        token
    }

    /// Somebody is at the checkout.
    pub(super) async fn new_hold(&self) -> String {
        let (service, staff) = (self.id("services"), self.id("staff"));
        let new = json!({ "service_id": service, "staff_id": staff, "starts_at": self.free_time().await });
        let path = format!("/public/{}/holds", self.admin.slug);
        let hold = self.admin.app.visitor().post(&path, new).await.expect(201);
        hold["secret"].as_str().expect("a secret").to_owned()
    }

    /// One more booking of its client with its member of staff, where what is asked for is possible.
    pub(super) async fn new_booking(&self, operation: &str) -> Option<String> {
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

    /// An endpoint and what was sent there. A company has few, so that one that is there already will do.
    pub(super) async fn add_webhooks(&mut self) {
        let made = self.admin.get("/webhooks").await.expect(200)["data"].as_array().and_then(|all| all.last().cloned());
        let webhook = match made {
            Some(webhook) => id(&webhook),
            None => self.new_webhook().await,
        };
        let delivery = Uuid::now_v7().to_string();
        let sent = format!(
            "insert into webhook_deliveries (company_id, id, webhook_id, event, event_type, body, status, ended_at, created_at)
             select company_id, '{delivery}', id, '{delivery}', 'booking.created', '{{}}', 'delivered', created_at, created_at
             from webhooks where id = '{webhook}';
             insert into webhook_attempts (company_id, id, delivery_id, at, duration_ms)
             select company_id, gen_random_uuid(), id, created_at, 1 from webhook_deliveries where id = '{delivery}'"
        );
        self.admin.app.db.execute(&sent).await;
        self.ids.insert("webhooks", webhook);
        self.ids.insert("webhook_deliveries", delivery);
        let unused = self.new_webhook().await;
        self.ids.insert("unused webhooks", unused);
    }

    /// A job that was given up, of a queue that nobody works.
    pub(super) async fn new_given_up_job(&self) -> String {
        let job: String = Uuid::now_v7().simple().to_string().chars().skip(6).collect();
        let given_up = "insert into apalis.jobs (id, job, job_type, status, attempts, max_attempts, metadata)
                        values ($id, '', 'nothing.done', 'Killed', 1, 1, '')";
        self.admin.app.db.execute(&given_up.replace("$id", &format!("'{job}'"))).await;
        job
    }

    /// The company's own words, unless it has them.
    pub(super) async fn add_template(&self) {
        let path = "/templates/booking_confirmed/email/en";
        if self.admin.get(path).await.expect(200)["version"] == 0 {
            let words = json!({ "subject": "See you at {{company}}", "body": "{{details}}" });
            self.admin.put_if(path, 0, words).await.expect(200);
        }
    }

    /// A mail server of the company's own, unless it has one, and mail that is known to reach its admin.
    pub(super) async fn add_mail_server(&self) {
        let path = "/company/mail-server";
        if self.admin.get(path).await.status == 404 {
            let new = json!({
                "host": "smtp.vesna.example", "port": 587, "security": "starttls", "username": "vesna", "password": "a password",
                "from_email": "hello@vesna.example",
            });
            self.admin.put_if(path, 0, new).await.expect(200);
        }
        let verified = format!(
            "update users set email_verified_at = now() where id = '{}' and email_verified_at is null",
            self.id("users")
        );
        self.admin.app.db.execute(&verified).await;
    }

    /// One more endpoint; of many that nobody has deleted, the older make room.
    pub(super) async fn new_webhook(&self) -> String {
        let all = self.admin.pages("/webhooks", 100).await.concat();
        for old in all.iter().skip(8).rev().skip(1) {
            self.admin.delete(&format!("/webhooks/{}", id(old))).await.expect(204);
        }
        let new = json!({ "url": "https://example.com/hooks" });
        id(&self.admin.post("/webhooks", new).await.expect(201)["webhook"])
    }

    pub(super) async fn new_member(&self) -> String {
        id(&self.admin.app.member(&self.admin, Role::Employee).await.member(&self.admin).await)
    }

    /// Somebody new is invited.
    pub(super) async fn invite(&self) -> Value {
        let email = format!("{}@example.com", Uuid::now_v7().simple());
        self.admin.post("/invitations", json!({ "email": email, "role": "employee" })).await.expect(201)
    }

    /// The token and the address of an invitation that nobody has accepted yet.
    pub(super) async fn invitation(&self) -> (Value, Value) {
        let open = self.admin.get("/invitations?status=open&limit=1").await.expect(200)["data"][0].clone();
        let open = if open.is_null() { self.invite().await } else { open };
        (json!(self.admin.app.invitation_token(&open).await), open["email"].clone())
    }
}
