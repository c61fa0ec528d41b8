//! Messages as the company sees them: what went to whom, and what became of it.

use chrono::{DateTime, Utc};
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::{Channel, Kind, MessageId};
use crate::{
    bookings::BookingId,
    clients::ClientId,
    db::TenantTx,
    error::{Error, Result},
    http::Limit,
    members::MemberId,
};

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MessageStatus {
    /// Its time has not come.
    Scheduled,
    /// It is about to be sent, or will be tried again.
    Queued,
    /// The mail server, or the provider, has taken it.
    Sent,
    /// It has arrived, as far as that is told.
    Delivered,
    /// The address does not take it.
    Bounced,
    /// It did not go out.
    Failed,
    /// There was no point in it any more, or no way to send it.
    Cancelled,
}

impl MessageStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Something that was said to somebody, or will be.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Message {
    pub id: MessageId,
    pub kind: Kind,
    pub channel: Channel,
    /// The e-mail address or phone number.
    pub recipient: String,
    pub status: MessageStatus,
    /// Whom it is to; null where it is to a member.
    #[oai(nullable)]
    pub client_id: Option<ClientId>,
    /// Whom it is to; null where it is to a client.
    #[oai(nullable)]
    pub member_id: Option<MemberId>,
    #[oai(nullable)]
    pub booking_id: Option<BookingId>,
    /// When it goes out, or when it was to.
    pub send_at: DateTime<Utc>,
    /// When it was taken by the mail server or the provider.
    #[oai(nullable)]
    pub sent_at: Option<DateTime<Utc>>,
    #[oai(nullable)]
    pub delivered_at: Option<DateTime<Utc>>,
    /// Why it did not go out or arrive.
    #[oai(nullable)]
    pub failure: Option<String>,
    /// The message that failed by another channel, and that this one is instead of.
    #[oai(nullable)]
    pub fallback_of: Option<MessageId>,
    /// As how many SMS it went out; null where it is none, or has not been tried yet.
    #[oai(nullable)]
    pub segments: Option<i16>,
    pub created_at: DateTime<Utc>,
}

/// Which messages are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub client: Option<ClientId>,
    pub status: Option<MessageStatus>,
    pub channel: Option<Channel>,
    pub kind: Option<Kind>,
}

/// Newest first.
pub async fn list(
    tx: &mut TenantTx,
    filter: &Filter,
    after: Option<(DateTime<Utc>, MessageId)>,
    limit: Limit,
) -> Result<Vec<Message>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Message,
        r#"select id, kind, channel, recipient, status as "status: MessageStatus", client_id as "client_id: ClientId", member_id,
                  booking_id as "booking_id: BookingId", send_at, sent_at, delivered_at, failure,
                  fallback_of as "fallback_of: MessageId", segments, created_at
           from messages
           where company_id = $1 and ($2::uuid is null or client_id = $2) and ($3::text is null or status = $3)
             and ($4::text is null or channel = $4) and ($5::text is null or kind = $5)
             and ($6::timestamptz is null or (created_at, id) < ($6, $7::uuid))
           order by created_at desc, id desc limit $8"#,
        company.0,
        filter.client.map(|id| id.0),
        filter.status.map(MessageStatus::as_str),
        filter.channel.map(Channel::as_str),
        filter.kind.map(Kind::as_str),
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

pub async fn find(tx: &mut TenantTx, id: MessageId) -> Result<Message> {
    let company = tx.company();
    sqlx::query_as!(
        Message,
        r#"select id, kind, channel, recipient, status as "status: MessageStatus", client_id as "client_id: ClientId", member_id,
                  booking_id as "booking_id: BookingId", send_at, sent_at, delivered_at, failure,
                  fallback_of as "fallback_of: MessageId", segments, created_at
           from messages where company_id = $1 and id = $2"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("message"))
}

/// Has one that failed sent again, to the address that its reader has by now.
pub async fn send_again(tx: &mut TenantTx, id: MessageId) -> Result<Message> {
    let company = tx.company();
    let again = sqlx::query!(
        "update messages m
         set status = 'queued', failure = null, sent_at = null, delivered_at = null, provider_id = null,
             callback_id = null, callback_hash = null, segments = null, recipient = a.address, version = m.version + 1
         from (select t.id, case when t.member_id is not null then r.email when t.channel = 'sms' then c.phone else c.email end
                      as address
               from messages t
               left join clients c on c.company_id = $1 and c.id = t.client_id
               left join memberships r on r.company_id = $1 and r.id = t.member_id and r.status <> 'removed'
               where t.company_id = $1 and t.id = $2) a
         where m.company_id = $1 and m.id = a.id and m.status in ('failed', 'bounced') and a.address is not null",
        company.0,
        id.0
    )
    .execute(tx.db())
    .await?;
    let message = find(tx, id).await?;
    if again.rows_affected() == 1 {
        note_resend(tx, id).await?;
        return Ok(message);
    }
    match message.status {
        MessageStatus::Failed | MessageStatus::Bounced => {
            Err(Error::Conflict("unreachable", "Its reader has no such address any more.".into()))
        }
        other => Err(Error::Conflict("not_failed", format!("It is {}.", other.as_str()))),
    }
}

/// Writes down that it was sent again: by whom, the audit log says.
async fn note_resend(tx: &mut TenantTx, id: MessageId) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "insert into message_resends (company_id, id, message_id, created_at) values ($1, $2, $3, $4)",
        company.0,
        Uuid::now_v7(),
        id.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
