//! SQL on what a service is linked to: its category and type, resources, add-ons, and the calendar that counts its days.

use uuid::Uuid;

use super::{model::ServiceId, needs::NeededResource};
use crate::{
    addons::AddonId,
    categories::CategoryId,
    db::TenantTx,
    error::{Error, FieldError, Result},
    scheduling::CalendarId,
    service_types::ServiceTypeId,
};

/// Whether all of these are there, and none is archived.
pub async fn check(
    tx: &mut TenantTx,
    category: Option<CategoryId>,
    service_type: Option<ServiceTypeId>,
    addons: &[AddonId],
) -> Result<()> {
    if category.is_none() && service_type.is_none() && addons.is_empty() {
        return Ok(());
    }
    let company = tx.company();
    let addon_ids: Vec<Uuid> = addons.iter().map(|addon| addon.0).collect();
    let found = sqlx::query!(
        r#"select (select c.archived_at is not null from service_categories c where c.company_id = $1 and c.id = $2)
                      as category,
                  (select t.archived_at is not null from service_types t where t.id = $3) as service_type,
                  (select count(*) from addons a where a.company_id = $1 and a.id = any ($4)) as "addons!",
                  exists (select from addons a where a.company_id = $1 and a.id = any ($4) and a.archived_at is not null)
                      as "archived_addons!""#,
        company.0,
        category.map(|category| category.0),
        service_type.map(|service_type| service_type.0),
        &addon_ids
    )
    .fetch_one(tx.db())
    .await?;
    let addons_found = usize::try_from(found.addons) == Ok(addons.len());
    let wrong = [
        wrong("category_id", category.is_some(), found.category),
        wrong("service_type_id", service_type.is_some(), found.service_type),
        wrong("addon_ids", !addons.is_empty(), addons_found.then_some(found.archived_addons)),
    ];
    let wrong: Vec<_> = wrong.into_iter().flatten().collect();
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// What is wrong with what was asked for; `archived` is none where it was not found.
fn wrong(field: &str, asked: bool, archived: Option<bool>) -> Option<FieldError> {
    let (code, message) = match archived {
        _ if !asked => return None,
        Some(false) => return None,
        Some(true) => ("archived", "is archived: restore it first"),
        None => ("not_found", "does not exist here"),
    };
    Some(FieldError { field: field.into(), code: code.into(), message: message.into() })
}

/// In place of those before.
pub async fn set_resources(tx: &mut TenantTx, service: ServiceId, resources: &[NeededResource]) -> Result<()> {
    let company = tx.company();
    let kinds: Vec<String> = resources.iter().map(|resource| resource.kind.clone()).collect();
    let quantities: Vec<i16> = resources.iter().map(|resource| resource.quantity).collect();
    sqlx::query!(
        "delete from service_resources where company_id = $1 and service_id = $2 and kind <> all ($3)",
        company.0,
        service.0,
        &kinds
    )
    .execute(tx.db())
    .await?;
    let ids: Vec<Uuid> = resources.iter().map(|_| Uuid::now_v7()).collect();
    sqlx::query!(
        "insert into service_resources as r (company_id, id, service_id, kind, quantity)
         select $1, n.id, $2, n.kind, n.quantity
         from unnest($3::uuid[], $4::text[], $5::smallint[]) as n (id, kind, quantity)
         on conflict (company_id, service_id, kind) do update set quantity = excluded.quantity
         where r.quantity <> excluded.quantity",
        company.0,
        service.0,
        &ids,
        &kinds,
        &quantities
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// In place of those before.
pub async fn set_addons(tx: &mut TenantTx, service: ServiceId, addons: &[AddonId]) -> Result<()> {
    let company = tx.company();
    let addons: Vec<Uuid> = addons.iter().map(|addon| addon.0).collect();
    sqlx::query!(
        "delete from service_addons where company_id = $1 and service_id = $2 and addon_id <> all ($3)",
        company.0,
        service.0,
        &addons
    )
    .execute(tx.db())
    .await?;
    let ids: Vec<Uuid> = addons.iter().map(|_| Uuid::now_v7()).collect();
    sqlx::query!(
        "insert into service_addons (company_id, id, service_id, addon_id)
         select $1, n.id, $2, n.addon_id from unnest($3::uuid[], $4::uuid[]) as n (id, addon_id)
         on conflict (company_id, service_id, addon_id) do nothing",
        company.0,
        service.0,
        &ids,
        &addons
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The calendar of which each booking takes a unit for the whole day, with so many of them.
pub async fn set_quota(tx: &mut TenantTx, current: Option<CalendarId>, limit: i32) -> Result<CalendarId> {
    let (company, now) = (tx.company(), tx.now());
    let id = current.unwrap_or_default();
    sqlx::query!(
        "insert into calendars as q (company_id, id, kind, time_zone, hours, capacity, created_at)
         select c.id, $2, 'quota', c.time_zone, 'always', $3::integer::smallint, $4 from companies c where c.id = $1
         on conflict (company_id, id) do update set capacity = excluded.capacity where q.capacity <> excluded.capacity",
        company.0,
        id.0,
        limit,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(id)
}
