//! The leakproof trap: under row-level security an operator that is not leakproof is never an index condition, and a query
//! that looks quick scans the whole company. So every plan is read.

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{
    predicates::{Query, across_companies, queries},
    walls,
    world::{World, unlimited},
};
use crate::TestApp;

/// A company with 20 000 clients and as many bookings, most of them long past, and one next door with as many clients.
async fn crowded() -> (TestApp, String) {
    let app = unlimited().await;
    for (slug, bookings) in [("alfa", 20_000), ("beta", 4_000)] {
        World::found(&app, slug).await;
        app.db.execute(&fill(slug, bookings)).await;
    }
    app.db.execute("analyze").await;
    let company = app.db.rows("select id from companies where slug = 'alfa'").await;
    (app, company[0]["id"].as_str().expect("an id").to_owned())
}

fn fill(slug: &str, bookings: u32) -> String {
    format!(
        "set session_replication_role = replica; -- no triggers: nobody audits these
         create temporary table crowd as
         select c.id as company, n, gen_random_uuid() as client, gen_random_uuid() as booking, gen_random_uuid() as ordered,
                s.id as service, p.id as staff, p.calendar_id as calendar,
                timestamptz '2026-11-21 00:00Z' - n * interval '1 hour' as starts_at
         from companies c join services s on s.company_id = c.id and s.name = 'Haircut' join staff p on p.company_id = c.id and p.name = 'Iryna'
              cross join generate_series(1, 20000) n
         where c.slug = '{slug}';
         insert into clients (company_id, id, name, email, phone, created_at)
         select company, client, 'Client ' || md5(n::text), 'c' || n || '@example.com', '+38044' || 1000000 + n,
                timestamptz '2026-01-01 00:00Z' + n * interval '1 minute' from crowd;
         delete from crowd where n > {bookings};
         insert into client_staff (company_id, id, client_id, staff_id) select company, gen_random_uuid(), client, staff from crowd;
         insert into bookings (company_id, id, reference, client_id, service_id, staff_id, status, starts_at, ends_at,
                               time_zone, wall_starts_at, source, language, created_at)
         select company, booking, 'R' || n, client, service, staff, 'confirmed', starts_at, starts_at + interval '1 hour',
                'Europe/Kyiv', starts_at at time zone 'Europe/Kyiv', 'website', 'en', now() from crowd;
         insert into allocations (company_id, id, calendar_id, unit, starts_at, ends_at, booking_id)
         select company, gen_random_uuid(), calendar, 1, starts_at, starts_at + interval '1 hour', booking from crowd;
         insert into orders (company_id, id, client_id, booking_id, currency, created_at)
         select company, ordered, client, booking, 'UAH', now() from crowd;
         insert into order_lines (company_id, id, order_id, kind, service_id, description, quantity, unit_amount)
         select company, gen_random_uuid(), ordered, 'service', service, 'Haircut', 1, 150000 from crowd;
         drop table crowd"
    )
}

/// Somebody who reads plans, in a transaction of a role.
struct Reader(PgConnection);

impl Reader {
    async fn enter(url: &str, enter: &str) -> Self {
        let mut conn = PgConnection::connect(url).await.expect("a login");
        sqlx::raw_sql(AssertSqlSafe(format!("begin; {enter}"))).execute(&mut conn).await.expect("a door");
        Self(conn)
    }

    async fn staff_of(app: &TestApp, company: &str) -> Self {
        Self::enter(app.db.app_url(), &format!("select app.enter_job('{company}', 'plans')")).await
    }

    /// The plan of a query with these values for `$1`, `$2` and so on; without values, the plan for any.
    async fn plan(&mut self, query: &str, types: &[String], values: Option<&[&str]>) -> Value {
        let types = if types.is_empty() { String::new() } else { format!("({})", types.join(", ")) };
        let mode = if values.is_some() { "force_custom_plan" } else { "force_generic_plan" };
        let given = values.map_or(vec!["null"; types.split(", ").count()], <[_]>::to_vec).join(", ");
        let given = if types.is_empty() { String::new() } else { format!("({given})") };
        let prepare = format!("set local plan_cache_mode = {mode}; prepare reading {types} as {query}");
        sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut self.0).await.unwrap_or_else(|e| panic!("{e}: {query}"));
        let explain = format!("explain (format json) execute reading {given}");
        let plan: Value =
            sqlx::query_scalar(AssertSqlSafe(explain)).persistent(false).fetch_one(&mut self.0).await.expect(query);
        sqlx::raw_sql("deallocate reading").execute(&mut self.0).await.expect("the end of it");
        plan[0]["Plan"].clone()
    }
}

/// Every node of a plan.
fn nodes(plan: &Value) -> Vec<&Value> {
    let below = plan["Plans"].as_array().into_iter().flatten().flat_map(nodes);
    std::iter::once(plan).chain(below).collect()
}

