//! Links that are sent by mail and work once: to verify an address, reset a password, change an address, or sign in.
//!
//! The database has the hash of a link's secret, the queue has its id, and whoever sends the mail makes the secret again.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    app::App,
    auth::{UserId, token},
    companies::CompanyId,
    db::IdentityTx,
    error::Result,
    queue::Job,
};

/// What following a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Purpose {
    VerifyEmail,
    ResetPassword,
    ChangeEmail,
    /// Signs a customer in.
    SignInLink,
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
            Self::ChangeEmail => "change_email",
            Self::SignInLink => "sign_in_link",
        }
    }

    /// How long a link is good for, in hours.
    pub fn hours(self) -> i64 {
        match self {
            Self::VerifyEmail => 72,
            Self::ResetPassword | Self::SignInLink => 1,
            Self::ChangeEmail => 24,
        }
    }
}

/// A link to be sent.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    pub purpose: Purpose,
    /// Whose address it is; `None`: nobody's.
    pub user: Option<UserId>,
    pub email: &'a str,
    pub name: Option<&'a str>,
    pub language: &'a str,
    /// Where a customer's link signs them in.
    pub company: Option<LinkTo<'a>>,
}

/// A company, as the mail with a customer's link names it.
#[derive(Clone, Copy, Debug)]
pub struct LinkTo<'a> {
    pub id: CompanyId,
    pub slug: &'a str,
    pub name: &'a str,
    /// The customer's own, for a card that the company has not got yet.
    pub phone: Option<&'a str>,
}

/// A link that is to go out, or has been followed, as its mail needs it.
#[derive(Clone, Debug)]
pub struct Link {
    pub id: Uuid,
    pub purpose: Purpose,
    pub user: Option<UserId>,
    pub email: String,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub language: String,
    pub company: Option<CompanyId>,
    pub company_slug: Option<String>,
    pub company_name: Option<String>,
    pub hash: Vec<u8>,
    pub expires_at: DateTime<Utc>,
}

/// A link is to be sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendLink {
    pub link: Uuid,
}

impl Job for SendLink {
    const QUEUE: &'static str = "identity.send_link";
}

/// Makes a link and has it sent. It takes as long for an address that nobody has.
pub async fn send(app: &App, tx: &mut IdentityTx, new: &NewLink<'_>) -> Result<()> {
    let (id, now) = (Uuid::now_v7(), tx.now());
    let hash = token::secret_hash(&app.tokens().link_secret(id)?);
    sqlx::query!(
        "insert into one_time_tokens (id, hash, purpose, user_id, email, name, phone, language, company_id,
                                      company_slug, company_name, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id,
        hash,
        new.purpose.as_str(),
        new.user.map(|user| user.0),
        new.email,
        new.name,
        new.company.and_then(|company| company.phone),
        new.language,
        new.company.map(|company| company.id.0),
        new.company.map(|company| company.slug),
        new.company.map(|company| company.name),
        now,
        now + TimeDelta::hours(new.purpose.hours())
    )
    .execute(tx.db())
    .await?;
    tx.enqueue(&SendLink { link: id }).await
}

/// A link that still can be followed, for whoever sends it.
pub async fn find(tx: &mut IdentityTx, id: Uuid) -> Result<Option<Link>> {
    let now = tx.now();
    Ok(sqlx::query_as!(
        Link,
        r#"select id, purpose, user_id as user, email, name, phone, language, company_id as company, company_slug, company_name,
                  hash, expires_at
           from one_time_tokens where id = $1 and used_at is null and expires_at > $2"#,
        id,
        now
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Uses a link up, if it is one of this purpose that still can be followed; of two who follow it at once, one does.
pub async fn follow(tx: &mut IdentityTx, secret: &str, purpose: Purpose) -> Result<Option<Link>> {
    let now = tx.now();
    Ok(sqlx::query_as!(
        Link,
        r#"update one_time_tokens set used_at = $3
           where hash = $1 and purpose = $2 and used_at is null and expires_at > $3
           returning id, purpose, user_id as user, email, name, phone, language, company_id as company, company_slug,
                     company_name, hash, expires_at"#,
        token::secret_hash(secret),
        purpose.as_str(),
        now
    )
    .fetch_optional(tx.db())
    .await?)
}

/// A link, if it is one of this purpose that still can be followed; it stays as it is.
pub async fn look(tx: &mut IdentityTx, secret: &str, purpose: Purpose) -> Result<Option<Link>> {
    let now = tx.now();
    Ok(sqlx::query_as!(
        Link,
        r#"select id, purpose, user_id as user, email, name, phone, language, company_id as company, company_slug, company_name,
                  hash, expires_at
           from one_time_tokens where hash = $1 and purpose = $2 and used_at is null and expires_at > $3"#,
        token::secret_hash(secret),
        purpose.as_str(),
        now
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Uses up what else was sent to somebody for this purpose.
pub async fn revoke_all(tx: &mut IdentityTx, user: UserId, purpose: Purpose) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "update one_time_tokens set used_at = $3 where user_id = $1 and purpose = $2 and used_at is null",
        user.0,
        purpose.as_str(),
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Forgets links that ran out more than a week ago.
pub async fn purge(tx: &mut IdentityTx) -> Result<()> {
    let before = tx.now() - TimeDelta::days(7);
    sqlx::query!("delete from one_time_tokens where expires_at < $1", before).execute(tx.db()).await?;
    Ok(())
}
