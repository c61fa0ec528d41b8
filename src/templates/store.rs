//! SQL on templates.

use uuid::Uuid;

use super::model::{Key, Own};
use crate::{
    bookings::{BookingId, Status},
    db::TenantTx,
    error::{Error, Result},
    messages::{
        Kind,
        model::{Channel, Facts},
        render::{Style, Wording},
    },
    money::Money,
};

pub async fn list(tx: &mut TenantTx) -> Result<Vec<Own>> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Own,
        "select kind, channel, language, subject, body, version, updated_at from message_templates where company_id = $1",
        company.0
    )
    .fetch_all(tx.db())
    .await?)
}

/// The company's own words for it, if it has any.
pub async fn find(tx: &mut TenantTx, key: Key) -> Result<Option<Own>> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Own,
        "select kind, channel, language, subject, body, version, updated_at from message_templates
         where company_id = $1 and kind = $2 and channel = $3 and language = $4",
        company.0,
        key.kind.as_str(),
        key.channel.as_str(),
        key.language.code()
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Gives it these words, if `version` is still the current one: 0 where it has had none.
pub async fn put(tx: &mut TenantTx, key: Key, words: &Wording, version: i32) -> Result<Own> {
    let (company, now) = (tx.company(), tx.now());
    let put = if version == 0 {
        sqlx::query_as!(
            Own,
            "insert into message_templates (company_id, id, kind, channel, language, subject, body, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (company_id, kind, channel, language) do nothing
             returning kind, channel, language, subject, body, version, updated_at",
            company.0,
            Uuid::now_v7(),
            key.kind.as_str(),
            key.channel.as_str(),
            key.language.code(),
            words.subject,
            words.body,
            now
        )
        .fetch_optional(tx.db())
        .await?
    } else {
        sqlx::query_as!(
            Own,
            "update message_templates set subject = $5, body = $6, updated_at = $7, version = version + 1
             where company_id = $1 and kind = $2 and channel = $3 and language = $4 and version = $8
             returning kind, channel, language, subject, body, version, updated_at",
            company.0,
            key.kind.as_str(),
            key.channel.as_str(),
            key.language.code(),
            words.subject,
            words.body,
            now,
            version
        )
        .fetch_optional(tx.db())
        .await?
    };
    put.ok_or(Error::Stale)
}

/// Puts Frontdesk's words back; where they stand already, nothing happens.
pub async fn delete(tx: &mut TenantTx, key: Key) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "delete from message_templates where company_id = $1 and kind = $2 and channel = $3 and language = $4",
        company.0,
        key.kind.as_str(),
        key.channel.as_str(),
        key.language.code()
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// How the company writes this: its own words, if it has any, and its colour.
pub async fn style(tx: &mut TenantTx, kind: Kind, channel: Channel, language: &str) -> Result<Style> {
    let company = tx.company();
    let row = sqlx::query!(
        r#"select c.brand_color, t.subject, t.body as "body?" from companies c
           left join message_templates t
               on t.company_id = $1 and t.kind = $2 and t.channel = $3 and t.language = $4
           where c.id = $1"#,
        company.0,
        kind.as_str(),
        channel.as_str(),
        language
    )
    .fetch_one(tx.db())
    .await?;
    let subject = row.subject;
    Ok(Style { own: row.body.map(|body| Wording { subject, body }), brand_color: row.brand_color })
}

/// What a message about this booking would say now.
pub async fn facts(tx: &mut TenantTx, booking: BookingId) -> Result<Option<Facts>> {
    let company = tx.company();
    let row = sqlx::query!(
        r#"select co.name as company, c.name as client,
                  coalesce((select string_agg(coalesce(x.name, y.name), ', ' order by i.position) from booking_items i
                            join services y on y.company_id = $1 and y.id = i.service_id
                            left join addons x on x.company_id = $1 and x.id = i.addon_id
                            where i.company_id = $1 and i.booking_id = b.id), s.name) as "service!",
                  coalesce(l.name || coalesce(', ' || l.street, '') || coalesce(', ' || l.city, ''),
                           b.street || ', ' || b.city) as place,
                  p.name as "staff?", b.reference, b.status as "status: Status", b.starts_at, b.ends_at, b.time_zone, b.notes,
                  o.currency,
                  (select coalesce(sum(l.amount), 0)::bigint from order_lines l
                   where l.company_id = $1 and l.order_id = o.id) as "amount!"
           from bookings b
           join companies co on co.id = $1
           join clients c on c.company_id = $1 and c.id = b.client_id
           join services s on s.company_id = $1 and s.id = b.service_id
           left join staff p on p.company_id = $1 and p.id = b.staff_id
           left join locations l on l.company_id = $1 and l.id = b.location_id
           join orders o on o.company_id = $1 and o.booking_id = b.id
           where b.company_id = $1 and b.id = $2"#,
        company.0,
        booking.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.map(|row| Facts {
        company: row.company,
        client: row.client,
        service: row.service,
        staff: row.staff,
        place: row.place,
        reference: row.reference,
        status: row.status,
        starts_at: row.starts_at,
        minutes: (row.ends_at - row.starts_at).num_minutes(),
        time_zone: row.time_zone,
        price: Money { amount: row.amount, currency: row.currency },
        notes: row.notes,
    }))
}
