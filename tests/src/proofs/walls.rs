//! What the database alone keeps apart: each role, entered for one company, against the rows of another.

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::database::Database;

/// The tables that hold rows of companies, with the column that says whose: from the catalogue.
pub async fn company_tables(db: &Database) -> Vec<(String, &'static str)> {
    let rows = db
        .rows(
            "select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'public' and c.relkind in ('r', 'p') and (c.relname = 'companies' or exists (
                 select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped))
             order by 1",
        )
        .await;
    let names = rows.iter().filter_map(|row| row["name"].as_str());
    let global = frontdesk::db::catalogue::global_tables();
    names
        .filter(|name| !global.contains(name))
        .map(|name| (name.to_owned(), if name == "companies" { "id" } else { "company_id" }))
        .collect()
}

async fn company_id(db: &Database, slug: &str) -> String {
    let rows = db.rows(&format!("select id from companies where slug = '{slug}'")).await;
    rows[0]["id"].as_str().expect("a company").to_owned()
}

/// Every row of a company, as one fingerprint a table. That somebody signed in, which sweeps do to make their requests, is
/// left out, as the sessions themselves are.
pub async fn snapshot(db: &Database, slug: &str) -> Vec<Value> {
    let company = company_id(db, slug).await;
    let mut prints = Vec::new();
    for (table, column) in company_tables(db).await {
        let but = if table == "audit_log" { "and table_name <> 'sessions'" } else { "" };
        let print = format!(
            "select '{table}' as name, count(*) as rows, md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as print
             from {table} t where {column} = '{company}' {but}"
        );
        prints.extend(db.rows(&print).await);
    }
    prints
}

/// The id of every row of a company, and its own.
pub async fn ids_of(db: &Database, slug: &str) -> Vec<String> {
    let company = company_id(db, slug).await;
    let mut ids = Vec::new();
    for (table, column) in company_tables(db).await {
        let rows = db.rows(&format!("select id from {table} where {column} = '{company}'")).await;
        assert!(!rows.is_empty(), "{slug} has no row in {table}: let `World::of` make one");
        ids.extend(rows.iter().filter_map(|row| row["id"].as_str().map(str::to_owned)));
    }
    ids
}

/// Somebody who logged in as the application does, and entered through a door.
struct Seat {
    role: &'static str,
    enter: String,
}

/// What a company's own people and visitors, and the person who is its admin, can reach of another company's rows in a
/// table when no query says whose rows it wants. Empty: nothing.
pub async fn leaks(db: &Database, theirs: &str, ours: &str, table: &str, column: &str) -> Vec<String> {
    let (theirs, ours) = (company_id(db, theirs).await, company_id(db, ours).await);
    let row = format!("select to_jsonb(t) as row from {table} t where {column} = '{theirs}' limit 1");
    let row = db.rows(&row).await.pop().unwrap_or_else(|| panic!("{table} has no row: let `World::of` make one"));
    let columns = db
        .rows(&format!(
            "select string_agg(quote_ident(attname), ', ') as list from pg_attribute
             where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
        ))
        .await;
    let columns = columns[0]["list"].as_str().expect("columns");
    let copy = row["row"].to_string().replace('\'', "''");
    let insert = format!(
        "insert into {table} ({columns}) select {columns} from jsonb_populate_record(null::{table}, '{copy}'::jsonb)"
    );
    let user = format!("(select user_id from memberships where company_id = '{ours}' limit 1)");
    let user = db.rows(&format!("select {user} as id")).await[0]["id"].as_str().expect("an admin").to_owned();
    let client = format!("select id from clients where company_id = '{ours}' limit 1");
    let client = db.rows(&client).await[0]["id"].as_str().expect("a client").to_owned();

    let seats = [
        Seat { role: "frontdesk_tenant", enter: format!("select app.enter_job('{ours}', 'walls')") },
        Seat {
            role: "frontdesk_customer",
            enter: format!(
                "select app.become('frontdesk_customer', 'customer', '{ours}', '{user}', null, false, '', null, '{client}')"
            ),
        },
        Seat { role: "frontdesk_guest", enter: format!("select app.enter_guest('{ours}', 'walls')") },
        Seat {
            role: "frontdesk_identity",
            enter: format!("select app.enter_identity('walls'); select app.about('{user}')"),
        },
    ];
    let mut conn = PgConnection::connect(db.app_url()).await.expect("the application's login");
    let mut found = Vec::new();
    for seat in &seats {
        let attempts = [
            ("reads", format!("select 1 from {table} where {column} = '{theirs}'")),
            ("changes", format!("update {table} set {column} = {column} where {column} = '{theirs}'")),
            ("deletes", format!("delete from {table} where {column} = '{theirs}'")),
            ("adds", insert.clone()),
        ];
        for (verb, sql) in attempts {
            if (seat.role, verb, table) == ("frontdesk_identity", "adds", "companies") {
                continue; // signing up makes companies, of whatever id
            }
            found.extend(seat.attempt(&mut conn, verb, table, &seat.enter, &sql).await);
        }
        let nobody = format!("select app.become('{}', 'system', null, null, null, false, '')", seat.role);
        found.extend(
            seat.attempt(&mut conn, "for nobody reads", table, &nobody, &format!("select 1 from {table}")).await,
        );
    }
    found
}

impl Seat {
    /// Nothing, if the wall held: permission denied, or no row reached.
    async fn attempt(
        &self,
        conn: &mut PgConnection,
        verb: &str,
        table: &str,
        enter: &str,
        sql: &str,
    ) -> Option<String> {
        if let Err(error) = sqlx::raw_sql(AssertSqlSafe(format!("begin; {enter}"))).execute(&mut *conn).await {
            sqlx::raw_sql("rollback").execute(&mut *conn).await.expect("the end of it");
            return Some(format!("{} cannot enter: {error}", self.role));
        }
        let role: String = sqlx::query_scalar("select current_user::text").fetch_one(&mut *conn).await.expect("a role");
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *conn).await;
        sqlx::raw_sql("rollback").execute(&mut *conn).await.expect("the end of it");
        if role != self.role {
            return Some(format!("{} runs as {role}", self.role));
        }
        match done {
            Ok(done) if done.rows_affected() == 0 => None,
            Ok(_) => Some(format!("{} {verb} rows of {table}", self.role)),
            Err(error) => {
                let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
                (code != "42501").then(|| format!("{} {verb} {table}: {error}", self.role))
            }
        }
    }
}

#[tokio::test]
async fn row_level_security_alone_keeps_companies_apart() {
    let app = super::world::unlimited().await;
    super::world::World::found(&app, "alfa").await;
    super::world::World::found(&app, "beta").await;
    let tables = company_tables(&app.db).await;

    let mut found = Vec::new();
    for (table, column) in &tables {
        found.extend(leaks(&app.db, "alfa", "beta", table, column).await);
    }

    assert_eq!(found, Vec::<String>::new());
    println!("row-level security: {} of {} tables", tables.len(), tables.len());
}
