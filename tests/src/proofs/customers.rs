//! The customer's wall: row-level security alone keeps another client's rows away, and another company's.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::world::{World, unlimited};
use crate::database::Database;

/// What everybody in a company may know: these hold no client's rows.
const SHARED: [&str; 3] = ["companies", "services", "staff"];

/// The tables that customers have a policy for.
async fn guarded(db: &Database) -> Vec<String> {
    let sql =
        "select tablename as name from pg_policies where schemaname = 'public' and 'frontdesk_customer' = any (roles)
               order by 1";
    db.rows(sql).await.iter().filter_map(|row| row["name"].as_str().map(str::to_owned)).collect()
}

/// Somebody who logged in as the application does, and entered as a client of a company.
struct Seat {
    conn: PgConnection,
    enter: String,
}

impl Seat {
    async fn of(db: &Database, company: &str, client: &str) -> Self {
        let nobody = "00000000-0000-0000-0000-000000000000";
        let enter = format!(
            "begin; select app.become('frontdesk_customer', 'customer', '{company}', '{nobody}', null, false, '', null,
                                      '{client}')"
        );
        Self { conn: PgConnection::connect(db.app_url()).await.expect("the application's login"), enter }
    }

    /// How many rows a statement reaches; `None`: it is refused.
    async fn reaches(&mut self, sql: &str) -> Option<u64> {
        sqlx::raw_sql(AssertSqlSafe(self.enter.clone())).execute(&mut self.conn).await.expect("a door");
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.conn).await.map(|done| done.rows_affected());
        sqlx::raw_sql("rollback").execute(&mut self.conn).await.expect("the end of it");
        match done {
            Ok(rows) => Some(rows),
            Err(error) => {
                let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
                assert_eq!(code, "42501", "{sql}: {error}");
                None
            }
        }
    }
}

/// What the ids of a client's rows are, table by table.
async fn rows_of(db: &Database, table: &str, client: &str) -> Vec<String> {
    let owner = match table {
        "clients" => format!("t.id = '{client}'"),
        "order_lines" => format!("t.order_id in (select id from orders where client_id = '{client}')"),
        _ => format!("t.client_id = '{client}'"),
    };
    let rows = db.rows(&format!("select t.id from {table} t where {owner}")).await;
    rows.iter().filter_map(|row| row["id"].as_str().map(str::to_owned)).collect()
}

async fn company_of(db: &Database, slug: &str) -> String {
    let rows = db.rows(&format!("select id from companies where slug = '{slug}'")).await;
    rows[0]["id"].as_str().expect("a company").to_owned()
}

/// Where a client of a company gets at rows of another client of it, or of another company, or not at their own.
pub async fn trespasses(db: &Database, slug: &str, own: &str, other: &str) -> Vec<String> {
    let company = company_of(db, slug).await;
    let mut seat = Seat::of(db, &company, own).await;
    let mut found = Vec::new();
    for table in guarded(db).await {
        let column = if table == "companies" { "id" } else { "company_id" };
        let elsewhere = format!("select 1 from {table} where {column} <> '{company}'");
        if seat.reaches(&elsewhere).await != Some(0) {
            found.push(format!("{table}: another company's rows are seen"));
        }
        if SHARED.contains(&&*table) {
            continue;
        }
        let list = |ids: Vec<String>| ids.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
        let (mine, theirs) = (rows_of(db, &table, own).await, rows_of(db, &table, other).await);
        assert!(!mine.is_empty() && !theirs.is_empty(), "{table} has no row of one of them: let `World::of` make one");
        let count = mine.len() as u64;
        let (mine, theirs) = (list(mine), list(theirs));
        if seat.reaches(&format!("select 1 from {table} where id in ({mine})")).await != Some(count) {
            found.push(format!("{table}: own rows are hidden"));
        }
        if seat.reaches(&format!("select 1 from {table} where id in ({theirs})")).await != Some(0) {
            found.push(format!("{table}: another client's rows are seen"));
        }
        for (verb, sql) in [
            ("changed", format!("update {table} set company_id = company_id where id in ({theirs})")),
            ("deleted", format!("delete from {table} where id in ({theirs})")),
        ] {
            if seat.reaches(&sql).await.is_some_and(|rows| rows > 0) {
                found.push(format!("{table}: another client's rows are {verb}"));
            }
        }
    }
    found.extend(takeovers(&mut seat, own, other).await);
    found
}

