//! The guards are guarded: each is taken away on a throwaway database, and the proof that watches it must say so.

use std::time::Duration;

use super::{
    catalogue, customers, own, race, storm, walls,
    world::{World, unlimited},
};
use frontdesk::auth::Role;

#[tokio::test]
async fn a_policy_that_lets_everything_through_is_a_leak_on_every_table() {
    let app = unlimited().await;
    World::found(&app, "alfa").await;
    World::found(&app, "beta").await;
    let tables = walls::company_tables(&app.db).await;

    for (table, column) in &tables {
        let open = format!(
            "drop policy tenant on {table};
             create policy tenant on {table} to frontdesk_tenant using (true) with check (true)"
        );
        app.db.execute(&open).await;
        let found = walls::leaks(&app.db, "alfa", "beta", table, column).await;
        assert!(found.contains(&format!("frontdesk_tenant reads rows of {table}")), "{table}: {found:?}");
        assert!(found.contains(&format!("frontdesk_tenant for nobody reads rows of {table}")), "{table}: {found:?}");
    }

    println!("policies that were opened and seen: {} of {} tables", tables.len(), tables.len());
}

#[tokio::test]
async fn a_table_without_row_level_security_is_a_leak_and_against_the_rules() {
    let app = unlimited().await;
    World::found(&app, "alfa").await;
    World::found(&app, "beta").await;

    app.db.execute("alter table clients disable row level security").await;

    let leaks = walls::leaks(&app.db, "alfa", "beta", "clients", "company_id").await;
    assert!(leaks.contains(&"frontdesk_tenant changes rows of clients".to_owned()), "{leaks:?}");
    assert!(!catalogue::violations(&app.db).await.is_empty());
}

#[tokio::test]
async fn a_door_that_does_not_switch_the_role_is_noticed() {
    let app = unlimited().await;
    World::found(&app, "alfa").await;
    World::found(&app, "beta").await;
    let source = app.db.rows("select pg_get_functiondef('app.become'::regproc) as source").await;
    let source = source[0]["source"].as_str().expect("a function").to_owned();
    assert!(source.contains("; set local role %I'"), "{source}");

    app.db.execute(&source.replace("; set local role %I'", "; select %L'")).await;

    let leaks = walls::leaks(&app.db, "alfa", "beta", "clients", "company_id").await;
    assert!(leaks.contains(&"frontdesk_tenant runs as frontdesk_app".to_owned()), "{leaks:?}");
}

#[tokio::test]
async fn a_company_that_is_not_the_one_that_entered_is_noticed() {
    let app = unlimited().await;
    World::found(&app, "alfa").await;
    World::found(&app, "beta").await;
    let alfa = app.db.rows("select id from companies where slug = 'alfa'").await;
    let alfa = alfa[0]["id"].as_str().expect("an id").to_owned();

    let stuck = "create or replace function app.company_id() returns uuid language sql stable parallel safe return";
    app.db.execute(&format!("{stuck} '{alfa}'::uuid")).await;

    let leaks = walls::leaks(&app.db, "alfa", "beta", "services", "company_id").await;
    assert!(leaks.contains(&"frontdesk_tenant reads rows of services".to_owned()), "{leaks:?}");
}

#[tokio::test]
async fn a_policy_without_its_own_scope_is_a_trespass() {
    let app = unlimited().await;
    let admin = app.company("alfa").await;
    let (own, colleagues) = (World::of(&admin).await, World::of(&admin).await);
    own.belongs_to(&app.member(&admin, Role::Employee).await).await;

    for table in ["clients", "bookings"] {
        let unscoped = format!(
            "drop policy tenant on {table};
             create policy tenant on {table} to frontdesk_tenant
             using (company_id = app.company_id() and (not app.own() or true))
             with check (company_id = app.company_id())"
        );
        app.db.execute(&unscoped).await;
    }

    let found = own::trespasses(&app.db, &admin, own.id("staff"), colleagues.id("staff")).await;
    let about = |what: &str| found.iter().any(|one| one.starts_with(what));
    assert!(about("clients") && about("bookings: a colleague's") && about("bookings: one's own"), "{found:?}");
}

#[tokio::test]
async fn a_customers_policy_that_lets_everything_through_is_a_trespass_on_every_table() {
    let app = unlimited().await;
    let admin = app.company("alfa").await;
    let (own, other) = (World::of(&admin).await, World::of(&admin).await);
    World::found(&app, "beta").await;

    let unnoticed = customers::unnoticed(&app.db, "alfa", own.id("clients"), other.id("clients")).await;

    assert_eq!(unnoticed, Vec::<String>::new());
}

#[tokio::test]
async fn without_the_exclusion_constraint_two_visitors_get_one_slot() {
    let app = unlimited().await;

    app.db.execute("alter table allocations drop constraint allocations_no_overlap").await;

    let (booked, _, kept) = race::race(&app).await;
    assert!(booked > 1 && kept > 1, "{booked} were told that they have it, {kept} do");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_exclusion_constraint_a_storm_leaves_overlaps() {
    let outcome =
        storm::storm(Duration::from_secs(8), "alter table allocations drop constraint allocations_no_overlap").await;

    assert!(outcome.overlaps > 0, "{outcome:?}");
}
