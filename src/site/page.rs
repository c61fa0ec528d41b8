//! What every page of the site shares: whose it is, in which language, and the answer's headers.

use anyhow::Context;
use askama::Template;
use poem::{
    Response,
    http::{HeaderValue, StatusCode, header},
};

use super::{asked::Asked, look};
use crate::{
    companies::{self, Company},
    db::TenantTx,
    error::Result,
    i18n::{self, Language},
};

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

    pub fn t(&self, key: &str) -> String {
        i18n::text(self.language, key, &[])
    }

    /// An address below the company's.
    pub fn link(&self, rest: &str, params: &[(&str, &str)]) -> String {
        self.asked.link(&format!("/b/{}{rest}", self.company.slug), params)
    }

    /// `params`: those of this page, for the menu of languages.
    pub fn page(&self, title: &str, params: &[(&str, &str)]) -> Page {
        let company = self.company.name.clone();
        let logo = self.company.logo_url.clone();
        let account = format!("/b/{}/account", self.company.slug);
        let mut page = Page {
            title: format!("{title} · {company}"),
            description: i18n::text(self.language, "site.title", &[("company", &company)]),
            home: Some(self.link("", &[])),
            account: Some(self.asked.link(&account, &[])),
            colors: look::colors(&self.company),
            runs: true,
            framed: self.asked.embedded(),
            logo,
            company,
            ..Page::new(self.language, &self.asked, params)
        };
        page.languages.retain(|(language, _)| self.company.speaks(*language));
        page
    }
}

/// What stands around every page.
pub struct Page {
    pub language: Language,
    pub title: String,
    pub description: String,
    /// Empty where it is not known whose page this is.
    pub company: String,
    pub logo: Option<String>,
    /// Where the company's own colours are.
    pub colors: Option<String>,
    pub home: Option<String>,
    /// Where customers see what they have booked.
    pub account: Option<String>,
    /// Where the visitor came from.
    pub back: Option<String>,
    /// 1 to 3 on the way to a booking, 0 elsewhere.
    pub step: i64,
    /// Whether search engines may list it.
    pub listed: bool,
    /// Whether the script is there to help.
    pub runs: bool,
    /// Whether it stands in a frame on another site.
    pub framed: bool,
    pub languages: Vec<(Language, String)>,
}

impl Page {
    pub fn new(language: Language, asked: &Asked, params: &[(&str, &str)]) -> Self {
        Self {
            language,
            title: String::new(),
            description: String::new(),
            company: String::new(),
            logo: None,
            colors: None,
            home: None,
            account: None,
            back: None,
            step: 0,
            listed: false,
            runs: false,
            framed: false,
            languages: Language::ALL.map(|to| (to, asked.in_language(to, params))).into(),
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
        &look::CSS_HREF
    }

    pub fn script(&self) -> Option<&str> {
        self.runs.then_some(&look::SCRIPT_HREF)
    }

    pub fn initial(&self) -> String {
        self.company.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default()
    }

    /// Nothing that stands on a page runs: only the script, where there is one. Only the company's logo comes from elsewhere.
    fn policy(&self) -> String {
        let logo = self.logo.as_deref().and_then(|logo| url::Url::parse(logo).ok());
        let images = logo.map(|logo| format!(" {}", logo.origin().ascii_serialization())).unwrap_or_default();
        let script = if self.runs { " script-src 'self'; connect-src 'self';" } else { "" };
        let framed = if self.framed { "*" } else { "'none'" };
        format!(
            "default-src 'none'; style-src 'self';{script} img-src 'self'{images}; form-action 'self'; base-uri 'none'; \
             frame-ancestors {framed}"
        )
    }

    /// As an answer: `template` is this page with what stands on it.
    pub fn answer(&self, status: StatusCode, template: &impl Template) -> Result<Response> {
        let html = template.render().context("a page")?;
        Ok(Response::builder()
            .status(status)
            .content_type("text/html; charset=utf-8")
            .header("content-security-policy", self.policy())
            .body(html))
    }
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
