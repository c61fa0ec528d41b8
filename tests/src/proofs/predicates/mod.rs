//! Every query of the product, as `.sqlx` keeps it: wherever it names a company table, it says whose rows it wants. The wall
//! is row-level security; the predicate is what planners and a sharded Postgres go by.

mod checker;

use std::collections::BTreeSet;

use serde_json::Value;

use super::{checked_in, walls};
use crate::TestApp;
use checker::missing;

/// Queries that are about more than one company, or about a person in all of theirs: how they begin, and why.
const ACROSS_COMPANIES: &str = include_str!("../../../queries_across_companies.txt");

pub struct Query {
    pub text: String,
    /// The types of its parameters, as Postgres names them.
    pub parameters: Vec<String>,
}

/// Every query in `.sqlx`.
pub fn queries() -> Vec<Query> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../.sqlx");
    let files = std::fs::read_dir(folder).expect("`make sqlx` writes it");
    let mut queries: Vec<_> = files
        .map(|file| {
            let file = std::fs::read_to_string(file.expect("a file").path()).expect("a query");
            let file: Value = serde_json::from_str(&file).expect("JSON");
            let text = file["query"].as_str().expect("its text").split_whitespace().collect::<Vec<_>>().join(" ");
            let types = file["describe"]["parameters"]["Left"].as_array().expect("its parameters");
            let name = |kind: &Value| match kind {
                Value::String(name) => name.strip_suffix("Array").map_or(name.clone(), |item| format!("{item}[]")),
                _ => panic!("a parameter of a type that has no name: {text}"),
            };
            Query { parameters: types.iter().map(name).collect(), text: text.clone() }
        })
        .collect();
    queries.sort_by(|a, b| a.text.cmp(&b.text));
    queries
}

/// How the queries begin that may look across companies.
pub fn across_companies() -> Vec<&'static str> {
    checked_in(ACROSS_COMPANIES).into_iter().filter_map(|line| line.split(" -- ").next()).map(str::trim).collect()
}

#[tokio::test]
async fn every_reference_of_every_query_to_a_company_table_says_whose_rows() {
    let app = TestApp::start().await;
    let tables = walls::company_tables(&app.db).await;
    let tables: Vec<_> = tables.iter().map(|(table, _)| table.as_str()).collect();
    let queries = queries();
    let exempt = across_companies();

    let (mut found, mut used, mut references) = (Vec::new(), BTreeSet::new(), 0);
    for query in &queries {
        let (all, missing) = missing(&query.text, &tables);
        references += all;
        match exempt.iter().find(|start| query.text.starts_with(*start)) {
            Some(start) if !missing.is_empty() => drop(used.insert(*start)),
            _ => found.extend(missing.iter().map(|what| format!("{what}: {}", query.text))),
        }
    }

    assert_eq!(found, Vec::<String>::new());
    assert_eq!(used, exempt.into_iter().collect(), "queries_across_companies.txt has lines that are not needed");
    println!("predicates: {} of {} queries, {references} references", queries.len(), queries.len());
}
