//! What the server asks the database for a request, as the database's own log tells it: so that pgbench runs the very same,
//! also after the code has changed.

use anyhow::{Context, bail, ensure};
use frontdesk_tests::Database;

/// A statement with its parameters as text; `None` is null.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub sql: String,
    pub params: Vec<Option<String>>,
    /// It came without parameters, as the door does: these are its literals.
    pub literal: bool,
    /// It went out together with the statement after it.
    pub joined: bool,
}

/// The statements from a `begin` to its end.
pub type Transaction = Vec<Statement>;

/// Has what the application asks written down, from the next login on, or not.
pub async fn set_logging(db: &Database, on: bool) {
    let setting = if on { "set log_statement = 'all'" } else { "reset log_statement" };
    db.execute(&format!(
        "do $$ begin execute format('alter role frontdesk_app in database %I {}', current_database()); end $$",
        setting.replace('\'', "''")
    ))
    .await;
}

/// How long the database's log is.
pub async fn log_length(db: &Database) -> i64 {
    db.number("select size from pg_stat_file('../log')").await
}

/// The transactions in the database's log from there on.
pub async fn transactions(db: &Database, from: i64) -> anyhow::Result<Vec<Transaction>> {
    let rows = db.rows(&format!("select pg_read_file('../log', {from}, 1000000000) as log")).await;
    let log = rows.first().and_then(|row| row["log"].as_str()).context("the database's log cannot be read")?;
    let mut done = Vec::new();
    let mut open: Option<Transaction> = None;
    for statement in statements(log)? {
        let word = statement.sql.split_whitespace().next().unwrap_or_default().to_lowercase();
        if word == "begin" {
            open = Some(vec![]);
        }
        if let Some(transaction) = &mut open {
            transaction.push(statement);
        }
        if word == "commit" || word == "rollback" {
            done.extend(open.take());
        }
    }
    Ok(done)
}

fn statements(log: &str) -> anyhow::Result<Vec<Statement>> {
    let mut found: Vec<Statement> = Vec::new();
    let mut takes_parameters = false;
    for entry in entries(log) {
        let Some((_, said)) = entry.split_once("] ") else { continue };
        if let Some(sql) = said.strip_prefix("LOG:  statement: ") {
            found.extend(simple(sql));
        } else if let Some((_, sql)) = said.strip_prefix("LOG:  execute ").and_then(|said| said.split_once(": ")) {
            found.push(Statement { sql: sql.trim().into(), params: vec![], literal: false, joined: false });
        } else if let Some(params) = said.strip_prefix("DETAIL:  parameters: ").filter(|_| takes_parameters) {
            found.last_mut().context("parameters of nothing")?.params = parameters(params)?;
        } else if said.starts_with("ERROR:") {
            bail!("the server's request failed: {said}");
        }
        takes_parameters = said.starts_with("LOG:  execute ");
    }
    Ok(found)
}

/// The log's entries; the lines after an entry's first begin with a tab.
fn entries(log: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        match (line.strip_prefix('\t'), entries.last_mut()) {
            (Some(more), Some(entry)) => {
                entry.push('\n');
                entry.push_str(more);
            }
            _ => entries.push(line.into()),
        }
    }
    entries
}

/// One message with one or more statements, without parameters: its literals are taken for some.
fn simple(message: &str) -> Vec<Statement> {
    let mut all: Vec<_> = message.split(';').map(str::trim).filter(|sql| !sql.is_empty()).map(with_literals).collect();
    let joined = all.len().saturating_sub(1);
    all.iter_mut().take(joined).for_each(|statement| statement.joined = true);
    all
}

fn with_literals(text: &str) -> Statement {
    let mut statement = Statement { sql: String::new(), params: vec![], literal: true, joined: false };
    for (index, part) in text.split('\'').enumerate() {
        if index % 2 == 0 {
            statement.sql.push_str(part);
        } else {
            statement.params.push(Some(part.into()));
            statement.sql.push_str(&format!("${}", statement.params.len()));
        }
    }
    statement
}

/// `$1 = 'it''s', $2 = NULL`
fn parameters(text: &str) -> anyhow::Result<Vec<Option<String>>> {
    let mut params = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (_, after) = rest.split_once(" = ").context("a parameter without a value")?;
        if let Some(after) = after.strip_prefix("NULL") {
            params.push(None);
            rest = after;
        } else {
            let (value, after) = quoted(after)?;
            params.push(Some(value));
            rest = after;
        }
        rest = rest.trim_start_matches(", ");
    }
    Ok(params)
}

/// A quoted value, and what comes after it.
fn quoted(text: &str) -> anyhow::Result<(String, &str)> {
    ensure!(text.starts_with('\''), "a parameter that is not quoted: {text}");
    let mut value = String::new();
    let mut rest = &text[1..];
    loop {
        let (part, after) = rest.split_once('\'').context("a parameter without an end")?;
        value.push_str(part);
        match after.strip_prefix('\'') {
            Some(after) => {
                value.push('\'');
                rest = after;
            }
            None => return Ok((value, after)),
        }
    }
}
