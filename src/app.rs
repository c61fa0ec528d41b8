//! The application: what a process has one of, and the doors through which everything else gets to the database.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use moka::future::Cache;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::{
    auth::{
        self, Caller, Credential, Customer, Member, Operator, Permission, Person, Policy, Rights, Role,
        token::{self, Tokens},
    },
    clock::Clock,
    companies::{self, CompanyId},
    config::Config,
    db::{self, Admission, Db, IdentityTx, Nudge, PlatformTx, Snapshot, TenantTx, Unsubscribing},
    error::{Error, Result},
    events::live::Live,
    http::limits::Limits,
    messages::MessageId,
    queue::Envelope,
    twilio::Twilio,
    vault::Vault,
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
    vault: Vault,
    twilio: Option<Arc<Twilio>>,
    limits: Limits,
    live: Live,
    redis: Option<redis::Client>,
    slugs: Cache<String, CompanyId>,
    /// What companies' own roles may do, by the version that was read; the door refuses any other.
    roles: Cache<(CompanyId, Role), OwnRole>,
}

/// What a member may do, and the version of their role that says so, where it is one of the company's own.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub rights: Rights,
    pub role_version: Option<i32>,
}

#[derive(Clone)]
struct OwnRole {
    version: i32,
    rights: Arc<Rights>,
}

impl App {
    /// Connects lazily to the database, and to Redis if there is one: a process starts without either.
    pub async fn new(config: Config, clock: Clock) -> anyhow::Result<Self> {
        Self::with_policy(config, clock, Policy::load().await?).await
    }

    /// The same, where other things are allowed.
    pub async fn with_policy(config: Config, clock: Clock, policy: Policy) -> anyhow::Result<Self> {
        let url = config.database_url.as_deref().ok_or_else(|| anyhow::anyhow!("DATABASE_URL is not set"))?;
        let direct = config.database_direct_url.as_deref().unwrap_or(url);
        let redis = config.redis_url.as_deref().map(redis::Client::open).transpose()?;
        let manager = redis.clone().and_then(lazy_connection);
        let parts = Parts {
            db: Db::connect(url, direct, config.pool_size, db::Cache::new(manager.clone(), &config.redis_prefix))?,
            policy,
            tokens: Tokens::new(&config.jwt_keys)?,
            vault: Vault::new(&config.secret_keys)?,
            twilio: Twilio::new(&config)?.map(Arc::new),
            limits: Limits::new(manager.clone(), &config.redis_prefix, config.rate_limit_factor),
            live: Live::default(),
            redis,
            slugs: Cache::builder().max_capacity(10_000).time_to_live(std::time::Duration::from_secs(5)).build(),
            roles: Cache::builder().max_capacity(10_000).build(),
            config,
            clock,
        };
        let app = Self(Arc::new(parts));
        if let Some(manager) = manager {
            let queue = |call: db::Call| (call.by == Nudge::Here).then(|| call.queue.into_owned());
            tokio::spawn(announce(app.db().calls(), manager.clone(), app.calls_channel(), queue));
            let news = |by| (by == Nudge::Here).then(String::new);
            tokio::spawn(announce(app.db().news(), manager, app.news_channel(), news));
        }
        Ok(app)
    }

    /// A member's transaction: refused unless their role, and their key if it is one, has the permission; read-only if the
    /// permission only reads.
    pub async fn begin(&self, Caller(member): &Caller, permission: Permission) -> Result<TenantTx> {
        if let Some(rights) = self.0.policy.built_in(&member.role) {
            return self.admit(member, rights, None, permission).await;
        }
        let role = self.own_role(member, false).await?;
        match self.admit(member, &role.rights, Some(role.version), permission).await {
            // It may have been changed since it was read here.
            Err(Error::RoleChanged | Error::Forbidden) => {
                let role = self.own_role(member, true).await?;
                self.admit(member, &role.rights, Some(role.version), permission).await
            }
            result => result,
        }
    }

    async fn admit(
        &self,
        member: &Member,
        rights: &Rights,
        role_version: Option<i32>,
        permission: Permission,
    ) -> Result<TenantTx> {
        let mut reach = rights.reach(permission).ok_or(Error::Forbidden)?;
        if let Credential::Key(_, words) = &member.credential {
            reach = auth::narrow(permission, reach, words).ok_or(Error::Forbidden)?;
        }
        let admission = Admission { reach, role_version, permission };
        self.0.db.begin(member, admission, self.now()).await
    }

    async fn own_role(&self, member: &Member, again: bool) -> Result<OwnRole> {
        let place = (member.company, member.role.clone());
        let known = self.0.roles.get(&place).await;
        if !again && let Some(known) = &known {
            return Ok(known.clone());
        }
        let (version, words) =
            self.0.db.role_by_key(member.company, member.role.as_str()).await?.ok_or(Error::Unauthenticated)?;
        if let Some(known) = known.filter(|known| known.version == version) {
            return Ok(known); // casbin takes milliseconds: whoever is refused over and over does not make it decide again
        }
        let rights = Arc::new(Policy::custom(member.company, member.role.as_str(), &words).await?);
        let role = OwnRole { version, rights };
        self.0.roles.insert(place, role.clone()).await;
        Ok(role)
    }

    /// What a member may do: their role's rights, less what their key is not for.
    pub async fn rights(&self, Caller(member): &Caller) -> Result<Rights> {
        Ok(self.stand(member, true).await?.rights)
    }

    /// The same, by what the door last let them in by.
    pub(crate) async fn standing(&self, Caller(member): &Caller) -> Result<Standing> {
        self.stand(member, false).await
    }

