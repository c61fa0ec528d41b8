//! SQL on whoever asks, and on their sessions.

use chrono::{DateTime, Utc};

use super::model::{Me, MePatch, MySession, SessionCompany, SessionKind};
use crate::{
    auth::{Person, SessionId, caller::SignedInPerson, token::Kind},
    db::IdentityTx,
    error::{Error, Result},
    http::Limit,
    identity::{device, store},
};

pub async fn show(tx: &mut IdentityTx, Person(who): &Person) -> Result<Me> {
    let row = sqlx::query!(
        r#"select u.id, u.name, u.email, u.email_verified_at, u.language, u.version, c.user_id is not null as "has_password!"
           from users u left join credentials c on c.user_id = u.id where u.id = $1"#,
        who.user.0
    )
    .fetch_optional(tx.db())
    .await?;
    let row = row.ok_or(Error::Unauthenticated)?;
    let companies = match who.kind {
        Kind::Customer => vec![],
        Kind::Staff | Kind::Operator => store::memberships(tx, who.user).await?,
    };
    Ok(Me {
        id: row.id,
        name: row.name,
        email: row.email,
        email_verified: row.email_verified_at.is_some(),
        language: row.language,
        has_password: row.has_password,
        kind: who.kind.into(),
        companies,
        version: row.version,
    })
}

impl From<Kind> for SessionKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Staff => Self::Staff,
            Kind::Customer => Self::Customer,
            Kind::Operator => Self::Operator,
        }
    }
}

pub async fn update(tx: &mut IdentityTx, person: &Person, patch: &MePatch, version: i32) -> Result<Me> {
    let updated = sqlx::query!(
        "update users set name = coalesce($3, name), language = coalesce($4, language), version = version + 1
         where id = $1 and version = $2",
        person.0.user.0,
        version,
        patch.name,
        patch.language
    )
    .execute(tx.db())
    .await?;
    if updated.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    show(tx, person).await
}

/// The kind of sessions that somebody sees: as a customer, those of customers; `None`: all of theirs.
fn seen(who: &SignedInPerson) -> Option<&'static str> {
    (who.kind == Kind::Customer).then(|| Kind::Customer.as_str())
}

/// Newest first.
pub async fn sessions(
    tx: &mut IdentityTx,
    Person(who): &Person,
    after: Option<(DateTime<Utc>, SessionId)>,
    limit: Limit,
) -> Result<Vec<MySession>> {
    let now = tx.now();
    let (at, id) = after.unzip();
    let rows = sqlx::query!(
        r#"select s.id, s.kind, s.user_agent, s.address, s.created_at, s.last_seen_at, c.slug as "slug?", c.name as "name?"
           from sessions s left join companies c on c.id = s.company_id
           where s.user_id = $1 and s.revoked_at is null and s.expires_at > $2 and ($3::text is null or s.kind = $3)
             and ($4::timestamptz is null or (s.created_at, s.id) < ($4, $5))
           order by s.created_at desc, s.id desc limit $6"#,
        who.user.0,
        now,
        seen(who),
        at,
        id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    let sessions = rows.into_iter().map(|row| MySession {
        id: row.id,
        kind: row.kind.into(),
        company: row.slug.zip(row.name).map(|(slug, name)| SessionCompany { slug, name }),
        device: device::describe(row.user_agent.as_deref()),
        address: row.address,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        current: row.id == who.session,
    });
    Ok(sessions.collect())
}

/// Ends a session of theirs that has not ended.
pub async fn end(tx: &mut IdentityTx, Person(who): &Person, session: SessionId) -> Result<()> {
    let now = tx.now();
    let ended = sqlx::query!(
        "update sessions set revoked_at = $4, revoked_because = 'ended by its owner'
         where id = $1 and user_id = $2 and ($3::text is null or kind = $3) and revoked_at is null and expires_at > $4",
        session.0,
        who.user.0,
        seen(who),
        now
    )
    .execute(tx.db())
    .await?;
    if ended.rows_affected() == 0 { Err(Error::NotFound("session")) } else { Ok(()) }
}

/// Ends every session of theirs but the one that asks.
pub async fn end_others(tx: &mut IdentityTx, Person(who): &Person) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "update sessions set revoked_at = $4, revoked_because = 'ended by its owner'
         where id <> $1 and user_id = $2 and ($3::text is null or kind = $3) and revoked_at is null",
        who.session.0,
        who.user.0,
        seen(who),
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
