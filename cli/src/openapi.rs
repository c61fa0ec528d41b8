//! The OpenAPI document: written from the code, kept in git, from where SDKs and the web client are made.

use anyhow::Context;
use frontdesk::{app::App, clock::Clock, config::Config};

const PATH: &str = "openapi/openapi.json";

/// The document, as it goes into git.
pub async fn document() -> anyhow::Result<String> {
    // Nothing is connected to: the document needs the operations, not what they work on.
    let config = Config {
        database_url: Some("postgres://nobody@127.0.0.1/nothing".into()),
        jwt_keys: vec![format!("none:{}", "0".repeat(32))],
        ..Config::defaults()
    };
    let app = App::new(config, Clock::system()).await?;
    Ok(format!("{}\n", serde_json::to_string_pretty(&frontdesk::api::document(&app))?))
}

/// `frontdesk openapi [--check]`
pub async fn run(check: bool) -> anyhow::Result<()> {
    let document = document().await?;
    if check {
        let kept = std::fs::read_to_string(PATH).unwrap_or_default();
        anyhow::ensure!(kept == document, "{PATH} is not up to date: make openapi");
        return Ok(());
    }
    std::fs::write(PATH, document).context(PATH)
}
