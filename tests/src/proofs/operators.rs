//! The operator's log stays as it was written, whoever tries; and what operators search is found by an index.

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::predicates::queries;
use crate::TestApp;

#[tokio::test]
async fn nobody_changes_the_log_whoever_they_are() {
    let app = TestApp::start().await;
    app.db
        .execute(
            "insert into operator_actions (operator_id, operator_name, action, changes)
                    values (gen_random_uuid(), 'Root', 'operator.create', '{}')",
        )
        .await;
    let roles =
        app.db.rows("select rolname as role from pg_roles where rolname like 'frontdesk\\_%' or rolsuper").await;
    let mut conn = PgConnection::connect(app.db.owner_url()).await.expect("the owner");

    for row in &roles {
        let role = row["role"].as_str().expect("a name");
        for change in
            ["update operator_actions set action = ''", "delete from operator_actions", "truncate operator_actions"]
        {
            let sql = format!("begin; set local role {role}; {change}");
            let refused = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await;
            let code =
                refused.as_ref().err().and_then(|error| error.as_database_error()).and_then(|error| error.code());
            assert_eq!(code.as_deref(), Some("42501"), "{role}: {change}: {refused:?}");
            sqlx::raw_sql("rollback").execute(&mut conn).await.expect("the end of it");
        }
    }

    assert!(roles.len() > 10, "{roles:?}");
    assert_eq!(app.db.number("select count(*) from operator_actions").await, 1);
}

#[tokio::test]
async fn operators_alone_read_the_log_and_nobody_writes_into_it() {
    let app = TestApp::start().await;
    let may = async |privilege: &str| {
        let sql = format!(
            "select rolname as role from pg_roles where rolname like 'frontdesk\\_%' and rolname <> 'frontdesk_owner'
             and has_any_column_privilege(oid, 'operator_actions', '{privilege}') order by 1"
        );
        app.db.rows(&sql).await.iter().filter_map(|row| row["role"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };

    assert_eq!(may("select").await, ["frontdesk_platform"]);
    // they own the functions that write it, and nobody can become them
    assert_eq!(may("insert").await, ["frontdesk_clerk", "frontdesk_eraser"]);
}

#[tokio::test]
async fn a_company_is_found_by_an_index_of_how_its_name_or_address_begins() {
    let app = TestApp::start().await;
    let fill = "insert into companies (id, slug, name, time_zone, currency, language)
        select gen_random_uuid(), md5(n::text), 'Shop ' || md5(n::text), 'Europe/Kyiv', 'UAH', 'en'
        from generate_series(1, 20000) n; analyze companies";
    app.db.execute(fill).await;
    let query = queries().into_iter().find(|query| query.text.contains("slug ~>=~ $2")).expect("the list of companies");
    let mut conn = PgConnection::connect(app.db.app_url()).await.expect("the application's login");

    let prepare = format!(
        "begin; select app.enter_schedule('plans'); set local plan_cache_mode = force_custom_plan; prepare found as {}",
        query.text
    );
    sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut conn).await.expect("prepared");
    let explain = "explain (format json) execute found (null, 'abc', 'abd', null, null, null, 26)";
    let plan: Value = sqlx::query_scalar(explain).persistent(false).fetch_one(&mut conn).await.expect("a plan");

    let plan = plan.to_string();
    assert!(plan.contains("companies_slug_prefix_idx") && plan.contains("companies_name_prefix_idx"), "{plan}");
}
