//! `frontdesk up`: everything in one process, with a private Postgres, a Redis if there is one, and a mailbox to look into.

use std::fs;

use anyhow::Context;
use frontdesk::{app::App, clock::Clock, config::Config, db::migrate, http::server};
use poem::Route;

use crate::{
    cluster::{Cluster, Kind},
    demo::{self, Wanted},
    mailbox::Mailbox,
    operator,
    redis::Redis,
    secrets, serve,
};

pub(crate) const DATABASE: &str = "frontdesk";

/// Runs until Ctrl-C: then the server and the jobs finish, and the database stops last.
pub async fn run(mut config: Config, with_demo: bool) -> anyhow::Result<()> {
    serve::observe(&config);
    let usual = Config::defaults();
    if config.public_url == usual.public_url && config.bind != usual.bind {
        config.public_url = format!("http://{}", config.bind).parse().context("the address to listen on")?;
    }
    let acceptor = serve::bind(&config).await?;
    fs::create_dir_all(&config.data_dir).with_context(|| format!("{}", config.data_dir.display()))?;
    let cluster = match config.database_url {
        Some(_) => None,
        None => Some(private_database(&mut config).await?),
    };
    let redis = if config.redis_url.is_none() { Redis::start_if_installed() } else { None };
    if let Some(redis) = &redis {
        config.redis_url = Some(redis.url());
    }
    if config.jwt_keys.is_empty() {
        config.jwt_keys = vec![format!("1:{}", secrets::kept(&config.data_dir.join("jwt_key"))?)];
    }
    if config.secret_keys.is_empty() {
        config.secret_keys = vec![format!("1:{}", secrets::kept(&config.data_dir.join("secret_key"))?)];
    }
    let mailbox = match config.smtp_url {
        Some(_) => None,
        None => {
            let mailbox = Mailbox::start().await?;
            config.smtp_url = Some(mailbox.url());
            Some(mailbox)
        }
    };
    let people = if with_demo { demo::fill(&config, &Wanted::USUAL, Clock::system().now()).await? } else { vec![] };
    let operator = if with_demo { operator::demo(&config).await? } else { None };

    let stop = serve::stop_signal();
    let app = App::new(config, Clock::system()).await?;
    let jobs = tokio::spawn(frontdesk_jobs::run(serve::new_work(app.clone())?, stop.clone()));
    let mut routes = Route::new();
    if let Some(mailbox) = &mailbox {
        routes = routes.nest("/dev/mail", mailbox.routes());
    }
    let routes = routes.nest_no_strip("/", server::routes(app.clone()));
    welcome(app.config(), &people, operator.as_deref(), mailbox.is_some());
    serve::listen(acceptor, &app, routes, stop).await?;
    jobs.await.context("the jobs")?;
    app.db().close().await;
    if let Some(cluster) = cluster {
        cluster.stop()?;
    }
    Ok(())
}

/// A Postgres of our own, up to date, with the two logins that are needed.
async fn private_database(config: &mut Config) -> anyhow::Result<Cluster> {
    let cluster = Cluster::start(&config.data_dir.join("postgres"), Kind::Lasting)?;
    migrate::create_database(&cluster.url("postgres"), DATABASE).await?;
    let owner = cluster.url(DATABASE);
    migrate::run(&owner).await?;
    let password = secrets::kept(&config.data_dir.join("app_password"))?;
    migrate::set_app_password(&owner, &password).await?;
    let mut url: url::Url = owner.parse().context("the private database's URL")?;
    let login = url.set_username("frontdesk_app").and_then(|()| url.set_password(Some(&password)));
    login.map_err(|()| anyhow::anyhow!("the private database's URL takes no login"))?;
    config.database_url = Some(url.into());
    config.database_owner_url = Some(owner);
    Ok(cluster)
}

fn welcome(config: &Config, people: &[demo::Person], operator: Option<&str>, mailbox: bool) {
    let url = config.public_url.as_str().trim_end_matches('/');
    println!("\nFrontdesk is up.\n");
    println!("  The desk        {url}/");
    println!("  API reference   {url}/docs");
    if mailbox {
        println!("  Mails sent      {url}/dev/mail");
    }
    if !people.is_empty() {
        print!("\n{}", demo::describe(people, &config.public_url));
    }
    if let Some(operator) = operator {
        print!("\n{operator}");
    }
    println!("\nCtrl-C stops it; what is in {} stays.\n", config.data_dir.display());
}
