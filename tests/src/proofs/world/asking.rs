//! The request that somebody would make of a company: the document's example, about what is there.

use std::collections::BTreeMap;

use frontdesk::identity::links::{self, NewLink, Purpose};
use serde_json::{Value, json};
use url::form_urlencoded;
use uuid::Uuid;

use super::{Request, World, another_day, monday_after, numbers::past_day};
use crate::{
    Person,
    proofs::document::{Document, Id, Operation, Place, pointer},
    twilio,
};

impl World {
    pub(super) async fn refresh_token(&self) -> Value {
        self.token_from("/auth/sign-in").await
    }

    pub(super) async fn token_from(&self, sign_in: &str) -> Value {
        let who = json!({ "email": self.email, "password": "correct horse battery" });
        self.admin.app.visitor().post(sign_in, who).await.expect(200)["refresh_token"].clone()
    }

    /// The secret of a link that signs a customer in.
    pub(super) async fn sign_in_link(&self) -> Value {
        let app = &self.admin.app;
        let email = format!("{}@example.com", Uuid::now_v7().simple());
        let path = format!("/portal/{}/sign-in-link", self.admin.slug);
        app.visitor().post(&path, json!({ "email": email })).await.expect(202);
        json!(app.link_to(&email).await)
    }

    /// The secret of a link that somebody who is nobody here was sent.
    pub(super) async fn mailed_link(&self, purpose: Purpose) -> Value {
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
            "public_create_hold"
            | "create_booking"
            | "reschedule_booking"
            | "create_own_booking"
            | "reschedule_own_booking"
            | "public_create_booking" => vec![("/starts_at", self.free_time().await)],
            "copy_shifts" => vec![("/to", json!(monday_after(&another_day(), 0)))],
            "create_holiday" => vec![("/on_date", json!(another_day()))],
            "create_time_entry" => {
                let (from, to) = past_day();
                vec![("/clocked_in_at", from), ("/clocked_out_at", to)]
            }
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
            "create_export" => {
                self.end_exports().await;
                None
            }
            "create_staff" if again => Some(("members who are no staff", self.new_member().await)),
            "delete_holiday" if again => Some(("holidays", self.new_holiday().await)),
            "download_export" if again => Some(("exports", self.new_export().await)),
            "resend_message" if again => Some(("messages that failed", self.new_failed_message().await)),
            "delete_shift" if again => Some(("shifts", self.new_shift(&another_day()).await)),
            _ => None,
        };
        let another = match self.new_booking(&operation.id).await {
            Some(booking) => Some(("bookings", booking)),
            None => another,
        };
        if operation.id.ends_with("_mail_server") {
            self.add_mail_server().await;
        }
        self.stand_at_the_clock(&operation.id).await;
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
    pub(super) async fn block_for(&self, document: &Document, operation: &Operation) -> Option<(&'static str, String)> {
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
                ("path", "token") => {} // of a message that is made for it, below
                ("path", "slug") => path = path.replace("{slug}", &self.admin.slug),
                ("path", "kind") => path = path.replace("{kind}", "booking_confirmed"),
                ("path", "channel") => path = path.replace("{channel}", "email"),
                ("path", "language") => path = path.replace("{language}", "en"),
                ("path", "name") => path = path.replace("{name}", "webhooks.note_disabled"),
                ("path", "id") => path = path.replace("{id}", &self.new_given_up_job().await),
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
        let form = match operation.form.as_ref() {
            Some(example) => Some(self.told(example, &mut path, &mut headers).await),
            None => None,
        };
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        Request { method: operation.method.clone(), path, headers, body, form }
    }

    /// What Twilio posts of a message here: the example, signed, where that message's token leads.
    async fn told(&self, example: &Value, path: &mut String, headers: &mut Vec<(&'static str, String)>) -> String {
        let token = self.new_texted_message().await;
        *path = path.replace("{token}", &token);
        let fields = example.as_object().expect("an example").iter();
        let fields: Vec<_> =
            fields.map(|(name, value)| (name.clone(), value.as_str().expect("a text").to_owned())).collect();
        headers.push(("content-type", "application/x-www-form-urlencoded".to_owned()));
        headers.push(("x-twilio-signature", twilio::sign(&twilio::callback(&token), &fields)));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
    }

    /// What `If-Match` has to say of a row, as they see it, or the admin; of one that cannot be seen, what it says of a
    /// new one.
    pub(super) async fn version(&self, path: &str, reader: &Person) -> String {
        for person in [reader, &self.admin] {
            if let Some(version) = person.get(path).await.header("etag") {
                return version.to_owned();
            }
        }
        "\"1\"".into()
    }
}
