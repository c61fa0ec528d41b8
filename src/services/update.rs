//! SQL that changes a service, and the order that services stand in.

use poem_openapi::types::MaybeUndefined;

use super::{
    links,
    model::{Service, ServiceId},
    patch::ServicePatch,
    store::{find, in_currency},
};
use crate::{
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    scheduling::CalendarId,
};

/// Whether a field is to be changed, and to what.
fn given<T: Clone>(field: &MaybeUndefined<T>) -> (bool, Option<T>) {
    (!field.is_undefined(), field.value().cloned())
}

/// Changes a service, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: ServiceId, patch: &ServicePatch, version: i32) -> Result<Service> {
    let current = find(tx, id).await?;
    in_currency(
        &current.price.currency,
        [
            ("price", patch.price.as_ref()),
            ("on_site_surcharge", patch.on_site_surcharge.value()),
            ("express_surcharge", patch.express_surcharge.value()),
        ],
    )?;
    // What it was linked to before may stay, archived or not.
    let category = patch.category_id.value().filter(|id| current.category_id != Some(**id));
    let service_type = patch.service_type_id.value().filter(|id| current.service_type_id != Some(**id));
    links::check(tx, category.copied(), service_type.copied(), patch.addon_ids.as_deref().unwrap_or_default()).await?;
    let quota = match patch.daily_limit {
        MaybeUndefined::Undefined => current.quota_calendar_id,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(limit) => Some(links::set_quota(tx, current.quota_calendar_id, limit).await?),
    };
    set(tx, id, patch, quota, version).await?;
    if let Some(resources) = &patch.resources {
        links::set_resources(tx, id, resources).await?;
    }
    if let Some(addons) = &patch.addon_ids {
        links::set_addons(tx, id, addons).await?;
    }
    find(tx, id).await
}

async fn set(
    tx: &mut TenantTx,
    id: ServiceId,
    patch: &ServicePatch,
    quota: Option<CalendarId>,
    version: i32,
) -> Result<()> {
    let company = tx.company();
    let (category, service_type) = (given(&patch.category_id), given(&patch.service_type_id));
    let (on_site, express) = (given(&patch.on_site_surcharge), given(&patch.express_surcharge));
    let (notice, horizon) = (given(&patch.minimum_notice_minutes), given(&patch.horizon_days));
    let changed = sqlx::query!(
        "update services set
             name = coalesce($4, name), description = coalesce($5, description),
             category_id = case when $6 then $7 else category_id end,
             service_type_id = case when $8 then $9 else service_type_id end,
             position = coalesce($10, position), visibility = coalesce($11, visibility),
             duration_minutes = coalesce($12, duration_minutes),
             buffer_before_minutes = coalesce($13, buffer_before_minutes),
             buffer_after_minutes = coalesce($14, buffer_after_minutes), price_amount = coalesce($15, price_amount),
             on_site_surcharge_amount = case when $16 then coalesce($17::bigint, 0) else on_site_surcharge_amount end,
             express_surcharge_amount = case when $18 then $19 else express_surcharge_amount end,
             place = coalesce($20, place), needs_staff = coalesce($21, needs_staff), skills = coalesce($22, skills),
             needs_place = coalesce($23, needs_place), max_party_size = coalesce($24, max_party_size),
             per_person = coalesce($25, per_person),
             minimum_notice_minutes = case when $26 then $27 else minimum_notice_minutes end,
             horizon_days = case when $28 then $29 else horizon_days end, quota_calendar_id = $30,
             version = version + 1
         where company_id = $1 and id = $2 and version = $3",
        company.0,
        id.0,
        version,
        patch.name,
        patch.description,
        category.0,
        category.1.map(|category| category.0),
        service_type.0,
        service_type.1.map(|service_type| service_type.0),
        patch.position,
        patch.visibility.map(|visibility| visibility.as_str()),
        patch.duration_minutes,
        patch.buffer_before_minutes,
        patch.buffer_after_minutes,
        patch.price.as_ref().map(|price| price.amount),
        on_site.0,
        on_site.1.map(|money| money.amount),
        express.0,
        express.1.map(|money| money.amount),
        patch.place.map(|place| place.as_str()),
        patch.needs_staff,
        patch.skills.as_deref(),
        patch.needs_place,
        patch.max_party_size,
        patch.per_person,
        notice.0,
        notice.1,
        horizon.0,
        horizon.1,
        quota.map(|calendar| calendar.0)
    )
    .execute(tx.db())
    .await
    .on_constraint("services_needs_something", || {
        Error::invalid("needs_staff", "needs_nothing", "must be true where `needs_place` is not")
    })?;
    if changed.rows_affected() == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Puts these services in this order: the first at position 1. Others stay where they are.
pub async fn put_in_order(tx: &mut TenantTx, ids: &[ServiceId]) -> Result<()> {
    let company = tx.company();
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let found = sqlx::query_scalar!(
        "select id from services where company_id = $1 and id = any ($2) order by id for no key update",
        company.0,
        &ids
    )
    .fetch_all(tx.db())
    .await?;
    if found.len() < ids.len() {
        return Err(Error::invalid("ids", "not_found", "names what is not a service of this company"));
    }
    sqlx::query!(
        "update services s set position = o.position, version = version + 1
         from unnest($2::uuid[]) with ordinality as o (id, position)
         where s.company_id = $1 and s.id = o.id and s.position <> o.position",
        company.0,
        &ids
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
