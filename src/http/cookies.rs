//! Refresh tokens of browsers: kept in a cookie that no script can read and no other site can use.

use std::marker::PhantomData;

use poem::{FromRequest, Request, RequestBody, http::header};

use crate::{
    app::App,
    auth::token,
    config::Config,
    error::{Error, Result},
};

/// How long a browser keeps it, in seconds: 30 days.
const MAX_AGE: u32 = 30 * 24 * 3600;

/// Whose sessions a cookie is for: each kind has its own, and sends it to its own part of the API alone.
pub trait Kind: Send + Sync + 'static {
    const NAME: &'static str;
    const PATH: &'static str;
}

/// Members of companies.
#[derive(Debug)]
pub struct Staff;
/// Customers of companies.
#[derive(Debug)]
pub struct Customer;
/// Who runs the installation.
#[derive(Debug)]
pub struct Operator;

impl Kind for Staff {
    const NAME: &'static str = "fd_staff";
    const PATH: &'static str = "/api/v1/auth";
}

impl Kind for Customer {
    const NAME: &'static str = "fd_customer";
    const PATH: &'static str = "/api/v1/portal";
}

impl Kind for Operator {
    const NAME: &'static str = "fd_operator";
    const PATH: &'static str = "/api/v1/platform";
}

/// The `Set-Cookie` that gives a browser its refresh token.
pub fn keep<K: Kind>(config: &Config, token: &str) -> String {
    set::<K>(config, token, MAX_AGE)
}

/// The `Set-Cookie` that takes it away.
pub fn clear<K: Kind>(config: &Config) -> String {
    set::<K>(config, "", 0)
}

fn set<K: Kind>(config: &Config, token: &str, max_age: u32) -> String {
    let (name, path) = (K::NAME, K::PATH);
    let secure = if config.public_url.scheme() == "https" { "; Secure" } else { "" };
    format!("{name}={token}; Path={path}; Max-Age={max_age}; HttpOnly; SameSite=Strict{secure}")
}

/// An access token of a customer, for the pages of one company that are for its customers; no other address gets it.
const AT_PAGES: &str = "fd_pages";

/// The `Set-Cookie` that lets a customer stay at these pages.
pub fn keep_at_pages(config: &Config, slug: &str, token: &str) -> String {
    at_pages_of(config, slug, token, token::ACCESS_TTL.num_seconds())
}

/// The `Set-Cookie` that takes it away.
pub fn leave_pages(config: &Config, slug: &str) -> String {
    at_pages_of(config, slug, "", 0)
}

/// `Lax`: whoever follows a link in a mail is known, and no other site's form is sent with it.
fn at_pages_of(config: &Config, slug: &str, token: &str, max_age: i64) -> String {
    let secure = if config.public_url.scheme() == "https" { "; Secure" } else { "" };
    format!("{AT_PAGES}={token}; Path=/b/{slug}/account; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}")
}

/// The token in it, if there is one.
pub fn at_pages(request: &Request) -> Option<String> {
    named(request, AT_PAGES)
}

/// The refresh token in the request's cookie, if there is one. A cookie that another site has sent along is refused:
/// 403 `cross_origin`.
#[derive(Clone, Debug)]
pub struct RefreshCookie<K>(pub Option<String>, PhantomData<K>);

impl<K: Kind> RefreshCookie<K> {
    pub fn of(request: &Request, config: &Config) -> Result<Self> {
        let token = read::<K>(request);
        if token.is_some() && !same_origin(request, config) {
            return Err(Error::CrossOrigin);
        }
        Ok(Self(token, PhantomData))
    }
}

impl<'a, K: Kind> FromRequest<'a> for RefreshCookie<K> {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let app = request.data::<App>().expect("the server puts the app into every request");
        Ok(Self::of(request, app.config())?)
    }
}

/// The first one of this name: a browser puts the one with the longest path first (RFC 6265 §5.4). Empty is none.
fn read<K: Kind>(request: &Request) -> Option<String> {
    named(request, K::NAME)
}

fn named(request: &Request, wanted: &str) -> Option<String> {
    let headers = request.headers().get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = headers.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    let (_, token) = cookies.find(|(name, _)| *name == wanted)?;
    (!token.is_empty()).then(|| token.to_owned())
}

