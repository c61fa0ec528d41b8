//! Mails that only tell somebody what has become of their account: no link, nothing to follow.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store::Reader;
use crate::{db::IdentityTx, error::Result, queue::Job};

/// What a notice tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    PasswordChanged,
    EmailChanged,
}

/// A notice to be sent.
#[derive(Clone, Copy, Debug)]
pub enum NewNotice<'a> {
    PasswordChanged,
    /// With the new address; whoever reads the old one is told.
    EmailChanged {
        email: &'a str,
    },
}

/// A notice that is to go out, as its mail needs it.
#[derive(Clone, Debug)]
pub struct Notice {
    pub id: Uuid,
    pub kind: Kind,
    pub email: String,
    pub name: String,
    pub language: String,
    pub new_email: Option<String>,
}

/// A notice is to be sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendNotice {
    pub notice: Uuid,
}

impl Job for SendNotice {
    const QUEUE: &'static str = "identity.send_notice";
}

/// Has somebody told, at the address that `reader` has.
pub async fn send(tx: &mut IdentityTx, reader: &Reader, new: NewNotice<'_>) -> Result<()> {
    let (id, now) = (Uuid::now_v7(), tx.now());
    let (kind, new_email) = match new {
        NewNotice::PasswordChanged => ("password_changed", None),
        NewNotice::EmailChanged { email } => ("email_changed", Some(email)),
    };
    sqlx::query!(
        "insert into account_notices (id, kind, user_id, email, name, language, new_email, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        kind,
        reader.id.0,
        reader.email,
        reader.name,
        reader.language,
        new_email,
        now
    )
    .execute(tx.db())
    .await?;
    tx.enqueue(&SendNotice { notice: id }).await
}

/// A notice, for whoever sends it.
pub async fn find(tx: &mut IdentityTx, id: Uuid) -> Result<Option<Notice>> {
    Ok(sqlx::query_as!(
        Notice,
        "select id, kind, email, name, language, new_email from account_notices where id = $1",
        id
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Forgets notices of more than a week ago.
pub async fn purge(tx: &mut IdentityTx) -> Result<()> {
    let before = tx.now() - TimeDelta::days(7);
    sqlx::query!("delete from account_notices where created_at < $1", before).execute(tx.db()).await?;
    Ok(())
}
