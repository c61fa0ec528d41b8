//! A transaction across companies: the schedule's, which sees ids and times and enqueues; and the operator's, who sees
//! companies as such, and nothing that is in them.

use chrono::{DateTime, Utc};
use sqlx::{Executor, Postgres};
use tokio::sync::broadcast::Sender;

use super::{Db, Nudge, queue, session::Session};
use crate::{
    auth::caller::SignedInPerson,
    companies::CompanyId,
    error::Result,
    http::server::{request_address, request_id},
    queue::Job,
};

/// What a schedule may do: list what is due, and add a job for it. What an operator may do: the same for companies.
pub struct PlatformTx {
    session: Session,
    now: DateTime<Utc>,
    nudge: Sender<Nudge>,
    read_only: bool,
}

impl Db {
    pub(crate) async fn schedule(&self, now: DateTime<Utc>) -> Result<PlatformTx> {
        let session = Session::open(&self.pool, "begin", "app.enter_schedule('schedule')".into()).await?;
        Ok(PlatformTx { session, now, nudge: self.nudge.clone(), read_only: false })
    }

    pub(crate) async fn platform(&self, who: &SignedInPerson, reads: bool, now: DateTime<Utc>) -> Result<PlatformTx> {
        let enter = format!(
            "app.enter_operator('{}', '{}', '{}', '{}', '{}')",
            who.user,
            who.session,
            request_id().unwrap_or_default(),
            request_address(),
            now.to_rfc3339(),
        );
        let begin = if reads { "begin read only" } else { "begin" };
        let session = Session::open(&self.pool, begin, enter).await?;
        Ok(PlatformTx { session, now, nudge: self.nudge.clone(), read_only: reads })
    }
}

impl PlatformTx {
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub(crate) fn db(&mut self) -> impl Executor<'_, Database = Postgres> {
        self.session.executor(!self.read_only)
    }

    pub async fn enqueue<J: Job>(&mut self, company: CompanyId, job: &J) -> Result<()> {
        queue::push(self.session.executor(true), Some(company), job).await
    }

    /// A job that is of the whole installation.
    pub async fn enqueue_for_all<J: Job>(&mut self, job: &J) -> Result<()> {
        queue::push(self.session.executor(true), None, job).await
    }

    /// Adds many jobs in one statement.
    pub async fn enqueue_all<J: Job>(&mut self, jobs: &[(CompanyId, J)]) -> Result<()> {
        if jobs.is_empty() {
            return Ok(());
        }
        let jobs: Vec<_> = jobs.iter().map(|(company, job)| (Some(*company), job)).collect();
        queue::push_all(self.session.executor(true), &jobs).await
    }

    pub async fn commit(self) -> Result<()> {
        self.session.commit().await?;
        let _ = self.nudge.send(Nudge::Here);
        Ok(())
    }
}
