//! Everybody there is around one company: its people, its customer, a program of its admin's, the operator, and a stranger
//! of each kind from next door.

use frontdesk::auth::Role;
use serde_json::json;
use uuid::Uuid;

use super::{document::Operation, world::World};
use crate::{Person, TestApp};

pub struct Cast {
    app: TestApp,
    pub admin: Person,
    pub manager: Person,
    pub employee: Person,
    /// With a role of the company's own: bookings and clients, and nothing else.
    pub custom: Person,
    pub key: Person,
    pub operator: Person,
    pub stranger: Person,
    pub strange_key: Person,
    pub elsewhere: World,
}

fn name() -> String {
    format!("c{}", Uuid::now_v7().simple())
}

const WORDS: [&str; 4] = ["bookings:read", "clients:read", "clients:create", "services:read"];

impl Cast {
    /// Around a new company.
    pub async fn assemble(app: &TestApp) -> Self {
        Self::around(app, &app.company(&name()).await).await
    }

    /// Around a company that exists, and has no role of its own yet.
    pub async fn around(app: &TestApp, admin: &Person) -> Self {
        let stranger = app.company(&name()).await;
        let role = json!({ "key": "booking_manager", "name": "Booking manager", "permissions": WORDS });
        admin.post("/roles", role).await.expect(201);
        let elsewhere = World::of(&stranger).await;
        Self {
            manager: app.member(admin, Role::Manager).await,
            employee: app.member(admin, Role::Employee).await,
            custom: app.member(admin, Role::Custom("booking_manager".into())).await,
            key: app.key(admin, &WORDS).await,
            strange_key: app.key(&stranger, &WORDS).await,
            operator: app.operator(&format!("ada@{}.example", app.company(&name()).await.slug)).await,
            app: app.clone(),
            admin: admin.clone(),
            stranger,
            elsewhere,
        }
    }

    /// The same, or another cast where the operation has ended what they stand on.
    pub async fn after(self, operation: &Operation) -> Self {
        if operation.is_final() { Self::assemble(&self.app).await } else { self }
    }

    /// Everybody, those who change the most last.
    pub fn people(&self, world: &World) -> Vec<(&'static str, Person)> {
        vec![
            ("nobody", self.app.visitor()),
            ("stranger", self.stranger.clone()),
            ("their key", self.strange_key.clone()),
            ("their cust.", self.elsewhere.customer.clone()),
            ("customer", world.customer.clone()),
            ("key", self.key.clone()),
            ("employee", self.employee.clone()),
            ("custom", self.custom.clone()),
            ("manager", self.manager.clone()),
            ("admin", self.admin.clone()),
            ("operator", self.operator.clone()),
        ]
    }

    /// Whom an operation is for.
    pub fn right_for(&self, world: &World, operation: &Operation) -> Person {
        match operation.scheme.as_deref() {
            None => self.app.visitor(),
            Some("access_token" | "personal_token") => world.admin.clone(),
            Some("customer_token") => world.customer.clone(),
            Some("operator_token") => self.operator.clone(),
            Some(other) => panic!("{} wants a new kind of token, {other}: say here who has it", operation.id),
        }
    }
}
