//! The way to a company's mail server: to an address that was looked up once and may be gone to, encrypted, with one mail at a
//! time; and at what point it went wrong, since that says whose it is to mend.

use std::{net::IpAddr, time::Duration};

use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
    },
};
use tokio::time::timeout;

use super::model::Security;
use crate::network::{Lookup, is_public, system};

/// How long a server may take to let us in.
const GREETING: Duration = Duration::from_secs(15);
/// How long it may take over a mail.
const DELIVERY: Duration = Duration::from_secs(30);
/// How much of what it says is kept, in characters.
const SAID_MAX: usize = 500;

/// A mail server, and who it knows us as.
#[derive(Clone)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub credentials: Option<(String, String)>,
}

/// Why a mail was not taken, with what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It was not reached, is not what it should be, or is busy.
    Away(String),
    /// It does not let us in, or does not know the sender: whoever set it up has to mend that.
    Shut(String),
    /// It will never take this mail: the code, and what it said.
    Mail(u16, String),
}

/// Connects to mail servers; cheap to clone.
#[derive(Clone)]
pub struct Dialer {
    private: bool,
    lookup: Lookup,
    roots: Option<Certificate>,
    hello: String,
}

/// A connection that has been let in.
pub struct Line(AsyncSmtpConnection);

impl Dialer {
    /// `private`: also to addresses of the own network. `host` is what we say we are.
    pub fn new(private: bool, host: &str) -> Self {
        Self { private, lookup: system(), roots: None, hello: host.into() }
    }

    /// The same, where names lead elsewhere.
    pub fn with_lookup(self, lookup: Lookup) -> Self {
        Self { lookup, ..self }
    }

    /// The same, where this certificate's owner is trusted as well.
    pub fn with_root(self, root: Certificate) -> Self {
        Self { roots: Some(root), ..self }
    }

    /// One mail over a connection of its own; what the server said.
    pub async fn send(&self, server: &Server, message: &Message) -> Result<String, Trouble> {
        self.open(server).await?.send(message).await
    }

    pub async fn open(&self, server: &Server) -> Result<Line, Trouble> {
        let opened = timeout(GREETING, self.connect(server)).await;
        opened.unwrap_or_else(|_| Err(Trouble::Away("it did not answer in time".into())))
    }

    async fn connect(&self, server: &Server) -> Result<Line, Trouble> {
        let addresses = self.addresses(&server.host).await?;
        let hello = match self.hello.parse() {
            Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
            Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
            Err(_) => ClientId::Domain(self.hello.clone()),
        };
        let tls = match server.security {
            Security::None => None,
            Security::Tls | Security::Starttls => Some(self.tls(&server.host).map_err(away)?),
        };
        let at_once = tls.clone().filter(|_| server.security == Security::Tls);
        let mut last = Trouble::Away("there is no such host".into());
        for address in addresses {
            let to = (address, server.port);
            let opened = AsyncSmtpConnection::connect_tokio1(to, Some(GREETING), &hello, at_once.clone(), None).await;
            let mut connection = match opened {
                Ok(connection) => connection,
                Err(error) => {
                    last = away(error);
                    continue;
                }
            };
            if let Some(tls) = tls.clone().filter(|_| server.security == Security::Starttls) {
                connection.starttls(tls, &hello).await.map_err(away)?;
            }
            if let Some((username, password)) = &server.credentials {
                let credentials = Credentials::new(username.clone(), password.clone());
                connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(theirs)?;
            }
            return Ok(Line(connection));
        }
        Err(last)
    }

    /// Where a host is, if all of that may be gone to.
    async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, Trouble> {
        let addresses = match host.parse() {
            Ok(address) => vec![address],
            Err(_) => (self.lookup)(host.to_owned()).await.unwrap_or_default(),
        };
        if !self.private && !addresses.iter().all(|address| is_public(*address)) {
            return Err(Trouble::Away("it leads to a private address".into()));
        }
        Ok(addresses)
    }

    fn tls(&self, host: &str) -> Result<TlsParameters, Error> {
        let builder = TlsParameters::builder(host.to_owned());
        match &self.roots {
            Some(root) => builder.add_root_certificate(root.clone()).build_rustls(),
            None => builder.build_rustls(),
        }
    }
}

impl Line {
    /// Whether the other end still listens.
    pub async fn is_alive(&mut self) -> bool {
        timeout(GREETING, self.0.test_connected()).await.unwrap_or(false)
    }

    /// What the server said to a mail that it has taken. Where it has not, this is of no more use.
    pub async fn send(&mut self, message: &Message) -> Result<String, Trouble> {
        let sent = timeout(DELIVERY, self.deliver(message)).await;
        sent.unwrap_or_else(|_| Err(Trouble::Away("it did not answer in time".into())))
    }

    async fn deliver(&mut self, message: &Message) -> Result<String, Trouble> {
        let envelope = message.envelope();
        let mut parameters = vec![];
        let mut addresses = envelope.from().into_iter().chain(envelope.to());
        if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !self.0.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Trouble::Mail(553, "the server takes no addresses with letters beyond ASCII".into()));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        self.0.command(Mail::new(envelope.from().cloned(), parameters)).await.map_err(theirs)?;
        for to in envelope.to() {
            self.0.command(Rcpt::new(to.clone(), vec![])).await.map_err(of_mail)?;
        }
        self.0.command(Data).await.map_err(of_mail)?;
        let answer = self.0.message(&message.formatted()).await.map_err(of_mail)?;
        let code = answer.code();
        Ok(said(&format!("{code} {}", answer.message().collect::<Vec<_>>().join(" "))))
    }
}

/// Without line breaks, and no more than anybody wants to read.
fn said(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SAID_MAX).collect();
    line.trim().to_owned()
}

fn away(error: Error) -> Trouble {
    Trouble::Away(said(&error.to_string()))
}

/// Before there is any mail, a refusal is of whoever set it up.
fn theirs(error: Error) -> Trouble {
    let text = said(&error.to_string());
    if error.is_permanent() { Trouble::Shut(text) } else { Trouble::Away(text) }
}

fn of_mail(error: Error) -> Trouble {
    let text = said(&error.to_string());
    match error.status() {
        Some(code) if error.is_permanent() => Trouble::Mail(code.into(), text),
        _ => Trouble::Away(text),
    }
}
