//! Clients' cards, for staff.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Client, ClientId, ClientPatch, NewClient},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Fields, Found, IfMatch, Limit, Page, Written, cursor, page},
};

pub struct ClientsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/clients", tag = "Tag::Clients")]
impl ClientsApi {
    /// Add a client
    #[oai(path = "/", method = "post", operation_id = "create_client")]
    async fn create(&self, caller: Caller, new: Body<NewClient>) -> Result<Created<Client>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsCreate).await?;
        let client = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(client))
    }

    /// List clients, newest first
    #[oai(path = "/", method = "get", operation_id = "list_clients")]
    async fn list(
        &self,
        caller: Caller,
        /// Only those whose name, e-mail or phone contains this; the newest 1000 of them.
        Query(search): Query<Option<String>>,
        /// The archived ones instead of the others.
        Query(archived): Query<Option<bool>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Client>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ClientsRead).await?;
        let archived = archived.unwrap_or(false);
        let clients = match search_text(search)? {
            Some(query) => store::search(&mut tx, &query, archived, after, limit).await?,
            None => store::list(&mut tx, archived, after, limit).await?,
        };
        Ok(Found(page(clients, limit, |client| (client.created_at, client.id))))
    }

    /// Show a client
    #[oai(path = "/:id", method = "get", operation_id = "show_client")]
    async fn show(&self, caller: Caller, Path(id): Path<ClientId>) -> Result<Written<Client>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change a client
    ///
    /// 409 `client_erased` where who they were is forgotten.
    #[oai(path = "/:id", method = "patch", operation_id = "update_client")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<ClientId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<ClientPatch>,
    ) -> Result<Written<Client>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsUpdate).await?;
        let client = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(client))
    }

    /// Archive a client
    ///
    /// The card leaves lists and searches; bookings keep it. Doing it twice is harmless.
    #[oai(path = "/:id/archive", method = "post", operation_id = "archive_client")]
    async fn archive(&self, caller: Caller, Path(id): Path<ClientId>) -> Result<Written<Client>> {
        self.set_archived(caller, id, true).await
    }

    /// Take an archived client's card back out
    ///
    /// 409 `client_erased` where nothing is on it any more.
    #[oai(path = "/:id/restore", method = "post", operation_id = "restore_client")]
    async fn restore(&self, caller: Caller, Path(id): Path<ClientId>) -> Result<Written<Client>> {
        self.set_archived(caller, id, false).await
    }

    /// Erase a client whose card is archived
    ///
    /// Name, e-mail address, phone number, language and notes go from the card, their account from it too; so do the notes
    /// of their bookings, the addresses of messages to them, and what the audit log says of these, whose chain still
    /// verifies. Bookings, orders and money stay as they are, and name nobody. If no other company knows the person who
    /// signed in as this client, their account goes altogether. Nothing brings it back; doing it twice is harmless. 409
    /// `client_not_archived` where the card is in use, 409 `client_has_bookings_ahead` where a booking is pending, confirmed
    /// or in progress that has not ended.
    #[oai(path = "/:id/erase", method = "post", operation_id = "erase_client")]
    async fn erase(&self, caller: Caller, Path(id): Path<ClientId>) -> Result<Written<Client>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsErase).await?;
        let client = super::erase(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Written(client))
    }
}

/// What is searched for; nothing is no search.
fn search_text(search: Option<String>) -> Result<Option<String>> {
    let mut fields = Fields::default();
    let search = search.map(|search| fields.text("search", &search, 100)).filter(|search| !search.is_empty());
    fields.finish(Some(search))
}

impl ClientsApi {
    async fn set_archived(&self, caller: Caller, id: ClientId, archived: bool) -> Result<Written<Client>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsUpdate).await?;
        let client = store::archive(&mut tx, id, archived).await?;
        tx.commit().await?;
        Ok(Written(client))
    }
}
