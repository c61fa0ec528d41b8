//! Jobs of messages: who is told is planned; a message is loaded, sent, and marked, and no transaction is open while it is
//! sent.

use anyhow::anyhow;
use frontdesk::{
    calendar_files, companies, mail_servers,
    messages::{
        MessageId,
        delivery::{self, Cause, Fault, Report},
        jobs::{NoteReport, PlanMessages, SendMessage, SendReminder},
        model::Channel,
        plan::{self, Offer},
        render::{self, Mail},
        segments, short,
        store::{self, Outcome, Waiting},
        timing::{self, QuietHours},
        unsubscribing,
    },
    queue::Envelope,
    templates,
};

use crate::{Failure, MAX_ATTEMPTS, Work, mail_servers as own_servers, mailer::Outgoing, texter::Unsent};

/// Writes down who is told what, of what became of a booking.
pub async fn plan(work: &Work, envelope: Envelope, job: PlanMessages) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    plan::plan(&work.app, &mut tx, &job, offer(work)).await?;
    Ok(tx.commit().await?)
}

/// Sends what cannot wait.
pub async fn send(work: &Work, envelope: Envelope, job: SendMessage) -> Result<(), Failure> {
    deliver(work, &envelope, job.message).await
}

/// Sends what had its time.
pub async fn remind(work: &Work, envelope: Envelope, job: SendReminder) -> Result<(), Failure> {
    deliver(work, &envelope, job.message).await
}

/// Writes down what a provider has told.
pub async fn note_report(work: &Work, envelope: Envelope, job: NoteReport) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    delivery::report(&mut tx, job.message, job.provider_id.as_deref(), &job.report, offer(work)).await?;
    Ok(tx.commit().await?)
}

fn offer(work: &Work) -> Offer {
    Offer { sms: work.texter.is_set_up() }
}

/// Sends a message. If this process dies between sending and marking, it goes again: a mail with the same Message-ID, an SMS as
/// another, unless Twilio has told meanwhile that it has the first.
async fn deliver(work: &Work, envelope: &Envelope, id: MessageId) -> Result<(), Failure> {
    let Some(waiting) = prepare(work, envelope, id).await? else { return Ok(()) };
    match waiting.channel {
        Channel::InApp => show(work, envelope, &waiting).await,
        Channel::Email => mail(work, envelope, waiting).await,
        Channel::Sms if work.texter.is_set_up() => text(work, envelope, waiting).await,
        // It was offered when this was written down, and is not any more.
        Channel::Sms => give_up(work, envelope, &waiting, other("SMS are not set up")).await,
    }
}

async fn show(work: &Work, envelope: &Envelope, waiting: &Waiting) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(envelope).await?.leaving_schedule();
    store::show(&mut tx, waiting.due.id, &short::render_notice(&waiting.due)).await?;
    Ok(tx.commit().await?)
}

async fn mail(work: &Work, envelope: &Envelope, waiting: Waiting) -> Result<(), Failure> {
    let due = &waiting.due;
    let mut tx = work.app.begin_job(envelope).await?.leaving_schedule();
    let style = templates::store::style(&mut tx, due.kind, Channel::Email, &due.language).await?;
    let own = match waiting.client {
        Some(_) => mail_servers::store::own(&mut tx).await?,
        None => None,
    };
    let from = own.as_ref().map(|own| own.from_email.as_str());
    let calendar = calendar_files::for_message(&work.app, &mut tx, due, Channel::Email, from).await?;
    let unsubscribe = unsubscribing::link(&work.app, &mut tx, &waiting).await?;
    tx.commit().await?;
    let company = &due.facts.company;
    let outgoing = Outgoing {
        id: due.id.0,
        from_name: own.as_ref().map_or_else(|| company.clone(), |own| own.sender(company)),
        to_name: Some(waiting.reader.clone()),
        to: due.recipient.clone(),
        mail: Mail { calendar, unsubscribe, ..render::render(due, &style)? },
    };
    let sent = match &own {
        Some(own) => own_servers::send(work, envelope, own, &outgoing).await?,
        None => work.mailer.send(&outgoing).await,
    };
    match sent {
        Ok(()) => finish(work, envelope, due.id, Outcome::Sent).await,
        Err(failure) if failure.permanent || envelope.attempt >= MAX_ATTEMPTS => {
            let cause = if failure.address_is_bad { Cause::BadAddress } else { Cause::Other };
            give_up(work, envelope, &waiting, Fault { answer: failure.answer, cause }).await?;
            Err(Failure::GiveUp(anyhow!(failure.summary)))
        }
        Err(failure) => Err(Failure::Retry(anyhow!(failure.summary))),
    }
}

