//! SQL on users, credentials and sessions.

use chrono::TimeDelta;
use uuid::Uuid;

use super::model::{Membership, NewRegistration};
use crate::{
    auth::{Role, SessionId, UserId, token},
    companies::CompanyId,
    db::IdentityTx,
    error::{Error, OnConstraint, Result},
};

/// How long a session lasts without being used.
const SESSION_TTL: TimeDelta = TimeDelta::days(30);

/// Who has this e-mail address, and the hash of their password.
pub async fn credentials(tx: &mut IdentityTx, email: &str) -> Result<Option<(UserId, String)>> {
    let row = sqlx::query!(
        "select u.id, c.password_hash from users u join credentials c on c.user_id = u.id where u.email = $1",
        email
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.map(|row| (row.id, row.password_hash)))
}

/// A new person. Somebody else who takes the same address this instant makes it a wrong password.
pub async fn insert_user(tx: &mut IdentityTx, new: &NewRegistration, password_hash: &str) -> Result<UserId> {
    let (id, now) = (UserId::new(), tx.now());
    sqlx::query!(
        "insert into users (id, email, name, language, created_at) values ($1, $2, $3, $4, $5)",
        id.0,
        new.email,
        new.name,
        new.company.language.code(),
        now
    )
    .execute(tx.db())
    .await
    .on_constraint("users_email_key", || Error::WrongCredentials)?;
    sqlx::query!(
        "insert into credentials (user_id, password_hash, changed_at) values ($1, $2, $3)",
        id.0,
        password_hash,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(id)
}

pub async fn insert_membership(
    tx: &mut IdentityTx,
    company: CompanyId,
    user: UserId,
    role: Role,
    new: &NewRegistration,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into memberships (company_id, id, user_id, role, name, email, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        company.0,
        Uuid::now_v7(),
        user.0,
        role.as_str(),
        new.name,
        new.email,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The companies where this person may sign in, in the order they joined.
pub async fn memberships(tx: &mut IdentityTx, user: UserId) -> Result<Vec<Membership>> {
    Ok(sqlx::query_as!(
        Membership,
        r#"select m.company_id, c.slug, c.name, m.role
           from memberships m join companies c on c.id = m.company_id
           where m.user_id = $1 and m.status = 'active' and c.status = 'active'
           order by m.created_at, m.id"#,
        user.0
    )
    .fetch_all(tx.db())
    .await?)
}

/// A session of this person in this company, and its first refresh token.
pub async fn open_session(tx: &mut IdentityTx, user: UserId, company: CompanyId) -> Result<(SessionId, String)> {
    let (id, now) = (SessionId::new(), tx.now());
    sqlx::query!(
        "insert into sessions (id, user_id, company_id, created_at, expires_at) values ($1, $2, $3, $4, $5)",
        id.0,
        user.0,
        company.0,
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
    pub company: CompanyId,
    /// It was exchanged already.
    pub used_before: bool,
}

/// Marks a refresh token as used. Two who use it at once are two: the second waits for the first, and is the thief.
pub async fn use_refresh_token(tx: &mut IdentityTx, secret: &str) -> Result<Option<UsedToken>> {
    let now = tx.now();
    let row = sqlx::query!(
        r#"select t.used_at, t.hash, s.id, s.user_id, s.company_id
           from refresh_tokens t join sessions s on s.id = t.session_id
           where t.hash = $1 and s.revoked_at is null and s.expires_at > $2
           for update of t"#,
        token::secret_hash(secret),
        now
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

/// Lets a session live on, with a new refresh token.
pub async fn extend_session(tx: &mut IdentityTx, session: SessionId) -> Result<String> {
    let now = tx.now();
    sqlx::query!("update sessions set expires_at = $2 where id = $1", session.0, now + SESSION_TTL)
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

/// Forgets sessions that ended more than a week ago, with their tokens.
pub async fn purge_sessions(tx: &mut IdentityTx) -> Result<()> {
    let before = tx.now() - TimeDelta::days(7);
    sqlx::query!("delete from sessions where expires_at < $1", before).execute(tx.db()).await?;
    Ok(())
}
