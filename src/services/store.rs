//! SQL on services.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{
    links,
    model::{NewService, Service, ServiceId},
    needs::{NeededResource, ServicePlace, Visibility},
};
use crate::{
    addons::AddonId,
    categories::CategoryId,
    db::TenantTx,
    error::{Error, OnDelete, Result},
    http::Limit,
    money::{Money, other_currency},
    scheduling::CalendarId,
    service_types::ServiceTypeId,
};

struct Row {
    id: ServiceId,
    name: String,
    description: String,
    category_id: Option<CategoryId>,
    service_type_id: Option<ServiceTypeId>,
    position: i32,
    visibility: Visibility,
    duration_minutes: i32,
    buffer_before_minutes: i32,
    buffer_after_minutes: i32,
    price_amount: i64,
    price_currency: String,
    on_site_surcharge_amount: i64,
    express_surcharge_amount: Option<i64>,
    place: ServicePlace,
    needs_staff: bool,
    skills: Vec<String>,
    needs_place: bool,
    max_party_size: i32,
    per_person: bool,
    minimum_notice_minutes: Option<i32>,
    horizon_days: Option<i32>,
    quota_calendar_id: Option<CalendarId>,
    archived_at: Option<DateTime<Utc>>,
    version: i32,
    created_at: DateTime<Utc>,
    daily_limit: Option<i32>,
    resources: Json<Vec<NeededResource>>,
    addon_ids: Vec<AddonId>,
}

impl From<Row> for Service {
    fn from(row: Row) -> Self {
        let money = |amount| Money { amount, currency: row.price_currency.clone() };
        Self {
            id: row.id,
            name: row.name,
            description: row.description,
            category_id: row.category_id,
            service_type_id: row.service_type_id,
            position: row.position,
            visibility: row.visibility,
            duration_minutes: row.duration_minutes,
            buffer_before_minutes: row.buffer_before_minutes,
            buffer_after_minutes: row.buffer_after_minutes,
            on_site_surcharge: Some(row.on_site_surcharge_amount).filter(|amount| *amount > 0).map(money),
            express_surcharge: row.express_surcharge_amount.map(money),
            price: money(row.price_amount),
            place: row.place,
            needs_staff: row.needs_staff,
            skills: row.skills,
            needs_place: row.needs_place,
            resources: row.resources.0,
            max_party_size: row.max_party_size,
            per_person: row.per_person,
            minimum_notice_minutes: row.minimum_notice_minutes,
            horizon_days: row.horizon_days,
            daily_limit: row.daily_limit,
            addon_ids: row.addon_ids,
            archived_at: row.archived_at,
            version: row.version,
            created_at: row.created_at,
            quota_calendar_id: row.quota_calendar_id,
        }
    }
}

pub async fn insert(tx: &mut TenantTx, new: &NewService) -> Result<Service> {
    let (company, id, now) = (tx.company(), ServiceId::new(), tx.now());
    links::check(tx, new.category_id, new.service_type_id, &new.addon_ids).await?;
    let quota = match new.daily_limit {
        Some(limit) => Some(links::set_quota(tx, None, limit).await?.0),
        None => None,
    };
    let currency = sqlx::query_scalar!(
        "insert into services (company_id, id, name, description, category_id, service_type_id, position, visibility,
                               duration_minutes, buffer_before_minutes, buffer_after_minutes, price_amount, price_currency,
                               on_site_surcharge_amount, express_surcharge_amount, place, needs_staff, skills, needs_place,
                               max_party_size, per_person, minimum_notice_minutes, horizon_days, quota_calendar_id,
                               created_at)
         select c.id, $2, $3, $4, $5, $6,
                coalesce($7, (select max(s.position) from services s where s.company_id = $1), 0), $8,
                $9, $10, $11, $12, c.currency, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24
         from companies c where c.id = $1
         returning price_currency",
        company.0,
        id.0,
        new.name,
        new.description,
        new.category_id.map(|category| category.0),
        new.service_type_id.map(|service_type| service_type.0),
        new.position,
        new.visibility.as_str(),
        new.duration_minutes,
        new.buffer_before_minutes,
        new.buffer_after_minutes,
        new.price.amount,
        new.on_site_surcharge.as_ref().map_or(0, |money| money.amount),
        new.express_surcharge.as_ref().map(|money| money.amount),
        new.place.as_str(),
        new.needs_staff,
        &new.skills,
        new.needs_place,
        new.max_party_size,
        new.per_person,
        new.minimum_notice_minutes,
        new.horizon_days,
        quota,
        now
    )
    .fetch_one(tx.db())
    .await?;
    in_currency(
        &currency,
        [
            ("price", Some(&new.price)),
            ("on_site_surcharge", new.on_site_surcharge.as_ref()),
            ("express_surcharge", new.express_surcharge.as_ref()),
        ],
    )?;
    links::set_resources(tx, id, &new.resources).await?;
    links::set_addons(tx, id, &new.addon_ids).await?;
    find(tx, id).await
}

