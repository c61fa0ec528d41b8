//! The way in: a link is asked for here, and leads to a button that signs its reader in. The way out, too.

use poem::{
    FromRequest, Request, RequestBody, Response, handler,
    web::{Data, Path},
};

use super::session::{Known, put, stay, visit};
use crate::{
    app::App,
    error::{Error, FieldError, Result},
    http::{ClientAddress, Device, cookies},
    i18n,
    identity::{self, links::Purpose, passwords},
    portal::{
        self,
        model::{ComingBack, SignInLinkRequest},
    },
    site::{
        account::{self, Form, State, Wrong, parse},
        asked::Asked,
        form::{Field, Sent},
        page::{self, Page, Visit},
    },
};

/// For whoever is not signed in: an address, to which a link is sent.
pub fn ask_for_link(visit: &Visit, typed: &str, errors: &[FieldError]) -> Result<Response> {
    let title = visit.t("account.your_bookings");
    let page = Page { back: Some(visit.link("", &[])), ..visit.page(&title, &[]) };
    let email = Field::new(visit.language, "email", "site.email", errors);
    let form = Form {
        action: visit.link("/account/link", &[]),
        token: String::new(),
        fields: vec![Field { kind: "email", value: typed.to_owned(), ..email }],
        button: visit.t("account.link_button"),
    };
    account::answer(page, title, visit.t("account.link_text"), State::Form(form))
}

/// Says the same whether somebody has the address or not.
#[handler]
pub async fn send(
    Data(app): Data<&App>,
    device: Device,
    asked: Asked,
    Path(slug): Path<String>,
    _: FromHere,
    sent: Sent,
) -> Result<Response> {
    let visit = visit(app, asked, &slug).await?;
    let typed = sent.params.get("email").unwrap_or_default();
    let language = Some(visit.language.code().to_owned());
    let done = async {
        let who = parse::<ComingBack>(SignInLinkRequest { email: typed.to_owned(), language })?;
        portal::send_link(app, &device, &slug, &who.0).await
    };
    match done.await.map_err(Wrong::of) {
        Ok(()) => {
            let title = visit.t("account.forgot_done_title");
            let page = visit.page(&title, &[]);
            account::answer(page, title, visit.t("account.link_done"), State::Done)
        }
        Err(Ok(Wrong::Fields(errors))) => ask_for_link(&visit, typed, &errors),
        Err(Ok(Wrong::Link)) => dead(&visit),
        Err(Err(error)) => Err(error),
    }
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

/// Signs in as the API does, whose pages get its own cookie, and leads to what is booked.
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
        Ok(session) => {
            let mut response = page::see_other(&visit.link("/account", &[]));
            put(&mut response, &cookies::keep::<cookies::Customer>(app.config(), &session.refresh_token))?;
            stay(app, &visit, &session.customer, response)
        }
        Err(Ok(_)) => dead(&visit),
        Err(Err(error)) => Err(error),
    }
}

/// Ends the session, and takes both cookies away.
#[handler]
pub async fn leave(
    Data(app): Data<&App>,
    known: Known,
    asked: Asked,
    Path(slug): Path<String>,
    _: FromHere,
) -> Result<Response> {
    let visit = match known.enter(app, visit(app, asked, &slug).await?).await? {
        Ok((here, tx)) => {
            drop(tx);
            identity::end_session(app, &here.customer.into()).await?;
            here.visit
        }
        Err(visit) => visit,
    };
    let mut response = page::see_other(&visit.link("", &[]));
    put(&mut response, &cookies::leave_pages(app.config(), &slug))?;
    put(&mut response, &cookies::clear::<cookies::Customer>(app.config()))?;
    Ok(response)
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

/// A dead link leads to where another one is asked for.
fn dead(visit: &Visit) -> Result<Response> {
    account::dead(visit.page("", &[]), Some((visit.t("account.link_button"), visit.link("/account", &[]))))
}

/// A form that another site's page has sent would act for the visitor, and is refused: 403 `cross_origin`. `Origin` says
/// nothing here: for a page that names no referrer, a browser sends `null`.
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
