//! Opens a demo company: registers it, and enters its services, its staff with their weeks, and the clients it knows.

use std::net::Ipv4Addr;

use anyhow::Context;
use frontdesk::{
    app::App,
    auth::{Caller, Member, Permission},
    clients::{self, model::NewClient},
    companies::{Confirmation, model::CompanyInput, settings::CompanyPatch, store as companies},
    http::{ClientAddress, Device},
    identity::{
        self,
        model::{AdminInput, NewRegistration, RegistrationInput, SignedIn},
        remember::Remember,
    },
    money::Money,
    services::{self, Service, model::NewService},
    staff::{
        self,
        hours::{Hours, Week, WorkingHours},
        model::NewStaff,
    },
};

use super::{
    checked,
    script::{Offer, Regular, Script, Worker},
};

/// How long a pending booking of a company that confirms itself waits, in minutes: long enough to be seen.
const PENDING: i32 = 3 * 24 * 60;

/// A company that can be booked at.
pub struct Open {
    /// In the order of the script.
    pub services: Vec<Service>,
    signed_in: SignedIn,
}

pub async fn open(app: &App, script: &Script, password: &str) -> anyhow::Result<Open> {
    let device = here();
    let signed_in =
        identity::register(app, &device, &checked::<NewRegistration>(registration(script, password))?).await?;
    let caller = caller(app, &signed_in)?;

    let mut tx = app.begin(&caller, Permission::ServicesCreate).await?;
    let mut services = Vec::new();
    for offer in script.services {
        services
            .push(services::store::insert(&mut tx, &checked::<NewService>(service(offer, script.currency))?).await?);
    }
    tx.commit().await?;

    let mut tx = app.begin(&caller, Permission::StaffCreate).await?;
    for worker in script.staff {
        let new = NewStaff { name: worker.name.into(), title: Some(worker.title.into()), ..NewStaff::default() };
        let person = staff::store::insert(&mut tx, &checked::<NewStaff>(new)?).await?;
        staff::hours::store::set_week(&mut tx, person.id, &checked::<Week>(week(worker))?).await?;
    }
    tx.commit().await?;

    let mut tx = app.begin(&caller, Permission::ClientsCreate).await?;
    // The last few come to know the company by booking.
    for (index, regular) in script.clients.iter().enumerate().take(script.clients.len() * 4 / 5) {
        clients::store::insert(&mut tx, &checked::<NewClient>(card(script, index, regular))?).await?;
    }
    tx.commit().await?;
    Ok(Open { services, signed_in })
}

/// From here on, staff confirm each booking themselves.
pub async fn confirm_by_hand(app: &App, open: &Open) -> anyhow::Result<()> {
    let device = here();
    let token = open.signed_in.refresh_token.as_deref().context("a new session has a token")?;
    let signed_in = identity::refresh(app, &device, token).await?;
    let patch = CompanyPatch {
        confirmation: Some(Confirmation::Manual),
        pending_minutes: Some(PENDING),
        ..CompanyPatch::default()
    };
    let mut tx = app.begin(&caller(app, &signed_in)?, Permission::CompanyUpdate).await?;
    let version = companies::current(&mut tx).await?.version;
    companies::update(&mut tx, &checked::<CompanyPatch>(patch)?, version).await?;
    Ok(tx.commit().await?)
}

/// A client's phone number: one a client, of a block that nobody has.
pub fn phone(script: &Script, index: usize) -> String {
    format!("{}{index:02}", script.phones)
}

/// A client's e-mail address, where one is known.
pub fn email(regular: &Regular) -> Option<String> {
    (!regular.mail.is_empty()).then(|| format!("{}@mail.example", regular.mail))
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

fn registration(script: &Script, password: &str) -> RegistrationInput {
    RegistrationInput {
        company: CompanyInput {
            name: script.name.into(),
            slug: script.slug.into(),
            time_zone: script.time_zone.into(),
            currency: script.currency.into(),
            language: script.language.into(),
        },
        admin: AdminInput {
            name: script.admin.name.into(),
            email: script.admin.email.into(),
            password: password.into(),
        },
        sample_data: false,
        remember: Remember::Body,
    }
}

fn service(offer: &Offer, currency: &str) -> NewService {
    let price = Money { amount: offer.price, currency: currency.into() };
    NewService {
        description: offer.description.into(),
        buffer_after_minutes: offer.buffer,
        ..NewService::plain(offer.name.into(), offer.minutes, price)
    }
}

fn week(worker: &Worker) -> WorkingHours {
    let day = |&weekday| {
        worker.hours.iter().map(move |&(starts, ends)| Hours { weekday, starts: starts.into(), ends: ends.into() })
    };
    WorkingHours { hours: worker.days.iter().flat_map(day).collect() }
}

fn card(script: &Script, index: usize, regular: &Regular) -> NewClient {
    NewClient {
        name: regular.name.into(),
        email: email(regular),
        phone: Some(phone(script, index)),
        language: Some(script.language.into()),
        time_zone: None,
        notes: (!regular.notes.is_empty()).then(|| regular.notes.into()),
    }
}
