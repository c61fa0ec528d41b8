//! SQL on messages.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Channel, Due, Facts, MessageId, NewMessage};
use crate::{
    bookings::{BookingId, Status},
    clients::ClientId,
    companies::CompanyId,
    db::{PlatformTx, TenantTx},
    error::Result,
    money::Money,
    notifications::model::NotificationCreated,
};

/// Writes messages down; one that is there already is not written twice. Answers those that are to be sent now.
pub async fn insert(tx: &mut TenantTx, messages: &[NewMessage]) -> Result<Vec<MessageId>> {
    let (company, now) = (tx.company(), tx.now());
    if messages.is_empty() {
        return Ok(vec![]);
    }
    let ids: Vec<_> = messages.iter().map(|_| MessageId::new().0).collect();
    let text = |of: fn(&NewMessage) -> &str| messages.iter().map(|message| of(message).to_owned()).collect::<Vec<_>>();
    let clients: Vec<Option<Uuid>> = messages.iter().map(|message| message.reader.client()).collect();
    let members: Vec<Option<Uuid>> = messages.iter().map(|message| message.reader.member()).collect();
    let bookings: Vec<_> = messages.iter().map(|message| message.booking.0).collect();
    let times: Vec<_> = messages.iter().map(|message| message.send_at).collect();
    let reminds_of: Vec<_> = messages.iter().map(|message| message.reminds_of).collect();
    let rows = sqlx::query!(
        r#"insert into messages (company_id, id, kind, channel, recipient, language, client_id, member_id, booking_id, status,
                                 send_at, reminds_of, once, created_at)
           select $1, m.id, m.kind, m.channel, m.recipient, m.language, m.client_id, m.member_id, m.booking_id,
                  case when m.send_at is null then 'queued' else 'scheduled' end, coalesce(m.send_at, $2), m.reminds_of,
                  m.once, $2
           from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[], $10::uuid[],
                       $11::timestamptz[], $12::timestamptz[], $13::text[])
                m (id, kind, channel, recipient, language, client_id, member_id, booking_id, send_at, reminds_of, once)
           on conflict do nothing
           returning id, status"#,
        company.0,
        now,
        &ids,
        &text(|message| message.kind.as_str()),
        &text(|message| message.channel.as_str()),
        &text(|message| &message.recipient),
        &text(|message| &message.language),
        &clients as &[Option<Uuid>],
        &members as &[Option<Uuid>],
        &bookings,
        &times as &[Option<DateTime<Utc>>],
        &reminds_of as &[Option<DateTime<Utc>>],
        &text(|message| &message.once)
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().filter(|row| row.status == "queued").map(|row| row.id).collect())
}

/// What was still to be said about a booking, and is not right any more: it has another time, or is not agreed.
pub async fn cancel_outdated(tx: &mut TenantTx, booking: BookingId) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update messages m set status = 'cancelled', version = m.version + 1
         from bookings b
         where m.company_id = $1 and m.booking_id = $2 and m.status = 'scheduled' and b.company_id = $1 and b.id = $2
           and (b.status <> 'confirmed' or m.reminds_of is distinct from b.starts_at)",
        company.0,
        booking.0
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// A message that waits to be sent, and which way it goes.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub due: Due,
    pub channel: Channel,
    /// What its reader is called.
    pub reader: String,
    pub booking: BookingId,
    /// Absent where it is to a member.
    pub client: Option<ClientId>,
    pub reminds_of: Option<DateTime<Utc>>,
    /// Whether another channel has failed before.
    pub is_fallback: bool,
}

