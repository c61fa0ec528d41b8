//! Clients' preferences, for staff.

use poem_openapi::{OpenApi, param::Path};

use super::{
    model::{NewPreferences, Preferences},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    clients::{self, ClientId},
    error::Result,
    http::{Body, Found},
};

pub struct PreferencesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/clients", tag = "Tag::Messages")]
impl PreferencesApi {
    /// Show what a client wants to be told
    #[oai(path = "/:id/preferences", method = "get", operation_id = "show_client_preferences")]
    async fn show(&self, caller: Caller, Path(id): Path<ClientId>) -> Result<Found<Preferences>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsRead).await?;
        let client = clients::store::find(&mut tx, id).await?;
        Ok(Found(store::find(&mut tx, client.id).await?))
    }

    /// Write down what a client wants to be told
    ///
    /// All of it, by each channel. What was so already keeps who said it, and when.
    #[oai(path = "/:id/preferences", method = "put", operation_id = "set_client_preferences")]
    async fn set(
        &self,
        caller: Caller,
        Path(id): Path<ClientId>,
        new: Body<NewPreferences>,
    ) -> Result<Found<Preferences>> {
        let mut tx = self.app.begin(&caller, Permission::ClientsUpdate).await?;
        let client = clients::store::find(&mut tx, id).await?;
        let preferences = store::set(&mut tx, client.id, &new).await?;
        tx.commit().await?;
        Ok(Found(preferences))
    }
}
