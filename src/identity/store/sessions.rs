//! SQL on sessions and their refresh tokens.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    auth::{
        SessionId, UserId,
        token::{self, Kind},
    },
    companies::CompanyId,
    db::IdentityTx,
    error::{Error, Result},
    http::Device,
};

/// How long a session lasts without being used.
const SESSION_TTL: TimeDelta = TimeDelta::days(30);

/// A session of this person, in this company unless they are an operator, and its first refresh token.
pub async fn open_session(
    tx: &mut IdentityTx,
    user: UserId,
    kind: Kind,
    company: Option<CompanyId>,
    device: &Device,
) -> Result<(SessionId, String)> {
    let (id, now) = (SessionId::new(), tx.now());
    sqlx::query!(
        "insert into sessions (id, user_id, kind, company_id, user_agent, address, created_at, last_seen_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7, $8)",
        id.0,
        user.0,
        kind.as_str(),
        company.map(|company| company.0),
        device.user_agent,
        device.address.0.to_string(),
        now,
        now + SESSION_TTL
    )
    .execute(tx.db())
    .await?;
    Ok((id, insert_refresh_token(tx, id).await?))
}

async fn insert_refresh_token(tx: &mut IdentityTx, session: SessionId) -> Result<String> {
    let (secret, now) = (token::random_secret("fdr_"), tx.now());
    sqlx::query!(
        "insert into refresh_tokens (hash, session_id, issued_at) values ($1, $2, $3)",
        token::secret_hash(&secret),
        session.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(secret)
}

/// A refresh token that belongs to a living session.
pub struct UsedToken {
    pub session: SessionId,
    pub user: UserId,
    /// `None`: an operator's.
    pub company: Option<CompanyId>,
    /// It was exchanged already.
    pub used_before: bool,
}

/// Marks a refresh token as used. Two who use it at once are two: the second waits for the first, and is the thief.
pub async fn use_refresh_token(tx: &mut IdentityTx, secret: &str, kind: Kind) -> Result<Option<UsedToken>> {
    let now = tx.now();
    let row = sqlx::query!(
        r#"select t.used_at, t.hash, s.id, s.user_id, s.company_id
           from refresh_tokens t join sessions s on s.id = t.session_id
           where t.hash = $1 and s.kind = $3 and s.revoked_at is null and s.expires_at > $2
           for update of t"#,
        token::secret_hash(secret),
        now,
        kind.as_str()
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    sqlx::query!("update refresh_tokens set used_at = coalesce(used_at, $2) where hash = $1", row.hash, now)
        .execute(tx.db())
        .await?;
    Ok(Some(UsedToken {
        session: row.id,
        user: row.user_id,
        company: row.company_id,
        used_before: row.used_at.is_some(),
    }))
}

/// When somebody signed in.
pub async fn signed_in_at(tx: &mut IdentityTx, session: SessionId) -> Result<DateTime<Utc>> {
    let at = sqlx::query_scalar!("select created_at from sessions where id = $1", session.0);
    at.fetch_optional(tx.db()).await?.ok_or(Error::Unauthenticated)
}

/// Lets a session live on, with a new refresh token, and notes where it was last seen.
pub async fn extend_session(tx: &mut IdentityTx, session: SessionId, device: &Device) -> Result<String> {
    let now = tx.now();
    sqlx::query!(
        "update sessions set expires_at = $2, last_seen_at = $3, address = $4, user_agent = coalesce($5, user_agent)
         where id = $1",
        session.0,
        now + SESSION_TTL,
        now,
        device.address.0.to_string(),
        device.user_agent
    )
    .execute(tx.db())
    .await?;
    insert_refresh_token(tx, session).await
}

/// Ends a session, on every process at once: each request looks.
pub async fn revoke(tx: &mut IdentityTx, session: SessionId, because: &str) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "update sessions set revoked_at = $2, revoked_because = $3 where id = $1 and revoked_at is null",
        session.0,
        now,
        because
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Ends every session of somebody, of whatever kind, but for one if it is to be kept.
pub async fn revoke_all(tx: &mut IdentityTx, user: UserId, keep: Option<SessionId>, because: &str) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "update sessions set revoked_at = $3, revoked_because = $4
         where user_id = $1 and id is distinct from $2 and revoked_at is null",
        user.0,
        keep.map(|session| session.0),
        now,
        because
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Forgets sessions that ended more than a week ago, with their tokens.
pub async fn purge_sessions(tx: &mut IdentityTx) -> Result<()> {
    let before = tx.now() - TimeDelta::days(7);
    sqlx::query!("delete from sessions where expires_at < $1 or revoked_at < $1", before).execute(tx.db()).await?;
    Ok(())
}
