//! What was said to whom, for staff.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    jobs::SendMessage,
    log::{self, Filter, Message, MessageStatus},
    model::{Channel, Kind, MessageId},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    clients::{self, ClientId},
    error::Result,
    http::{Found, Limit, Page, cursor, page},
};

pub struct MessagesApi {
    pub app: App,
}

#[OpenApi(tag = "Tag::Messages")]
impl MessagesApi {
    /// List messages, newest first
    #[oai(path = "/messages", method = "get", operation_id = "list_messages")]
    #[expect(clippy::too_many_arguments, reason = "each is a filter of the list")]
    async fn list(
        &self,
        caller: Caller,
        /// Only those to this client.
        Query(client_id): Query<Option<ClientId>>,
        /// Only those that stand so.
        Query(status): Query<Option<MessageStatus>>,
        /// Only those by this way.
        Query(channel): Query<Option<Channel>>,
        /// Only those of this kind.
        Query(kind): Query<Option<Kind>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Message>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::MessagesRead).await?;
        let filter = Filter { client: client_id, status, channel, kind };
        let messages = log::list(&mut tx, &filter, after, limit).await?;
        Ok(Found(page(messages, limit, |message| (message.created_at, message.id))))
    }

    /// List messages to a client, newest first
    #[oai(path = "/clients/:id/messages", method = "get", operation_id = "list_client_messages")]
    async fn of_client(
        &self,
        caller: Caller,
        Path(id): Path<ClientId>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Message>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::MessagesRead).await?;
        let client = clients::store::find(&mut tx, id).await?;
        let filter = Filter { client: Some(client.id), ..Filter::default() };
        let messages = log::list(&mut tx, &filter, after, limit).await?;
        Ok(Found(page(messages, limit, |message| (message.created_at, message.id))))
    }

    /// Send a message again that failed
    ///
    /// To the address that its reader has by now. 409 `not_failed` where it did not fail, 409 `unreachable` where its reader
    /// has no such address any more.
    #[oai(path = "/messages/:id/resend", method = "post", operation_id = "resend_message")]
    async fn resend(&self, caller: Caller, Path(id): Path<MessageId>) -> Result<Found<Message>> {
        let mut tx = self.app.begin(&caller, Permission::MessagesSend).await?;
        let message = log::send_again(&mut tx, id).await?;
        tx.enqueue(&SendMessage { message: id }).await?;
        tx.commit().await?;
        Ok(Found(message))
    }
}
