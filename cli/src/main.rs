//! `frontdesk`: everything an installation runs, in one executable.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use frontdesk::config::Config;
use frontdesk_cli::{company, configuration, doctor, openapi, operator, serve, services, supervise, up};

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
    /// Fill two companies with believable data
    Demo {
        #[command(flatten)]
        config: Config,
    },
    /// Look at the whole database: schema, walls, and that nobody altered the audit log (DATABASE_OWNER_URL)
    Doctor {
        #[command(flatten)]
        config: Config,
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
        Command::Demo { config } => serve::demo(config).await?,
        Command::Doctor { config } => return doctor::run(&config).await,
        Command::Company { command: CompanyCommand::Export { config, company: slug, to } } => {
            company::export(config, &slug, &to).await?;
        }
        Command::Company { command: CompanyCommand::Import { config, file, slug, replace } } => {
            company::import(&config, &file, slug.as_deref(), replace).await?;
        }
        Command::Operator { command: OperatorCommand::Create { config, email, name, trust_password } } => {
            operator::create(&config, &email, &name, trust_password).await?;
        }
        Command::Openapi { check } => openapi::run(check).await?,
        Command::Configuration { check } => configuration::run(check)?,
        Command::WithServices { command } => return services::with_services(command).await,
        Command::Supervised { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}
