//! Where a connection leads, and what is said over it.

use std::{net::IpAddr, sync::Arc};

use frontdesk::{
    mail_servers::{
        dial::{Dialer, Server, Trouble},
        model::Security,
    },
    messages::{
        letter::{Letterhead, Outgoing},
        render::Mail,
    },
    network::Lookup,
};
use futures_util::{FutureExt, future::ready};
use lettre::{Message, transport::smtp::client::Certificate};
use uuid::Uuid;

use super::PASSWORD;
use crate::smtp::{BadServer, Mood, OwnServer, USER};

/// A name that leads there.
fn leading(to: &'static [&'static str]) -> Lookup {
    let addresses: Vec<IpAddr> = to.iter().map(|one| one.parse().expect("an address")).collect();
    Arc::new(move |_| ready(Ok(addresses.clone())).boxed())
}

fn mail() -> Message {
    let mail = Mail {
        subject: "Hello".into(),
        text: "Hello".into(),
        html: String::new(),
        calendar: None,
        unsubscribe: None,
        attached: None,
    };
    let to = "g@example.com".into();
    let outgoing = Outgoing { id: Uuid::now_v7(), from_name: "Vesna".into(), to_name: None, to, mail };
    Letterhead::new(USER, "frontdesk.test").and_then(|head| head.write(&outgoing)).expect("a mail")
}

fn server(port: u16, security: Security) -> Server {
    let credentials = Some((USER.into(), PASSWORD.into()));
    Server { host: "smtp.vesna.example".into(), port, security, credentials }
}

#[tokio::test]
async fn a_name_that_leads_into_the_own_network_is_not_followed() {
    let own = OwnServer::start(PASSWORD).await;

    for addresses in [
        &["127.0.0.1"][..],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["10.1.2.3"],
        &["169.254.169.254"],
        &["1.1.1.1", "127.0.0.1"],
    ] {
        let dialer = Dialer::new(false, "frontdesk.test").with_lookup(leading(addresses));
        let sent = dialer.send(&server(own.port(), Security::None), &mail()).await;
        assert_eq!(sent, Err(Trouble::Away("it leads to a private address".into())), "{addresses:?}");
    }

    assert_eq!(own.calls(), 0);
}

#[tokio::test]
async fn the_password_is_said_under_starttls_alone_and_to_who_has_the_names_certificate() {
    let own = OwnServer::start_secure(PASSWORD, "smtp.vesna.example").await;
    let trusting = || {
        let root = Certificate::from_der(own.certificate()).expect("a certificate");
        Dialer::new(true, "frontdesk.test").with_lookup(leading(&["127.0.0.1"])).with_root(root)
    };
    let starttls = server(own.port(), Security::Starttls);

    let sent = trusting().send(&starttls, &mail()).await;
    let other = trusting().send(&Server { host: "smtp.other.example".into(), ..starttls.clone() }, &mail()).await;
    let stranger =
        Dialer::new(true, "frontdesk.test").with_lookup(leading(&["127.0.0.1"])).send(&starttls, &mail()).await;

    assert_eq!(sent, Ok("250 2.0.0 queued as 42".into()));
    assert!(matches!(other, Err(Trouble::Away(_))), "{other:?}");
    assert!(matches!(stranger, Err(Trouble::Away(_))), "{stranger:?}");
    assert_eq!(own.mails().len(), 1);
}

#[tokio::test]
async fn a_server_without_starttls_is_told_nothing() {
    let own = OwnServer::start(PASSWORD).await;
    let dialer = Dialer::new(true, "frontdesk.test").with_lookup(leading(&["127.0.0.1"]));

    let sent = dialer.send(&server(own.port(), Security::Starttls), &mail()).await;

    assert!(matches!(sent, Err(Trouble::Away(_))), "{sent:?}");
    assert!(own.mails().is_empty());
}

#[tokio::test]
async fn a_busy_server_is_away_and_one_that_refuses_a_recipient_has_an_answer() {
    for (line, code) in [("450 4.2.0 come back later", None), ("550 5.1.1 no such user", Some(550))] {
        let bad = BadServer::start(Mood::Refuses(line)).await;
        let port = bad.url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        let server = Server { credentials: None, ..server(port, Security::None) };
        let dialer = Dialer::new(true, "frontdesk.test").with_lookup(leading(&["127.0.0.1"]));

        match (dialer.send(&server, &mail()).await, code) {
            (Err(Trouble::Away(_)), None) => {}
            (Err(Trouble::Mail(said, _)), Some(code)) => assert_eq!(said, code),
            (other, _) => panic!("{line}: {other:?}"),
        }
    }
}
