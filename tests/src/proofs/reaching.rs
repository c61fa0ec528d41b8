//! Three companies with three roles each (S3-08): everybody at everybody's rows.

use frontdesk::auth::Role;
use poem::http::Method;

use super::{
    document::{Document, Place},
    world::{World, unlimited},
};

/// What the role matrix says of an operation and a role: a status, or `allowed`.
fn in_the_table(operation: &str, role: &str) -> &'static str {
    let mut lines = include_str!("../../role_matrix.txt").lines().filter(|line| !line.starts_with('#'));
    let columns =
        ["nobody", "stranger", "their key", "their cust.", "customer", "key", "employee", "custom", "manager"];
    let place = columns.iter().position(|column| *column == role).unwrap_or(columns.len());
    let line = lines.find(|line| line.split_whitespace().next() == Some(operation)).expect("a line of the table");
    line.split_whitespace().nth(place + 1).expect("a cell of the table")
}

#[tokio::test]
async fn in_three_companies_every_role_reaches_its_own_rows_and_none_of_the_others() {
    let app = unlimited().await;
    let document = Document::of(&app);
    let mut companies = Vec::new();
    for slug in ["alfa", "beta", "gamma"] {
        let world = World::of(&app.company(slug).await).await;
        let manager = app.member(&world.admin, Role::Manager).await;
        let employee = app.member(&world.admin, Role::Employee).await;
        world.belongs_to(&employee).await;
        let people = [("admin", world.admin.clone()), ("manager", manager), ("employee", employee)];
        companies.push((world, people));
    }
    let shows: Vec<_> = document
        .operations()
        .into_iter()
        .filter(|one| one.method == Method::GET && one.scheme.as_deref() == Some("access_token"))
        .filter(|one| document.ids(one).iter().any(|id| matches!(id.place, Place::Path(_))))
        .collect();

    let mut tried = 0;
    for operation in &shows {
        for (at, (_, people)) in companies.iter().enumerate() {
            for (there, (world, _)) in companies.iter().enumerate() {
                for (role, person) in people {
                    let answer = world.request(&document, operation, person).await.send_as(person).await;
                    let expected = match in_the_table(&operation.id, role) {
                        "allowed" if at == there => "200",
                        "allowed" => "404",
                        refused => refused,
                    };
                    assert_eq!(answer.status.as_str(), expected, "{role} of {at} at {there}: {}", operation.id);
                    tried += 1;
                }
            }
        }
    }

    assert_eq!(tried, shows.len() * 27);
    println!("three companies, three roles: {} operations, {tried} requests", shows.len());
}
