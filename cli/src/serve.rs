//! The parts of an installation, each as a process of its own: the server, the workers, the migrations.

use std::{
    io,
    io::{IsTerminal, Read},
    net::SocketAddr,
    time::Duration,
};

use anyhow::Context;
use frontdesk::{
    app::App, clock::Clock, config::Config, db::migrate as migrations, http::server, mail_servers::dial::Dialer,
    messages::bounces,
};
use frontdesk_jobs::{Backups, Courier, Mailer, Texter, Work};
use poem::{
    Endpoint, IntoEndpoint, Route, Server,
    http::uri::Scheme,
    listener::{Acceptor, Listener, TcpAcceptor, TcpListener},
    web::{LocalAddr, RemoteAddr},
};
use tokio::{net::TcpStream, signal::unix, sync::watch};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{
    backup,
    demo::{self, Wanted},
};

/// How long requests under way may take once the process is told to stop.
const DRAIN: Duration = Duration::from_secs(20);

/// How long a connection may say nothing.
const IDLE: Duration = Duration::from_secs(75);

/// Logs to standard error, counts metrics.
pub fn observe(config: &Config) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,poem=warn,sqlx=warn,apalis=warn"));
    let registry = tracing_subscriber::registry().with(filter);
    let started = match config.log_format.as_str() {
        "json" => registry.with(fmt::layer().json().with_writer(std::io::stderr)).try_init(),
        _ => registry
            .with(fmt::layer().with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr))
            .try_init(),
    };
    if started.is_ok() {
        frontdesk::metrics::install();
    }
}

/// `frontdesk serve`
pub async fn serve(config: Config) -> anyhow::Result<()> {
    observe(&config);
    let acceptor = bind(&config).await?;
    tracing::info!(bind = %config.bind, "listening");
    let app = App::new(config, Clock::system()).await?;
    listen(acceptor, &app, Route::new().nest_no_strip("/", server::routes(app.clone())), stop_signal()).await?;
    app.db().close().await;
    Ok(())
}

/// `frontdesk work`
pub async fn work(config: Config) -> anyhow::Result<()> {
    observe(&config);
    let work = new_work(App::new(config, Clock::system()).await?)?;
    let app = work.app.clone();
    let stop = stop_signal();
    let shown = async {
        let Some(bind) = app.config().work_bind else { return Ok(()) };
        listen(bind_to(bind).await?, &app, Route::new().nest_no_strip("/", server::health(app.clone())), stop.clone())
            .await
    };
    let ((), shown) = tokio::join!(frontdesk_jobs::run(work, stop.clone()), shown);
    app.db().close().await;
    shown
}

/// `frontdesk migrate`
pub async fn migrate(config: &Config) -> anyhow::Result<()> {
    observe(config);
    migrations::run(config.database_owner_url.as_deref().context("DATABASE_OWNER_URL is not set")?).await?;
    tracing::info!("the database is up to date");
    Ok(())
}

/// `frontdesk demo`
pub async fn demo(config: Config, wanted: &[Wanted]) -> anyhow::Result<()> {
    observe(&config);
    let people = demo::fill(&config, wanted, Clock::system().now()).await?;
    print!("{}\n{}", demo::report(&people), demo::describe(&people, &config.public_url));
    Ok(())
}

/// `frontdesk bounce`: what is no mail, or too large, fails; whatever else it is about, it has been taken.
pub async fn bounce(config: Config) -> anyhow::Result<()> {
    observe(&config);
    let mut report = Vec::new();
    io::stdin().take(bounces::MAX_REPORT as u64 + 1).read_to_end(&mut report).context("standard input")?;
    let app = App::new(config, Clock::system()).await?;
    bounces::take(&app, report).await?;
    app.db().close().await;
    Ok(())
}

/// What workers need, from the configuration.
pub fn new_work(app: App) -> anyhow::Result<Work> {
    let config = app.config();
    let host = config.public_url.host_str().unwrap_or("localhost").to_owned();
    let mailer = Mailer::new(config.smtp_url.as_deref(), &config.mail_from, &host)?;
    let mailer = mailer.with_dialer(Dialer::new(config.webhook_private, &host));
    let courier = Courier::new(config.webhook_private);
    let texter = Texter::new(app.twilio().cloned());
    let backups = Backups::of_worker(config, backup::tools(), Clock::system())?;
    Ok(Work { app, mailer, texter, courier, backups })
}

/// Takes the address that the configuration names.
pub async fn bind(config: &Config) -> anyhow::Result<Prompt> {
    bind_to(config.bind).await
}

async fn bind_to(bind: SocketAddr) -> anyhow::Result<Prompt> {
    let acceptor = TcpListener::bind(bind).into_acceptor().await.with_context(|| format!("listening on {bind}"))?;
    Ok(Prompt(acceptor))
}

/// Connections whose answers leave at once, instead of waiting for an acknowledgement of what went before (Nagle).
pub struct Prompt(TcpAcceptor);

impl Acceptor for Prompt {
    type Io = TcpStream;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.0.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(TcpStream, LocalAddr, RemoteAddr, Scheme)> {
        let accepted = self.0.accept().await?;
        if let Err(error) = accepted.0.set_nodelay(true) {
            tracing::debug!(%error, "a connection ended before it began");
        }
        Ok(accepted)
    }
}

/// Serves until `stop`, then ends what would never end by itself, and finishes what is under way.
pub async fn listen<E>(acceptor: Prompt, app: &App, routes: E, mut stop: watch::Receiver<bool>) -> anyhow::Result<()>
where
    E: IntoEndpoint,
    E::Endpoint: Endpoint + 'static,
{
    let app = app.clone();
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
        app.live().stop();
    };
    Server::new_with_acceptor(acceptor)
        .idle_timeout(IDLE)
        .run_with_graceful_shutdown(routes, stopped, Some(DRAIN))
        .await?;
    Ok(())
}

/// Turns true at Ctrl-C or SIGTERM.
pub fn stop_signal() -> watch::Receiver<bool> {
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        let mut terminate = unix::signal(unix::SignalKind::terminate()).expect("signals can be listened to");
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        let _ = sender.send(true);
    });
    receiver
}
