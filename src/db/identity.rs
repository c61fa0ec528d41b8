//! A transaction on people, credentials and sessions: tables that no other role can read.

use chrono::{DateTime, Utc};
use sqlx::{Executor, Postgres};

use super::{Db, session::Session};
use crate::{auth::UserId, error::Result, http::server::request_id};

/// Sign-up, sign-in, sessions.
pub struct IdentityTx {
    session: Session,
    now: DateTime<Utc>,
    read_only: bool,
}

impl Db {
    pub(crate) async fn identity(&self, read_only: bool, now: DateTime<Utc>) -> Result<IdentityTx> {
        let enter = format!("app.enter_identity('{}')", request_id().unwrap_or_default());
        let begin = if read_only { "begin read only" } else { "begin" };
        Ok(IdentityTx { session: Session::open(&self.pool, begin, enter).await?, now, read_only })
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

    pub async fn commit(self) -> Result<()> {
        self.session.commit().await
    }
}
