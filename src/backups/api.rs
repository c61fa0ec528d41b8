//! The API of operators on backups.

use poem_openapi::{OpenApi, param::Query};

use super::{model::Backup, store};
use crate::{
    api::Tag,
    app::App,
    auth::{Operator, Permission},
    error::{Error, Result},
    http::{Found, Limit, Page, Started, cursor, page},
};

pub struct BackupsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/platform", tag = "Tag::Platform")]
impl BackupsApi {
    /// List the backups of the installation, newest first
    ///
    /// Those that are kept, and those that failed.
    #[oai(path = "/backups", method = "get", operation_id = "list_backups")]
    async fn list(
        &self,
        operator: Operator,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Backup>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.platform(&operator, Permission::PlatformBackupsRead).await?;
        let backups = store::list(&mut tx, after, limit).await?;
        Ok(Found(page(backups, limit, |backup| (backup.requested_at, backup.id))))
    }

    /// Start a backup of the installation
    ///
    /// A worker makes it, and then restores it into a scratch database and compares. Where one is waiting or under way, it is
    /// that one. 409 `no_backups` where the installation keeps none.
    #[oai(path = "/backups", method = "post", operation_id = "start_backup")]
    async fn start(&self, operator: Operator) -> Result<Started<Backup>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformBackupsCreate).await?;
        if self.app.config().backup_url.is_none() {
            return Err(Error::Conflict(
                "no_backups",
                "FRONTDESK_BACKUP_URL says where backups are kept, and is not set.".into(),
            ));
        }
        let backup = store::ask(&mut tx).await?;
        tx.commit().await?;
        Ok(Started(backup))
    }
}
