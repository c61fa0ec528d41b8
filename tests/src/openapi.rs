//! The API's document in git is the one that the code makes.

use frontdesk::{auth::Reach, events::topics::TOPICS};
use serde_json::Value;

#[tokio::test]
async fn the_document_in_git_is_up_to_date() {
    let made = frontdesk_cli::openapi::document().await.expect("a document");

    assert!(made == include_str!("../../openapi/openapi.json"), "openapi/openapi.json: `make openapi` writes it again");
}

#[tokio::test]
async fn the_stream_of_events_says_who_hears_of_what() {
    let made = frontdesk_cli::openapi::document().await.expect("a document");
    let document: Value = serde_json::from_str(&made).expect("JSON");
    let said = document["paths"]["/events/stream"]["get"]["description"].as_str().expect("a description");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");

    for topic in TOPICS {
        for kind in topic.kinds {
            let (thing, _) = kind.name.split_once('.').expect("thing.happened");
            let sentence = format!("`{thing}.*` with `{}`", topic.permission.word(Reach::All));
            assert!(said.contains(&sentence), "stream_events does not say: {sentence}");
        }
    }
}
