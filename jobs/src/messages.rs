//! Jobs of messages: one is loaded, sent, and marked, and no transaction is open while it is sent.

use anyhow::anyhow;
use frontdesk::{
    calendar_files,
    messages::{
        MessageId,
        jobs::SendMessage,
        model::Channel,
        render::{self, Mail},
        store::{self, Outcome},
    },
    queue::Envelope,
    templates,
};

use crate::{Failure, MAX_ATTEMPTS, Work, mailer::Outgoing};

/// Sends a message. If this process dies between sending and marking, it goes again, with the same Message-ID.
pub async fn send(work: &Work, envelope: Envelope, job: SendMessage) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let found = store::find_queued(&mut tx, job.message).await?;
    let Some(due) = found else { return Ok(()) };
    let style = templates::store::style(&mut tx, due.kind, Channel::Email, &due.language).await?;
    let calendar = calendar_files::for_message(&work.app, &mut tx, &due, Channel::Email).await?;
    drop(tx);
    if due.is_pointless(work.app.now()) {
        return finish(work, &envelope, due.id, Outcome::Cancelled).await;
    }

    let mail = Mail { calendar, ..render::render(&due, &style)? };
    let outgoing = Outgoing {
        id: due.id.0,
        from_name: due.facts.company,
        to_name: Some(due.facts.client),
        to: due.recipient,
        mail,
    };
    match work.mailer.send(&outgoing).await {
        Ok(()) => finish(work, &envelope, due.id, Outcome::Sent).await,
        Err(failure) if failure.permanent || envelope.attempt >= MAX_ATTEMPTS => {
            finish(work, &envelope, due.id, Outcome::Failed(&failure.answer)).await?;
            Err(Failure::GiveUp(anyhow!(failure.summary)))
        }
        Err(failure) => Err(Failure::Retry(anyhow!(failure.summary))),
    }
}

async fn finish(work: &Work, envelope: &Envelope, id: MessageId, outcome: Outcome<'_>) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(envelope).await?;
    store::finish(&mut tx, id, outcome).await?;
    Ok(tx.commit().await?)
}
