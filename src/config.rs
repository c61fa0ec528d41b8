//! Configuration: one struct, read from the environment; its comments are the reference.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, FromArgMatches};

/// Where things are and how they behave.
#[derive(Clone, Debug, Args)]
pub struct Config {
    /// Address and port the server listens on.
    #[arg(long, env = "FRONTDESK_BIND", default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,

    /// Address and port at which `frontdesk work` shows `/healthz`, `/readyz` and `/metrics`. Unset: nowhere.
    #[arg(long, env = "FRONTDESK_WORK_BIND")]
    pub work_bind: Option<SocketAddr>,

    /// Where the installation keeps its own files: the private database, generated keys, and exports until they are fetched.
    #[arg(long, env = "FRONTDESK_DATA_DIR", default_value = ".data")]
    pub data_dir: PathBuf,

    /// The address people reach the installation at; links in mails come from it, never from a request's `Host`.
    #[arg(long, env = "FRONTDESK_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    pub public_url: url::Url,

    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed, separated by commas.
    #[arg(long, env = "FRONTDESK_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<std::net::IpAddr>,

    /// The database, as `frontdesk_app`; may be a transaction pooler. Unset: `frontdesk up` runs a private Postgres.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// The same database and login without a pooler in between, for workers. Unset: `DATABASE_URL`.
    #[arg(long, env = "DATABASE_DIRECT_URL", hide_env_values = true)]
    pub database_direct_url: Option<String>,

    /// A login that may change the schema and bypass row-level security: `migrate` and `doctor` use it, and whatever
    /// makes backups.
    #[arg(long, env = "DATABASE_OWNER_URL", hide_env_values = true)]
    pub database_owner_url: Option<String>,

    /// Connections to the database that a process may hold for requests.
    #[arg(long, env = "FRONTDESK_POOL_SIZE", default_value_t = 16)]
    pub pool_size: u32,

    /// Redis, for what several processes share and may lose: rate limits, wake-up calls, free times. Unset: in process.
    #[arg(long, env = "REDIS_URL", hide_env_values = true)]
    pub redis_url: Option<String>,

    /// Prefix of every key in Redis, where several installations share one.
    #[arg(long, env = "FRONTDESK_REDIS_PREFIX", default_value = "frontdesk")]
    pub redis_prefix: String,

    /// The mail server, such as `smtp://user:password@mail.example.com:587?tls=required`.
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// The sender of mails; the company's name stands before it.
    #[arg(long, env = "FRONTDESK_MAIL_FROM", default_value = "frontdesk@localhost")]
    pub mail_from: String,

    /// The Twilio account that SMS go out by: its SID, `AC…`. Unset: none are sent, and clients are told by mail alone.
    #[arg(long, env = "TWILIO_ACCOUNT_SID")]
    pub twilio_account_sid: Option<String>,

    /// The account's auth token. Twilio signs with it what it tells of messages; they are also sent with it, unless
    /// `TWILIO_API_KEY` is set.
    #[arg(long, env = "TWILIO_AUTH_TOKEN", hide_env_values = true)]
    pub twilio_auth_token: Option<String>,

    /// A key of the account to send SMS with: `sid:secret`. Unset: the auth token.
    #[arg(long, env = "TWILIO_API_KEY", hide_env_values = true)]
    pub twilio_api_key: Option<String>,

    /// Whom SMS are from: a number of the account, such as `+15005550006`, a name, or the SID of a messaging service, `MG…`.
    #[arg(long, env = "TWILIO_FROM")]
    pub twilio_from: Option<String>,

    /// Where Twilio's API is.
    #[arg(long, env = "TWILIO_URL", default_value = "https://api.twilio.com")]
    pub twilio_url: url::Url,

    /// The secret in the address that a mail server tells of undeliverable mails at, `/api/v1/hooks/bounces/{secret}`: 32
    /// characters or more. Unset: there is no such address.
    #[arg(long, env = "FRONTDESK_BOUNCE_TOKEN", hide_env_values = true, value_parser = long_secret)]
    pub bounce_token: Option<String>,

    /// Keys that sign access tokens: `id:secret`, separated by commas, newest first; each secret 32 characters or more.
    /// The first signs, all verify. Unset: `frontdesk up` makes one and keeps it in the data directory.
    #[arg(long, env = "FRONTDESK_JWT_KEYS", value_delimiter = ',', hide_env_values = true)]
    pub jwt_keys: Vec<String>,

    /// Keys that encrypt secrets which have to be kept, such as those that webhooks are signed with: `id:secret`, separated by
    /// commas, newest first; each secret 32 characters or more. The first encrypts, all decrypt. Unset: `frontdesk up` makes
    /// one and keeps it in the data directory; elsewhere no such secret can be made.
    #[arg(long, env = "FRONTDESK_SECRET_KEYS", value_delimiter = ',', hide_env_values = true)]
    pub secret_keys: Vec<String>,

