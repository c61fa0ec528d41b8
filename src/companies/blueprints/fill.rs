//! Puts a blueprint into a company, as if its admin had typed all of it.

use super::{
    inputs::{Inputs, Keys},
    plan::Plan,
};
use crate::{
    addons, assets, categories, clients,
    companies::{Company, settings::CompanyPatch},
    db::TenantTx,
    error::Result,
    locations, resources,
    services::{self, Service},
    staff,
};

/// Everything but how the company confirms bookings, which is the answer; beside it the services, in the file's order.
pub async fn fill(tx: &mut TenantTx, plan: &Plan, company: &Company) -> Result<(Vec<Service>, CompanyPatch)> {
    let inputs = Inputs { plan, language: company.language(), currency: &company.currency };
    let mut keys = Keys::default();
    for (at, site) in plan.locations.iter().enumerate() {
        let id = locations::store::insert(tx, &inputs.location(at)?).await?.id;
        locations::store::set_hours(tx, id, &inputs.opening(at)?).await?;
        keys.locations.insert(site.key.clone(), id);
    }
    for at in 0..plan.resources.len() {
        resources::store::insert(tx, &inputs.resource(at, &keys)?).await?;
    }
    for (at, heading) in plan.categories.iter().enumerate() {
        let id = categories::store::insert(tx, &inputs.category(at)?).await?.id;
        keys.categories.insert(heading.key.clone(), id);
    }
    for (at, extra) in plan.addons.iter().enumerate() {
        let id = addons::store::insert(tx, &inputs.addon(at)?).await?.id;
        keys.addons.insert(extra.key.clone(), id);
    }
    let mut offered = Vec::new();
    for at in 0..plan.services.len() {
        offered.push(services::store::insert(tx, &inputs.service(at, &keys)?).await?);
    }
    staff(tx, &inputs, &keys).await?;
    clients(tx, &inputs).await?;
    Ok((offered, inputs.rules()?))
}

async fn staff(tx: &mut TenantTx, inputs: &Inputs<'_>, keys: &Keys) -> Result<()> {
    for (at, worker) in inputs.plan.staff.iter().enumerate() {
        let id = staff::store::insert(tx, &inputs.staff(at, keys)?).await?.id;
        staff::hours::store::set_week(tx, id, &inputs.week(at)?).await?;
        for day in &worker.exceptions {
            staff::hours::set_day(tx, id, day.date, &inputs.exception(at, day)?).await?;
        }
    }
    Ok(())
}

async fn clients(tx: &mut TenantTx, inputs: &Inputs<'_>) -> Result<()> {
    for (at, regular) in inputs.plan.clients.iter().enumerate() {
        let id = clients::store::insert(tx, &inputs.client(at)?).await?.id;
        for belonging in &regular.assets {
            assets::store::insert(tx, id, &inputs.asset(at, belonging)?).await?;
        }
    }
    Ok(())
}