/// The index conditions of a node that reads a table: its own, or those of the bitmaps below it.
fn conditions(node: &Value) -> Vec<&str> {
    nodes(node).into_iter().filter_map(|node| node["Index Cond"].as_str()).collect()
}

/// Where a plan reads a company table without going straight to the company.
fn detours(plan: &Value, tables: &[(String, &'static str)]) -> Vec<String> {
    let mut found = Vec::new();
    for node in nodes(plan) {
        let Some((table, column)) = tables.iter().find(|(table, _)| node["Relation Name"] == **table) else { continue };
        if ["ModifyTable", "LockRows"].contains(&node["Node Type"].as_str().unwrap_or_default()) {
            continue;
        }
        let own = conditions(node);
        let straight = |condition: &&str| condition.contains(&format!("({column} = "));
        if own.is_empty() || !own.iter().all(straight) {
            found.push(format!("{} of {table}: {own:?}", node["Node Type"]));
        }
    }
    found
}

#[tokio::test]
async fn in_a_company_of_twenty_thousand_clients_every_plan_goes_straight_to_the_company() {
    let (app, company) = crowded().await;

    every_query_of_staff_can(&app, &company).await;
    what_is_asked_all_day_does(&app, &company).await;
    text_search_is_an_index_condition_behind_its_function_and_nowhere_else(&app, &company).await;
}

async fn every_query_of_staff_can(app: &TestApp, company: &str) {
    let tables = walls::company_tables(&app.db).await;
    let exempt = across_companies();
    // What operators alone may do to a company is planned here as well; who may makes no other plan.
    app.db.execute("grant update on companies to frontdesk_tenant").await;
    let mut reader = Reader::staff_of(app, company).await;
    // Small tables are read whole, and rightly; the question is whether they have to be.
    sqlx::raw_sql("set local enable_seqscan = off").execute(&mut reader.0).await.expect("a setting");

    let about_rows = |query: &&Query| {
        let verb = query.text.split(' ').next().unwrap_or_default();
        ["select", "update", "delete", "with"].contains(&verb)
            && tables.iter().any(|(table, _)| query.text.contains(&format!(" {table} ")))
            && !exempt.iter().any(|start| query.text.starts_with(start))
    };
    let queries = queries();
    let (mut found, mut read) = (Vec::new(), 0);
    for query in queries.iter().filter(about_rows) {
        let plan = reader.plan(&query.text, &query.parameters, None).await;
        found.extend(detours(&plan, &tables).into_iter().map(|detour| format!("{detour}: {}", query.text)));
        read += 1;
    }

    assert_eq!(found, Vec::<String>::new());
    println!("plans for any values: {read} of {read} plans");
}

/// What is asked all day, as the planner really does it: how the query begins, what it contains, and its values.
fn all_day(company: &str) -> Vec<(&'static str, &'static str, Vec<String>)> {
    let null = || "null".to_owned();
    let text = |value: &str| format!("'{value}'");
    vec![
        ("select id, name, email, phone", "limit $5", vec![text(company), text("false"), null(), null(), text("26")]),
        (
            "select id, name, email, phone",
            "app.search_clients",
            vec![text(company), text("false"), null(), null(), text("26"), text("c4711")],
        ),
        (
            "select b.id, b.reference",
            "limit $10",
            [vec![text(company), text("2026-11-10Z"), text("2026-11-17Z")], vec![null(); 6], vec![text("26")]].concat(),
        ),
        (
            "select calendar_id, unit, min(expires_at)",
            "",
            vec![
                text(company),
                "array(select calendar_id from staff)".into(),
                text("2026-11-10Z"),
                text("2026-12-19Z"),
                text("2026-11-17Z"),
                text("2026-11-23Z"),
            ],
        ),
    ]
}

async fn what_is_asked_all_day_does(app: &TestApp, company: &str) {
    let tables = walls::company_tables(&app.db).await;
    let large: Vec<_> = tables
        .iter()
        .filter(|(table, _)| ["clients", "bookings", "orders", "order_lines", "allocations"].contains(&table.as_str()))
        .cloned()
        .collect();
    let mut reader = Reader::staff_of(app, company).await;
    let queries = queries();
    let calendar = app.db.rows(&format!("select calendar_id from staff where company_id = '{company}'")).await;
    let calendars = format!("array['{}'::uuid]", calendar[0]["calendar_id"].as_str().expect("a calendar"));

    let asked = all_day(company);
    for (start, contains, values) in &asked {
        let mut those = queries.iter().filter(|query| {
            query.text.starts_with(start) && query.text.contains(contains) && query.parameters.len() == values.len()
        });
        let (query, other) = (those.next().unwrap_or_else(|| panic!("no query begins with {start}")), those.next());
        assert!(other.is_none(), "two queries begin with {start}");
        let values: Vec<_> =
            values.iter().map(|value| if value.starts_with("array") { calendars.as_str() } else { value }).collect();
        let plan = reader.plan(&query.text, &query.parameters, Some(&values)).await;
        assert_eq!(detours(&plan, &large), Vec::<String>::new(), "{}\n{plan:#}", query.text);
        assert!(plan["Plan Rows"].as_f64().is_some_and(|rows| rows < 1000.0), "{plan:#}");
    }
    let by_email = "select id from clients where company_id = $1 and email = $2";
    let types = ["uuid", "text"].map(str::to_owned);
    let plan = reader.plan(by_email, &types, Some(&[&format!("'{company}'"), "'c4711@example.com'"])).await;
    assert!(conditions(&plan).iter().any(|condition| condition.contains("email = ")), "{plan:#}");

    println!("plans of what is asked all day: {} of {} plans", asked.len() + 1, asked.len() + 1);
}

async fn text_search_is_an_index_condition_behind_its_function_and_nowhere_else(app: &TestApp, company: &str) {
    let source = app.db.rows("select prosrc as source from pg_proc where proname = 'search_clients'").await;
    let source = source[0]["source"].as_str().expect("a function").to_owned();
    let inner = source.split("return query").nth(1).and_then(|rest| rest.split(';').next()).expect("its query");
    let inner = inner.replace("company_id = company", "company_id = $1").replace("lower(query)", "lower($2)");
    let types = ["uuid", "text"].map(str::to_owned);
    let values = [format!("'{company}'"), "'c4711'".to_owned()];
    let values: Vec<_> = values.iter().map(String::as_str).collect();
    let searches = |plan: &Value| conditions(plan).iter().any(|condition| condition.contains("~~"));

    let mut searcher = Reader::enter(app.db.owner_url(), "set local role frontdesk_search").await;
    let behind = searcher.plan(&inner, &types, Some(&values)).await;
    let mut staff = Reader::staff_of(app, company).await;
    let direct = staff.plan(&inner, &types, Some(&values)).await;
    let ilike = "select id from clients where company_id = $1 and name ilike '%' || $2 || '%'";
    let ilike = staff.plan(ilike, &types, Some(&values)).await;

    assert!(searches(&behind), "{behind:#}");
    assert_eq!(detours(&behind, &[("clients".into(), "company_id")]), Vec::<String>::new());
    assert!(!searches(&direct) && !searches(&ilike), "the trap is gone: {direct:#} {ilike:#}");
    println!("plans of text search: 3 of 3 plans");
}

#[test]
fn a_plan_that_reads_a_whole_table_is_a_detour() {
    let tables = [("clients".to_owned(), "company_id")];
    let scan = json!({ "Node Type": "Seq Scan", "Relation Name": "clients", "Filter": "(company_id = '1'::uuid)" });
    let other = json!({ "Node Type": "Index Scan", "Relation Name": "clients", "Index Cond": "(email = 'a'::text)" });
    let right =
        json!({ "Node Type": "Index Scan", "Relation Name": "clients", "Index Cond": "((company_id = '1'::uuid))" });
    let bitmap = json!({ "Node Type": "Bitmap Heap Scan", "Relation Name": "clients", "Plans": [
        { "Node Type": "Bitmap Index Scan", "Index Cond": "((company_id = '1'::uuid) AND (search ~~ 'a'::text))" }] });

    let found = [scan, other, right, bitmap].map(|plan| detours(&plan, &tables).len());

    assert_eq!(found, [1, 1, 0, 0]);
}

#[tokio::test]
async fn what_one_endpoint_has_due_is_not_read_to_find_what_the_others_have() {
    let app = unlimited().await;
    World::found(&app, "alfa").await;
    World::found(&app, "beta").await;
    let backlog = "
        set session_replication_role = replica;
        insert into webhook_deliveries (company_id, id, webhook_id, event, event_type, body, status, next_attempt_at, created_at)
        select w.company_id, gen_random_uuid(), w.id, gen_random_uuid(), 'booking.created', '{}', 'pending', now(), now()
        from webhooks w join companies c on c.id = w.company_id, generate_series(1, case c.slug when 'alfa' then 20000 else 3 end);
        analyze webhook_deliveries";
    app.db.execute(backlog).await;
    let look =
        queries().into_iter().find(|query| query.text.starts_with("with recursive endpoints")).expect("the query");

    let mut reader = Reader::enter(app.db.app_url(), "select app.enter_schedule('plans')").await;
    let explain = look.text.replace("$1", "now()").replace("$2", "now()").replace("$3", "200");
    let explain = format!("explain (analyze, format json) {explain}");
    let plan: Value = sqlx::query_scalar(AssertSqlSafe(explain)).fetch_one(&mut reader.0).await.expect("a plan");

    let count = |node: &Value, of: &str| {
        node[of].as_f64().unwrap_or_default() * node["Actual Loops"].as_f64().unwrap_or_default()
    };
    let read = nodes(&plan[0]["Plan"]).into_iter().filter(|node| node["Relation Name"] == "webhook_deliveries");
    let read: f64 = read.map(|node| count(node, "Actual Rows") + count(node, "Rows Removed by Filter")).sum();
    assert!((1.0..1000.0).contains(&read), "{read} rows were read");
}
