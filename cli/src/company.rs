//! `frontdesk company export` and `import`: one company leaves, and comes back.

use std::path::Path;

use anyhow::Context;
use frontdesk::{
    app::App,
    clock::Clock,
    config::Config,
    db::importing::{self, Wish},
    exports::making,
    queue::Envelope,
};

use crate::{cluster::Cluster, up};

/// Without `DATABASE_OWNER_URL` it is the private cluster of `frontdesk up`, which has to be running.
fn owner_url(config: &Config) -> anyhow::Result<String> {
    match &config.database_owner_url {
        Some(url) => Ok(url.clone()),
        None => Cluster::url_of_running(&config.data_dir.join("postgres"), up::DATABASE)
            .context("DATABASE_OWNER_URL is not set, and `frontdesk up` is not running here"),
    }
}

/// Writes everything that a company has to a new file.
pub async fn export(mut config: Config, slug: &str, to: &Path) -> anyhow::Result<()> {
    let url = owner_url(&config)?;
    (config.database_url, config.database_direct_url, config.redis_url) = (Some(url), None, None);
    let app = App::new(config, Clock::system()).await?;
    let company = app.db().company_with_slug(slug).await.map_err(anyhow::Error::from)?;
    let company = company.with_context(|| format!("there is no company {slug}"))?;
    let envelope = Envelope { company: Some(company), attempt: 1 };
    let (manifest, bytes) = making::whole(&app, &envelope, to).await.map_err(anyhow::Error::from)?;
    let (rows, tables) = (making::rows(&manifest), manifest.files.len());
    println!("exported {slug}: {rows} rows in {tables} tables, {bytes} bytes, to {}", to.display());
    Ok(())
}

/// Brings one back.
pub async fn import(config: &Config, file: &Path, slug: Option<&str>, replace: bool) -> anyhow::Result<()> {
    let wish = Wish { slug, replace };
    let imported = importing::import(&owner_url(config)?, file, wish, Clock::system().now()).await?;
    println!("imported {} as {}: {} rows", imported.name, imported.slug, imported.rows);
    if imported.other_ids {
        println!(
            "The company is here already, so this is another one: every id in it is new, and its audit log is sealed \
             anew from here on; the seals that it had stay in the file."
        );
    }
    println!(
        "{} members are invited to come back by mail, once `frontdesk work` runs. Webhooks are disabled and need new \
         secrets; API keys are revoked.",
        imported.invited
    );
    Ok(())
}
