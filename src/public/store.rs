//! SQL on what visitors see of services.

use sqlx::types::Json;

use super::model::{PublicAddon, PublicCategory, PublicService};
use crate::{
    categories::CategoryId,
    db::TenantTx,
    error::{Error, Result},
    http::Limit,
    money::Money,
    services::{ServiceId, ServicePlace},
};

struct Row {
    id: ServiceId,
    name: String,
    description: String,
    position: i32,
    duration_minutes: i32,
    price_amount: i64,
    price_currency: String,
    place: ServicePlace,
    max_party_size: i32,
    category_id: Option<CategoryId>,
    category_name: Option<String>,
    addons: Json<Vec<PublicAddon>>,
}

impl From<Row> for PublicService {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            description: row.description,
            category: row.category_id.zip(row.category_name).map(|(id, name)| PublicCategory { id, name }),
            duration_minutes: row.duration_minutes,
            price: Money { amount: row.price_amount, currency: row.price_currency },
            place: row.place,
            max_party_size: row.max_party_size,
            addons: row.addons.0,
            position: row.position,
        }
    }
}

/// Those that everybody may book, by position, then oldest first; in this category.
pub async fn services(
    tx: &mut TenantTx,
    category: Option<CategoryId>,
    after: Option<(i32, ServiceId)>,
    limit: Limit,
) -> Result<Vec<PublicService>> {
    let company = tx.company();
    let (after_position, after_id) = after.unzip();
    let rows = sqlx::query_as!(
        Row,
        r#"select s.id, s.name, s.description, s.position, s.duration_minutes, s.price_amount, s.price_currency, s.place,
                  s.max_party_size, c.id as "category_id?: CategoryId", c.name as "category_name?",
                  (select coalesce(jsonb_agg(jsonb_build_object(
                              'id', a.id, 'name', a.name, 'description', a.description,
                              'duration_minutes', a.duration_minutes,
                              'price', jsonb_build_object('amount', a.price_amount, 'currency', a.price_currency))
                              order by a.position, a.id), '[]')
                   from service_addons l join addons a on a.company_id = $1 and a.id = l.addon_id
                   where l.company_id = $1 and l.service_id = s.id and a.archived_at is null)
                      as "addons!: Json<Vec<PublicAddon>>"
           from services s
           left join service_categories c
               on c.company_id = $1 and c.id = s.category_id and c.archived_at is null
           where s.company_id = $1 and s.archived_at is null and s.visibility = 'public'
             and ($2::uuid is null or s.category_id = $2)
             and ($3::integer is null or (s.position, s.id) > ($3, $4::uuid))
           order by s.position, s.id limit $5"#,
        company.0,
        category.map(|category| category.0),
        after_position,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(PublicService::from).collect())
}

/// One that visitors may book, listed or not.
pub async fn service(tx: &mut TenantTx, id: ServiceId) -> Result<PublicService> {
    let company = tx.company();
    let row = sqlx::query_as!(
        Row,
        r#"select s.id, s.name, s.description, s.position, s.duration_minutes, s.price_amount, s.price_currency, s.place,
                  s.max_party_size, c.id as "category_id?: CategoryId", c.name as "category_name?",
                  (select coalesce(jsonb_agg(jsonb_build_object(
                              'id', a.id, 'name', a.name, 'description', a.description,
                              'duration_minutes', a.duration_minutes,
                              'price', jsonb_build_object('amount', a.price_amount, 'currency', a.price_currency))
                              order by a.position, a.id), '[]')
                   from service_addons l join addons a on a.company_id = $1 and a.id = l.addon_id
                   where l.company_id = $1 and l.service_id = s.id and a.archived_at is null)
                      as "addons!: Json<Vec<PublicAddon>>"
           from services s
           left join service_categories c
               on c.company_id = $1 and c.id = s.category_id and c.archived_at is null
           where s.company_id = $1 and s.id = $2 and s.archived_at is null and s.visibility <> 'internal'"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("service"))?.into())
}
