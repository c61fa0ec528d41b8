//! Jobs of messages: one is loaded, sent, and marked, and no transaction is open while it is sent.

use frontdesk::{
    messages::{jobs::SendMessage, render, store},
    queue::Envelope,
};

use crate::{Failure, Work, mailer::Undelivered};

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
    let sent = work.mailer.send(&due, &mail).await;

    let mut tx = work.app.begin_job(&envelope).await?;
    match sent {
        Ok(()) => store::mark_sent(&mut tx, due.id).await?,
        Err(Undelivered::Later(error)) => return Err(Failure::Retry(error)),
        Err(Undelivered::Never { cause, answer }) => {
            store::mark_failed(&mut tx, due.id, &answer).await?;
            tx.commit().await?;
            return Err(Failure::GiveUp(cause));
        }
    }
    Ok(tx.commit().await?)
}
