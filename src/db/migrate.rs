//! Brings a database up to date: the queue's own schema first, ours after it.

use std::str::FromStr;

use anyhow::Context;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// Runs what is missing, as a login that may change the schema and bypass row-level security. Running it twice is harmless.
pub async fn run(owner_url: &str) -> anyhow::Result<()> {
    let pool = connect(owner_url).await?;
    apalis_postgres::PostgresStorage::setup(&pool).await.context("the job queue's schema")?;
    sqlx::migrate!().run(&pool).await.context("migrations")?;
    pool.close().await;
    Ok(())
}

/// The newest migration that this program knows.
pub fn newest() -> i64 {
    sqlx::migrate!().iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// Sets the password that the application logs in with. Roles belong to the whole cluster.
pub async fn set_app_password(owner_url: &str, password: &str) -> anyhow::Result<()> {
    let pool = connect(owner_url).await?;
    let statement: String = sqlx::query_scalar("select format('alter role frontdesk_app password %L', $1::text)")
        .bind(password)
        .fetch_one(&pool)
        .await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&pool).await?;
    pool.close().await;
    Ok(())
}

/// Makes the database, if the cluster has none of that name.
pub async fn create_database(server_url: &str, name: &str) -> anyhow::Result<()> {
    let pool = connect(server_url).await?;
    let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(&pool)
        .await?;
    if !exists {
        let statement: String =
            sqlx::query_scalar("select format('create database %I', $1::text)").bind(name).fetch_one(&pool).await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&pool).await?;
    }
    pool.close().await;
    Ok(())
}

pub(super) async fn connect(url: &str) -> anyhow::Result<PgPool> {
    let options = PgConnectOptions::from_str(url).context("not a database URL")?;
    PgPoolOptions::new().max_connections(1).connect_with(options).await.context("connecting as the database's owner")
}
