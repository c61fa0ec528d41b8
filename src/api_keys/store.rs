//! SQL on API keys.

use chrono::{DateTime, Utc};

use super::model::{ApiKey, KeyMember, NewApiKey};
use crate::{
    auth::{ApiKeyId, UserId},
    db::TenantTx,
    error::{Error, Result},
    http::Limit,
    members::MemberId,
};

struct Row {
    id: ApiKeyId,
    name: String,
    hint: String,
    permissions: Vec<String>,
    member_id: MemberId,
    member_name: String,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<Row> for ApiKey {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            hint: row.hint,
            permissions: row.permissions,
            member: KeyMember { id: row.member_id, name: row.member_name },
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            created_at: row.created_at,
        }
    }
}

/// What is kept of a key's secret.
#[derive(Clone, Debug)]
pub struct Secret {
    pub hint: String,
    pub hash: Vec<u8>,
}

/// A key of the member that this person is here.
pub async fn insert(tx: &mut TenantTx, maker: UserId, new: &NewApiKey, secret: &Secret) -> Result<ApiKey> {
    let (company, id, now) = (tx.company(), ApiKeyId::new(), tx.now());
    sqlx::query!(
        "insert into api_keys (company_id, id, membership_id, name, hint, hash, permissions, expires_at, created_at)
         select $1, $2, m.id, $4, $5, $6, $7, $8, $9 from memberships m where m.company_id = $1 and m.user_id = $3",
        company.0,
        id.0,
        maker.0,
        new.name,
        secret.hint,
        secret.hash,
        &new.permissions,
        new.expires_at,
        now
    )
    .execute(tx.db())
    .await?;
    find(tx, id).await
}

pub async fn find(tx: &mut TenantTx, id: ApiKeyId) -> Result<ApiKey> {
    let company = tx.company();
    let row = sqlx::query_as!(
        Row,
        "select k.id, k.name, k.hint, k.permissions, m.id as member_id, m.name as member_name, k.expires_at,
                k.last_used_at, k.revoked_at, k.created_at
         from api_keys k join memberships m on m.company_id = $1 and m.id = k.membership_id
         where k.company_id = $1 and k.id = $2",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("API key"))?.into())
}

/// Newest first, revoked ones among them.
pub async fn list(tx: &mut TenantTx, before: Option<(DateTime<Utc>, ApiKeyId)>, limit: Limit) -> Result<Vec<ApiKey>> {
    let company = tx.company();
    let (before_time, before_id) = before.unzip();
    let rows = sqlx::query_as!(
        Row,
        "select k.id, k.name, k.hint, k.permissions, m.id as member_id, m.name as member_name, k.expires_at,
                k.last_used_at, k.revoked_at, k.created_at
         from api_keys k join memberships m on m.company_id = $1 and m.id = k.membership_id
         where k.company_id = $1 and ($2::timestamptz is null or (k.created_at, k.id) < ($2, $3::uuid))
         order by k.created_at desc, k.id desc limit $4",
        company.0,
        before_time,
        before_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(ApiKey::from).collect())
}

/// Ends a key, on every process at once: each request looks.
pub async fn revoke(tx: &mut TenantTx, id: ApiKeyId) -> Result<ApiKey> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update api_keys set revoked_at = $3, version = version + 1
         where company_id = $1 and id = $2 and revoked_at is null",
        company.0,
        id.0,
        now
    )
    .execute(tx.db())
    .await?;
    find(tx, id).await
}

/// Ends the keys of a member.
pub async fn revoke_of(tx: &mut TenantTx, member: MemberId) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update api_keys set revoked_at = $3, version = version + 1
         where company_id = $1 and membership_id = $2 and revoked_at is null",
        company.0,
        member.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
