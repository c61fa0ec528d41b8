//! Whoever books and books has to wait, wherever they come from; nobody else has to.

use std::net::IpAddr;

use poem::http::Method;
use serde_json::{Value, json};

use super::id;
use crate::{Answer, TestApp};

/// As many as are let through.
const MOST: usize = 40;

/// A company's page, and what can be booked there.
struct Shop<'a> {
    app: &'a TestApp,
    slug: &'a str,
    service: Value,
}

impl<'a> Shop<'a> {
    async fn open(app: &'a TestApp, slug: &'a str) -> Self {
        let (service, _) = app.bookable(&app.company(slug).await).await;
        Self { app, slug, service }
    }

    /// Tries to book a time that is too soon, from an address of its own each time.
    async fn book(&self, n: usize, contact: Value) -> Answer {
        let mut new = json!({ "service_id": id(&self.service), "starts_at": "2026-11-23T06:00:00Z", "name": "Grace" });
        for (field, value) in contact.as_object().expect("an object") {
            new[field] = value.clone();
        }
        let path = format!("/public/{}/bookings", self.slug);
        let from = format!("198.51.{n}.7");
        self.app.visitor().send(Method::POST, &path, &[("x-forwarded-for", &from)], Some(new)).await
    }
}

async fn behind_a_proxy() -> TestApp {
    TestApp::start_with(|config| config.trusted_proxies = vec![IpAddr::from([0, 0, 0, 0])]).await
}

#[tokio::test]
async fn one_mailbox_books_so_often_and_others_and_other_companies_are_not_locked_out() {
    let app = behind_a_proxy().await;
    let (vesna, osin) = (Shop::open(&app, "vesna").await, Shop::open(&app, "osin").await);

    for n in 0..MOST {
        assert_eq!(vesna.book(n, json!({ "email": "grace@example.com" })).await.status.as_u16(), 422, "{n}");
    }
    let refused = vesna.book(99, json!({ "email": "Grace@Example.com" })).await;

    assert_eq!(refused.header("retry-after"), Some("600"));
    assert_eq!(refused.problem(429), "too_many_requests");
    assert_eq!(vesna.book(99, json!({ "email": "joan@example.com" })).await.status.as_u16(), 422);
    assert_eq!(osin.book(99, json!({ "email": "grace@example.com" })).await.status.as_u16(), 422);
}

#[tokio::test]
async fn one_number_books_so_often_however_it_is_written() {
    let app = behind_a_proxy().await;
    let vesna = Shop::open(&app, "vesna").await;

    for n in 0..MOST {
        let contact = json!({ "phone": "+380 44 123 45 67", "email": format!("grace{n}@example.com") });
        assert_eq!(vesna.book(n, contact).await.status.as_u16(), 422, "{n}");
    }

    assert_eq!(vesna.book(99, json!({ "phone": "044 123 45 67" })).await.problem(429), "too_many_requests");
    assert_eq!(vesna.book(99, json!({ "phone": "044 123 45 68" })).await.status.as_u16(), 422);
}
