//! A database a test: cloned from a template that the first test to come along makes.

use anyhow::Context;
use frontdesk::db::migrate;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use url::Url;
use uuid::Uuid;

const TEMPLATE: &str = "frontdesk_template";

/// A test's own database, seen as its owner: past every wall, to arrange what no API does yet and to look behind it.
pub struct Database {
    owner: Url,
    app: Url,
}

fn server() -> Url {
    let url =
        std::env::var("TEST_DATABASE_URL").expect("run `make test`, or `frontdesk with-services -- cargo nextest run`");
    url.parse().expect("TEST_DATABASE_URL is a URL")
}

fn at(server: &Url, database: &str) -> Url {
    let mut url = server.clone();
    url.set_path(database);
    url
}

impl Database {
    /// A new one, as migrations leave it.
    pub async fn create() -> anyhow::Result<Self> {
        Self::create_at(server()).await
    }

    /// The same, on another server; the URL is a superuser's.
    pub async fn create_at(server: Url) -> anyhow::Result<Self> {
        Self::from(server, &format!("{TEMPLATE} strategy file_copy")).await
    }

    /// A new one with nothing in it, on a server that has every role.
    pub async fn empty() -> anyhow::Result<Self> {
        Self::from(server(), "template0 strategy file_copy").await
    }

    async fn from(server: Url, template: &str) -> anyhow::Result<Self> {
        let mut conn = PgConnection::connect(server.as_str()).await.context("the test server")?;
        // Tests are processes: one makes the template, the others wait for it.
        sqlx::raw_sql("select pg_advisory_lock(727)").execute(&mut conn).await?;
        let made = make_template(&mut conn, &server).await;
        sqlx::raw_sql("select pg_advisory_unlock(727)").execute(&mut conn).await?;
        made?;
        let name = format!("test_{}", Uuid::now_v7().simple());
        let create = format!("create database {name} template {template}");
        sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut conn).await?;
        let owner = at(&server, &name);
        let mut app = owner.clone();
        app.set_username("frontdesk_app").map_err(|()| anyhow::anyhow!("the URL takes no user"))?;
        Ok(Self { owner, app })
    }

    /// What the application logs in with.
    pub fn app_url(&self) -> &str {
        self.app.as_str()
    }

    /// What migrations log in with.
    pub fn owner_url(&self) -> &str {
        self.owner.as_str()
    }

    /// Runs SQL as the owner.
    pub async fn execute(&self, sql: &str) {
        let mut conn = self.connect().await;
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await.expect(sql);
    }

    /// Copies lines in COPY's text format into a table, past its triggers; `into` is the table with its columns.
    pub async fn copy(&self, into: &str, lines: &str) -> anyhow::Result<()> {
        let mut conn = self.connect().await;
        sqlx::raw_sql("set session_replication_role = replica").execute(&mut conn).await?;
        let mut copy = conn.copy_in_raw(&format!("copy {into} from stdin")).await?;
        copy.send(lines.as_bytes()).await?;
        copy.finish().await.with_context(|| format!("copying into {into}"))?;
        Ok(())
    }

    /// The rows of a query as JSON objects, as the owner.
    pub async fn rows(&self, sql: &str) -> Vec<Value> {
        let mut conn = self.connect().await;
        let wrapped = format!("select to_jsonb(t) from ({sql}) t");
        let rows = sqlx::query(AssertSqlSafe(wrapped)).fetch_all(&mut conn).await.expect(sql);
        rows.iter().map(|row| row.get::<Value, _>(0)).collect()
    }

    /// The one number that a query gives, as the owner.
    pub async fn number(&self, sql: &str) -> i64 {
        let mut conn = self.connect().await;
        let wrapped = format!("select ({sql})::bigint");
        sqlx::query(AssertSqlSafe(wrapped)).fetch_one(&mut conn).await.expect(sql).get(0)
    }

    /// Tries SQL as the owner; the SQLSTATE if it fails.
    pub async fn attempt(&self, sql: &str) -> Result<(), String> {
        attempt(&self.owner, sql).await
    }

    /// Tries SQL as the application's login; the SQLSTATE if it fails.
    pub async fn attempt_as_app(&self, sql: &str) -> Result<(), String> {
        attempt(&self.app, sql).await
    }

    /// Runs SQL as the owner, in a transaction that stays open.
    pub async fn hold(&self, sql: &str) -> Held {
        let mut conn = self.connect().await;
        sqlx::raw_sql(AssertSqlSafe(format!("begin; {sql}"))).execute(&mut conn).await.expect(sql);
        Held(conn)
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect(self.owner.as_str()).await.expect("the test's database")
    }
}

/// A transaction that is under way.
pub struct Held(PgConnection);

impl Held {
    pub async fn commit(mut self) {
        sqlx::raw_sql("commit").execute(&mut self.0).await.expect("it commits");
    }
}

async fn attempt(login: &Url, sql: &str) -> Result<(), String> {
    let mut conn = PgConnection::connect(login.as_str()).await.expect("the test's database");
    let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await;
    let code = |error: sqlx::Error| error.as_database_error().and_then(|error| error.code()).map(Into::into);
    done.map(drop).map_err(|error| code(error).unwrap_or_default())
}

/// The application's password is the server's own: both are made anew for each run.
async fn make_template(conn: &mut PgConnection, server: &Url) -> anyhow::Result<()> {
    let exists: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1 and datistemplate)")
            .bind(TEMPLATE)
            .fetch_one(&mut *conn)
            .await?;
    if exists {
        return Ok(());
    }
    let drop = format!("drop database if exists {TEMPLATE}");
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut *conn).await?;
    migrate::create_database(server.as_str(), TEMPLATE).await?;
    let template = at(server, TEMPLATE);
    migrate::run(template.as_str()).await?;
    migrate::set_app_password(template.as_str(), server.password().unwrap_or_default()).await?;
    let finish = format!("alter database {TEMPLATE} is_template true");
    sqlx::raw_sql(AssertSqlSafe(finish)).execute(&mut *conn).await?;
    Ok(())
}
