//! Every operation, as everybody: the table that comes out is in git, so that a change of who may do what is read by
//! somebody before it happens.

use std::fmt::Write;

use super::{
    cast::Cast,
    document::Document,
    world::{World, unlimited},
};

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
        let world = World::of(&cast.admin).await;
        world.belongs_to(&cast.employee).await;
        write!(table, "{:30}", operation.id).expect("a text can be written to");
        for (name, person) in cast.people(&world) {
            let strange = ["stranger", "their key", "their cust."].contains(&name);
            let at_home = strange && operation.scheme.is_some() && document.ids(operation).is_empty();
            let world = if at_home { &cast.elsewhere } else { &world };
            let request = world.request(&document, operation, &person).await;
            let answer = request.send_as(&person).await;
            let status = answer.status.as_u16().to_string();
            let word = if answer.status.is_success() { "allowed" } else { &status };
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
