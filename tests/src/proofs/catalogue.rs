//! The database's catalogue keeps the rules of the house, and each rule sees what breaks it.

use frontdesk::db::catalogue::{self, global_tables, quoted, rules};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{checked_in, walls};
use crate::{TestApp, database::Database};

const GLOBAL_FOREIGN_KEYS: &str = include_str!("../../global_foreign_keys.txt");
const FUNCTIONS: &str = include_str!("../../functions.txt");
const GRANTS: &str = include_str!("../../grants.txt");

/// Everything in a database that must not be.
pub async fn violations(db: &Database) -> Vec<String> {
    catalogue::violations(db.owner_url()).await.expect("the owner can look")
}

#[tokio::test]
async fn every_table_policy_grant_role_and_function_keeps_the_rules() {
    let app = TestApp::start().await;
    let tables = walls::company_tables(&app.db).await;

    let found = violations(&app.db).await;

    assert_eq!(found, Vec::<String>::new());
    let (tables, rules) = (tables.len(), rules().count());
    println!("catalogue: {rules} of {rules} rules, {tables} of {tables} company tables");
}

/// Each is broken in a transaction that is rolled back: roles belong to every database of the server.
#[tokio::test]
async fn every_rule_finds_what_breaks_it() {
    let app = TestApp::start().await;
    let mut conn = PgConnection::connect(app.db.owner_url()).await.expect("the owner");

    for rule in rules() {
        sqlx::raw_sql("begin").execute(&mut conn).await.expect("a transaction");
        sqlx::raw_sql(AssertSqlSafe(rule.broken_by)).execute(&mut conn).await.expect(rule.broken_by);
        let found: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(rule.sql())).fetch_all(&mut conn).await.expect(rule.name);
        sqlx::raw_sql("rollback").execute(&mut conn).await.expect("the end of it");
        assert!(!found.is_empty(), "`{}` does not see: {}", rule.name, rule.broken_by);
    }

    println!("rules that see what breaks them: {} of {}", rules().count(), rules().count());
}

async fn lines(app: &TestApp, sql: &str) -> Vec<String> {
    app.db.rows(sql).await.iter().filter_map(|row| row["line"].as_str().map(str::to_owned)).collect()
}

fn same(found: &[String], list: &str, file: &str) {
    assert!(
        found == checked_in(list),
        "tests/{file} says otherwise. If this is right, it is the new one:\n\n{}\n",
        found.join("\n")
    );
    println!("{file}: {} of {} lines", found.len(), found.len());
}

#[tokio::test]
async fn foreign_keys_to_global_tables_are_those_on_the_list() {
    let app = TestApp::start().await;
    let global = quoted(&global_tables());

    let found = lines(
        &app,
        &format!(
            "select f.conrelid::regclass || '.' || f.conname || ' -> ' || f.confrelid::regclass as line
             from pg_constraint f
             where f.contype = 'f' and f.connamespace = 'public'::regnamespace
               and f.confrelid::regclass::text in ({global}) and f.conrelid::regclass::text not in ({global})
             order by 1"
        ),
    )
    .await;

    same(&found, GLOBAL_FOREIGN_KEYS, "global_foreign_keys.txt");
}

#[tokio::test]
async fn functions_run_as_and_for_whom_the_list_says() {
    let app = TestApp::start().await;

    let found = lines(
        &app,
        "select format('%s | %s | %s', p.oid::regproc,
                       case when p.prosecdef then 'as ' || p.proowner::regrole else 'as the caller' end,
                       (select coalesce(string_agg(case when a.grantee = 0 then 'public' else a.grantee::regrole::text end,
                                                   ', ' order by a.grantee::regrole::text), 'nobody')
                        from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                        where a.grantee <> p.proowner)) as line
         from pg_proc p
         where (p.pronamespace = 'app'::regnamespace or p.prosecdef)
           and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
         order by 1",
    )
    .await;

    same(&found, FUNCTIONS, "functions.txt");
}

#[tokio::test]
async fn roles_may_touch_what_the_list_says_and_nothing_else() {
    let app = TestApp::start().await;

    let found = lines(
        &app,
        "with grants as (
             select c.oid, a.grantee, a.privilege_type as privilege, null as col
             from pg_class c cross join aclexplode(c.relacl) a where a.grantee <> c.relowner and c.relkind <> 'S'
             union all
             select c.oid, a.grantee, a.privilege_type, t.attname
             from pg_class c join pg_attribute t on t.attrelid = c.oid cross join aclexplode(t.attacl) a
             where a.grantee <> c.relowner),
         columns as (
             select oid, grantee, lower(privilege) || coalesce(' (' || string_agg(col, ', ' order by col) || ')', '') as may
             from grants group by oid, grantee, privilege)
         select format('%s | %s | %s', c.oid::regclass,
                       case when grantee = 0 then 'public' else grantee::regrole::text end,
                       string_agg(may, ', ' order by may)) as line
         from columns c join pg_class t on t.oid = c.oid
         where t.relnamespace in ('public'::regnamespace, 'apalis'::regnamespace)
         group by c.oid, grantee order by 1",
    )
    .await;

    same(&found, GRANTS, "grants.txt");
}
