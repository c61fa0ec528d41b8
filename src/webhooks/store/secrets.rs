//! SQL on what endpoints' deliveries are signed with.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    db::TenantTx,
    error::Result,
    vault::Vault,
    webhooks::{WebhookId, signing::Secret},
};

/// The secret that signs from now on.
pub async fn insert(tx: &mut TenantTx, vault: &Vault, webhook: WebhookId, secret: &Secret) -> Result<()> {
    let (company, id, now) = (tx.company(), Uuid::now_v7(), tx.now());
    let sealed = vault.seal(id, secret.bytes())?;
    sqlx::query!(
        "insert into webhook_secrets (company_id, id, webhook_id, secret, created_at) values ($1, $2, $3, $4, $5)",
        company.0,
        id,
        webhook.0,
        sealed,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The current secret signs until then, and the one before it not any more: there are never more than two.
pub async fn retire(tx: &mut TenantTx, webhook: WebhookId, until: DateTime<Utc>) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "delete from webhook_secrets where company_id = $1 and webhook_id = $2 and expires_at is not null",
        company.0,
        webhook.0
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "update webhook_secrets set expires_at = $3 where company_id = $1 and webhook_id = $2",
        company.0,
        webhook.0,
        until
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Those that sign now, each as it stands in its row, the newest first.
pub async fn list(tx: &mut TenantTx, webhook: WebhookId) -> Result<Vec<(Uuid, String)>> {
    let (company, now) = (tx.company(), tx.now());
    let rows = sqlx::query!(
        "select id, secret from webhook_secrets
         where company_id = $1 and webhook_id = $2 and (expires_at is null or expires_at > $3)
         order by expires_at desc nulls first",
        company.0,
        webhook.0,
        now
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.secret)).collect())
}