/// What a client may change, done to somebody else, or made somebody else's.
async fn takeovers(seat: &mut Seat, own: &str, other: &str) -> Vec<String> {
    let mut found = Vec::new();
    if seat.reaches(&format!("update clients set name = 'Mine' where id = '{other}'")).await != Some(0) {
        found.push("clients: another's card is changed".into());
    }
    if seat.reaches("update clients set name = 'Mine'").await != Some(1) {
        found.push("clients: one's own card, and that alone, is not what changes".into());
    }
    for (what, sql) in [
        (
            "bookings: another's is taken",
            format!("update bookings set client_id = '{own}' where client_id = '{other}'"),
        ),
        ("bookings: one's own is given away", format!("update bookings set client_id = '{other}'")),
        ("orders: another's is taken", format!("update orders set client_id = '{own}' where client_id = '{other}'")),
        ("clients: an address is changed", "update clients set email = 'other@example.com'".to_owned()),
        ("clients: notes for staff are read", "select notes from clients".to_owned()),
        ("bookings: notes are read", "select notes from bookings".to_owned()),
    ] {
        if seat.reaches(&sql).await.is_some_and(|rows| rows > 0) {
            found.push(what.into());
        }
    }
    found
}

#[tokio::test]
async fn row_level_security_alone_keeps_clients_apart() {
    let app = unlimited().await;
    let admin = app.company("alfa").await;
    let (own, other) = (World::of(&admin).await, World::of(&admin).await);
    World::found(&app, "beta").await;

    let found = trespasses(&app.db, "alfa", own.id("clients"), other.id("clients")).await;

    assert_eq!(found, Vec::<String>::new());
    let tables = guarded(&app.db).await;
    for table in ["bookings", "clients", "companies", "order_lines", "orders", "services", "staff"] {
        assert!(tables.contains(&table.to_owned()), "{tables:?}");
    }
    println!("customers: {} of {} tables with a policy for them", tables.len(), tables.len());
}

#[tokio::test]
async fn a_customer_who_is_nobody_sees_nothing() {
    let app = unlimited().await;
    World::found(&app, "alfa").await;
    let nobody = "00000000-0000-0000-0000-000000000000";
    let mut stranger = Seat::of(&app.db, nobody, nobody).await;
    let mut guest = Seat::of(&app.db, &company_of(&app.db, "alfa").await, nobody).await;

    for table in guarded(&app.db).await {
        assert_eq!(stranger.reaches(&format!("select 1 from {table}")).await, Some(0), "{table}");
        if !SHARED.contains(&&*table) {
            assert_eq!(guest.reaches(&format!("select 1 from {table}")).await, Some(0), "{table}");
        }
    }
}

/// Opens the customer's policy of each table in turn, and answers those that nobody noticed.
pub async fn unnoticed(db: &Database, slug: &str, own: &str, other: &str) -> Vec<String> {
    let mut unnoticed = Vec::new();
    for table in guarded(db).await {
        let open = format!(
            "drop policy customer on {table}; create policy customer on {table} to frontdesk_customer using (true)"
        );
        db.execute(&open).await;
        let found = trespasses(db, slug, own, other).await;
        if !found.contains(&format!("{table}: another company's rows are seen")) {
            unnoticed.push(table.clone());
        }
        let seen = format!("{table}: another client's rows are seen");
        if !SHARED.contains(&&*table) && !found.contains(&seen) {
            unnoticed.push(table);
        }
    }
    unnoticed
}
