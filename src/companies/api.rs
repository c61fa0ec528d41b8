//! The company's own settings.

use poem_openapi::OpenApi;

use super::{
    closing::{self, Close, Closing},
    model::Company,
    settings::CompanyPatch,
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Found, IfMatch, Written},
};

pub struct CompaniesApi {
    pub app: App,
}

#[OpenApi(tag = "Tag::Company")]
impl CompaniesApi {
    /// Show the company
    #[oai(path = "/company", method = "get", operation_id = "show_company")]
    async fn show(&self, caller: Caller) -> Result<Written<Company>> {
        let mut tx = self.app.begin(&caller, Permission::CompanyRead).await?;
        Ok(Written(store::current(&mut tx).await?))
    }

    /// Change the company's settings
    #[oai(path = "/company", method = "patch", operation_id = "update_company")]
    async fn update(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<CompanyPatch>,
    ) -> Result<Written<Company>> {
        let mut tx = self.app.begin(&caller, Permission::CompanyUpdate).await?;
        let company = store::update(&mut tx, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(company))
    }

    /// Show what closing the company means
    ///
    /// Whether it is closing already or not: when everything is gone, and how much that is.
    #[oai(path = "/company/closing", method = "get", operation_id = "show_closing")]
    async fn closing(&self, caller: Caller) -> Result<Found<Closing>> {
        let mut tx = self.app.begin(&caller, Permission::CompanyRead).await?;
        Ok(Found(closing::preview(&mut tx).await?))
    }

    /// Close the company
    ///
    /// Its public pages are gone at once. Its members can still sign in, export what they need and reopen it, until the
    /// grace is over (`show_closing` says when); then everything in it is deleted, and nothing brings it back. Its admins
    /// get a mail.
    #[oai(path = "/company/close", method = "post", operation_id = "close_company")]
    async fn close(&self, caller: Caller, word: Body<Close>) -> Result<Written<Company>> {
        let mut tx = self.app.begin(&caller, Permission::CompanyClose).await?;
        let company = closing::close(&mut tx, &word).await?;
        tx.commit().await?;
        Ok(Written(company))
    }

    /// Reopen a company that is closing
    #[oai(path = "/company/reopen", method = "post", operation_id = "reopen_company")]
    async fn reopen(&self, caller: Caller) -> Result<Written<Company>> {
        let mut tx = self.app.begin(&caller, Permission::CompanyClose).await?;
        let company = closing::reopen(&mut tx).await?;
        tx.commit().await?;
        Ok(Written(company))
    }
}
