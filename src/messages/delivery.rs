//! What became of a message on its way: it did not arrive, and another channel is tried, once; or a provider tells later.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    jobs::SendMessage,
    model::{Channel, MessageId},
    plan::{self, Offer},
    store::Waiting,
};
use crate::{
    app::App, auth::token, bookings::BookingId, clients::ClientId, companies, db::TenantTx, error::Result, preferences,
};

/// Why a message did not arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What the other side said; it may name the reader.
    pub answer: String,
    pub cause: Cause,
}

/// What a message failed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The address takes nothing: nothing more is sent there.
    BadAddress,
    /// Its reader has told the provider to send them nothing more.
    Refused,
    /// Whatever says nothing about its reader.
    Other,
}

/// How they said it who have told the provider; where staff read what a client wants.
const STOPPED: &str = "STOP, in answer to an SMS";

/// A message that will not arrive: it is marked, so is an address that is none, and the next channel is tried.
pub async fn give_up(tx: &mut TenantTx, waiting: &Waiting, fault: &Fault, offer: Offer) -> Result<()> {
    let (company, id) = (tx.company(), waiting.due.id);
    let ended = sqlx::query!(
        "update messages set status = $3, failure = $4, version = version + 1
         where company_id = $1 and id = $2 and status = 'queued'",
        company.0,
        id.0,
        fault.status(),
        fault.answer
    );
    if ended.execute(tx.db()).await?.rows_affected() == 0 {
        return Ok(());
    }
    let Some(client) = waiting.client else { return Ok(()) };
    blame(tx, client, waiting.channel, &waiting.due.recipient, fault).await?;
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

impl Fault {
    /// Where a message stands that failed so.
    fn status(&self) -> &'static str {
        if self.cause == Cause::BadAddress { "bounced" } else { "failed" }
    }
}

/// What follows from it for what else the client is told.
async fn blame(tx: &mut TenantTx, client: ClientId, channel: Channel, address: &str, fault: &Fault) -> Result<()> {
    match fault.cause {
        Cause::BadAddress => mark(tx, client, channel, address, &fault.answer).await,
        Cause::Refused => preferences::store::withdraw(tx, client, channel, STOPPED).await,
        Cause::Other => Ok(()),
    }
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

/// Expects to be told what becomes of an SMS that goes out as so many segments: the secret of the address where. It is the same
/// however often it is tried, and another where the message is sent again.
pub async fn expect_report(app: &App, tx: &mut TenantTx, id: MessageId, segments: i16) -> Result<String> {
    let company = tx.company();
    let before = sqlx::query!(
        "select callback_id, callback_hash from messages where company_id = $1 and id = $2 for update",
        company.0,
        id.0
    )
    .fetch_one(tx.db())
    .await?;
    let before = before.callback_id.zip(before.callback_hash);
    let again = before.and_then(|(id, hash)| Some((id, app.tokens().link_secret_again(id, &hash)?)));
    let (callback, secret) = match again {
        Some(again) => again,
        None => {
            let callback = Uuid::now_v7();
            (callback, app.tokens().link_secret(callback)?)
        }
    };
    sqlx::query!(
        "update messages set callback_id = $3, callback_hash = $4, segments = $5 where company_id = $1 and id = $2",
        company.0,
        id.0,
        callback,
        token::secret_hash(&secret),
        segments
    )
    .execute(tx.db())
    .await?;
    Ok(secret)
}

/// What a provider or a mail server tells later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// The provider has it.
    Taken,
    Delivered,
    Undelivered(Fault),
}

/// Notes what is told of a message, by what the provider calls it. What has arrived stays so, and what has not; in whatever
/// order, and however often, it is told. What is told of another of the provider's messages is not about this one.
pub async fn report(
    tx: &mut TenantTx,
    id: MessageId,
    provider_id: Option<&str>,
    report: &Report,
    offer: Offer,
) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let (status, failure, delivered_at): (_, _, Option<DateTime<Utc>>) = match report {
        Report::Taken => ("sent", None, None),
        Report::Delivered => ("delivered", None, Some(now)),
        Report::Undelivered(fault) => (fault.status(), Some(fault.answer.as_str()), None),
    };
    let told = sqlx::query!(
        r#"update messages set status = $3, failure = $4, delivered_at = $5, sent_at = coalesce(sent_at, $6),
                               provider_id = coalesce(provider_id, $7), version = version + 1
           where company_id = $1 and id = $2 and (status = 'queued' or (status = 'sent' and $3 <> 'sent'))
             and (provider_id is null or $7::text is null or provider_id = $7)
           returning kind, channel, recipient, client_id as "client: ClientId", booking_id as "booking: BookingId", fallback_of"#,
        company.0,
        id.0,
        status,
        failure,
        delivered_at,
        now,
        provider_id
    )
    .fetch_optional(tx.db())
    .await?;
    let (Some(told), Report::Undelivered(fault)) = (told, report) else { return Ok(()) };
    let (Some(client), Some(booking)) = (told.client, told.booking) else { return Ok(()) };
    blame(tx, client, told.channel, &told.recipient, fault).await?;
    if told.fallback_of.is_some() {
        return Ok(());
    }
    fall_back(tx, Failed { id, channel: told.channel, booking }, told.kind, offer).await
}
