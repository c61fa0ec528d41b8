//! Clients: the people a company serves.

pub mod api;
pub mod model;
pub mod store;

use model::ClientErased;
pub use model::{Client, ClientId};

use crate::{companies, db::TenantTx, error::Result, i18n};

/// Forgets who a client was whose card is archived, and they themselves if nobody else knows them. What they booked and
/// paid stays, and is nobody's.
pub async fn erase(tx: &mut TenantTx, id: ClientId) -> Result<Client> {
    if store::find(tx, id).await?.erased_at.is_none() {
        let language = companies::store::current(tx).await?.language();
        store::erase(tx, id, &i18n::text(language, "erased.client", &[])).await?;
        tx.emit(&ClientErased { client: id }).await?;
    }
    store::find(tx, id).await
}
