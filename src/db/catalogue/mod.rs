//! The database's catalogue: every table, policy, grant, role and function that there is, against the rules of the house.

mod access;
mod tables;

use anyhow::Context;
use sqlx::{AssertSqlSafe, PgPool};

const GLOBAL_TABLES: &str = include_str!("global_tables.txt");
const NOT_EXPORTED: &str = include_str!("not_exported.txt");
const OTHER_INDEXES: &str = include_str!("other_indexes.txt");
const UNAUDITED: &str = include_str!("unaudited.txt");

/// Every table of `public` that is not global.
const COMPANY: &str = "(select c.oid, c.relname as name, c.relowner as owner, c.relrowsecurity as secured,
    c.relforcerowsecurity as forced from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not in ($global))";

/// Something that must not be: a query that finds it, and a change to the database that it must find.
#[derive(Debug)]
pub struct Rule {
    pub name: &'static str,
    /// Gives one text a row. `$company` stands for the company tables, the other words for the names on a list.
    finds: &'static str,
    /// What tests do to a database to see whether the rule notices.
    pub broken_by: &'static str,
}

impl Rule {
    /// The query: a text a row, each of something that is against the rule.
    pub fn sql(&self) -> String {
        let lists = [
            ("$global", GLOBAL_TABLES),
            ("$not_exported", NOT_EXPORTED),
            ("$other_indexes", OTHER_INDEXES),
            ("$unaudited", UNAUDITED),
        ];
        lists
            .iter()
            .fold(self.finds.replace("$company", COMPANY), |sql, (word, list)| sql.replace(word, &quoted(&names(list))))
    }
}

/// Every rule there is.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    tables::RULES.iter().chain(access::RULES)
}

/// Tables that are nobody's.
pub fn global_tables() -> Vec<&'static str> {
    names(GLOBAL_TABLES)
}

/// Tables of companies, and single columns (`table.column`), that an export leaves out.
pub fn not_exported() -> Vec<&'static str> {
    names(NOT_EXPORTED)
}

/// Everything in a database that must not be, as a login that may look at all of it.
pub async fn violations(owner_url: &str) -> anyhow::Result<Vec<String>> {
    let pool = super::migrate::connect(owner_url).await?;
    let found = all(&pool).await;
    pool.close().await;
    found
}

pub(super) async fn all(pool: &PgPool) -> anyhow::Result<Vec<String>> {
    let mut all = Vec::new();
    for rule in rules() {
        let found: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(rule.sql())).fetch_all(pool).await.context(rule.name)?;
        all.extend(found.iter().map(|what| format!("{}: {what}", rule.name)));
    }
    Ok(all)
}

/// The names before the colons: what follows is the reason.
fn names(list: &'static str) -> Vec<&'static str> {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.split(':').next()).map(str::trim).collect()
}

/// As Postgres reads a list.
pub fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}
