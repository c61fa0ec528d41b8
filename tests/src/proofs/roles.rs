//! Every operation, as everybody: the table that comes out is in git, so that a change of who may do what is read by
//! somebody before it happens.

use std::fmt::Write;

use frontdesk::auth::policy;

use super::{
    cast::Cast,
    document::{Document, Operation},
    world::{World, unlimited},
};
use crate::TestApp;

const TABLE: &str = include_str!("../../role_matrix.txt");

const HEADING: &str = "\
# Who may do what with one company's rows. `stranger`, `their key` and `their cust.` are the admin of the company next
# door, a program of theirs and their customer, who send this company's ids where an operation takes any, and are at home
# where it takes none. The employee is the one whose client and booking these are; `custom` has a role of the company's own
# (bookings, clients, services to read, clients to create), and `key` is an API key of the admin's for the same.
";

/// The operations of one part of the table; together the parts are all of it, and they are made side by side.
async fn part(number: usize) {
    const PARTS: usize = 4;
    let app = unlimited().await;
    let document = Document::of(&app);
    let operations = document.operations();
    let mut cast = Cast::assemble(&app).await;

    let mut table = String::new();
    let mine: Vec<_> = operations.iter().skip(number).step_by(PARTS).collect();
    for operation in &mine {
        write!(table, "{:30}", operation.id).expect("a text can be written to");
        for (_, word) in row(&cast, &document, operation).await {
            write!(table, "{word:12}").expect("a text can be written to");
        }
        table.push('\n');
        cast = cast.after(operation).await;
    }

    let found: Vec<_> = table.lines().map(str::trim_end).collect();
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    let expected: Vec<_> = rows.skip(number).step_by(PARTS).collect();
    assert!(
        found == expected,
        "who may do what has changed. If it is right, these are lines of tests/role_matrix.txt now:\n\n{}\n",
        found.join("\n")
    );
    println!("roles: {} of {} operations, {} people", mine.len(), operations.len(), cast.people(&cast.elsewhere).len());
}

/// What everybody hears who tries one operation: `allowed`, or the status.
async fn row(cast: &Cast, document: &Document, operation: &Operation) -> Vec<(&'static str, String)> {
    let world = World::of(&cast.admin).await;
    world.belongs_to(&cast.employee).await;
    let mut row = Vec::new();
    for (name, person) in cast.people(&world) {
        let strange = ["stranger", "their key", "their cust."].contains(&name);
        let at_home = strange && operation.scheme.is_some() && document.ids(operation).is_empty();
        let world = if at_home { &cast.elsewhere } else { &world };
        let answer = world.request(document, operation, &person).await.send_as(&person).await;
        let status = answer.status.as_u16().to_string();
        row.push((name, if answer.status.is_success() { "allowed".into() } else { status }));
    }
    row
}

/// Lines of the policy, each with an operation that it allows and those who are in its role: the stranger is an admin too.
const LINES: [(&str, &str, &[&str]); 4] = [
    ("p, manager, *, services, create, all", "create_service", &["manager"]),
    ("p, employee, *, bookings, read, own", "list_bookings", &["employee"]),
    ("p, admin, *, clients, erase, all", "erase_client", &["admin", "stranger"]),
    ("p, operator, *, platform_settings, read, all", "show_platform_settings", &["operator"]),
];

#[tokio::test]
async fn without_a_line_of_the_policy_the_table_is_wrong_about_its_role_alone() {
    for (line, id, people) in LINES {
        let without: Vec<_> = policy::TABLE.lines().filter(|one| *one != line).collect();
        assert_eq!(without.len() + 1, policy::TABLE.lines().count(), "{line}");
        let app = TestApp::start_under(&without.join("\n"), |config| config.rate_limit_factor = 0).await;
        let document = Document::of(&app);
        let operations = document.operations();
        let operation = operations.iter().find(|operation| operation.id == id).expect("an operation");

        let found = row(&Cast::assemble(&app).await, &document, operation).await;

        let right = TABLE.lines().find(|one| one.split_whitespace().next() == Some(id)).expect("a row of the table");
        let right: Vec<_> = right.split_whitespace().skip(1).collect();
        assert_eq!(found.len(), right.len());
        for ((name, word), right) in found.iter().zip(right) {
            let theirs = people.contains(name);
            let expected = if theirs { "403" } else { right };
            assert_eq!((word.as_str(), right != expected), (expected, theirs), "{id} as {name} without {line}");
        }
    }
    println!("lines of the policy taken away: {}", LINES.len());
}

#[tokio::test]
async fn everybody_may_do_what_the_checked_in_table_says() {
    part(0).await;
}

#[tokio::test]
async fn everybody_may_do_what_the_table_says_in_its_second_part() {
    part(1).await;
}

#[tokio::test]
async fn everybody_may_do_what_the_table_says_in_its_third_part() {
    part(2).await;
}

#[tokio::test]
async fn everybody_may_do_what_the_table_says_in_its_fourth_part() {
    part(3).await;
}

#[tokio::test]
async fn the_table_opens_with_who_is_in_it() {
    let app = unlimited().await;
    let cast = Cast::assemble(&app).await;

    let mut columns = format!("{:30}", "operation");
    for (name, _) in cast.people(&cast.elsewhere) {
        write!(columns, "{name:12}").expect("a text can be written to");
    }

    assert!(TABLE.starts_with(&format!("{HEADING}{}\n", columns.trim_end())), "{HEADING}{columns}");
}
