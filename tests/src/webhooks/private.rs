//! Nothing is sent into the network that the installation is in, whatever a name or an address looks like; and nowhere that
//! was not looked at.

use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use frontdesk_jobs::{
    Courier,
    courier::{Answer, Lookup},
};
use futures_util::FutureExt;
use tokio::net::TcpListener;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer},
    },
};

use super::{Mood, Receiver};

/// A name that leads to each of these in turn, and how often it was looked up.
fn leading(to: &[&[&str]]) -> (Lookup, Arc<AtomicUsize>) {
    let parse = |addresses: &&[&str]| addresses.iter().map(|one| one.parse::<IpAddr>().expect("an address")).collect();
    let answers: Mutex<VecDeque<Vec<IpAddr>>> = Mutex::new(to.iter().map(parse).collect());
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let lookup: Lookup = Arc::new(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        let answer = answers.lock().expect("nobody panics with it").pop_front().unwrap_or_default();
        std::future::ready(Ok(answer)).boxed()
    });
    (lookup, count)
}

async fn post(courier: &Courier, url: &str) -> Answer {
    courier.post(url, &[("webhook-id", "x".into())], "{}").await
}

#[tokio::test]
async fn an_address_of_the_own_network_is_not_connected_to_however_it_is_spelt() {
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let courier = Courier::new(false);

    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "[fe80::1]",
        "[fd00::1]",
    ] {
        let answer = post(&courier, &format!("http://{host}:{}/", receiver.port)).await;
        assert_eq!((answer.failure, answer.status), (Some("private_address"), None), "{host}");
    }

    assert!(receiver.calls().is_empty());
}

#[tokio::test]
async fn a_name_that_leads_into_the_own_network_is_not_followed() {
    let receiver = Receiver::start(Mood::Answers(200, "")).await;

    for name in ["localhost", "localhost."] {
        let answer = post(&Courier::new(false), &format!("http://{name}:{}/", receiver.port)).await;
        let refused = matches!(answer.failure, Some("private_address" | "unresolved")); // not every system knows `localhost.`
        assert!(refused && answer.status.is_none(), "{name}: {answer:?}");
    }
    for addresses in [
        &["127.0.0.1"][..],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["169.254.169.254"],
        &["10.1.2.3"],
        &["fd00::1"],
        &["1.1.1.1", "127.0.0.1"],
        &["127.0.0.1", "1.1.1.1"],
        &["2606:4700:4700::1111", "::ffff:10.0.0.1"],
    ] {
        let courier = Courier::new(false).with_lookup(leading(&[addresses]).0);
        let answer = post(&courier, &format!("http://hooks.example.com:{}/", receiver.port)).await;
        assert_eq!(answer.failure, Some("private_address"), "{addresses:?}");
    }

    assert!(receiver.calls().is_empty());
}

#[tokio::test]
async fn a_name_is_looked_up_once_and_what_was_looked_at_is_connected_to() {
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (lookup, count) = leading(&[&["127.0.0.1"], &["192.0.2.1"]]);
    let courier = Courier::new(true).with_lookup(lookup);

    let answer = post(&courier, &format!("http://hooks.example.com:{}/", receiver.port)).await;

    assert_eq!((answer.failure, answer.status, count.load(Ordering::SeqCst)), (None, Some(200), 1));
    assert_eq!(receiver.calls()[0].headers["host"], format!("hooks.example.com:{}", receiver.port));
}

#[tokio::test]
async fn each_attempt_looks_again_so_that_a_name_cannot_change_its_mind_unseen() {
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (lookup, count) = leading(&[&[], &["127.0.0.1"]]);
    let courier = Courier::new(false).with_lookup(lookup);
    let url = format!("http://hooks.example.com:{}/", receiver.port);

    let (first, second) = (post(&courier, &url).await, post(&courier, &url).await);

    assert_eq!((first.failure, second.failure), (Some("unresolved"), Some("private_address")));
    assert_eq!(count.load(Ordering::SeqCst), 2);
    assert!(receiver.calls().is_empty());
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_told_as_such() {
    let courier = Courier::new(false).with_lookup(leading(&[&[]]).0);

    assert_eq!(post(&courier, "http://hooks.example.com/").await.failure, Some("unresolved"));
}

#[tokio::test]
async fn the_next_address_of_a_name_is_tried_where_one_does_not_answer() {
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let courier = Courier::new(true).with_lookup(leading(&[&["127.0.0.2", "127.0.0.1"]]).0);

    let answer = post(&courier, &format!("http://hooks.example.com:{}/", receiver.port)).await;

    assert_eq!(answer.failure, None);
}

/// Takes one call over TLS, with a certificate for this name, and answers 200.
async fn secure(name: &str) -> (u16, CertificateDer<'static>) {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).expect("a certificate");
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .expect("a server");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut heard = [0; 1024];
                let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut heard).await;
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
                let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, answer).await;
                let _ = tokio::io::AsyncWriteExt::shutdown(&mut stream).await;
            });
        }
    });
    (port, certificate)
}

#[tokio::test]
async fn over_https_the_certificate_is_the_names_and_of_somebody_who_is_trusted() {
    let (port, certificate) = secure("hooks.example.com").await;
    let mut roots = RootCertStore::empty();
    roots.add(certificate).expect("a certificate");
    let here: &[&str] = &["127.0.0.1"];
    let courier = || Courier::new(true).with_lookup(leading(&[here, here]).0);

    let trusted = courier().with_roots(roots);
    let right = post(&trusted, &format!("https://hooks.example.com:{port}/")).await;
    let other = post(&trusted, &format!("https://other.example.com:{port}/")).await;
    let unknown = post(&courier(), &format!("https://hooks.example.com:{port}/")).await;

    assert_eq!((right.failure, right.status), (None, Some(200)));
    assert_eq!((other.failure, unknown.failure), (Some("tls"), Some("tls")));
}
