//! Where a customer's link leads: a button that signs them in, and what they have booked.

use askama::Template;
use poem::{
    FromRequest, Request, RequestBody, Response, handler,
    http::{HeaderValue, StatusCode, header},
    web::{Data, Path},
};

use super::{
    account::{self, Form, State, Wrong},
    form::Sent,
    page::{self, Asked, Page, Visit},
};
use crate::{
    app::App,
    error::{Error, Result},
    http::{ClientAddress, Device, Limit, cookies},
    i18n,
    identity::{links::Purpose, passwords},
    portal::{
        self, Session,
        model::{CustomerBooking, When},
    },
};

#[derive(Template)]
#[template(path = "site/sign_in.html")]
struct Yours {
    page: Page,
    bookings: Vec<Card>,
    /// Words of the link to the first page.
    book: String,
}

/// A booking, in the reader's words.
struct Card {
    service: String,
    status: String,
    facts: Vec<(String, String)>,
}

#[handler]
pub async fn ask(
    Data(app): Data<&App>,
    from: ClientAddress,
    asked: Asked,
    Path(slug): Path<String>,
) -> Result<Response> {
    let visit = visit(app, asked, &slug).await?;
    let token = visit.asked.query.get("token").unwrap_or_default();
    match check(app, from, &visit, token).await.map_err(Wrong::of) {
        Ok(()) => button(&visit, token),
        Err(Ok(_)) => dead(&visit),
        Err(Err(error)) => Err(error),
    }
}

/// Signs in as the API does: the cookie is for its pages. What the link leads to is here at once, since no cookie comes here.
#[handler]
pub async fn enter(
    Data(app): Data<&App>,
    device: Device,
    asked: Asked,
    Path(slug): Path<String>,
    _: FromHere,
    sent: Sent,
) -> Result<Response> {
    let visit = visit(app, asked, &slug).await?;
    let token = sent.params.get("token").unwrap_or_default();
    let session = async {
        check(app, device.address, &visit, token).await?;
        portal::follow(app, &device, token).await
    };
    match session.await.map_err(Wrong::of) {
        Ok(session) => yours(app, &visit, &session).await,
        Err(Ok(_)) => dead(&visit),
        Err(Err(error)) => Err(error),
    }
}

async fn visit(app: &App, asked: Asked, slug: &str) -> Result<Visit> {
    let mut tx = app.read_as_guest(slug).await?;
    Visit::new(asked, &mut tx).await
}

/// Refused unless it is a link to this very company; another one's stays good where it belongs.
async fn check(app: &App, from: ClientAddress, visit: &Visit, token: &str) -> Result<()> {
    let link = passwords::good_link(app, from, token, Purpose::SignInLink).await?;
    if link.company == Some(visit.company.id) { Ok(()) } else { Err(passwords::bad_link(app, from).await) }
}

fn button(visit: &Visit, token: &str) -> Result<Response> {
    let title = i18n::text(visit.language, "account.sign_in_title", &[("company", &visit.company.name)]);
    let page = visit.page(&title, &[("token", token)]);
    let form = Form {
        action: visit.link("/sign-in", &[]),
        token: token.to_owned(),
        fields: vec![],
        button: page.t("account.sign_in_button"),
    };
    let text = page.t("account.sign_in_text");
    account::answer(page, title, text, State::Form(form))
}

fn dead(visit: &Visit) -> Result<Response> {
    account::dead(visit.page("", &[]), Some((book(visit), visit.link("", &[]))))
}

fn book(visit: &Visit) -> String {
    i18n::text(visit.language, "site.title", &[("company", &visit.company.name)])
}

async fn yours(app: &App, visit: &Visit, session: &Session) -> Result<Response> {
    let most = Limit::parse(Some(100))?;
    let mut tx = app.read_as_customer(&session.customer).await?;
    let bookings = portal::store::bookings(&mut tx, When::Upcoming, None, most).await?;
    let page = visit.page(&i18n::text(visit.language, "account.your_bookings", &[]), &[]);
    let page = Page { languages: vec![], ..page }; // the link is used up
    let bookings = bookings.iter().map(|booking| Card::new(visit, booking)).collect();
    let mut response = page::answer(StatusCode::OK, &Yours { page, bookings, book: book(visit) })?;
    let cookie = cookies::keep::<cookies::Customer>(app.config(), &session.refresh_token);
    let cookie = HeaderValue::try_from(cookie).map_err(anyhow::Error::from)?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(page::unnamed(response))
}

impl Card {
    fn new(visit: &Visit, booking: &CustomerBooking) -> Self {
        let language = visit.language;
        let t = |key: &str| i18n::text(language, key, &[]);
        let at = booking.starts_at.with_timezone(&visit.company.zone());
        Self {
            service: booking.service.name.clone(),
            status: t(&format!("status.{}", booking.status.as_str())),
            facts: [
                Some((t("mail.booking.when"), i18n::date_time(language, at))),
                booking.staff.as_ref().map(|staff| (t("mail.booking.with"), staff.name.clone())),
                Some((t("site.reference"), booking.reference.clone())),
            ]
            .into_iter()
            .flatten()
            .collect(),
        }
    }
}

/// A form that another site's page has sent would sign the visitor in as somebody else, and is refused: 403
/// `cross_origin`. `Origin` says nothing here: for a page that names no referrer, a browser sends `null`.
pub struct FromHere;

impl<'a> FromRequest<'a> for FromHere {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let site = request.headers().get("sec-fetch-site");
        if site.is_some_and(|site| site != "same-origin" && site != "none") {
            return Err(Error::CrossOrigin.into());
        }
        Ok(Self)
    }
}
