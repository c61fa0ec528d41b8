//! What every page of the site shares: what was asked for, the language, links that keep it, and the answer's headers.

use std::sync::LazyLock;

use anyhow::Context;
use askama::Template;
use poem::{
    FromRequest, Request, RequestBody, Response,
    http::{HeaderValue, StatusCode, header},
};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use crate::{
    companies::{self, Company, model::is_slug},
    db::TenantTx,
    error::{Error, Result},
    i18n::{self, Language},
    services::{self, Service, ServiceId},
};

pub const CSS: &str = include_str!("site.css");

static CSS_HREF: LazyLock<String> =
    LazyLock::new(|| format!("/b/-/site.css?v={}", hex::encode(&Sha256::digest(CSS)[..6])));

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// The names and values of a query or a form.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    pub fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// The last value of this name, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().rev().find(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

/// What a visitor's browser asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub query: Params,
    path: String,
    accept_language: String,
}

impl Asked {
    pub fn of(request: &Request) -> Self {
        let accept = request.headers().get("accept-language").and_then(|value| value.to_str().ok());
        Self {
            query: Params::parse(request.uri().query().unwrap_or_default().as_bytes()),
            path: request.original_uri().path().to_owned(),
            accept_language: accept.unwrap_or_default().to_owned(),
        }
    }

    /// The one chosen from the menu, which links carry on.
    fn chosen(&self) -> Option<Language> {
        self.query.get("lang").and_then(Language::parse)
    }

    pub fn language(&self, fallback: Language) -> Language {
        self.chosen().unwrap_or_else(|| Language::from_accept_language(&self.accept_language, fallback))
    }

    /// The company's first page, as far as the address of another one tells.
    pub fn home(&self) -> Option<String> {
        let (slug, _) = self.path.strip_prefix("/b/")?.split_once('/')?;
        is_slug(slug).then(|| self.link(&format!("/b/{slug}"), &[]))
    }

    /// An address in the language that was chosen.
    pub fn link(&self, path: &str, params: &[(&str, &str)]) -> String {
        let language = self.chosen().map(|language| ("lang", language.code()));
        let query = query(params.iter().copied().chain(language));
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

impl<'a> FromRequest<'a> for Asked {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self::of(request))
    }
}

fn query<'a>(params: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let given = params.filter(|(_, value)| !value.is_empty());
    form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish()
}

/// A visitor at a company's pages.
pub struct Visit {
    pub asked: Asked,
    pub company: Company,
    pub language: Language,
}

impl Visit {
    pub async fn new(asked: Asked, tx: &mut TenantTx) -> Result<Self> {
        let company = companies::store::current(tx).await?;
        let wanted = asked.language(company.language());
        let language = if company.speaks(wanted) { wanted } else { company.language() };
        Ok(Self { asked, company, language })
    }

    /// An address below the company's.
    pub fn link(&self, rest: &str, params: &[(&str, &str)]) -> String {
        self.asked.link(&format!("/b/{}{rest}", self.company.slug), params)
    }

    /// `params`: those of this page, for the menu of languages.
    pub fn page(&self, title: &str, params: &[(&str, &str)]) -> Page {
        let company = self.company.name.clone();
        let mut page = Page {
            title: format!("{title} · {company}"),
            description: i18n::text(self.language, "site.title", &[("company", &company)]),
            home: Some(self.link("", &[])),
            company,
            ..Page::new(self.language, params)
        };
        page.languages.retain(|(language, _)| self.company.speaks(*language));
        page
    }
}

/// The service that an address is about.
pub async fn service(tx: &mut TenantTx, id: &str) -> Result<Service> {
    let id: uuid::Uuid = id.parse().map_err(|_| Error::NotFound("service"))?;
    services::store::find(tx, ServiceId(id)).await
}

/// What stands around every page.
pub struct Page {
    pub language: Language,
    pub title: String,
    pub description: String,
    /// Empty where it is not known whose page this is.
    pub company: String,
    pub home: Option<String>,
    /// Where the visitor came from.
    pub back: Option<String>,
    /// 1 to 3 on the way to a booking, 0 elsewhere.
    pub step: i64,
    /// Whether search engines may list it.
    pub listed: bool,
    pub languages: Vec<(Language, String)>,
}

impl Page {
    pub fn new(language: Language, params: &[(&str, &str)]) -> Self {
        let in_language = |to: Language| format!("?{}", query(params.iter().copied().chain([("lang", to.code())])));
        Self {
            language,
            title: String::new(),
            description: String::new(),
            company: String::new(),
            home: None,
            back: None,
            step: 0,
            listed: false,
            languages: Language::ALL.map(|to| (to, in_language(to))).into(),
        }
    }

    /// A text of the catalogue.
    pub fn t(&self, key: &str) -> String {
        i18n::text(self.language, key, &[])
    }

    /// "Step 2 of 3".
    pub fn step_of_three(&self) -> String {
        let number = |n| i18n::number(self.language, n);
        i18n::text(self.language, "site.step", &[("n", &number(self.step)), ("total", &number(3))])
    }

    pub fn css(&self) -> &str {
        &CSS_HREF
    }

    pub fn initial(&self) -> String {
        self.company.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default()
    }
}

/// A page as an answer: nothing on it runs, and nobody frames it.
pub fn answer(status: StatusCode, page: &impl Template) -> Result<Response> {
    let html = page.render().context("a page")?;
    Ok(Response::builder()
        .status(status)
        .content_type("text/html; charset=utf-8")
        .header("content-security-policy", POLICY)
        .body(html))
}

/// Whose address holds a secret, and is told to nobody that the page leads to.
pub fn unnamed(mut response: Response) -> Response {
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Where to go on with a GET.
pub fn see_other(location: &str) -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header("location", location).finish()
}