/// A message that waits to be sent, with its facts; `None` if it was sent, cancelled, or given up.
pub async fn find_queued(tx: &mut TenantTx, id: MessageId) -> Result<Option<Waiting>> {
    let company = tx.company();
    let row = sqlx::query!(
        r#"select m.id, m.kind, m.channel, m.recipient, m.language, m.client_id as "client_id: ClientId",
                  m.booking_id as "booking_id!: BookingId", m.reminds_of, m.fallback_of, r.name as "member?"
           from messages m
           left join memberships r on r.company_id = $1 and r.id = m.member_id
           where m.company_id = $1 and m.id = $2 and m.status = 'queued'"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(facts) = facts(tx, row.booking_id).await? else { return Ok(None) };
    Ok(Some(Waiting {
        channel: row.channel,
        reader: row.member.unwrap_or_else(|| facts.client.clone()),
        booking: row.booking_id,
        client: row.client_id,
        reminds_of: row.reminds_of,
        is_fallback: row.fallback_of.is_some(),
        due: Due { id: row.id, kind: row.kind, recipient: row.recipient, language: row.language, facts },
    }))
}

/// To whom a message went or goes, of which nobody knows yet whether it arrived.
pub async fn recipient(tx: &mut TenantTx, id: MessageId) -> Result<Option<String>> {
    let company = tx.company();
    Ok(sqlx::query_scalar!(
        "select recipient from messages where company_id = $1 and id = $2 and status in ('queued', 'sent')",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?)
}

/// What a message about this booking says, as it is now.
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

/// Sends a message that waits another way.
pub async fn redirect(tx: &mut TenantTx, id: MessageId, channel: Channel, recipient: &str) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update messages set channel = $3, recipient = $4, callback_id = null, callback_hash = null, segments = null,
                             version = version + 1
         where company_id = $1 and id = $2 and status = 'queued'",
        company.0,
        id.0,
        channel.as_str(),
        recipient
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Lets a message that waits wait until then.
pub async fn postpone(tx: &mut TenantTx, id: MessageId, until: DateTime<Utc>) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update messages set status = 'scheduled', send_at = $3, version = version + 1
         where company_id = $1 and id = $2 and status = 'queued'",
        company.0,
        id.0,
        until
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// What became of a message that waited to be sent.
#[derive(Clone, Copy, Debug)]
pub enum Outcome {
    Sent,
    /// It is not worth sending any more.
    Cancelled,
}

/// Ends a message's waiting; one that does not wait stays as it is.
pub async fn finish(tx: &mut TenantTx, id: MessageId, outcome: Outcome) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let (status, sent_at) = match outcome {
        Outcome::Sent => ("sent", Some(now)),
        Outcome::Cancelled => ("cancelled", None),
    };
    sqlx::query!(
        "update messages set status = $3, sent_at = $4, version = version + 1
         where company_id = $1 and id = $2 and status = 'queued'",
        company.0,
        id.0,
        status,
        sent_at
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// What stands in the desk from now on; one that does not wait stays as it is.
pub async fn show(tx: &mut TenantTx, id: MessageId, text: &str) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let shown = sqlx::query!(
        "update messages set status = 'delivered', sent_at = $3, delivered_at = $3, text = $4, version = version + 1
         where company_id = $1 and id = $2 and status = 'queued'",
        company.0,
        id.0,
        now,
        text
    );
    if shown.execute(tx.db()).await?.rows_affected() == 1 {
        tx.emit(&NotificationCreated { notification_id: id }).await?;
    }
    Ok(())
}

/// What was still to be said about a booking is not said.
pub async fn cancel_scheduled(tx: &mut TenantTx, booking: BookingId) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update messages set status = 'cancelled', version = version + 1
         where company_id = $1 and booking_id = $2 and status = 'scheduled'",
        company.0,
        booking.0
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Hands messages whose time has come, of any company, to the queue; two schedules at once take different ones.
pub async fn take_due(tx: &mut PlatformTx, most: i64) -> Result<Vec<(CompanyId, MessageId)>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"with due as (
               select company_id, id from messages where status = 'scheduled' and send_at <= $1
               order by send_at limit $2 for update skip locked
           )
           update messages m set status = 'queued' from due
           where m.company_id = due.company_id and m.id = due.id
           returning m.company_id, m.id"#,
        now,
        most
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.company_id, row.id)).collect())
}
