//! SQL on companies' own mail servers: a company has one, or none.

use chrono::{DateTime, Utc};

use super::model::{MailServer, MailServerId, NewMailServer, Security};
use crate::{
    db::TenantTx,
    error::{Error, Result},
};

pub async fn find(tx: &mut TenantTx) -> Result<MailServer> {
    let company = tx.company();
    sqlx::query_as!(
        MailServer,
        r#"select host, port, security as "security: Security", username, from_email, from_name, failing_since, failure,
                  refused_at, version, updated_at
           from mail_servers where company_id = $1"#,
        company.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("mail server"))
}

/// A mail server as it is used: with its password, sealed.
#[derive(Clone)]
pub struct Own {
    pub id: MailServerId,
    pub host: String,
    pub port: i32,
    pub security: Security,
    pub username: Option<String>,
    pub secret: Option<String>,
    pub from_email: String,
    pub from_name: Option<String>,
    pub failing_since: Option<DateTime<Utc>>,
    pub refused_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub async fn own(tx: &mut TenantTx) -> Result<Option<Own>> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Own,
        r#"select id, host, port, security as "security: Security", username, secret, from_email, from_name, failing_since,
                  refused_at, version
           from mail_servers where company_id = $1"#,
        company.0
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Has mails go out by this one, if `version` is still the current one: 0 where there was none. It begins anew.
pub async fn put(
    tx: &mut TenantTx,
    id: MailServerId,
    new: &NewMailServer,
    secret: Option<&str>,
    version: i32,
) -> Result<MailServer> {
    let (company, now) = (tx.company(), tx.now());
    let put = if version == 0 {
        sqlx::query!(
            "insert into mail_servers (company_id, id, host, port, security, username, secret, from_email, from_name, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (company_id) do nothing",
            company.0,
            id.0,
            new.host,
            new.port,
            new.security.as_str(),
            new.username,
            secret,
            new.from_email,
            new.from_name,
            now
        )
        .execute(tx.db())
        .await?
    } else {
        sqlx::query!(
            "update mail_servers set
                 host = $3, port = $4, security = $5, username = $6, secret = $7, from_email = $8, from_name = $9,
                 updated_at = $10, version = version + 1, failing_since = null, failure = null, refused_at = null, told_at = null
             where company_id = $1 and id = $2 and version = $11",
            company.0,
            id.0,
            new.host,
            new.port,
            new.security.as_str(),
            new.username,
            secret,
            new.from_email,
            new.from_name,
            now,
            version
        )
        .execute(tx.db())
        .await?
    };
    if put.rows_affected() == 0 { Err(Error::Stale) } else { find(tx).await }
}

/// Where there is none, nothing happens.
pub async fn delete(tx: &mut TenantTx) -> Result<()> {
    let company = tx.company();
    sqlx::query!("delete from mail_servers where company_id = $1", company.0).execute(tx.db()).await?;
    Ok(())
}

pub async fn mark_tested(tx: &mut TenantTx) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!("update mail_servers set tested_at = $2 where company_id = $1", company.0, now)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// It has taken a mail, as it is set up now.
pub async fn note_success(tx: &mut TenantTx, id: MailServerId, version: i32) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update mail_servers set failing_since = null, failure = null, refused_at = null, told_at = null
         where company_id = $1 and id = $2 and version = $3 and failing_since is not null",
        company.0,
        id.0,
        version
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// It was not reached, or `refused` to let us in, as it is set up now.
pub async fn note_failure(tx: &mut TenantTx, id: MailServerId, version: i32, why: &str, refused: bool) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update mail_servers set failing_since = coalesce(failing_since, $4), failure = $5,
                                 refused_at = case when $6 then $4 else refused_at end
         where company_id = $1 and id = $2 and version = $3",
        company.0,
        id.0,
        version,
        now,
        why,
        refused
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Whether nobody had been told before that it refuses us; from now on somebody is.
pub async fn mark_told(tx: &mut TenantTx, id: MailServerId, version: i32) -> Result<bool> {
    let (company, now) = (tx.company(), tx.now());
    let told = sqlx::query!(
        "update mail_servers set told_at = $4
         where company_id = $1 and id = $2 and version = $3 and refused_at is not null and told_at is null",
        company.0,
        id.0,
        version,
        now
    );
    Ok(told.execute(tx.db()).await?.rows_affected() == 1)
}
