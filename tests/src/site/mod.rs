//! The booking site, as a browser without JavaScript uses it: by the links and forms that stand on its pages.

mod account;
mod pages;
mod trouble;
mod walk;

use poem::http::{HeaderMap, Method, StatusCode};
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::{Person, TestApp};

/// Somebody's browser.
#[derive(Clone)]
struct Browser {
    visitor: Person,
    accept_language: &'static str,
}

/// What it shows.
struct Page {
    browser: Browser,
    url: Url,
    status: StatusCode,
    headers: HeaderMap,
    source: String,
    html: Html,
}

impl Browser {
    fn new(app: &TestApp) -> Self {
        Self { visitor: app.visitor(), accept_language: "en" }
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
        while let Some(next) = answer.header("location") {
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            url = url.join(next).expect("an address");
            answer = self.request(Method::GET, &url, "").await;
        }
        let html = Html::parse_document(&answer.text);
        let (status, headers, source) = (answer.status, answer.headers, answer.text);
        Page { browser: self.clone(), url, status, headers, source, html }
    }

    async fn request(&self, method: Method, url: &Url, form: &str) -> crate::Answer {
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let mut headers = vec![("accept-language", self.accept_language)];
        if method == Method::POST {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        self.visitor.send_raw(method, &path, &headers, form.to_owned().into()).await
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

    /// What the form holds, in the order a browser sends it: unchosen radio buttons are not in it.
    fn fields(&self) -> Vec<(String, String)> {
        let fields = self.all("form input:not([type=radio]), form textarea").into_iter();
        fields
            .map(|field| {
                let value = field.attr("value").map_or_else(|| field.text().collect(), str::to_owned);
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
