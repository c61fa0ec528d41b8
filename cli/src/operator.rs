//! `frontdesk operator create`: whoever runs the installation is let in by whoever has its database.

use std::env;

use anyhow::{Context, bail};
use frontdesk::{
    auth::{password, token},
    config::Config,
    db::operators::{self, NewOperator, Outcome},
    http::Fields,
};

use crate::secrets;

const PASSWORD: &str = "FRONTDESK_OPERATOR_PASSWORD";

/// Who runs the demo.
const DEMO: &str = "operator@frontdesk.example";

/// Makes somebody an operator, and says what became of it.
pub async fn create(config: &Config, email: &str, name: &str, trusts_password: bool) -> anyhow::Result<()> {
    let mut fields = Fields::default();
    let (email, name) = (fields.email("--email", email), fields.line("--name", name, 120));
    fields
        .finish(Some(()))
        .map_err(|_| anyhow::anyhow!("--email must be an e-mail address, --name one line of text"))?;
    let given = env::var(PASSWORD).ok().filter(|given| !given.is_empty());
    if given.as_ref().is_some_and(|given| !(10..=200).contains(&given.chars().count())) {
        bail!("{PASSWORD} must be 10 to 200 characters");
    }
    let secret = given.clone().unwrap_or_else(|| token::random_secret(""));
    match insert(config, &email, &name, &secret, trusts_password).await? {
        Outcome::Already => println!("{email} is an operator already; nothing has changed."),
        Outcome::Promoted => println!("{email} is an operator now, with the password they have."),
        Outcome::Made if given.is_some() => {
            println!("{email} is an operator now, with the password in {PASSWORD}.");
        }
        Outcome::Made => println!("{email} is an operator now. The password, which is not shown again: {secret}"),
        Outcome::Unproven => bail!(
            "somebody has set a password for {email} and never verified the address: let them verify it first, or say \
             --trust-password if you know that it was them"
        ),
    }
    Ok(())
}

/// An operator to try it with, where there is a database of our own: how to sign in as them.
pub async fn demo(config: &Config) -> anyhow::Result<Option<String>> {
    if config.database_owner_url.is_none() {
        return Ok(None);
    }
    let secret = secrets::kept(&config.data_dir.join("demo_operator_password"))?;
    insert(config, DEMO, "Demo operator", &secret, false).await?;
    let url = config.public_url.as_str().trim_end_matches('/');
    Ok(Some(format!(
        "  The installation\n    operator      POST {url}/api/v1/platform/sign-in\n    sign in as    {DEMO}  password  {secret}\n"
    )))
}

async fn insert(config: &Config, email: &str, name: &str, secret: &str, trusts: bool) -> anyhow::Result<Outcome> {
    let owner_url = config.database_owner_url.as_deref().context("DATABASE_OWNER_URL is not set")?;
    let password_hash = password::hash(secret.to_owned()).await.map_err(anyhow::Error::from)?;
    let new = NewOperator { email, name, password_hash: &password_hash, trusts_password: trusts };
    operators::create(owner_url, &new).await
}
