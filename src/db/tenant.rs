//! A transaction on one company's rows: a member's, a visitor's, or a job's.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::{Executor, Postgres};
use tokio::sync::broadcast::Sender;

use super::{Cache, Db, Nudge, queue, session::Session};
use crate::{
    auth::{Credential, Member, Permission, Reach, UserId, caller::SignedInTo},
    companies::CompanyId,
    error::{Error, Result},
    events::Event,
    http::server::{request_address, request_id},
    queue::{Envelope, Job},
};

/// Who acts in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of the company, or a program of theirs.
    Staff(UserId),
    Customer(UserId),
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
    news: Sender<Nudge>,
    emitted: bool,
    read_only: bool,
    /// Whether it sees, of what can be narrowed, only the rows that are the actor's own.
    own: bool,
    asked: bool,
    /// Whether what it changes has nothing to do with when something can be booked.
    leaves_schedule: bool,
    cache: Cache,
}

/// How far a member's transaction reaches, and by which version of their role, where it is one of the company's own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Admission {
    pub reach: Reach,
    pub role_version: Option<i32>,
    pub permission: Permission,
}

impl Db {
    /// A member's transaction, as far as their role reaches.
    pub(crate) async fn begin(&self, member: &Member, admission: Admission, now: DateTime<Utc>) -> Result<TenantTx> {
        let (session, key) = match &member.credential {
            Credential::Session(session) => (format!("'{session}'"), "null".to_owned()),
            Credential::Key(key, _) => ("null".to_owned(), format!("'{key}'")),
        };
        let enter = format!(
            "app.enter_tenant('{}', '{}', {session}, {key}, '{}', {}, {}, '{}', '{}', '{}')",
            member.company,
            member.user,
            member.role,
            admission.role_version.map_or("null".to_owned(), |version| version.to_string()),
            admission.reach == Reach::Own,
            request_id().unwrap_or_default(),
            request_address(),
            now.to_rfc3339(),
        );
        let permission = admission.permission;
        let tx = self.enter(member.company, Actor::Staff(member.user), permission.reads(), now, enter).await?;
        let leaves_schedule = permission.reads() || permission.leaves_schedule();
        Ok(TenantTx { own: admission.reach == Reach::Own, leaves_schedule, ..tx })
    }

    /// A customer's transaction on their own rows.
    pub(crate) async fn begin_customer(&self, who: &SignedInTo, reads: bool, now: DateTime<Utc>) -> Result<TenantTx> {
        let enter = format!(
            "app.enter_customer('{}', '{}', '{}', '{}', '{}', '{}')",
            who.company,
            who.user,
            who.session,
            request_id().unwrap_or_default(),
            request_address(),
            now.to_rfc3339(),
        );
        self.enter(who.company, Actor::Customer(who.user), reads, now, enter).await
    }

    /// A visitor's transaction on what a company publishes, and on what the link is for, if they came by one.
    pub(crate) async fn begin_guest(
        &self,
        company: CompanyId,
        link: Option<uuid::Uuid>,
        reads: bool,
        now: DateTime<Utc>,
    ) -> Result<TenantTx> {
        let link = link.map_or("null".to_owned(), |link| format!("'{link}'"));
        let (request, address) = (request_id().unwrap_or_default(), request_address());
        let enter = format!("app.enter_guest('{company}', '{request}', '{address}', {link})");
        self.enter(company, Actor::Guest, reads, now, enter).await
    }

    /// A job's transaction, for the company that its envelope names.
    pub(crate) async fn begin_job(&self, envelope: &Envelope, now: DateTime<Utc>) -> Result<TenantTx> {
        let company = envelope.company.context("a job of no company's cannot be in one")?;
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
        Ok(TenantTx {
            session,
            company,
            actor,
            now,
            nudge: self.nudge.clone(),
            enqueued: false,
            news: self.news.clone(),
            emitted: false,
            read_only,
            own: false,
            asked: false,
            leaves_schedule: read_only,
            cache: self.cache.clone(),
        })
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

    /// What it changes has nothing to do with when something can be booked: free times that are kept stay so.
    pub fn leaving_schedule(self) -> Self {
        Self { leaves_schedule: true, ..self }
    }

    /// Runs a query. What it runs on cannot be named, kept, or begun again.
    pub(crate) fn db(&mut self) -> impl Executor<'_, Database = Postgres> {
        self.asked = true;
        self.session.executor(!self.read_only)
    }

    /// Tells what happened: the event commits with its cause, or not at all.
    pub async fn emit<E: Event>(&mut self, event: &E) -> Result<()> {
        crate::events::insert(self, event).await?;
        self.emitted = true;
        Ok(())
    }

    /// Adds a job that commits with its cause, or not at all.
    pub async fn enqueue<J: Job>(&mut self, job: &J) -> Result<()> {
        queue::push(self.session.executor(true), Some(self.company), job).await?;
        self.enqueued = true;
        Ok(())
    }

    pub(super) fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Whether no row has been read or changed in it yet, and none will be changed.
    pub(super) fn has_seen_nothing(&self) -> bool {
        self.read_only && !self.asked
    }

    /// Who sees the same rows has the same name.
    pub(super) fn reader(&self) -> String {
        match self.actor {
            Actor::Staff(user) if self.own => format!("own-{user}"),
            Actor::Staff(_) => "staff".into(),
            Actor::Customer(user) => format!("customer-{user}"),
            Actor::Guest => "guest".into(),
            Actor::System => "system".into(),
        }
    }

    /// Makes it so, and wakes the workers of this process if there is work for them, and those who listen if there is news.
    pub async fn commit(self) -> Result<()> {
        let (session, cache, company) = (self.session, self.cache, self.company);
        if self.leaves_schedule {
            session.commit().await?;
        } else {
            // Spawned: whoever asked may be gone before it is done, and what is kept would outlive the change.
            let committing = tokio::spawn(commit_and_raise(session, cache, company));
            committing.await.map_err(|stopped| Error::Unavailable(stopped.into()))??;
        }
        if self.enqueued {
            let _ = self.nudge.send(Nudge::Here); // nobody listens where no worker runs: those elsewhere poll
        }
        if self.emitted {
            let _ = self.news.send(Nudge::Here);
        }
        Ok(())
    }
}

async fn commit_and_raise(session: Session, cache: Cache, company: CompanyId) -> Result<()> {
    session.commit().await?;
    cache.raise(company).await;
    Ok(())
}
