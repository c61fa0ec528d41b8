//! The first page: what can be booked.

use askama::Template;
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use super::page::{self, Asked, Page, Visit};
use crate::{
    app::App,
    error::Result,
    http::{self, Limit, position_cursor},
    i18n,
    money::Money,
    public::{self, model::PublicService},
    services::{Service, ServiceId},
};

#[derive(Template)]
#[template(path = "site/services.html")]
struct Services {
    page: Page,
    services: Vec<Card>,
    /// Where the list goes on.
    more: Option<String>,
}

/// A service, in the reader's words.
pub struct Card {
    pub name: String,
    pub description: String,
    pub duration: String,
    pub price: String,
    pub href: String,
}

impl Card {
    pub fn of(visit: &Visit, service: &Service) -> Self {
        let words = (service.name.clone(), service.description.clone());
        Self::new(visit, service.id, words, service.duration_minutes, &service.price)
    }

    fn listed(visit: &Visit, service: &PublicService) -> Self {
        let words = (service.name.clone(), service.description.clone());
        Self::new(visit, service.id, words, service.duration_minutes, &service.price).shortened()
    }

    fn new(
        visit: &Visit,
        id: ServiceId,
        (name, description): (String, String),
        duration_minutes: i32,
        price: &Money,
    ) -> Self {
        Self {
            name,
            description,
            duration: i18n::duration(visit.language, duration_minutes.into()),
            price: price.words(visit.language),
            href: visit.link(&format!("/{id}"), &[]),
        }
    }

    /// The beginning of a long description: the whole one stands on the service's own page.
    fn shortened(mut self) -> Self {
        const SHORT: usize = 160;
        if let Some((end, _)) = self.description.char_indices().nth(SHORT) {
            let cut = &self.description[..end];
            let cut = cut.rsplit_once(char::is_whitespace).map_or(cut, |(words, _)| words);
            self.description = format!("{cut}…");
        }
        self
    }
}

#[handler]
pub async fn show(Data(app): Data<&App>, asked: Asked, Path(slug): Path<String>) -> Result<Response> {
    let limit = Limit::parse(None)?;
    let after = asked.query.get("cursor").map(str::to_owned);
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let services = public::store::services(&mut tx, None, position_cursor(after.as_deref())?, limit).await?;
    let list = http::page(services, limit, |service| (service.position, service.id));
    let params: Vec<_> = after.iter().map(|after| ("cursor", after.as_str())).collect();
    let page = visit.page(&i18n::text(visit.language, "site.choose_service", &[]), &params);
    let services = list.data.iter().map(|service| Card::listed(&visit, service)).collect();
    let more = list.next_cursor.map(|cursor| visit.link("", &[("cursor", &cursor)]));
    page::answer(StatusCode::OK, &Services { page: Page { listed: true, step: 1, ..page }, services, more })
}
