//! A transaction on one company's rows: a member's, a visitor's, or a job's.

use chrono::{DateTime, Utc};
use sqlx::{Executor, Postgres};
use tokio::sync::broadcast::Sender;

use super::{Db, Nudge, queue, session::Session};
use crate::{
    auth::{Caller, Reach, UserId},
    companies::CompanyId,
    error::Result,
    events::Event,
    http::server::request_id,
    queue::{Envelope, Job},
};

/// Who acts in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Staff(UserId),
    Guest,
    System,
}

/// The only way to a company's rows. Dropped without `commit`, it has not happened.
pub struct TenantTx {
    session: Session,
    company: CompanyId,
    actor: Actor,
    now: DateTime<Utc>,
    nudge: Sender<Nudge>,
    enqueued: bool,
    read_only: bool,
}

impl Db {
    /// A member's transaction, as far as `reach`; read-only if `reads`.
    pub(crate) async fn begin(
        &self,
        caller: &Caller,
        reach: Reach,
        reads: bool,
        now: DateTime<Utc>,
    ) -> Result<TenantTx> {
        let claims = &caller.0;
        let enter = format!(
            "app.enter_tenant('{}', '{}', '{}', '{}', {}, '{}', '{}')",
            claims.company,
            claims.sub,
            claims.session,
            claims.role.as_str(),
            reach == Reach::Own,
            request_id().unwrap_or_default(),
            now.to_rfc3339(),
        );
        self.enter(claims.company, Actor::Staff(claims.sub), reads, now, enter).await
    }

    /// A visitor's transaction on what a company publishes.
    pub(crate) async fn begin_guest(&self, company: CompanyId, reads: bool, now: DateTime<Utc>) -> Result<TenantTx> {
        let enter = format!("app.enter_guest('{company}', '{}')", request_id().unwrap_or_default());
        self.enter(company, Actor::Guest, reads, now, enter).await
    }

    /// A job's transaction, for the company that its envelope names.
    pub(crate) async fn begin_job(&self, envelope: &Envelope, now: DateTime<Utc>) -> Result<TenantTx> {
        let company = envelope.company;
        let enter = format!("app.enter_job('{company}', '{}')", request_id().unwrap_or_default());
        self.enter(company, Actor::System, false, now, enter).await
    }

    async fn enter(
        &self,
        company: CompanyId,
        actor: Actor,
        read_only: bool,
        now: DateTime<Utc>,
        enter: String,
    ) -> Result<TenantTx> {
        let begin = if read_only { "begin read only" } else { "begin" };
        let session = Session::open(&self.pool, begin, enter).await?;
        Ok(TenantTx { session, company, actor, now, nudge: self.nudge.clone(), enqueued: false, read_only })
    }
}

impl TenantTx {
    /// Whose rows these are. Every query says so itself too: it is what planners and shards go by.
    pub fn company(&self) -> CompanyId {
        self.company
    }

    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The moment that everything in this transaction happens at.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Runs a query. What it runs on cannot be named, kept, or begun again.
    pub(crate) fn db(&mut self) -> impl Executor<'_, Database = Postgres> {
        self.session.executor(!self.read_only)
    }

    /// Tells what happened: the event commits with its cause, or not at all.
    pub async fn emit<E: Event>(&mut self, event: &E) -> Result<()> {
        crate::events::insert(self, event).await
    }

    /// Adds a job that commits with its cause, or not at all.
    pub async fn enqueue<J: Job>(&mut self, job: &J) -> Result<()> {
        queue::push(self.session.executor(true), self.company, job).await?;
        self.enqueued = true;
        Ok(())
    }

    /// Makes it so, and wakes the workers of this process if there is work for them.
    pub async fn commit(self) -> Result<()> {
        self.session.commit().await?;
        if self.enqueued {
            let _ = self.nudge.send(Nudge::Here); // nobody listens where no worker runs: those elsewhere poll
        }
        Ok(())
    }
}
