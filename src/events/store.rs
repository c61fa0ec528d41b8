//! SQL on events. A transaction's number orders them, not their ids: one that commits late has ids from before.

use uuid::Uuid;

use super::{
    Event,
    model::{LiveEvent, Position, Recorded},
    topics::Subject,
};
use crate::{
    companies::CompanyId,
    db::{Actor, PlatformTx, TenantTx},
    error::Result,
};

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

/// The first transaction that may still be under way: all before it are over.
pub async fn horizon(tx: &mut TenantTx) -> Result<u64> {
    let xid = sqlx::query_scalar!(r#"select pg_snapshot_xmin(pg_current_snapshot())::text as "xid!""#)
        .fetch_one(tx.db())
        .await?;
    number(&xid)
}

/// Events of these kinds after a position, of transactions before `horizon`, in their order.
pub async fn list(
    tx: &mut TenantTx,
    after: Position,
    horizon: u64,
    kinds: &[String],
    most: i64,
) -> Result<Vec<Recorded>> {
    let company = tx.company();
    let rows = sqlx::query!(
        r#"select e.xid::text as "xid!", e.id, e.kind, e.payload, e.created_at
           from events e
           where e.company_id = $1 and (e.xid, e.id) > ($2::text::xid8, $3) and e.xid < $4::text::xid8
             and e.kind = any ($5)
           order by e.xid, e.id limit $6"#,
        company.0,
        after.xid.to_string(),
        after.id,
        horizon.to_string(),
        kinds,
        most
    )
    .fetch_all(tx.db())
    .await?;
    let recorded = rows.into_iter().map(|row| {
        let event = LiveEvent { id: row.id, kind: row.kind, payload: row.payload, created_at: row.created_at };
        Ok(Recorded { xid: number(&row.xid)?, event })
    });
    recorded.collect()
}

/// Which of these rows there are for the caller.
pub async fn own(tx: &mut TenantTx, subject: Subject, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let company = tx.company();
    let found = match subject {
        Subject::Booking => {
            let found = sqlx::query_scalar!(
                r#"select id as "id: Uuid" from bookings where company_id = $1 and id = any ($2)"#,
                company.0,
                ids
            );
            found.fetch_all(tx.db()).await?
        }
        Subject::TimeOff => {
            let found = sqlx::query_scalar!(
                r#"select id as "id: Uuid" from blocks where company_id = $1 and id = any ($2) and kind = 'time_off'"#,
                company.0,
                ids
            );
            found.fetch_all(tx.db()).await?
        }
        Subject::Client => {
            let found = sqlx::query_scalar!(
                r#"select id as "id: Uuid" from clients where company_id = $1 and id = any ($2)"#,
                company.0,
                ids
            );
            found.fetch_all(tx.db()).await?
        }
        Subject::Notification => {
            let found = sqlx::query_scalar!(
                r#"select m.id as "id: Uuid" from messages m join memberships r on r.company_id = $1 and r.id = m.member_id
                   where m.company_id = $1 and r.user_id = app.user_id() and m.id = any ($2)"#,
                company.0,
                ids
            );
            found.fetch_all(tx.db()).await?
        }
    };
    Ok(found)
}

/// The horizon, and which of these companies have events of transactions before it, from the one beside each on.
pub async fn look(tx: &mut PlatformTx, companies: &[Uuid], from: &[String]) -> Result<(u64, Vec<CompanyId>)> {
    let rows = sqlx::query!(
        r#"select w.company_id as "company_id!: CompanyId", pg_snapshot_xmin(pg_current_snapshot())::text as "horizon!",
                  exists (select from events e where e.company_id = w.company_id and e.xid >= w.xid::xid8
                                                 and e.xid < pg_snapshot_xmin(pg_current_snapshot())) as "news!"
           from unnest($1::uuid[], $2::text[]) as w (company_id, xid)"#,
        companies,
        from
    )
    .fetch_all(tx.db())
    .await?;
    let horizon = rows.first().map_or(Ok(0), |row| number(&row.horizon))?;
    Ok((horizon, rows.into_iter().filter(|row| row.news).map(|row| row.company_id).collect()))
}

fn number(xid: &str) -> Result<u64> {
    Ok(xid.parse().map_err(anyhow::Error::from)?)
}
