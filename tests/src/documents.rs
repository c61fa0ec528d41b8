//! What the documents name: a file that has moved, or a link that leads nowhere, is a lie in them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use frontdesk::messages::render::variables::Variable;

const FOLDERS: [&str; 9] =
    ["src/", "jobs/", "cli/", "tests/", "migrations/", "policies/", "openapi/", "scripts/", "docs/"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The documents, by where they are.
fn documents() -> Vec<PathBuf> {
    let folders = ["", "docs", "docs/decisions"].map(|folder| root().join(folder));
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder").flatten());
    entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|kind| kind == "md")).collect()
}

/// Every second piece between two marks: what stands in backticks, in brackets.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| rest.split_once(close)).map(|(inner, _)| inner).collect()
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let mut named = 0;

    for document in documents() {
        let text = fs::read_to_string(&document).expect("a text");
        let words = text.split('`').skip(1).step_by(2);
        let paths = words.filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder)));
        for path in paths.filter(|path| !path.contains(['<', '*', ' '])) {
            assert!(root().join(path).exists(), "{} names {path}", document.display());
            named += 1;
        }
    }
    assert!(named > 30, "{named}");
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut followed = 0;

    for document in documents() {
        let text = fs::read_to_string(&document).expect("a text");
        for link in between(&text, "](", ")").into_iter().filter(|link| !link.starts_with("http")) {
            let target = document.parent().expect("a folder").join(link);
            assert!(target.exists(), "{} links to {link}", document.display());
            followed += 1;
        }
    }
    assert!(followed > 5, "{followed}");
}

#[test]
fn the_users_guide_has_every_variable_of_templates() {
    let guide = fs::read_to_string(root().join("docs/users.md")).expect("a text");
    let (_, chapter) = guide.split_once("## Your own words").expect("a chapter");
    let chapter = chapter.split("\n## ").next().expect("a chapter");

    let written: Vec<_> = chapter.lines().filter(|line| line.starts_with("| `{{")).collect();

    let rows = Variable::ALL.iter().map(|variable| {
        let missing = if variable.may_be_missing() { " yes" } else { "" };
        format!("| `{{{{{}}}}}` | {} |{missing} |", variable.name(), variable.description())
    });
    assert_eq!(written, rows.collect::<Vec<_>>());
}