/// Whether one of the installation's own pages asks, as far as the browser says so. `SameSite` does not tell it from a
/// neighbour's: another host of the same domain is the same site.
pub fn same_origin(request: &Request, config: &Config) -> bool {
    let header = |name| request.headers().get(name).map(|value| value.as_bytes());
    match header(header::ORIGIN) {
        Some(origin) => origin == config.public_url.origin().ascii_serialization().as_bytes(),
        None => request.headers().get("sec-fetch-site").is_some_and(|site| site == "same-origin"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(public_url: &str) -> Config {
        Config { public_url: public_url.parse().expect("an address"), ..Config::defaults() }
    }

    fn request(headers: &[(&str, &str)]) -> Request {
        let request = headers.iter().fold(Request::builder(), |request, (name, value)| request.header(*name, *value));
        request.finish()
    }

    fn token<K: Kind>(headers: &[(&str, &str)]) -> Result<Option<String>> {
        RefreshCookie::<K>::of(&request(headers), &config("https://desk.example")).map(|cookie| cookie.0)
    }

    const OURS: (&str, &str) = ("origin", "https://desk.example");

    #[test]
    fn a_cookie_is_for_its_own_part_of_the_api_and_for_no_script() {
        let (https, http) = (config("https://desk.example"), config("http://127.0.0.1:8080"));

        let rest = "Path=/api/v1/auth; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure";
        assert_eq!(keep::<Staff>(&https, "fdr_abc-_1"), format!("fd_staff=fdr_abc-_1; {rest}"));
        let rest = "Path=/api/v1/portal; Max-Age=2592000; HttpOnly; SameSite=Strict";
        assert_eq!(keep::<Customer>(&http, "x"), format!("fd_customer=x; {rest}"));
        let rest = "Path=/api/v1/platform; Max-Age=0; HttpOnly; SameSite=Strict; Secure";
        assert_eq!(clear::<Operator>(&https), format!("fd_operator=; {rest}"));
    }

    #[test]
    fn a_request_has_the_token_of_its_kind_alone() {
        let cookies = ("cookie", "theme=dark; fd_customer=c=1; fd_staff=s; fd_staff=older; fd_operator=");

        assert_eq!(token::<Staff>(&[OURS, cookies]).expect("ours"), Some("s".into()));
        assert_eq!(token::<Customer>(&[OURS, cookies]).expect("ours"), Some("c=1".into()));
        assert_eq!(token::<Operator>(&[OURS, cookies]).expect("ours"), None);
        assert_eq!(token::<Staff>(&[OURS, ("cookie", "xfd_staff=s; fd_staff")]).expect("ours"), None);
    }

    #[test]
    fn a_cookie_is_taken_from_our_own_pages_alone() {
        let cookie = ("cookie", "fd_staff=s");
        let same = ("sec-fetch-site", "same-origin");

        assert!(token::<Staff>(&[cookie, OURS]).is_ok());
        assert!(token::<Staff>(&[cookie, same]).is_ok());
        for origin in [
            "https://desk.example.evil.example",
            "https://shop.desk.example",
            "http://desk.example",
            "https://desk.example:8443",
            "https://desk.example/",
            "null",
            "",
        ] {
            let refused = token::<Staff>(&[cookie, ("origin", origin), same]);
            assert!(matches!(refused, Err(Error::CrossOrigin)), "{origin}: {refused:?}");
        }
        for site in ["same-site", "cross-site", "none"] {
            let refused = token::<Staff>(&[cookie, ("sec-fetch-site", site)]);
            assert!(matches!(refused, Err(Error::CrossOrigin)), "{site}: {refused:?}");
        }
        assert!(matches!(token::<Staff>(&[cookie]), Err(Error::CrossOrigin)));
    }

    #[test]
    fn without_a_cookie_it_does_not_matter_who_asks() {
        let elsewhere = ("origin", "https://elsewhere.example");

        assert_eq!(token::<Staff>(&[elsewhere]).expect("allowed"), None);
        assert_eq!(token::<Staff>(&[elsewhere, ("cookie", "fd_customer=c")]).expect("allowed"), None);
    }

    #[test]
    fn an_origin_leaves_out_the_path_and_the_usual_port() {
        let (deep, port) = (config("https://desk.example:443/app/"), config("http://127.0.0.1:8080"));

        assert!(same_origin(&request(&[OURS]), &deep));
        assert!(same_origin(&request(&[("origin", "http://127.0.0.1:8080")]), &port));
        assert!(!same_origin(&request(&[("origin", "http://127.0.0.1")]), &port));
    }
}
