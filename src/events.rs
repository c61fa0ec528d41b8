//! What happened: one row a change of state, written in the transaction of the change.

use serde::Serialize;
use uuid::Uuid;

use crate::{
    db::{Actor, TenantTx},
    error::Result,
};

/// Something that happened; its fields are ids and what changed.
pub trait Event: Serialize + Sync {
    /// `thing.happened`, in the past tense.
    const KIND: &'static str;
}

pub(crate) async fn insert<E: Event>(tx: &mut TenantTx, event: &E) -> Result<()> {
    let payload = serde_json::to_value(event).map_err(anyhow::Error::from)?;
    let actor = match tx.actor() {
        Actor::Staff(user) | Actor::Customer(user) => Some(user.0),
        Actor::Guest | Actor::System => None,
    };
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "insert into events (company_id, id, kind, payload, actor_user_id, created_at) values ($1, $2, $3, $4, $5, $6)",
        company.0,
        Uuid::now_v7(),
        E::KIND,
        payload,
        actor,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
