//! SQL on messages.

use chrono::TimeDelta;

use super::model::{Due, Facts, Kind, MessageId, NewMessage, Reader};
use crate::{
    bookings::{BookingId, Status},
    companies::CompanyId,
    db::{PlatformTx, TenantTx},
    error::Result,
    money::Money,
};

/// Writes messages to one reader about one booking: `queued` where a job is about to send it, `scheduled` where the
/// schedule shall find it.
pub async fn insert(tx: &mut TenantTx, to: &Reader<'_>, messages: &[NewMessage]) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let ids: Vec<_> = messages.iter().map(|message| message.id.0).collect();
    let kinds: Vec<_> = messages.iter().map(|message| message.kind.as_str().to_owned()).collect();
    let statuses: Vec<_> = messages.iter().map(|message| message.status.to_owned()).collect();
    let times: Vec<_> = messages.iter().map(|message| message.send_at).collect();
    sqlx::query!(
        "insert into messages (company_id, id, kind, channel, recipient, language, client_id, booking_id, status,
                               send_at, created_at)
         select $1, m.id, m.kind, 'email', $2, $3, $4, $5, m.status, m.send_at, $6
         from unnest($7::uuid[], $8::text[], $9::text[], $10::timestamptz[]) m (id, kind, status, send_at)",
        company.0,
        to.recipient,
        to.language,
        to.client_id.0,
        to.booking_id.0,
        now,
        &ids,
        &kinds,
        &statuses,
        &times
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Writes a message to the client of a booking, to be sent now; `false` where they have no address.
pub async fn insert_about(tx: &mut TenantTx, id: MessageId, booking: BookingId, kind: Kind) -> Result<bool> {
    let (company, now) = (tx.company(), tx.now());
    let written = sqlx::query!(
        "insert into messages (company_id, id, kind, channel, recipient, language, client_id, booking_id, status, send_at,
                               created_at)
         select $1, $2, $4, 'email', c.email, b.language, c.id, b.id, 'queued', $5, $5
         from bookings b join clients c on c.company_id = $1 and c.id = b.client_id
         where b.company_id = $1 and b.id = $3 and c.email is not null",
        company.0,
        id.0,
        booking.0,
        kind.as_str(),
        now
    )
    .execute(tx.db())
    .await?;
    Ok(written.rows_affected() == 1)
}

/// Writes the reminder of a booking that is not too near for one.
pub async fn schedule_reminder(tx: &mut TenantTx, booking: BookingId, lead: TimeDelta) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "insert into messages (company_id, id, kind, channel, recipient, language, client_id, booking_id, status, send_at,
                               created_at)
         select $1, $2, 'booking_reminder', 'email', c.email, b.language, c.id, b.id, 'scheduled',
                b.starts_at - make_interval(mins => $4), $5
         from bookings b join clients c on c.company_id = $1 and c.id = b.client_id
         where b.company_id = $1 and b.id = $3 and c.email is not null and b.starts_at - make_interval(mins => $4) > $5",
        company.0,
        MessageId::new().0,
        booking.0,
        i32::try_from(lead.num_minutes()).unwrap_or(i32::MAX),
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// A message that waits to be sent, with its facts; `None` if it was sent, cancelled, or given up.
pub async fn find_queued(tx: &mut TenantTx, id: MessageId) -> Result<Option<Due>> {
    let company = tx.company();
    let row = sqlx::query!(
        r#"select m.id, m.kind, m.recipient, m.language, co.name as company, c.name as client,
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
           from messages m
           join companies co on co.id = $1
           join bookings b on b.company_id = $1 and b.id = m.booking_id
           join clients c on c.company_id = $1 and c.id = b.client_id
           join services s on s.company_id = $1 and s.id = b.service_id
           left join staff p on p.company_id = $1 and p.id = b.staff_id
           left join locations l on l.company_id = $1 and l.id = b.location_id
           join orders o on o.company_id = $1 and o.booking_id = b.id
           where m.company_id = $1 and m.id = $2 and m.status = 'queued'"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.map(|row| Due {
        id: row.id,
        kind: row.kind,
        recipient: row.recipient,
        language: row.language,
        facts: Facts {
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
        },
    }))
}

/// What became of a message that waited to be sent.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'a> {
    Sent,
    /// It will never go out, and why.
    Failed(&'a str),
    /// It is not worth sending any more.
    Cancelled,
}

/// Ends a message's waiting; one that does not wait stays as it is.
pub async fn finish(tx: &mut TenantTx, id: MessageId, outcome: Outcome<'_>) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let (status, sent_at, failure) = match outcome {
        Outcome::Sent => ("sent", Some(now), None),
        Outcome::Failed(why) => ("failed", None, Some(why)),
        Outcome::Cancelled => ("cancelled", None, None),
    };
    sqlx::query!(
        "update messages set status = $3, sent_at = $4, failure = $5, version = version + 1
         where company_id = $1 and id = $2 and status = 'queued'",
        company.0,
        id.0,
        status,
        sent_at,
        failure
    )
    .execute(tx.db())
    .await?;
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
