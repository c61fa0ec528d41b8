//! The way to a company's own programs, and to services: one POST over one connection, to an address that was looked up once and may be
//! gone to. It follows no redirect, asks no proxy, and reads no more than it needs.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use frontdesk::network::{self, is_public};
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    client::conn::http1,
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinHandle,
    time::timeout_at,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{self, ClientConfig, RootCertStore, pki_types::ServerName},
};
use url::{Host, Position, Url};

/// How long an endpoint has to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How much of an answer's body is read.
const MOST: usize = 16 * 1024;

pub use frontdesk::network::Lookup;

/// Delivers; cheap to clone.
#[derive(Clone)]
pub struct Courier {
    patience: Duration,
    private: bool,
    lookup: Lookup,
    roots: Option<Arc<RootCertStore>>,
    tls: Arc<OnceLock<TlsConnector>>,
}

/// What an endpoint said.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: Option<u16>,
    /// The first 16 kB, as text.
    pub body: Option<String>,
    /// How long it wants to be left alone.
    pub retry_after: Option<Duration>,
    /// `None`: it has it.
    pub failure: Option<&'static str>,
    pub took: Duration,
}

impl Courier {
    /// `private`: also to addresses of the own network.
    pub fn new(private: bool) -> Self {
        Self { patience: PATIENCE, private, lookup: network::system(), roots: None, tls: Arc::default() }
    }

    /// The same, with less time.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The same, where names lead elsewhere.
    pub fn with_lookup(self, lookup: Lookup) -> Self {
        Self { lookup, ..self }
    }

    /// The same, where others are trusted than whom the system trusts.
    pub fn with_roots(self, roots: RootCertStore) -> Self {
        Self { roots: Some(Arc::new(roots)), tls: Arc::default(), ..self }
    }

    /// Sends a body, which is JSON unless a header says otherwise, and says what came of it.
    pub async fn post(&self, url: &str, headers: &[(&'static str, String)], body: &str) -> Answer {
        let started = Instant::now();
        let deadline = tokio::time::Instant::now() + self.patience;
        let mut answer = Answer { status: None, body: None, retry_after: None, failure: None, took: Duration::ZERO };
        let response = match timeout_at(deadline, self.ask(url, headers, body)).await {
            Err(_) => Err("timeout"),
            Ok(response) => response,
        };
        match response {
            Err(failure) => answer.failure = Some(failure),
            Ok((response, _connection)) => {
                answer.status = Some(response.status().as_u16());
                answer.retry_after = retry_after(&response);
                answer.failure = if response.status().is_success() { None } else { Some("status") };
                let mut read = Vec::new();
                match timeout_at(deadline, receive(response, &mut read)).await {
                    Err(_) => answer.failure = Some("timeout"),
                    Ok(Err(failure)) => answer.failure = Some(failure),
                    Ok(Ok(())) => {}
                }
                answer.body = Some(String::from_utf8_lossy(&read).replace('\0', "\u{fffd}"));
            }
        }
        answer.took = started.elapsed();
        answer
    }

    async fn ask(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: &str,
    ) -> Result<(Response<Incoming>, Connection), &'static str> {
        let url = Url::parse(url).map_err(|_| "broken")?;
        let stream = self.connect(&url).await?;
        let shake = http1::Builder::new().max_buf_size(4 * MOST).handshake(TokioIo::new(stream));
        let (mut sender, connection) = shake.await.map_err(|_| "broken")?;
        let connection = Connection(tokio::spawn(async move {
            let _ = connection.await; // whoever waits for the answer hears of it
        }));
        let request = request(&url, headers, body).map_err(|_| "broken")?;
        let response = sender.send_request(request).await.map_err(|_| "broken")?;
        Ok((response, connection))
    }

    /// To the first of the host's addresses that answers, if all of them may be gone to.
    async fn connect(&self, url: &Url) -> Result<Box<dyn Stream>, &'static str> {
        let (host, port) = (url.host().ok_or("unresolved")?, url.port_or_known_default().ok_or("unresolved")?);
        let addresses = match host {
            Host::Ipv4(address) => vec![address.into()],
            Host::Ipv6(address) => vec![address.into()],
            Host::Domain(name) => (self.lookup)(name.to_owned()).await.map_err(|_| "unresolved")?,
        };
        if !self.private && !addresses.iter().all(|address| is_public(*address)) {
            return Err("private_address");
        }
        let mut failure = "unresolved";
        for address in addresses {
            match TcpStream::connect(SocketAddr::new(address, port)).await {
                Ok(stream) if url.scheme() == "https" => return self.encrypt(url, stream).await,
                Ok(stream) => return Ok(Box::new(stream)),
                Err(_) => failure = "unreachable",
            }
        }
        Err(failure)
    }

    async fn encrypt(&self, url: &Url, stream: TcpStream) -> Result<Box<dyn Stream>, &'static str> {
        let name = match url.host().ok_or("tls")? {
            Host::Domain(name) => ServerName::try_from(name.to_owned()).map_err(|_| "tls")?,
            Host::Ipv4(address) => IpAddr::from(address).into(),
            Host::Ipv6(address) => IpAddr::from(address).into(),
        };
        let tls = self.tls.get_or_init(|| connector(self.roots.clone()));
        Ok(Box::new(tls.connect(name, stream).await.map_err(|_| "tls")?))
    }
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Ends with whoever waits for it.
struct Connection(JoinHandle<()>);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn request(
    url: &Url,
    headers: &[(&'static str, String)],
    body: &str,
) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
    let mut request = Request::post(&url[Position::BeforePath..Position::AfterQuery])
        .header("host", &url[Position::BeforeHost..Position::AfterPort])
        .header("user-agent", concat!("Frontdesk/", env!("CARGO_PKG_VERSION")))
        .header("connection", "close");
    if !headers.iter().any(|(name, _)| *name == "content-type") {
        request = request.header("content-type", "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request.body(Full::from(body.to_owned()))
}

/// Seconds, as everybody says it who limits how often they are asked; a date (RFC 9110 §10.2.3) is as good as nothing.
fn retry_after(response: &Response<Incoming>) -> Option<Duration> {
    let seconds = response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// Reads what an answer says, as far as it is wanted.
async fn receive(response: Response<Incoming>, read: &mut Vec<u8>) -> Result<(), &'static str> {
    let mut body = response.into_body();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| "broken")?;
        let data = frame.data_ref().map(|data| &data[..]).unwrap_or_default();
        read.extend_from_slice(&data[..data.len().min(MOST - read.len())]);
        if read.len() == MOST {
            break;
        }
    }
    Ok(())
}

/// Trusts whom the system trusts, so that an operator's own authority is one.
fn connector(roots: Option<Arc<RootCertStore>>) -> TlsConnector {
    let roots = roots.unwrap_or_else(|| {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            tracing::error!("the system trusts no certificates: nothing is sent over https");
        }
        Arc::new(roots)
    });
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows the usual versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}
