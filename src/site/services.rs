//! The first page: what can be booked, under its headings.

use askama::Template;
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    asked::Asked,
    page::{Page, Visit},
};
use crate::{
    app::App,
    error::Result,
    http::{self, Limit, position_cursor},
    i18n,
    public::{self, model::PublicService},
};

#[derive(Template)]
#[template(path = "site/services.html")]
struct Services {
    page: Page,
    title: String,
    /// Where the company can be reached: words and an address.
    contact: Vec<(String, String)>,
    groups: Vec<Group>,
    /// Where the list goes on.
    more: Option<String>,
}

/// Services under one heading; empty where there are no headings at all.
struct Group {
    heading: String,
    services: Vec<Card>,
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
    pub fn of(visit: &Visit, service: &PublicService) -> Self {
        Self {
            name: service.name.clone(),
            description: service.description.clone(),
            duration: i18n::duration(visit.language, service.duration_minutes.into()),
            price: service.price.words(visit.language),
            href: visit.link(&format!("/{}", service.id), &[]),
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
    let limit = Limit::parse(Some(100))?;
    let after = asked.query.get("cursor").map(str::to_owned);
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let services = public::store::services(&mut tx, None, position_cursor(after.as_deref())?, limit).await?;
    let list = http::page(services, limit, |service| (service.position, service.id));
    let params: Vec<_> = after.iter().map(|after| ("cursor", after.as_str())).collect();
    let page = visit.page(&visit.t("site.choose_service"), &params);
    let more = list.next_cursor.map(|cursor| visit.link("", &[("cursor", &cursor)]));
    let title = page.description.clone();
    let services = Services {
        page: Page { listed: true, step: 1, ..page },
        title,
        contact: contact(&visit),
        groups: groups(&visit, &list.data),
        more,
    };
    services.page.answer(StatusCode::OK, &services)
}

/// In the order in which their first services stand.
fn groups(visit: &Visit, services: &[PublicService]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let any = services.iter().any(|service| service.category.is_some());
    for service in services {
        let heading = match &service.category {
            Some(category) => category.name.clone(),
            None if any => visit.t("site.other_services"),
            None => String::new(),
        };
        let card = Card::of(visit, service).shortened();
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.services.push(card),
            None => groups.push(Group { heading, services: vec![card] }),
        }
    }
    groups
}

fn contact(visit: &Visit) -> Vec<(String, String)> {
    let company = &visit.company;
    let site = company.website.as_ref().filter(|site| site.starts_with("https://") || site.starts_with("http://"));
    let bare = |site: &str| site.split_once("://").map_or(site, |(_, rest)| rest).trim_end_matches('/').to_owned();
    [
        company.contact_phone.as_ref().map(|phone| (phone.clone(), format!("tel:{phone}"))),
        company.contact_email.as_ref().map(|email| (email.clone(), format!("mailto:{email}"))),
        site.map(|site| (bare(site), site.clone())),
    ]
    .into_iter()
    .flatten()
    .collect()
}