    /// Where backups are kept: `file:///var/backups/frontdesk`, or `s3://bucket/prefix` with the credentials in the variables
    /// that Amazon's tools read (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`; `AWS_ENDPOINT` for another's).
    /// For one installation alone. Unset: no backups are made.
    #[arg(long, env = "FRONTDESK_BACKUP_URL")]
    pub backup_url: Option<url::Url>,

    /// Whom backups are encrypted for: age public keys (`age1…`), separated by commas. Unset: the public keys of
    /// `FRONTDESK_BACKUP_IDENTITIES`.
    #[arg(long, env = "FRONTDESK_BACKUP_RECIPIENTS", value_delimiter = ',')]
    pub backup_recipients: Vec<String>,

    /// Keys that open backups: age secret keys (`AGE-SECRET-KEY-1…`), separated by commas. `restore` needs one; what makes
    /// backups does not.
    #[arg(long, env = "FRONTDESK_BACKUP_IDENTITIES", value_delimiter = ',', hide_env_values = true)]
    pub backup_identities: Vec<String>,

    /// Encrypts and opens backups instead of keys: 16 characters or more.
    #[arg(long, env = "FRONTDESK_BACKUP_PASSPHRASE", hide_env_values = true)]
    pub backup_passphrase: Option<String>,

    /// When a backup is made: times of day in UTC, separated by commas.
    #[arg(long, env = "FRONTDESK_BACKUP_AT", default_value = "02:30", value_delimiter = ',', value_parser = time_of_day)]
    pub backup_at: Vec<chrono::NaiveTime>,

    /// Which backups are kept: one for each of so many days (`7d`), weeks (`4w`) and months (`12m`), and so many of the newest
    /// (`10`), separated by commas. The newest that is sound is kept in any case.
    #[arg(long, env = "FRONTDESK_BACKUP_KEEP", default_value = "7d,4w,12m")]
    pub backup_keep: String,

    /// A login that may make a database, on the server where backups are tried: `postgres://user:password@host/postgres`.
    /// Unset: the server of `DATABASE_OWNER_URL`.
    #[arg(long, env = "FRONTDESK_BACKUP_SCRATCH_URL", hide_env_values = true)]
    pub backup_scratch_url: Option<String>,

    /// Bytes of each of the files that a backup is stored as.
    #[arg(long, env = "FRONTDESK_BACKUP_PIECE", default_value_t = 16_777_216, value_parser = clap::value_parser!(u64).range(65536..=1_073_741_824))]
    pub backup_piece: u64,

    /// Lets webhooks go to addresses of the own network and without https, and companies' own mail servers be there, at any port
    /// and without encryption: to develop and to test, never where others sign up.
    #[arg(long, env = "FRONTDESK_WEBHOOK_PRIVATE", default_value_t = false, action = clap::ArgAction::Set)]
    pub webhook_private: bool,

    /// Multiplies every rate limit; 0 switches them off.
    #[arg(long, env = "FRONTDESK_RATE_LIMIT_FACTOR", default_value_t = 1)]
    pub rate_limit_factor: u32,

    /// Streams of events that a process serves at once; 429 beyond.
    #[arg(long, env = "FRONTDESK_EVENT_STREAMS", default_value_t = 1000)]
    pub event_streams: usize,

    /// Seconds after which a stream of events in which nothing happens says that it is alive.
    #[arg(long, env = "FRONTDESK_EVENT_HEARTBEAT", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..))]
    pub event_heartbeat: u64,

    /// How logs are written: `text` for people, `json` for collectors.
    #[arg(long, env = "FRONTDESK_LOG_FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub log_format: String,
}

/// One that nobody guesses.
fn long_secret(text: &str) -> Result<String, String> {
    let long = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte));
    let wanted = "must be 32 letters and digits or more";
    long.then(|| text.to_owned()).ok_or_else(|| wanted.to_owned())
}

/// `02:30`.
fn time_of_day(text: &str) -> Result<chrono::NaiveTime, String> {
    chrono::NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| "not a time of day, such as 02:30".into())
}

impl Config {
    /// What an empty environment gives, whatever the real one holds.
    pub fn defaults() -> Self {
        let command = Self::augment_args(clap::Command::new("frontdesk").no_binary_name(true))
            .mut_args(|argument| argument.env(None::<&str>));
        let matches = command.get_matches_from(std::iter::empty::<&str>());
        Self::from_arg_matches(&matches).expect("every setting has a default or may be absent")
    }
}
