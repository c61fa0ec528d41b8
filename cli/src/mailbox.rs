//! A mail server that keeps what it gets instead of passing it on, and pages to look into it.

use std::{
    collections::VecDeque,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use mail_parser::{MessageParser, MimeHeaders};
use mailin::{Action, Handler, Response, SessionBuilder, response};
use poem::{
    Route, get, handler,
    http::StatusCode,
    web::{Data, Html, Path},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// How many mails are kept; older ones go.
const MOST: usize = 500;
/// The longest line that is read, in bytes: RFC 5321 says 1000, and some write more.
const LONGEST_LINE: usize = 64 * 1024;

/// What has come in, newest first.
#[derive(Clone, Default)]
pub struct Mailbox {
    mails: Arc<Mutex<VecDeque<Arc<[u8]>>>>,
    address: Option<SocketAddr>,
}

impl Mailbox {
    /// Listens on a free port of the loopback, for as long as the process runs.
    pub async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("the mailbox")?;
        let mailbox = Self { mails: Arc::default(), address: Some(listener.local_addr()?) };
        let here = mailbox.clone();
        tokio::spawn(async move {
            while let Ok((stream, peer)) = listener.accept().await {
                let here = here.clone();
                tokio::spawn(async move {
                    if let Err(error) = here.receive(stream, peer.ip()).await {
                        tracing::debug!(%error, "a mail broke off");
                    }
                });
            }
        });
        Ok(mailbox)
    }

    /// What `SMTP_URL` has to be for mails to come here.
    pub fn url(&self) -> String {
        self.address.map(|address| format!("smtp://{address}")).unwrap_or_default()
    }

    /// The mails as they came, newest first.
    pub fn mails(&self) -> Vec<Arc<[u8]>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn keep(&self, mail: Vec<u8>) {
        let mut mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        mails.push_front(mail.into());
        mails.truncate(MOST);
    }

    async fn receive(&self, stream: TcpStream, from: IpAddr) -> anyhow::Result<()> {
        let mut stream = BufReader::new(stream);
        let delivery = Delivery { mailbox: self.clone(), mail: Vec::new() };
        let mut session = SessionBuilder::new("frontdesk").build(from, delivery);
        let mut answer = session.greeting();
        let mut line = Vec::new();
        loop {
            if answer.action != Action::NoReply {
                let mut bytes = Vec::new();
                answer.write_to(&mut bytes)?;
                stream.write_all(&bytes).await?;
            }
            if answer.action == Action::Close {
                return Ok(());
            }
            line.clear();
            let read =
                tokio::io::AsyncReadExt::take(&mut stream, LONGEST_LINE as u64).read_until(b'\n', &mut line).await?;
            if read == 0 {
                return Ok(());
            }
            answer = session.process(&line);
        }
    }

    /// `/`: the list; `/{n}`: one mail; `/{n}/html`: its HTML part.
    pub fn routes(&self) -> Route {
        let data = || self.clone();
        Route::new()
            .at("/", poem::EndpointExt::data(get(list), data()))
            .at("/:index", poem::EndpointExt::data(get(show), data()))
            .at("/:index/html", poem::EndpointExt::data(get(html), data()))
    }
}

/// One mail on its way in.
struct Delivery {
    mailbox: Mailbox,
    mail: Vec<u8>,
}

impl Handler for Delivery {
    fn data(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.mail.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.mailbox.keep(std::mem::take(&mut self.mail));
        response::OK
    }
}

const STYLE: &str = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>\
    <title>Mails sent</title><style>body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
    color:#1f2328}table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:.4rem .8rem .4rem 0;\
    border-bottom:1px solid #ddd}iframe{width:100%;height:34rem;border:1px solid #ddd;border-radius:8px}\
    pre{white-space:pre-wrap;background:#f6f6f4;padding:1rem;border-radius:8px}</style>";

#[handler]
fn list(Data(mailbox): Data<&Mailbox>) -> Html<String> {
    let mails = mailbox.mails();
    let parser = MessageParser::default();
    let row = |(index, raw): (usize, &Arc<[u8]>)| {
        let mail = parser.parse(&raw[..])?;
        let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default();
        let subject = mail.subject().unwrap_or("(no subject)");
        let date = mail.date().map(|date| date.to_rfc3339()).unwrap_or_default();
        let (to, subject) = (escape(to), escape(subject));
        // counted from the oldest, so that a link stays what it is while mails come in
        let number = mails.len() - index;
        Some(format!("<tr><td>{date}<td>{to}<td><a href='/dev/mail/{number}'>{subject}</a>"))
    };
    let rows: String = mails.iter().enumerate().filter_map(row).collect();
    let empty = if mails.is_empty() { "<p>Nothing has been sent yet. Book something, and look again." } else { "" };
    Html(format!("{STYLE}<h1>Mails sent</h1>{empty}<table><tr><th>When<th>To<th>Subject{rows}</table>"))
}

#[handler]
fn show(Data(mailbox): Data<&Mailbox>, Path(number): Path<usize>) -> poem::Result<Html<String>> {
    let raw = nth(mailbox, number)?;
    let mail = MessageParser::default().parse(&raw[..]).ok_or(StatusCode::NOT_FOUND)?;
    let subject = escape(mail.subject().unwrap_or_default());
    let text = escape(&mail.body_text(0).unwrap_or_default());
    let attachments: String =
        mail.attachments().filter_map(|part| Some(format!("<li>{}", escape(part.attachment_name()?)))).collect();
    Ok(Html(format!(
        "{STYLE}<p><a href='/dev/mail'>All mails</a><h1>{subject}</h1><iframe sandbox title='The mail' \
         src='/dev/mail/{number}/html'></iframe><ul>{attachments}</ul><h2>As text</h2><pre>{text}</pre>"
    )))
}

#[handler]
fn html(Data(mailbox): Data<&Mailbox>, Path(number): Path<usize>) -> poem::Result<Html<String>> {
    let raw = nth(mailbox, number)?;
    let mail = MessageParser::default().parse(&raw[..]).ok_or(StatusCode::NOT_FOUND)?;
    Ok(Html(mail.body_html(0).unwrap_or_default().into_owned()))
}

fn nth(mailbox: &Mailbox, number: usize) -> poem::Result<Arc<[u8]>> {
    let mails = mailbox.mails();
    let index = mails.len().checked_sub(number).ok_or(StatusCode::NOT_FOUND)?;
    Ok(mails.get(index).cloned().ok_or(StatusCode::NOT_FOUND)?)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;")
}
