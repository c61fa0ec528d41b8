//! What became of a message on its way: it did not arrive, and another channel is tried, once; or a provider tells later.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    jobs::SendMessage,
    model::{Channel, MessageId},
    plan::{self, Offer},
    store::Waiting,
};
use crate::{bookings::BookingId, clients::ClientId, companies, db::TenantTx, error::Result};

/// Why a message did not arrive.
#[derive(Clone, Copy, Debug)]
pub struct Fault<'a> {
    /// What the other side said; it may name the reader.
    pub answer: &'a str,
    /// The address takes nothing: nothing more is sent there.
    pub address_is_bad: bool,
}

/// A message that will not arrive: it is marked, so is an address that is none, and the next channel is tried.
pub async fn give_up(tx: &mut TenantTx, waiting: &Waiting, fault: Fault<'_>, offer: Offer) -> Result<()> {
    let (company, id) = (tx.company(), waiting.due.id);
    let ended = sqlx::query!(
        "update messages set status = $3, failure = $4, version = version + 1
         where company_id = $1 and id = $2 and status = 'queued'",
        company.0,
        id.0,
        if fault.address_is_bad { "bounced" } else { "failed" },
        fault.answer
    );
    if ended.execute(tx.db()).await?.rows_affected() == 0 {
        return Ok(());
    }
    let Some(client) = waiting.client else { return Ok(()) };
    if fault.address_is_bad {
        mark(tx, client, waiting.channel, &waiting.due.recipient, fault.answer).await?;
    }
    if waiting.is_fallback {
        return Ok(());
    }
    let failed = Failed { id, channel: waiting.channel, booking: waiting.booking };
    fall_back(tx, failed, waiting.due.kind, offer).await
}

struct Failed {
    id: MessageId,
    channel: Channel,
    booking: BookingId,
}

/// Nothing more goes to this address, as long as it is the client's.
async fn mark(tx: &mut TenantTx, client: ClientId, channel: Channel, address: &str, why: &str) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    match channel {
        Channel::Email => {
            let marked = sqlx::query!(
                "update clients set email_failed_at = $4, email_failure = $5, version = version + 1
                 where company_id = $1 and id = $2 and email = $3 and email_failed_at is null",
                company.0,
                client.0,
                address,
                now,
                why
            );
            marked.execute(tx.db()).await?;
        }
        Channel::Sms => {
            let marked = sqlx::query!(
                "update clients set phone_failed_at = $4, phone_failure = $5, version = version + 1
                 where company_id = $1 and id = $2 and phone = $3 and phone_failed_at is null",
                company.0,
                client.0,
                address,
                now,
                why
            );
            marked.execute(tx.db()).await?;
        }
        Channel::InApp => {}
    }
    Ok(())
}

/// The same by the next channel that reaches its reader, once.
async fn fall_back(tx: &mut TenantTx, failed: Failed, kind: super::Kind, offer: Offer) -> Result<()> {
    let Some(subject) = plan::hold(tx, failed.booking).await? else { return Ok(()) };
    let mut order = offer.order(&companies::store::current(tx).await?);
    order.retain(|channel| *channel != failed.channel);
    let Some((channel, recipient)) = subject.contact.route(&order, kind.manner().purpose) else { return Ok(()) };
    let (company, now, id) = (tx.company(), tx.now(), MessageId(Uuid::now_v7()));
    let written = sqlx::query!(
        "insert into messages (company_id, id, kind, channel, recipient, language, client_id, booking_id, status, send_at,
                               reminds_of, fallback_of, created_at)
         select $1, $2, m.kind, $4, $5, m.language, m.client_id, m.booking_id, 'queued', $6, m.reminds_of, m.id, $6
         from messages m where m.company_id = $1 and m.id = $3
         on conflict (company_id, fallback_of) do nothing",
        company.0,
        id.0,
        failed.id.0,
        channel.as_str(),
        recipient,
        now
    );
    if written.execute(tx.db()).await?.rows_affected() == 1 {
        tx.enqueue(&SendMessage { message: id }).await?;
    }
    Ok(())
}

/// What the provider calls a message that it has taken.
pub async fn taken(tx: &mut TenantTx, id: MessageId, provider_id: &str) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update messages set provider_id = $3 where company_id = $1 and id = $2",
        company.0,
        id.0,
        provider_id
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// What a provider or a mail server tells later.
#[derive(Clone, Copy, Debug)]
pub enum Report<'a> {
    Delivered,
    Undelivered(Fault<'a>),
}

/// Notes what is told of a message that was sent. What has arrived stays so, and what has not; in whatever order, and
/// however often, it is told.
pub async fn report(tx: &mut TenantTx, id: MessageId, report: Report<'_>, offer: Offer) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let (status, failure, delivered_at): (_, _, Option<DateTime<Utc>>) = match report {
        Report::Delivered => ("delivered", None, Some(now)),
        Report::Undelivered(fault) if fault.address_is_bad => ("bounced", Some(fault.answer), None),
        Report::Undelivered(fault) => ("failed", Some(fault.answer), None),
    };
    let told = sqlx::query!(
        r#"update messages set status = $3, failure = $4, delivered_at = $5, sent_at = coalesce(sent_at, $6),
                               version = version + 1
           where company_id = $1 and id = $2 and status in ('queued', 'sent')
           returning kind, channel, recipient, client_id as "client: ClientId", booking_id as "booking: BookingId", fallback_of"#,
        company.0,
        id.0,
        status,
        failure,
        delivered_at,
        now
    )
    .fetch_optional(tx.db())
    .await?;
    let (Some(told), Report::Undelivered(fault)) = (told, report) else { return Ok(()) };
    let (Some(client), Some(booking)) = (told.client, told.booking) else { return Ok(()) };
    if fault.address_is_bad {
        mark(tx, client, told.channel, &told.recipient, fault.answer).await?;
    }
    if told.fallback_of.is_some() {
        return Ok(());
    }
    fall_back(tx, Failed { id, channel: told.channel, booking }, told.kind, offer).await
}
