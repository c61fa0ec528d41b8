//! Sign-up, sign-in, refresh: the operations that need no token.

use poem_openapi::OpenApi;

use super::model::{NewRegistration, Refresh, SignIn, SignedIn};
use crate::{
    api::Tag,
    app::App,
    error::Result,
    http::{Body, ClientAddress, Found, Made},
};

pub struct IdentityApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/auth", tag = "Tag::Auth")]
impl IdentityApi {
    /// Register a company
    ///
    /// Makes the company and its first admin, and signs them in. If the e-mail address is known already, the right
    /// password adds the company to that person; a wrong one is a 401, as at sign-in.
    #[oai(path = "/register", method = "post", operation_id = "register_company")]
    async fn register(&self, from: ClientAddress, new: Body<NewRegistration>) -> Result<Made<SignedIn>> {
        Ok(Made(super::register(&self.app, from, &new).await?))
    }

    /// Sign in
    #[oai(path = "/sign-in", method = "post", operation_id = "sign_in")]
    async fn sign_in(&self, from: ClientAddress, who: Body<SignIn>) -> Result<Found<SignedIn>> {
        Ok(Found(super::sign_in(&self.app, from, &who).await?))
    }

    /// Exchange a refresh token for new tokens
    #[oai(path = "/refresh", method = "post", operation_id = "refresh_token")]
    async fn refresh(&self, from: ClientAddress, token: Body<Refresh>) -> Result<Found<SignedIn>> {
        Ok(Found(super::refresh(&self.app, from, &token.refresh_token).await?))
    }
}