async fn text(work: &Work, envelope: &Envelope, waiting: Waiting) -> Result<(), Failure> {
    let due = &waiting.due;
    let mut tx = work.app.begin_job(envelope).await?;
    let style = templates::store::style(&mut tx, due.kind, Channel::Sms, &due.language).await?;
    let text = render::short(due, &style);
    let token = delivery::expect_report(&work.app, &mut tx, due.id, segments::count(&text)).await?;
    tx.commit().await?;
    match work.texter.send(&due.recipient, &text, &token).await {
        Ok(sid) => {
            let mut tx = work.app.begin_job(envelope).await?;
            delivery::report(&mut tx, due.id, sid.as_deref(), &Report::Taken, offer(work)).await?;
            Ok(tx.commit().await?)
        }
        Err(Unsent::NotNow { summary, after }) if envelope.attempt < MAX_ATTEMPTS => {
            Err(Failure::RetryAfter(after.unwrap_or_default(), anyhow!(summary)))
        }
        Err(Unsent::NotNow { summary, .. }) => {
            give_up(work, envelope, &waiting, other(&summary)).await?;
            Err(Failure::GiveUp(anyhow!(summary)))
        }
        Err(Unsent::Never { summary, fault }) => {
            give_up(work, envelope, &waiting, fault).await?;
            Err(Failure::GiveUp(anyhow!(summary)))
        }
    }
}

/// What says nothing about the reader.
fn other(answer: &str) -> Fault {
    Fault { answer: answer.into(), cause: Cause::Other }
}

async fn give_up(work: &Work, envelope: &Envelope, waiting: &Waiting, fault: Fault) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(envelope).await?;
    delivery::give_up(&mut tx, waiting, &fault, offer(work)).await?;
    Ok(tx.commit().await?)
}

/// The message, if it is still to go out now. A reminder goes the way that is right by now, and not in quiet hours.
async fn prepare(work: &Work, envelope: &Envelope, id: MessageId) -> Result<Option<Waiting>, Failure> {
    let mut tx = work.app.begin_job(envelope).await?.leaving_schedule();
    let Some(mut waiting) = store::find_queued(&mut tx, id).await? else { return Ok(None) };
    let now = tx.now();
    if waiting.due.is_pointless(waiting.reminds_of, now) {
        store::finish(&mut tx, id, Outcome::Cancelled).await?;
        tx.commit().await?;
        return Ok(None);
    }
    if waiting.reminds_of.is_none() || waiting.is_fallback {
        return Ok(Some(waiting));
    }
    let company = companies::store::current(&mut tx).await?;
    let Some(subject) = plan::hold(&mut tx, waiting.booking).await? else { return Ok(None) };
    let quiet = QuietHours::parse(company.quiet_from.as_deref(), company.quiet_to.as_deref());
    let way = subject.contact.route(&offer(work).order(&company), waiting.due.kind.manner().purpose);
    let goes = timing::awake(now, subject.starts_at, quiet, subject.zone, now);
    match (goes, way) {
        (Some(at), Some(way)) if at <= now => {
            if (waiting.channel, &waiting.due.recipient) != (way.0, &way.1) {
                store::redirect(&mut tx, id, way.0, &way.1).await?;
                tx.commit().await?; // else it has changed nothing
            }
            (waiting.channel, waiting.due.recipient) = way;
            Ok(Some(waiting))
        }
        (Some(at), Some(_)) => {
            store::postpone(&mut tx, id, at).await?;
            tx.commit().await?;
            Ok(None)
        }
        _ => {
            store::finish(&mut tx, id, Outcome::Cancelled).await?;
            tx.commit().await?;
            Ok(None)
        }
    }
}

async fn finish(work: &Work, envelope: &Envelope, id: MessageId, outcome: Outcome) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(envelope).await?.leaving_schedule();
    store::finish(&mut tx, id, outcome).await?;
    Ok(tx.commit().await?)
}
