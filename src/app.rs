//! The application: what a process has one of, and the doors through which everything else gets to the database.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use moka::future::Cache;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::{
    auth::{Caller, Permission, Policy, token::Tokens},
    clock::Clock,
    companies::{self, CompanyId},
    config::Config,
    db::{Db, IdentityTx, Nudge, PlatformTx, TenantTx},
    error::{Error, Result},
    http::limits::Limits,
    queue::Envelope,
};

/// Cheap to clone; every part of a process has one.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    config: Config,
    clock: Clock,
    db: Db,
    policy: Policy,
    tokens: Tokens,
    limits: Limits,
    redis: Option<redis::Client>,
    slugs: Cache<String, CompanyId>,
}

impl App {
    /// Connects lazily to the database, and to Redis if there is one: a process starts without either.
    pub async fn new(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let url = config.database_url.as_deref().ok_or_else(|| anyhow::anyhow!("DATABASE_URL is not set"))?;
        let direct = config.database_direct_url.as_deref().unwrap_or(url);
        let redis = config.redis_url.as_deref().map(redis::Client::open).transpose()?;
        let manager = redis.clone().and_then(lazy_connection);
        let parts = Parts {
            db: Db::connect(url, direct, config.pool_size)?,
            policy: Policy::load().await?,
            tokens: Tokens::new(&config.jwt_keys)?,
            limits: Limits::new(manager.clone(), &config.redis_prefix, config.rate_limit_factor),
            redis,
            slugs: Cache::builder().max_capacity(10_000).time_to_live(std::time::Duration::from_secs(5)).build(),
            config,
            clock,
        };
        let app = Self(Arc::new(parts));
        if let Some(manager) = manager {
            tokio::spawn(announce(app.db().nudges(), manager, app.nudge_channel()));
        }
        Ok(app)
    }

    /// A member's transaction: refused unless their role has the permission; read-only if the permission only reads.
    pub async fn begin(&self, caller: &Caller, permission: Permission) -> Result<TenantTx> {
        let reach = self.0.policy.decide(caller.0.role, permission).ok_or(Error::Forbidden)?;
        self.0.db.begin(caller, reach, permission.reads(), self.now()).await
    }

    /// A visitor's transaction that only reads.
    pub async fn read_as_guest(&self, slug: &str) -> Result<TenantTx> {
        let company = self.company_by_slug(slug).await?;
        self.0.db.begin_guest(company, true, self.now()).await
    }

    /// A visitor's transaction.
    pub async fn begin_guest(&self, slug: &str) -> Result<TenantTx> {
        let company = self.company_by_slug(slug).await?;
        self.0.db.begin_guest(company, false, self.now()).await
    }

    /// A job's transaction, for the company on its envelope.
    pub async fn begin_job(&self, envelope: &Envelope) -> Result<TenantTx> {
        self.0.db.begin_job(envelope, self.now()).await
    }

    /// A schedule's transaction.
    pub async fn platform(&self) -> Result<PlatformTx> {
        self.0.db.platform(self.now()).await
    }

    /// Sign-up, sign-in, sessions.
    pub async fn identity(&self) -> Result<IdentityTx> {
        self.0.db.identity(false, self.now()).await
    }

    /// A look at who somebody is.
    pub async fn read_identity(&self) -> Result<IdentityTx> {
        self.0.db.identity(true, self.now()).await
    }

    /// An address that is known stays known for seconds; one that is not is asked for again at once.
    async fn company_by_slug(&self, slug: &str) -> Result<CompanyId> {
        if !companies::model::is_slug(slug) {
            return Err(Error::NotFound("company"));
        }
        if let Some(company) = self.0.slugs.get(slug).await {
            return Ok(company);
        }
        let company = self.0.db.company_by_slug(slug).await?.ok_or(Error::NotFound("company"))?;
        self.0.slugs.insert(slug.to_owned(), company).await;
        Ok(company)
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Where processes tell each other that there is work.
    pub fn nudge_channel(&self) -> String {
        format!("{}:jobs", self.0.config.redis_prefix)
    }

    /// Redis, where there is one.
    pub fn redis(&self) -> Option<&redis::Client> {
        self.0.redis.as_ref()
    }
}

/// Reconnects by itself, and fails fast while there is nothing to connect to.
fn lazy_connection(client: redis::Client) -> Option<ConnectionManager> {
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(1)
        .set_connection_timeout(Some(std::time::Duration::from_millis(500)))
        .set_response_timeout(Some(std::time::Duration::from_millis(500)));
    ConnectionManager::new_lazy_with_config(client, config).ok()
}

/// Tells the other processes when this one has added a job. One that does not hear it polls a moment later.
async fn announce(mut nudges: broadcast::Receiver<Nudge>, mut redis: ConnectionManager, channel: String) {
    loop {
        match nudges.recv().await {
            Ok(Nudge::Here) | Err(RecvError::Lagged(_)) => {
                let told: redis::RedisResult<()> =
                    redis::cmd("PUBLISH").arg(&channel).arg("").query_async(&mut redis).await;
                if let Err(error) = told {
                    tracing::debug!(%error, "redis is away; workers elsewhere poll");
                }
            }
            Ok(Nudge::Elsewhere) => {}
            Err(RecvError::Closed) => return,
        }
    }
}
