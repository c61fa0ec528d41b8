//! Failures of the site, as pages in the visitor's language.

use askama::Template;
use poem::{Response, http::StatusCode, http::header};

use super::{
    asked::Asked,
    page::{self, Page},
};
use crate::{
    http::server::request_id,
    i18n::{self, Language},
};

#[derive(Template)]
#[template(path = "site/failure.html")]
struct Failure {
    page: Page,
    title: String,
    text: String,
    /// What to name when asking for help.
    id: Option<String>,
}

/// Puts a page in place of a problem, keeping its status and when to try again.
pub fn failure(asked: &Asked, problem: Response) -> Response {
    let status = problem.status();
    let (title, text) = match status {
        StatusCode::NOT_FOUND => ("site.not_found_title", "site.not_found_text"),
        StatusCode::UNPROCESSABLE_ENTITY => ("site.choice_title", "site.choice_text"),
        StatusCode::TOO_MANY_REQUESTS => ("site.too_many_title", "site.too_many_text"),
        status if status.is_client_error() => ("site.error_title", "site.bad_request_text"),
        _ => ("site.error_title", "site.error_text"),
    };
    let language = asked.language(Language::En);
    let t = |key: &str| i18n::text(language, key, &[]);
    let id = request_id().filter(|_| status.is_server_error());
    let page = Failure {
        page: Page { title: t(title), home: asked.home(), framed: asked.embedded(), ..Page::new(language, asked, &[]) },
        title: t(title),
        text: t(text),
        id: id.map(|id| i18n::text(language, "site.error_id", &[("id", &id)])),
    };
    let Ok(mut response) = page.page.answer(status, &page) else { return problem };
    if asked.query.get("token").is_some() {
        response = page::unnamed(response);
    }
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = problem.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
