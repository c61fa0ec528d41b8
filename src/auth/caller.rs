//! The caller of a staff operation: whoever an access token names.

use poem::Request;
use poem_openapi::{SecurityScheme, auth::Bearer};

use super::token::Claims;
use crate::{
    app::App,
    error::Error,
    http::{ClientAddress, limits::Limit},
};

/// A member of a company, signed in.
///
/// The access token of `sign_in`, `register_company` or `refresh_token`, as `Authorization: Bearer …`; good for 15 minutes.
#[derive(Clone, Debug, SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "JWT", rename = "access_token", checker = "check")]
pub struct Caller(pub Claims);

async fn check(request: &Request, bearer: Bearer) -> poem::Result<Claims> {
    let app = request.data::<App>().expect("the server puts the app into every request");
    match app.tokens().verify(&bearer.token, app.now()) {
        Some(claims) => Ok(claims),
        None => {
            let address = ClientAddress::of(request, app);
            app.limits().hit(Limit::BadToken, &address.0.to_string()).await?;
            Err(Error::Unauthenticated.into())
        }
    }
}
