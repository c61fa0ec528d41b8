//! The second wall: an employee sees their own clients and bookings, and row-level security alone sees to it.

use frontdesk::auth::Role;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::world::{World, unlimited};
use crate::{Person, database::Database};

fn ids(list: &Value) -> Vec<&str> {
    list["data"].as_array().into_iter().flatten().filter_map(|row| row["id"].as_str()).collect()
}

#[tokio::test]
async fn an_employee_sees_their_own_clients_and_bookings_and_no_others() {
    let app = unlimited().await;
    let admin = app.company("alfa").await;
    let (own, colleagues) = (World::of(&admin).await, World::of(&admin).await);
    let bea = app.member(&admin, Role::Employee).await;
    own.belongs_to(&bea).await;

    let (clients, bookings) = (bea.get("/clients").await.expect(200), bea.get("/bookings").await.expect(200));

    assert_eq!(ids(&clients), [own.id("clients")]);
    assert_eq!(ids(&bookings), [own.id("bookings")]);
    for kind in ["clients", "bookings"] {
        bea.get(&format!("/{kind}/{}", own.id(kind))).await.expect(200);
        assert_eq!(bea.get(&format!("/{kind}/{}", colleagues.id(kind))).await.problem(404), "not_found");
    }
    assert_eq!(ids(&bea.get("/clients?search=grace").await.expect(200)), [own.id("clients")]);
}

#[tokio::test]
async fn an_employee_whose_time_is_not_booked_sees_no_client() {
    let app = unlimited().await;
    let admin = app.company("alfa").await;
    World::of(&admin).await;
    let bea = app.member(&admin, Role::Employee).await;

    let (clients, bookings) = (bea.get("/clients").await.expect(200), bea.get("/bookings").await.expect(200));

    assert_eq!((ids(&clients), ids(&bookings)), (vec![], vec![]));
}

#[tokio::test]
async fn row_level_security_alone_keeps_colleagues_rows_away() {
    let app = unlimited().await;
    let admin = app.company("alfa").await;
    let (own, colleagues) = (World::of(&admin).await, World::of(&admin).await);
    let tables = scoped_tables(&app.db).await;

    let found = trespasses(&app.db, &admin, own.id("staff"), colleagues.id("staff")).await;

    assert_eq!(found, Vec::<String>::new());
    assert!(tables.contains(&"clients".to_owned()) && tables.contains(&"bookings".to_owned()), "{tables:?}");
    println!("own rows: {} of {} tables with an own scope", tables.len(), tables.len());
}

/// The tables whose policy knows own rows.
async fn scoped_tables(db: &Database) -> Vec<String> {
    let sql = "select tablename as name from pg_policies
               where 'frontdesk_tenant' = any (roles) and qual like '%app.own()%' order by 1";
    db.rows(sql).await.iter().filter_map(|row| row["name"].as_str().map(str::to_owned)).collect()
}

/// Where a member with the reach `own` gets at rows that are not theirs, or at none of those that are.
pub async fn trespasses(db: &Database, admin: &Person, own: &str, colleague: &str) -> Vec<String> {
    let company = format!("(select id from companies where slug = '{}')", admin.slug);
    let company = db.rows(&format!("select {company} as id")).await[0]["id"].as_str().expect("an id").to_owned();
    let mut conn = PgConnection::connect(db.app_url()).await.expect("the application's login");
    let mut found = Vec::new();
    for table in scoped_tables(db).await {
        let all = seen(&mut conn, &company, own, false, &table).await;
        let mine = seen(&mut conn, &company, own, true, &table).await;
        if mine >= all {
            found.push(format!("{table}: {mine} of {all} rows are one's own"));
        }
    }
    for table in ["clients", "bookings", "orders", "order_lines", "booking_history", "blocks"] {
        if seen(&mut conn, &company, own, true, table).await == 0 {
            found.push(format!("{table}: own rows are hidden"));
        }
    }
    let steal = format!("update bookings set staff_id = '{own}' where staff_id = '{colleague}'");
    if !matches!(attempt(&mut conn, &company, own, true, &steal).await, Ok(0)) {
        found.push("bookings: a colleague's can be taken over".into());
    }
    let give = format!("update bookings set staff_id = '{colleague}' where staff_id = '{own}'");
    if attempt(&mut conn, &company, own, true, &give).await.is_ok() {
        found.push("bookings: one's own can be made a colleague's".into());
    }
    found
}

async fn seen(conn: &mut PgConnection, company: &str, staff: &str, own: bool, table: &str) -> u64 {
    attempt(conn, company, staff, own, &format!("select 1 from {table}")).await.expect("staff may read it")
}

async fn attempt(
    conn: &mut PgConnection,
    company: &str,
    staff: &str,
    own: bool,
    sql: &str,
) -> Result<u64, sqlx::Error> {
    let nobody = "00000000-0000-0000-0000-000000000000";
    let enter =
        format!("begin; select app.become('frontdesk_tenant', 'staff', '{company}', '{nobody}', '{staff}', {own}, '')");
    sqlx::raw_sql(AssertSqlSafe(enter)).execute(&mut *conn).await?;
    let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *conn).await.map(|done| done.rows_affected());
    sqlx::raw_sql("rollback").execute(&mut *conn).await?;
    done
}
