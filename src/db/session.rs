//! A pooled connection inside one transaction that has said who it is.

use sqlx::{
    AssertSqlSafe, Database, Executor, PgPool, Postgres, SqlSafeStr, pool::PoolConnection,
    postgres::PgTransactionManager,
};
use sqlx_core::transaction::TransactionManager;

use crate::error::{Error, Result};

/// Rolls back when it is dropped; nothing of it is left for whoever gets the connection next.
pub(super) struct Session {
    conn: PoolConnection<Postgres>,
    open: bool,
    touched: bool,
}

impl Session {
    /// Opens a transaction and enters it as somebody, in one round trip. `enter` is SQL made of typed ids alone.
    ///
    /// It is spawned: whoever asked may be gone by the time the answer comes, and a begin that is dropped halfway would
    /// leave its transaction, with a company's context, to the next user of the connection.
    pub async fn open(pool: &PgPool, begin: &'static str, enter: String) -> Result<Self> {
        let pool = pool.clone();
        let opening = tokio::spawn(async move {
            // Connections that died while they were idle: once these are used up, the next one is new.
            for _ in 0..pool.size() {
                match Self::try_open(&pool, begin, &enter).await {
                    Err(error) if is_dead(&error) => {}
                    result => return result,
                }
            }
            Self::try_open(&pool, begin, &enter).await
        });
        let opened = opening.await.map_err(|stopped| Error::Unavailable(stopped.into()))?;
        Ok(opened?)
    }

    async fn try_open(pool: &PgPool, begin: &'static str, enter: &str) -> Result<Self, sqlx::Error> {
        let mut conn = pool.acquire().await?;
        let statement = AssertSqlSafe(format!("{begin}; select {enter}")).into_sql_str();
        match PgTransactionManager::begin(&mut conn, Some(statement)).await {
            Ok(()) => Ok(Self { conn, open: true, touched: false }),
            Err(error) => {
                // The door said no, and the connection is inside the failed transaction.
                if conn.execute("rollback").await.is_err() {
                    conn.close_on_drop();
                }
                Err(error)
            }
        }
    }

    /// `writes`: from here on, dropping this without a commit loses something.
    pub fn executor(&mut self, writes: bool) -> &mut <Postgres as Database>::Connection {
        self.touched |= writes;
        &mut self.conn
    }

    pub async fn commit(mut self) -> Result<()> {
        PgTransactionManager::commit(&mut self.conn).await?;
        self.open = false;
        Ok(())
    }
}

fn is_dead(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| code.starts_with("57P")),
        _ => false,
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.open {
            PgTransactionManager::start_rollback(&mut self.conn);
            if self.touched {
                crate::http::server::note_uncommitted();
            }
        }
    }
}
