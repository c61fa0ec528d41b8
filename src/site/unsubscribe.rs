//! Where the link leads that stands in what nobody must hear: a page with one button, and what mail programs press themselves
//! (RFC 8058).
//!
//! Looking at it changes nothing, since mail scanners do.

use poem::{FromRequest, Request, RequestBody, Response, handler, web::Data};

use super::{
    account::{Here, Wrong},
    page::{Asked, Params},
};
use crate::{
    app::App,
    companies,
    db::TenantTx,
    error::{Error, Result},
    http::{ClientAddress, limits::Limit, receive},
    messages::unsubscribing,
};

const NAME: &str = "unsubscribe";

#[handler]
pub async fn ask(Data(app): Data<&App>, from: ClientAddress, asked: Asked) -> Result<Response> {
    let here = Here::opened(asked, NAME);
    let shown = async {
        let (mut tx, _) = app.read_unsubscribe(&here.token).await?;
        company(&mut tx).await
    };
    match shown.await {
        Ok(company) => here.form(vec![], &[("company", &company)], ""),
        Err(error) => dead(app, from, &here, error).await,
    }
}

/// No cookie and no origin is asked for: the secret is in the address.
#[handler]
pub async fn unsubscribe(
    Data(app): Data<&App>,
    from: ClientAddress,
    asked: Asked,
    pressed: Pressed,
) -> Result<Response> {
    let params = if pressed.0.get("token").is_some() { pressed.0 } else { asked.query.clone() };
    let here = Here::new(asked, NAME, &params);
    let done = async {
        unsubscribing::unsubscribe(app, &here.token).await?;
        let (mut tx, _) = app.read_unsubscribe(&here.token).await?;
        company(&mut tx).await
    };
    match done.await {
        Ok(company) => here.done(&[("company", &company)]),
        Err(error) => dead(app, from, &here, error).await,
    }
}

async fn company(tx: &mut TenantTx) -> Result<String> {
    Ok(companies::store::current(tx).await?.name)
}

/// Dead links count by address, so that nobody tries one after the other.
async fn dead(app: &App, from: ClientAddress, here: &Here, error: Error) -> Result<Response> {
    match Wrong::of(error)? {
        Wrong::Link | Wrong::Fields(_) => {
            app.limits().hit(Limit::BadToken, &from.network()).await?;
            here.dead()
        }
    }
}

/// What the button sends, or a mail program, which may send it in either way that forms are sent; only ours has the secret in it.
pub struct Pressed(Params);

impl<'a> FromRequest<'a> for Pressed {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let sent = receive(body).await?;
        let is_ours = request.content_type().is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        Ok(Self(if is_ours { Params::parse(&sent) } else { Params::default() }))
    }
}
