//! A company's own words, for staff.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Key, MessageTemplates, Template, TemplateWords},
    preview::{self, Draft, Preview},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    bookings::BookingId,
    companies,
    error::{Error, Result},
    http::{Body, Found, IfMatch, NoContent, Written},
    messages::{self, Kind, model::Facts},
};

pub struct TemplatesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/templates", tag = "Tag::Templates")]
impl TemplatesApi {
    /// List templates
    ///
    /// One for each kind of message, channel and language: in the company's own words where it has any, else in
    /// Frontdesk's. And what their variables stand for.
    #[oai(path = "/", method = "get", operation_id = "list_message_templates")]
    async fn list(
        &self,
        caller: Caller,
        /// Those of this kind.
        Query(kind): Query<Option<Kind>>,
    ) -> Result<Found<MessageTemplates>> {
        let mut tx = self.app.begin(&caller, Permission::TemplatesRead).await?;
        Ok(Found(MessageTemplates::of(store::list(&mut tx).await?, kind)))
    }

    /// Show a template
    #[oai(path = "/:kind/:channel/:language", method = "get", operation_id = "show_message_template")]
    async fn show(
        &self,
        caller: Caller,
        /// Such as `booking_confirmed`.
        Path(kind): Path<String>,
        /// Such as `email`.
        Path(channel): Path<String>,
        /// `en`, `uk`, `bn` or `id`.
        Path(language): Path<String>,
    ) -> Result<Written<Template>> {
        let mut tx = self.app.begin(&caller, Permission::TemplatesRead).await?;
        let key = Key::parse(&kind, &channel, &language)?;
        Ok(Written(Template::of(key, store::find(&mut tx, key).await?)))
    }

    /// Give a template the company's own words
    ///
    /// They are in every message that is sent from now on. A variable that there is not is a 422 `unknown_variable` on its
    /// field, and braces that do not match are `unclosed_braces` or `unopened_braces`: the message says in which line.
    #[oai(path = "/:kind/:channel/:language", method = "put", operation_id = "put_message_template")]
    async fn put(
        &self,
        caller: Caller,
        /// Such as `booking_confirmed`.
        Path(kind): Path<String>,
        /// Such as `email`.
        Path(channel): Path<String>,
        /// `en`, `uk`, `bn` or `id`.
        Path(language): Path<String>,
        #[oai(name = "If-Match")] version: IfMatch,
        words: Body<TemplateWords>,
    ) -> Result<Written<Template>> {
        let mut tx = self.app.begin(&caller, Permission::TemplatesUpdate).await?;
        let key = Key::parse(&kind, &channel, &language)?;
        let own = store::put(&mut tx, key, &words.parse_for(key)?, version.0).await?;
        tx.commit().await?;
        Ok(Written(Template::of(key, Some(own))))
    }

    /// Put Frontdesk's words back
    ///
    /// Doing it twice is harmless.
    #[oai(path = "/:kind/:channel/:language", method = "delete", operation_id = "reset_message_template")]
    async fn reset(
        &self,
        caller: Caller,
        /// Such as `booking_confirmed`.
        Path(kind): Path<String>,
        /// Such as `email`.
        Path(channel): Path<String>,
        /// `en`, `uk`, `bn` or `id`.
        Path(language): Path<String>,
    ) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::TemplatesUpdate).await?;
        store::delete(&mut tx, Key::parse(&kind, &channel, &language)?).await?;
        tx.commit().await?;
        Ok(NoContent)
    }

    /// Show what words would look like
    ///
    /// Nothing is saved or sent. Filling in a booking takes the permission to read it: one that the caller cannot see is a
    /// 422 `not_found` on `booking_id`.
    #[oai(path = "/preview", method = "post", operation_id = "preview_message_template")]
    async fn preview(&self, caller: Caller, draft: Body<Draft>) -> Result<Found<Preview>> {
        let mut tx = self.app.begin(&caller, Permission::TemplatesRead).await?;
        let company = companies::store::current(&mut tx).await?;
        drop(tx);
        let facts = match draft.booking {
            Some(booking) => self.facts(&caller, booking).await?,
            None => preview::sample(&company, draft.key.language, self.app.now()),
        };
        Ok(Found(Preview::of(&draft, &facts, company.brand_color)?))
    }
}

impl TemplatesApi {
    async fn facts(&self, caller: &Caller, booking: BookingId) -> Result<Facts> {
        let mut tx = self.app.begin(caller, Permission::BookingsRead).await?;
        let missing = || Error::invalid("booking_id", "not_found", "is not a booking of this company");
        messages::store::facts(&mut tx, booking).await?.ok_or_else(missing)
    }
}
