//! What the doors look up before they open: whose page, role, key or link it is. Each is one small function of the
//! database's that answers nothing else.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Db;
use crate::{
    auth::{ApiKeyId, Credential, Member, UserId},
    companies::CompanyId,
    error::Result,
    messages::{Kind, MessageId},
};

/// The message that somebody came from who wants no more of its kind.
#[derive(Clone, Debug)]
pub struct Unsubscribing {
    pub company: CompanyId,
    pub message: MessageId,
    pub kind: Kind,
    /// That of the message.
    pub language: String,
}

impl Db {
    /// Whose address on the web this is, if anybody's.
    pub async fn company_by_slug(&self, slug: &str) -> Result<Option<CompanyId>> {
        Ok(sqlx::query_scalar!(r#"select app.company_by_slug($1) as "id: CompanyId""#, slug)
            .fetch_one(&self.pool)
            .await?)
    }

    /// The version and the permissions of a company's own role.
    pub(crate) async fn role_by_key(&self, company: CompanyId, key: &str) -> Result<Option<(i32, Vec<String>)>> {
        let row = sqlx::query!("select version, permissions from app.role_by_key($1, $2)", company.0, key)
            .fetch_one(&self.pool)
            .await?;
        Ok(row.version.zip(row.permissions))
    }

    /// Whose key this is, if it is anybody's and good.
    pub(crate) async fn key_by_hash(&self, hash: &[u8], now: DateTime<Utc>) -> Result<Option<Member>> {
        let row =
            sqlx::query!("select company_id, id, user_id, role, permissions from app.key_by_hash($1, $2)", hash, now)
                .fetch_one(&self.pool)
                .await?;
        let (Some(company), Some(id), Some(user), Some(role)) = (row.company_id, row.id, row.user_id, row.role) else {
            return Ok(None);
        };
        Ok(Some(Member {
            company: CompanyId(company),
            user: UserId(user),
            role: role.parse().map_err(anyhow::Error::from)?,
            credential: Credential::Key(ApiKeyId(id), row.permissions.unwrap_or_default()),
            until: None,
        }))
    }

    /// Which company's and which message is told of with this secret.
    pub(crate) async fn message_by_hash(&self, hash: &[u8]) -> Result<Option<(CompanyId, MessageId)>> {
        let row =
            sqlx::query!("select company_id, id from app.message_by_hash($1)", hash).fetch_one(&self.pool).await?;
        Ok(row.company_id.map(CompanyId).zip(row.id.map(MessageId)))
    }

    /// Which company's message a link to unsubscribe by came in, if it is one.
    pub(crate) async fn unsubscribe_link(&self, hash: &[u8]) -> Result<Option<Unsubscribing>> {
        let row = sqlx::query!(
            r#"select company_id as "company: CompanyId", message_id as "message: MessageId", kind as "kind: Kind", language
               from app.unsubscribe_link($1)"#,
            hash
        )
        .fetch_one(&self.pool)
        .await?;
        let (Some(company), Some(message), Some(kind)) = (row.company, row.message, row.kind) else { return Ok(None) };
        Ok(Some(Unsubscribing { company, message, kind, language: row.language.unwrap_or_default() }))
    }

    /// Which company a mail of ours is of, if there is one with this id.
    pub(crate) async fn company_of_mail(&self, message: Uuid) -> Result<Option<CompanyId>> {
        Ok(sqlx::query_scalar!(r#"select app.company_of_mail($1) as "id: CompanyId""#, message)
            .fetch_one(&self.pool)
            .await?)
    }

    /// Which company's and which link this is, if it is an open one.
    pub(crate) async fn link_by_hash(&self, hash: &[u8], now: DateTime<Utc>) -> Result<Option<(CompanyId, Uuid)>> {
        let row = sqlx::query!("select company_id, id from app.invitation_by_hash($1, $2)", hash, now)
            .fetch_one(&self.pool)
            .await?;
        Ok(row.company_id.map(CompanyId).zip(row.id))
    }
}
