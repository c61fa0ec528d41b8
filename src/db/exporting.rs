//! All rows of one company at one moment, for whoever writes them to a file.
//!
//! It reads through the door of the company's jobs, in a transaction that cannot write: row-level security decides whose
//! rows these are, whatever the queries say.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use uuid::Uuid;

use super::{Db, catalogue, migrate, session::Session};
use crate::{companies::CompanyId, error::Result, exports::archive::Whose, http::server::request_id, queue::Envelope};

/// Values are written the same everywhere under these.
pub(super) const SETTINGS: &str = "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';
    set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex'";

/// A table of companies' rows, as far as it is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub name: String,
    pub columns: Vec<String>,
    /// Of whatever is left out with a table that is: these point into one.
    pub into_left_out: Vec<String>,
}

impl Exported {
    /// The column that says whose a row is.
    pub fn owner(&self) -> &'static str {
        if self.name == "companies" { "id" } else { "company_id" }
    }

    /// Its rows of one company, in the order of their ids.
    fn query(&self, company: CompanyId) -> String {
        let points = self.into_left_out.iter().map(|column| format!(" and {column} is null"));
        format!(
            "select row_to_json(r)::text from (select {} from {} where {} = '{company}'{} order by id) r",
            self.columns.join(", "),
            self.name,
            self.owner(),
            points.collect::<String>()
        )
    }
}

/// Every table that is exported, and what of it, in the order of their names: from the catalogue.
pub(super) async fn tables(conn: &mut PgConnection) -> anyhow::Result<Vec<Exported>> {
    let sql = "select c.relname::text, array_agg(a.attname::text order by a.attnum),
            array(select h.attname::text from pg_constraint f
                  join pg_attribute h on h.attrelid = c.oid and h.attnum = any (f.conkey) and h.attname <> 'company_id'
                  where f.conrelid = c.oid and f.contype = 'f' and f.confrelid in (
                      select o.oid from pg_class o
                      where o.relnamespace = 'public'::regnamespace and o.relname = any ($2)) order by h.attnum)
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname <> all ($1) and c.relname <> all ($2) and c.relname || '.' || a.attname <> all ($2)
          and a.attgenerated = ''
        group by c.oid, c.relname order by c.relname";
    let rows = sqlx::query(sql)
        .bind(catalogue::global_tables())
        .bind(catalogue::not_exported())
        .fetch_all(conn)
        .await
        .context("the tables of a company")?;
    let table = |row: sqlx::postgres::PgRow| {
        Ok(Exported { name: row.try_get(0)?, columns: row.try_get(1)?, into_left_out: row.try_get(2)? })
    };
    rows.into_iter().map(table).collect()
}

/// One company at one moment.
pub struct Snapshot {
    session: Session,
    pub company: Whose,
    pub made_at: DateTime<Utc>,
    /// The newest migration that this program knows.
    pub schema_version: i64,
    pub tables: Vec<Exported>,
}

impl Db {
    /// What a company has now, for the job on this envelope.
    pub(crate) async fn snapshot(&self, envelope: &Envelope, now: DateTime<Utc>) -> Result<Snapshot> {
        let company = envelope.company.context("an export of no company")?;
        let enter = format!("app.enter_job('{company}', '{}')", request_id().unwrap_or_default());
        let mut session = Session::open(&self.pool, "begin isolation level repeatable read read only", enter).await?;
        let conn = session.executor(false);
        sqlx::raw_sql(SETTINGS).execute(&mut *conn).await?;
        let tables = tables(&mut *conn).await?;
        let whose = sqlx::query("select slug, name from companies where id = $1").bind(company.0);
        let whose = whose.fetch_optional(&mut *conn).await?.context("no such company")?;
        let company = Whose { id: company.0, slug: whose.try_get(0)?, name: whose.try_get(1)? };
        Ok(Snapshot { session, company, made_at: now, schema_version: migrate::newest(), tables })
    }

    /// The company with this address, whatever its state; of a login that may see it.
    pub async fn company_with_slug(&self, slug: &str) -> Result<Option<CompanyId>> {
        let id: Option<Uuid> = sqlx::query_scalar("select id from companies where slug = $1")
            .bind(slug)
            .fetch_optional(&self.pool)
            .await?;
        Ok(id.map(CompanyId))
    }
}

impl Snapshot {
    /// From here on [`Self::fetch`] gives rows of this table.
    pub async fn open(&mut self, table: &Exported) -> Result<()> {
        let query = table.query(CompanyId(self.company.id));
        let declare = format!("close all; declare exported no scroll cursor for {query}");
        sqlx::raw_sql(AssertSqlSafe(declare)).execute(self.session.executor(false)).await?;
        Ok(())
    }

    /// The next rows, each an object of JSON on one line; none at the end.
    pub async fn fetch(&mut self) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar("fetch forward 500 from exported")
            .persistent(false)
            .fetch_all(self.session.executor(false))
            .await?)
    }
}
