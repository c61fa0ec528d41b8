//! Twilio, as it describes itself, on the loopback for as long as the test runs.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use frontdesk::config::Config;
use hmac::{Hmac, KeyInit, Mac};
use poem::{
    Body, Request, Response, Server,
    endpoint::make,
    http::{Method, StatusCode},
    listener::{Acceptor, Listener, TcpListener},
};
use serde_json::{Value, json};
use sha1::Sha1;
use url::{Url, form_urlencoded};

use crate::{Answer, TestApp};

const ACCOUNT: &str = "AC00000000000000000000000000000001";
const TOKEN: &str = "an auth token";
/// Whom messages are from.
pub const NUMBER: &str = "+15005550006";
/// Where people reach the installation, and Twilio does.
const PUBLIC: &str = "https://book.example.com";

/// How it behaves towards a request that is right.
#[derive(Clone, Copy, Debug)]
pub enum Mood {
    Takes,
    /// Refuses with this status and error code.
    Refuses(u16, u32),
    /// The same, and wants to be left alone for so many seconds.
    IsBusy(u64),
    /// Takes the message, and never says so.
    Hangs,
}

/// A message that it was asked to send.
pub type Asked = BTreeMap<String, String>;

#[derive(Clone)]
pub struct Twilio {
    url: String,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Twilio {
    pub async fn start(mood: Mood) -> Self {
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.expect("a port");
        let address = acceptor.local_addr()[0].to_string();
        let url = format!("http://{}", address.trim_start_matches("socket://").trim_start_matches("http://"));
        let twilio = Self { url, mood: Arc::new(Mutex::new(mood)), asked: Arc::default() };
        let here = twilio.clone();
        let routes = make(move |request: Request| {
            let here = here.clone();
            async move { Ok::<_, poem::Error>(here.take(request).await) }
        });
        tokio::spawn(Server::new_with_acceptor(acceptor).run(routes));
        twilio
    }

    /// An installation that sends by it.
    pub async fn app(&self) -> TestApp {
        TestApp::start_with(|config| self.configure(config)).await
    }

    pub fn configure(&self, config: &mut Config) {
        configure(config);
        config.twilio_url = self.url.parse().expect("an address");
    }

    pub fn becomes(&self, mood: Mood) {
        *self.mood.lock().expect("nobody panics with it") = mood;
    }

    /// The messages that it was asked to send, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("nobody panics with it").clone()
    }

    async fn take(&self, request: Request) -> Response {
        let right = format!("Basic {}", BASE64_STANDARD.encode(format!("{ACCOUNT}:{TOKEN}")));
        if request.uri().path() != format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json") {
            return refusal(404, 20404, "The requested resource was not found");
        }
        if request.method() != Method::POST || request.header("authorization") != Some(&right) {
            return refusal(401, 20003, "Authenticate");
        }
        let is_form = request.content_type() == Some("application/x-www-form-urlencoded");
        let body = request.into_body().into_vec().await.expect("a body");
        let asked: Asked = form_urlencoded::parse(&body).into_owned().collect();
        let has = |name: &str| asked.get(name).is_some_and(|value| !value.is_empty());
        if !is_form || !has("To") {
            return refusal(400, 21604, "A 'To' phone number is required.");
        }
        if has("From") == has("MessagingServiceSid") {
            return refusal(400, 21603, "A 'From' phone number is required.");
        }
        if !has("Body") {
            return refusal(400, 21602, "Message body is required.");
        }
        let number = {
            let mut all = self.asked.lock().expect("nobody panics with it");
            all.push(asked.clone());
            all.len()
        };
        let mood = *self.mood.lock().expect("nobody panics with it");
        match mood {
            Mood::Takes => {
                let taken = json!({
                    "sid": sid(number), "status": "queued", "to": asked["To"], "body": asked["Body"], "error_code": null,
                });
                Response::builder().status(StatusCode::CREATED).content_type("application/json").body(taken.to_string())
            }
            Mood::Refuses(status, code) => refusal(status, code, &format!("Nothing goes to {}.", asked["To"])),
            Mood::IsBusy(seconds) => {
                let mut busy = refusal(429, 20429, "Too Many Requests");
                busy.headers_mut().insert("retry-after", seconds.into());
                busy
            }
            Mood::Hangs => std::future::pending().await,
        }
    }

    /// Tells what became of the message that it was asked to send so many before, 0 for the first.
    pub async fn tells(&self, app: &TestApp, which: usize, status: &str, code: Option<u32>) -> Answer {
        let asked = self.asked()[which].clone();
        let told = told(&sid(which + 1), status, code);
        tell(app, &asked["StatusCallback"], &told, Some(&sign(&asked["StatusCallback"], &told))).await
    }
}

/// The account, and where the installation is.
pub fn configure(config: &mut Config) {
    config.public_url = PUBLIC.parse().expect("an address");
    config.twilio_account_sid = Some(ACCOUNT.into());
    config.twilio_auth_token = Some(TOKEN.into());
    config.twilio_from = Some(NUMBER.into());
    config.twilio_url = "http://127.0.0.1:1".parse().expect("an address"); // nobody is there
}

/// Where Twilio tells of the message with this token.
pub fn callback(token: &str) -> String {
    format!("{PUBLIC}/api/v1/hooks/twilio/{token}")
}

/// What it calls the message that it was asked to send as the so-manieth.
pub fn sid(number: usize) -> String {
    format!("SM{number:032}")
}

/// The fields that it tells.
pub fn told(sid: &str, status: &str, code: Option<u32>) -> Vec<(String, String)> {
    let code = code.map(|code| code.to_string());
    let fields = [
        ("SmsSid", sid),
        ("SmsStatus", status),
        ("MessageStatus", status),
        ("To", "+380441234567"),
        ("MessageSid", sid),
        ("AccountSid", ACCOUNT),
        ("From", NUMBER),
        ("ApiVersion", "2010-04-01"),
    ];
    let fields = fields.into_iter().chain(code.as_deref().map(|code| ("ErrorCode", code)));
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Signs what is told at an address.
pub fn sign(url: &str, fields: &[(String, String)]) -> String {
    let fields: BTreeMap<_, _> = fields.iter().cloned().collect();
    let text: String = fields.into_iter().flat_map(|(name, value)| [name, value]).collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).expect("a key");
    mac.update(format!("{url}{text}").as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

/// Posts to an address of the installation, whatever host the request names.
pub async fn tell(app: &TestApp, url: &str, fields: &[(String, String)], signature: Option<&str>) -> Answer {
    let url: Url = url.parse().expect("an address");
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut headers = vec![("host", "elsewhere.example"), ("content-type", "application/x-www-form-urlencoded")];
    headers.extend(signature.map(|signature| ("x-twilio-signature", signature)));
    app.visitor().send_raw(Method::POST, url.path(), &headers, Body::from_string(form)).await
}

fn refusal(status: u16, code: u32, message: &str) -> Response {
    let more = format!("https://www.twilio.com/docs/errors/{code}");
    let said: Value = json!({ "code": code, "message": message, "more_info": more, "status": status });
    let status = StatusCode::from_u16(status).expect("a status");
    Response::builder().status(status).content_type("application/json").body(said.to_string())
}