    async fn stand(&self, member: &Member, again: bool) -> Result<Standing> {
        let (rights, role_version) = match self.0.policy.built_in(&member.role) {
            Some(rights) => (rights.clone(), None),
            None => {
                let role = self.own_role(member, again).await?;
                ((*role.rights).clone(), Some(role.version))
            }
        };
        let rights = match &member.credential {
            Credential::Session(_) => rights,
            Credential::Key(_, words) => rights.only(words),
        };
        Ok(Standing { rights, role_version })
    }

    /// The policy of the built-in roles.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// A customer's transaction that only reads: their own rows.
    pub async fn read_as_customer(&self, Customer(who): &Customer) -> Result<TenantTx> {
        self.0.db.begin_customer(who, true, self.now()).await
    }

    /// A customer's transaction.
    pub async fn begin_customer(&self, Customer(who): &Customer) -> Result<TenantTx> {
        self.0.db.begin_customer(who, false, self.now()).await
    }

    /// The transaction of whoever came by a link in a mail: what its company publishes, and what the link is for.
    pub async fn begin_link(&self, secret: &str) -> Result<TenantTx> {
        let hash = token::secret_hash(secret);
        let (company, link) = self.0.db.link_by_hash(&hash, self.now()).await?.ok_or(Error::NotFound("link"))?;
        self.0.db.begin_guest(company, Some(link), true, self.now()).await
    }

    /// The transaction of a provider that tells what became of a message, and the message: in its company a visitor, who reads
    /// and writes no message and can leave word.
    pub async fn begin_callback(&self, secret: &str) -> Result<(TenantTx, MessageId)> {
        let found = self.0.db.message_by_hash(&token::secret_hash(secret)).await?;
        let (company, message) = found.ok_or(Error::NotFound("message"))?;
        Ok((self.0.db.begin_guest(company, Some(message.0), false, self.now()).await?, message))
    }

    /// The same, of whoever came by the link in a mail that they want no more of; and which that is.
    pub async fn read_unsubscribe(&self, secret: &str) -> Result<(TenantTx, Unsubscribing)> {
        self.unsubscribing(secret, true).await
    }

    /// The same, to say so.
    pub async fn begin_unsubscribe(&self, secret: &str) -> Result<(TenantTx, Unsubscribing)> {
        self.unsubscribing(secret, false).await
    }

    async fn unsubscribing(&self, secret: &str, reads: bool) -> Result<(TenantTx, Unsubscribing)> {
        let found = self.0.db.unsubscribe_link(&token::secret_hash(secret)).await?;
        let link = found.ok_or(Error::NotFound("link"))?;
        Ok((self.0.db.begin_guest(link.company, Some(link.message.0), reads, self.now()).await?, link))
    }

    /// A visitor's transaction that only reads.
    pub async fn read_as_guest(&self, slug: &str) -> Result<TenantTx> {
        let company = self.company_by_slug(slug).await?;
        self.0.db.begin_guest(company, None, true, self.now()).await
    }

    /// A visitor's transaction.
    pub async fn begin_guest(&self, slug: &str) -> Result<TenantTx> {
        let company = self.company_by_slug(slug).await?;
        self.0.db.begin_guest(company, None, false, self.now()).await
    }

    /// A job's transaction, for the company on its envelope.
    pub async fn begin_job(&self, envelope: &Envelope) -> Result<TenantTx> {
        self.0.db.begin_job(envelope, self.now()).await
    }

    /// Everything that the company on a job's envelope has at this moment.
    pub async fn snapshot(&self, envelope: &Envelope) -> Result<Snapshot> {
        self.0.db.snapshot(envelope, self.now()).await
    }

    /// A schedule's transaction.
    pub async fn schedule(&self) -> Result<PlatformTx> {
        self.0.db.schedule(self.now()).await
    }

    /// An operator's transaction: companies as such, across the installation.
    pub async fn platform(&self, Operator(who): &Operator, permission: Permission) -> Result<PlatformTx> {
        if !self.0.policy.operator(permission) {
            return Err(Error::Forbidden);
        }
        self.0.db.platform(who, permission.reads(), self.now()).await
    }

    /// The transaction of somebody who is signed in, on what is about themselves.
    pub async fn person(&self, Person(who): &Person) -> Result<IdentityTx> {
        self.0.db.person(who, false, self.now()).await
    }

    /// The same, if it only reads.
    pub async fn read_person(&self, Person(who): &Person) -> Result<IdentityTx> {
        self.0.db.person(who, true, self.now()).await
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

    /// Where secrets are kept that have to be read again.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// By which account SMS go out, if they do.
    pub fn twilio(&self) -> Option<&Arc<Twilio>> {
        self.0.twilio.as_ref()
    }

    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Who listens to events in this process.
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// Where processes tell each other that there is work.
    pub fn calls_channel(&self) -> String {
        format!("{}:jobs", self.0.config.redis_prefix)
    }

    /// Where processes tell each other that something has happened.
    pub fn news_channel(&self) -> String {
        format!("{}:events", self.0.config.redis_prefix)
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

/// Tells the other processes of what this one calls out. One that does not hear it polls a moment later.
async fn announce<T: Clone>(
    mut told: broadcast::Receiver<T>,
    mut redis: ConnectionManager,
    channel: String,
    word: impl Fn(T) -> Option<String>,
) {
    loop {
        let word = match told.recv().await {
            Ok(told) => word(told),
            Err(RecvError::Lagged(_)) => None,
            Err(RecvError::Closed) => return,
        };
        let Some(word) = word else { continue };
        let told: redis::RedisResult<()> = redis::cmd("PUBLISH").arg(&channel).arg(word).query_async(&mut redis).await;
        if let Err(error) = told {
            tracing::debug!(%error, "redis is away; processes elsewhere poll");
        }
    }
}
