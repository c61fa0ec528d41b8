//! Jobs of messages: one is loaded, sent, and marked, and no transaction is open while it is sent.

use anyhow::anyhow;
use frontdesk::{
    messages::{jobs::SendMessage, render, store},
    queue::Envelope,
};

use crate::{Failure, MAX_ATTEMPTS, Work};

/// Sends a message. If this process dies between sending and marking, it goes again, with the same Message-ID.
pub async fn send(work: &Work, envelope: Envelope, job: SendMessage) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let found = store::find_queued(&mut tx, job.message).await?;
    drop(tx);
    let Some(due) = found else { return Ok(()) };
    if due.is_pointless(work.app.now()) {
        let mut tx = work.app.begin_job(&envelope).await?;
        store::mark_cancelled(&mut tx, due.id).await?;
        return Ok(tx.commit().await?);
    }

    let mail = render::render(&due)?;
    match work.mailer.send(&due, &mail).await {
        Ok(()) => {
            let mut tx = work.app.begin_job(&envelope).await?;
            store::mark_sent(&mut tx, due.id).await?;
            Ok(tx.commit().await?)
        }
        Err(failure) if failure.permanent || envelope.attempt >= MAX_ATTEMPTS => {
            let mut tx = work.app.begin_job(&envelope).await?;
            store::mark_failed(&mut tx, due.id, &failure.answer).await?;
            tx.commit().await?;
            Err(Failure::GiveUp(anyhow!(failure.summary)))
        }
        Err(failure) => Err(Failure::Retry(anyhow!(failure.summary))),
    }
}
