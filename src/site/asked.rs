//! What a visitor's browser asks for: an address and what stands in it, the language, whether a page is to stand in another.

use chrono_tz::Tz;
use poem::{FromRequest, Request, RequestBody};
use url::form_urlencoded;

use crate::{companies::model::is_slug, i18n::Language};

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

    /// All values of this name, in order; empty ones are none.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The zone that times are to be shown in.
    pub fn zone(&self) -> Option<Tz> {
        self.get("tz").and_then(|name| name.parse().ok())
    }
}

/// What a visitor's browser asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub query: Params,
    path: String,
    accept_language: String,
}

/// The path as it came in: each part of the routes cuts off what is its own.
#[derive(Clone, Debug)]
pub struct Whole(pub String);

/// Parts of a company's address that nobody may frame: what is done there, is done by whoever is signed in.
const UNFRAMED: [&str; 2] = ["account", "sign-in"];

impl Asked {
    pub fn of(request: &Request) -> Self {
        let accept = request.headers().get("accept-language").and_then(|value| value.to_str().ok());
        Self {
            query: Params::parse(request.uri().query().unwrap_or_default().as_bytes()),
            path: request.data::<Whole>().map_or_else(|| request.uri().path().to_owned(), |whole| whole.0.clone()),
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

    /// Whether it stands in a frame on somebody's website: then any site may frame it, where it is on the way to a booking.
    pub fn embedded(&self) -> bool {
        let Some((_, rest)) = self.path.strip_prefix("/b/").map(|rest| rest.split_once('/').unwrap_or((rest, "")))
        else {
            return false;
        };
        let part = rest.split('/').next().unwrap_or_default();
        !UNFRAMED.contains(&part) && self.query.get("embed") == Some("1")
    }

    /// The company's first page, as far as the address of another one tells.
    pub fn home(&self) -> Option<String> {
        let (slug, _) = self.path.strip_prefix("/b/")?.split_once('/')?;
        is_slug(slug).then(|| self.link(&format!("/b/{slug}"), &[]))
    }

    /// What every link and form carries on.
    pub fn carried(&self) -> Vec<(&'static str, &'static str)> {
        let language = self.chosen().map(|language| ("lang", language.code()));
        language.into_iter().chain(self.embedded().then_some(("embed", "1"))).collect()
    }

    /// An address in the language that was chosen, and in the frame that it was asked for.
    pub fn link(&self, path: &str, params: &[(&str, &str)]) -> String {
        let query = query(params.iter().copied().chain(self.carried()));
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The same page in another language.
    pub fn in_language(&self, to: Language, params: &[(&str, &str)]) -> String {
        let embedded = self.embedded().then_some(("embed", "1"));
        format!("?{}", query(params.iter().copied().chain([("lang", to.code())]).chain(embedded)))
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
