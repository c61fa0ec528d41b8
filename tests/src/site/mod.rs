//! The booking site, as a browser without JavaScript uses it: by the links and forms that stand on its pages.

mod account;
mod choosing;
mod framing;
mod holding;
mod pages;
mod trouble;
mod walk;
mod yours;
mod zones;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use poem::http::{HeaderMap, Method, StatusCode};
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::{Person, TestApp};

/// Somebody's browser.
#[derive(Clone)]
struct Browser {
    visitor: Person,
    accept_language: &'static str,
    /// By name: value and path.
    jar: Arc<Mutex<BTreeMap<String, (String, String)>>>,
}

/// What it shows.
struct Page {
    browser: Browser,
    url: Url,
    status: StatusCode,
    headers: HeaderMap,
    /// Those that were set on the way here.
    cookies: Vec<String>,
    source: String,
    html: Html,
}

impl Browser {
    fn new(app: &TestApp) -> Self {
        Self { visitor: app.visitor(), accept_language: "en", jar: Arc::default() }
    }

    fn preferring(self, accept_language: &'static str) -> Self {
        Self { accept_language, ..self }
    }

    async fn open(&self, address: &str) -> Page {
        let url = Url::parse("http://frontdesk.test").and_then(|base| base.join(address)).expect("an address");
        self.send(Method::GET, url, "").await
    }

    /// Sends a request, and goes where it is sent on to.
    async fn send(&self, method: Method, mut url: Url, form: &str) -> Page {
        let mut answer = self.request(method, &url, form).await;
        let mut cookies = self.keep(&answer.headers);
        while let Some(next) = answer.header("location") {
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            url = url.join(next).expect("an address");
            answer = self.request(Method::GET, &url, "").await;
            cookies.extend(self.keep(&answer.headers));
        }
        let html = Html::parse_document(&answer.text);
        let (status, headers, source) = (answer.status, answer.headers, answer.text);
        Page { browser: self.clone(), url, status, headers, cookies, source, html }
    }

