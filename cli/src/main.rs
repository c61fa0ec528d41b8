//! `frontdesk`: everything an installation runs, in one executable.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use frontdesk::{companies::blueprints::Blueprint, config::Config, i18n::Language};
use frontdesk_cli::{
    backup, company, configuration, demo::Wanted, doctor, openapi, operator, serve, services, supervise, up,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The front desk of service businesses: clients, calendar, bookings, orders and messages.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything in one process, with a private database and demo data: to try it, and to develop
    Up {
        #[command(flatten)]
        config: Config,
        /// Start empty
        #[arg(long)]
        no_demo: bool,
    },
    /// The API and the web pages
    Serve {
        #[command(flatten)]
        config: Config,
    },
    /// The background jobs
    Work {
        #[command(flatten)]
        config: Config,
    },
    /// Bring the database up to date (DATABASE_OWNER_URL)
    Migrate {
        #[command(flatten)]
        config: Config,
    },
    /// Fill companies with believable data; what is there already is left as it is
    Demo {
        #[command(flatten)]
        config: Config,
        /// One company, of this kind; absent: a salon and a workshop
        #[arg(long)]
        blueprint: Option<Blueprint>,
        /// en, uk, bn or id; absent: the one that such a company speaks at home
        #[arg(long, value_parser = read_language, requires = "blueprint")]
        language: Option<Language>,
    },
    /// Look at the whole database: schema, walls, and that nobody altered the audit log (DATABASE_OWNER_URL)
    Doctor {
        #[command(flatten)]
        config: Config,
    },
    /// Make a backup of the whole installation, try it, and take away what is not kept any longer (DATABASE_OWNER_URL)
    #[command(args_conflicts_with_subcommands = true)]
    Backup {
        #[command(subcommand)]
        command: Option<BackupCommand>,
        #[command(flatten)]
        config: Box<Config>,
        /// Write it as it is: whoever reads it reads everything
        #[arg(long)]
        unencrypted: bool,
    },
    /// Restore a backup into the empty database of DATABASE_OWNER_URL
    Restore {
        #[command(flatten)]
        config: Config,
        /// The newest, if absent
        name: Option<String>,
    },
    /// One company alone: take it along, bring it back
    Company {
        #[command(subcommand)]
        command: CompanyCommand,
    },
    /// Who runs the installation
    Operator {
        #[command(subcommand)]
        command: OperatorCommand,
    },
    /// Take in a mail server's report of an undeliverable mail, as a pipe hands it over: the mail on standard input
    Bounce {
        #[command(flatten)]
        config: Config,
    },
    /// Write openapi/openapi.json
    Openapi {
        /// Only fail if it is not up to date
        #[arg(long)]
        check: bool,
    },
    /// Write docs/configuration.md
    #[command(hide = true)]
    Configuration {
        /// Only fail if it is not up to date
        #[arg(long)]
        check: bool,
    },
    /// Run a command beside a throwaway Postgres and Redis
    #[command(hide = true)]
    WithServices {
        #[arg(trailing_var_arg = true, required = true)]
        command: Vec<String>,
    },
    #[command(hide = true, name = supervise::SUBCOMMAND)]
    Supervised {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

#[derive(Subcommand)]
enum BackupCommand {
    /// List the backups that are kept
    List {
        #[command(flatten)]
        config: Config,
    },
    /// Restore a backup into a scratch database, and compare
    Try {
        #[command(flatten)]
        config: Config,
        /// The newest, if absent
        name: Option<String>,
    },
    /// Make a key to encrypt backups with
    Key,
}

#[derive(Subcommand)]
enum CompanyCommand {
    /// Write everything that a company has to a new file (DATABASE_OWNER_URL)
    Export {
        #[command(flatten)]
        config: Config,
        /// Its slug
        #[arg(long)]
        company: String,
        /// The zip to write
        #[arg(long)]
        to: PathBuf,
    },
    /// Bring an exported company back, whole or not at all (DATABASE_OWNER_URL)
    Import {
        #[command(flatten)]
        config: Config,
        /// The zip
        file: PathBuf,
        /// What it is called on the web from now on; absent: as it was
        #[arg(long)]
        slug: Option<String>,
        /// Put it in the place of the same company, all of which goes
        #[arg(long)]
        replace: bool,
    },
}

#[derive(Subcommand)]
enum OperatorCommand {
    /// Let somebody run the installation (DATABASE_OWNER_URL); doing it twice is harmless
    ///
    /// Somebody new gets the password in FRONTDESK_OPERATOR_PASSWORD or, without one, another that is printed once.
    Create {
        #[command(flatten)]
        config: Config,
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// The password that somebody has set under this address is theirs, although they never verified it
        #[arg(long)]
        trust_password: bool,
    },
}

fn read_language(code: &str) -> Result<Language, &'static str> {
    Language::parse(code).ok_or("must be one of en, uk, bn, id")
}

fn main() -> ExitCode {
    start(Cli::parse().command).unwrap_or_else(|error| {
        eprintln!("frontdesk: {error:#}");
        ExitCode::FAILURE
    })
}

fn start(command: Command) -> anyhow::Result<ExitCode> {
    if let Command::Supervised { args } = &command {
        match supervise::exec(args)? {}
    }
    // Child processes end with the thread that started them, so what starts them runs here, on the main thread.
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(command))
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Up { config, no_demo } => up::run(config, !no_demo).await?,
        Command::Serve { config } => serve::serve(config).await?,
        Command::Work { config } => serve::work(config).await?,
        Command::Migrate { config } => serve::migrate(&config).await?,
        Command::Demo { config, blueprint: None, .. } => serve::demo(config, &Wanted::USUAL).await?,
        Command::Demo { config, blueprint: Some(blueprint), language } => {
            serve::demo(config, &[Wanted { blueprint, language }]).await?;
        }
        Command::Doctor { config } => return doctor::run(&config).await,
        Command::Backup { command: None, config, unencrypted } => return backup::make(&config, !unencrypted).await,
        Command::Backup { command: Some(BackupCommand::List { config }), .. } => backup::list(&config).await?,
        Command::Backup { command: Some(BackupCommand::Try { config, name }), .. } => {
            return backup::try_out(&config, name).await;
        }
        Command::Backup { command: Some(BackupCommand::Key), .. } => backup::key(),
        Command::Restore { config, name } => return backup::restore(&config, name).await,
        Command::Company { command: CompanyCommand::Export { config, company: slug, to } } => {
            company::export(config, &slug, &to).await?;
        }
        Command::Company { command: CompanyCommand::Import { config, file, slug, replace } } => {
            company::import(&config, &file, slug.as_deref(), replace).await?;
        }
        Command::Operator { command: OperatorCommand::Create { config, email, name, trust_password } } => {
            operator::create(&config, &email, &name, trust_password).await?;
        }
        Command::Bounce { config } => serve::bounce(config).await?,
        Command::Openapi { check } => openapi::run(check).await?,
        Command::Configuration { check } => configuration::run(check)?,
        Command::WithServices { command } => return services::with_services(command).await,
        Command::Supervised { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}
