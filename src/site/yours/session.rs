//! Who is at the pages: an access token in a cookie that a company's pages for its customers get, and nothing else. Each page
//! gives a new one, so it ends a quarter of an hour after the last; a session that is ended ends it at once.

use poem::{
    FromRequest, Request, RequestBody, Response,
    http::{HeaderValue, header},
};

use crate::{
    app::App,
    auth::{Customer, caller::SignedInTo, token::Holder},
    db::TenantTx,
    error::{Error, Result},
    http::cookies,
    site::{
        asked::Asked,
        page::{self, Visit},
    },
};

/// Whoever the cookie says, if it still says so.
pub struct Known(Option<Customer>);

impl<'a> FromRequest<'a> for Known {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let app = request.data::<App>().expect("the server puts the app into every request");
        let claims = cookies::at_pages(request).and_then(|token| app.tokens().verify(&token, app.now()));
        let customer = claims.and_then(|claims| match claims.holder {
            Holder::Customer { company } => Some(SignedInTo { company, user: claims.sub, session: claims.session }),
            Holder::Staff { .. } | Holder::Operator {} => None,
        });
        Ok(Self(customer.map(Customer)))
    }
}

/// A customer at the pages of their company.
pub struct Here {
    pub visit: Visit,
    pub customer: Customer,
}

impl Known {
    /// With a transaction that reads what is theirs; `None` for whoever is not signed in to this company.
    pub async fn enter(self, app: &App, visit: Visit) -> Result<Result<(Here, TenantTx), Visit>> {
        let Some(customer) = self.0.filter(|customer| customer.0.company == visit.company.id) else {
            return Ok(Err(visit));
        };
        match app.read_as_customer(&customer).await {
            Ok(tx) => Ok(Ok((Here { visit, customer }, tx))),
            Err(Error::Unauthenticated) => Ok(Err(visit)),
            Err(other) => Err(other),
        }
    }
}

impl Here {
    /// The answer, with a new quarter of an hour.
    pub fn stay(&self, app: &App, response: Response) -> Result<Response> {
        stay(app, &self.visit, &self.customer, response)
    }

    /// Back to what is booked, with a word on what was done.
    pub fn back(&self, app: &App, done: &str) -> Result<Response> {
        self.stay(app, page::see_other(&self.visit.link("/account", &[("done", done)])))
    }
}

/// Lets whoever has just signed in stay for a quarter of an hour.
pub fn stay(app: &App, visit: &Visit, Customer(who): &Customer, mut response: Response) -> Result<Response> {
    let holder = Holder::Customer { company: who.company };
    let token = app.tokens().issue(who.user, who.session, holder, app.now())?;
    put(&mut response, &cookies::keep_at_pages(app.config(), &visit.company.slug, &token))?;
    Ok(page::unnamed(response))
}

pub fn put(response: &mut Response, cookie: &str) -> Result<()> {
    let cookie = HeaderValue::try_from(cookie).map_err(anyhow::Error::from)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(())
}

/// Somebody at a company's pages.
pub async fn visit(app: &App, asked: Asked, slug: &str) -> Result<Visit> {
    let mut tx = app.read_as_guest(slug).await?;
    Visit::new(asked, &mut tx).await
}
