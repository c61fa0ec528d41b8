//! SQL on clients' preferences.

use uuid::Uuid;

use super::model::{NewPreferences, Preference, Preferences, Wishes};
use crate::{
    auth::UserId,
    clients::ClientId,
    db::{Actor, TenantTx},
    error::{Error, Result},
    messages::model::Channel,
};

/// What a client has said; and what holds where they have not.
pub async fn find(tx: &mut TenantTx, client: ClientId) -> Result<Preferences> {
    let company = tx.company();
    let rows = sqlx::query!(
        r#"select channel as "channel: Channel", allowed, reminders, marketing, source, decided_by as "decided_by: UserId",
                  decided_through, decided_at
           from client_preferences where company_id = $1 and client_id = $2"#,
        company.0,
        client.0
    )
    .fetch_all(tx.db())
    .await?;
    let mut all = Preferences { email: Preference::silence(), sms: Preference::silence() };
    for row in rows {
        let said = Preference {
            allowed: row.allowed,
            reminders: row.reminders,
            marketing: row.marketing,
            source: row.source,
            decided_by: row.decided_by,
            decided_through: Some(row.decided_through),
            decided_at: Some(row.decided_at),
        };
        match row.channel {
            Channel::Email => all.email = said,
            Channel::Sms => all.sms = said,
            Channel::InApp => {}
        }
    }
    Ok(all)
}

/// Writes down what a client says. What was so already keeps who said it, and when.
pub async fn set(tx: &mut TenantTx, client: ClientId, new: &NewPreferences) -> Result<Preferences> {
    let (company, now) = (tx.company(), tx.now());
    let by = match tx.actor() {
        Actor::Staff(user) | Actor::Customer(user) => Some(user.0),
        Actor::Guest | Actor::System => None,
    };
    for (channel, wishes) in new.by_channel() {
        sqlx::query!(
            "insert into client_preferences as p (company_id, id, client_id, channel, allowed, reminders, marketing, source,
                                                  decided_by, decided_through, decided_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, app.actor(), $10)
             on conflict (company_id, client_id, channel) do update
             set allowed = excluded.allowed, reminders = excluded.reminders, marketing = excluded.marketing,
                 source = excluded.source, decided_by = excluded.decided_by, decided_through = excluded.decided_through,
                 decided_at = excluded.decided_at
             where (p.allowed, p.reminders, p.marketing) is distinct from
                   (excluded.allowed, excluded.reminders, excluded.marketing)",
            company.0,
            Uuid::now_v7(),
            client.0,
            channel.as_str(),
            wishes.allowed,
            wishes.reminders,
            wishes.marketing,
            new.source,
            by,
            now
        )
        .execute(tx.db())
        .await?;
    }
    find(tx, client).await
}

/// A client wants nothing more by a channel, no advertising either; `source` says how that is known. Whoever has said so already
/// is not asked again.
pub async fn withdraw(tx: &mut TenantTx, client: ClientId, channel: Channel, source: &str) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let silence = Wishes::default();
    sqlx::query!(
        "insert into client_preferences as p (company_id, id, client_id, channel, allowed, reminders, marketing, source,
                                              decided_through, decided_at)
         values ($1, $2, $3, $4, false, $5, false, $6, app.actor(), $7)
         on conflict (company_id, client_id, channel) do update
         set allowed = false, marketing = false, source = excluded.source, decided_by = null,
             decided_through = excluded.decided_through, decided_at = excluded.decided_at
         where p.allowed",
        company.0,
        Uuid::now_v7(),
        client.0,
        channel.as_str(),
        silence.reminders,
        source,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Whose card the customer's is who is signed in.
pub async fn own_card(tx: &mut TenantTx) -> Result<ClientId> {
    let company = tx.company();
    sqlx::query_scalar!("select id from clients where company_id = $1 and id = app.client_id()", company.0)
        .fetch_optional(tx.db())
        .await?
        .ok_or(Error::NotFound("client"))
}
