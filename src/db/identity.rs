//! A transaction on people, credentials and sessions: tables that no other role can read.

use chrono::{DateTime, Utc};
use sqlx::{Executor, Postgres};
use tokio::sync::broadcast::Sender;

use super::{Call, Db, call, queue, session::Session};
use crate::{
    auth::{UserId, caller::SignedInPerson},
    error::Result,
    http::server::{request_address, request_id},
    queue::Job,
};

/// Sign-up, sign-in, sessions.
pub struct IdentityTx {
    session: Session,
    now: DateTime<Utc>,
    calls: Sender<Call>,
    /// The queues that it has added jobs to.
    queues: Vec<&'static str>,
    read_only: bool,
}

impl Db {
    pub(crate) async fn identity(&self, read_only: bool, now: DateTime<Utc>) -> Result<IdentityTx> {
        let enter = format!("app.enter_identity('{}', '{}')", request_id().unwrap_or_default(), request_address());
        self.enter_identity(read_only, enter, now).await
    }

    /// The transaction of somebody who is signed in, on what is about themselves.
    pub(crate) async fn person(&self, who: &SignedInPerson, read_only: bool, now: DateTime<Utc>) -> Result<IdentityTx> {
        let enter = format!(
            "app.enter_person('{}', '{}', '{}', '{}', '{}', '{}')",
            who.user,
            who.session,
            who.kind.as_str(),
            request_id().unwrap_or_default(),
            request_address(),
            now.to_rfc3339(),
        );
        self.enter_identity(read_only, enter, now).await
    }

    async fn enter_identity(&self, read_only: bool, enter: String, now: DateTime<Utc>) -> Result<IdentityTx> {
        let begin = if read_only { "begin read only" } else { "begin" };
        let session = Session::open(&self.pool, begin, enter).await?;
        Ok(IdentityTx { session, now, calls: self.calls.clone(), queues: vec![], read_only })
    }
}

impl IdentityTx {
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub(crate) fn db(&mut self) -> impl Executor<'_, Database = Postgres> {
        self.session.executor(!self.read_only)
    }

    /// From here on, the companies and memberships of this person can be seen and added to.
    pub async fn about(&mut self, user: UserId) -> Result<()> {
        sqlx::query!("select app.about($1)", user.0).execute(self.db()).await?;
        Ok(())
    }

    /// Adds a job of nobody's company.
    pub async fn enqueue<J: Job>(&mut self, job: &J) -> Result<()> {
        queue::push(self.session.executor(true), None, job).await?;
        self.queues.push(J::QUEUE);
        Ok(())
    }

    pub async fn commit(self) -> Result<()> {
        self.session.commit().await?;
        call(&self.calls, self.queues);
        Ok(())
    }
}
