//! Asking for an export, and fetching it.

use anyhow::Context;
use poem::Body;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    files,
    model::{Export, ExportId},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Found, Limit, Page, Started, ZipFile, cursor, page},
};

pub struct ExportsApi {
    pub app: App,
}

#[OpenApi(tag = "Tag::Company")]
impl ExportsApi {
    /// Export everything
    ///
    /// A zip with everything that the company has, as of one moment: a file of JSON lines a table, and `manifest.json`, which says
    /// how many rows each has, with a SHA-256. Passwords, keys and secrets are not in it. It is made in the background:
    /// `show_export` says how far it is. 409 `export_under_way` while another is being made. The one before can no longer
    /// be downloaded.
    #[oai(path = "/company/exports", method = "post", operation_id = "create_export")]
    async fn create(&self, caller: Caller) -> Result<Started<Export>> {
        let mut tx = self.app.begin(&caller, Permission::ExportsCreate).await?;
        let export = store::insert(&mut tx, caller.0.user).await?;
        tx.commit().await?;
        Ok(Started(export))
    }

    /// List exports, newest first
    #[oai(path = "/company/exports", method = "get", operation_id = "list_exports")]
    async fn list(
        &self,
        caller: Caller,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Export>>> {
        let (limit, before) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ExportsRead).await?;
        let exports = store::list(&mut tx, before, limit).await?;
        Ok(Found(page(exports, limit, |export| (export.created_at, export.id))))
    }

    /// Show an export
    #[oai(path = "/company/exports/:id", method = "get", operation_id = "show_export")]
    async fn show(&self, caller: Caller, Path(id): Path<ExportId>) -> Result<Found<Export>> {
        let mut tx = self.app.begin(&caller, Permission::ExportsRead).await?;
        Ok(Found(store::find(&mut tx, id).await?))
    }

    /// Download an export
    ///
    /// Once, and within three days: the file is deleted as it is handed out. 409 `export_not_ready` while it is being made,
    /// `export_downloaded` the second time, `export_expired` when it is too old or another was made since,
    /// `export_failed` where there is none.
    #[oai(path = "/company/exports/:id/download", method = "get", operation_id = "download_export")]
    async fn download(&self, caller: Caller, Path(id): Path<ExportId>) -> Result<ZipFile> {
        let mut tx = self.app.begin(&caller, Permission::ExportsCreate).await?;
        let path = files::path(self.app.config(), &store::take(&mut tx, id).await?);
        let file = tokio::fs::File::open(&path).await.context("an export that is not where it was put")?;
        tx.commit().await?;
        files::delete(&path).await?;
        Ok(ZipFile { name: "export.zip", body: Body::from_async_read(file) })
    }
}
