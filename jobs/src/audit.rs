//! Jobs of the audit log.

use frontdesk::{
    audit::{jobs::SealAudit, store},
    queue::Envelope,
};

use crate::{Failure, Work};

/// Rows under one seal, at most.
const MOST: i32 = 1_000;

/// Seals what a company has to be sealed, a batch a transaction.
pub async fn seal(work: &Work, envelope: Envelope, _: SealAudit) -> Result<(), Failure> {
    loop {
        let mut tx = work.app.begin_job(&envelope).await?;
        let sealed = store::seal(&mut tx, MOST).await?;
        tx.commit().await?;
        if sealed < MOST {
            return Ok(());
        }
    }
}
