//! One's own notifications.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Notification, Unread},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Found, Limit, Page, cursor, page},
    messages::MessageId,
};

pub struct NotificationsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/notifications", tag = "Tag::Messages")]
impl NotificationsApi {
    /// List one's own notifications, newest first
    ///
    /// A new one is also an event of the stream, `notification.created`, that nobody else hears.
    #[oai(path = "/", method = "get", operation_id = "list_notifications")]
    async fn list(
        &self,
        caller: Caller,
        /// Only those that have not been read.
        Query(unread): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Notification>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::NotificationsRead).await?;
        let notifications = store::list(&mut tx, unread.unwrap_or(false), after, limit).await?;
        Ok(Found(page(notifications, limit, |one| (one.created_at, one.id))))
    }

    /// Count one's own unread notifications
    #[oai(path = "/unread", method = "get", operation_id = "count_unread_notifications")]
    async fn unread(&self, caller: Caller) -> Result<Found<Unread>> {
        let mut tx = self.app.begin(&caller, Permission::NotificationsRead).await?;
        Ok(Found(store::unread(&mut tx).await?))
    }

    /// Mark a notification as read
    ///
    /// Doing it twice is harmless.
    #[oai(path = "/:id/read", method = "post", operation_id = "read_notification")]
    async fn read(&self, caller: Caller, Path(id): Path<MessageId>) -> Result<Found<Notification>> {
        let mut tx = self.app.begin(&caller, Permission::NotificationsUpdate).await?;
        let notification = store::read(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Found(notification))
    }

    /// Mark all of one's own notifications as read
    #[oai(path = "/read-all", method = "post", operation_id = "read_all_notifications")]
    async fn read_all(&self, caller: Caller) -> Result<Found<Unread>> {
        let mut tx = self.app.begin(&caller, Permission::NotificationsUpdate).await?;
        store::read_all(&mut tx).await?;
        let unread = store::unread(&mut tx).await?;
        tx.commit().await?;
        Ok(Found(unread))
    }
}
