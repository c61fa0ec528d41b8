//! SQL on notifications: of whoever asks, and nobody else's, whatever their role reaches.

use chrono::{DateTime, Utc};

use super::model::{Notification, Unread};
use crate::{
    bookings::BookingId,
    db::TenantTx,
    error::{Error, Result},
    http::Limit,
    messages::MessageId,
};

/// Newest first.
pub async fn list(
    tx: &mut TenantTx,
    unread: bool,
    after: Option<(DateTime<Utc>, MessageId)>,
    limit: Limit,
) -> Result<Vec<Notification>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Notification,
        r#"select m.id, m.kind, m.text, m.booking_id as "booking_id: BookingId", m.created_at, m.read_at
           from messages m join memberships r on r.company_id = $1 and r.id = m.member_id
           where m.company_id = $1 and r.user_id = app.user_id() and m.channel = 'in_app' and m.status = 'delivered'
             and (not $2 or m.read_at is null) and ($3::timestamptz is null or (m.created_at, m.id) < ($3, $4::uuid))
           order by m.created_at desc, m.id desc limit $5"#,
        company.0,
        unread,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

pub async fn unread(tx: &mut TenantTx) -> Result<Unread> {
    let company = tx.company();
    let unread = sqlx::query_scalar!(
        r#"select count(*) as "unread!" from messages m join memberships r on r.company_id = $1 and r.id = m.member_id
           where m.company_id = $1 and r.user_id = app.user_id() and m.channel = 'in_app' and m.status = 'delivered'
             and m.read_at is null"#,
        company.0
    )
    .fetch_one(tx.db())
    .await?;
    Ok(Unread { unread })
}

/// Marks one as read; one that was keeps when.
pub async fn read(tx: &mut TenantTx, id: MessageId) -> Result<Notification> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query_as!(
        Notification,
        r#"update messages m set read_at = coalesce(m.read_at, $3)
           from memberships r
           where m.company_id = $1 and m.id = $2 and m.channel = 'in_app' and m.status = 'delivered' and r.company_id = $1
             and r.id = m.member_id and r.user_id = app.user_id()
           returning m.id, m.kind, m.text, m.booking_id as "booking_id: BookingId", m.created_at, m.read_at"#,
        company.0,
        id.0,
        now
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("notification"))
}

pub async fn read_all(tx: &mut TenantTx) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update messages m set read_at = $2
         from memberships r
         where m.company_id = $1 and m.channel = 'in_app' and m.read_at is null and r.company_id = $1 and r.id = m.member_id
           and r.user_id = app.user_id()",
        company.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
