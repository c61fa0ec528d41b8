//! What is about the one who asks.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{CompanyChoice, Me, MePatch, MySession, NewEmail, NewPassword},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Person, SessionId},
    error::Result,
    http::{
        Accepted, Body, ClientAddress, Device, Found, IfMatch, Limit, NoContent, Page, WithCookie, Written, cursor,
        page,
    },
    identity::{self, api::remembered, emails, model::SignedIn, passwords},
};

pub struct MeApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/me", tag = "Tag::Me")]
impl MeApi {
    /// Show who asks
    #[oai(path = "/", method = "get", operation_id = "show_me")]
    async fn show(&self, person: Person) -> Result<Written<Me>> {
        let mut tx = self.app.read_person(&person).await?;
        Ok(Written(store::show(&mut tx, &person).await?))
    }

    /// Change name or language
    #[oai(path = "/", method = "patch", operation_id = "update_me")]
    async fn update(
        &self,
        person: Person,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<MePatch>,
    ) -> Result<Written<Me>> {
        let mut tx = self.app.person(&person).await?;
        let me = store::update(&mut tx, &person, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(me))
    }

    /// Change the password
    ///
    /// Ends every other session of the person; a notice goes to their address. A wrong `current_password` is a 422
    /// `wrong_password`, and counts as a failed sign-in.
    #[oai(path = "/password", method = "put", operation_id = "change_password")]
    async fn change_password(&self, person: Person, device: Device, new: Body<NewPassword>) -> Result<NoContent> {
        let (current, new) = (new.current_password.as_deref(), &new.new_password);
        passwords::change(&self.app, &device, &person, current, new).await?;
        Ok(NoContent)
    }

    /// Change the e-mail address
    ///
    /// A link goes to the new address, unless somebody has it; the answer does not say whether. Until it is followed, the
    /// address stays as it is.
    #[oai(path = "/email", method = "post", operation_id = "change_email")]
    async fn change_email(&self, person: Person, device: Device, new: Body<NewEmail>) -> Result<Accepted> {
        let current = new.current_password.as_deref();
        emails::ask_to_change(&self.app, &device, &person, current, &new.email).await?;
        Ok(Accepted)
    }

    /// Send the link that verifies the e-mail address once more
    ///
    /// Nothing is sent where the address is verified already.
    #[oai(path = "/email/verification", method = "post", operation_id = "send_email_verification")]
    async fn verify_again(&self, person: Person, address: ClientAddress) -> Result<Accepted> {
        emails::verify_again(&self.app, address, &person).await?;
        Ok(Accepted)
    }

    /// List own sessions, newest first
    ///
    /// A customer's token sees sessions of customers alone.
    #[oai(path = "/sessions", method = "get", operation_id = "list_my_sessions")]
    async fn sessions(
        &self,
        person: Person,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<MySession>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.read_person(&person).await?;
        let sessions = store::sessions(&mut tx, &person, after, limit).await?;
        Ok(Found(page(sessions, limit, |session| (session.created_at, session.id))))
    }

    /// End one of one's own sessions
    ///
    /// It stops at once, wherever it is.
    #[oai(path = "/sessions/:id", method = "delete", operation_id = "end_my_session")]
    async fn end(&self, person: Person, Path(id): Path<SessionId>) -> Result<NoContent> {
        let mut tx = self.app.person(&person).await?;
        store::end(&mut tx, &person, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }

    /// End every session but this one
    #[oai(path = "/sessions/revoke-others", method = "post", operation_id = "end_my_other_sessions")]
    async fn end_others(&self, person: Person) -> Result<NoContent> {
        let mut tx = self.app.person(&person).await?;
        store::end_others(&mut tx, &person).await?;
        tx.commit().await?;
        Ok(NoContent)
    }

    /// Sign in to another of one's companies
    ///
    /// For staff. The tokens are of a new session; the one that asks stays. A company that is not theirs is a 422
    /// `not_found` on `company`.
    #[oai(path = "/switch-company", method = "post", operation_id = "switch_company")]
    async fn switch_company(
        &self,
        person: Person,
        device: Device,
        choice: Body<CompanyChoice>,
    ) -> Result<WithCookie<Found<SignedIn>>> {
        let signed_in = identity::switch_company(&self.app, &device, &person, &choice.company).await?;
        let (signed_in, cookie) = remembered(&self.app, choice.remember, signed_in);
        Ok(WithCookie(Found(signed_in), cookie))
    }
}