    async fn request(&self, method: Method, url: &Url, form: &str) -> crate::Answer {
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let cookie = self.cookies(url.path());
        let mut headers = vec![("accept-language", self.accept_language), ("cookie", &cookie)];
        if method == Method::POST {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        self.visitor.send_raw(method, &path, &headers, form.to_owned().into()).await
    }

    /// The cookies that an address gets.
    fn cookies(&self, path: &str) -> String {
        let jar = self.jar.lock().expect("a jar");
        let sent = jar.iter().filter(|(_, (_, own))| path.starts_with(own.as_str()));
        sent.map(|(name, (value, _))| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Keeps the cookies of an answer, and throws away those that it takes back.
    fn keep(&self, headers: &HeaderMap) -> Vec<String> {
        let set: Vec<_> =
            headers.get_all("set-cookie").iter().map(|set| set.to_str().expect("text").to_owned()).collect();
        for cookie in &set {
            let mut parts = cookie.split("; ");
            let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            let path = parts.clone().find_map(|part| part.strip_prefix("Path=")).expect("a path");
            let mut jar = self.jar.lock().expect("a jar");
            match parts.any(|part| part == "Max-Age=0") {
                true => drop(jar.remove(name)),
                false => drop(jar.insert(name.into(), (value.into(), path.into()))),
            }
        }
        set
    }
}

impl Page {
    #[track_caller]
    fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.url, self.source);
        self
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).expect("a selector")).collect()
    }

    /// The texts of elements, in order.
    fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(text).collect()
    }

    /// The text of the one element there is.
    #[track_caller]
    fn text(&self, selector: &str) -> String {
        let texts = self.texts(selector);
        assert_eq!(texts.len(), 1, "{selector} on {}: {texts:?}", self.url);
        texts[0].clone()
    }

    /// Follows the first link of the content or the menu that says this.
    async fn follow(&self, words: &str) -> Page {
        let link = self.all("main a[href], .languages a[href]").into_iter().find(|link| text(*link).contains(words));
        let link = link.unwrap_or_else(|| panic!("no link says {words}: {}", self.source));
        let url = self.url.join(link.attr("href").expect("an address")).expect("an address");
        self.browser.send(Method::GET, url, "").await
    }

    /// Presses the first button that says this: it sends what its form holds.
    async fn press(&self, words: &str) -> Page {
        let form = self.all("form[method=post]").into_iter().find_map(|form| {
            let buttons = Selector::parse("button").expect("a selector");
            let button = form.select(&buttons).find(|button| text(*button).contains(words))?;
            Some((form, button))
        });
        let (form, button) = form.unwrap_or_else(|| panic!("no button says {words}: {}", self.source));
        let hidden = Selector::parse("input[type=hidden]").expect("a selector");
        let pair = |field: ElementRef<'_>| Some((field.attr("name")?.to_owned(), field.attr("value")?.to_owned()));
        let fields: Vec<_> = form.select(&hidden).filter_map(pair).chain(pair(button)).collect();
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let url = self.url.join(form.attr("action").expect("an action")).expect("an address");
        self.browser.send(Method::POST, url, &body).await
    }

    /// Ticks these of the options, by their words, and asks for times.
    async fn tick(&self, words: &[&str]) -> Page {
        let mut url = self.url.join(self.all("#options")[0].attr("action").expect("an action")).expect("an address");
        let checked = |field: &ElementRef<'_>| match field.attr("type") {
            Some("checkbox" | "radio") => {
                let label = format!("label[for='{}']", field.attr("id").expect("an id"));
                field.attr("checked").is_some() || words.iter().any(|words| self.text(&label).contains(words))
            }
            _ => true,
        };
        let fields = self.all("#options input").into_iter().filter(checked);
        let pairs: Vec<_> = fields.filter_map(|field| Some((field.attr("name")?, field.attr("value")?))).collect();
        url.query_pairs_mut().extend_pairs(pairs);
        self.browser.send(Method::GET, url, "").await
    }

    /// What the form holds, in the order a browser sends it: unchosen radio buttons are not in it.
    fn fields(&self) -> Vec<(String, String)> {
        let fields = self.all("form input:not([type=radio]), form textarea, form select").into_iter();
        fields
            .map(|field| {
                let chosen = Selector::parse("option[selected]").expect("a selector");
                let value = match field.value().name() {
                    "textarea" => field.text().collect(),
                    "select" => field.select(&chosen).find_map(|one| one.attr("value")).unwrap_or("vehicle").to_owned(),
                    _ => field.attr("value").expect("a value").to_owned(),
                };
                (field.attr("name").expect("a name").to_owned(), value.trim_start_matches('\n').to_owned())
            })
            .collect()
    }

    fn value(&self, name: &str) -> String {
        let field = self.fields().into_iter().find(|(known, _)| known == name);
        field.unwrap_or_else(|| panic!("no field {name}: {}", self.source)).1
    }

    /// Where the form goes, and its body once this was typed into it.
    fn filled(&self, typed: &[(&str, &str)]) -> (Url, String) {
        let action = self.all("form[method=post]")[0].attr("action").expect("an action");
        let mut fields = self.fields();
        for (name, value) in typed {
            let field = fields.iter_mut().find(|(known, _)| known == name).expect("the form has the field");
            (*value).clone_into(&mut field.1);
        }
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        (self.url.join(action).expect("an address"), body)
    }

    /// Types into the form and sends it.
    async fn submit(&self, typed: &[(&str, &str)]) -> Page {
        let (url, body) = self.filled(typed);
        self.browser.send(Method::POST, url, &body).await
    }
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address of the form for the first service at this time.
async fn form_at(app: &TestApp, slug: &str, starts_at: &str) -> Page {
    let services = app.visitor().get(&format!("/public/{slug}/services")).await.expect(200);
    let id = services["data"][0]["id"].as_str().expect("a service").to_owned();
    Browser::new(app).open(&format!("/b/{slug}/{id}/book?starts_at={starts_at}")).await.expect(200)
}

const GRACE: &[(&str, &str)] = &[("name", "Grace"), ("email", "grace@example.com")];
