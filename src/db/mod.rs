//! The database: the one place that holds a pool, and the doors through which a transaction becomes somebody's.
//!
//! Nothing outside this folder can name a connection: stores get a `TenantTx`, which says whose rows it sees.
//!
//! ```compile_fail
//! fn raw(tx: &frontdesk::db::TenantTx) -> &sqlx::pool::PoolConnection<sqlx::Postgres> {
//!     &tx.conn // private: a tenant's transaction cannot be taken apart
//! }
//! ```
//!
//! ```compile_fail
//! fn pool(db: &frontdesk::db::Db) -> sqlx::PgPool {
//!     db.pool.clone() // private: there is no way around the doors
//! }
//! ```
//!
//! What a feature does instead compiles:
//!
//! ```
//! async fn rows(tx: &mut frontdesk::db::TenantTx) -> frontdesk::error::Result<()> {
//!     frontdesk::clients::store::find(tx, frontdesk::clients::ClientId::new()).await.map(drop)
//! }
//! ```

pub mod backups;
mod cache;
pub mod catalogue;
pub mod doctor;
mod errands;
pub mod exporting;
pub mod fingerprint;
mod identity;
pub mod importing;
mod live;
pub mod migrate;
mod once;
pub mod operators;
mod platform;
mod queue;
mod session;
mod tenant;

use std::{borrow::Cow, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::sync::broadcast::Sender;

pub(crate) use cache::Cache;
pub use cache::{KEPT, Lasting};
pub use errands::Unsubscribing;
pub use exporting::{Exported, Snapshot};
pub use identity::IdentityTx;
pub use once::{Once, purge_answers};
pub use platform::PlatformTx;
pub use queue::Backend;
pub(crate) use tenant::Admission;
pub use tenant::{Actor, TenantTx};

use crate::error::Result;

/// The pools: one for requests, which may go through a transaction pooler, and one for the job queue, which may not.
#[derive(Clone)]
pub struct Db {
    pool: PgPool,
    queue: PgPool,
    calls: Sender<Call>,
    news: Sender<Nudge>,
    cache: Cache,
}

/// Who says that there is something new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// A transaction of this process has committed it.
    Here,
    /// Another process says so.
    Elsewhere,
}

/// There is work in a queue.
#[derive(Clone, Debug)]
pub struct Call {
    pub by: Nudge,
    pub queue: Cow<'static, str>,
}

/// Wakes the workers of this process. Nobody listens where none runs: those elsewhere poll.
fn call(calls: &Sender<Call>, mut queues: Vec<&'static str>) {
    queues.sort_unstable();
    queues.dedup();
    for queue in queues {
        let _ = calls.send(Call { by: Nudge::Here, queue: queue.into() });
    }
}

impl Db {
    /// Lazily: nothing connects before the first use.
    pub(crate) fn connect(url: &str, direct_url: &str, pool_size: u32, cache: Cache) -> anyhow::Result<Self> {
        let quiet = |url| -> anyhow::Result<PgConnectOptions> {
            let options = PgConnectOptions::from_str(url)?.application_name("frontdesk").statement_cache_capacity(500);
            Ok(options.disable_statement_logging())
        };
        // A dead connection is found out by the door itself, which tries once more; asking before each use would cost a
        // round trip a request.
        let options = || {
            PgPoolOptions::new()
                .acquire_timeout(Duration::from_secs(5))
                .idle_timeout(Duration::from_secs(300))
                .test_before_acquire(false)
        };
        let queue_login = quiet(direct_url)?.options([("role", "frontdesk_queue")]);
        Ok(Self {
            pool: options().max_connections(pool_size).connect_lazy_with(quiet(url)?),
            queue: options().max_connections(8).connect_lazy_with(queue_login),
            calls: Sender::new(64),
            news: Sender::new(16),
            cache,
        })
    }

    /// Whether the database answers, and has been migrated.
    pub async fn ping(&self) -> Result<()> {
        sqlx::raw_sql("select app.company_id()").execute(&self.pool).await?;
        Ok(())
    }

    /// Connections open, and how many of these are idle.
    pub fn connections(&self) -> (u32, usize) {
        (self.pool.size(), self.pool.num_idle())
    }

    /// Closes the pools, after what is under way.
    pub async fn close(&self) {
        self.pool.close().await;
        self.queue.close().await;
    }
}
