//! The company's own settings.

use poem_openapi::OpenApi;

use super::{
    model::{Company, CompanyPatch},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, IfMatch, Written},
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
}
