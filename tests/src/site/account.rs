//! Where links in mails lead: one page, one button, and a link that works once.

mod companies;
mod customers;
mod pages;
mod passwords;
mod steps;

use serde_json::{Value, json};

use super::{Browser, Page};
use crate::{Person, TestApp};

const PASSWORD: &str = "correct horse battery";
const OTHER: &str = "battery staple horse";
const ADA: &str = "ada@vesna.example";
const GRACE: &str = "grace@example.com";
const EVIL: &str = r#""><script>alert(1)</script>{{company}}"#;
/// The part of the mail's text in front of the secret.
const MARK: &str = "?token=";

impl Page {
    fn dead(self) -> Self {
        let page = self.expect(410);
        assert_eq!(page.text("h1"), "This link does not work any more");
        page
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Opens a page of the account in a browser that speaks English.
async fn open(app: &TestApp, page: &str, token: &str) -> Page {
    Browser::new(app).open(&format!("/account/{page}?token={token}")).await
}

/// Everything that following a link could change, counted and put into words.
async fn world(app: &TestApp) -> Vec<Value> {
    let sql = "select (select jsonb_agg(to_jsonb(u) order by id) from users u) as users,
                      (select jsonb_agg(to_jsonb(c) order by user_id) from credentials c) as credentials,
                      (select jsonb_agg(to_jsonb(s) order by id) from sessions s) as sessions,
                      (select jsonb_agg(to_jsonb(m) order by id) from memberships m) as memberships,
                      (select jsonb_agg(to_jsonb(c) order by id) from clients c) as clients,
                      (select jsonb_agg(to_jsonb(i) order by id) from invitations i) as invitations,
                      (select jsonb_agg(to_jsonb(t) order by id) from one_time_tokens t) as links,
                      (select count(*) from apalis.jobs) as jobs";
    app.db.rows(sql).await
}

async fn verified(app: &TestApp) {
    app.db.execute("update users set email_verified_at = now()").await;
}

/// The secret of an invitation.
async fn invited(app: &TestApp, admin: &Person, email: &str) -> String {
    let new = json!({ "email": email, "role": "manager" });
    app.invitation_token(&admin.post("/invitations", new).await.expect(201)).await
}

async fn reset_link(app: &TestApp) -> String {
    app.visitor().post("/auth/password/forgot", json!({ "email": ADA })).await.expect(202);
    app.link_to(ADA).await
}

async fn verify_link(app: &TestApp, ada: &Person) -> String {
    ada.post("/me/email/verification", Value::Null).await;
    app.link_to(ADA).await
}

async fn email_link(app: &TestApp, ada: &Person, email: &str) -> String {
    ada.post("/me/email", json!({ "email": email, "current_password": PASSWORD })).await.expect(202);
    app.link_to(email).await
}

async fn customer_link(app: &TestApp, slug: &str, email: &str) -> String {
    app.visitor().post(&format!("/portal/{slug}/sign-in-link"), json!({ "email": email })).await.expect(202);
    app.link_to(email).await
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> u16 {
    let who = json!({ "email": email, "password": password });
    app.visitor().post("/auth/sign-in", who).await.status.as_u16()
}
