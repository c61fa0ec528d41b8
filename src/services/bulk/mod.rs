//! Many services changed at once: all of them or none, and first as a preview.

pub mod model;
pub mod store;

use crate::{db::TenantTx, error::Result};
use model::{Bulk, BulkChange};

/// Changes the services that are meant, unless it is a preview; answers with those for which it makes a difference.
pub async fn change(tx: &mut TenantTx, bulk: &Bulk) -> Result<Vec<BulkChange>> {
    store::check(tx, bulk).await?;
    let mut changes = Vec::new();
    for service in store::hold(tx, &bulk.filter).await? {
        let after = bulk.change.applied_to(&service.values, tx.now())?;
        if after != service.values {
            changes.push((service, after));
        }
    }
    if !bulk.preview {
        store::write(tx, &changes).await?;
    }
    Ok(changes.iter().map(|(service, after)| BulkChange::new(service, after)).collect())
}
