//! Sample data for a new company, so that it can be booked at once: two services, its admin's week, and a client; or what
//! a blueprint has.

use crate::{
    app::App,
    auth::{Caller, Credential, Member, Permission, Role, SessionId, UserId},
    clients::{self, model::NewClient},
    companies::{CompanyId, blueprints, model::NewCompany, store},
    db::TenantTx,
    error::Result,
    i18n,
    identity::model::{NewRegistration, Sample},
    members,
    money::Money,
    services::{self, model::NewService},
    staff::{
        self,
        hours::{Week, Weekday},
        model::NewStaff,
    },
};

const DAYS: [Weekday; 5] = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

/// Enters it for whoever has just registered the company, as what they could have typed themselves.
pub async fn fill(
    app: &App,
    company: CompanyId,
    user: UserId,
    session: SessionId,
    new: &NewRegistration,
    sample: Sample,
) -> Result<()> {
    let member = Member { company, user, role: Role::Admin, credential: Credential::Session(session), until: None };
    let mut tx = app.begin(&Caller(member), Permission::ServicesCreate).await?;
    match sample {
        Sample::Small => small(&mut tx, new).await?,
        Sample::Of(blueprint) => {
            let company = store::current(&mut tx).await?;
            let (_, rules) = blueprints::fill(&mut tx, &blueprint.plan()?, &company).await?;
            store::update(&mut tx, &rules, company.version).await?;
        }
    }
    tx.commit().await
}

async fn small(tx: &mut TenantTx, new: &NewRegistration) -> Result<()> {
    for (name, minutes) in [("consultation", 30), ("appointment", 60)] {
        services::store::insert(tx, &service(&new.company, name, minutes)).await?;
    }
    let member_id = members::store::with_email(tx, &new.email).await?;
    let person = NewStaff { name: new.name.clone(), member_id, ..NewStaff::default() };
    let person = staff::store::insert(tx, &person).await?;
    let week = Week(DAYS.map(|day| (day, 9 * 60, 17 * 60)).to_vec());
    staff::hours::store::set_week(tx, person.id, &week).await?;
    let client = NewClient {
        name: text(&new.company, "client"),
        email: None,
        phone: None,
        language: Some(new.company.language.code().into()),
        time_zone: None,
        notes: Some(text(&new.company, "notes")),
    };
    clients::store::insert(tx, &client).await?;
    Ok(())
}

fn text(company: &NewCompany, key: &str) -> String {
    i18n::text(company.language, &format!("sample.{key}"), &[])
}

/// Free of charge, since nobody but the company knows what its prices are.
fn service(company: &NewCompany, name: &str, minutes: i32) -> NewService {
    let price = Money { amount: 0, currency: company.currency.code().into() };
    NewService {
        description: text(company, &format!("{name}_text")),
        ..NewService::plain(text(company, name), minutes, price)
    }
}
