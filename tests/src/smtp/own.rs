//! A company's own mail server: it knows one user, who may send from one address, and keeps what it takes.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use mail_parser::{Message, MessageParser};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer},
    },
};

pub const USER: &str = "hello@vesna.example";

/// Listens on the loopback for as long as the test runs.
#[derive(Clone)]
pub struct OwnServer(Arc<Inner>);

struct Inner {
    port: u16,
    password: Mutex<String>,
    mails: Mutex<Vec<Vec<u8>>>,
    calls: AtomicUsize,
    tls: Option<(TlsAcceptor, CertificateDer<'static>)>,
}

impl OwnServer {
    /// Without encryption.
    pub async fn start(password: &str) -> Self {
        Self::listen(password, None).await
    }

    /// It lets nobody in who has not asked for STARTTLS, and has a certificate of its own making for this name.
    pub async fn start_secure(password: &str, name: &str) -> Self {
        let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).expect("a certificate");
        let certificate = made.cert.der().clone();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .expect("a server");
        Self::listen(password, Some((TlsAcceptor::from(Arc::new(config)), certificate))).await
    }

    async fn listen(password: &str, tls: Option<(TlsAcceptor, CertificateDer<'static>)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = Self(Arc::new(Inner {
            port: listener.local_addr().expect("an address").port(),
            password: Mutex::new(password.into()),
            mails: Mutex::default(),
            calls: AtomicUsize::new(0),
            tls,
        }));
        let here = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                here.0.calls.fetch_add(1, Ordering::SeqCst);
                let here = here.clone();
                tokio::spawn(async move { here.answer(stream).await });
            }
        });
        server
    }

    pub fn port(&self) -> u16 {
        self.0.port
    }

    /// Whom to trust who trusts it.
    pub fn certificate(&self) -> Vec<u8> {
        self.0.tls.as_ref().expect("a certificate").1.to_vec()
    }

    /// From now on the password is another.
    pub fn change_password(&self, password: &str) {
        *self.0.password.lock().expect("nobody panics with it") = password.into();
    }

    /// How often it was called.
    pub fn calls(&self) -> usize {
        self.0.calls.load(Ordering::SeqCst)
    }

    /// What it took, in order.
    pub fn mails(&self) -> Vec<Message<'static>> {
        let mails = self.0.mails.lock().expect("nobody panics with it");
        mails.iter().filter_map(|raw| MessageParser::default().parse(raw)).map(Message::into_owned).collect()
    }

    async fn answer(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 here\r\n").await?;
        if !self.talk(&mut stream, self.0.tls.is_none()).await? {
            return Ok(());
        }
        let Some((acceptor, _)) = &self.0.tls else { return Ok(()) };
        let mut stream = BufReader::new(acceptor.accept(stream.into_inner()).await?);
        self.talk(&mut stream, true).await.map(drop)
    }

    /// Until the other side leaves; `true`: it wants to be encrypted.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufReader<S>,
        open: bool,
    ) -> std::io::Result<bool> {
        let mut known = false;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(false);
            }
            let word = line.split_whitespace().next().unwrap_or_default().to_uppercase();
            let answer = match word.as_str() {
                "EHLO" if open => "250-here\r\n250-AUTH PLAIN\r\n250 8BITMIME",
                "EHLO" => "250-here\r\n250 STARTTLS",
                "STARTTLS" if !open => {
                    stream.write_all(b"220 go on\r\n").await?;
                    return Ok(true);
                }
                "AUTH" if open && self.is_right(&line) => {
                    known = true;
                    "235 2.7.0 welcome"
                }
                "AUTH" => "535 5.7.8 wrong username or password",
                "MAIL" if !known => "530 5.7.0 who are you",
                "MAIL" if !line.contains(USER) => "553 5.7.1 not an address of yours",
                "RCPT" if line.contains("<nobody@") => "550 5.1.1 no such user",
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await?;
                    self.receive(stream).await?;
                    "250 2.0.0 queued as 42"
                }
                "QUIT" => "221 bye",
                _ => "250 fine",
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
    }

    fn is_right(&self, line: &str) -> bool {
        let given = line.split_whitespace().nth(2).and_then(|text| BASE64_STANDARD.decode(text).ok());
        let password = self.0.password.lock().expect("nobody panics with it");
        given == Some(format!("\0{USER}\0{password}").into_bytes())
    }

    async fn receive<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: &mut BufReader<S>) -> std::io::Result<()> {
        let mut mail = Vec::new();
        loop {
            let mut line = Vec::new();
            if stream.read_until(b'\n', &mut line).await? == 0 || line == b".\r\n" {
                break;
            }
            mail.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        self.0.mails.lock().expect("nobody panics with it").push(mail);
        Ok(())
    }
}
