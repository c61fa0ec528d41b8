//! Sign-up, sign-in, refresh, and what links in mails do: the operations that need no token, and signing out.

use poem_openapi::OpenApi;

use super::{
    emails,
    model::{EmailVerification, ForgottenPassword, LinkToken, NewRegistration, PasswordReset, SignIn, SignedIn},
    passwords,
    remember::{Kept, Refresh, Remember},
};
use crate::{
    api::Tag,
    app::App,
    auth::Person,
    error::Result,
    http::{
        Accepted, Body, ClientAddress, Device, Found, Made, NoContent, RefreshCookie, WithCookie,
        cookies::{self, Staff},
    },
};

pub struct IdentityApi {
    pub app: App,
}

/// Tokens as they go out: to a browser, the refresh token in a cookie.
pub(super) fn remembered(app: &App, remember: Remember, mut signed_in: SignedIn) -> (SignedIn, Option<String>) {
    let kept = Kept::new::<Staff>(app.config(), remember, signed_in.refresh_token.take().unwrap_or_default());
    signed_in.refresh_token = kept.refresh_token;
    (signed_in, kept.cookie)
}

#[OpenApi(prefix_path = "/auth", tag = "Tag::Auth")]
impl IdentityApi {
    /// Register a company
    ///
    /// Makes the company and its first admin, and signs them in. If the e-mail address is known already, the right
    /// password adds the company to that person; a wrong one is a 401, as at sign-in. Somebody new gets a mail to verify
    /// the address.
    #[oai(path = "/register", method = "post", operation_id = "register_company")]
    async fn register(&self, device: Device, new: Body<NewRegistration>) -> Result<WithCookie<Made<SignedIn>>> {
        let signed_in = super::register(&self.app, &device, &new).await?;
        let (signed_in, cookie) = remembered(&self.app, new.remember, signed_in);
        Ok(WithCookie(Made(signed_in), cookie))
    }

    /// Sign in
    ///
    /// 403 `suspended` or `company_suspended`: the password is right, and the company is closed to this person for now.
    #[oai(path = "/sign-in", method = "post", operation_id = "sign_in")]
    async fn sign_in(&self, device: Device, who: Body<SignIn>) -> Result<WithCookie<Found<SignedIn>>> {
        let signed_in = super::sign_in(&self.app, &device, &who).await?;
        let (signed_in, cookie) = remembered(&self.app, who.remember, signed_in);
        Ok(WithCookie(Found(signed_in), cookie))
    }

    /// Exchange a refresh token for new tokens
    ///
    /// The token comes in the body or in the cookie. A cookie counts only if the request comes from a page of this
    /// installation's own address: else 403 `cross_origin`.
    #[oai(path = "/refresh", method = "post", operation_id = "refresh_token")]
    async fn refresh(
        &self,
        device: Device,
        cookie: RefreshCookie<Staff>,
        body: Body<Refresh>,
    ) -> Result<WithCookie<Found<SignedIn>>> {
        let (token, remember) = body.or(cookie)?;
        let signed_in = super::refresh(&self.app, &device, &token).await?;
        let (signed_in, cookie) = remembered(&self.app, remember, signed_in);
        Ok(WithCookie(Found(signed_in), cookie))
    }

    /// Sign out
    ///
    /// Ends the session that the access token is of, and takes the cookie away.
    #[oai(path = "/sign-out", method = "post", operation_id = "sign_out")]
    async fn sign_out(&self, person: Person) -> Result<WithCookie<NoContent>> {
        super::sign_out(&self.app, &person).await?;
        Ok(WithCookie(NoContent, Some(cookies::clear::<Staff>(self.app.config()))))
    }

    /// Ask for a link to choose a new password
    ///
    /// It is sent if somebody has the address; the answer does not say whether.
    #[oai(path = "/password/forgot", method = "post", operation_id = "forgot_password")]
    async fn forgot(&self, address: ClientAddress, whose: Body<ForgottenPassword>) -> Result<Accepted> {
        passwords::forgot(&self.app, address, &whose.email).await?;
        Ok(Accepted)
    }

    /// Choose a new password
    ///
    /// Ends every session of the person, wherever it is. The link works once: 422 `invalid_link` on `token` after that.
    #[oai(path = "/password/reset", method = "post", operation_id = "reset_password")]
    async fn reset(&self, address: ClientAddress, new: Body<PasswordReset>) -> Result<NoContent> {
        passwords::reset(&self.app, address, &new).await?;
        Ok(NoContent)
    }

    /// Verify an e-mail address
    ///
    /// With the account's password, so that nobody verifies an address that somebody else has registered with. The link
    /// works once: 422 `invalid_link` on `token` after that.
    #[oai(path = "/email/verify", method = "post", operation_id = "verify_email")]
    async fn verify(&self, device: Device, link: Body<EmailVerification>) -> Result<NoContent> {
        emails::verify(&self.app, &device, &link).await?;
        Ok(NoContent)
    }

    /// Confirm a new e-mail address
    ///
    /// From now on it is the person's, in all of their companies; the old address gets a notice. 422 `invalid_link` on
    /// `token` if the link was used, or somebody has taken the address meanwhile.
    #[oai(path = "/email/confirm", method = "post", operation_id = "confirm_email")]
    async fn confirm(&self, address: ClientAddress, link: Body<LinkToken>) -> Result<NoContent> {
        emails::confirm(&self.app, address, &link.token).await?;
        Ok(NoContent)
    }
}
