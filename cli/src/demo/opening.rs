//! Opens a demo company: registers it, and puts in what its blueprint has.

use std::net::Ipv4Addr;

use anyhow::Context;
use frontdesk::{
    app::App,
    auth::{Caller, Member, Permission},
    companies::{
        blueprints::{self, Plan},
        settings::CompanyPatch,
        store as companies,
    },
    http::{ClientAddress, Device},
    i18n::Language,
    identity::{
        self,
        model::{AdminInput, NewRegistration, RegistrationInput, SignedIn},
        remember::Remember,
    },
    services::Service,
};

use super::checked;

/// A company that can be booked at.
pub struct Open {
    pub plan: Plan,
    pub language: Language,
    /// In the order of the plan.
    pub services: Vec<Service>,
    /// How it is going to confirm bookings.
    pub rules: CompanyPatch,
    signed_in: SignedIn,
}

pub async fn open(app: &App, plan: Plan, language: Language, password: &str) -> anyhow::Result<Open> {
    let new = checked::<NewRegistration>(registration(&plan, language, password))?;
    let signed_in = identity::register(app, &here(), &new).await?;
    let mut tx = app.begin(&caller(app, &signed_in)?, Permission::ServicesCreate).await?;
    let company = companies::current(&mut tx).await?;
    let (services, rules) = blueprints::fill(&mut tx, &plan, &company).await?;
    tx.commit().await?;
    Ok(Open { plan, language, services, rules, signed_in })
}

/// From here on, bookings are confirmed as the blueprint says.
pub async fn settle(app: &App, open: &Open) -> anyhow::Result<()> {
    let token = open.signed_in.refresh_token.as_deref().context("a new session has a token")?;
    let signed_in = identity::refresh(app, &here(), token).await?;
    let mut tx = app.begin(&caller(app, &signed_in)?, Permission::CompanyUpdate).await?;
    let version = companies::current(&mut tx).await?.version;
    companies::update(&mut tx, &open.rules, version).await?;
    Ok(tx.commit().await?)
}

/// What the demo's people sign in with.
fn here() -> Device {
    Device { address: ClientAddress(Ipv4Addr::LOCALHOST.into()), user_agent: None }
}

fn caller(app: &App, signed_in: &SignedIn) -> anyhow::Result<Caller> {
    app.tokens()
        .verify(&signed_in.access_token, app.now())
        .and_then(Member::of)
        .map(Caller)
        .context("a new token is good")
}

fn registration(plan: &Plan, language: Language, password: &str) -> RegistrationInput {
    let admin = &plan.company.admin;
    RegistrationInput {
        company: plan.company(language),
        admin: AdminInput { name: admin.name.to(language), email: admin.email.clone(), password: password.into() },
        sample_data: false,
        blueprint: None,
        remember: Remember::Body,
    }
}
