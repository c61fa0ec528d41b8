//! The way out of what somebody need not hear: a link in the mail itself, which nobody has to sign in for (RFC 2369, RFC 8058).
//!
//! It takes back one wish for one channel, of whoever the mail was to, and works for as long as the message is kept.

use anyhow::Context;
use uuid::Uuid;

use super::{model::Purpose, store::Waiting};
use crate::{
    app::App,
    auth::token,
    db::{TenantTx, Unsubscribing},
    error::Result,
};

impl Purpose {
    /// The wish that it goes by; `None`: it is sent in any case.
    pub fn wish(self) -> Option<&'static str> {
        match self {
            Self::Transaction => None,
            Self::Reminder => Some("reminders"),
            Self::Marketing => Some("marketing"),
        }
    }
}

/// What stands in a message's mail for whoever wants no more of its kind; `None` where that cannot be refused.
pub async fn link(app: &App, tx: &mut TenantTx, waiting: &Waiting) -> Result<Option<String>> {
    let due = &waiting.due;
    if waiting.client.is_none() || due.kind.manner().purpose.wish().is_none() {
        return Ok(None);
    }
    let (company, secret) = (tx.company(), app.tokens().link_secret(due.id.0)?);
    let hash = sqlx::query_scalar!(
        r#"update messages set unsubscribe_hash = coalesce(unsubscribe_hash, $3) where company_id = $1 and id = $2
           returning unsubscribe_hash as "hash!""#,
        company.0,
        due.id.0,
        token::secret_hash(&secret)
    )
    .fetch_one(tx.db())
    .await?;
    // One that went out before, under a key that is gone by now, works on; this mail is without.
    let Some(secret) = app.tokens().link_secret_again(due.id.0, &hash) else { return Ok(None) };
    let mut url = app.config().public_url.join("/account/unsubscribe").context("the public URL")?;
    url.query_pairs_mut().append_pair("token", &secret).append_pair("lang", &due.language);
    Ok(Some(url.into()))
}

/// Takes the wish back that a link is about. Done twice, it is the same.
pub async fn unsubscribe(app: &App, secret: &str) -> Result<Unsubscribing> {
    let (mut tx, link) = app.begin_unsubscribe(secret).await?;
    let (company, now) = (tx.company(), tx.now());
    if let Some(wish) = link.kind.manner().purpose.wish() {
        sqlx::query!("select app.unsubscribe($1, $2, $3, $4)", company.0, Uuid::now_v7(), wish, now)
            .execute(tx.db())
            .await?;
    }
    tx.commit().await?;
    Ok(link)
}
