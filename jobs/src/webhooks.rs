//! Jobs of webhooks: reading on for an endpoint, sending what is due, sending again, and telling that one was disabled.

use std::time::Duration;

use frontdesk::{
    app::App,
    companies::{self, closing},
    error::Result,
    messages::notice::NoticeKind,
    queue::Envelope,
    webhooks::{
        self, WebhookId,
        jobs::{Deliver, NoteDisabled, ReplayEvents, TellWebhook},
        model::Tried,
        signing::{self, Secret},
        store::{
            self,
            deliveries::{self, Due},
            secrets,
        },
    },
};
use tokio::{sync::watch, time::sleep};

use uuid::Uuid;

use crate::{Courier, Failure, Work, companies::Told};

/// How many are handed over, or read, in one transaction.
const BATCH: i64 = 200;
/// How long news of another process, and what is due, wait to be seen.
const POLL: Duration = Duration::from_secs(1);
/// News that crowd together are one look.
const LEAST: Duration = Duration::from_millis(50);

/// One look: hands over endpoints that have news, and deliveries that are due. Answers how many.
pub async fn look(app: &App) -> Result<usize> {
    let mut tx = app.schedule().await?;
    let news = store::take_news(&mut tx, BATCH).await?;
    let tell: Vec<_> = news.into_iter().map(|(company, webhook)| (company, TellWebhook { webhook })).collect();
    tx.enqueue_all(&tell).await?;
    tx.commit().await?;
    let mut tx = app.schedule().await?;
    let due = deliveries::take_due(&mut tx, BATCH).await?;
    let deliver = due.into_iter().map(|(company, delivery, attempts)| (company, Deliver { delivery, attempts }));
    let deliver: Vec<_> = deliver.collect();
    tx.enqueue_all(&deliver).await?;
    tx.commit().await?;
    Ok(tell.len() + deliver.len())
}

/// Looks once a second, and at once when something has happened here, or while there is something to hand over, until `stop`:
/// an endpoint that answers is sent the next as soon as it has the last.
pub async fn watch(app: App, mut stop: watch::Receiver<bool>) {
    let mut news = app.db().news();
    while !*stop.borrow() {
        news = news.resubscribe(); // what was called before is in this look
        let handed_over = look(&app).await.map_err(anyhow::Error::from).unwrap_or_else(|error| {
            tracing::error!(error = format!("{error:#}"), "looking for webhooks failed; it goes on in a moment");
            0
        });
        sleep(LEAST).await;
        if handed_over > 0 {
            continue;
        }
        tokio::select! {
            _ = news.recv() => {}
            () = sleep(POLL) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Makes deliveries of what an endpoint has not been told yet.
pub async fn tell(work: &Work, envelope: Envelope, job: TellWebhook) -> Result<(), Failure> {
    loop {
        let mut tx = work.app.begin_job(&envelope).await?.leaving_schedule();
        let Some((event_types, news)) = store::told_to(&mut tx, job.webhook, BATCH).await? else { return Ok(()) };
        deliveries::insert(&mut tx, job.webhook, &webhooks::heard(&news, &event_types)).await?;
        store::told(&mut tx, job.webhook, news.last()).await?;
        tx.commit().await?;
        if news.is_empty() {
            return Ok(());
        }
    }
}

/// Sends one delivery, outside of any transaction, and writes down what came of it.
pub async fn deliver(work: &Work, envelope: Envelope, job: Deliver) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let Some(due) = deliveries::find_due(&mut tx, job.delivery, job.attempts).await? else { return Ok(()) };
    let sealed = secrets::list(&mut tx, due.webhook).await?;
    drop(tx);
    let tried = send(&work.app, &work.courier, &due, &sealed).await;
    count(&tried);
    let mut tx = work.app.begin_job(&envelope).await?.leaving_schedule();
    webhooks::note(&mut tx, &due, &tried).await?;
    tx.commit().await?;
    Ok(())
}

async fn send(app: &App, courier: &Courier, due: &Due, sealed: &[(Uuid, String)]) -> Tried {
    let at = app.now();
    let opened = sealed.iter().map(|(id, secret)| Ok(Secret::of(app.vault().open(*id, secret)?)));
    let secrets = match opened.collect::<anyhow::Result<Vec<_>>>() {
        Ok(secrets) => secrets,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "a webhook's secret cannot be read");
            return Tried { at, duration_ms: 0, status: None, body: None, failure: Some("unreadable_secret") };
        }
    };
    let headers = signing::headers(&secrets, due.event, at, &due.body);
    let answer = courier.post(&due.url, &headers, &due.body).await;
    let duration_ms = answer.took.as_millis().try_into().unwrap_or(i32::MAX);
    Tried { at, duration_ms, status: answer.status, body: answer.body, failure: answer.failure }
}

fn count(tried: &Tried) {
    let outcome = tried.failure.unwrap_or("delivered");
    metrics::counter!("frontdesk_webhook_attempts_total", "outcome" => outcome).increment(1);
    metrics::histogram!("frontdesk_webhook_attempt_seconds").record(f64::from(tried.duration_ms) / 1000.0);
}

/// Sends a page of what happened again, and hands over the rest.
pub async fn replay(work: &Work, envelope: Envelope, job: ReplayEvents) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let webhook = match store::find(&mut tx, job.webhook).await {
        Ok(webhook) if webhook.enabled => webhook,
        Ok(_) | Err(frontdesk::error::Error::NotFound(_)) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let before = job.before.as_deref().and_then(|place| place.split_once('.'));
    let before = before.and_then(|(xid, id)| Some((xid, id.parse().ok()?)));
    let page = store::events_before(&mut tx, before, BATCH).await?;
    let meant = page.iter().filter(|event| job.since <= event.created_at && event.created_at < job.until);
    deliveries::insert_again(&mut tx, job.webhook, &webhooks::heard(meant, &webhook.event_types)).await?;
    // Transactions are numbered in about the order that they began in, and none lasts for an hour.
    if let Some(last) = page.last().filter(|last| last.created_at >= job.since - chrono::TimeDelta::hours(1)) {
        let before = Some(format!("{}.{}", last.xid, last.id));
        tx.enqueue(&ReplayEvents { before, ..job }).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Tells the company's admins.
pub async fn note_disabled(work: &Work, envelope: Envelope, job: NoteDisabled) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let Some((url, disabled_at)) = disabled(&mut tx, job.webhook).await? else { return Ok(()) };
    let company = companies::store::current(&mut tx).await?;
    let admins = closing::admins(&mut tx).await?;
    drop(tx);
    let vars = [("url", url.as_str()), ("date", &company.date(disabled_at))];
    crate::companies::tell(work, &company, admins, Told { kind: NoticeKind::WebhookDisabled, vars: &vars, link: None })
        .await
}

/// Where it led and since when it does not; `None`: somebody has seen to it meanwhile.
async fn disabled(
    tx: &mut frontdesk::db::TenantTx,
    id: WebhookId,
) -> Result<Option<(String, chrono::DateTime<chrono::Utc>)>> {
    match store::find(tx, id).await {
        Ok(webhook) => Ok(webhook.disabled_at.map(|at| (webhook.url, at))),
        Err(frontdesk::error::Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Forgets deliveries of more than a month ago, some at a time.
pub async fn purge(app: &App) -> Result<()> {
    loop {
        let mut tx = app.schedule().await?;
        let purged = deliveries::purge(&mut tx, BATCH).await?;
        tx.commit().await?;
        if purged < BATCH.unsigned_abs() {
            return Ok(());
        }
    }
}
