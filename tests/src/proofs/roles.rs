//! Every operation, as everybody: the table that comes out is in git, so that a change of who may do what is read by
//! somebody before it happens.

use std::fmt::Write;

use frontdesk::auth::Role;

use super::{
    document::Document,
    world::{World, unlimited},
};

const TABLE: &str = include_str!("../../role_matrix.txt");

const HEADING: &str = "\
# Who may do what with one company's rows. `stranger` is the admin of another company, who sends this one's ids
# where an operation takes any, and is at home where it takes none. The employee is the one whose client and booking
# these are.
";

#[tokio::test]
async fn everybody_may_do_what_the_checked_in_table_says() {
    let app = unlimited().await;
    let document = Document::of(&app);
    let admin = app.company("alfa").await;
    let employee = app.member(&admin, Role::Employee).await;
    let manager = app.member(&admin, Role::Manager).await;
    let stranger = app.company("beta").await;
    let elsewhere = World::of(&stranger).await;
    let people = [
        ("nobody", app.visitor()),
        ("employee", employee),
        ("manager", manager),
        ("admin", admin),
        ("stranger", stranger),
    ];

    let operations = document.operations();
    let mut table = format!("{HEADING}{:26}", "operation");
    people.iter().for_each(|(name, _)| write!(table, "{name:10}").expect("a text can be written to"));
    for operation in &operations {
        let world = World::of(&people[3].1).await;
        world.belongs_to(&people[1].1).await;
        write!(table, "\n{:26}", operation.id).expect("a text can be written to");
        for (name, person) in &people {
            let at_home = *name == "stranger" && operation.secured && document.ids(operation).is_empty();
            let world = if at_home { &elsewhere } else { &world };
            let answer = world.request(&document, operation).await.send_as(person).await;
            let status = answer.status.as_u16().to_string();
            let word = if answer.status.is_success() { "allowed" } else { &status };
            write!(table, "{word:10}").expect("a text can be written to");
        }
    }
    let table: String = table.lines().map(|line| format!("{}\n", line.trim_end())).collect();

    assert!(
        table == TABLE,
        "who may do what has changed. If it is right, this is tests/role_matrix.txt now:\n\n{table}"
    );
    println!("roles: {} of {} operations, {} people", operations.len(), operations.len(), people.len());
}
