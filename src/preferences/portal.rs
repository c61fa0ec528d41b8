//! A customer's own preferences.

use poem_openapi::OpenApi;

use super::{
    model::{NewPreferences, OwnPreferences},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::Customer,
    error::Result,
    http::{Body, Found},
};

pub struct OwnPreferencesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/portal/preferences", tag = "Tag::Portal")]
impl OwnPreferencesApi {
    /// Show what one wants to be told
    #[oai(path = "/", method = "get", operation_id = "show_own_preferences")]
    async fn show(&self, customer: Customer) -> Result<Found<OwnPreferences>> {
        let mut tx = self.app.read_as_customer(&customer).await?;
        let card = store::own_card(&mut tx).await?;
        Ok(Found(store::find(&mut tx, card).await?.into()))
    }

    /// Say what one wants to be told
    ///
    /// All of it, by each channel. Where a channel is not `allowed`, nothing comes by it, not even what becomes of one's
    /// bookings.
    #[oai(path = "/", method = "put", operation_id = "set_own_preferences")]
    async fn set(&self, customer: Customer, new: Body<OwnPreferences>) -> Result<Found<OwnPreferences>> {
        let mut tx = self.app.begin_customer(&customer).await?;
        let card = store::own_card(&mut tx).await?;
        let preferences = store::set(&mut tx, card, &NewPreferences::from(&*new)).await?;
        tx.commit().await?;
        Ok(Found(preferences.into()))
    }
}