/// Prices are in the company's currency.
pub(super) fn in_currency<const N: usize>(currency: &str, prices: [(&str, Option<&Money>); N]) -> Result<()> {
    let other = prices.into_iter().find(|(_, money)| money.is_some_and(|money| money.currency != currency));
    other.map_or(Ok(()), |(field, _)| Err(other_currency(field)))
}

pub async fn find(tx: &mut TenantTx, id: ServiceId) -> Result<Service> {
    let company = tx.company();
    let row = sqlx::query_as!(
        Row,
        r#"select s.id, s.name, s.description, s.category_id, s.service_type_id, s.position, s.visibility, s.duration_minutes,
                  s.buffer_before_minutes, s.buffer_after_minutes, s.price_amount, s.price_currency,
                  s.on_site_surcharge_amount, s.express_surcharge_amount, s.place, s.needs_staff, s.skills, s.needs_place,
                  s.max_party_size, s.per_person, s.minimum_notice_minutes, s.horizon_days, s.quota_calendar_id,
                  s.archived_at, s.version, s.created_at,
                  (select q.capacity::integer from calendars q where q.company_id = $1 and q.id = s.quota_calendar_id)
                      as daily_limit,
                  (select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'quantity', r.quantity) order by r.kind), '[]')
                   from service_resources r where r.company_id = $1 and r.service_id = s.id)
                      as "resources!: Json<Vec<NeededResource>>",
                  (select coalesce(array_agg(a.id order by a.position, a.id), '{}')
                   from service_addons l join addons a on a.company_id = $1 and a.id = l.addon_id
                   where l.company_id = $1 and l.service_id = s.id and a.archived_at is null)
                      as "addon_ids!: Vec<AddonId>"
           from services s
           where s.company_id = $1 and s.id = $2"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("service"))?.into())
}

/// Which services a list has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub archived: bool,
    pub category: Option<CategoryId>,
    pub visibility: Option<Visibility>,
}

/// By position, then oldest first.
pub async fn list(
    tx: &mut TenantTx,
    filter: Filter,
    after: Option<(i32, ServiceId)>,
    limit: Limit,
) -> Result<Vec<Service>> {
    let company = tx.company();
    let (after_position, after_id) = after.unzip();
    let rows = sqlx::query_as!(
        Row,
        r#"select s.id, s.name, s.description, s.category_id, s.service_type_id, s.position, s.visibility, s.duration_minutes,
                  s.buffer_before_minutes, s.buffer_after_minutes, s.price_amount, s.price_currency,
                  s.on_site_surcharge_amount, s.express_surcharge_amount, s.place, s.needs_staff, s.skills, s.needs_place,
                  s.max_party_size, s.per_person, s.minimum_notice_minutes, s.horizon_days, s.quota_calendar_id,
                  s.archived_at, s.version, s.created_at,
                  (select q.capacity::integer from calendars q where q.company_id = $1 and q.id = s.quota_calendar_id)
                      as daily_limit,
                  (select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'quantity', r.quantity) order by r.kind), '[]')
                   from service_resources r where r.company_id = $1 and r.service_id = s.id)
                      as "resources!: Json<Vec<NeededResource>>",
                  (select coalesce(array_agg(a.id order by a.position, a.id), '{}')
                   from service_addons l join addons a on a.company_id = $1 and a.id = l.addon_id
                   where l.company_id = $1 and l.service_id = s.id and a.archived_at is null)
                      as "addon_ids!: Vec<AddonId>"
           from services s
           where s.company_id = $1 and (s.archived_at is not null) = $2
             and ($3::uuid is null or s.category_id = $3) and ($4::text is null or s.visibility = $4)
             and ($5::integer is null or (s.position, s.id) > ($5, $6::uuid))
           order by s.position, s.id limit $7"#,
        company.0,
        filter.archived,
        filter.category.map(|category| category.0),
        filter.visibility.map(Visibility::as_str),
        after_position,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(Service::from).collect())
}

/// Takes a service off the menu, or puts it back.
pub async fn archive(tx: &mut TenantTx, id: ServiceId, archived: bool) -> Result<Service> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update services set
             archived_at = case when $3 then coalesce(archived_at, $4) end, version = version + 1
         where company_id = $1 and id = $2",
        company.0,
        id.0,
        archived,
        now
    )
    .execute(tx.db())
    .await?;
    find(tx, id).await
}

/// Deletes a service that was never booked or sold.
pub async fn delete(tx: &mut TenantTx, id: ServiceId) -> Result<()> {
    let company = tx.company();
    sqlx::query!("delete from services where company_id = $1 and id = $2", company.0, id.0)
        .execute(tx.db())
        .await
        .unless_used("This service has been booked: archive it instead.")?
        .rows_affected()
        .eq(&1)
        .then_some(())
        .ok_or(Error::NotFound("service"))
}
