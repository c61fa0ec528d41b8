//! The API's document in git is the one that the code makes.

#[tokio::test]
async fn the_document_in_git_is_up_to_date() {
    let made = frontdesk_cli::openapi::document().await.expect("a document");

    assert!(made == include_str!("../../openapi/openapi.json"), "openapi/openapi.json: `make openapi` writes it again");
}
