//! A POST that must not happen twice: the key goes in first, in the same transaction, and the answer beside it.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use super::{Actor, PlatformTx, TenantTx};
use crate::{
    error::{Error, Result},
    http::IdempotencyKey,
};

/// Which request it is: the operation's id, the key its sender gave it, and the fingerprint of its body.
#[derive(Clone, Copy, Debug)]
pub struct Once<'a> {
    pub operation: &'a str,
    pub key: &'a IdempotencyKey,
    pub hash: &'a [u8],
}

impl TenantTx {
    /// Does `work`, or answers what it answered the first time. Same key, other body: 422. A failure is not kept.
    ///
    /// Two at once: the second waits at the key until the first has committed, then finds its answer.
    pub async fn once<T, F>(&mut self, once: Once<'_>, work: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned,
        F: AsyncFnOnce(&mut Self) -> Result<T>,
    {
        let Some(key) = &once.key.0 else { return work(self).await };
        let caller = match self.actor() {
            Actor::Staff(user) | Actor::Customer(user) => user.to_string(),
            Actor::Guest => "guest".into(),
            Actor::System => "system".into(),
        };
        let id = Uuid::now_v7();
        let company = self.company();
        let now = self.now();
        let inserted = sqlx::query!(
            "insert into idempotency_keys (company_id, id, caller, operation, key, request_hash, created_at)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            company.0,
            id,
            caller,
            once.operation,
            key,
            once.hash,
            now
        )
        .execute(self.db())
        .await?
        .rows_affected();
        if inserted == 0 {
            return self.answered(&caller, once.operation, key, once.hash).await;
        }
        let answer = work(self).await?;
        let kept = serde_json::to_value(&answer).map_err(anyhow::Error::from)?;
        sqlx::query!("update idempotency_keys set answer = $3 where company_id = $1 and id = $2", company.0, id, kept)
            .execute(self.db())
            .await?;
        Ok(answer)
    }

    async fn answered<T: DeserializeOwned>(
        &mut self,
        caller: &str,
        operation: &str,
        key: &str,
        hash: &[u8],
    ) -> Result<T> {
        let (request_hash, answer) = self.kept(caller, operation, key).await?.unwrap_or_default();
        if request_hash != hash {
            let message = "was used for a different request";
            return Err(Error::invalid("Idempotency-Key", "key_reused", message));
        }
        Ok(serde_json::from_value(answer).map_err(anyhow::Error::from)?)
    }

    /// What a visitor's request was answered, for whoever still has its key. Kept for a day.
    pub async fn recall<T: DeserializeOwned>(&mut self, operation: &str, key: &IdempotencyKey) -> Result<Option<T>> {
        let Some(key) = &key.0 else { return Ok(None) };
        let Some((_, answer)) = self.kept("guest", operation, key).await? else { return Ok(None) };
        Ok(Some(serde_json::from_value(answer).map_err(anyhow::Error::from)?))
    }

    async fn kept(&mut self, caller: &str, operation: &str, key: &str) -> Result<Option<(Vec<u8>, Value)>> {
        let company = self.company();
        let kept = sqlx::query!(
            "select request_hash, answer from idempotency_keys
             where company_id = $1 and caller = $2 and operation = $3 and key = $4",
            company.0,
            caller,
            operation,
            key
        )
        .fetch_optional(self.db())
        .await?;
        Ok(kept.map(|kept| (kept.request_hash, kept.answer.unwrap_or_default())))
    }
}

/// Forgets the answers of more than a day ago.
pub async fn purge_answers(tx: &mut PlatformTx) -> Result<()> {
    let before = tx.now() - chrono::TimeDelta::hours(24);
    sqlx::query!("delete from idempotency_keys where created_at < $1", before).execute(tx.db()).await?;
    Ok(())
}
