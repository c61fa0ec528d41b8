//! A transaction across companies, for schedulers: it sees ids and times, no names and no texts, and enqueues.

use chrono::{DateTime, Utc};
use sqlx::{Executor, Postgres};
use tokio::sync::broadcast::Sender;

use super::{Db, Nudge, queue, session::Session};
use crate::{companies::CompanyId, error::Result, queue::Job};

/// What a schedule may do: list what is due, and add a job for it.
pub struct PlatformTx {
    session: Session,
    now: DateTime<Utc>,
    nudge: Sender<Nudge>,
}

impl Db {
    pub(crate) async fn platform(&self, now: DateTime<Utc>) -> Result<PlatformTx> {
        let session = Session::open(&self.pool, "begin", "app.enter_platform('schedule')".into()).await?;
        Ok(PlatformTx { session, now, nudge: self.nudge.clone() })
    }
}

impl PlatformTx {
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub(crate) fn db(&mut self) -> impl Executor<'_, Database = Postgres> {
        self.session.executor(true)
    }

    pub async fn enqueue<J: Job>(&mut self, company: CompanyId, job: &J) -> Result<()> {
        queue::push(self.session.executor(true), company, job).await
    }

    pub async fn commit(self) -> Result<()> {
        self.session.commit().await?;
        let _ = self.nudge.send(Nudge::Here);
        Ok(())
    }
}
