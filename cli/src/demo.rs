//! Demo data: two companies that look alive.

use frontdesk::config::Config;

/// Somebody to sign in as.
pub struct Person {
    pub company: String,
    pub slug: String,
    pub email: String,
    pub password: String,
}

/// Fills what is not there yet.
pub async fn fill(_config: &Config) -> anyhow::Result<Vec<Person>> {
    Ok(vec![])
}
